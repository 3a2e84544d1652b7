"""Who was harmed, how, and how many, clause by clause.

A word of ``words/harm/harm.tsv`` says the harm and where its people stand; ``people`` counts them. A clause that gives
no number gives no number here either. Which event a harm belongs to is decided by the event coder.
"""

from __future__ import annotations

from functools import cache

import msgspec

from schemas.document import Document, Sentence
from schemas.records import HarmMention
from transforms.parse.clause.clauses import Clauses, DocumentClauses
from transforms.parse.clause.factuality import unreal
from transforms.parse.numbers import MULTIPLE, Quantity, quantity
from transforms.resolve.harm.mentions import mention, people_mention
from transforms.resolve.harm.people import count_people, number_before
from transforms.resolve.harm.wounds import HIT, TAKEN, in_condition, shot_at, taken_or_hit, with_wounds
from transforms.words.classes import word_class, word_table

DEADLY_MODIFIERS = frozenset({"dead", "fatally", "mortally"})
TOLL = frozenset({"toll", "tally"})
INCLUDING = frozenset({"including", "include", "among"})
LOSE_LIFE = frozenset({"lose", "claim", "take", "cost"})
SHOOTINGS = frozenset({"shooting", "stabbing"})
REMAINS = frozenset({"body", "corpse"})
FOUND_SO = frozenset({"find", "pronounce", "declare", "presume"})
"""Verbs with an object: where they have none, the headline's subject is it ("Couple claims man found dead")."""
FIND = word_class("finding_verb")
DEATH_DEPTH = 3
"""Words above "to death" among which the verb is."""
UNCOUNTED = frozenset({"many", "some"})
"""Words before "more" that count nobody."""


@cache
def lexicon() -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    """Return (lemma, pos) to (harm, slot) pairs."""
    found: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
    for row in word_table("harm"):
        pos = row["pos"]
        for lemma in row["lemmas"].split():
            found[lemma, pos] = (*found.get((lemma, pos), ()), (row["harm"], row["slot"]))
    return found


@cache
def telling() -> frozenset[str]:
    """Return the lemmas at which a sentence is looked at: any other word tells of no harm."""
    known = {lemma for lemma, _ in lexicon()}
    return frozenset(known | TOLL | TAKEN | HIT | {"life", "condition", "death"})


