"""A user's date files: taken in for the process, and their examples run."""

from __future__ import annotations

import datetime

from transforms.resolve.dates import grammar, resolve_text
from transforms.resolve.dates.declared import DateExample, Own, Sources, data_lines, definitions
from transforms.resolve.dates.periods import fixed_holiday, holiday_days
from transforms.resolve.dates.rules.table import rule_values
from transforms.tables import DataError, forget


def use_dates(sources: Sources = ()) -> None:
    """Take in a user's date files, (name, text) each, for this process; none: the packaged grammar alone.

    ``DataError`` names file and line of a fault and leaves the grammar as it is.
    """
    if sources == Own.sources:
        return
    before, Own.sources = Own.sources, sources
    forget("transforms.resolve.dates")
    try:
        rule_values()
        grammar.grammar()
        for name, text in sources:
            for file, line, written in data_lines(name, text):
                if written.startswith("holiday "):
                    _check_holiday(written[len("holiday ") :].partition(" = ")[0].lower(), file, line)
    except ValueError:
        Own.sources = before
        forget("transforms.resolve.dates")
        raise


def _check_holiday(name: str, file: str, line: int) -> None:
    try:
        day = fixed_holiday(name)
        found = holiday_days(name, day.year if day else 2020)
    except (ValueError, IndexError, KeyError) as error:
        raise DataError(file, line, f"holiday {name}: no rule of a holiday; see holidays.tsv for the forms") from error
    if not found:
        raise DataError(file, line, f"holiday {name}: its rule gives no day")


def examples() -> list[DateExample]:
    """Return the examples of the grammar and of the user's files."""
    made = definitions()
    return [*(example for rule in made.rules.values() for example in rule.examples), *made.examples]


def problem_of(example: DateExample) -> str:
    """Return what is wrong with an example, or the empty string."""
    written = datetime.datetime.fromisoformat(example.written) if example.written else None
    found = [mention.value for mention in resolve_text(example.text, written)]
    if example.value in found or (example.value == "none" and not found):
        return ""
    return f"{example.text!r} gives {', '.join(found) or 'no date'}, not {example.value}"


def check_examples(sources: Sources) -> int:
    """Run the examples of a user's files, which are in use; return how many. ``DataError`` names file and line."""
    names = {name for name, _ in sources}
    own = [example for example in examples() if example.file in names]
    for example in own:
        if problem := problem_of(example):
            raise DataError(example.file, example.line, f"the example {problem}")
    return len(own)
