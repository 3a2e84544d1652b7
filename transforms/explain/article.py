"""The whole of an article: its sentences with everything that was decided about them."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.records import ParsedArticle, RawRecord
from schemas.reject import Reject
from transforms.articles import NOT_ENGLISH, parsed_article
from transforms.clean import clean
from transforms.clean.damage.repeated import repeated
from transforms.coding import annotate_bodies, code_article
from transforms.explain.accounts import Explanation, SentenceAccount
from transforms.explain.clauses import clause_accounts, refusal_account
from transforms.explain.mentions import mention_accounts
from transforms.explain.parts import in_part, text_of
from transforms.explain.values import date_account, place_account
from transforms.extract import load_resources, trigger_filter
from transforms.extract.actors import actor_context
from transforms.extract.roles.parties import Participants
from transforms.parse.head.structure import structure
from transforms.parse.places.text import Candidate
from transforms.process import Settings
from transforms.resolve.dates.resolve import article_dates
from transforms.resolve.places.resolve import place_candidates

NOT_PARSED = "no word of the sentence has a frame, so it was not parsed"


def explain(record: RawRecord, *, settings: Settings | None = None) -> Explanation | Reject:
    """Return every decision about a record: its sentences with clauses, frames, refusals, merges, places and dates.

    A reject where the record is no article. ``settings``: those of the run that is asked about.
    """
    chosen = settings or Settings()
    doc = clean(record, repeated(chosen.repeats))
    if isinstance(doc, Reject):
        return doc
    parts = structure(doc)
    (document,) = annotate_bodies([(doc, parts)], chosen)
    return explain_article(parsed_article(doc, parts, document), chosen)


def explain_article(article: ParsedArticle, settings: Settings) -> Explanation:
    """Return every decision about a parsed article."""
    resources = load_resources(settings.frames, settings.actors, settings.without)
    day = article.published_day
    foreign = NOT_ENGLISH in article.flags
    resolved, coded = code_article(article, settings)
    ruled = () if foreign else article_dates(article)
    candidates: Sequence[Candidate] = () if foreign else place_candidates(article)[1]
    participants = Participants(article.document, actor_context(article, resources.actors, resolved.places))
    dates = [date_account(date, rule, coded, article.document) for date, rule in ruled]
    places = [place_account(candidate, coded, article.document) for candidate in candidates]
    mentions = list(mention_accounts(coded, article))
    sentences = []
    for sentence in article.document.sentences:
        accounts = clause_accounts(sentence, participants, resources) if sentence.parsed and not foreign else ()
        note = "the article is not in English" if foreign else ""
        if not note and not accounts and not trigger_filter(text_of(sentence, article.document), settings.frames):
            note = NOT_PARSED
        sentences.append(
            SentenceAccount(
                part="text",
                index=sentence.index,
                start=sentence.start,
                end=sentence.end,
                text=text_of(sentence, article.document),
                note=note,
                clauses=tuple(accounts),
                mentions=tuple(one for index, one in mentions if index == sentence.index),
                refusals=tuple(refusal_account(one) for one in coded.refusals if one.sentence == sentence.index),
                places=tuple(one for one in places if sentence.start <= one.start < sentence.end),
                dates=tuple(one for one in dates if sentence.start <= one.start < sentence.end),
            )
        )
    return Explanation(
        title=article.title,
        published=day.isoformat() if day else None,
        flags=article.flags,
        events=coded.events,
        sentences=tuple(in_part(account, article.document) for account in sentences),
    )
