"""Acts that the title tells: of those that the text tells too, and of those that it alone tells.

The title is read before the text, in one document. A row is of one of the two: all its offsets count from the beginning
of the text, or all from that of the title (``evidence_part``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from schemas.document import Document
from schemas.event import Attribution, Event, EventPlace, Party, Thing, TriggerMention, Victim
from transforms.extract.draft import REPORTER, Draft

Spanned = TypeVar("Spanned", Party, Thing, EventPlace, Attribution)
Placed = TypeVar("Placed", Party, Thing, EventPlace, Attribution, Victim)


def of_title(draft: Draft, document: Document) -> bool:
    """Say whether a mention stands in the title."""
    return draft.sentence.start < document.offset


def in_one_part(group: Sequence[Draft], document: Document) -> list[Draft]:
    """Return the mentions of an act with words of the text alone or, where only the title tells it, of the title alone.

    What the title says and the text says in the same words elsewhere is kept, with its place in the text. A mention of
    the text may have parties of the title: who is blamed there, the name that a description stands for.
    """
    if not document.offset:
        return list(group)
    title = all(of_title(draft, document) for draft in group)
    return [within(draft, document, title=title) for draft in group]


def within(draft: Draft, document: Document, *, title: bool) -> Draft:
    """Return a mention with words of the title alone, or of the text: those that it has as well as the title."""

    def kept(spans: Sequence[Spanned]) -> tuple[Spanned, ...]:
        return tuple(found for span in spans if (found := moved(span, document, title=title)) is not None)

    when = draft.when
    if when.text is not None and when.text_start is not None:
        own = title or when.text_start >= document.offset
        at = when.text_start if own else found_in_text(when.text, document)
        inside = at is not None and (at < document.offset) is title
        when = replace(when, text_start=at, text_end=(at or 0) + len(when.text)) if inside else type(when)()
    return replace(
        draft,
        actors=kept(draft.actors),
        recipients=kept(draft.recipients),
        sides=kept(draft.sides),
        victim_parties=kept(draft.victim_parties),
        listed_victims=tuple(entry for entry in draft.listed_victims if (entry[0].start < document.offset) is title),
        means=kept(draft.means),
        targets=kept(draft.targets),
        when=when,
        place=next(iter(kept([draft.place] if draft.place is not None else [])), None),
        attribution=next(iter(kept([draft.attribution])), REPORTER),
    )


def moved(span: Spanned, document: Document, *, title: bool) -> Spanned | None:
    """Return a stretch of text if it lies in the title or, with other offsets, where the text has its words."""
    if span.text is None or span.start is None or span.end is None:
        return span
    if title:
        return span if span.end <= document.offset else None
    if span.start >= document.offset:
        return span
    at = found_in_text(span.text, document)
    if at is None:
        return None
    return msgspec.structs.replace(
        span, text=document.text[at : at + len(span.text)], start=at, end=at + len(span.text)
    )


def found_in_text(words: str, document: Document) -> int | None:
    """Return where the text of an article first has some words, with the same capitals rather than others."""
    for flags in (re.UNICODE, re.IGNORECASE):
        found = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", flags).search(document.text, document.offset)
        if found is not None and found.end() - found.start() == len(words):
            return found.start()
    return None


def told_in(event: Event, document: Document) -> Event:
    """Return a row with offsets into the part that tells it: the text, or the title alone, which is one sentence."""
    if not document.offset:
        return event
    title = event.evidence_start < document.offset
    by = 0 if title else -document.offset
    before = 0 if title else document.title_sentences
    words = document.text[: document.offset].rstrip("\n")

    def shifted(span: Placed) -> Placed:
        if span.start is None or span.end is None:
            return span
        return msgspec.structs.replace(span, start=span.start + by, end=span.end + by)

    def mention(one: TriggerMention) -> TriggerMention:
        index = 0 if title else one.sentence_index - before
        return TriggerMention(one.trigger, one.start + by, one.end + by, index)

    def side(parties: Sequence[Party]) -> tuple[Party, ...]:
        # a name in full may be taken from the other part
        found = (moved(one, document, title=title) for one in parties)
        return tuple(shifted(one) for one in found if one is not None)

    own = [m for m in event.mentions if (m.start < document.offset) is title]
    dated = event.date_text_start is not None and event.date_text_end is not None
    return msgspec.structs.replace(
        event,
        actors=side(event.actors),
        recipients=side(event.recipients),
        victims=tuple(shifted(one) for one in event.victims if (one.start < document.offset) is title),
        means=tuple(shifted(one) for one in event.means),
        targets=tuple(shifted(one) for one in event.targets),
        attribution=shifted(event.attribution),
        date_text_start=(event.date_text_start or 0) + by if dated else None,
        date_text_end=(event.date_text_end or 0) + by if dated else None,
        place=shifted(event.place) if event.place is not None else None,
        sentence_index=0 if title else event.sentence_index - before,
        evidence_start=0 if title else event.evidence_start + by,
        evidence_end=len(words) if title else event.evidence_end + by,
        evidence=words if title else event.evidence,
        trigger_start=event.trigger_start + by,
        trigger_end=event.trigger_end + by,
        mentions=tuple(mention(one) for one in own),
        evidence_part="title" if title else "text",
    )
