"""The article row: what cleaning and structure say of an article, with or without what coding finds in it."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

import msgspec

from schemas.article import Article, Dateline, DateMention, Entity, PlaceMention
from schemas.document import Document, NamedSpan, Sentence, Span
from schemas.ids import stable_id
from schemas.records import CleanDoc, ParsedArticle
from transforms.parse.head.structure import Structure, narrative
from transforms.parse.language.sentences import split

NOT_ENGLISH = "not_english"
Ranged = TypeVar("Ranged", Dateline, DateMention, NamedSpan, PlaceMention, Span)
WORD = re.compile(r"\w+")


def article_only(doc: CleanDoc, parts: Structure) -> Article:
    """Return the row of an article in which nobody looks for events: what needs no language model."""
    document = unannotated(narrative(doc.text, parts), broken=NOT_ENGLISH not in doc.flags)
    return article_row(parsed_article(doc, parts, document), article_id_of(doc))


def article_id_of(doc: CleanDoc) -> str:
    """Return the id of an article, made of its source and its text."""
    record = doc.record
    return _article_id(record.source_uri, record.source_locator, record.raw_sha256, doc.text)


@lru_cache(maxsize=1)
def _article_id(uri: str, locator: str, sha256: str, text: str) -> str:
    """Return what ``article_id_of`` does; kept, since an article is asked for it twice, one after the other."""
    return stable_id("article", uri, locator, sha256, text)


def unannotated(text: str, *, broken: bool = False) -> Document:
    """Return a document with paragraphs and sentences but no tokens.

    ``broken``: with the full stops inside sentences, which are told of English only.
    """
    paragraphs, sentences, stray = split(text)
    starts = [paragraph.start for paragraph in paragraphs]
    return Document(
        text=text,
        paragraphs=paragraphs,
        sentences=tuple(
            Sentence(
                index=i,
                paragraph=bisect_right(starts, s.start) - 1,
                start=s.start,
                end=s.end,
                words=(),
                starts=(),
                ends=(),
                lemmas=(),
                upos=(),
                xpos=(),
                heads=(),
                deps=(),
                parsed=False,
            )
            for i, s in enumerate(sentences)
        ),
        broken=stray if broken else (),
    )


def parsed_article(doc: CleanDoc, parts: Structure, document: Document) -> ParsedArticle:
    """Join what cleaning, structure and annotation found."""
    flags = {*doc.flags, *parts.flags}
    if any(offset >= document.offset for offset in document.broken):
        flags.add("broken_sentences")
    return ParsedArticle(
        clean=doc,
        document=document,
        title=parts.title,
        authors=parts.authors,
        agency=parts.agency,
        dateline=shifted(parts.dateline, document.offset) if parts.dateline else None,
        published_at=parts.published_at,
        published_basis=parts.published_basis,
        published_precision=parts.published_precision,
        written_on=parts.written_on,
        flags=tuple(sorted(flags)),
    )


def article_row(
    article: ParsedArticle,
    article_id: str,
    *,
    entities: tuple[Entity, ...] | None = None,
    dates: tuple[DateMention, ...] | None = None,
    places: tuple[PlaceMention, ...] | None = None,
    event_count: int | None = None,
    refusals: tuple[str, ...] | None = None,
) -> Article:
    """Return the row of the articles dataset; None where nobody looked for entities, dates, places or events."""
    doc = article.clean
    record = doc.record
    return Article(
        article_id=article_id,
        input_id=record.input_id,
        source_uri=record.source_uri,
        source_locator=record.source_locator,
        format=record.format,
        url=doc.url,
        publisher=doc.publisher,
        title=article.title,
        authors=article.authors,
        agency=article.agency,
        dateline=shifted(article.dateline, -article.document.offset) if article.dateline else None,
        published_at=article.published_at,
        published_basis=article.published_basis,
        published_precision=article.published_precision,
        language=doc.language,
        language_score=doc.language_score,
        text=doc.text,
        raw_sha256=record.raw_sha256,
        text_sha256=hashlib.sha256(doc.text.encode("utf-8", "surrogatepass")).hexdigest(),
        repairs=doc.repairs,
        flags=article.flags,
        paragraphs=in_text(article.document.paragraphs, article.document),
        sentences=in_text([Span(s.start, s.end) for s in article.document.sentences], article.document),
        entities=entities,
        dates=dates,
        places=places,
        word_count=len(WORD.findall(doc.text)),
        event_count=event_count,
        refusals=refusals,
    )


def shifted(span: Ranged, by: int) -> Ranged:
    """Return a stretch of text with its offsets moved."""
    return msgspec.structs.replace(span, start=span.start + by, end=span.end + by) if by else span


def in_text(spans: Sequence[Ranged], document: Document) -> tuple[Ranged, ...]:
    """Return the stretches of a document that lie in the text of its article, with offsets into that text."""
    return tuple(shifted(span, -document.offset) for span in spans if span.start >= document.offset)
