"""Contract checks that concern all runs of a dataset together: ids, copies, and the incidents of events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import storage
from pipeline.dataset.manifest import RUNS, FileFact, Manifest

Fault = tuple[str, str, str]
"""Where, which row, what is wrong."""


def check_across(directory: str, manifests: Sequence[Manifest]) -> Iterator[Fault]:
    """Yield what is wrong between the runs of a dataset; a few columns of all rows are held, as Arrow arrays."""
    articles = columns_of(directory, manifests, "articles", ["article_id", "cluster_id", "duplicate_of", "copied_from"])
    events = columns_of(directory, manifests, "events", ["event_id", "article_id", "incident_id"])
    yield from check_twice(articles, "article_id")
    yield from check_references(articles, events)
    yield from check_incidents(directory, manifests, events)


def columns_of(directory: str, manifests: Sequence[Manifest], dataset: str, names: list[str]) -> pa.Table:
    """Return some columns of a dataset with the run and file of each row."""
    tables = []
    for manifest in manifests:
        for fact in manifest.files:
            if fact.dataset == dataset:
                table = read_columns(directory, fact, names)
                for name, value in (("run", manifest.run_id), ("path", fact.path)):
                    column = pa.DictionaryArray.from_arrays(pa.array([0] * len(table), pa.int32()), [value])
                    table = table.append_column(name, column)
                tables.append(table)
    if not tables:
        return pa.table({name: pa.array([], pa.string()) for name in [*names, "run", "path"]})
    return pa.concat_tables(tables, promote_options="permissive").unify_dictionaries().combine_chunks()


def read_columns(directory: str, fact: FileFact, names: list[str]) -> pa.Table:
    """Return some columns of a file."""
    with storage.open_binary(storage.join(directory, fact.path)) as stream:
        return pq.ParquetFile(stream).read(columns=names).replace_schema_metadata(None)


def check_twice(articles: pa.Table, key: str) -> Iterator[Fault]:
    """Yield ids that stand in more than one run: the same source was read under two run ids."""
    counts = pc.value_counts(articles.column(key).combine_chunks())
    twice = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
    if not len(twice):
        return
    found = articles.filter(pc.is_in(articles.column(key), value_set=twice)).select([key, "run"]).to_pylist()
    runs: dict[str, set[str]] = {}
    for row in found:
        runs.setdefault(row[key], set()).add(row["run"])
    for row_id, names in sorted(runs.items()):
        if len(names) > 1:
            told = ", ".join(sorted(names))
            remedy = "one source was read under two run ids; delete one run, or read it again under the other's id"
            yield f"{RUNS}/{min(names)}.json", row_id, f"{key}: stands in runs {told}: {remedy}"


def check_references(articles: pa.Table, events: pa.Table) -> Iterator[Fault]:
    """Yield references to articles that the dataset does not hold, and copies of what is no original."""
    known = articles.column("article_id").combine_chunks()
    references = [(events, "article_id", "event_id")]
    references += [(articles, name, "article_id") for name in ("duplicate_of", "copied_from")]
    for table, name, key in references:
        column = table.column(name)
        missing = pc.and_(pc.is_valid(column), pc.invert(pc.is_in(column, value_set=known)))
        for row in table.filter(missing).select([key, "path"]).to_pylist():
            yield row["path"], row[key], f"{name}: no such article in the dataset"
    copies = articles.filter(pc.is_valid(articles.column("duplicate_of")))
    originals = pc.index_in(copies.column("duplicate_of"), value_set=known)
    for row, index in zip(copies.to_pylist(), originals.to_pylist(), strict=True):
        if index is None:
            continue
        cluster, again = (articles.column(name)[index].as_py() for name in ("cluster_id", "duplicate_of"))
        if again is not None or cluster != row["cluster_id"]:
            yield row["path"], row["article_id"], "duplicate_of: not the original of its cluster"
    yield from check_chains(copies)


def check_chains(copies: pa.Table) -> Iterator[Fault]:
    """Yield copies whose chain of ``copied_from`` does not end at the original."""
    above = dict(zip(*(copies.column(name).to_pylist() for name in ("article_id", "copied_from")), strict=True))
    ends: dict[str, str] = {}
    for row in copies.select(["article_id", "duplicate_of", "path"]).to_pylist():
        way: list[str] = []
        node: str = row["article_id"]
        while node in above and node not in ends and node not in way:
            way.append(node)
            node = above[node]
        end = ends.get(node, node)
        ends.update(dict.fromkeys(way, end))
        if end != row["duplicate_of"]:
            yield row["path"], row["article_id"], "copied_from: does not lead to the original"


def check_incidents(directory: str, manifests: Sequence[Manifest], events: pa.Table) -> Iterator[Fault]:
    """Yield events whose incident has no row that names them, and incidents that name other events."""
    rows = columns_of(directory, manifests, "incidents", ["incident_id", "event_ids"])
    if not len(rows) and not len(events):
        return
    if not len(rows):
        rows = rows.set_column(1, "event_ids", pa.array([], pa.list_(pa.string())))
    yield from ((path, row_id, what) for row_id, path, what in _twice(rows))
    lists = rows.column("event_ids").combine_chunks()
    parents = pc.list_parent_indices(lists)
    named = pc.list_flatten(lists)
    of = rows.column("incident_id").combine_chunks().take(parents)
    found = pc.index_in(events.column("event_id").combine_chunks(), value_set=named)
    told = of.take(found)
    wrong = pc.fill_null(pc.not_equal(told, events.column("incident_id").combine_chunks()), fill_value=True)
    remedy = "newsbeam link puts it right"
    for row in events.filter(wrong).select(["event_id", "path"]).to_pylist():
        yield row["path"], row["event_id"], f"incident_id: no row of incidents with this event; {remedy}"
    strange = pc.invert(pc.is_in(named, value_set=events.column("event_id").combine_chunks()))
    for index, event_id in zip(parents.filter(strange).to_pylist(), named.filter(strange).to_pylist(), strict=True):
        path, incident = (rows.column(name)[index].as_py() for name in ("path", "incident_id"))
        yield path, incident, f"event_ids: no event {event_id} in the dataset; {remedy}"


def _twice(rows: pa.Table) -> Iterator[Fault]:
    counts = pc.value_counts(rows.column("incident_id").combine_chunks())
    for value in counts.field("values").filter(pc.greater(counts.field("counts"), 1)).to_pylist():
        path = rows.filter(pc.equal(rows.column("incident_id"), value)).column("path")[0].as_py()
        yield value, path, "incident_id: stands twice"
