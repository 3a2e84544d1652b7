"""From raw records to article and event rows: the stages in their order, for a batch of records.

Everything here is a plain function of the records and the settings. Batching only makes the language layer
faster; the rows of a record do not depend on its neighbours.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import partial

import msgspec

from schemas.article import Article, Entity
from schemas.document import Document, Sentence, Span
from schemas.event import Event
from schemas.ids import stable_id
from schemas.records import CleanDoc, ParsedArticle, RawRecord, Resolved
from schemas.reject import Reject
from transforms.clean import clean
from transforms.extract import extract, load_resources, trigger_filter
from transforms.extract.actors import Actors, find_names
from transforms.parse.annotate import annotate
from transforms.parse.head.structure import Structure, narrative, structure
from transforms.parse.language.model import load as load_model
from transforms.parse.language.sentences import split
from transforms.resolve.dates import resolve_dates
from transforms.resolve.harm.clauses import find_harm
from transforms.resolve.places.resolve import resolve_places

NOT_ENGLISH = "not_english"
WORD = re.compile(r"\w+")


class Settings(msgspec.Struct, frozen=True):
    """Options that change rows."""

    nlp: str | None = None
    """Name or path of a spaCy pipeline to use instead of the packaged one."""
    frames: tuple[tuple[str, str], ...] = ()
    """(name, content) of frame files of the user's own."""
    actors: tuple[tuple[str, str], ...] = ()
    """(name, content) of actor files of the user's own, in newsbeam's or PETRARCH's format."""


class Processed(msgspec.Struct, frozen=True):
    """One article row with its event rows."""

    article: Article
    events: tuple[Event, ...]


def process_batch(records: Sequence[RawRecord], *, settings: Settings) -> list[Processed | Reject]:
    """Return an article with its events, or a reject, for every record, in order."""
    results: list[Processed | Reject | None] = [None] * len(records)
    cleaned: list[tuple[int, CleanDoc, Structure]] = []
    for i, record in enumerate(records):
        doc = clean(record)
        if isinstance(doc, Reject):
            results[i] = doc
        else:
            cleaned.append((i, doc, structure(doc)))
    documents = annotate_bodies([(doc, parts) for _, doc, parts in cleaned], settings)
    for (i, doc, parts), document in zip(cleaned, documents, strict=True):
        results[i] = process_article(parsed_article(doc, parts, document), settings)
    return [result for result in results if result is not None]


def annotate_bodies(docs: Sequence[tuple[CleanDoc, Structure]], settings: Settings) -> list[Document]:
    """Annotate the narratives; what stands before them is blanked out so that no sentence holds it.

    Articles in other languages are split into sentences only.
    """
    texts = [narrative(doc.text, parts) for doc, parts in docs]
    english = [i for i, (doc, _) in enumerate(docs) if NOT_ENGLISH not in doc.flags]
    annotated = annotate(
        [texts[i] for i in english],
        load_model(settings.nlp),
        wants_parse=partial(trigger_filter, sources=settings.frames),
    )
    documents = dict(zip(english, annotated, strict=True))
    return [
        msgspec.structs.replace(documents[i] if i in documents else unannotated(texts[i]), text=doc.text)
        for i, (doc, _) in enumerate(docs)
    ]


def unannotated(text: str) -> Document:
    """Return a document with paragraphs and sentences but no tokens."""
    paragraphs, sentences, _ = split(text)
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
    )


def parsed_article(doc: CleanDoc, parts: Structure, document: Document) -> ParsedArticle:
    """Join what cleaning, structure and annotation found."""
    flags = {*doc.flags, *parts.flags}
    if document.broken:
        flags.add("broken_sentences")
    return ParsedArticle(
        clean=doc,
        document=document,
        title=parts.title,
        authors=parts.authors,
        agency=parts.agency,
        dateline=parts.dateline,
        published_at=parts.published_at,
        published_basis=parts.published_basis,
        flags=tuple(sorted(flags)),
    )


def process_article(article: ParsedArticle, settings: Settings) -> Processed:
    """Resolve, extract and assemble the rows of one article."""
    record = article.clean.record
    resources = load_resources(settings.frames, settings.actors)
    article_id = stable_id("article", record.source_uri, record.source_locator, record.raw_sha256, article.clean.text)
    resolved = Resolved()
    events: tuple[Event, ...] = ()
    if NOT_ENGLISH not in article.flags:
        resolved = Resolved(
            dates=resolve_dates(article), places=resolve_places(article), harm=find_harm(article.document)
        )
        events = extract(article, resolved, article_id, resources=resources)
    return Processed(article_row(article, resolved, article_id, events, resources.actors), events)


def article_row(
    article: ParsedArticle, resolved: Resolved, article_id: str, events: tuple[Event, ...], actors: Actors
) -> Article:
    """Return the row of the articles dataset."""
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
        dateline=article.dateline,
        published_at=article.published_at,
        published_basis=article.published_basis,
        language=doc.language,
        language_score=doc.language_score,
        text=doc.text,
        raw_sha256=record.raw_sha256,
        text_sha256=hashlib.sha256(doc.text.encode("utf-8", "surrogatepass")).hexdigest(),
        repairs=doc.repairs,
        flags=article.flags,
        paragraphs=article.document.paragraphs,
        sentences=tuple(Span(s.start, s.end) for s in article.document.sentences),
        entities=entity_rows(article, actors),
        dates=resolved.dates,
        places=resolved.places,
        word_count=sum(1 for _ in WORD.finditer(doc.text)),
        event_count=len(events),
    )


def entity_rows(article: ParsedArticle, actors: Actors) -> tuple[Entity, ...]:
    """Return the named entities with the name, country and sector of those that the actor resource knows."""
    if not article.document.entities:
        return ()
    day = article.published_at.date() if article.published_at else None
    known = find_names(article.document.text, day, actors)
    rows, i = [], 0
    for entity in article.document.entities:
        while i < len(known) and known[i].end <= entity.start:
            i += 1
        match = known[i] if i < len(known) and known[i].start < entity.end else None
        if match and 2 * (match.end - match.start) < entity.end - entity.start:
            match = None
        rows.append(
            Entity(
                text=entity.text,
                start=entity.start,
                end=entity.end,
                label=entity.label,
                name=match.name if match else None,
                country=match.country if match else None,
                sector=match.sector if match else None,
            )
        )
    return tuple(rows)
