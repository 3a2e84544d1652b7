"""The table at the end of a run, what to do next, and the same as a line of JSON."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from rich.console import Console

from pipeline import storage
from pipeline.dataset.rows import public
from pipeline.runners.launcher import Outcome
from pipeline.tables import show_table
from schemas.codes.refusal import REFUSALS
from schemas.reject import CODES

REFUSALS_SHOWN = 6
"""Reasons in the table, the most frequent first; all are in the manifest."""


def show(outcome: Outcome, console: Console) -> None:
    """Print counts, where the datasets are, and what to do next."""
    timing = outcome.manifest.timing
    show_table(console, f"run {outcome.manifest.run_id}", ("what", "count"), list(counts(outcome)), right=["count"])
    mark = "" if console.is_terminal else "# "
    rate = outcome.accounting.records_read / timing.seconds if timing.seconds else 0.0
    lines = [f"{timing.seconds:.1f} s, {rate:.1f} records/s, {timing.processes} process(es)"]
    for dataset in public(traced=outcome.manifest.traced):
        files = [file for file in outcome.manifest.files if file.dataset == dataset]
        if files:
            count = f"{len(files)} file" + ("" if len(files) == 1 else "s")
            lines.append(f"{dataset}: {storage.join(outcome.output, dataset)} ({count})")
    lines += advice(outcome) if console.is_terminal else []
    for line in lines:
        console.print(f"{mark}{line}", soft_wrap=True, markup=False, highlight=False)


def counts(outcome: Outcome) -> Iterator[tuple[str, object]]:
    """Yield the sums of a run, parts below their sum."""
    sums = outcome.accounting
    yield "records read", sums.records_read
    yield "articles", sums.articles_written
    for kind, count in sums.duplicates.items():
        yield f"  duplicates, {kind}", count
    yield "rejected", sums.rejected
    for code, count in sums.rejects_by_code.items():
        yield f"  {code} {CODES.get(code, '').split(':')[0].split(' (')[0]}", count
    for reason, count in sums.skipped.items():
        yield f"  skipped: {reason}", count
    settings = outcome.manifest.options.get("settings")
    looked = not isinstance(settings, dict) or settings.get("events", True)
    yield "events", sums.events_written if looked else "not looked for"
    for name, count in sorted(sums.events_by_type.items(), key=_by_count):
        yield f"  {name}", count
    if looked:
        yield "incidents", sum(file.rows for file in outcome.manifest.files if file.dataset == "incidents")
    if sums.refusals_by_code:
        yield "mentions refused", sum(sums.refusals_by_code.values())
        often = sorted(sums.refusals_by_code.items(), key=_by_count)
        for code, count in often[:REFUSALS_SHOWN]:
            yield f"  {code} {REFUSALS[code].name if code in REFUSALS else ''}", count
        if len(often) > REFUSALS_SHOWN:
            yield "  others", sum(count for _, count in often[REFUSALS_SHOWN:])


def advice(outcome: Outcome) -> list[str]:
    """Return the commands that a person wants next."""
    output = outcome.output
    lines = [f"next: newsbeam report {output}    one page to look at"]
    if outcome.accounting.events_written:
        lines.append(f"      newsbeam export {output} --format csv --output events.csv    a flat table")
    if outcome.accounting.rejected:
        lines.append("      newsbeam schema rejects    what the codes mean; the records are in the rejects dataset")
    lines.append(f"      {storage.join(output, 'README.md')}    what is where, and queries to start with")
    return lines


def json_line(outcome: Outcome) -> str:
    """Return a run as one line of JSON: run id, output, the accounting, seconds, files."""
    manifest = outcome.manifest
    found = {
        "run_id": manifest.run_id,
        "output": outcome.output,
        **msgspec.structs.asdict(manifest.accounting),
        "seconds": manifest.timing.seconds,
        "processes": manifest.timing.processes,
        "files": len(manifest.files),
        "bytes": sum(file.bytes for file in manifest.files),
    }
    return msgspec.json.encode(found).decode()


def _by_count(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]
