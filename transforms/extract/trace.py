"""What was decided about every mention of an act, as rows of the trace dataset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from schemas.document import Document, Sentence, Span
from schemas.event import Event
from schemas.ids import stable_id
from schemas.records import ParsedArticle
from schemas.trace import Decision, FieldStep
from transforms.extract.coder import Coded
from transforms.extract.draft import Draft, Step
from transforms.extract.facets.when import When
from transforms.extract.veto.refusal import Refusal

NOTHING = "-"


def decisions(article: ParsedArticle, article_id: str, coded: Coded) -> tuple[Decision, ...]:
    """Return one row for every mention of an act in an article, in text order: kept, merged or refused."""
    document = article.document
    found = [*_mentions(coded, document), *(_of_refusal(refusal, document) for refusal in coded.refusals)]
    return tuple(
        msgspec.structs.replace(
            one,
            decision_id=stable_id("decision", article_id, str(number)),
            article_id=article_id,
            published_at=article.published_at,
            number=number,
        )
        for number, one in enumerate(sorted(found, key=_position))
    )


def field_steps(steps: Iterable[Step]) -> tuple[FieldStep, ...]:
    """Return steps with their values in words."""
    return tuple(FieldStep(step.rule, step.field, told(step.before), told(step.after)) for step in steps)


def told(value: object) -> str:
    """Return a value of a draft in words."""
    if value is None or value in ((), frozenset()):
        return NOTHING
    if isinstance(value, When):
        days = f"{value.start} to {value.end}" if value.start != value.end else str(value.start)
        return f"{days} ({value.basis}{', ' + repr(value.text) if value.text else ''})" if value.start else NOTHING
    if isinstance(value, frozenset):
        return "; ".join(sorted(map(told, value)))
    if isinstance(value, tuple):
        return "; ".join(told(one) for one in value)
    for name in ("text", "kind", "harm"):
        if isinstance(found := getattr(value, name, None), str):
            return found
    return str(value)


def _mentions(coded: Coded, document: Document) -> Iterator[Decision]:
    """Yield the mentions of every event; the first that stands where its row says is the one that was kept."""
    for event, group in zip(coded.events, coded.mentions, strict=True):
        leads = False
        for draft in group:
            found = _of_mention(event, draft, document)
            here = (found.part, found.trigger_start, found.trigger_end)
            if not leads and here == (event.evidence_part, event.trigger_start, event.trigger_end):
                leads, found = True, msgspec.structs.replace(found, outcome="kept")
            yield found


def _of_mention(event: Event, draft: Draft, document: Document) -> Decision:
    span = draft.trigger_span
    return _decision(
        document,
        draft.sentence,
        span,
        outcome="merged",
        event_id=event.event_id,
        trigger=document.text[span.start : span.end],
        event_type=draft.type,
        event_mode=draft.mode,
        rule=draft.mention.rule,
        steps=draft.steps,
    )


def _of_refusal(refusal: Refusal, document: Document) -> Decision:
    return _decision(
        document,
        document.sentences[refusal.sentence],
        Span(refusal.start, refusal.end),
        outcome="refused",
        event_id=None,
        trigger=refusal.trigger,
        event_type=refusal.event_type or None,
        event_mode=refusal.event_mode,
        rule=refusal.rule,
        steps=refusal.steps,
        code=refusal.code,
        detail=refusal.detail or None,
    )


def _decision(
    document: Document,
    sentence: Sentence,
    span: Span,
    *,
    outcome: str,
    event_id: str | None,
    trigger: str,
    event_type: str | None,
    event_mode: str | None,
    rule: str,
    steps: Sequence[Step],
    code: str | None = None,
    detail: str | None = None,
) -> Decision:
    """Return a row whose offsets count from the part that holds the mention; the title is one sentence."""
    title = sentence.start < document.offset
    by = 0 if title else document.offset
    words = len(document.text[: document.offset].rstrip("\n"))
    return Decision(
        decision_id="",
        article_id="",
        published_at=None,
        number=0,
        outcome=outcome,
        event_id=event_id,
        part="title" if title else "text",
        sentence_index=0 if title else sentence.index - document.title_sentences,
        sentence_start=0 if title else sentence.start - by,
        sentence_end=words if title else sentence.end - by,
        trigger=trigger,
        trigger_start=span.start - by,
        trigger_end=span.end - by,
        event_type=event_type,
        event_mode=event_mode,
        rule=rule,
        code=code,
        detail=detail,
        steps=field_steps(steps),
    )


def _position(decision: Decision) -> tuple[bool, int, int, str, str]:
    return (
        decision.part == "text",
        decision.trigger_start,
        decision.trigger_end,
        decision.code or "",
        decision.event_id or "",
    )
