"""Mends what treebanks of edited English never taught the parser of news: days before verbs, lost commas, headlines."""

from __future__ import annotations

from transforms.parse.clause.repair.tree import FINITE, NOMINAL, SUBJECTS, Tree
from transforms.parse.language.wordclass import word_class as listed
from transforms.words.classes import has_any, word_class

_OPENING = frozenset(("after", "before", "since", "until", "as", "because"))
"""Prepositions that begin clauses, too."""
_SETTINGS = word_class("occasion_preposition") | {"to", "via"}
"""Prepositions before where, when, how and to whom something is said."""


def conjunctions(tree: Tree) -> None:
    """Give a clause after a preposition its subject back: "spoke after the envoy, Ivo Petrov, was shot", in place.

    "After", "before", "since" begin clauses too; the noun after them came out as a phrase of the verb before.
    """
    for verb in range(2, len(tree)):
        if tree.upos[verb] != "VERB" or tree.deps[verb] not in ("advcl", "conj") or tree.has_subject(verb):
            continue
        below = tree.children(verb)
        if not tree.is_finite(verb) or any(tree.deps[i] in ("cc", "mark") for i in below):
            continue
        first = min([i for i in below if tree.deps[i].startswith("aux")] or [verb])
        for noun in range(first - 1, 0, -1):
            if tree.heads[noun] != tree.heads[verb] or tree.deps[noun] not in ("obl", "nmod"):
                continue
            case = tree.child(noun, "case")
            reach = max(i for i in range(len(tree)) if tree.under(i, noun))
            dated = [i for i in below if tree.deps[i] == "obl:unmarked"]
            closed = all(
                tree.upos[i] in ("PUNCT", "ADV") or any(tree.under(i, day) for day in dated)
                for i in range(reach + 1, first)
            )
            opens = case is not None and tree.lower(case) in _OPENING
            if opens and closed and reach < first and case is not None:
                tree.hang(noun, verb, tree.subject_relation(verb))
                tree.hang(case, verb, "mark")
                tree.deps[verb] = "advcl"
            break


def joint_subjects(tree: Tree) -> None:
    """Put the two subjects of a clause after a preposition together, in place.

    "Left after the army and the police had attacked": the first came out as a phrase of the verb before, and the second
    began a clause of its own. Only somebody does what the second does.
    """
    for verb in range(4, len(tree)):
        if tree.upos[verb] != "VERB" or tree.deps[verb] != "conj" or tree.heads[verb] > verb:
            continue
        second, joint = tree.child(verb, "nsubj", "nsubj:pass"), tree.child(verb, "cc")
        if second is None or joint is None or joint > second or tree.child(verb, "mark") is not None:
            continue
        first = joint - 1
        while tree.deps[first] == "flat" and tree.heads[first] < first:
            first = tree.heads[first]
        case = tree.child(first, "case")
        if tree.heads[first] != tree.heads[verb] or tree.deps[first] not in ("obl", "nmod") or case is None:
            continue
        person = tree.upos[first] == "PROPN" or has_any(tree.lemmas[first].lower(), "people", "groups")
        if tree.lower(case) not in _OPENING or not person or min([*tree.children(second), second]) != joint + 1:
            continue
        tree.hang(first, verb, tree.subject_relation(verb))
        tree.hang(second, first, "conj")
        tree.hang(joint, second, "cc")
        tree.hang(case, verb, "mark")
        tree.deps[verb] = "advcl"


def clause_of_pair(tree: Tree) -> None:
    """Read two verbs with one object as a clause, not as participles, in place.

    "After insurgents shelled and burned a village": a participle of a noun has no object.
    """
    for verb in range(2, len(tree)):
        noun = tree.heads[verb]
        if tree.deps[verb] != "acl" or tree.xpos[verb] not in ("VBN", "VBD") or noun != verb - 1:
            continue
        second = tree.child(verb, "conj")
        if second is None:
            continue
        case = tree.child(noun, "case")
        if case is None or tree.lower(case) not in _OPENING or tree.upos[second] != "VERB":
            continue
        objects = [tree.child(one, "obj") for one in (verb, second)]
        if all(one is None for one in objects) or tree.xpos[second] not in ("VBN", "VBD"):
            continue
        tree.xpos[verb] = tree.xpos[second] = "VBD"
        tree.hang(verb, tree.heads[noun], "advcl")
        tree.hang(noun, verb, "nsubj")
        tree.hang(case, verb, "mark")


