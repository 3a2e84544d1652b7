"""What ``newsbeam link`` costs as a dataset grows: processor time an article, and the memory of its one process.

    python -m benchmarks.links --seeds DATASET --folder DIR [--articles 25000 50000 100000]

Replicates the rows of a finished dataset to so many articles below ``--folder``, in two runs, links them there, in a
process of its own, and prints a line of JSON a size. Every replica is of another day, at ``A_DAY`` articles a day; of
the words of its names three in four are others of the seeds, the same ones wherever an article names them, and its
shingles are new, so that it is no copy. One article in fifty is a copy of the one before it, events and all. Rows have
no text: linking reads none. The same seeds and numbers give the same dataset.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

os.environ.setdefault("OMP_NUM_THREADS", "1")

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.dataset.blocks import index_article, index_event, month_of
from pipeline.dataset.manifest import RUNS, FileFact, Manifest, encode, read_manifests
from pipeline.dataset.rows import FOLDERS, SCHEMAS, to_builtins
from pipeline.link.index import Wanted, read_index
from pipeline.link.rewrite import write_table
from schemas.ids import stable_id
from transforms.link.near_duplicates import UNKNOWN_DATE, Signature
from transforms.link.row import IncidentRow

ROOT = Path(__file__).resolve().parents[1]
FIRST_DAY, A_DAY = datetime.date(2019, 1, 1), 300
COPIED = 50
"""One article in so many is a copy."""
CHANGED = 0.75
"""Share of the words of names that are others."""
RUN_IDS = ("even", "odd")
HELD = 4000
"""Articles that are rows in memory at once."""
Named = TypeVar("Named", bound=frozenset[str])


class Seed(NamedTuple):
    """An article with its events: the rows as they lie in the dataset, and what linking reads of them."""

    article: dict[str, Any]
    events: list[dict[str, Any]]
    signature: Signature
    rows: list[IncidentRow]


def read_seeds(directory: str) -> list[Seed]:
    """Return the articles of a dataset, without their texts."""
    manifests = read_manifests(directory)
    found: dict[str, list[Any]] = {"articles": [], "events": []}
    for manifest in manifests:
        for fact in manifest.files:
            if fact.dataset in found:
                found[fact.dataset] += pq.ParquetFile(Path(directory, fact.path)).read().to_pylist()
    signatures = decoded(directory, manifests, "article_links", Signature)
    rows = decoded(directory, manifests, "event_links", IncidentRow)
    events: dict[str, list[dict[str, Any]]] = {}
    for event in found["events"]:
        events.setdefault(event["article_id"], []).append(event)
    seeds = []
    for article in sorted(found["articles"], key=lambda row: str(row["article_id"])):
        row_id = article["article_id"]
        article |= {
            "text": "",
            "paragraphs": [],
            "sentences": [],
            "entities": [],
            "dates": [],
            "places": [],
            "repairs": [],
        }
        mine = events.get(row_id, [])
        seeds.append(Seed(article, mine, signatures[row_id], [rows[event["event_id"]] for event in mine]))
    return seeds


def decoded(directory: str, manifests: Sequence[Manifest], dataset: str, kind: type) -> dict[str, Any]:
    """Return the rows of an index by their ids."""
    decoder: msgspec.msgpack.Decoder[Any] = msgspec.msgpack.Decoder(kind)
    found = read_index(directory, manifests, dataset, Wanted())
    return {row_id: decoder.decode(data) for row_id, _, data in found}


class Replica(NamedTuple):
    """An article that was made of a seed."""

    number: int
    article: dict[str, Any]
    events: list[dict[str, Any]]
    index: Signature
    rows: list[IncidentRow]


def replicas(seeds: Sequence[Seed], count: int) -> Iterator[Replica]:
    """Yield articles in the order of their numbers."""
    pool = sorted({name for seed in seeds for row in seed.rows for name in row.subject})
    last: Replica | None = None
    for number in range(count):
        if last is not None and number % COPIED == COPIED - 1:
            index = last.index
            last = named(last._replace(number=number), last.rows, index, days=1)
        else:
            seed, draw = seeds[number % len(seeds)], random.Random(number)
            names = {name: draw.choice(pool) for row in seed.rows for name in words_of(row) if draw.random() < CHANGED}
            day = FIRST_DAY + datetime.timedelta(days=draw.randrange(max(1, count // A_DAY)))
            shift = (day - (seed.rows[0].day or day)).days if seed.rows else 0
            rows = [renamed(row, names) for row in seed.rows]
            index = unlike(seed.signature, day, np.random.default_rng(number))
            last = named(Replica(number, seed.article, seed.events, index, rows), rows, index, days=shift)
        yield last


def words_of(row: IncidentRow) -> list[str]:
    """Return the words of names and of the subject in a row, in a fixed order."""
    return sorted(row.subject.keys() | row.mentioned | row.actors.names | row.targets.names)


def renamed(row: IncidentRow, names: Mapping[str, str]) -> IncidentRow:
    """Return a row with other names."""

    def others(words: frozenset[str]) -> frozenset[str]:
        return frozenset(names.get(word, word) for word in words)

    sides = [msgspec.structs.replace(side, names=others(side.names)) for side in (row.actors, row.targets)]
    return msgspec.structs.replace(
        row,
        actors=sides[0],
        targets=sides[1],
        mentioned=others(row.mentioned),
        subject={names.get(word, word): weight for word, weight in row.subject.items()},
        topics=tuple(names.get(word, word) for word in row.topics),
    )


def unlike(seed: Signature, day: datetime.date, draw: np.random.Generator) -> Signature:
    """Return a signature of the same size that shares no key with any other."""
    shingles = np.unique(draw.integers(0, 1 << 32, len(seed.shingles) // 4, np.uint32))
    facts = np.unique(draw.integers(0, 1 << 63, len(seed.facts) // 8, np.uint64))
    published = f"{day.isoformat()}T00:00:00+00:00" if seed.published != UNKNOWN_DATE else UNKNOWN_DATE
    return msgspec.structs.replace(
        seed,
        published=published,
        digest=draw.bytes(16),
        bands=tuple(bytes([i]) + draw.bytes(24) for i in range(len(seed.bands))),
        anchors=tuple(draw.bytes(8) for _ in seed.anchors),
        shingles=shingles.tobytes(),
        facts=facts.tobytes(),
    )


def named(replica: Replica, rows: Sequence[IncidentRow], index: Signature, *, days: int) -> Replica:
    """Return an article under ids of its own, its acts so many days later."""
    article_id = stable_id("article", "links", str(replica.number))
    step = datetime.timedelta(days=days)
    known = index.published != UNKNOWN_DATE
    published = datetime.datetime.fromisoformat(index.published) if known else None
    told, events = [], []
    for place, (row, event) in enumerate(zip(rows, replica.events, strict=True)):
        event_id = stable_id("event", article_id, str(place))
        dates = {name: moved(getattr(row, name), step) for name in ("date_start", "date_end")}
        told.append(
            msgspec.structs.replace(
                row,
                event_id=event_id,
                article_id=article_id,
                published_at=published if row.published_at else None,
                **dates,
            )
        )
        filled = {"event_id": event_id, "article_id": article_id, "published_at": told[-1].published_at}
        events.append({**event, **filled, "incident_id": event_id, **dates})
    article = {**replica.article, "article_id": article_id, "published_at": published}
    article |= {"duplicate_of": None, "duplicate_kind": None, "cluster_id": None, "copied_from": None}
    return Replica(replica.number, article, events, msgspec.structs.replace(index, article_id=article_id), told)


def moved(day: datetime.date | None, step: datetime.timedelta) -> datetime.date | None:
    """Return a day some days later."""
    return day + step if day else None


def write_dataset(output: Path, seeds: Sequence[Seed], count: int, pattern: Manifest) -> int:
    """Write a dataset of so many articles in two runs; return its events."""
    facts: dict[str, list[FileFact]] = {run_id: [] for run_id in RUN_IDS}
    held: list[Replica] = []
    events = 0
    for replica in replicas(seeds, count):
        held.append(replica)
        events += len(replica.rows)
        if len(held) == HELD:
            write_files(output, held, facts)
            held = []
    write_files(output, held, facts)
    (output / RUNS).mkdir()
    for run_id, files in facts.items():
        manifest = msgspec.structs.replace(pattern, run_id=run_id, files=tuple(files))
        (output / RUNS / f"{run_id}.json").write_bytes(encode(manifest))
    return events


def write_files(output: Path, held: Sequence[Replica], facts: Mapping[str, list[FileFact]]) -> None:
    """Write some articles as files of both runs."""
    for parity, run_id in enumerate(RUN_IDS):
        tables: dict[tuple[str, tuple[int, int]], list[dict[str, Any]]] = {}
        for one in held:
            if one.number % len(RUN_IDS) != parity:
                continue
            moment = one.article["published_at"]
            tables.setdefault(("articles", month_of(moment)), []).append(one.article)
            tables.setdefault(("article_links", month_of(moment)), []).append(to_builtins(index_article(one.index)))
            for event, row in zip(one.events, one.rows, strict=True):
                tables.setdefault(("events", month_of(row.published_at)), []).append(event)
                day = row.day if row.published_at else None
                month = (day.year, day.month) if day else (0, 0)
                tables.setdefault(("event_links", month), []).append(to_builtins(index_event(row)))
        for (dataset, (year, month)), rows in sorted(tables.items()):
            folder = f"{FOLDERS.get(dataset, dataset)}/year={year}/month={month}"
            table = pa.Table.from_pylist(rows, schema=SCHEMAS[dataset])
            fact, move = write_table(dataset, table, folder, f"{run_id}-{held[0].number:06d}", str(output / "staged"))
            target = output / move.path
            target.parent.mkdir(parents=True, exist_ok=True)
            Path(move.staged).replace(target)
            facts[run_id].append(fact)
    shutil.rmtree(output / "staged", ignore_errors=True)


LINK = """
import json, sys, time
from pathlib import Path
from pipeline.link.link import link
from pipeline.memory import look_seldom
import transforms.link

