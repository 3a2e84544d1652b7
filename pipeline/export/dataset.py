"""Reads the events of a dataset, with the facts of their articles, run by run as the manifests say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import storage
from pipeline.dataset.manifest import RUNS, read_manifests
from pipeline.dataset.rows import SCHEMAS, public
from pipeline.errors import UsageError

Row = Mapping[str, Any]
BATCH = 1024
FACTS = ("article_id", "title", "agency", "language", "paragraphs", "places")


class ArticleFacts(msgspec.Struct, frozen=True):
    """What the exports need of an article besides what its events copy."""

    title: str | None
    agency: str | None
    language: str
    lead_end: int
    """Offset at which the first paragraph ends."""
    relative: frozenset[tuple[int, int]] = frozenset()
    """Spans of the places that are told by another one ("10 km north of X")."""


class Report(msgspec.Struct, frozen=True):
    """An event row with the facts of its article."""

    event: Row
    article: ArticleFacts

    @property
    def source(self) -> str | None:
        """Return who published the article, else the agency it is from."""
        name: str | None = self.event["publisher"] or self.article.agency
        return name

    @property
    def near(self) -> bool:
        """Return whether the event's place lies near the one that is named."""
        place = self.event["place"]
        return place is not None and (place["start"], place["end"]) in self.article.relative


def data_files(directory: str, dataset: str) -> list[str]:
    """Return the files of a dataset in the order of their runs; UsageError where the directory holds no run."""
    return dataset_files(directory).get(dataset, [])


def dataset_files(directory: str) -> dict[str, list[str]]:
    """Return the files of each dataset in the order of their runs; UsageError where the directory holds no run."""
    manifests = read_manifests(directory)
    if not manifests:
        raise UsageError(f"{directory} is no newsbeam dataset: it has no {RUNS} folder. Give the --output of a run.")
    found: dict[str, list[str]] = {name: [] for name in public(traced=any(one.traced for one in manifests))}
    for manifest in manifests:
        for fact in manifest.files:
            if fact.dataset in found:
                found[fact.dataset].append(storage.join(directory, fact.path))
    return found


def read_table(dataset: str, paths: Sequence[str]) -> pa.Table:
    """Return the rows of some files as one table, an empty one without files."""
    tables = []
    for path in paths:
        with storage.open_binary(path) as stream:
            tables.append(pq.ParquetFile(stream).read())
    return pa.concat_tables(tables) if tables else SCHEMAS[dataset].empty_table()


def read_rows(path: str, columns: Sequence[str] | None = None) -> Iterator[Row]:
    """Yield the rows of one file."""
    with storage.open_binary(path) as stream:
        for batch in pq.ParquetFile(stream).iter_batches(
            batch_size=BATCH, columns=None if columns is None else list(columns)
        ):
            yield from batch.to_pylist()


def read_articles(directory: str) -> dict[str, ArticleFacts]:
    """Return the facts of all articles by id."""
    found = {}
    for path in data_files(directory, "articles"):
        for row in read_rows(path, FACTS):
            lead = row["paragraphs"][0]["end"] if row["paragraphs"] else 0
            relative = frozenset((p["start"], p["end"]) for p in row["places"] if p["basis"] == "relative")
            found[row["article_id"]] = ArticleFacts(row["title"], row["agency"], row["language"], lead, relative)
    return found


def read_reports(directory: str) -> Iterator[Report]:
    """Yield all events, in the order of runs, months and ids."""
    articles = read_articles(directory)
    for path in data_files(directory, "events"):
        for event in read_rows(path):
            yield Report(event, articles[event["article_id"]])


def incidents_of(
    reports: Iterable[Report], left_reason: Callable[[Row], str | None], left_out: Counter[str]
) -> list[list[Report]]:
    """Return the incidents of the reports that have no reason to be left out; the reasons are counted."""
    chosen = []
    for report in reports:
        reason = left_reason(report.event)
        if reason:
            left_out[reason] += 1
        else:
            chosen.append(report)
    return read_incidents(iter(chosen))


def read_incidents(reports: Iterator[Report]) -> list[list[Report]]:
    """Return reports grouped by incident, the best one first; incidents in order of date and id."""
    groups: dict[str, list[Report]] = {}
    for report in reports:
        groups.setdefault(report.event["incident_id"], []).append(report)
    ordered = [sorted(group, key=_worth) for group in groups.values()]
    return sorted(ordered, key=_place_in_time)


def _worth(report: Report) -> tuple[bool, bool, float, str, str]:
    event = report.event
    return (
        event["date_start"] is None,
        event["place"] is None,
        -event["confidence"],
        str(event["published_at"] or "9999"),
        event["event_id"],
    )


def _place_in_time(group: list[Report]) -> tuple[str, str]:
    event = group[0].event
    return str(event["date_start"] or "9999"), event["incident_id"]
