"""Rows of incidents on their way to the files of their months."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import storage
from pipeline.dataset.blocks import BlockRef, Partition, sorted_block, write_blocks
from pipeline.dataset.ids import heads
from pipeline.dataset.manifest import LINKS, FileFact
from pipeline.dataset.rows import SCHEMAS, to_batch
from pipeline.dataset.sink import PIECE_BYTES, plan_shards, read_piece
from pipeline.link.rewrite import Rewritten, write_pieces
from pipeline.link.staged.spill import Spill
from pipeline.link.ties import Room
from schemas.incident import Incident

HELD = 4000
"""Incidents that are held before they are written away."""
IDS = pa.schema([("id", pa.string())])
NUMBERED = IDS.append(pa.field("file", pa.int32()))
INCIDENTS = Partition("incidents")


def shard_of(incident: Incident) -> str:
    """Return the shard of an incident: year and month of its first report, so that old ones stay as they are."""
    first = incident.first_report
    return f"{first.year:04d}{first.month:02d}" if first else "000000"


def shard_name(path: str) -> str:
    """Return the shard of a file of incidents."""
    return path.rpartition("/")[2].split("-")[-2]


class Shards:
    """Rows of incidents by month, on disk but for some thousand."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._rows: dict[str, list[Incident]] = {}
        self._count = 0
        self._blocks: dict[str, list[BlockRef]] = {}

    def add(self, incident: Incident) -> None:
        """Take a row; many are written away."""
        self._rows.setdefault(shard_of(incident), []).append(incident)
        self._count += 1
        if self._count >= HELD:
            self._flush()

    def _flush(self) -> None:
        tables = {
            shard: pa.Table.from_batches([to_batch("incidents", rows)]) for shard, rows in sorted(self._rows.items())
        }
        self.put(tables)
        self._rows, self._count = {}, 0

    def put(self, tables: dict[str, pa.Table]) -> None:
        """Write away rows by their shards."""
        tables = {shard: table for shard, table in tables.items() if len(table)}
        buckets = self._room.buckets
        blocks = [sorted_block(INCIDENTS, table, "incident_id", buckets) for table in tables.values()]
        for shard, (_, ref) in zip(tables, write_blocks(self._room.folder, blocks), strict=True):
            self._blocks.setdefault(shard, []).append(ref)

    def blocks(self) -> dict[str, list[BlockRef]]:
        """Return the blocks of all rows by their shards."""
        self._flush()
        return self._blocks


def write_incidents(output: str, old: Sequence[FileFact], shards: Shards, told: Spill, stage: str) -> Rewritten:
    """Write the months of the incidents that changed; ``told`` has as ``id`` the events that are told anew.

    All events of an incident are told anew or none, and its id is that of one of them.
    """
    gone = gone_by_file(output, old, told)
    new = shards.blocks()
    found = Rewritten([], [])
    numbers = {shard_name(fact.path): number for number, fact in enumerate(old)}
    for shard in sorted(numbers.keys() | new.keys()):
        number = numbers.get(shard)
        if number is not None:
            removed = gone.read(number)
            if not len(removed) and shard not in new:
                found.facts.append(old[number])
                continue
            for table in kept(output, old[number], removed):
                shards.put({shard: table})
        refs = shards.blocks().get(shard, ())
        if not refs:
            continue
        pieces = (read_piece("incidents", chosen) for chosen in plan_shards(refs, PIECE_BYTES))
        fact, move = write_pieces("incidents", pieces, INCIDENTS.folder, f"{LINKS}-{shard}", stage)
        found.facts.append(fact)
        found.moves.append(move)
    return found


def gone_by_file(output: str, old: Sequence[FileFact], told: Spill) -> Spill:
    """Return by the number of their file the old incidents whose events are told anew."""
    room = Room(told.folder, told.buckets)
    before, gone = room.spill(NUMBERED), Spill(room.folder, IDS, max(1, len(old)))
    for number, fact in enumerate(old):
        with storage.open_binary(storage.join(output, fact.path)) as stream:
            ids = pq.ParquetFile(stream).read(columns=["incident_id"]).column(0)
        table = pa.table([ids, pa.array([number] * len(ids), pa.int32())], schema=NUMBERED)
        before.add(table, heads(ids))
    for bucket in range(room.buckets):
        table = before.read(bucket)
        table = table.filter(pc.is_in(table.column("id"), value_set=told.read(bucket).column("id").combine_chunks()))
        gone.put(table.select(["id"]), table.column("file").to_numpy())
    before.clear()
    return gone


def kept(output: str, fact: FileFact, removed: pa.Table) -> Iterator[pa.Table]:
    """Yield the rows of a file but those that are removed."""
    schema = SCHEMAS["incidents"]
    with storage.open_binary(storage.join(output, fact.path)) as stream:
        parquet = pq.ParquetFile(stream)
        for group in range(parquet.num_row_groups):
            table = parquet.read_row_group(group)
            hit = pc.is_in(table.column("incident_id"), value_set=removed.column("id").combine_chunks())
            yield table.filter(pc.invert(hit)).replace_schema_metadata(schema.metadata).cast(schema)
