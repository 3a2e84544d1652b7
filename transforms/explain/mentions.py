"""The mentions of every event, and what joined them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from schemas.document import Document
from schemas.records import ParsedArticle
from transforms.explain.accounts import MentionAccount
from transforms.explain.parts import in_document
from transforms.extract import Coded
from transforms.extract.draft import Draft
from transforms.extract.merge.acts import MODEL, units
from transforms.extract.merge.antecedent import Pairing, weighed
from transforms.extract.merge.telling import telling
from transforms.extract.opinion.model import packaged
from transforms.extract.trace import field_steps

STRONGEST = 8
"""Clues of one act that are shown."""


class Joint(NamedTuple):
    """What joined a mention to those before."""

    before: Draft | None
    """The last of those; None for the first mention."""
    why: tuple[tuple[str, float], ...] = ()
    """The strongest clues with their weights, in log odds; none where one clause joins the two."""
    margin: float | None = None
    """By how much one act is likelier than two, in log odds; None where one clause joins the two."""


def mention_accounts(coded: Coded, article: ParsedArticle) -> Iterator[tuple[int, MentionAccount]]:
    """Yield the mentions of every event with the index of their sentence, and what joined them."""
    document = article.document
    for event, group in zip(coded.events, coded.mentions, strict=True):
        reasons = joints(group, article)
        for draft in group:
            span = draft.trigger_span
            joint = reasons[draft.key]
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
                    joined_to=words_of(joint.before, document) if joint.before is not None else None,
                    why=joint.why,
                    margin=joint.margin,
                ),
            )


def joints(group: Sequence[Draft], article: ParsedArticle) -> dict[tuple[int, int], Joint]:
    """Return, by the key of each mention of an event, what joined it to the mentions before."""
    found: dict[tuple[int, int], Joint] = {}
    before: list[Draft] = []
    for unit in units(group):
        joint = Joint(None)
        if before:
            told = [telling(side, article.published_day) for side in (before, unit)]
            pairing = Pairing(told[0], told[1], article.document.title_sentences, 0, 1)
            why, margin = weighed(pairing, packaged(MODEL))
            joint = Joint(before[-1], tuple(why[:STRONGEST]), margin)
        found[unit[0].key] = joint
        for draft in unit[1:]:
            found[draft.key] = Joint(unit[0])
        before += unit
    return found


def words_of(draft: Draft, document: Document) -> str:
    """Return the words that name the act of a draft."""
    span = draft.trigger_span
    return document.text[span.start : span.end]
