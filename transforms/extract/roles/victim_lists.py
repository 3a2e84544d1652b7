"""Lists of victims by name: "the priests A, B and C", "the injured were A; B; and C", "the dead were identified as A".

Parsers lose the thread in long lists of names with ages and callings; their surface is regular. A list is names with
only commas, conjunctions and words for people between them, and an "and" before its last name.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence

from schemas.document import NamedSpan, Sentence
from schemas.event import Victim
from schemas.records import HarmMention
from transforms.extract.draft import Draft
from transforms.extract.roles.parties import Participants
from transforms.words.classes import word_values

PERSON = "PERSON"
HEADS = word_values("victim_list_head")
"""Words for those to whom it was done, before a list of their names; what it was where the word says so."""
BE = frozenset("is are was were being".split())
OPENING = frozenset("is are was were : as".split())
GAP = 8
"""Words between two names of a list, or between a verb and the list that it opens."""
BEFORE = 12
"""Words between the word for the victims and the verb that opens the list."""
BREAKING = frozenset({"VERB", "AUX", "SCONJ"})
REACH = 8
"""Sentences from a list back to the act whose victims it names."""
MAX_NAMES = 30


def add_listed_victims(drafts: Sequence[Draft], participants: Participants) -> list[Draft]:
    """Return the drafts with the names of the lists of victims that belong to them."""
    acts = [d for d in drafts if d.type == "ASSAULT" and d.status != "negated"]
    if not acts:
        return list(drafts)
    found: dict[tuple[int, int], list[tuple[NamedSpan, str]]] = {}
    for draft in acts:
        for mention in draft.harm:
            found.setdefault(draft.key, []).extend((name, mention.harm) for name in _beside(mention, participants))
    where = [d.sentence.index for d in acts]
    for sentence in participants.document.sentences:
        last = bisect.bisect_right(where, sentence.index) - 1
        if last < 0 or sentence.index - where[last] > REACH:
            continue
        for harm, names in opened(sentence, participants):
            draft = acts[last]
            told = harm or next((h.harm for h in draft.harm), "abducted" if draft.mode == "abduct" else "")
            if told:
                found.setdefault(draft.key, []).extend((name, told) for name in names)
    return [
        draft.changed("victims/list-of-names", listed_victims=(*draft.listed_victims, *found.get(draft.key, ())))
        for draft in drafts
    ]


def _beside(mention: HarmMention, participants: Participants) -> list[NamedSpan]:
    """Return the names of a list that begins at the words for victims."""
    if mention.victim is None:
        return []
    sentence = participants.document.sentences[mention.sentence]
    names = names_from(sentence, mention.victim, participants)
    return names if len(names) > 1 else []


def opened(sentence: Sentence, participants: Participants) -> Iterator[tuple[str, list[NamedSpan]]]:
    """Yield harm and names of the lists that a word for victims and a form of "be" open: "among the dead were"."""
    words = sentence.low
    if HEADS.keys().isdisjoint(words):
        return
    for at, word in enumerate(words):
        if word not in HEADS:
            continue
        for verb in range(at + 1, min(at + BEFORE, len(words))):
            if words[verb] not in BE and not (words[verb] == "as" and words[verb - 1] in ("identified", "named")):
                continue
            first = verb + 1
            while first < len(words) and words[first] in OPENING:
                first += 1
            names = names_from(sentence, first, participants, strict=False)
            if names and names[0].first - first <= GAP and not _broken(sentence, first, names[0].first):
                yield HEADS[word], names
                return


def names_from(sentence: Sentence, start: int, participants: Participants, *, strict: bool = True) -> list[NamedSpan]:
    """Return the names of the list that begins at token ``start``; without "and" or ";" before the last, none.

    ``strict``: the list ends where its last name does not follow an "and"; otherwise a single name will do.
    """
    found: list[NamedSpan] = []
    closed = 0
    here = start
    for name in _persons(sentence, start, participants):
        between = range(here, name.first)
        if len(between) > GAP or _broken(sentence, here, name.first):
            break
        words = {sentence.words[i].lower() for i in between}
        if (found and not words & {",", ";", "and", "&"}) or (strict and not found and ";" in words):
            break
        found.append(name)
        here = name.last
        if words & {"and", "&", ";"} or (not strict and len(found) == 1):
            closed = len(found)
    return found[:closed][:MAX_NAMES]


def with_listed_victims(
    victims: Sequence[Victim], listed_victims: Sequence[tuple[NamedSpan, str]]
) -> tuple[Victim, ...]:
    """Return victims with those of lists whom they do not name yet."""
    found = list(victims)
    for name, harm in listed_victims:
        if all(name.end <= v.start or v.end <= name.start for v in found) and all(v.text != name.text for v in found):
            found.append(Victim(name.text, name.start, name.end, name.text, None, None, harm, None, None))
    return tuple(found)


def _persons(sentence: Sentence, start: int, participants: Participants) -> Iterator[NamedSpan]:
    token = start
    while token < len(sentence):
        entity = participants.entity(sentence, token)
        if entity is not None and entity.label == PERSON:
            yield entity
            token = entity.last
        else:
            token += 1


def _broken(sentence: Sentence, first: int, stop: int) -> bool:
    """Say whether a clause begins between two tokens, so that they are not in one list."""
    return any(
        sentence.upos[i] in BREAKING or sentence.words[i].lower() in ("who", "by", "(", "[", "--")
        for i in range(first, stop)
    )
