"""What a predication reports once a frame has matched it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from transforms.extract.frames.load import Frame
from transforms.parse.clause.clause import Clause


class EventMention(Struct):
    """What a predication reports, before it becomes an event."""

    predication: Clause
    frame: Frame
    type: str
    mode: str | None
    cameo: str | None
    actors: list[int] = field(default_factory=list)
    recipients: list[int] = field(default_factory=list)
    inner: EventMention | None = None
    score: float = 0.0
    status: str = ""
    fallback: bool = False
    """The recipient was found outside the frame's slots."""

    def chain(self) -> Iterator[EventMention]:
        """Yield this mention and those inside it, outermost first."""
        one: EventMention | None = self
        while one is not None:
            yield one
            one = one.inner

    @property
    def rule(self) -> str:
        """Return the frames that fired, outermost first."""
        return " > ".join(one.frame.rule for one in self.chain())
