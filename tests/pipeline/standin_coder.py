"""A coder without a language model: one event for every "X attacked Y"; DEFECT raises, Billions do not fit a column."""

import hashlib
import re
from collections.abc import Sequence

from schemas.article import Article
from schemas.document import Span
from schemas.event import Attribution, Event, Party, TriggerMention
from schemas.ids import stable_id
from schemas.records import CleanDoc, RawRecord
from schemas.reject import Reject
from schemas.trace import Decision, FieldStep
from transforms.clean import clean
from transforms.clean.facts.published import precision_of
from transforms.parse.head.published import timestamp
from transforms.process import Processed, Settings

ATTACK = re.compile(r"(\w+) (attacked) (\w+)")
SENTENCE = re.compile(r"\S[^.]*\.?")


def process_batch(records: Sequence[RawRecord], *, settings: Settings) -> list[Processed | Reject]:
    results: list[Processed | Reject] = []
    for record in records:
        if "DEFECT" in (record.text or ""):
            raise ZeroDivisionError("a defect")
        doc = clean(record)
        results.append(doc if isinstance(doc, Reject) else processed(doc, settings))
    return results


def processed(doc: CleanDoc, settings: Settings) -> Processed:
    record = doc.record
    article_id = stable_id("article", record.source_uri, record.source_locator, record.raw_sha256, doc.text)
    sentences = tuple(Span(m.start(), m.end()) for m in SENTENCE.finditer(doc.text))
    published = timestamp(doc.published)
    article = Article(
        article_id=article_id,
        input_id=record.input_id,
        source_uri=record.source_uri,
        source_locator=record.source_locator,
        format=record.format,
        url=doc.url,
        publisher=doc.publisher,
        title=doc.title,
        authors=doc.authors,
        agency=None,
        dateline=None,
        published_at=published,
        published_basis=doc.published_basis if published else "none",
        published_precision=precision_of(doc.published) if published else "none",
        language=doc.language,
        language_score=doc.language_score,
        text=doc.text,
        raw_sha256=record.raw_sha256,
        text_sha256=hashlib.sha256(doc.text.encode()).hexdigest(),
        repairs=doc.repairs,
        flags=doc.flags,
        paragraphs=(Span(0, len(doc.text)),),
        sentences=sentences,
        entities=(),
        dates=(),
        places=(),
        word_count=len(doc.text.split()),
        event_count=len(ATTACK.findall(doc.text)),
    )
    events = []
    for match in ATTACK.finditer(doc.text):
        index = next(i for i, s in enumerate(sentences) if s.start <= match.start() < s.end)
        events.append(event(article, match, index, sentences[index]))
    return Processed(article, tuple(events), tuple(map(decision, events)) if settings.trace else ())


def decision(event: Event) -> Decision:
    return Decision(
        decision_id=stable_id("decision", event.event_id),
        article_id=event.article_id,
        published_at=event.published_at,
        number=event.trigger_start,
        outcome="kept",
        event_id=event.event_id,
        part=event.evidence_part,
        sentence_index=event.sentence_index,
        sentence_start=event.evidence_start,
        sentence_end=event.evidence_end,
        trigger=event.trigger,
        trigger_start=event.trigger_start,
        trigger_end=event.trigger_end,
        event_type=event.event_type,
        event_mode=event.event_mode,
        rule=event.rule,
        code=None,
        detail=None,
        steps=(FieldStep("stand-in", "actors", "-", event.actors[0].text),),
    )


def event(article: Article, match: re.Match[str], index: int, sentence: Span) -> Event:
    return Event(
        event_id=stable_id("event", article.article_id, str(match.start())),
        article_id=article.article_id,
        url=article.url,
        publisher=article.publisher,
        published_at=article.published_at,
        event_type="ASSAULT",
        event_mode=None,
        contexts=(),
        cameo_code="190",
        quad_class=4,
        goldstein=-10.0,
        actors=(Party(match[1], *match.span(1)),),
        recipients=(Party(match[3], *match.span(3)),),
        victims=(),
        killed_low=10**12 if match[1] == "Billions" else None,
        killed_high=None,
        wounded_low=None,
        wounded_high=None,
        casualties_cumulative=False,
        means=(),
        targets=(),
        status="occurred",
        historical=False,
        attribution=Attribution(),
        disputed=False,
        date_start=None,
        date_end=None,
        date_precision="none",
        date_basis="none",
        date_text=None,
        date_text_start=None,
        date_text_end=None,
        place=None,
        sentence_index=index,
        evidence_start=sentence.start,
        evidence_end=sentence.end,
        evidence=article.text[sentence.start : sentence.end],
        trigger=match[2],
        trigger_start=match.start(2),
        trigger_end=match.end(2),
        mentions=(TriggerMention(match[2], *match.span(2), index),),
        confidence=0.5,
        rule="stand-in",
    )
