"""Data files in which links have changed, written anew; the others stay as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import storage
from pipeline.dataset.accounting import Accounting
from pipeline.dataset.blocks import BlockRef, Partition, pack, read_blocks
from pipeline.dataset.commit import Move
from pipeline.dataset.linked import Columns, Linked, fill_links
from pipeline.dataset.manifest import LINKS, FileFact, Manifest
from pipeline.dataset.rows import IDS, SCHEMAS
from pipeline.dataset.sink import WRITE_BYTES, Hashed, Piece, date_range, sorted_order, tally, write_parquet
from schemas.incident import Incident


class Rewritten(msgspec.Struct):
    """New files, and the moves that bring them to their place."""

    facts: list[FileFact]
    moves: list[Move]


def relink(
    output: str,
    manifest: Manifest,
    stage: str,
    links: Mapping[str, Mapping[str, Columns]],
    months: Mapping[str, set[str]],
) -> tuple[Manifest, list[Move]]:
    """Return a run's manifest after its rows got their links, and the moves of the files that changed by it.

    ``links`` has the columns of rows by dataset and id, ``months`` the folders in which these rows lie. Incidents are
    no longer the run's own.
    """
    facts: list[FileFact] = []
    moves: list[Move] = []
    sums = manifest.accounting
    for fact in manifest.files:
        if fact.dataset == "incidents":
            continue
        wanted = links.get(fact.dataset)
        if not wanted or not fact.rows or fact.path.rpartition("/")[0] not in months[fact.dataset]:
            facts.append(fact)
            continue
        table = differing(output, fact, wanted)
        if table is None:
            facts.append(fact)
            continue
        before, after = table
        sums = recount(sums, fact.dataset, before, after)
        name = fact.path.rpartition("/")[2].removesuffix(".parquet").rpartition("-")[0]
        new, move = write_table(fact.dataset, after, fact.path.rpartition("/")[0], name, stage)
        facts.append(new)
        moves.append(move)
    return msgspec.structs.replace(manifest, files=tuple(facts), accounting=sums), moves


def differing(output: str, fact: FileFact, wanted: Mapping[str, Columns]) -> tuple[pa.Table, pa.Table] | None:
    """Return the rows of a file before and after they got their links; None where nothing changes."""
    key = IDS[fact.dataset]
    names = list(next(iter(wanted.values())))
    with storage.open_binary(storage.join(output, fact.path)) as stream:
        parquet = pq.ParquetFile(stream)
        small = parquet.read(columns=[key, *names])
        ids = small.column(key).to_pylist()
        now = zip(*(small.column(name).to_pylist() for name in names), strict=True)
        changed = [
            Linked(row_id, wanted[row_id])
            for row_id, values in zip(ids, now, strict=True)
            if row_id in wanted and tuple(wanted[row_id][name] for name in names) != values
        ]
        if not changed:
            return None
        table = parquet.read()
    return table, fill_links(table, key, changed)


def recount(sums: Accounting, dataset: str, before: pa.Table, after: pa.Table) -> Accounting:
    """Return the accounting of a run after the copies of one of its files changed."""
    if dataset != "articles":
        return sums
    counted = Counter(sums.duplicates)
    for table, sign in ((before, -1), (after, 1)):
        for kind, count in tally(table.column("duplicate_kind"), pa.array(range(table.num_rows))).items():
            counted[kind] += sign * count
    return msgspec.structs.replace(sums, duplicates={kind: count for kind, count in sorted(counted.items()) if count})


def write_table(dataset: str, table: pa.Table, folder: str, name: str, stage: str) -> tuple[FileFact, Move]:
    """Write rows, in the order of their ids, below the staging directory; return the file and its move."""
    if dataset in IDS:
        order, _ = sorted_order(table.column(IDS[dataset]))
    else:
        order = pa.array(range(table.num_rows))
    table = pa.table([column.combine_chunks() for column in table.columns], schema=SCHEMAS[dataset])
    staged = storage.join(stage, folder, f"{name}.parquet")
    with storage.create(staged) as stream:
        hashed = Hashed(stream)
        with pa.BufferedOutputStream(pa.PythonFile(hashed, mode="w"), WRITE_BYTES) as buffered:
            write_parquet(dataset, [Piece(table, order)], buffered)
    first, last = date_range(dataset, table)
    path = f"{folder}/{name}-{hashed.hexdigest()[:12]}.parquet"
    return FileFact(path, dataset, len(order), hashed.size, hashed.hexdigest(), first, last), Move(staged, path)


def shard_of(incident: Incident) -> str:
    """Return the shard of an incident: year and month of its first report, so that old ones stay as they are."""
    first = incident.first_report
    return f"{first.year:04d}{first.month:02d}" if first else "000000"


class Shards:
    """Rows of incidents on their way to the files of their months."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._rows: dict[str, list[Incident]] = {}
        self._count = 0
        self.blocks: dict[str, list[BlockRef]] = {}

    def add(self, incident: Incident) -> None:
        """Take a row; many are written away."""
        self._rows.setdefault(shard_of(incident), []).append(incident)
        self._count += 1
        if self._count >= HELD:
            self.flush()

    def flush(self) -> None:
        """Write away what is held."""
        for shard, rows in sorted(self._rows.items()):
            for _, ref in pack("incidents", rows, self._folder, 1):
                self.blocks.setdefault(shard, []).append(ref)
        self._rows, self._count = {}, 0


HELD = 2000


def write_incidents(output: str, old: Sequence[FileFact], shards: Shards, gone: Iterable[str], stage: str) -> Rewritten:
    """Write the months of the incidents that changed; ``gone`` are events whose incidents are told anew."""
    shards.flush()
    events = pa.array(sorted(gone), pa.string())
    found = Rewritten([], [])
    before = {shard_name(fact.path): fact for fact in old}
    for shard in sorted(before.keys() | shards.blocks.keys()):
        kept = SCHEMAS["incidents"].empty_table()
        fact = before.get(shard)
        if fact is not None:
            with storage.open_binary(storage.join(output, fact.path)) as stream:
                table = pq.ParquetFile(stream).read()
            kept = without(table, events)
            if len(kept) == len(table) and shard not in shards.blocks:
                found.facts.append(fact)
                continue
        new = read_blocks(shards.blocks.get(shard, ()), SCHEMAS["incidents"])
        schema = SCHEMAS["incidents"]
        table = pa.concat_tables([part.replace_schema_metadata(schema.metadata).cast(schema) for part in (kept, new)])
        if not len(table):
            continue
        fact, move = write_table("incidents", table, Partition("incidents").folder, f"{LINKS}-{shard}", stage)
        found.facts.append(fact)
        found.moves.append(move)
    return found


def shard_name(path: str) -> str:
    """Return the shard of a file of incidents."""
    return path.rpartition("/")[2].split("-")[-2]


def without(table: pa.Table, events: pa.Array) -> pa.Table:
    """Return the incidents none of whose events is among some."""
    lists = table.column("event_ids").combine_chunks()
    hit = pc.list_parent_indices(lists).filter(pc.is_in(pc.list_flatten(lists), value_set=events))
    return table.filter(
        pc.invert(pc.is_in(pa.array(range(len(table)), pa.int64()), value_set=pc.cast(hit, pa.int64())))
    )
