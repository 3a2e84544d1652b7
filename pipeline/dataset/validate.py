"""Contract checks over a finished dataset: ``newsbeam validate DIR``."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from apache_beam.io.filesystem import BeamIOError

from pipeline import storage
from pipeline.dataset.accounting import trace_faults
from pipeline.dataset.across import check_across, read_columns
from pipeline.dataset.checks import Row, check_article, check_decision, check_event, check_incident, check_reject
from pipeline.dataset.commit import living_runs
from pipeline.dataset.manifest import RUNS, STAGING, SUCCESS, FileFact, Manifest, encode, read_manifest, read_manifests
from pipeline.dataset.rows import DAYS, FOLDERS, IDS, SCHEMAS
from pipeline.errors import UsageError
from schemas.columns import short_type

ROWS = 512
"""Rows held as Python objects at once."""
MOST_KEPT = 10_000
"""Violations of one run that are told."""
ROW_CHECKS = {"rejects": check_reject, "incidents": check_incident}


class Violation(msgspec.Struct, frozen=True):
    """A broken promise: the file or run, the row where there is one, and what is wrong."""

    where: str
    row: str
    what: str


def validate(directory: str) -> Iterator[Violation]:
    """Yield every violation of the contract in a dataset; UsageError where there is none.

    What a living run on this machine is about to do is no violation. A run that is replaced or joined with others
    while it is read is read again, as what it has become.
    """
    try:
        manifests = read_manifests(directory)
        if not manifests and not storage.listing(storage.join(directory, RUNS)):
            raise UsageError(
                f"{directory} is no newsbeam dataset: it has no {RUNS} folder. Give the --output of a run."
            )
    except (BeamIOError, ValueError, ImportError, msgspec.MsgspecError) as error:
        raise UsageError(f"{directory}: cannot be read as a newsbeam dataset: {error}") from error
    yield from check_layout(directory)
    seen: set[bytes] = set()
    while pending := [manifest for manifest in manifests if encode(manifest) not in seen]:
        for manifest in pending:
            seen.add(encode(manifest))
            found = list(islice(attempt_run(directory, manifest), MOST_KEPT))
            if not found or read_manifest(directory, manifest.run_id) == manifest:
                yield from found
        manifests = read_manifests(directory)
    yield from attempt_across(directory, manifests)


def attempt_across(directory: str, manifests: Sequence[Manifest]) -> Iterator[Violation]:
    """Yield what is wrong between the runs, as they are when they have been read."""
    while True:
        try:
            found = [Violation(*fault) for fault in islice(check_across(directory, manifests), MOST_KEPT)]
        except (OSError, pa.ArrowException, KeyError):
            # A file that is not there or not readable is told of where it stands in its run.
            found = []
        again = read_manifests(directory)
        if again == manifests:
            yield from found
            return
        manifests = again


def check_layout(directory: str) -> Iterator[Violation]:
    """Yield files that are in no manifest, and what a run that was killed has left."""
    base = directory.rstrip("/") + "/"
    files = [
        meta.path
        for dataset in SCHEMAS
        for meta in storage.listing(storage.join(directory, FOLDERS.get(dataset, dataset)), "*.parquet")
    ]
    living = living_runs(directory)
    listed = {fact.path for manifest in read_manifests(directory) for fact in manifest.files}
    for path in files:
        name = path.rpartition("/")[2]
        if path.removeprefix(base) in listed or any(name.startswith(f"{run_id}-") for run_id in living):
            continue
        if storage.exists(path):
            yield Violation(path.removeprefix(base), "", "in no manifest")
    if not living and not storage.exists(storage.join(directory, SUCCESS)):
        yield Violation(SUCCESS, "", "missing: a commit was interrupted; the next run into this directory finishes it")
    staged = {meta.path.removeprefix(base).split("/")[1] for meta in storage.listing(storage.join(directory, STAGING))}
    if left := sorted(name for name in staged if name.removesuffix(".lock") not in living):
        yield Violation(f"{STAGING}/{left[0]}", "", "a run was killed; the next run into this directory cleans up")


def attempt_run(directory: str, manifest: Manifest) -> Iterator[Violation]:
    """Yield what is wrong with one run, a file that goes while it is read included."""
    try:
        yield from validate_run(directory, manifest)
    except OSError as error:
        yield Violation(f"{RUNS}/{manifest.run_id}.json", "", f"cannot be read: {error}")


def validate_run(directory: str, manifest: Manifest) -> Iterator[Violation]:
    """Yield what is wrong with one run."""
    sound = []
    for fact in manifest.files:
        faults = list(check_file(directory, fact, manifest))
        yield from faults
        if not faults:
            sound.append(fact)
    yield from check_sums(manifest)
    ids: set[str] = set()
    for fact in sound:
        if fact.dataset == "articles":
            yield from check_articles(directory, fact, sound, ids, traced=manifest.traced)
        elif fact.dataset in ROW_CHECKS:
            for row in rows_of(storage.join(directory, fact.path)):
                for what in ROW_CHECKS[fact.dataset](row):
                    yield Violation(fact.path, row[IDS[fact.dataset]], what)
    if len(sound) == len(manifest.files):
        yield from check_tallies(directory, manifest)


def check_file(directory: str, fact: FileFact, manifest: Manifest) -> Iterator[Violation]:
    """Yield where a file is not the one in the manifest, or not of the contract's schema."""
    uri = storage.join(directory, fact.path)
    if not storage.exists(uri):
        yield Violation(fact.path, "", "missing")
        return
    digest = hashlib.sha256()
    size = 0
    with storage.open_binary(uri) as stream:
        while part := stream.read(1 << 20):
            digest.update(part)
            size += len(part)
        if (digest.hexdigest(), size) != (fact.sha256, fact.bytes):
            yield Violation(fact.path, "", "its bytes are not those of the manifest (sha256)")
            return
        stream.seek(0)
        parquet = pq.ParquetFile(stream)
        if parquet.metadata.num_rows != fact.rows:
            yield Violation(fact.path, "", f"{parquet.metadata.num_rows} rows, {fact.rows} in the manifest")
        faults = [*check_schema(parquet.schema_arrow, fact.dataset), *check_storage(parquet, manifest)]
        if fact.dataset in IDS:
            faults += check_ids(parquet, IDS[fact.dataset])
        if not faults and fact.dataset in DAYS:
            faults += check_dates(parquet, fact)
    yield from (Violation(fact.path, "", what) for what in faults)


