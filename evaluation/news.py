"""Rows of ordinary news beside their text, to be read: how many of them are events at all.

    python -m evaluation.news guardian.jsonl bbc.jsonl [--articles 200] [--rows 60] [--skip FOLDER] [--all]

The articles and the rows are taken in the order of a hash of their ids, so that the same ones are read before and after
a change of the rules. Files hold a record a line, with ``id`` and ``text``. ``--skip``: articles whose ids stand in a
file of that folder are left to those who annotate them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from schemas.event import Event, Party
from schemas.records import RawRecord
from transforms.process import Processed, Settings, process_batch

BATCH = 32
LEAST = 400
"""Characters; shorter texts are no articles."""


class Told(NamedTuple):
    """A row and the text about it."""

    source: str
    event: Event
    before: str
    """What stands before the evidence, and after it."""
    after: str


def rank(name: str) -> str:
    """Return the key by which articles and rows are ordered."""
    return hashlib.sha1(f"news:{name}".encode(), usedforsecurity=False).hexdigest()


def articles(files: Iterable[Path], *, wanted: int, skip: str = "") -> list[RawRecord]:
    """Return ``wanted`` articles of the files; those whose ids stand in quotation marks in ``skip`` are passed over."""
    found = []
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            text = one.get("text") or one.get("body") or ""
            if len(text) >= LEAST and f'"{one["id"]}"' not in skip:
                source = f"{file.name}:{one['id']}"
                found.append(
                    RawRecord(
                        source_uri=source, source_locator=one["id"], format="jsonl", text=text, date=one.get("date")
                    )
                )
    return sorted(found, key=lambda record: rank(record.source_uri))[:wanted]


def rows(records: Sequence[RawRecord], settings: Settings) -> list[Told]:
    """Return the rows of the articles, in the order in which they are read."""
    found = []
    for first in range(0, len(records), BATCH):
        batch = records[first : first + BATCH]
        for record, result in zip(batch, process_batch(batch, settings=settings), strict=True):
            if isinstance(result, Processed):
                text = result.article.text
                for event in result.events:
                    before, after = text[: event.evidence_start], text[event.evidence_end :]
                    found.append(Told(record.source_uri, event, before[-200:], after[:150]))
    # a hash of the words, so that a row keeps its rank whatever other rows come and go
    return sorted(found, key=lambda one: rank(f"{one.source}:{one.event.trigger_start}"))


def named(parties: Sequence[Party]) -> str:
    """Return parties with their codes."""
    return "; ".join(f"{p.text} [{p.country or '-'} {p.sector or '-'}]" for p in parties) or "nobody"


def shown(number: int, one: Told) -> str:
    """Return a row beside its text."""
    event = one.event
    mode = f"/{event.event_mode}" if event.event_mode else ""
    return (
        f"[{number}] {one.source} {event.event_type}{mode} {event.confidence:.2f} {event.status} {event.rule}\n"
        f"    '{event.trigger}' | {named(event.actors)} -> {named(event.recipients)} | {', '.join(event.contexts)}\n"
        f"    ... {' '.join(one.before.split())} >>> {event.evidence} <<< {' '.join(one.after.split())}"
    )


def main() -> None:
    """Print how many rows the articles give, and the first of them beside their text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--rows", type=int, default=60)
    parser.add_argument("--skip", type=Path, help="folder with files that hold the ids of articles to pass over")
    options = parser.parse_args()
    skip = "".join(file.read_text(encoding="utf-8") for file in sorted(options.skip.iterdir())) if options.skip else ""
    records = articles(options.files, wanted=options.articles, skip=skip)
    told = rows(records, Settings())
    types = Counter(one.event.event_type for one in told)
    silent = len(records) - len({one.source for one in told})
    print(f"{len(records)} articles, {silent} without a row, {len(told)} rows: {dict(sorted(types.items()))}")
    for number, one in enumerate(told[: options.rows], 1):
        print(shown(number, one))


if __name__ == "__main__":
    main()
