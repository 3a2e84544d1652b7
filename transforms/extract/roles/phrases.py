"""Phrases of a sentence for somebody: where each stands, what it stands in and with which others it is told.

And what the slots of a frame say of each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from schemas.document import Sentence
from schemas.event import Party
from transforms.extract.draft import Draft
from transforms.extract.roles.parties import Participants
from transforms.parse.clause.relations import counts, hangs_as_subject, named_again
from transforms.words.classes import has, word_class

NOBODY, ACTOR, RECIPIENT = "", "actor", "recipient"
SIDES = (ACTOR, RECIPIENT)
"""What a phrase may be to an act: the columns of the model."""
INSIDE = 3
"""Phrases within another that are looked at."""


class Candidate(NamedTuple):
    """A phrase that may be a side: its sentence, head and party."""

    sentence: Sentence
    token: int
    party: Party


def candidates(sentence: Sentence, participants: Participants) -> list[Candidate]:
    """Return the phrases of a sentence for somebody, each stretch of words once."""
    found: dict[tuple[int, int], Candidate] = {}
    for token in range(len(sentence)):
        if not participants.is_party(sentence, token):
            continue
        if counts(sentence, token) and not participants.is_party(sentence, sentence.heads[token]):
            continue
        party = participants.party(sentence, token)
        found.setdefault((party.start, party.end), Candidate(sentence, token, party))
    return list(found.values())


def overlap(one: Party, other: Party) -> int:
    """Return how many characters two parties share; none or less where they stand apart."""
    return min(one.end, other.end) - max(one.start, other.start)


class Phrases:
    """The phrases of one sentence, with what is known of each whatever the act."""

    def __init__(self, sentence: Sentence, participants: Participants) -> None:
        """Find them."""
        self.sentence, self.participants = sentence, participants
        self.found = candidates(sentence, participants)
        self.kinds = [self._kind(one.token) for one in self.found]
        self.outer = [self._outer(place) for place in range(len(self.found))]
        """Of each phrase the shortest other one in which it stands."""
        self.inner: list[list[int]] = [[] for _ in self.found]
        for place, outer in enumerate(self.outer):
            if outer is not None:
                self.inner[outer].append(place)
        self.around = [self._around(one.party) for one in self.found]
        """The word before each phrase and the word behind it, in lower case; ``^`` and ``$`` where there is none."""
        self.where = [f"{participants.is_place(*one[:2])} {participants.is_ground(*one[:2])}" for one in self.found]
        """Whether each phrase heads a place, and whether ground."""
        self.by_token = {one.token: place for place, one in enumerate(self.found)}
        self.after: dict[int, int] = {}
        """Of a phrase the next one that is told together with it: "Peru and **Chile**"."""
        for place, one in enumerate(self.found):
            if (
                sentence.deps[one.token] == "conj"
                and (first := self.by_token.get(sentence.heads[one.token])) is not None
            ):
                self.after.setdefault(first, place)
        self._leads = [self._lead(one.token, one.party) for one in self.found]
        """Of each phrase the head of the list in which it stands, where its words are, and its verb; -1 for none."""
        self.own = [tuple(self._own(place)) for place in range(len(self.found))]
        """Clues of each phrase that no act changes."""

    def _outer(self, place: int) -> int | None:
        party = self.found[place].party
        best: tuple[int, int] | None = None
        for number, (_, _, other) in enumerate(self.found):
            wide = other.end - other.start
            if other.start <= party.start and party.end <= other.end and wide > party.end - party.start:
                best = min(best, (wide, number)) if best else (wide, number)
        return best[1] if best else None

    def joined(self, place: int) -> list[int]:
        """Return the other phrases that are told together with one: "Peru, **Chile** and **Bolivia**"."""
        return [other for other in range(len(self.found)) if other != place and self._together(place, other)]

    def _together(self, first: int, second: int) -> bool:
        """Say whether two phrases, or one and a part of the other, are a list: "the heads of Peru and **Chile**"."""
        lead, start, end, verb = self._leads[first]
        other, other_start, other_end, other_verb = self._leads[second]
        if lead == other or (verb >= 0 and verb == other_verb):
            return True
        starts = self.sentence.starts
        return start <= starts[other] < end or other_start <= starts[lead] < other_end

    def heads_list(self, first: int, second: int) -> bool:
        """Say whether the second of two phrases is coordinated with the first."""
        token = self.found[second].token
        return self.sentence.deps[token] == "conj" and self.sentence.heads[token] == self.found[first].token

    def _lead(self, token: int, party: Party) -> tuple[int, int, int, int]:
        sentence = self.sentence
        head = sentence.heads[token]
        verb = head if hangs_as_subject(sentence, token) else -1
        return head if sentence.deps[token] == "conj" else token, party.start, party.end, verb

    def counted(self, place: int) -> int:
        """Return the phrase that counts those of one: "**hundreds of farmers**"; the phrase itself where none does."""
        outer = self.outer[place]
        if outer is None or self.sentence.heads[self.found[place].token] != self.found[outer].token:
            return place
        return outer if has(self.sentence.low[self.found[outer].token], "vague_number") else place

    def distinct(self, first: int, second: int) -> bool:
        """Say whether two phrases share no words, are not told together and do not name one body twice."""
        one, other = self.found[first].party, self.found[second].party
        apart = overlap(one, other) <= 0 and not self._together(first, second)
        again = self._renames(first, second) or self._renames(second, first)
        return apart and not again and not self._one_person(one, other)

    @staticmethod
    def _one_person(one: Party, other: Party) -> bool:
        """Say whether two phrases stand for one, by the same name: nobody does it to himself, but for "himself"."""
        pronoun = not word_class("pronoun").isdisjoint((one.text.lower(), other.text.lower()))
        same = (one.name or one.text) == (other.name or other.text)
        return same and (pronoun or one.text == other.text) and bool(one.name or other.name)

    def _renames(self, first: int, second: int) -> bool:
        """Say whether the second of two phrases is another name of the first: "the PNLM [National Front]"."""
        tokens = self.found[first].token, self.found[second].token
        return named_again(self.sentence, tokens[0], tokens[1])

    def _kind(self, token: int) -> str:
        sentence = self.sentence
        entity = self.participants.entity(sentence, token)
        if entity is not None:
            return entity.label
        return f"pron:{sentence.low[token]}" if sentence.upos[token] == "PRON" else sentence.upos[token]

    def _around(self, party: Party) -> tuple[str, str]:
        starts, low = self.sentence.starts, self.sentence.low
        first, last = bisect_left(starts, party.start), bisect_left(starts, party.end)
        return low[first - 1] if 0 < first < len(low) else "^", low[last] if last < len(low) else "$"

    def _own(self, place: int) -> Iterator[str]:
        sentence, token = self.sentence, self.found[place].token
        kind, dep = self.kinds[place], sentence.deps[token]
        yield f"g {sentence.lemmas[sentence.heads[token]].lower()} {dep}"
        yield f"pw {self.around[place][0]}"
        outer = self.outer[place]
        if outer is None:
            yield "in -"
        else:
            inner = self.within(place)
            yield f"in {inner}"
            yield f"in {inner} {kind} {self.kinds[outer]}"
        yield f"has {bool(self.inner[place])} {kind}"
        for number in self.inner[place][:INSIDE]:
            yield f"has {self.kinds[number]} {sentence.deps[self.found[number].token]}"

    def within(self, place: int) -> str:
        """Return the relation by which a phrase hangs on the head of the one in which it stands."""
        outer = self.outer[place]
        token = self.found[place].token
        if outer is None:
            return "-"
        return self.sentence.deps[token] if self.sentence.heads[token] == self.found[outer].token else "deep"


def picked(draft: Draft, found: Sequence[Candidate]) -> dict[int, tuple[str, list[Party]]]:
    """Return what the slots say of each candidate, by its place in ``found``, with the parties that it stands for.

    A party stands by the phrase that its words fit best; a candidate that is not there is nobody.
    """
    said: dict[int, tuple[str, list[Party]]] = {}
    for side, parties in ((ACTOR, draft.actors), (RECIPIENT, draft.sides)):
        for party in parties:
            best, fit = -1, (0, 0)
            for place, one in enumerate(found):
                shared = (overlap(one.party, party), one.party.start - one.party.end)
                if shared[0] > 0 and (best < 0 or shared > fit):
                    best, fit = place, shared
            if best >= 0:
                said.setdefault(best, (side, []))[1].append(party)
    return said


def slots_of(said: Mapping[int, tuple[str, Iterable[Party]]]) -> dict[int, str]:
    """Return the side alone of what the slots say."""
    return {place: side for place, (side, _) in said.items()}
