"""Readings: which frame a predication matches, and what an operator makes of the act inside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from schemas.codes.ontology import NON_STATE_CODES
from schemas.document import Sentence
from schemas.event import Party
from transforms.extract.frames.load import Frame, FrameSet
from transforms.extract.frames.mention import EventMention
from transforms.extract.roles.arguments import Arguments
from transforms.extract.roles.parties import Participants
from transforms.parse.clause.clause import Clause
from transforms.parse.clause.word_order import (
    MISTAKEN,
    bare_words,
    gerund,
    headline_verb,
    linear,
    mistaken_verb,
    subject_before,
)


class Stopped(NamedTuple):
    """Why a predication that frames know reports nothing: a code of ``schemas.codes.refusal``, type, frame, words."""

    code: str
    type: str
    rule: str
    detail: str = ""


MAX_NESTING = 6
FINITE = frozenset({"VBD", "VBZ", "VBP"})
STATE = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG", "PRM"})
"""Sectors of states and those who act for them."""
CRITICS = frozenset({"SOC", "OPP", "PTY", "NGO", "IGO", "UNO"})
"""Sectors, and codes in the place of a country, of those who watch and oppose states."""
REPORTING = frozenset({"MIL", "COP", "JRN"})
"""Sectors of those who report from the ground what others do."""
OPERATOR_BONUS = 0.3


class Recogniser(Arguments):
    """Reads the predications of one sentence with a frame set."""

    def __init__(self, sentence: Sentence, participants: Participants, frames: FrameSet) -> None:
        """Keep what all mentions of the sentence share."""
        super().__init__(sentence, participants, frames)
        self._mentions: dict[int, EventMention | None] = {}
        self._bare = bare_words(sentence)
        self.silenced: dict[int, str] = {}
        """Objects of predicates that a guard stopped, with the guard: they report nothing by themselves."""
        self.stopped: dict[int, Stopped] = {}
        """The predications that fit a frame and yet report nothing."""

    def read(self, token: int, depth: int = 0) -> EventMention | None:
        """Return the best mention of the predication that ``token`` heads, None if it reports nothing."""
        if token in self._mentions:
            return self._mentions[token]
        self._mentions[token] = None
        if depth < MAX_NESTING and self.may_match(token):
            self._mentions[token] = self._read(token, depth)
        return self._mentions[token]

    def guarded(self, token: int) -> bool:
        """Say whether a guard is what fits a predicate best: the frames say that it reports nothing."""
        if not self.may_match(token):
            return False
        best = self._best(self.clauses.of(token), 0, [])
        return best is not None and "none" in best[1].flags

    def recover(self, token: int) -> None:
        """Read a word as a verb where form and position say so against its tag and frames know that verb."""
        tag = self.sentence.xpos[token]
        if tag in MISTAKEN or self.sentence.low[token].endswith("ed"):
            verb = mistaken_verb(self.sentence, token)
            if verb is not None and self.frames.of("v", verb):
                self.clauses.put(linear(self.clauses, token, verb))
                return
        elif token > self._bare and tag not in FINITE and self.sentence.upos[token] != "VERB":
            return
        verb = headline_verb(self.sentence, token) if token <= self._bare else None
        if verb is not None and self.frames.of("v", verb):
            followed = self.sentence.upos[token + 1] != "ADP" or not self.frames.of("n", verb)
            if followed and not any(self.clauses.changed(t) for t in range(token)):
                self.clauses.put(linear(self.clauses, token, verb))
                return
        if self.sentence.heads[token] == token and tag in FINITE:
            p = self.clauses.of(token)
            subject = None if p.passive or p.get("subj") else subject_before(self.sentence, token)
            if subject is not None:
                self.clauses.put(replace(p, slots={**p.slots, "subj": (subject,)}))
            return
        if self.sentence.upos[token] != "VERB":
            return
        act = gerund(self.clauses, token)
        if act is not None and self.frames.of("n", act.lemma):
            self.clauses.put(act)

    def _read(self, token: int, depth: int) -> EventMention | None:
        p = self.clauses.of(token)
        dropped: list[Stopped] = []
        best = self._best(p, depth, dropped)
        if p.passive and self.clauses.is_bare_participle(token):
            active = self._best(_active(p), depth, dropped)
            # a participle with its particle or preposition ("called for") is a past tense
            if active is not None and (best is None or (active[1].particles and active[0] >= best[0])):
                best, p = active, _active(p)
                self.clauses.put(p)
        if best is None:
            if dropped:
                self.stopped[token] = dropped[0]
            return None
        if "none" in best[1].flags:
            self.silenced.update(dict.fromkeys(p.get("obj"), best[1].rule))
            self.stopped[token] = Stopped("NV101", "", best[1].rule)
            return None
        return self._assemble(p, *best)

    def _best(self, p: Clause, depth: int, dropped: list[Stopped]) -> tuple[float, Frame, EventMention | None] | None:
        """Return the best frame with its score and inner mention; ``dropped`` takes operators of no event."""
        best: tuple[float, Frame, EventMention | None] | None = None
        for frame in self.candidates(p):
            if frame.needed and frame.needed[0].isdisjoint(self._forms):
                continue  # as its score would say, for most frames without being asked
            score = self.score(frame, p)
            if score is None:
                continue
            inner = None
            if frame.operator:
                inner = self._inner(frame, p, depth)
                outcome = inner and self.frames.compose(frame.operator, inner.type, inner.mode)
                if inner is None or outcome is None or outcome.type == "-":
                    if not frame.type:
                        if inner is not None and "opposed" not in frame.flags:
                            told = f"{frame.operator} of {inner.type}"
                            dropped.append(Stopped("NV103", inner.type, frame.rule, told))
                        continue
                    inner = None if outcome is None or outcome.type == "-" else inner
                else:
                    score += OPERATOR_BONUS
            if best is None or score > best[0]:
                best = (score, frame, inner)
        return best

    def _assemble(self, p: Clause, score: float, frame: Frame, inner: EventMention | None) -> EventMention | None:
        event_type, mode, cameo, status = frame.type, frame.mode, frame.cameo, ""
        if inner is not None:
            outcome = self.frames.compose(frame.operator, inner.type, inner.mode)
            if outcome is not None:
                status = outcome.status
                if outcome.type == "=":
                    event_type, mode, cameo = inner.type, inner.mode, inner.cameo
                    status = status or inner.status
                else:
                    event_type, mode, cameo = outcome.type, outcome.mode, outcome.cameo
        mention = EventMention(p, frame, event_type, mode, cameo, inner=inner, score=score, status=status)
        self.assign(mention)
        for flag, filled, code in (
            ("needrecipient", mention.recipients, "NV104"),
            ("needactor", mention.actors, "NV105"),
        ):
            if flag in frame.flags and not filled:
                self.stopped[p.token] = Stopped(code, event_type, mention.rule)
                return None
        if "opposed" in frame.flags and not self._opposed(mention):
            return None  # a mere report: the act itself is read by its own words
        return mention

    def _opposed(self, mention: EventMention) -> bool:
        """Say whether who tells of an act is against who did it: its victim, a watchdog, or of another country.

        A state, its forces and offices are accused by those; of rebels and robbers anybody may just report.
        """
        doers = self._told_parties(mention.recipients)
        tellers = self._told_parties(mention.actors)
        inner = mention.inner
        if inner is not None and set(self._told_parties(inner.recipients)) & set(tellers):
            return True
        if not any(p.sector in STATE or (p.sector is None and p.country) for p in doers):
            return False
        if any({p.sector, p.country} & CRITICS for p in tellers):
            return True
        ours = {p.country for p in tellers if p.sector not in REPORTING} - {None}
        theirs = {p.country for p in doers} - {None} - NON_STATE_CODES
        return bool(ours and theirs and not ours & theirs)

    def _told_parties(self, tokens: Sequence[int]) -> list[Party]:
        return [self.participants.party(self.sentence, token) for token in tokens]

    # ------------------------------------------------------------------ composition

    def _inner(self, frame: Frame, p: Clause, depth: int) -> EventMention | None:
        for path in frame.inner:
            for head in self.slot(p, path):
                for token in (head, *self.through(head)):
                    if token == p.token:
                        continue
                    found = self.read(token, depth + 1)
                    if found is not None:
                        return found
        return None


def _active(p: Clause) -> Clause:
    """Return a bare participle read as a past tense: what it was done to becomes who did it."""
    return replace(p, slots={**p.slots, "subj": p.get("obj"), "obj": ()}, passive=False)
