"""Offsets: a title that is read before the text is a part of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from schemas.document import Document, Sentence
from schemas.event import Event
from transforms.explain.accounts import (
    ClauseAccount,
    DateAccount,
    MentionAccount,
    PlaceAccount,
    RefusalAccount,
    SentenceAccount,
)

Told = TypeVar("Told", ClauseAccount, MentionAccount, RefusalAccount, PlaceAccount, DateAccount)


def in_part(account: SentenceAccount, document: Document) -> SentenceAccount:
    """Return the account of a sentence with offsets into its part of the article: the text, or the title before it."""
    if account.start < document.offset:
        return msgspec.structs.replace(account, part="title")
    by = document.offset

    def moved(found: Sequence[Told]) -> tuple[Told, ...]:
        return tuple(msgspec.structs.replace(one, start=one.start - by) for one in found)

    return msgspec.structs.replace(
        account,
        index=account.index - document.title_sentences,
        start=account.start - by,
        end=account.end - by,
        clauses=moved(account.clauses),
        mentions=moved(account.mentions),
        refusals=moved(account.refusals),
        places=moved(account.places),
        dates=moved(account.dates),
    )


def in_document(event: Event, start: int | None, document: Document) -> int | None:
    """Return an offset of a row as one into the document, which begins with the title where that is read."""
    return start if start is None or event.evidence_part == "title" else start + document.offset


def text_of(sentence: Sentence, document: Document) -> str:
    """Return the text of a sentence."""
    return document.text[sentence.start : sentence.end]
