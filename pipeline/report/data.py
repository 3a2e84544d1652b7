"""What the report shows of a dataset: figures gathered in one pass over its articles, and one over its events."""

from __future__ import annotations

import hashlib
import heapq
from collections import Counter
from typing import Any

import msgspec

from pipeline import storage
from pipeline.dataset.manifest import read_manifests
from pipeline.dataset.outlines import outline_of
from pipeline.dataset.validate import validate
from pipeline.describe.output import period
from pipeline.export.dataset import Row, data_files, read_incidents, read_reports, read_rows
from pipeline.report.incidents import Told, tell
from pipeline.report.repeats import Repeats, find_repeats
from schemas.reject import CODES

SAMPLE = 20
CHECKS = (
    "commit: all files there, none left over",
    "files: digest, rows, schema and order of ids as the manifest says",
    "accounting: records read = articles + rejects",
    "articles: offsets, digests, values, event counts",
    "events: offsets, codes, bounds, references to articles",
    "rejects: codes and payloads",
)
"""Groups of ``newsbeam validate``, in the order of ``group_of``."""
ARTICLE_COLUMNS = (
    "duplicate_kind", "flags", "repairs", "event_count", "published_basis", "language", "publisher", "agency",
)  # fmt: skip


def empty() -> Told:
    """Return no incidents."""
    return tell([])


class Summary(msgspec.Struct):
    """Everything that the page shows."""

    directory: str
    runs: tuple[str, ...]
    coder_versions: tuple[str, ...]
    records: int = 0
    articles: int = 0
    rejects: Counter[str] = msgspec.field(default_factory=Counter)
    skipped: Counter[str] = msgspec.field(default_factory=Counter)
    duplicates: Counter[str] = msgspec.field(default_factory=Counter)
    not_english: int = 0
    repaired: int = 0
    without_events: int = 0
    published: Counter[str] = msgspec.field(default_factory=Counter)
    events: int = 0
    incidents: int = 0
    languages: Counter[str] = msgspec.field(default_factory=Counter)
    publishers: Counter[str] = msgspec.field(default_factory=Counter)
    first: str | None = None
    """First day of publication, ISO 8601."""
    last: str | None = None
    told: Told = msgspec.field(default_factory=empty)
    bases: dict[str, Counter[tuple[str, str]]] = msgspec.field(default_factory=dict)
    """For each field how its values are spread over basis and precision."""
    checks: tuple[tuple[str, int], ...] = ()
    violations: tuple[str, ...] = ()
    repeats: Repeats = Repeats()
    sample: tuple[tuple[Row, str], ...] = ()
    """Events with the titles of their articles."""


def collect(directory: str) -> Summary:
    """Return the summary of a dataset; UsageError where there is none."""
    files = {name: data_files(directory, name) for name in ("articles", "events")}
    manifests = read_manifests(directory)
    summary = Summary(
        directory=directory,
        runs=tuple(manifest.run_id for manifest in manifests),
        coder_versions=tuple(sorted({manifest.coder_version for manifest in manifests})),
    )
    for manifest in manifests:
        sums = manifest.accounting
        summary.records += sums.records_read
        summary.articles += sums.articles_written
        summary.rejects.update(sums.rejects_by_code)
        summary.skipped.update(sums.skipped)
    for path in files["articles"]:
        for row in read_rows(path, ARTICLE_COLUMNS):
            add_article(summary, row)
    summary.repeats = find_repeats(files["articles"])
    summary.bases = {name: Counter() for name in ("date", "place", "actors", "recipients", "toll", "status", "source")}
    summary.first, summary.last = period(list(map(outline_of, manifests)))
    chosen: list[tuple[int, str, Row]] = []
    reports = list(read_reports(directory))
    for report in reports:
        row = report.event
        summary.events += 1
        add_bases(summary, row)
        heapq.heappush(chosen, (-draw(row["event_id"]), row["event_id"], row))
        if len(chosen) > SAMPLE:
            heapq.heappop(chosen)
    groups = read_incidents(iter(reports))
    summary.incidents = len(groups)
    summary.told = tell(groups)
    picked = [row for _, _, row in sorted(chosen, key=_first_two, reverse=True)]
    titles = read_titles(files["articles"], {row["article_id"] for row in picked})
    summary.sample = tuple((row, titles.get(row["article_id"], "")) for row in picked)
    check(summary)
    return summary


