"""Days that a sentence of their own tells: "It happened on Saturday night", "a shooting that occurred Tuesday"."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from typing import NamedTuple

from schemas.article import DateMention
from schemas.document import Document, Sentence
from transforms.extract.draft import Draft
from transforms.extract.facets.when import When
from transforms.parse.clause.relations import hanging_subject
from transforms.words.classes import word_class

HAPPEN = frozenset({"happen", "occur", "unfold", "transpire", "erupt"})
CALLED = frozenset({"respond", "call", "dispatch", "summon", "report"})
"""What the police do, or what is done to them, on the day of the act: "officers were called just before noon"."""
POLICE = word_class("told_subject")
GENERAL = word_class("general_happening")
RELATIVES = frozenset({"that", "which"})
DATED = frozenset({"ASSAULT", "COERCE", "PROTEST"})
UNTOLD = frozenset({"none", "publication"})
BEFORE, AFTER = 3, 2
"""Sentences from the act to the sentence that tells its day, and from a call to the act."""


class Happening(NamedTuple):
    """A verb of happening with its day."""

    sentence: int
    noun: int | None
    """Token of the noun that happened, None for a pronoun or a call."""
    call: bool
    general: bool
    """The subject may stand for any act: "it", "the incident"."""
    mention: DateMention


def days_of_happenings(
    groups: Sequence[Sequence[Draft]], document: Document, dates: Sequence[DateMention]
) -> list[Sequence[Draft]]:
    """Return the events, those without a day of their own with the one that a sentence about them tells."""
    open_ = {position for position, group in enumerate(groups) if needs_day(group)}
    if not open_:
        return list(groups)
    chosen: dict[int, tuple[int, int, DateMention]] = {}
    for happening in happenings(document, dates):
        for rank, position in attached(happening, groups):
            if position in open_ and (position not in chosen or rank < chosen[position][:2]):
                chosen[position] = (*rank, happening.mention)
    return [
        [draft.changed("date/told-of-it", when=_day_of(chosen[position][2])) for draft in group]
        if position in chosen
        else group
        for position, group in enumerate(groups)
    ]


def _day_of(mention: DateMention) -> When:
    return When(
        mention.date_start,
        mention.date_end or mention.date_start,
        mention.precision,
        mention.basis,
        mention.text,
        mention.start,
        mention.end,
    )


def needs_day(group: Sequence[Draft]) -> bool:
    """Say whether an event that happened has no day but that of publication."""
    return all(d.type in DATED and d.when.basis in UNTOLD for d in group) and any(
        d.status in ("occurred", "ongoing", "attempted") for d in group
    )


def happenings(document: Document, dates: Sequence[DateMention]) -> list[Happening]:
    """Return the verbs of happening and of calls that have a day, in text order."""
    found = []
    for mention in dates:
        if mention.precision != "day" or mention.date_start is None or mention.basis in UNTOLD:
            continue
        sentence = document.sentence_at(mention.start)
        if sentence is None:
            continue
        first = bisect.bisect_right(sentence.starts, mention.start) - 1
        last = bisect.bisect_left(sentence.starts, mention.end)
        told = of_day(sentence, first, last, mention) if sentence.parsed else in_order(sentence, first, mention)
        if told is not None:
            found.append(told)
    return found


def of_day(sentence: Sentence, first: int, last: int, mention: DateMention) -> Happening | None:
    """Return the happening whose day the tokens ``first`` up to ``last`` tell, or None."""
    top = next((t for t in range(first, last) if not first <= sentence.heads[t] < last), first)
    verb = next((t for t in (top, *sentence.ancestors(top)) if sentence.upos[t] == "VERB"), None)
    if verb is None:
        return None
    lemma = sentence.lemmas[verb].lower()
    subject = hanging_subject(sentence, verb)
    relative = subject is None or sentence.words[subject].lower() in RELATIVES
    if relative and sentence.deps[verb].startswith("acl"):
        subject = sentence.heads[verb]
    if subject is None:
        return None
    noun = sentence.lemmas[subject].lower()
    happens = lemma in HAPPEN or (
        lemma == "take" and any(sentence.lemmas[c].lower() == "place" for c in sentence.children[verb])
    )
    if happens:
        return Happening(
            sentence.index,
            noun=None if sentence.upos[subject] == "PRON" else subject,
            call=False,
            general=noun in GENERAL,
            mention=mention,
        )
    if lemma in CALLED and noun in POLICE | GENERAL:
        return Happening(sentence.index, noun=None, call=True, general=True, mention=mention)
    return None


def in_order(sentence: Sentence, first: int, mention: DateMention) -> Happening | None:
    """Return the happening of a sentence without parse: subject, verb and, with no other verb between, the day."""
    for verb in range(1, first):
        lemma = sentence.lemmas[verb].lower()
        place = lemma == "take" and sentence.words[verb + 1].lower() == "place"
        if sentence.upos[verb] != "VERB" or not (place or lemma in HAPPEN | CALLED):
            continue
        if any(sentence.upos[t] == "VERB" for t in range(verb + 1, first)):
            continue
        subject = next((t for t in range(verb - 1, -1, -1) if sentence.upos[t] not in ("AUX", "ADV", "PART")), verb)
        noun = sentence.lemmas[subject].lower()
        if lemma in CALLED and noun in POLICE | GENERAL:
            return Happening(sentence.index, noun=None, call=True, general=True, mention=mention)
        if lemma not in CALLED and noun in GENERAL:
            return Happening(sentence.index, noun=None, call=False, general=True, mention=mention)
    return None


def attached(happening: Happening, groups: Sequence[Sequence[Draft]]) -> list[tuple[tuple[int, int], int]]:
    """Return the positions of the events that a happening may be, each after its rank, the least the best."""
    index, noun = happening.sentence, happening.noun
    if noun is not None:
        for position, group in enumerate(groups):
            if any(d.sentence.index == index and noun in (d.trigger_token, d.named_token) for d in group):
                return [((0, 0), position)]
    if not happening.general:
        return []
    near: list[tuple[tuple[int, int], int]] = []
    for position, group in enumerate(groups):
        steps = [index - d.sentence.index for d in group if d.type in DATED]
        behind = [s for s in steps if 0 <= s <= BEFORE]
        ahead = [-s for s in steps if happening.call and 0 < -s <= AFTER]
        if behind:
            near.append(((1 + happening.call, min(behind)), position))
        elif ahead:
            near.append(((3, min(ahead)), position))
    if not near:
        return []
    least = min(rank for rank, _ in near)
    return [(rank, position) for rank, position in near if rank == least]