def shared_nouns(tree: Tree) -> None:
    """Give an abbreviation before "and" the noun it shares: "**U.S.** and Iraqi forces", "NATO and Afghan troops".

    It came out as the first of two parties; a country that has an adjective would be told by that.
    """
    for first in range(len(tree) - 3):
        noun = tree.child(first, "conj") if tree.upos[first] == "PROPN" else None
        if noun is None or tree.xpos[noun] != "NNS" or noun != first + 3:
            continue
        word = tree.words[first].replace(".", "")
        if not (word.isupper() and 1 < len(word) < 5) or tree.lower(first + 1) != "and":
            continue
        nation = first + 2
        if tree.heads[nation] != noun or tree.deps[nation] not in ("amod", "compound") or tree.words[nation].islower():
            continue
        head, relation = tree.heads[first], tree.deps[first]
        for below in tree.children(first):
            if below < first:
                tree.hang(below, noun, tree.deps[below])
        tree.hang(noun, noun if head == first else head, relation)
        tree.hang(first, noun, "compound")
        tree.hang(nation, first, "conj")
        tree.hang(first + 1, nation, "cc")


def reduced_relatives(tree: Tree) -> None:
    """Make a participle after its noun a modifier where the finite verb follows, in place.

    "44 policemen killed in a raid were buried": the participle came out as the verb of the sentence.
    """
    for first in range(1, len(tree)):
        if tree.xpos[first] != "VBN" or tree.upos[first] != "VERB" or tree.deps[first].startswith(("acl", "amod")):
            continue
        subject = tree.child(first, "nsubj", "nsubj:pass")
        below = tree.children(first)
        if subject is None or any(tree.deps[i].startswith("aux") or tree.deps[i] in ("obj", "mark") for i in below):
            continue
        for second in below:
            if second < first or tree.deps[second] not in ("conj", "ccomp", "parataxis", "advcl", "xcomp"):
                continue
            if tree.has_subject(second) or not _finite_by_auxiliary(tree, second):
                continue
            inside = tree.children(second)
            start = min(i for i in (*inside, second) if tree.deps[i].startswith(("aux", "cop")))
            stopped = any(tree.upos[i] in ("PUNCT", "CCONJ") for i in range(first + 1, start))
            if stopped or any(tree.deps[i] in ("cc", "mark") for i in inside):
                continue
            head = tree.heads[first]
            tree.hang(second, second if head == first else head, tree.deps[first])
            for i in below:
                if i > second or (i < subject and tree.deps[i] in ("advmod", "obl", "punct", "cc")):
                    tree.hang(i, second, tree.deps[i])
            tree.hang(first, subject, "acl")
            tree.hang(subject, second, tree.subject_relation(second))
            break


def taken_hostage(tree: Tree) -> None:
    """Make who is taken the object and what he is taken as its predicate, in place: "took **the crew** hostage"."""
    for token in range(2, len(tree)):
        verb, who = tree.heads[token], token - 1
        if tree.deps[token] != "obj" or tree.lower(token) not in word_class("taken_as") or verb >= who:
            continue
        if tree.lemmas[verb] not in word_class("capturing_verb"):
            continue
        if tree.heads[who] != token or tree.deps[who] != "compound":
            continue
        for below in tree.children(token):
            if below < who:
                tree.hang(below, who, tree.deps[below])
            elif below > token:
                tree.hang(below, verb, "obl" if tree.deps[below] == "nmod" else tree.deps[below])
        tree.hang(who, verb, "obj")
        tree.hang(token, verb, "xcomp")


def suffering_objects(tree: Tree) -> None:
    """Make what follows a verb its object where it came out as the subject of a participle with "being", in place.

    "Police rescued migrants **being** smuggled": that clause has no finite verb to have a subject with.
    """
    for clause in range(3, len(tree)):
        being = tree.child(clause, "aux:pass") if tree.deps[clause] in ("advcl", "ccomp", "xcomp") else None
        if being is None or tree.xpos[being] != "VBG":
            continue
        verb, noun = tree.heads[clause], tree.child(clause, "nsubj:pass")
        if noun is None or tree.child(clause, "mark", "aux") is not None or tree.child(verb, "obj") is not None:
            continue
        if verb < noun < being and tree.upos[verb] == "VERB":
            tree.hang(noun, verb, "obj")
            tree.hang(clause, noun, "acl")


def _finite_by_auxiliary(tree: Tree, verb: int) -> bool:
    return any(tree.xpos[i] in FINITE for i in tree.children(verb) if tree.deps[i].startswith(("aux", "cop")))


def swallowed_past(tree: Tree) -> None:
    """Read a past tense that came out as an adjective as the verb of its sentence, in place.

    "Thousands of miners, most of them women, staged protests": a past tense is no attribute, and the sentence has no
    other verb.
    """
    if any(tag in FINITE and tree.deps[i] != "amod" for i, tag in enumerate(tree.xpos)):
        return
    for verb, tag in enumerate(tree.xpos):
        noun = tree.heads[verb]
        if tag != "VBD" or tree.deps[verb] != "amod" or noun < verb:
            continue
        root = next((i for i, head in enumerate(tree.heads) if head == i), verb)
        if root >= verb or tree.upos[root] not in NOMINAL or not tree.under(noun, root):
            continue
        for i in tree.children(root):
            if i != noun and (i > noun or (i < root and tree.deps[i] == "punct")):
                tree.hang(i, verb, tree.deps[i])
        tree.upos[verb] = "VERB"
        tree.hang(verb, verb, "root")
        tree.hang(noun, verb, "obj")
        tree.hang(root, verb, "nsubj")
        return


