"""The mentions of every event, and what joined them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemas.document import Document
from schemas.records import ParsedArticle
from transforms.explain.accounts import MentionAccount
from transforms.explain.parts import in_document
from transforms.extract import Coded
from transforms.extract.draft import Draft
from transforms.extract.merge.acts import enough, evidence, units
from transforms.extract.merge.likeness import weights_of
from transforms.extract.merge.telling import telling
from transforms.extract.trace import field_steps


def mention_accounts(coded: Coded, article: ParsedArticle) -> Iterator[tuple[int, MentionAccount]]:
    """Yield the mentions of every event with the index of their sentence, and what joined them."""
    document = article.document
    for event, group in zip(coded.events, coded.mentions, strict=True):
        reasons = joints(group, article)
        for draft in group:
            span = draft.trigger_span
            joined, why = reasons[draft.key]
            yield (
                draft.sentence.index,
                MentionAccount(
                    trigger=document.text[span.start : span.end],
                    start=span.start,
                    event_type=draft.type,
                    rule=draft.mention.rule,
                    confidence=draft.confidence,
                    steps=field_steps(draft.steps),
                    event_id=event.event_id,
                    leads=span.start == in_document(event, event.trigger_start, document),
                    joined_to=words_of(joined, document) if joined is not None else None,
                    why=why,
                    enough=enough(draft.type),
                ),
            )


def joints(
    group: Sequence[Draft], article: ParsedArticle
) -> dict[tuple[int, int], tuple[Draft | None, tuple[tuple[str, float], ...]]]:
    """Return, by the key of each mention of an event, the mention told before it and what joined it to those before."""
    found: dict[tuple[int, int], tuple[Draft | None, tuple[tuple[str, float], ...]]] = {}
    before: list[Draft] = []
    for unit in units(group):
        why: tuple[tuple[str, float], ...] = ()
        if before:
            told = telling(before, article.published_day), telling(unit, article.published_day)
            why = tuple(evidence(*told, article.document.title_sentences) or ())
        found[unit[0].key] = (before[-1] if before else None, why)
        for draft in unit[1:]:
            found[draft.key] = (unit[0], (("one clause", weights_of("mentions")["one clause"]),))
        before += unit
    return found


def words_of(draft: Draft, document: Document) -> str:
    """Return the words that name the act of a draft."""
    span = draft.trigger_span
    return document.text[span.start : span.end]
