"""From cleaned articles to coded ones: annotation, resolvers and the event coder, for a batch of articles.

Apart from ``transforms.process`` because it is most of what has to be loaded: who wants articles only never imports
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import transforms.parse.language.lean  # noqa: F401 - before anything imports spaCy

# isort: split
import msgspec

from schemas.article import Article, Entity
from schemas.document import Document
from schemas.event import Event
from schemas.records import CleanDoc, ParsedArticle, Resolved
from schemas.trace import Decision
from transforms.articles import NOT_ENGLISH, article_id_of, article_row, in_text, parsed_article, unannotated
from transforms.extract import Coded, extract, load_resources, trigger_filter
from transforms.extract.actors import Actors, find_names
from transforms.extract.confidence import FLOOR
from transforms.extract.opinion import load_opinion
from transforms.extract.trace import decisions
from transforms.extract.veto.weighing import NEEDED, Needed
from transforms.parse.annotate import annotate
from transforms.parse.clause.clauses import DocumentClauses
from transforms.parse.head.structure import Structure, narrative
from transforms.parse.head.title import headline
from transforms.parse.language.model import load as load_model
from transforms.resolve.dates import resolve_dates
from transforms.resolve.dates.own import use_dates
from transforms.resolve.harm.clauses import find_harm
from transforms.resolve.places.resolve import resolve_places
from transforms.words.classes import use_words
from transforms.world.own import use_places

if TYPE_CHECKING:
    from transforms.process import Settings


Rows = tuple[Article, tuple[Event, ...], tuple[Decision, ...]]
"""The row of an article, those of its events, and those of its trace where one is asked for."""


def code_batch(docs: Sequence[tuple[CleanDoc, Structure]], settings: Settings) -> list[Rows]:
    """Return the rows of every cleaned document, in order."""
    use_own(settings)
    documents = annotate_bodies(docs, settings)
    return [
        process_article(parsed_article(doc, parts, document), settings)
        for (doc, parts), document in zip(docs, documents, strict=True)
    ]


def use_own(settings: Settings) -> None:
    """Take in a user's words, places and dates for this process; ``DataError`` names file and line of a fault."""
    use_words(settings.words)
    use_places(settings.places)
    use_dates(settings.dates)


def annotate_bodies(docs: Sequence[tuple[CleanDoc, Structure]], settings: Settings) -> list[Document]:
    """Annotate the narratives; what stands before them is blanked out so that no sentence holds it.

    A title that came as a field, and with which the text does not begin, is read before the text. Articles in other
    languages are split into sentences only.
    """
    texts = [narrative(doc.text, parts) for doc, parts in docs]
    english = [i for i, (doc, _) in enumerate(docs) if NOT_ENGLISH not in doc.flags]
    titles = {i: docs[i][1].title or "" for i in english if docs[i][1].apart}
    annotated = annotate(
        [before(headline(titles[i], docs[i][0].text)) + texts[i] if i in titles else texts[i] for i in english],
        load_model(settings.nlp),
        wants_parse=partial(trigger_filter, sources=settings.frames),
    )
    documents = dict(zip(english, annotated, strict=True))
    heads = {i: before(title) for i, title in titles.items()}
    return [
        msgspec.structs.replace(
            documents[i] if i in documents else unannotated(texts[i]),
            text=heads.get(i, "") + doc.text,
            offset=len(heads.get(i, "")),
        )
        for i, (doc, _) in enumerate(docs)
    ]


def before(title: str) -> str:
    """Return a title as it stands before the text of its article: a paragraph of its own."""
    return f"{title}\n\n"


def process_article(article: ParsedArticle, settings: Settings) -> Rows:
    """Resolve, extract and assemble the rows of one article."""
    resolved, coded = code_article(article, settings, whole=settings.trace)
    article_id = article_id_of(article.clean)
    row = article_row(
        article,
        article_id,
        entities=entity_rows(article, load_resources(settings.frames, settings.actors, settings.without).actors),
        dates=in_text(resolved.dates, article.document),
        places=in_text(resolved.places, article.document),
        event_count=len(coded.events),
        refusals=tuple(refusal.code for refusal in coded.refusals),
    )
    return row, coded.events, decisions(article, article_id, coded) if settings.trace else ()


def code_article(
    article: ParsedArticle, settings: Settings, *, floor: float = FLOOR, needed: Needed = NEEDED, whole: bool = True
) -> tuple[Resolved, Coded]:
    """Return what was resolved in an article and what became of every mention of an act in it.

    ``floor``: how sure, 0 to 1, the best mention of an event has to be. ``needed``: how likely a mention has
    to be an act. ``whole``: refusals tell all steps (``extract``). An article in another language has nothing.
    """
    if NOT_ENGLISH in article.flags:
        return Resolved(), Coded()
    clauses = DocumentClauses(article.document)
    resolved = resolve(article, clauses)
    if not any(sentence.parsed for sentence in article.document.sentences):
        return resolved, Coded()
    resources = load_resources(settings.frames, settings.actors, settings.without)
    article_id = article_id_of(article.clean)
    opinion = load_opinion(settings.opinion)
    coded = extract(
        article,
        resolved,
        article_id,
        resources=resources,
        clauses=clauses,
        floor=floor,
        needed=needed,
        least=settings.min_confidence,
        calibration=settings.calibration,
        opinion=opinion,
        whole=whole,
    )
    return resolved, coded


def resolve(article: ParsedArticle, clauses: DocumentClauses) -> Resolved:
    """Return days, places and harm of an article; ``clauses`` is the reading of its sentences.

    What no sentence was parsed for, for want of any word that tells of one, has neither harm nor events.
    """
    resolved = Resolved(dates=resolve_dates(article), places=resolve_places(article))
    if not any(sentence.parsed for sentence in article.document.sentences):
        return resolved
    return msgspec.structs.replace(resolved, harm=find_harm(article.document, clauses))


def entity_rows(article: ParsedArticle, actors: Actors) -> tuple[Entity, ...]:
    """Return the named entities with the name, country and sector of those that the actor resource knows."""
    if not article.document.entities:
        return ()
    day = article.published_day
    known = find_names(article.document.body, day, actors)
    rows, i = [], 0
    for entity in in_text(article.document.entities, article.document):
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
