"""Acts in general: what names an act as a kind, a trend, a duty or a rating, and tells of none that took place."""

from __future__ import annotations

from itertools import pairwise

from schemas.document import Sentence
from transforms.parse.clause.clause import Clause
from transforms.parse.clause.clauses import Clauses
from transforms.words.classes import has_any, word_class

CHARGES = frozenset({"charge", "count", "offence", "offense", "crime"})
PERIODS = frozenset({"second", "minute", "hour", "day", "night", "week", "month", "year"})
PREFIXES = frozenset({"post", "pre", "anti", "counter", "non", "pro"})
ANYBODY = frozenset({"anyone", "anybody", "whoever", "whomever", "everyone", "everybody", "nobody"})
ACCUSING = frozenset({"accuse", "blame"})
"""What is done to nobody where it is not done to "anybody" or "any group"."""
MAX_CLIMB = 6
"""Heads above an act that are asked."""


def is_general(p: Clause, named: int, clauses: Clauses) -> bool:
    """Say whether an act is only counted, weighed, asked about or done by or to just anybody."""
    sentence, token = p.sentence, p.token
    if not p.negated and any(_anybody(t, slot, clauses) for slot in ("subj", "obj") for t in p.get(slot)):
        return True
    if p.negated and p.lemma in ACCUSING and any(_anybody(t, "subj", clauses) for t in p.get("obj")):
        return True
    if _counted(named, clauses) or _counted(token, clauses) or _prefixed(sentence, named) or _label(p, clauses):
        return True
    if any(_charge(t, clauses) or _trend(t, clauses) or _rate(t, clauses) for t in (named, token)):
        return True
    if _in_case(sentence, token) or _meant(token, clauses) or _duty(token, clauses):
        return True
    head, dep = sentence.heads[token], sentence.deps[token]
    bare = not any(sentence.deps[c].startswith(("aux", "nsubj")) for c in sentence.children[token])
    if dep == "csubj" and sentence.xpos[token] == "VBG" and bare:
        return True
    if sentence.xpos[token] == "VBG" and bare and _weighed(token, clauses):
        return True
    if dep == "nsubj" and sentence.xpos[head] in ("VBP", "VBZ") and sentence.xpos[token] == "NNS":
        return any(clauses.lower(c) in word_class("habit_adverbs") for c in sentence.children[head])
    if dep in ("csubj", "ccomp", "xcomp", "advcl") and sentence.upos[head] == "ADJ":
        weighed = (
            word_class("weighing_adjectives")
            if clauses.markers(token) & {"to", "of"}
            else word_class("chance_adjectives")
        )
        if clauses.lemma(head) in weighed:
            return True
    return head == token and _asked(p, clauses)


def _anybody(token: int, slot: str, clauses: Clauses) -> bool:
    if clauses.lower(token) in ANYBODY or (slot == "subj" and clauses.lower(token) == "you"):
        return True
    return slot == "subj" and any(
        clauses.lower(c) == "any" and clauses.sentence.deps[c] == "det" for c in clauses.sentence.children[token]
    )


def _counted(token: int, clauses: Clauses) -> bool:
    sentence = clauses.sentence
    head, dep = sentence.heads[token], sentence.deps[token]
    if dep == "nmod" and clauses.lemma(head) in word_class("expecting_nouns"):
        return True
    if head == token or not has_any(clauses.lemma(head), "counting_nouns", "aim_nouns"):
        return False
    if dep in ("acl", "ccomp") and clauses.is_verb(token):
        return sentence.upos[head] == "NOUN" and sentence.xpos[token] != "VBN"
    if clauses.lemma(head) not in word_class("counting_nouns"):
        return False
    if any(clauses.lower(c) in ("a", "an") and clauses.lemma(head) == "number" for c in sentence.children[head]):
        return False
    plural = sentence.xpos[token] in ("NNS", "NNPS")
    indefinite = not any(sentence.deps[c] in ("det", "nmod:poss") for c in sentence.children[token])
    return dep == "nmod" and sentence.upos[token] == "NOUN" and (plural or indefinite)


def _charge(token: int, clauses: Clauses) -> bool:
    """Say whether a bare noun only names the crime that somebody is charged with ("sentenced for murder")."""
    sentence = clauses.sentence
    for _ in range(MAX_CLIMB):
        head = sentence.heads[token]
        if head == token or not sentence.xpos[token].startswith("NN") or not _bare(token, clauses):
            return False
        if clauses.preposition(token) in ("of", "for", "on", "with", "including"):
            return clauses.lemma(head) in word_class("charging_words")
        if sentence.deps[token] == "compound" and clauses.lemma(head) in CHARGES:
            return True
        if sentence.deps[token] != "conj":
            return False
        token = head
    return False


def _bare(token: int, clauses: Clauses) -> bool:
    """Say whether a noun has no article, owner, number or object of its own."""
    sentence = clauses.sentence
    own = ("det", "nmod:poss", "nummod", "nmod", "acl", "acl:relcl", "obj")
    return not any(
        sentence.deps[c] in own or (sentence.deps[c] == "conj" and sentence.child(c, "obj") is not None)
        for c in sentence.children[token]
    )


