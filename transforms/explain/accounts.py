"""What is said about an article: one struct a kind of decision."""

from __future__ import annotations

import msgspec

from schemas.event import Event
from schemas.trace import FieldStep


class Tried(msgspec.Struct, frozen=True):
    """A frame that knows a word, and whether it fits."""

    rule: str
    line: int
    reads: str
    """Type and mode, or the operator, that the frame gives; "no event" for a guard."""
    failed: tuple[str, ...]
    """The conditions that do not hold, as the file writes them; none where the frame fits."""
    score: float | None
    """How well it fits; the highest score of a word wins."""
    won: bool


class ClauseAccount(msgspec.Struct, frozen=True):
    """A predicate that frames know, with what the parse says of its clause."""

    word: str
    start: int
    lemma: str
    kind: str
    """verb, noun or adjective."""
    passive: bool
    negated: bool
    modal: str
    slots: dict[str, tuple[str, ...]]
    """Words that head the arguments, by slot: subj is who does it, obj what it is done to."""
    frames: tuple[Tried, ...]


class RefusalAccount(msgspec.Struct, frozen=True):
    """A mention of an act that became no event."""

    code: str
    name: str
    explanation: str
    trigger: str
    start: int
    event_type: str
    rule: str
    detail: str


class MentionAccount(msgspec.Struct, frozen=True):
    """A mention of an event, with what joined it to an earlier mention."""

    trigger: str
    start: int
    event_type: str
    rule: str
    confidence: float
    steps: tuple[FieldStep, ...]
    event_id: str
    leads: bool
    """The row takes its evidence from this mention."""
    joined_to: str | None
    """Trigger of the earlier mention that it is one with; None for the first."""
    why: tuple[tuple[str, float], ...]
    """What speaks most for and against that, with weights in log odds; nothing where one clause joins the two."""
    margin: float | None
    """By how much one act is likelier than two, in log odds."""


class PlaceAccount(msgspec.Struct, frozen=True):
    """A name of the gazetteer: whether it is used as a place, and which place it is."""

    text: str
    start: int
    accepted: bool
    score: float
    """The sum of its cues; from ``enough`` on it is a place."""
    enough: float
    cues: tuple[tuple[str, float | None], ...]
    """Cues with their weights; those without one only mark it."""
    resolved: str | None
    """Name, division and country of the place that was chosen."""
    candidates: tuple[str, ...]
    """The other places of that name, the most populous first, at most four."""
    of_events: tuple[str, ...]
    """Triggers of the events that it is the place of, with the tie."""


class DateAccount(msgspec.Struct, frozen=True):
    """A date expression, the rule of the grammar that read it, and the events that it dates."""

    text: str
    start: int
    value: str
    basis: str
    rule: str
    of_events: tuple[str, ...]


class SentenceAccount(msgspec.Struct, frozen=True):
    """What was decided about one sentence of the text, or of the title where that is read on its own.

    All offsets are those of its part.
    """

    part: str
    """text or title."""
    index: int
    start: int
    end: int
    text: str
    note: str
    """Why nothing was looked for, empty where something was."""
    clauses: tuple[ClauseAccount, ...]
    mentions: tuple[MentionAccount, ...]
    refusals: tuple[RefusalAccount, ...]
    places: tuple[PlaceAccount, ...]
    dates: tuple[DateAccount, ...]


class Explanation(msgspec.Struct, frozen=True):
    """What was decided about one article, sentence by sentence, with its events."""

    title: str | None
    published: str | None
    flags: tuple[str, ...]
    events: tuple[Event, ...]
    sentences: tuple[SentenceAccount, ...]
