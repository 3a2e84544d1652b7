"""Clues of what each phrase of a sentence may be to an act: strings that a model has weights for.

Of its head, kind and words beside it, of the way from the act, of the phrases that it stands in or beside, and of what
the slots of the frame say of it and of the others. Names are masked: no clue says who somebody is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from transforms.extract.draft import Draft
from transforms.extract.opinion.clues import classes_of, key
from transforms.extract.roles.phrases import INSIDE, NOBODY, SIDES, Phrases
from transforms.parse.clause.clause import Clause
from transforms.parse.clause.clauses import Clauses
from transforms.parse.clause.relations import describes, hangs_as_subject, path

STEPS = 4
"""Relations up or down from the act to a phrase that are told apart."""
STRETCH, FAR = 3, 5
"""Words that count as one of distance, and the greatest distance."""
FEW, SEVERAL = 2, 4
"""Up to where what is counted is told apart."""
LATE = 3
"""Sentences from here on are one place in the article."""


class Ranker:
    """Gives the clues of the phrases of one act, and those of its having no side that the sentence tells."""

    def __init__(self, draft: Draft, phrases: Phrases, said: Mapping[int, str]) -> None:
        """Keep what the phrases of the act share; ``said``: what the slots say of some, by their place."""
        self.draft, self.phrases, self.said = draft, phrases, said
        self.sentence, self.participants = draft.sentence, phrases.participants
        self.clauses: Clauses = self.participants.clauses(draft.sentence)
        self.clause: Clause = draft.mention.predication
        self.token = draft.trigger_token
        self.lemma = draft.sentence.lemmas[self.token].lower()
        self._up = [self.token, *draft.sentence.ancestors(self.token)]
        self._above = frozenset(self._up[1:])
        self._slots: dict[int, list[str]] = {}
        for slot, heads in self.clause.slots.items():
            for head in heads:
                self._slots.setdefault(head, []).append(slot)
        outermost = [place for place, outer in enumerate(phrases.outer) if outer is None]
        before = [place for place in outermost if phrases.found[place].token < self.token]
        behind = [place for place in outermost if phrases.found[place].token > self.token]
        self._rank = {place: f"b {min(rank, SEVERAL)}" for rank, place in enumerate(reversed(before))}
        self._rank |= {place: f"a {min(rank, SEVERAL)}" for rank, place in enumerate(behind)}
        self._first = before[0] if before else None
        self._count = (len(before), len(behind))
        self._of = {side: [place for place, slot in said.items() if slot == side] for side in SIDES}
        self._root = next(iter(draft.sentence.roots()), 0)

    def clues(self, place: int) -> list[str]:
        """Return the clues of a phrase."""
        found = list(self.phrases.own[place])
        said = self.said.get(place, NOBODY)
        token = self.phrases.found[place].token
        side = "b" if token < self.token else "a"
        found += self._of_words(place, side)
        found += self._of_way(place, side, said)
        found += self._of_slots(place, side, said)
        found += self._of_others(place, side, said)
        return found

    def _of_words(self, place: int, side: str) -> Iterator[str]:
        kind, lemma, (sentence, token, party) = self.draft.type, self.lemma, self.phrases.found[place]
        name, head = self.phrases.kinds[place], sentence.lemmas[token].lower()
        yield f"k {name} {side}"
        yield f"k {kind} {name} {side}"
        yield f"k {lemma} {name} {side}"
        yield f"h {kind} {head}"
        yield f"h {head} {side}"
        yield f"h {lemma} {head}"
        for feature in classes_of(head):
            yield f"@ {feature} {kind}"
            yield f"@ {feature} {side}"
        yield f"se {party.sector} {kind} {side}"
        yield f"se {party.sector} {kind}"
        yield f"se {party.sector} {lemma} {side}"
        yield f"g {kind} {sentence.lemmas[sentence.heads[token]].lower()} {side}"
        before, behind = self.phrases.around[place]
        yield f"pw {kind} {before}"
        yield f"pw {before} {side} {self.clause.pos}"
        yield f"pw {lemma} {before}"
        yield f"nw {behind} {side}"
        yield f"nw {kind} {behind}"
        where = self.phrases.where[place]
        yield f"pl {where} {kind} {side}"
        yield f"pl {where} {lemma}"
        yield f"pl {where} {before}"
        if self.phrases.outer[place] is not None:
            yield f"in {kind} {self.phrases.within(place)}"

    def _of_way(self, place: int, side: str, said: str) -> Iterator[str]:
        kind, lemma, clause = self.draft.type, self.lemma, self.clause
        (sentence, token, party), name = self.phrases.found[place], self.phrases.kinds[place]
        way = self._way(token)
        form = f"{clause.pos} {clause.passive}"
        far = min(abs(token - self.token) // STRETCH, FAR)
        yield f"bias {side}"
        yield f"p {way}"
        yield f"p {kind} {way}"
        yield f"p {lemma} {way}"
        yield f"p {way} {form}"
        yield f"p {way} {name}"
        yield f"p {way} {sentence.deps[self.token]}"
        yield f"p {way} {self.draft.silent}"
        yield f"p {kind} {way} {party.sector}"
        yield f"r {said} {way}"
        yield f"d {side} {far}"
        yield f"d {kind} {side} {far}"
        low, high = sorted((token, self.token))
        verbs = min(sentence.upos[low + 1 : high].count("VERB"), STRETCH)
        marks = min(sentence.upos[low + 1 : high].count("PUNCT"), FEW)
        yield f"bt {side} {verbs} {marks}"
        yield f"bt {kind} {side} {verbs}"
        yield f"bt {form} {side} {verbs} {marks}"
        if high - low == 1:
            yield f"nx {side} {sentence.deps[token]} {kind}"
            yield f"nx {side} {lemma}"
        if (rank := self._rank.get(place)) is not None:
            yield f"n {rank}"
            yield f"n {kind} {rank}"
            yield f"n {form} {rank}"
        if place == self._first:
            yield "n first"
            yield f"n first {kind}"
        if hangs_as_subject(sentence, token):
            yield from self._of_subject(sentence.heads[token], sentence.deps[token])

    def _of_subject(self, head: int, dep: str) -> Iterator[str]:
        sentence, kind = self.sentence, self.draft.type
        above = "gov" if sentence.heads[self.token] == head else "anc" if head in self._above else "off"
        near = "same" if head == self.token else above
        top, verb = head == self._root, sentence.lemmas[head].lower()
        yield f"su {top} {verb}"
        yield f"su {top} {kind}"
        yield f"su {near} {dep} {sentence.deps[self.token]}"
        yield f"su {kind} {near} {dep}"
        yield f"su {above} {verb} {self.lemma}"

    def _of_slots(self, place: int, side: str, said: str) -> Iterator[str]:
        kind, lemma, clause = self.draft.type, self.lemma, self.clause
        (sentence, token, party), name = self.phrases.found[place], self.phrases.kinds[place]
        slots = self._slots.get(token, ["-"])
        for slot in slots:
            yield f"s {slot}"
            yield f"s {kind} {slot}"
            yield f"s {lemma} {slot}"
            yield f"s {kind} {slot} {name}"
        joined = "+".join(slots)
        yield f"r {said}"
        yield f"r {kind} {said}"
        yield f"r {said} {name}"
        yield f"r {said} {joined} {kind}"
        yield f"r {lemma} {said}"
        yield f"r {kind} {said} {self.draft.mention.fallback}"
        yield f"r {self.draft.silent} {said} {kind}"
        yield f"r {self.draft.silent} {said} {joined}"
        yield f"pas {clause.passive} {side} {clause.pos} {joined}"
        yield f"co {party.country is not None} {said}"
        yield f"ba {party.basis} {said}"
        if describes(sentence, token):
            yield f"mod {sentence.deps[token]} {kind} {sentence.heads[token] == self.token}"

    def _of_others(self, place: int, side: str, said: str) -> Iterator[str]:
        kind, phrases = self.draft.type, self.phrases
        (_, token, party), name = phrases.found[place], phrases.kinds[place]
        told = " ".join([str(len(own) > (place in own)) for own in self._of.values()])
        yield f"sd {said} {told}"
        yield f"sd {kind} {said} {told}"
        yield f"sd {said} {told} {side} {name}"
        outer = phrases.outer[place]
        if outer is not None:
            of_outer = self.said.get(outer, NOBODY)
            yield f"in r {of_outer}"
            yield f"in r {of_outer} {phrases.within(place)} {kind}"
        for inner in phrases.inner[place][:INSIDE]:
            yield f"has r {self.said.get(inner, NOBODY)}"
        if self.sentence.deps[token] == "conj":
            first = phrases.by_token.get(self.sentence.heads[token])
            if first is not None:
                yield f"cj {self.said.get(first, NOBODY)}"
                yield f"cj {self.said.get(first, NOBODY)} {kind}"
        if (after := phrases.after.get(place)) is not None:
            yield f"cc {self.said.get(after, NOBODY)}"
            yield f"cc {kind} {side}"
        for one in SIDES:
            for other in self._of[one][:FEW]:
                if other != place:
                    them = phrases.found[other].party
                    yield f"pr {one} {party.sector} {them.sector}"
                    yield f"pr {one} {kind} {party.sector} {them.sector}"
                    yield f"pr {one} {party.country is not None and party.country == them.country} {kind}"
                    yield f"pr {one} {name} {phrases.kinds[other]}"
                    yield f"pr {one} {token < phrases.found[other].token} {side} {kind}"

    def none(self) -> list[str]:
        """Return the clues of an act of which the sentence does not tell a side."""
        draft, clause, kind = self.draft, self.clause, self.draft.type
        sentence, word = self.sentence, key(self.lemma, self.sentence.upos[self.token])
        things = len(draft.recipients) > len(draft.sides)
        told = f"{bool(draft.actors)} {bool(draft.sides)} {things}"
        slots, dep = "+".join(sorted(clause.slots)), sentence.deps[self.token]
        before, behind = (min(count, LATE) for count in self._count)
        found = [
            "0",
            f"0 {kind}",
            f"0 {word}",
            f"0 {word} {draft.silent}",
            f"0 {clause.pos} {clause.passive} {kind}",
            f"0 {told}",
            f"0 {kind} {told}",
            f"0 {word} {told}",
            f"0 {dep} {clause.pos}",
            f"0 {kind} {dep} {clause.passive}",
            f"0 {draft.silent} {told}",
            f"0 {draft.mention.fallback} {kind}",
            f"0 s {slots}",
            f"0 s {kind} {slots}",
            f"0 m {'mutual' in draft.mention.frame.flags} {told}",
            f"0 n {before} {behind}",
            f"0 n {kind} {min(before, FEW)} {min(behind, FEW)}",
            f"0 st {draft.status} {kind}",
            f"0 at {min(sentence.index, LATE)} {kind}",
            f"0 rule {draft.mention.frame.rule}",
        ]
        for above in self._up[1 : FEW + 1]:
            governor, relation = sentence.lemmas[above].lower(), sentence.deps[above]
            found += [f"0 g {governor} {relation}", f"0 g {kind} {relation}"]
        return found

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