def _trend(token: int, clauses: Clauses) -> bool:
    """Say whether acts are only counted over time: "attacks on convoys have risen", "murders fell by a third"."""
    sentence = clauses.sentence
    head = sentence.heads[token]
    if sentence.deps[token] != "nsubj" or sentence.xpos[token] not in ("NNS", "NN") or not clauses.is_verb(head):
        return False
    if any(sentence.words[c].lower() in ("this", "that") for c in sentence.children[token]):
        return False
    moved = any(sentence.deps[c] == "obj" for c in sentence.children[head])
    return not moved and clauses.lemma(head) in word_class("trend_verbs")


def _rate(token: int, clauses: Clauses) -> bool:
    """Say whether acts are told as a rate or a rule ("nine people are killed every day", "most murders are ...")."""
    sentence = clauses.sentence
    verb = token if clauses.is_verb(token) else sentence.heads[token]
    if clauses.tense(verb) != "present":
        return False
    if verb != token and sentence.xpos[token] == "NNS" and sentence.deps[token].startswith("nsubj"):
        return any(clauses.lower(c) in ("most", "all", "many") for c in sentence.children[token])
    words = [clauses.lower(t) for t in sentence.subtree(verb)]
    if "average" not in words and not any(a in ("every", "each") and b in PERIODS for a, b in pairwise(words)):
        return False
    return any(sentence.upos[t] == "NUM" or clauses.lower(t) == "average" for t in sentence.subtree(verb))


def _weighed(token: int, clauses: Clauses) -> bool:
    """Say whether a gerund is only what somebody has an opinion about.

    "He made ending the war his priority", "she said that fighting the rebels was a priority".
    """
    sentence = clauses.sentence
    head, dep = sentence.heads[token], sentence.deps[token]
    if dep == "xcomp" and clauses.lemma(head) in word_class("rating_verbs"):
        return True
    return dep == "ccomp" and clauses.marker(token) == "that"


def _meant(token: int, clauses: Clauses) -> bool:
    """Say whether an act is one of what plans include ("plans, including helping farmers")."""
    sentence = clauses.sentence
    while sentence.deps[token] == "conj":
        token = sentence.heads[token]
    for child in sentence.children[token]:
        if clauses.lower(child) in ("including", "like") and child < token and sentence.xpos[token] == "VBG":
            before = next((i for i in range(child - 1, -1, -1) if sentence.upos[i] != "PUNCT"), child)
            return has_any(clauses.lemma(before), "aim_nouns", "expecting_nouns")
    return False


def _duty(token: int, clauses: Clauses) -> bool:
    """Say whether an act is what a body is there for ("an agency charged with, or responsible for, arresting X")."""
    sentence = clauses.sentence
    while sentence.deps[token] == "conj":
        token = sentence.heads[token]
    verbal = sentence.heads[token] if sentence.deps[token] == "amod" else token  # "with arresting smugglers"
    head = sentence.heads[verbal]
    charge = clauses.of(head)
    if sentence.xpos[token] == "VBG" and clauses.lower(head) == "responsible" and charge.tense == "present":
        return any(clauses.lemma(t) in word_class("duty_bodies") for t in charge.get("subj"))
    if head == token or sentence.xpos[token] != "VBG" or clauses.lemma(head) not in word_class("duty_verbs"):
        return False
    return charge.passive and any(clauses.lemma(t) in word_class("duty_bodies") for t in charge.get("obj"))


def is_faced(token: int, clauses: Clauses) -> bool:
    """Say whether a noun for an act is what somebody had to deal with, so that it took place ("to quell protests")."""
    sentence = clauses.sentence
    head = sentence.heads[token]
    if sentence.deps[token] not in ("obj", "obl", "nsubj:pass") or not clauses.is_verb(head):
        return False
    return clauses.lemma(head) in word_class("facing_verbs")


def _in_case(sentence: Sentence, token: int) -> bool:
    """Say whether a clause follows "in case", which parsers take for a noun of its subject."""
    for i in range(token - 1, max(token - 9, 0), -1):
        if sentence.upos[i] in ("PUNCT", "VERB"):
            return False
        if sentence.words[i].lower() == "case" and sentence.words[i - 1].lower() == "in":
            return sentence.words[i + 1].lower() != "of"
    return False


def _label(p: Clause, clauses: Clauses) -> bool:
    """Say whether a noun only names the kind of another that is no act ("battle lines", "homicide statistics")."""
    sentence = p.sentence
    if p.pos != "n" or sentence.deps[p.token] != "compound":
        return False
    return clauses.lemma(sentence.heads[p.token]) in word_class("labelled_nouns")


def _prefixed(sentence: Sentence, token: int) -> bool:
    """Say whether an act stands in a compound that only names a time or an aim ("post-invasion Iraq")."""
    return token > 1 and sentence.words[token - 1] == "-" and sentence.words[token - 2].lower() in PREFIXES


def _asked(p: Clause, clauses: Clauses) -> bool:
    """Say whether a main clause is a question that its answer decides ("Did the army kill them?", "Why not stop?")."""
    sentence, root = p.sentence, p.token
    if "?" not in (sentence.words[-1], sentence.words[max(len(sentence) - 2, 0)]):
        return False
    if p.negated and any(clauses.lower(c) in ("why", "how") for c in sentence.children[root]):
        return True
    first = next((i for i, upos in enumerate(sentence.upos) if upos not in ("PUNCT", "CCONJ")), root)
    return sentence.upos[first] == "AUX" and sentence.heads[first] == root
