"""Runs by date: ``{date}`` in the inputs, one run a day, named after it, so that a repeated day replaces itself."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

import msgspec

from pipeline.errors import UsageError
from pipeline.runners.options import RunOptions
from pipeline.sources.discover import match

FIELD = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
FORMATS = {"date": "%Y-%m-%d", "year": "%Y", "month": "%m", "day": "%d"}
"""What stands for ``{date}`` and its like; another format is given as ``{date:%Y%m%d}``."""
WORDS = {"today": 0, "yesterday": 1}
"""Days before the current one, in UTC."""
MOST_DAYS = 3660


def utc_today() -> datetime.date:
    """Return the current day in UTC."""
    return datetime.datetime.now(datetime.timezone.utc).date()


def fill(template: str, day: datetime.date) -> str:
    """Return an input pattern for a day; UsageError for a field that is not known."""

    def value(found: re.Match[str]) -> str:
        if found[1] not in FORMATS:
            raise UsageError(f"{found[0]} in --input {template}: known are {{{'}, {'.join(FORMATS)}}}.")
        return day.strftime(found[2] or FORMATS[found[1]])

    return FIELD.sub(value, template)


def parse_day(text: str, option: str, today: datetime.date) -> datetime.date:
    """Return the day of an option: ISO 8601, ``today`` or ``yesterday``; UsageError for anything else."""
    if text.lower() in WORDS:
        return today - datetime.timedelta(days=WORDS[text.lower()])
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{option} {text}: write a date as YYYY-MM-DD, or today or yesterday (UTC).") from error


def days_of(date: str | None, since: str | None, until: str | None, today: datetime.date) -> list[datetime.date]:
    """Return the days asked for, first and last included; none where no day was given."""
    if date is None and since is None and until is None:
        return []
    if date is not None:
        if since is not None or until is not None:
            raise UsageError("give either --date, or --since and --until.")
        return [parse_day(date, "--date", today)]
    if since is None:
        raise UsageError("--until needs --since.")
    first = parse_day(since, "--since", today)
    last = parse_day(until or "yesterday", "--until", today)
    if not 0 <= (last - first).days < MOST_DAYS:
        raise UsageError(
            f"--since {first} --until {last}: the last day must not lie before the first, or ten years off."
        )
    return [first + datetime.timedelta(days=i) for i in range((last - first).days + 1)]


def run_of(options: RunOptions, day: datetime.date) -> RunOptions:
    """Return the run of a day; a run id that was given comes before the date."""
    prefix = f"{options.run_id}-" if options.run_id else ""
    inputs = tuple(fill(template, day) for template in options.inputs)
    return msgspec.structs.replace(options, inputs=inputs, run_id=f"{prefix}{day.isoformat()}")


def plan_runs(options: RunOptions, days: Sequence[datetime.date], *, skip_missing: bool = False) -> list[RunOptions]:
    """Return the runs of some days, or the options as they are without days.

    A day without input is a UsageError before anything was written, or left out: its earlier run stays.
    """
    if not days:
        return [options]
    if not any(FIELD.search(template) for template in options.inputs):
        raise UsageError("--date and --since need {date} in --input: else every day would read the same files.")
    runs = [run_of(options, day) for day in days]
    missing = [run for run in runs if not any(map(match, run.inputs))]
    if missing and not skip_missing:
        raise UsageError(
            f"{len(missing)} of {len(runs)} days have no input, the first is {missing[0].inputs[0]}. "
            "Wait for it, or leave such days out with --skip-missing-days."
        )
    kept = [run for run in runs if run not in missing]
    return [msgspec.structs.replace(run, inputs=tuple(filter(match, run.inputs))) for run in kept]