def _first_two(item: tuple[int, str, Row]) -> tuple[int, str]:
    return item[0], item[1]


def draw(event_id: str) -> int:
    """Return the number by which an event is drawn into the sample: random in effect, the same each time."""
    return int.from_bytes(hashlib.sha256(f"sample {event_id}".encode()).digest()[:8], "big")


def read_titles(paths: list[str], wanted: set[str]) -> dict[str, str]:
    """Return the titles of some articles."""
    found = {}
    for path in paths:
        for row in read_rows(path, ("article_id", "title", "source_uri")):
            if row["article_id"] in wanted:
                found[row["article_id"]] = row["title"] or row["source_uri"].rpartition("/")[2]
    return found


def add_article(summary: Summary, row: Row) -> None:
    """Count an article."""
    summary.languages[row["language"]] += 1
    summary.publishers[row["publisher"] or row["agency"] or "not known"] += 1
    if row["duplicate_kind"]:
        summary.duplicates[row["duplicate_kind"]] += 1
    summary.published[row["published_basis"]] += 1
    summary.repaired += bool(row["repairs"])
    if "not_english" in row["flags"]:
        summary.not_english += 1
    elif row["event_count"] == 0:
        summary.without_events += 1


def add_bases(summary: Summary, row: Row) -> None:
    """Count how the fields of an event are known."""
    bases = summary.bases
    bases["date"][row["date_basis"], row["date_precision"]] += 1
    place = row["place"]
    bases["place"][(place["basis"], place["precision"]) if place else ("none", "none")] += 1
    for name in ("actors", "recipients"):
        bases[name][party_basis(row[name]), ""] += 1
    known = row["killed_low"] is not None or row["killed_high"] is not None
    wounded = row["wounded_low"] is not None or row["wounded_high"] is not None
    kind = "killed and wounded" if known and wounded else "killed" if known else "wounded" if wounded else "none"
    bases["toll"][kind, "running" if row["casualties_cumulative"] else ""] += 1
    bases["status"][row["status"], "historical" if row["historical"] else ""] += 1
    bases["source"][row["attribution"]["kind"], "disputed" if row["disputed"] else ""] += 1


def party_basis(parties: list[Row]) -> str:
    """Return how well the best known of parties is known."""
    if not parties:
        return "none"
    if any(party["name"] for party in parties):
        return "name known"
    if any(party["country"] or party["sector"] for party in parties):
        return "country or sector"
    return "words only"


def group_of(where: str, row: str) -> int:
    """Return which of ``CHECKS`` a violation belongs to."""
    if where.startswith("_runs/"):
        return 2
    if where.startswith("_") or "/" not in where:
        return 0
    if not row:
        return 1
    return {"articles": 3, "events": 4}.get(where.partition("/")[0], 5)


def check(summary: Summary) -> None:
    """Run the contract checks; they read local files, so a dataset in an object store has none."""
    if not storage.is_local(summary.directory):
        return
    counts: Counter[int] = Counter()
    shown: list[str] = []
    for violation in validate(summary.directory):
        counts[group_of(violation.where, violation.row)] += 1
        if len(shown) < SAMPLE:
            shown.append(f"{violation.where} {violation.row}: {violation.what}")
    summary.checks = tuple((name, counts[i]) for i, name in enumerate(CHECKS))
    summary.violations = tuple(shown)


def reject_meaning(code: str) -> str:
    """Return a reject code with its short meaning."""
    return f"{code} {CODES.get(code, '').split(':')[0].split(' (')[0]}".strip()


def plain(value: Any) -> str:  # noqa: ANN401 - any figure
    """Return a number with thousands separated."""
    return f"{value:,}"