def check_storage(parquet: pq.ParquetFile, manifest: Manifest) -> Iterator[str]:
    """Yield where a file is not compressed as promised, or of other versions than its manifest says."""
    groups = (parquet.metadata.row_group(index) for index in range(parquet.num_row_groups))
    codecs = {group.column(index).compression for group in groups for index in range(group.num_columns)}
    if codecs - {"ZSTD"}:
        yield f"compressed with {', '.join(sorted(codecs))}, not ZSTD"
    metadata = parquet.schema_arrow.metadata or {}
    for key in ("schema_version", "coder_version"):
        found = metadata.get(f"newsbeam.{key}".encode(), b"").decode()
        if found != getattr(manifest, key):
            yield f"{key} is {found!r}, {getattr(manifest, key)!r} in the manifest"


def check_dates(parquet: pq.ParquetFile, fact: FileFact) -> Iterator[str]:
    """Yield where the first and last day in the manifest are not those of the rows."""
    name = DAYS[fact.dataset]
    found = pc.min_max(pc.cast(parquet.read(columns=[name]).column(name), pa.date32(), safe=False)).as_py()
    days = tuple(day.isoformat() if day else None for day in (found["min"], found["max"]))
    if days != (fact.min_date, fact.max_date):
        yield f"{name} from {days[0]} to {days[1]}, {fact.min_date} to {fact.max_date} in the manifest"


def check_schema(schema: pa.Schema, dataset: str) -> Iterator[str]:
    """Yield where a file's schema differs from the declared one."""
    expected = SCHEMAS[dataset]
    if schema.names != expected.names:
        yield f"columns are {schema.names}"
        return
    for field in expected:
        found = schema.field(field.name)
        if found.type != field.type or found.nullable != field.nullable:
            yield f"column {field.name} is {short_type(found.type)}, not {short_type(field.type)}"
    for key in (b"newsbeam.schema_version", b"newsbeam.coder_version", b"newsbeam.columns"):
        if key not in (schema.metadata or {}):
            yield f"no {key.decode()} in the metadata"


def check_ids(parquet: pq.ParquetFile, key: str) -> Iterator[str]:
    """Yield where the ids of a file are not sorted, or not unique."""
    column = parquet.read(columns=[key]).column(key).combine_chunks()
    if len(column) > 1 and not pc.all(pc.less(column.slice(0, len(column) - 1), column.slice(1))).as_py():
        yield f"{key}: not strictly ascending"


def check_sums(manifest: Manifest) -> Iterator[Violation]:
    """Yield where the accounting of a manifest does not add up."""
    sums = manifest.accounting
    rows: Counter[str] = Counter()
    for fact in manifest.files:
        rows[fact.dataset] += fact.rows
    facts = (
        ("records_read is not articles_written + rejected", sums.records_read, sums.articles_written + sums.rejected),
        ("articles_written is not the rows of the files", sums.articles_written, rows["articles"]),
        ("events_written is not the rows of the files", sums.events_written, rows["events"]),
        ("rejected is not the rows of the files", sums.rejected, rows["rejects"]),
    )
    for what, left, right in facts:
        if left != right:
            yield Violation(f"{RUNS}/{manifest.run_id}.json", "", f"{what}: {left} and {right}")
    for what in trace_faults(sums) if manifest.traced else ():
        yield Violation(f"{RUNS}/{manifest.run_id}.json", "", what)


