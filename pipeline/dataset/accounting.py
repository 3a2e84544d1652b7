"""What a run read, wrote and gave up, and whether the sums agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from pipeline.dataset.blocks import Counts
from pipeline.dataset.sink import FileInfo


class Result(msgspec.Struct, frozen=True):
    """What the graph leaves for the launcher."""

    files: tuple[FileInfo, ...] = ()
    counts: Counts = Counts()


class Accounting(msgspec.Struct, frozen=True):
    """The sums of a run: ``records_read = articles_written + rejected``."""

    records_read: int
    articles_written: int
    events_written: int
    rejected: int
    skipped: dict[str, int]
    """Records that are no candidates (WARC requests, images), by reason; not among those read."""
    duplicates: dict[str, int]
    rejects_by_code: dict[str, int]
    events_by_type: dict[str, int]
    repeated: int
    """Rows that a worker delivered twice and the sink dropped."""
    refusals_by_code: dict[str, int] = {}
    """Mentions of acts that became no event, by the code of the reason (``schemas.codes.refusal``)."""
    decisions_by_outcome: dict[str, int] = {}
    """Rows of the trace, where the run writes one, by what became of the mention (``schemas.trace``)."""

    @property
    def reject_ratio(self) -> float:
        """Share of the records that were rejected."""
        return self.rejected / self.records_read if self.records_read else 0.0


def merge(counts: Iterable[Counts]) -> Counts:
    """Return the sum of counts."""
    numbers: Counter[str] = Counter()
    skipped: Counter[str] = Counter()
    for part in counts:
        numbers.update({"records": part.records, "articles": part.articles})
        numbers.update({"events": part.events, "rejects": part.rejects, "decisions": part.decisions})
        skipped.update(dict(part.skipped))
    return Counts(
        records=numbers["records"],
        articles=numbers["articles"],
        events=numbers["events"],
        rejects=numbers["rejects"],
        decisions=numbers["decisions"],
        skipped=tuple(sorted(skipped.items())),
    )


def account(result: Result) -> Accounting:
    """Return the sums of a run from what its files hold and what its readers counted."""
    rows: Counter[str] = Counter()
    repeated: Counter[str] = Counter()
    tallies: dict[str, Counter[str]] = {}
    for file in result.files:
        rows[file.dataset] += file.rows
        repeated[file.dataset] += file.repeated
        for name, values in file.tallies.items():
            tallies.setdefault(name, Counter()).update(values)
    return Accounting(
        records_read=result.counts.records - repeated["articles"] - repeated["rejects"],
        articles_written=rows["articles"],
        events_written=rows["events"],
        rejected=rows["rejects"],
        skipped=dict(result.counts.skipped),
        duplicates=_sorted(tallies.get("duplicate_kind")),
        rejects_by_code=_sorted(tallies.get("code")),
        events_by_type=_sorted(tallies.get("event_type")),
        refusals_by_code=_sorted(tallies.get("refusals")),
        decisions_by_outcome=_sorted(tallies.get("outcome")),
        repeated=sum(repeated[name] for name in ("articles", "events", "rejects", "trace")),
    )


def _sorted(counter: Counter[str] | None) -> dict[str, int]:
    return dict(sorted((counter or Counter()).items()))


def faults(result: Result, *, traced: bool = False) -> list[str]:
    """Return every sum that does not hold, in words; ``traced``: the run writes a trace."""
    sums = account(result)
    found = []
    if sums.records_read != sums.articles_written + sums.rejected:
        found.append(
            f"{sums.records_read} records read, but {sums.articles_written} articles "
            f"and {sums.rejected} rejects written"
        )
    repeated_events = sum(file.repeated for file in result.files if file.dataset == "events")
    if result.counts.events != sums.events_written + repeated_events:
        found.append(f"{result.counts.events} events coded, but {sums.events_written} written")
    decisions = sum(file.rows + file.repeated for file in result.files if file.dataset == "trace")
    if result.counts.decisions != decisions:
        found.append(f"{result.counts.decisions} decisions traced, but {decisions} written")
    return [*found, *trace_faults(sums)] if traced else found


def trace_faults(sums: Accounting) -> list[str]:
    """Return where the trace of a run does not tell of the events and refusals that its rows tell of, in words."""
    facts = (
        ("kept", "events", sums.events_written),
        ("refused", "refusals in the articles", sum(sums.refusals_by_code.values())),
    )
    return [
        f"{sums.decisions_by_outcome.get(outcome, 0)} mentions {outcome} in the trace, but {count} {what}"
        for outcome, what, count in facts
        if sums.decisions_by_outcome.get(outcome, 0) != count
    ]
