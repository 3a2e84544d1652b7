"""From raw records to article and event rows: the stages in their order, for a batch of records.

Everything here is a plain function of the records and the settings. Batching only makes the language layer
faster; the rows of a record do not depend on its neighbours.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import msgspec

from schemas.article import Article
from schemas.event import Event
from schemas.records import CleanDoc, RawRecord
from schemas.reject import Reject
from schemas.trace import Decision
from transforms.articles import article_only
from transforms.calibration import Calibration
from transforms.clean import clean
from transforms.clean.damage.repeated import repeated
from transforms.parse.head.structure import Structure, structure
from transforms.words.classes import use_words

CODING = threading.RLock()
"""Held while records are coded: the memory of the language model and the words in use are of one thread at a time.

Workers of other runners code several bundles in threads of one process; Python runs one of them at a time anyhow.
"""


class Settings(msgspec.Struct, frozen=True):
    """Options that change rows."""

    nlp: str | None = None
    """Name or path of a spaCy pipeline to use instead of the packaged one."""
    frames: tuple[tuple[str, str], ...] = ()
    """(name, content) of frame files of the user's own."""
    actors: tuple[tuple[str, str], ...] = ()
    """(name, content) of actor files of the user's own, in newsbeam's or PETRARCH's format."""
    opinion: str = "packaged"
    """Who is asked where the frames are silent: packaged, none, or MODULE:NAME."""
    words: tuple[tuple[str, str], ...] = ()
    """(name, content) of word files of the user's own: features added, changed or replaced."""
    places: tuple[tuple[str, str], ...] = ()
    """(name, content) of tables of places of the user's own."""
    dates: tuple[tuple[str, str], ...] = ()
    """(name, content) of date files of the user's own: rules, words and holidays."""
    repeats: tuple[tuple[str, str], ...] = ()
    """(name, content) of tables of paragraphs that publishers repeat, to be taken out of their articles."""
    events: bool = True
    """False: articles only, without language model, entities, dates, places and events."""
    without: tuple[str, ...] = ()
    """Rules of the coder that are left out: codes of vetoes, names of passes, ids of frames or their beginnings."""
    min_confidence: float = 0.0
    """Events whose act is less sure than this, 0 to 1, are left out; each mention of them is counted as refused."""
    calibration: Calibration = Calibration()
    """Both confidences fitted to rows that the user has judged."""
    trace: bool = False
    """True: with every decision of the coder as rows of their own; the other rows are the same."""


class Processed(msgspec.Struct, frozen=True):
    """One article row with its event rows."""

    article: Article
    events: tuple[Event, ...]
    decisions: tuple[Decision, ...] = ()
    """What became of every mention of an act, where ``Settings.trace`` asks for it."""


def process_batch(records: Sequence[RawRecord], *, settings: Settings) -> list[Processed | Reject]:
    """Return an article with its events, or a reject, for every record, in order; threads take turns."""
    with CODING:
        return _process(records, settings)


def _process(records: Sequence[RawRecord], settings: Settings) -> list[Processed | Reject]:
    use_words(settings.words)
    results: list[Processed | Reject | None] = [None] * len(records)
    cleaned: list[tuple[int, CleanDoc, Structure]] = []
    for i, record in enumerate(records):
        doc = clean(record, repeated(settings.repeats))
        if isinstance(doc, Reject):
            results[i] = doc
        else:
            cleaned.append((i, doc, structure(doc)))
    docs = [(doc, parts) for _, doc, parts in cleaned]
    if settings.events:
        # Imported here: language layer and coder are most of what there is to load, and articles alone need neither.
        from transforms.coding import code_batch

        rows = code_batch(docs, settings)
    else:
        rows = [(article_only(doc, parts), (), ()) for doc, parts in docs]
    for (i, _, _), row in zip(cleaned, rows, strict=True):
        results[i] = Processed(*row)
    return [result for result in results if result is not None]