HURT = frozenset({"killed", "wounded", "injured", "dead", "missing", "hurt"})
"""Words that are adjectives of harm whatever their tag."""
POS = {"VERB": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj", "AUX": "verb"}


def find_harm(document: Document, clauses: DocumentClauses | None = None) -> tuple[HarmMention, ...]:
    """Return every mention of people killed, wounded, missing, detained, abducted or displaced, in text order.

    ``clauses`` is the reading that other stages share; without it the document is read here.
    """
    clauses = clauses or DocumentClauses(document)
    found: list[HarmMention] = []
    for sentence in document.sentences:
        if sentence.parsed:
            add_sentence(clauses.of(sentence), found)
    return tuple(found)


def add_sentence(clauses: Clauses, found: list[HarmMention]) -> None:
    """Append the harm mentions of one sentence to ``found``."""
    sentence = clauses.sentence
    table, known = lexicon(), telling()
    first = len(found)
    for token, (lemma, word) in enumerate(zip(clauses.lemmas, sentence.low, strict=True)):
        if lemma not in known and word not in HURT:
            continue
        upos = sentence.upos[token]
        entries = table.get((lemma, POS.get(upos, "")), ())
        if not entries and word in HURT:
            entries = table.get((word, "adj"), ())
        if entries and not unreal(token, clauses):
            for harm, slot in entries:
                mentions = mentions_of(clauses, token, harm, slot)
                found.extend(mentions)
                if mentions and upos == "VERB":
                    found.extend(harmed_with(clauses, token, harm))
        if lemma == "life":
            found.extend(lives(clauses, token))
        elif (verb := verb_of_death(clauses, token)) is not None:
            found.extend(done_to_death(clauses, verb))
        elif lemma == "condition":
            found.extend(people_mention(clauses, token, in_condition(clauses, token), "wounded"))
        elif (hurt := taken_or_hit(clauses, token)) is not None:
            found.extend(people_mention(clauses, token, hurt, "wounded"))
        if lemma in TOLL and (toll := death_toll(clauses, token)):
            found.append(toll)
    add_parts(clauses, found, first)


def harmed_with(clauses: Clauses, verb: int, harm: str) -> list[HarmMention]:
    """Return the people of "was killed along with two guards", "died alongside a guard"."""
    sentence = clauses.sentence
    for noun in sentence.children_by(verb, "obl"):
        words = [sentence.words[i].lower() for i in sentence.children[noun] if i < noun]
        before = sentence.words[max(0, min(sentence.subtree(noun)) - 1)].lower()
        along = "with" in words and not {"along", "together"}.isdisjoint({*words, before})
        if along or "alongside" in words:
            return people_mention(clauses, verb, noun, harm)
    return []


def mentions_of(clauses: Clauses, token: int, harm: str, slot: str) -> list[HarmMention]:
    """Return the mentions that the word at ``token`` makes in its slot."""
    sentence = clauses.sentence
    if slot == "obj":
        return verb_object(clauses, token, harm)
    if slot == "subj":
        subject = clauses.said_subject(token)
        return people_mention(clauses, token, subject, harm)
    if slot == "of":
        return noun_of(clauses, token, harm)
    if slot == "self":
        return self_count(clauses, token, harm)
    if (wounded := with_wounds(clauses, token)) is not None:
        return people_mention(clauses, token, wounded, harm)
    if (number := number_before(sentence, token)) and harm == "wounded" and sentence.lemmas[token].lower() == "injury":
        return [mention(clauses, token, None, harm, number)]
    if sentence.child(token, "det") is not None and sentence.words[sentence.child(token, "det") or 0].lower() == "no":
        return [mention(clauses, token, None, harm, Quantity(0, 0))]
    return []


def verb_object(clauses: Clauses, verb: int, harm: str) -> list[HarmMention]:
    """Return the people that a transitive verb harms."""
    sentence = clauses.sentence
    lemma = sentence.lemmas[verb].lower()
    parts: list[HarmMention] = []
    if harm == "wounded" and (part := fatal_part(sentence, verb)) is not None:
        parts = [mention(clauses, part[0], None, "killed", part[1])]
    elif harm == "wounded" and lemma in ("shoot", "stab", "burn", "wound", "injure"):
        own = (i for i in sentence.children[verb] if sentence.deps[i] not in ("conj", "appos", "parataxis"))
        words = {sentence.words[i].lower() for i in (*own, min(verb + 1, len(sentence) - 1))}
        near = {sentence.words[i].lower() for i in range(verb, min(verb + 4, len(sentence)))}
        told = any(verb_of_death(clauses, i) == verb for i in range(verb + 4, len(sentence)))
        if words & DEADLY_MODIFIERS or "death" in near or told:
            harm = "killed"
        elif killed_by_conjunct(sentence, verb):
            return []
    if shot_at(clauses, verb) or more_besides(sentence, verb):
        return []
    victim = None if clauses.is_passive(verb) else clauses.patient(verb)
    number = number_before(sentence, verb)
    if number and victim is None:
        return [mention(clauses, verb, None, harm, number)]
    if victim is None and (bounded := bounded_after(sentence, verb)) is not None:
        first, noun, number = bounded
        found = mention(clauses, verb, noun, harm, number)
        return [msgspec.structs.replace(found, start=sentence.starts[first])]
    if sentence.deps[verb] == "amod" and sentence.heads[verb] > verb:
        return people_mention(clauses, verb, sentence.heads[verb], harm)
    return people_mention(clauses, verb, clauses.patient(verb), harm) + parts


def verb_of_death(clauses: Clauses, noun: int) -> int | None:
    """Return the verb of "beat three of their guards to **death**", wherever the parser hung the phrase."""
    sentence = clauses.sentence
    if not noun or sentence.low[noun] != "death" or sentence.low[noun - 1] != "to":
        return None
    verb = next((t for t in list(sentence.ancestors(noun))[:DEATH_DEPTH] if clauses.is_verb(t)), None)
    return verb if verb is not None and verb < noun else None


def more_besides(sentence: Sentence, verb: int) -> bool:
    """Tell whether "many more were wounded" stands beside a verb: others than those of the verb before, not counted."""
    if verb > 1 and sentence.low[verb - 1] == "more" and sentence.low[verb - 2] in UNCOUNTED:
        return True
    return sentence.deps[verb] == "conj" and any(
        sentence.words[i].lower() == "more" and sentence.deps[i] == "advmod" and i + 1 < verb
        for i in sentence.children[verb]
    )


def fatal_part(sentence: Sentence, verb: int) -> tuple[int, Quantity] | None:
    """Return token and number of "two of them fatally" after "five were shot"."""
    for token in range(verb + 3, min(verb + 12, len(sentence))):
        if sentence.words[token].lower() not in ("fatally", "mortally"):
            continue
        for first in range(token - 1, max(verb, token - 4), -1):
            found = quantity(sentence.words[first:token])
            if found and sentence.words[first - 1].lower() in (",", "and", "-", "--", "–", "—", "including"):
                return token, found
    return None


def bounded_after(sentence: Sentence, verb: int) -> tuple[int, int, Quantity] | None:
    """Return first token, noun and number of "up to 20 prisoners" after a verb: parsers take "up" for its particle."""
    for first in range(verb + 1, min(verb + 3, len(sentence))):
        if sentence.upos[first] == "CCONJ":
            return None  # "were killed and more than 20 wounded": the number is of those wounded
        found = quantity(sentence.words[first : first + 8])
        if found and found.length > 1 and sentence.upos[first] in ("ADP", "ADV", "ADJ"):
            number = first + found.length - 1
            noun = sentence.heads[number] if sentence.deps[number] == "nummod" else number
            return (first, noun, found) if noun > verb else None
    return None


def killed_by_conjunct(sentence: Sentence, verb: int) -> bool:
    """Tell whether "shot" is followed by "and killed" of the same people, which says the harm."""
    for i in sentence.children[verb]:
        kills = ("killed", "obj") in lexicon().get((sentence.lemmas[i].lower(), "verb"), ())
        if (
            sentence.deps[i] == "conj"
            and kills
            and (sentence.child(i, "obj") is None or sentence.child(verb, "obj") is None)
        ):
            return True
    return False


def noun_of(clauses: Clauses, noun: int, harm: str) -> list[HarmMention]:
    """Return the people of a nominal harm: "the death of two men", "his wife's murder", "12 deaths"."""
    sentence = clauses.sentence
    lemma = sentence.lemmas[noun].lower()
    if lemma == "death" and sentence.lemmas[sentence.heads[noun]].lower() in TOLL:
        return []
    if lemma in REMAINS and sentence.lemmas[sentence.heads[noun]].lower() not in FIND:
        return []
    if lemma in SHOOTINGS:
        return victims_of_shooting(clauses, noun)
    phrases = sentence.children_by(noun, "nmod")
    suffered = [child for child in phrases if clauses.preposition(child) == "of"]
    owners = [child for child in phrases if sentence.deps[child] == "nmod:poss"]
    if suffered or owners:  # whose murder of somebody it is, he is not hurt
        return people_mention(clauses, noun, (suffered or owners)[0], harm)
    if sentence.xpos[noun] not in ("NNS", "NNPS") and number_before(sentence, noun) is None:
        return implied(clauses, noun, harm)
    number = number_before(sentence, noun) or plural_number(sentence, noun)
    return [mention(clauses, noun, None, harm, number)] if number else []


def victims_of_shooting(clauses: Clauses, noun: int) -> list[HarmMention]:
    """Return the people of "the shooting of two men", at least one dead where it was fatal."""
    sentence = clauses.sentence
    fatal = any(
        sentence.lemmas[i].lower() in ("fatal", "deadly")
        and not {word.lower() for word in sentence.words[max(0, i - 2) : i]} & {"non", "near", "nearly"}
        for i in sentence.children[noun]
    )
    for child in sentence.children_by(noun, "nmod"):
        case = sentence.child(child, "case")
        if case is not None and sentence.words[case].lower() == "of":
            return people_mention(clauses, noun, child, "killed" if fatal else "wounded")
    single = fatal and sentence.xpos[noun] in ("NN", "NNP") and sentence.deps[noun] != "compound"
    return [mention(clauses, noun, None, "killed", Quantity(1, None))] if single else []


def implied(clauses: Clauses, noun: int, harm: str) -> list[HarmMention]:
    """Return how many at least "a homicide" or "the double murder" killed."""
    sentence = clauses.sentence
    if harm != "killed" or sentence.deps[noun] == "compound" or sentence.lemmas[noun].lower() in (*REMAINS, "death"):
        return []
    words = {sentence.words[i].lower() for i in sentence.children[noun]}
    if words & {"attempted", "no", "any", "every"}:
        return []
    least = next((n for word, n in MULTIPLE.items() if word in words), 1 if words & {"a", "an"} else None)
    return [mention(clauses, noun, None, harm, Quantity(least, None))] if least else []


def lives(clauses: Clauses, noun: int) -> list[HarmMention]:
    """Return the people of "claimed 12 lives", "took the lives of two men", "three people lost their lives"."""
    sentence = clauses.sentence
    verb = sentence.heads[noun]
    if not clauses.is_patient(noun) or sentence.lemmas[verb].lower() not in LOSE_LIFE:
        return []
    if number := number_before(sentence, noun):
        return [mention(clauses, noun, None, "killed", number)]
    owner = sentence.child(noun, "nmod:poss", "nmod")
    if owner is not None and sentence.upos[owner] != "PRON":
        return people_mention(clauses, noun, owner, "killed")
    own = any(sentence.words[i].lower() == "own" for i in sentence.children[noun])
    if sentence.lemmas[verb].lower() == "lose" or own:
        return people_mention(clauses, noun, clauses.said_subject(verb), "killed")
    return []


def done_to_death(clauses: Clauses, verb: int) -> list[HarmMention]:
    """Return the people of "was beaten to death", whatever was done to them.

    Not of who is sentenced to death; those whom a verb of harm names are told of by that verb.
    """
    lemma = clauses.lemma(verb)
    if lemma in word_class("not_deadly") or (lemma, "verb") in lexicon() or unreal(verb, clauses):
        return []
    return people_mention(clauses, verb, clauses.patient(verb), "killed")


def plural_number(sentence: Sentence, noun: int) -> Quantity | None:
    """Return the number in the phrase of a plural harm noun ("at least 12 confirmed deaths", "no deaths")."""
    number = count_people(sentence, noun)
    if number.low is None and number.high is None:
        return None
    return number if sentence.child(noun, "nummod", "det", "amod") is not None else None


def self_count(clauses: Clauses, token: int, harm: str) -> list[HarmMention]:
    """Return the people of "12 dead", "the wounded", "left two men dead", "five dead soldiers"."""
    sentence = clauses.sentence
    dep, head = sentence.deps[token], sentence.heads[token]
    if dep == "amod" and head > token:
        return people_mention(clauses, token, head, harm)
    if number := number_before(sentence, token):
        return [mention(clauses, token, None, harm, number)]
    if token and sentence.upos[token - 1] == "NOUN" and (number := number_before(sentence, token - 1)):
        first = sentence.heads[token - 1]
        left = sentence.deps[token - 1] == "conj" and sentence.deps[first] == "obj"
        if left and sentence.lemmas[sentence.heads[first]].lower() in word_class("finding_verbs"):
            return people_mention(clauses, token, first, harm)  # "left one soldier and two rebels dead"
        return [mention(clauses, token, token - 1, harm, number)]
    if dep in ("xcomp", "amod", "acl", "obj", "advcl") and sentence.lemmas[head].lower() in word_class("finding_verbs"):
        target = sentence.child(head, "obj")
        if (target is None or target == token) and clauses.is_passive(head):
            target = clauses.said_subject(head)
        if target is None and sentence.lemmas[head].lower() in FOUND_SO:
            target = clauses.own_subject(head)
        if target is not None and target != token:
            return people_mention(clauses, token, target, harm)
    subject = clauses.own_subject(token)
    if subject is not None and clauses.is_predicative(token):
        return people_mention(clauses, token, subject, harm)
    if (
        dep in ("acl", "conj")
        and (subject := clauses.said_subject(token)) is not None
        and sentence.upos[subject] != "VERB"
    ):
        return people_mention(clauses, token, subject, harm)
    return []


def death_toll(clauses: Clauses, token: int) -> HarmMention | None:
    """Return "the death toll rose to 41": cumulative by its nature."""
    sentence = clauses.sentence
    if not any(sentence.lemmas[i].lower() == "death" for i in sentence.children[token]) and (
        token == 0 or sentence.words[token - 1].lower() not in ("death", "deaths")
    ):
        return None
    for i in range(token + 1, min(token + 12, len(sentence))):
        if sentence.words[i].lower() in word_class("toll_link"):
            number = count_people(sentence, i + 1) if i + 1 < len(sentence) and sentence.upos[i + 1] == "NUM" else None
            if number and number.low is not None:
                return mention(clauses, token, None, "killed", number, cumulative=True)
    return None


def add_parts(clauses: Clauses, found: list[HarmMention], first: int) -> None:
    """Append "including three children" as part of the total that the sentence gives before it."""
    sentence = clauses.sentence
    totals = [(i, m) for i, m in enumerate(found[first:], first) if m.victim is not None]
    for index, total in totals:
        for holder in (total.victim, total.predicate):
            for child in sentence.children_by(holder if holder is not None else total.predicate, "nmod", "obl"):
                case = sentence.child(child, "case")
                if case is None or sentence.words[case].lower() not in INCLUDING or child < (total.victim or 0):
                    continue
                part = mention(clauses, total.predicate, child, total.harm, count_people(sentence, child))
                if all(part.start != other.start for other in found[first:]):
                    found.append(msgspec.structs.replace(part, part_of=index))
