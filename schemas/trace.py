"""The trace dataset: one row per mention of an act that frames know, whatever became of it."""

from __future__ import annotations

import datetime

import msgspec
import pyarrow as pa

from schemas.columns import INT32, STRING, TIMESTAMP, column, dataset_schema, list_of, required, struct

OUTCOMES = ("kept", "merged", "refused")
"""The mention leads a row, is a further mention of one, or became none."""


class FieldStep(msgspec.Struct, frozen=True):
    """What a rule other than the frame made of a field of a mention, in words; ``-`` where there is nothing."""

    rule: str
    field: str
    before: str
    after: str


class Decision(msgspec.Struct, frozen=True):
    """One row of the trace dataset."""

    decision_id: str
    article_id: str
    published_at: datetime.datetime | None
    number: int
    outcome: str
    event_id: str | None
    part: str
    sentence_index: int
    sentence_start: int
    sentence_end: int
    trigger: str
    trigger_start: int
    trigger_end: int
    event_type: str | None
    event_mode: str | None
    rule: str
    code: str | None
    detail: str | None
    steps: tuple[FieldStep, ...]


TRACE: pa.Schema = dataset_schema(
    "trace",
    [
        column("decision_id", STRING, "Stable id of the decision within its article", unit="32 hex digits"),
        column("article_id", STRING, "Article that holds the mention", unit="32 hex digits"),
        column("published_at", TIMESTAMP, "Publication time of the article", nullable=True),
        column("number", INT32, "Place of the mention among those of its article, in text order, from 0"),
        column(
            "outcome",
            STRING,
            "kept: the mention leads an event; merged: it is a further mention of one; refused: it became none",
        ),
        column("event_id", STRING, "Event that the mention is of; null where it was refused", nullable=True),
        column("part", STRING, "Where the mention and its offsets stand: text, title, which is one sentence"),
        column("sentence_index", INT32, "Sentence of the mention, index into articles.sentences"),
        column("sentence_start", INT32, "Start of that sentence", unit="code points"),
        column("sentence_end", INT32, "End of that sentence", unit="code points"),
        column("trigger", STRING, "Words that name the act"),
        column("trigger_start", INT32, "Their start", unit="code points"),
        column("trigger_end", INT32, "Their end", unit="code points"),
        column("event_type", STRING, "PLOVER 2.0 type of the mention; null where a guard stopped it", nullable=True),
        column("event_mode", STRING, "PLOVER mode of the mention", nullable=True),
        column("rule", STRING, "Stable ids of the frames that fired, outermost first"),
        column("code", STRING, "Code of the refusal: see `newsbeam schema trace`", nullable=True),
        column("detail", STRING, "What made the rule of the refusal hit: words, a party, a figure", nullable=True),
        column(
            "steps",
            list_of(
                struct(
                    required("rule", STRING),
                    required("field", STRING),
                    required("before", STRING),
                    required("after", STRING),
                )
            ),
            "What other rules made of which field, in their order; before and after in words, - for nothing",
        ),
    ],
)
