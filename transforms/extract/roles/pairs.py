"""Whom "the two", "both leaders" or "the two countries" are: two last told of together, or as dealing with each other.

They may also have been told as one: "police held **two traders**. Both men ...".
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from schemas.document import Sentence
from schemas.event import Party
from transforms.extract.actors import noun_meant, resolve_coding
from transforms.extract.roles.parties import Participants
from transforms.parse.clause.relations import hangs_as_subject
from transforms.words.classes import word_class

REACH = 3
"""Sentences back in which the two are looked for."""
STATES_REACH = 6
"""Sentences back in which two states are looked for; an article may speak of others between."""
TWO = frozenset({"two", "both"})
PAIR = frozenset({"pair", "duo"})
PARTNERS = ("obj", "with", "iobj", "to", "between")
"""Phrases of a verb in which the second of two stands whose first is its subject."""
COUNTING = frozenset({"det", "nummod", "det:predet", "advmod", "punct", "case"})
STATE = frozenset({"country", "people"})
"""Kinds of names that stand for a state."""


def pair(sentence: Sentence, token: int, participants: Participants, *, together: bool) -> tuple[Party, ...]:
    """Return the two that a phrase for two stands for, in its own words; nobody where no two were told before.

    "Norway's king and Ghana's president met in Oslo. **The two** discussed fishing." Where the act is not one of two
    ``together``, one who did something to another is not beside him.
    """
    here = participants.party(sentence, token)
    if here.country is not None or here.name is not None:
        return ()
    noun = _noun(sentence, token, participants)
    if noun is not None and _for_two(*noun, participants):
        found = _meant(*noun, participants, together=together)
    elif noun is None and sentence.low[token] in ("they", "them"):
        found = _they(sentence, participants, together=together)
    else:
        return ()
    return tuple(
        msgspec.structs.replace(one, text=here.text, start=here.start, end=here.end, basis="coreference")
        for one in found
    )


def _noun(sentence: Sentence, token: int, participants: Participants) -> tuple[Sentence, int] | None:
    """Return sentence and token of the noun that a pronoun stands for; any other word itself."""
    if sentence.upos[token] != "PRON":
        return sentence, token
    return noun_meant(participants.document, sentence, token, participants.context)


def _they(sentence: Sentence, participants: Participants, *, together: bool) -> list[Party]:
    """Return those who are the subjects of the sentence before: "**Ada Berg and Ole Lund** left. They were held"."""
    before = participants.document.sentences[sentence.index - 1] if sentence.index else sentence
    if before is sentence or not before.parsed:
        return []
    main = [t for t in range(len(before)) if hangs_as_subject(before, t)]
    heads = tuple(t for t in main if before.heads[before.heads[t]] == before.heads[t])
    subjects = _able(before, heads[:1], participants)
    if len(subjects) > 1:
        return [participants.party(before, t) for t in subjects]
    return _last_two(before, len(before), participants) if together else []


def _meant(sentence: Sentence, token: int, participants: Participants, *, together: bool) -> list[Party]:
    """Return the nearest two of whom something is known, else the nearest two."""
    states = sentence.lemmas[token].lower() in word_class("neighbouring_state")
    unknown: list[Party] = []
    for distance in range(min(sentence.index, STATES_REACH if states else REACH) + 1):
        where = participants.document.sentences[sentence.index - distance]
        if not where.parsed:
            continue
        end = token if where is sentence else len(where)
        if states:
            found = _two_states(where, end, participants)
        else:
            found = _last_two(where, end, participants) if together else []
            found = found or _listed(where, end, participants) or _told_as_two(where, end, participants)
        if found and all(one.country or one.sector not in (None, "UNK") for one in found):
            return found
        unknown = unknown or found
    return unknown


def _for_two(sentence: Sentence, token: int, participants: Participants) -> bool:
    """Say whether a phrase only counts two people or sides, who are known: it says nothing else of them."""
    children = sentence.children[token]
    word = sentence.low[token]
    if word == "both" and any(sentence.low[c] == "of" for c in children):
        return False
    more = [c for c in children if sentence.deps[c] not in COUNTING]
    if word not in TWO | PAIR and any(c < token or participants.is_party(sentence, c) for c in more):
        return False
    words = {sentence.low[c] for c in children if c < token}
    known = bool(words & {"the", "these"})
    if word in TWO or word in PAIR:
        return word == "both" or known
    counted = bool(words & TWO) and (known or "both" in words)
    return counted and sentence.lemmas[token].lower() in word_class("one_of_two")


def _last_two(sentence: Sentence, end: int, participants: Participants) -> list[Party]:
    """Return the two of the first clause of a sentence, before a token, that has two parties who can deal."""
    for tokens in _twos(sentence, end, participants):
        if len(set(tokens)) > 1:
            return [participants.party(sentence, t) for t in tokens]
    return []


def _twos(sentence: Sentence, end: int, participants: Participants) -> Iterator[tuple[int, int]]:
    """Yield the heads of two parties: two subjects, a subject and whom it deals with, or between whom something is."""
    clauses = participants.clauses(sentence)
    for verb in range(end):
        if not clauses.is_verb(verb):
            between = clauses.of(verb).get("between")[:1] if sentence.upos[verb] == "NOUN" else ()
            sides = _able(sentence, between, participants)  # "talks between the premier and the rebels"
            if len(sides) == 2:
                yield sides[0], sides[1]
            continue
        clause = clauses.of(verb)
        subjects = _able(sentence, clause.get("subj"), participants)
        if len(subjects) == 2:
            yield subjects[0], subjects[1]
        for slot in PARTNERS if len(subjects) == 1 else ():
            others = _able(sentence, clause.get(slot), participants)
            if len(others) == 1:
                yield subjects[0], others[0]


def _listed(sentence: Sentence, end: int, participants: Participants) -> list[Party]:
    """Return the two of the last list of two persons or parties before a token: "held **Sow and another trader**"."""
    for token in reversed(range(end)):
        if sentence.upos[token] not in ("NOUN", "PROPN") or sentence.deps[token] == "conj":
            continue
        both = [t for t in participants.expand(sentence, token) if t < end]
        if len(both) == 2 and all(participants.is_party(sentence, t) for t in both):
            named = [t for t in both if participants.is_name(sentence, t) or participants.party(sentence, t).country]
            if named and not any(participants.is_ground(sentence, t) for t in both):
                return [participants.party(sentence, t) for t in both]
    return []


def _told_as_two(sentence: Sentence, end: int, participants: Participants) -> list[Party]:
    """Return the last phrase before a token that tells of two people for the first time: "**two traders**"."""
    for token in reversed(range(end)):
        if sentence.xpos[token] != "NNS" or not participants.is_party(sentence, token):
            continue
        children = [c for c in sentence.children[token] if c < token]
        if any(sentence.low[c] == "two" for c in children) and not any(sentence.deps[c] == "det" for c in children):
            return [participants.party(sentence, token)]
    return []


def _two_states(sentence: Sentence, end: int, participants: Participants) -> list[Party]:
    """Return the two states that a sentence names before a token; nobody where it names one or more than two."""
    found: dict[str, Party] = {}
    for token in range(end):
        if sentence.upos[token] not in ("PROPN", "ADJ"):
            continue
        coding = resolve_coding(participants.document, sentence, token, participants.context)
        if coding.country is not None and coding.kind in STATE:
            state = participants.party(sentence, token)
            found.setdefault(coding.country, msgspec.structs.replace(state, sector=None, secondary_sectors=()))
    return list(found.values()) if len(found) == 2 else []


def _able(sentence: Sentence, heads: tuple[int, ...], participants: Participants) -> list[int]:
    """Return who of a phrase has a name, a country or an office, and so may be one of two."""
    found = []
    for head in heads:
        for one in participants.expand(sentence, head):
            party = participants.party(sentence, one) if participants.is_party(sentence, one) else None
            if party is not None and (party.name or party.country or participants.named(party)):
                found.append(one)
    return found
