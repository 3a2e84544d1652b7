"""The table at the end of a run."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from pipeline import storage
from pipeline.dataset.rows import PUBLIC
from pipeline.runners.launcher import Outcome
from schemas.reject import CODES


def show(outcome: Outcome, console: Console) -> None:
    """Print counts and where the datasets are."""
    sums, timing = outcome.accounting, outcome.manifest.timing
    table = Table(title=f"run {outcome.manifest.run_id}", title_justify="left", show_header=False)
    table.add_column("what")
    table.add_column("count", justify="right")
    table.add_row("records read", str(sums.records_read))
    table.add_row("articles", str(sums.articles_written))
    for kind, count in sums.duplicates.items():
        table.add_row(f"  duplicates, {kind}", str(count))
    table.add_row("rejected", str(sums.rejected))
    for code, count in sums.rejects_by_code.items():
        table.add_row(f"  {code} {CODES.get(code, '').split(':')[0].split(' (')[0]}", str(count))
    for reason, count in sums.skipped.items():
        table.add_row(f"  skipped: {reason}", str(count))
    settings = outcome.manifest.options.get("settings")
    looked = not isinstance(settings, dict) or settings.get("events", True)
    table.add_row("events", str(sums.events_written) if looked else "not looked for")
    for name, count in sorted(sums.events_by_type.items(), key=_by_count):
        table.add_row(f"  {name}", str(count))
    incidents = sum(file.rows for file in outcome.manifest.files if file.dataset == "incidents")
    if looked:
        table.add_row("incidents", str(incidents))
    console.print(table)
    rate = sums.records_read / timing.seconds if timing.seconds else 0.0
    console.print(f"{timing.seconds:.1f} s, {rate:.1f} records/s, {timing.processes} process(es)")
    for dataset in PUBLIC:
        files = [file for file in outcome.manifest.files if file.dataset == dataset]
        if files:
            console.print(f"{dataset}: {storage.join(outcome.output, dataset)} ({len(files)} files)", soft_wrap=True)


def _by_count(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]
