"""One mention of people harmed: whom the words mean, how many they are, and whether they count more than one act."""

from __future__ import annotations

import re

from schemas.document import Sentence
from schemas.records import HarmMention
from transforms.parse.clause.clauses import Clauses
from transforms.parse.clause.tokens import RELATIVES
from transforms.parse.numbers import Quantity
from transforms.resolve.harm.people import conjuncts, count_people, counted_noun, is_thing, phrase_start
from transforms.words.classes import word_class

TIMES = word_class("time_noun")
YEAR = re.compile("(?:19|20)[0-9]{2}")
PERIOD = re.compile(
    r"\b(?:since|so far|"
    r"(?<!earlier )(?<!later )(?:this|last|each|every|per|a|in the) (?:past )?(?:year|decade|century)|"
    r"annually|nationwide|(?:in|during|for) (?:19|20)\d\d|(?:past|last) (?:\w+ )?(?:years|months|decades))\b",
    re.IGNORECASE,
)
"""Words by which a figure counts over a stretch of time."""
NEAR = 10
"""Tokens on either side of a word of harm in which the words for its stretch of time are looked for."""
LASTING = word_class("lasting_happening")
UNITS = frozenset({"year", "decade", "month"})
WITHIN = frozenset({"in", "during", "of", "by", "to", "because", "from"})
CUMULATIVE = frozenset({"toll", "tally", "total"})
SAYING = word_class("report_noun")
"""Nouns to which parsers attach the participle of "a report of a man shot", "the identity of the clerk shot"."""
CARE = frozenset("hospital center centre clinic room".split())
"""Where the harmed are taken ("to University Hospital to be treated for wounds"): never they themselves."""
NOBODY_MEANT = word_class("nobody_meant")


def mention(
    clauses: Clauses, predicate: int, victim: int | None, harm: str, number: Quantity, *, cumulative: bool = False
) -> HarmMention:
    """Return the record of one mention with the span of the words for the victims."""
    sentence = clauses.sentence
    if victim is None:
        start, end = sentence.starts[predicate], sentence.ends[predicate]
    else:
        names = (i for i in sentence.subtree(victim) if sentence.deps[i] == "flat")
        last = max(*(counted_noun(sentence, part) for part in conjuncts(sentence, victim)), *names, victim)
        start, end = sentence.starts[phrase_start(sentence, victim)], sentence.ends[last]
    return HarmMention(
        sentence=sentence.index,
        harm=harm,
        predicate=predicate,
        victim=victim,
        start=start,
        end=end,
        low=number.low,
        high=number.high,
        cumulative=cumulative
        or brings_total(sentence, predicate)
        or counts_over_time(sentence, predicate, number)
        or of_war(sentence, predicate, number),
    )


def people_mention(clauses: Clauses, predicate: int, victim: int | None, harm: str) -> list[HarmMention]:
    """Return the mention of the people headed by ``victim``; nothing for things and for no phrase at all."""
    sentence = clauses.sentence
    victim = meant(clauses, predicate, victim)
    if victim is None or victim == predicate or sentence.lemmas[victim].lower() in TIMES:
        return []
    if YEAR.fullmatch(sentence.words[victim]) or sentence.words[victim].lower() in NOBODY_MEANT:
        return []
    if all(is_thing(sentence, part) for part in conjuncts(sentence, victim)):
        return []
    number = count_people(sentence, victim)
    if clauses.is_denied(predicate):
        number = Quantity(0, 0)
    if (number.low or 0) > 1 and among(sentence, victim):
        return _some_of_all(clauses, predicate, victim, harm, number)
    return [mention(clauses, predicate, victim, harm, number)]


def among(sentence: Sentence, victim: int) -> bool:
    """Tell whether a figure is of more people than those told of: "the three were among 19 people killed"."""
    return any(sentence.low[c] == "among" for c in sentence.children_by(victim, "case"))


def _some_of_all(clauses: Clauses, predicate: int, victim: int, harm: str, total: Quantity) -> list[HarmMention]:
    """Return the total, and those told of as some of it: "**three pupils** were among 19 people killed"."""
    sentence = clauses.sentence
    found = [mention(clauses, predicate, victim, harm, total, cumulative=True)]
    some = clauses.own_subject(victim)
    if some is not None and sentence.upos[some] in ("NOUN", "PROPN") and not is_thing(sentence, some):
        found.append(mention(clauses, predicate, some, harm, count_people(sentence, some)))
    return found


def meant(clauses: Clauses, predicate: int, victim: int | None) -> int | None:
    """Return the noun that a reflexive, a relative pronoun or a noun of saying stands for, else ``victim`` itself.

    Parsers take the participle of a headline for the subject ("Man shot in bar dies"): its own subject is meant.
    """
    sentence = clauses.sentence
    if victim is None:
        return None
    if sentence.upos[victim] == "VERB" and (subject := clauses.own_subject(victim)) is not None:
        victim = subject
    word, lemma = sentence.words[victim].lower(), sentence.lemmas[victim].lower()
    if word in ("himself", "herself", "self") and (subject := clauses.said_subject(predicate)) is not None:
        return subject
    if word in RELATIVES and sentence.upos[victim] == "PRON":
        for above in (victim, *sentence.ancestors(victim)):
            if sentence.deps[above] == "acl:relcl":
                return sentence.heads[above]
    if lemma in CARE:
        verb = next((i for i in sentence.ancestors(victim) if sentence.upos[i] == "VERB" and i != predicate), None)
        if verb is None:
            return None
        return clauses.said_subject(verb) if clauses.is_passive(verb) else sentence.child(verb, "obj")
    if lemma in SAYING and sentence.heads[predicate] == victim:
        return next((i for i in sentence.children_by(victim, "nmod") if i < predicate), None)
    return victim


def of_war(sentence: Sentence, predicate: int, number: Quantity) -> bool:
    """Tell whether a figure is of a war, or of violence that goes on: "have been killed in the six-year conflict"."""
    if (number.low or number.high or 0) <= 1:
        return False
    perfect = any(sentence.words[c].lower() in ("have", "has") for c in sentence.children[predicate])
    for noun in (i for i in sentence.subtree(predicate) if i > predicate and sentence.lemmas[i].lower() in LASTING):
        case = sentence.child(noun, "case")
        if case is not None and sentence.words[case].lower() in WITHIN and (perfect or _lasts(sentence, noun)):
            return True
    return False


def _lasts(sentence: Sentence, noun: int) -> bool:
    """Tell whether words for its length stand with a war: "the six-year war", "years of conflict"."""
    if sentence.lemmas[sentence.heads[noun]].lower() in UNITS:
        return True
    return any(sentence.words[c].lower().rpartition("-")[2] in UNITS for c in sentence.children[noun] if c < noun)


def brings_total(sentence: Sentence, predicate: int) -> bool:
    """Tell whether the number is given as a total over several happenings ("bringing the total to 41 killed")."""
    return any(sentence.lemmas[i].lower() in CUMULATIVE for i in (predicate, *sentence.ancestors(predicate)))


def counts_over_time(sentence: Sentence, predicate: int, number: Quantity) -> bool:
    """Tell whether a figure counts over a stretch of time ("22 homicides this year"): such words stand close to it."""
    if (number.low or 0) <= 1:
        return False
    near = sentence.words[max(0, predicate - NEAR) : predicate + NEAR + 1]
    if PERIOD.search(" ".join(near)) is not None:
        return True
    below = (sentence.child(i, "case", "mark") for i in sentence.children_by(predicate, "obl", "advcl"))
    return any(i is not None and sentence.words[i].lower() == "since" for i in below)