def most_mb():
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) >> 10

look_seldom()
began, before = time.process_time(), most_mb()
found = link(sys.argv[1])
print(json.dumps({"incidents": found.incidents, "processor_s": round(time.process_time() - began, 1),
                  "start_mb": before, "most_mb": most_mb()}))
"""


def main() -> None:
    """Make and link a dataset of every size, and print what that took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", required=True, help="a finished dataset")
    parser.add_argument("--folder", type=Path, required=True, help="is made; what lies in it is taken away again")
    parser.add_argument("--articles", type=int, nargs="+", default=[25_000, 50_000, 100_000])
    options = parser.parse_args()
    seeds = read_seeds(options.seeds)
    [pattern, *_] = read_manifests(options.seeds)
    for count in options.articles:
        output = options.folder / str(count)
        output.mkdir(parents=True)
        events = write_dataset(output, seeds, count, pattern)
        began = time.time()
        done = subprocess.run(
            [sys.executable, "-c", LINK, str(output)], cwd=ROOT, capture_output=True, text=True, check=True
        )
        facts = json.loads(done.stdout)
        facts = {"articles": count, "events": events, **facts, "clock_s": round(time.time() - began, 1)}
        facts["ms_an_article"] = round(1000 * facts["processor_s"] / count, 3)
        print(json.dumps(facts), flush=True)
        shutil.rmtree(output)


if __name__ == "__main__":
    main()
