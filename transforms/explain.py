"""Why an article was coded so, or not at all: every decision of the coder about it, as values.

The accounts are made by the product's own functions on the product's own values: what is shown is what decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec

from schemas.article import DateMention
from schemas.document import Document, Sentence
from schemas.event import Event
from schemas.records import ParsedArticle, RawRecord
from schemas.reject import Reject
from schemas.trace import FieldStep
from transforms.articles import NOT_ENGLISH, parsed_article
from transforms.clean import clean
from transforms.coding import annotate_bodies, code_article
from transforms.extract import Coded, Resources, load_resources, trigger_filter
from transforms.extract.actors import actor_context
from transforms.extract.draft import Draft
from transforms.extract.drafting import read_sentence
from transforms.extract.frames.load import Frame
from transforms.extract.frames.recogniser import Recogniser
from transforms.extract.merge.acts import enough, evidence, units
from transforms.extract.merge.likeness import weights_of
from transforms.extract.merge.telling import telling
from transforms.extract.roles.parties import Participants
from transforms.extract.trace import field_steps
from transforms.extract.veto.refusal import Refusal
from transforms.parse.clause.clause import Clause
from transforms.parse.head.structure import structure
from transforms.parse.places.judge import ACCEPT
from transforms.parse.places.text import Candidate
from transforms.process import Settings
from transforms.resolve.dates.resolve import article_dates
from transforms.resolve.places.resolve import place_candidates
from transforms.world.gazetteer import Place

NOT_PARSED = "no word of the sentence has a frame, so it was not parsed"


class Tried(msgspec.Struct, frozen=True):
    """A frame that knows a word, and whether it fits."""

    rule: str
    line: int
    reads: str
    """Type and mode, or the operator, that the frame gives; "no event" for a guard."""
    failed: tuple[str, ...]
    """The conditions that do not hold, as the file writes them; none where the frame fits."""
    score: float | None
    """How well it fits; the highest score of a word wins."""
    won: bool


class ClauseAccount(msgspec.Struct, frozen=True):
    """A predicate that frames know, with what the parse says of its clause."""

    word: str
    start: int
    lemma: str
    kind: str
    """verb, noun or adjective."""
    passive: bool
    negated: bool
    modal: str
    slots: dict[str, tuple[str, ...]]
    """Words that head the arguments, by slot: subj is who does it, obj what it is done to."""
    frames: tuple[Tried, ...]


class RefusalAccount(msgspec.Struct, frozen=True):
    """A mention of an act that became no event."""

    code: str
    name: str
    explanation: str
    trigger: str
    start: int
    event_type: str
    rule: str
    detail: str


class MentionAccount(msgspec.Struct, frozen=True):
    """A mention of an event, with what joined it to an earlier mention."""

    trigger: str
    start: int
    event_type: str
    rule: str
    confidence: float
    steps: tuple[FieldStep, ...]
    event_id: str
    leads: bool
    """The row takes its evidence from this mention."""
    joined_to: str | None
    """Trigger of the earlier mention that it is one with; None for the first."""
    why: tuple[tuple[str, float], ...]
    """What speaks for that, with weights."""
    enough: float
    """Sum of weights from which two mentions are one event."""


class PlaceAccount(msgspec.Struct, frozen=True):
    """A name of the gazetteer: whether it is used as a place, and which place it is."""

    text: str
    start: int
    accepted: bool
    score: float
    """The sum of its cues; from ``enough`` on it is a place."""
    enough: float
    cues: tuple[tuple[str, float | None], ...]
    """Cues with their weights; those without one only mark it."""
    resolved: str | None
    """Name, division and country of the place that was chosen."""
    candidates: tuple[str, ...]
    """The other places of that name, the most populous first, at most four."""
    of_events: tuple[str, ...]
    """Triggers of the events that it is the place of, with the tie."""


class DateAccount(msgspec.Struct, frozen=True):
    """A date expression, the rule of the grammar that read it, and the events that it dates."""

    text: str
    start: int
    value: str
    basis: str
    rule: str
    of_events: tuple[str, ...]


Told = TypeVar("Told", ClauseAccount, MentionAccount, RefusalAccount, PlaceAccount, DateAccount)


class SentenceAccount(msgspec.Struct, frozen=True):
    """What was decided about one sentence of the text, or of the title where that is read on its own.

    All offsets are those of its part.
    """

    part: str
    """text or title."""
    index: int
    start: int
    end: int
    text: str
    note: str
    """Why nothing was looked for, empty where something was."""
    clauses: tuple[ClauseAccount, ...]
    mentions: tuple[MentionAccount, ...]
    refusals: tuple[RefusalAccount, ...]
    places: tuple[PlaceAccount, ...]
    dates: tuple[DateAccount, ...]


class Explanation(msgspec.Struct, frozen=True):
    """What was decided about one article, sentence by sentence, with its events."""

    title: str | None
    published: str | None
    flags: tuple[str, ...]
    events: tuple[Event, ...]
    sentences: tuple[SentenceAccount, ...]


def explain(record: RawRecord, *, settings: Settings | None = None) -> Explanation | Reject:
    """Return every decision about a record: its sentences with clauses, frames, refusals, merges, places and dates.

    A reject where the record is no article. ``settings``: those of the run that is asked about.
    """
    chosen = settings or Settings()
    doc = clean(record)
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


def clause_accounts(sentence: Sentence, participants: Participants, resources: Resources) -> tuple[ClauseAccount, ...]:
    """Return the predicates of a sentence that frames know, each with the frames tried, the best first."""
    recogniser = Recogniser(sentence, participants, resources.frames)
    mentions_by_token = read_sentence(recogniser)
    found = []
    for token in range(len(sentence)):
        if not recogniser.may_match(token):
            continue
        p = recogniser.clauses.of(token)
        frames = recogniser.candidates(p)
        if not frames:
            continue
        mention = mentions_by_token.get(token)
        stopped = recogniser.stopped.get(token)
        winner = mention.frame.rule if mention else stopped.rule.split(" > ")[0] if stopped else ""
        found.append(clause_account(recogniser, p, frames, winner))
    return tuple(found)


def clause_account(recogniser: Recogniser, p: Clause, frames: Sequence[Frame], winner: str) -> ClauseAccount:
    """Return a predicate with its slots and the frames tried."""
    sentence = recogniser.sentence
    tried = [
        Tried(
            rule=frame.rule,
            line=frame.line,
            reads=reads(frame),
            failed=tuple(recogniser.failures(frame, p)),
            score=recogniser.score(frame, p),
            won=frame.rule == winner,
        )
        for frame in frames
    ]
    return ClauseAccount(
        word=sentence.words[p.token],
        start=sentence.starts[p.token],
        lemma=p.lemma,
        kind={"v": "verb", "n": "noun", "a": "adjective"}.get(p.pos, p.pos),
        passive=p.passive,
        negated=p.negated,
        modal=p.modal,
        slots={slot: tuple(sentence.words[t] for t in heads) for slot, heads in sorted(p.slots.items()) if heads},
        frames=tuple(sorted(tried, key=_best_first)),
    )


def _best_first(tried: Tried) -> tuple[bool, int, float]:
    return not tried.won, len(tried.failed), -(tried.score or 0.0)


def reads(frame: Frame) -> str:
    """Return what a frame makes of its predicate, in the words of its file."""
    if "none" in frame.flags:
        return "no event"
    kind = f"{frame.type}/{frame.mode}" if frame.mode else frame.type
    operator = f"operator {frame.operator} of {', '.join(frame.inner)}" if frame.operator else ""
    return ", else ".join(filter(None, (operator, kind)))


def refusal_account(refusal: Refusal) -> RefusalAccount:
    """Return a refusal with its words."""
    return RefusalAccount(
        code=refusal.code,
        name=refusal.name,
        explanation=refusal.explanation,
        trigger=refusal.trigger,
        start=refusal.start,
        event_type=refusal.event_type,
        rule=refusal.rule,
        detail=refusal.detail,
    )


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


def place_account(candidate: Candidate, coded: Coded, document: Document) -> PlaceAccount:
    """Return a gazetteer name with its cues."""
    accepted = candidate.score >= ACCEPT and candidate.chosen is not None
    chosen = candidate.chosen
    others = [place for place in candidate.places if place is not chosen][:4]
    return PlaceAccount(
        text=candidate.text,
        start=candidate.start,
        accepted=accepted,
        score=round(candidate.score, 3),
        enough=ACCEPT,
        cues=tuple((cue, candidate.weights.get(cue)) for cue in dict.fromkeys(candidate.cues)),
        resolved=place_name(chosen) if chosen is not None else None,
        candidates=tuple(place_name(place) for place in others),
        of_events=tuple(
            f"{event.trigger} ({event.place.basis})"
            for event in coded.events
            if event.place is not None and in_document(event, event.place.start, document) == candidate.start
        ),
    )


def place_name(place: Place) -> str:
    """Return name, division and country of a place of the gazetteer."""
    return ", ".join(filter(None, (place.name, place.admin1, place.country)))


def date_account(date: DateMention, rule: str, coded: Coded, document: Document) -> DateAccount:
    """Return a date expression with its rule and the events that it dates."""
    return DateAccount(
        text=date.text,
        start=date.start,
        value=date.value,
        basis=date.basis,
        rule=rule,
        of_events=tuple(
            event.trigger for event in coded.events if in_document(event, event.date_text_start, document) == date.start
        ),
    )
