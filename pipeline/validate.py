"""Contract checks over a finished dataset: ``newsbeam validate DIR``."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import storage
from pipeline.checks import Row, check_article, check_event, check_reject
from pipeline.errors import UsageError
from pipeline.manifest import RUNS, STAGING, SUCCESS, FileFact, Manifest, read_manifests
from pipeline.rows import IDS, SCHEMAS
from schemas.columns import short_type

ROWS = 512
"""Rows held as Python objects at once."""


class Violation(msgspec.Struct, frozen=True):
    """A broken promise: the file or run, the row where there is one, and what is wrong."""

    where: str
    row: str
    what: str


def validate(directory: str) -> Iterator[Violation]:
    """Yield every violation of the contract in a dataset; UsageError where there is none."""
    root = Path(directory)
    if not storage.is_local(directory):
        raise UsageError(f"{directory}: copy the dataset here first; validate reads local directories only.")
    if not (root / RUNS).is_dir():
        raise UsageError(f"{directory} is no newsbeam dataset: it has no {RUNS} folder. Give the --output of a run.")
    if not (root / SUCCESS).exists():
        yield Violation(SUCCESS, "", "missing: a commit was interrupted; the next run into this directory finishes it")
    manifests = read_manifests(directory)
    listed = {fact.path for manifest in manifests for fact in manifest.files}
    for dataset in SCHEMAS:
        for path in sorted((root / dataset).rglob("*.parquet")):
            relative = path.relative_to(root).as_posix()
            if relative not in listed:
                yield Violation(relative, "", "in no manifest")
    if (root / STAGING).is_dir() and any((root / STAGING).iterdir()):
        yield Violation(STAGING, "", "not empty: a run is going on or was killed")
    for manifest in manifests:
        yield from validate_run(root, manifest)


def validate_run(root: Path, manifest: Manifest) -> Iterator[Violation]:
    """Yield what is wrong with one run."""
    sound = []
    for fact in manifest.files:
        faults = list(check_file(root, fact))
        yield from faults
        if not faults:
            sound.append(fact)
    yield from check_sums(manifest)
    ids: set[str] = set()
    for fact in sound:
        if fact.dataset == "articles":
            yield from check_articles(root, fact, sound, ids)
        elif fact.dataset == "rejects":
            for row in rows_of(root / fact.path):
                for what in check_reject(row):
                    yield Violation(fact.path, row["reject_id"], what)
    yield from check_references(root, sound, ids)


def check_file(root: Path, fact: FileFact) -> Iterator[Violation]:
    """Yield where a file is not the one in the manifest, or not of the contract's schema."""
    path = root / fact.path
    if not path.exists():
        yield Violation(fact.path, "", "missing")
        return
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            digest.update(part)
    if digest.hexdigest() != fact.sha256:
        yield Violation(fact.path, "", "its bytes are not those of the manifest (sha256)")
        return
    parquet = pq.ParquetFile(path)
    if parquet.metadata.num_rows != fact.rows:
        yield Violation(fact.path, "", f"{parquet.metadata.num_rows} rows, {fact.rows} in the manifest")
    yield from (Violation(fact.path, "", what) for what in check_schema(parquet.schema_arrow, fact.dataset))
    yield from (Violation(fact.path, "", what) for what in check_ids(path, IDS[fact.dataset]))


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


def check_ids(path: Path, key: str) -> Iterator[str]:
    """Yield where the ids of a file are not sorted, or not unique."""
    column = pq.read_table(path, columns=[key]).column(key).combine_chunks()
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


def check_articles(root: Path, fact: FileFact, sound: list[FileFact], ids: set[str]) -> Iterator[Violation]:
    """Yield what is wrong with a file of articles and with the events of its articles.

    Memory is bounded by one file of articles: the events of the month are read once for each.
    """
    known: dict[str, tuple[str, int, int, Any]] = {}
    for row in rows_of(root / fact.path):
        for what in check_article(row):
            yield Violation(fact.path, row["article_id"], what)
        if folder_of("articles", row) != fact.path.rpartition("/")[0]:
            yield Violation(fact.path, row["article_id"], "published_at: not of this partition")
        copied = (row["url"], row["publisher"], row["published_at"])
        known[row["article_id"]] = (row["text"], len(row["sentences"]), row["event_count"], copied)
    ids.update(known)
    counted: Counter[str] = Counter()
    month = fact.path.partition("/")[2].rpartition("/")[0]
    for other in sound:
        if other.dataset == "events" and f"/{month}/" in f"/{other.path}":
            for row in rows_of(root / other.path, sorted(known)):
                text, sentences, _, copied = known[row["article_id"]]
                counted[row["article_id"]] += 1
                for what in check_event(row, text, sentences):
                    yield Violation(other.path, row["event_id"], what)
                if (row["url"], row["publisher"], row["published_at"]) != copied:
                    yield Violation(other.path, row["event_id"], "url, publisher, published_at: not the article's")
    for article_id, (_, _, expected, _) in known.items():
        if counted[article_id] != expected:
            what = f"event_count: {expected}, but {counted[article_id]} events"
            yield Violation(fact.path, article_id, what)


def folder_of(dataset: str, row: Row) -> str:
    """Return the folder a row belongs to."""
    moment = row["published_at"]
    if moment is None:
        return f"{dataset}/year=0/month=0"
    return f"{dataset}/year={moment.year:04d}/month={moment.month:02d}"


def check_references(root: Path, sound: list[FileFact], ids: set[str]) -> Iterator[Violation]:
    """Yield references to articles that the run does not hold."""
    wanted = pa.array(sorted(ids), pa.string())
    for fact in sound:
        if fact.dataset == "rejects":
            continue
        name, key = ("article_id", "event_id") if fact.dataset == "events" else ("duplicate_of", "article_id")
        table = pq.read_table(root / fact.path, columns=[name, key])
        column = table.column(name)
        missing = pc.and_(pc.is_valid(column), pc.invert(pc.is_in(column, value_set=wanted)))
        for row_id in table.column(key).filter(missing).to_pylist():
            yield Violation(fact.path, row_id, f"{name}: no such article in the run")


def rows_of(path: Path, article_ids: list[str] | None = None) -> Iterator[Row]:
    """Yield the rows of a file, only those of some articles where these are given."""
    wanted = None if article_ids is None else pa.array(article_ids, pa.string())
    for batch in pq.ParquetFile(path).iter_batches(batch_size=ROWS):
        chosen = batch if wanted is None else batch.filter(pc.is_in(batch.column("article_id"), value_set=wanted))
        yield from chosen.to_pylist()
