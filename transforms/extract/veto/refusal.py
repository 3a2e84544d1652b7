"""Refusals: why a mention of an act became no event, as a value.

A veto is a small named rule: a function that returns the words, or what else, makes a draft no event, and None where it
has nothing against it. Its code stands in ``schemas.codes.refusal`` with a name and a sentence that explains it. Vetoes
are asked in the order of their declaration; the first that hits makes the refusal, unless ``weighing`` finds the act
likely all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from msgspec import Struct

from schemas.codes.refusal import REFUSALS
from schemas.document import Sentence
from transforms.extract.draft import Draft, Step
from transforms.extract.roles.parties import Participants
from transforms.extract.veto.topic import NONE, Topic


class Refusal(Struct, frozen=True):
    """A mention of an act that became no event."""

    code: str
    """One of ``schemas.codes.refusal.REFUSALS``."""
    sentence: int
    """Index of the sentence."""
    trigger: str
    """The word or words that name the act."""
    start: int
    end: int
    """Span of the trigger in the text, in code points."""
    event_type: str
    """The type that the frame gave it, empty where a guard stopped it."""
    rule: str
    """The frames that fired, outermost first."""
    detail: str = ""
    """What made the veto hit: words of the text, a party, a figure, or nothing."""
    event_mode: str | None = None
    steps: tuple[Step, ...] = ()
    """What rules had made of the mention until then."""
    token: int = 0
    """Index in its sentence of the word that heads the mention."""

    @property
    def name(self) -> str:
        """The short name of the reason."""
        return REFUSALS[self.code].name

    @property
    def explanation(self) -> str:
        """The sentence that explains the reason."""
        return REFUSALS[self.code].sentence


class Case(Struct, frozen=True):
    """What a veto may look at: a draft and the parties of its article."""

    draft: Draft
    participants: Participants
    domain: str = ""
    """Words that tell that the sentence is about sport, the market or private life; empty where it is not."""
    topic: Topic = NONE
    """What other domain than politics and conflict the article is about."""

    @property
    def sentence(self) -> Sentence:
        """The sentence of the draft."""
        return self.draft.sentence


Rule = Callable[[Case], str | None]


@dataclass(frozen=True, slots=True)
class Veto:
    """A named reason against a draft."""

    code: str
    rule: Rule

    @property
    def name(self) -> str:
        """The id of the veto: its code with the name of its rule."""
        return f"{self.code}/{self.rule.__name__}"


class Vetoes:
    """The vetoes of one module, in the order of their declaration."""

    def __init__(self) -> None:
        self.all: list[Veto] = []

    def __call__(self, code: str) -> Callable[[Rule], Rule]:
        """Return a decorator that declares a rule under a code of ``schemas.codes.refusal``."""
        if code not in REFUSALS:
            raise ValueError(f"{code} is no documented code")

        def declare(rule: Rule) -> Rule:
            self.all.append(Veto(code, rule))
            return rule

        return declare


def refusal(draft: Draft, participants: Participants, code: str, detail: str = "") -> Refusal:
    """Return the refusal of a draft."""
    span = draft.trigger_span
    words = participants.document.text[span.start : span.end]
    return Refusal(
        code=code,
        sentence=draft.sentence.index,
        trigger=words,
        start=span.start,
        end=span.end,
        event_type=draft.type,
        rule=draft.mention.rule,
        detail=detail,
        event_mode=draft.mode,
        steps=draft.steps,
        token=draft.trigger_token,
    )