def check_tallies(directory: str, manifest: Manifest) -> Iterator[Violation]:
    """Yield where the counts by kind in the accounting are not those of the rows."""
    sums = manifest.accounting
    for dataset, name, told in (
        ("articles", "duplicate_kind", sums.duplicates),
        ("articles", "refusals", sums.refusals_by_code),
        ("events", "event_type", sums.events_by_type),
        ("rejects", "code", sums.rejects_by_code),
        ("trace", "outcome", sums.decisions_by_outcome),
    ):
        found: Counter[str] = Counter()
        for fact in manifest.files:
            if fact.dataset == dataset:
                for value in filter(None, read_columns(directory, fact, [name]).column(name).to_pylist()):
                    found.update(value if isinstance(value, list) else [value])
        if dict(found) != told:
            what = f"{name} in the accounting is {told}, {dict(sorted(found.items()))} in the rows"
            yield Violation(f"{RUNS}/{manifest.run_id}.json", "", what)


def check_articles(
    directory: str, fact: FileFact, sound: list[FileFact], ids: set[str], *, traced: bool
) -> Iterator[Violation]:
    """Yield what is wrong with a file of articles and with the events and, where there is one, the trace of these.

    Memory is bounded by one file of articles: the events of the month are read once for each.
    """
    known: dict[str, tuple[Row, Any]] = {}
    for row in rows_of(storage.join(directory, fact.path)):
        article_id = row["article_id"]
        for what in check_article(row):
            yield Violation(fact.path, article_id, what)
        if folder_of("articles", row) != fact.path.rpartition("/")[0]:
            yield Violation(fact.path, article_id, "published_at: not of this partition")
        if article_id in ids:
            yield Violation(fact.path, article_id, "article_id: stands twice in the run")
        ids.add(article_id)
        kept = {name: row[name] for name in ("text", "title", "sentences", "event_count", "refusals")}
        known[article_id] = (kept, (row["url"], row["publisher"], row["published_at"]))
    events: dict[str, list[str]] = {}
    month = fact.path.partition("/")[2].rpartition("/")[0]
    for other in sound:
        if other.dataset == "events" and f"/{month}/" in f"/{other.path}":
            for row in rows_of(storage.join(directory, other.path), sorted(known)):
                article, copied = known[row["article_id"]]
                events.setdefault(row["article_id"], []).append(row["event_id"])
                for what in check_event(row, article):
                    yield Violation(other.path, row["event_id"], what)
                if (row["url"], row["publisher"], row["published_at"]) != copied:
                    yield Violation(other.path, row["event_id"], "url, publisher, published_at: not the article's")
    for article_id, (article, _) in known.items():
        if len(events.get(article_id, ())) != (article["event_count"] or 0):
            what = f"event_count: {article['event_count']}, but {len(events.get(article_id, ()))} events"
            yield Violation(fact.path, article_id, what)
    if traced:
        files = [other for other in sound if other.dataset == "trace" and f"/{month}/" in f"/{other.path}"]
        yield from check_trace(directory, files, {key: article for key, (article, _) in known.items()}, events)


def check_trace(
    directory: str, files: Sequence[FileFact], articles: dict[str, Row], events: dict[str, list[str]]
) -> Iterator[Violation]:
    """Yield what is wrong with the trace of some articles, and where it does not tell of their events and refusals."""
    kept: dict[str, list[str]] = {}
    codes: dict[str, list[str]] = {}
    for fact in files:
        for row in rows_of(storage.join(directory, fact.path), sorted(articles)):
            article_id = row["article_id"]
            for what in check_decision(row, articles[article_id]):
                yield Violation(fact.path, row["decision_id"], what)
            if row["outcome"] == "kept":
                kept.setdefault(article_id, []).append(row["event_id"])
            elif row["outcome"] == "merged" and row["event_id"] not in events.get(article_id, ()):
                yield Violation(fact.path, row["decision_id"], "event_id: no event of the article")
            elif row["code"] is not None:
                codes.setdefault(article_id, []).append(row["code"])
    for article_id, article in articles.items():
        if sorted(kept.get(article_id, ())) != sorted(events.get(article_id, ())):
            yield Violation("trace", article_id, "the mentions kept are not those of the article's events, one each")
        if sorted(codes.get(article_id, ())) != sorted(article["refusals"] or ()):
            yield Violation("trace", article_id, "the codes are not those of refusals in the article")


def folder_of(dataset: str, row: Row) -> str:
    """Return the folder a row belongs to."""
    moment = row["published_at"]
    if moment is None:
        return f"{dataset}/year=0/month=0"
    return f"{dataset}/year={moment.year}/month={moment.month}"


def rows_of(uri: str, article_ids: list[str] | None = None) -> Iterator[Row]:
    """Yield the rows of a file, only those of some articles where these are given."""
    wanted = None if article_ids is None else pa.array(article_ids, pa.string())
    with storage.open_binary(uri) as stream:
        for batch in pq.ParquetFile(stream).iter_batches(batch_size=ROWS):
            chosen = batch if wanted is None else batch.filter(pc.is_in(batch.column("article_id"), value_set=wanted))
            yield from chosen.to_pylist()
