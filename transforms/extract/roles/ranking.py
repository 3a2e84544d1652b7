"""Ranking: which phrases of a sentence are the sides of an act.

The slots of a frame say who acts and to whom. Where the parser errs, where a frame knows no slot for it, or where the
sentence does not tell, a linear model of clues (``opinion.model``), learned from sentences in which coders marked
the sides of every act, says how likely each phrase for somebody is an actor or a recipient. What the slots say is one
of its clues; it overrules them only where it is sure.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from schemas.document import Sentence
from schemas.event import Party
from transforms.extract.draft import Draft
from transforms.extract.opinion.clues import Add, classes_of
from transforms.extract.opinion.model import Model
from transforms.extract.roles.parties import Participants
from transforms.parse.clause.clause import Clause
from transforms.parse.clause.clauses import Clauses
from transforms.parse.clause.relations import describes, path

NOBODY, ACTOR, RECIPIENT = "", "actor", "recipient"
SIDES = (NOBODY, ACTOR, RECIPIENT)
"""What a phrase may be to an act: the columns of the model."""
FILL = 0.7
"""How likely, 0 to 1, a side has to be where the slots tell none."""
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ"})
"""Parts of speech of words that head phrases for somebody."""
DROP = 0.2
DROP_PLAIN = 0.05
"""How likely a side of the slots has to be to stay, and how likely the subject of the verb."""
STEPS = 4
"""Relations up or down from the act to a phrase that are told apart."""
STRETCH, FAR = 3, 5
"""Words that count as one of distance, and the greatest distance."""


class Candidate(NamedTuple):
    """A phrase that may be a side: its sentence, head and party."""

    sentence: Sentence
    token: int
    party: Party


def candidates(sentence: Sentence, participants: Participants, tokens: Iterable[int] | None = None) -> list[Candidate]:
    """Return the phrases of a sentence for somebody, each stretch of words once; only those of ``tokens``, if given."""
    found: dict[tuple[int, int], Candidate] = {}
    for token in range(len(sentence)) if tokens is None else tokens:
        if participants.is_party(sentence, token):
            party = participants.party(sentence, token)
            found.setdefault((party.start, party.end), Candidate(sentence, token, party))
    return list(found.values())


def picked(draft: Draft, found: Sequence[Candidate]) -> dict[int, tuple[str, list[Party]]]:
    """Return what the slots say of each candidate, by its place in ``found``, with the parties that it stands for.

    A party stands by the phrase that its words fit best; a candidate that is not there is nobody.
    """
    said: dict[int, tuple[str, list[Party]]] = {}
    for side, parties in ((ACTOR, draft.actors), (RECIPIENT, draft.sides)):
        for party in parties:
            best, fit = -1, (0, 0)
            for place, one in enumerate(found):
                shared = min(one.party.end, party.end) - max(one.party.start, party.start)
                if shared > 0 and (shared, one.party.start - one.party.end) > (fit if best >= 0 else (0, -(10**9))):
                    best, fit = place, (shared, one.party.start - one.party.end)
            if best >= 0:
                said.setdefault(best, (side, []))[1].append(party)
    return said


class Ranker:
    """Gives the clues of candidates of one act."""

    def __init__(self, draft: Draft, participants: Participants) -> None:
        """Keep what the candidates of the act share."""
        self.draft, self.participants = draft, participants
        self.sentence = draft.sentence
        self.clauses: Clauses = participants.clauses(draft.sentence)
        self.clause: Clause = draft.mention.predication
        self.token = draft.trigger_token
        self.lemma = draft.sentence.lemmas[self.token].lower()
        self._up = [self.token, *draft.sentence.ancestors(self.token)]

    def clues(self, one: Candidate, said: str) -> list[str]:
        """Return the clues of a candidate; ``said`` is what the slots say of it."""
        found: list[str] = []
        add = found.append
        kind = self.draft.type
        sentence, token, party = one.sentence, one.token, one.party
        head, dep = sentence.lemmas[token].lower(), sentence.deps[token]
        name = self._kind(sentence, token)
        self._here(add, one, said, name)
        side = self._side(one)
        add(f"k {name} {side}")
        add(f"k {kind} {name} {side}")
        add(f"h {kind} {head}")
        add(f"h {head} {side}")
        for feature in classes_of(head):
            add(f"@ {feature} {kind}")
            add(f"@ {feature} {side}")
        add(f"co {party.country is not None} {said}")
        add(f"se {party.sector} {kind} {side}")
        add(f"se {party.sector} {kind}")
        add(f"ba {party.basis} {said}")
        governor = sentence.lemmas[sentence.heads[token]].lower()
        add(f"g {governor} {dep}")
        add(f"g {kind} {governor} {side}")
        return found

    def _here(self, add: Add, one: Candidate, said: str, name: str) -> None:
        kind, sentence, token = self.draft.type, one.sentence, one.token
        side, way = self._side(one), self._way(token)
        slots = [slot for slot, heads in self.clause.slots.items() if token in heads] or ["-"]
        far = min(abs(token - self.token) // STRETCH, FAR)
        add(f"bias {side}")
        add(f"p {way}")
        add(f"p {kind} {way}")
        add(f"p {self.lemma} {way}")
        add(f"d {side} {far}")
        add(f"d {kind} {side} {far}")
        for slot in slots:
            add(f"s {slot}")
            add(f"s {kind} {slot}")
            add(f"s {self.lemma} {slot}")
            add(f"s {kind} {slot} {name}")
        add(f"r {said}")
        add(f"r {kind} {said}")
        add(f"r {said} {way}")
        add(f"r {said} {name}")
        add(f"r {said} {'+'.join(slots)} {kind}")
        add(f"r {self.lemma} {said}")
        add(f"r {kind} {said} {self.draft.mention.fallback}")
        add(f"pas {self.clause.passive} {side} {self.clause.pos} {'+'.join(slots)}")
        if describes(sentence, token):
            add(f"mod {sentence.deps[token]} {kind} {sentence.heads[token] == self.token}")

    def _side(self, one: Candidate) -> str:
        return "b" if one.token < self.token else "a"

    def _kind(self, sentence: Sentence, token: int) -> str:
        entity = self.participants.entity(sentence, token)
        if entity is not None:
            return entity.label
        return f"pron:{sentence.low[token]}" if sentence.upos[token] == "PRON" else sentence.upos[token]

    def _way(self, token: int) -> str:
        """Return the relations from the act up, and from there down to a phrase with its prepositions."""
        found = path(self.sentence, self._up, token, STEPS)
        if found is None:
            return "none"
        up, down = found
        return f"{'^'.join(map(self._relation, up))}/{'v'.join(map(self._told, down))}"

    def _relation(self, token: int) -> str:
        return self.sentence.deps[token].partition(":")[0]

    def _told(self, token: int) -> str:
        relation = self._relation(token)
        return f"{relation}|{self.clauses.preposition(token)}" if relation in ("obl", "nmod") else relation


def ranked(draft: Draft, participants: Participants, model: Model) -> Draft:
    """Return a draft whose sides that the model finds unlikely are gone, and empty ones filled where it is sure."""
    sentence = draft.sentence
    told_by = [(party.start, party.end) for party in (*draft.actors, *draft.sides)]
    starts = sentence.starts
    spans = (range(bisect_left(starts, start), bisect_left(starts, end)) for start, end in told_by)
    within = sorted({token for span in spans for token in span})
    found = candidates(sentence, participants, within)
    said = picked(draft, found)
    ranker = Ranker(draft, participants)
    actor, recipient = model.columns[ACTOR], model.columns[RECIPIENT]

    def chances(asked: Mapping[int, str]) -> dict[int, Mapping[str, float]]:
        rows = model.chances_each([ranker.clues(found[place], slot) for place, slot in asked.items()]).tolist()
        return {p: {ACTOR: row[actor], RECIPIENT: row[recipient]} for p, row in zip(asked, rows, strict=True)}

    slots = {place: slot for place, (slot, _) in said.items()}
    likely = chances(slots)
    core = (*ranker.clause.get("subj"), *ranker.clause.get("obj"))
    plain = {p for p in slots if found[p].token in core and ranker.clause.pos == "v"}
    kept = {side: kept_of(side, slots, likely, plain) for side in (ACTOR, RECIPIENT)}
    if not all(kept.values()):
        inner = range(len(found))
        free = (t for t in range(len(sentence)) if t not in within and _free(draft, t))
        found += candidates(sentence, participants, free)
        likely |= chances({p: NOBODY for p in range(len(found)) if p not in said})
        likely = {p: _with_inner(p, found, likely, inner) if p in slots else one for p, one in likely.items()}
        kept = {side: kept_of(side, slots, likely, plain) for side in (ACTOR, RECIPIENT)}
        # What the slots tell by no phrase for somebody ("the museum returned") is not for the model to fill.
        open_to = {ACTOR: not draft.actors, RECIPIENT: not draft.sides} | dict.fromkeys(slots.values(), True)
        kept |= {side: filled(side, likely) for side in kept if open_to[side] and not kept[side]}
    if not any(kept.values()):
        return draft  # an act of nobody to nobody helps no reader: what the slots say is more
    told: dict[str, tuple[Party, ...]] = {}
    for side, places in kept.items():
        if places == {place for place, (slot, _) in said.items() if slot == side}:
            told[side] = draft.actors if side == ACTOR else draft.sides
        else:
            parties = [said[place][1] if place in said else [found[place].party] for place in sorted(places)]
            told[side] = _once([party for several in parties for party in several])
    sides = told[RECIPIENT]
    ground = {one.party for one in found if participants.is_ground(one.sentence, one.token)}
    things = tuple(one for one in draft.recipients if one not in sides and (one not in draft.sides or one in ground))
    return draft.changed("model/sides", actors=told[ACTOR], recipients=(*sides, *things), sides=sides)


Likely = Mapping[int, Mapping[str, float]]
"""How likely each candidate, by its place, is each side."""


def kept_of(side: str, slots: Mapping[int, str], likely: Likely, plain: Collection[int] = ()) -> set[int]:
    """Return the places of the candidates that the slots give a side, that are not unlikely, nor clearly the other.

    ``plain``: those of them that are the subject of the verb that tells the act; more is needed for these to go.
    """
    other = RECIPIENT if side == ACTOR else ACTOR
    return {
        place
        for place, slot in slots.items()
        if slot == side
        and likely[place][side] > (DROP_PLAIN if place in plain else DROP)
        and likely[place][other] < FILL
    }


def _with_inner(place: int, found: Sequence[Candidate], likely: Likely, inner: Iterable[int]) -> Mapping[str, float]:
    """Return how likely a phrase is each side, counting what stands in it: "**Israel**'s new settlements".

    ``inner``: places of the candidates that may stand in it.
    """
    whole = found[place].party
    inside = [
        likely[number]
        for number in inner
        if whole.start <= found[number].party.start and found[number].party.end <= whole.end
    ]
    return {side: max(one[side] for one in inside) for side in (ACTOR, RECIPIENT)}


def _free(draft: Draft, token: int) -> bool:
    """Say whether a noun stands by itself or describes the one that tells the act: "a **Syrian** attack"."""
    if draft.sentence.upos[token] not in NOMINAL:
        return False
    return not describes(draft.sentence, token) or draft.sentence.heads[token] == draft.trigger_token


def filled(side: str, likely: Likely) -> set[int]:
    """Return the places of the candidates of the sentence that an empty side is filled with."""
    return {place for place, chances in likely.items() if chances[side] >= FILL}


def _once(parties: Sequence[Party]) -> tuple[Party, ...]:
    """Return parties without those whose words lie within another's."""
    longest = sorted(enumerate(parties), key=lambda one: one[1].start - one[1].end)
    kept: list[tuple[int, Party]] = []
    for number, party in longest:
        same = [other for _, other in kept if (other.start, other.end) == (party.start, party.end)]
        apart = all(other.start >= party.end or party.start >= other.end for _, other in kept)
        if apart or (same and party not in same):  # "the two sides" may be two
            kept.append((number, party))
    return tuple(party for _, party in sorted(kept, key=lambda one: one[0]))