def lost_commas(tree: Tree) -> None:
    """Part names that a lost comma joined: "brokered by Moscow Ankara and Tehran", in place.

    Each must be a town or country of its own, and the whole no name of one.
    """
    for second in range(1, len(tree) - 2):
        first = second - 1
        if tree.heads[second] != first or tree.deps[second] not in ("flat", "compound", "appos", "conj"):
            continue
        third = next((i for i in tree.children(second) if tree.deps[i] == "conj"), None)
        third = third if third is not None else tree.child(first, "conj")
        if third is None or third == second or tree.child(third, "cc") is None or third > second + 4:
            continue
        names = (first, second, third)
        places = all(set(listed(tree.words[i])) & set("cp") and tree.words[i][:1].isupper() for i in names)
        if places and listed(f"{tree.words[first]} {tree.words[second]}") == "-":
            tree.hang(second, first, "conj")
            tree.hang(third, first, "conj")


def coordinated_past(tree: Tree) -> None:
    """Set a past tense beside the finite verb, not beside the infinitive that it came out with, in place.

    "She urged the ministry to act and offered money", "he said banks must lend and called for laws": who offered is who
    urged, and nothing that must be done is told in the past.
    """
    for verb in range(2, len(tree)):
        above = tree.heads[verb]
        if tree.xpos[verb] not in ("VBD", "VBN") or tree.deps[verb] != "conj" or tree.has_subject(verb):
            continue
        below = tree.children(verb)
        if tree.xpos[above] != "VB" or tree.upos[above] != "VERB" or any(tree.deps[i].startswith("aux") for i in below):
            continue
        while tree.heads[above] != above and not _in_past(tree, above):
            above = tree.heads[above]
        if _in_past(tree, above) and above < verb:
            tree.xpos[verb] = "VBD"
            tree.hang(verb, above, "conj")


def _in_past(tree: Tree, verb: int) -> bool:
    """Say whether a verb has a finite form other than that of a modal."""
    modal = any(tree.xpos[i] == "MD" for i in tree.children(verb))
    return tree.upos[verb] == "VERB" and tree.is_finite(verb) and not modal


def spoken_past(tree: Tree) -> None:
    """Set a verb of addressing somebody beside the report before it, not beside what was reported, in place.

    "She said the camp was in danger and **urged** both sides to leave": no camp urges anybody.
    """
    for verb in range(4, len(tree)):
        told = tree.heads[verb]
        if tree.deps[verb] != "conj" or tree.xpos[verb] not in ("VBD", "VBN") or tree.deps[told] != "ccomp":
            continue
        if tree.lemmas[verb] not in word_class("addressing_verb") or tree.has_subject(verb):
            continue
        above = tree.heads[told]
        if any(tree.deps[i].startswith("aux") for i in tree.children(verb)) or not above < told < verb:
            continue
        subject = tree.child(told, *SUBJECTS)
        if tree.xpos[above] != "VBD" or tree.lemmas[above] not in word_class("telling_verbs") or subject is None:
            continue
        if tree.child(told, "cop") is None and _speaks(tree, subject):
            continue
        tree.xpos[verb] = "VBD"
        tree.hang(verb, above, "conj")


def _speaks(tree: Tree, noun: int) -> bool:
    """Say whether a subject may be somebody who speaks."""
    return tree.upos[noun] != "NOUN" or has_any(tree.lemmas[noun].lower(), "people", "groups")


def told_clauses(tree: Tree) -> None:
    """Make a clause that is told the complement of its verb, not part of the noun before it, in place.

    "She told workers that the treaty must be stopped", "he pledged during the race that he would resign", "said in a
    statement that it fell": a relative clause that begins with "that" lacks a subject or an object, and its "that" is a
    pronoun; what claims and reports are of follows them without a verb of telling.
    """
    for clause in range(3, len(tree)):
        noun = tree.heads[clause]
        if tree.deps[clause] not in ("acl", "acl:relcl") or not tree.has_subject(clause) or noun >= clause:
            continue
        verb = tree.heads[noun]
        mark = tree.child(clause, "mark")
        if mark is None or tree.lower(mark) != "that" or tree.upos[verb] != "VERB" or verb >= noun:
            continue
        lemma = tree.lemmas[verb]
        if tree.deps[clause] == "acl":
            case = tree.child(noun, "case")
            hearer = tree.deps[noun] in ("obj", "iobj") and lemma in word_class("hearer_verb")
            setting = tree.deps[noun] == "obl" and case is not None and tree.lower(case) in _SETTINGS
            if not hearer and not setting:
                continue
        if tree.deps[noun] in ("obj", "iobj", "obl", "obl:unmarked") and lemma in word_class("telling_verbs"):
            tree.hang(clause, verb, "ccomp")
