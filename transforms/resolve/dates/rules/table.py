"""The value of what a rule has matched: said in its line of the grammar where a line can say it, else by a function.

A line ends in ``=> VALUE``, where VALUE is

``value TIMEX``
    that value without days; ``{wd}``, ``{month}``, ``{season}``, ``{part}``, ``{freq}`` stand for a field's code.
``length [N] [at FIELD]``
    the length of time of the fields qty and unit (N units), of the whole expression or of one field alone.
``around STEP``
    the day, week, month, ... of the field unit that lies STEP units from the one around the day of writing.
``day DATE``, ``days DATE..DATE``
    one day, or a stretch of days, of history, as YYYY-MM-DD.
``nothing``
    what looks like a date and is none.
``MODULE.FUNCTION``
    a function of this package, for the packaged grammar only.

``in history`` at the end keeps a rule to texts that tell of the past.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable
from types import ModuleType

from transforms.resolve.dates import periods
from transforms.resolve.dates.context import Context
from transforms.resolve.dates.declared import PACKAGED, DateRule, definitions
from transforms.resolve.dates.expression import Expression, duration_value
from transforms.resolve.dates.found import Found, unit_around, whole
from transforms.resolve.dates.periods import Period
from transforms.resolve.dates.rules import days, durations, holidays, news, story, units, years
from transforms.tables import DataError

Rule = Callable[[Expression, Context], list[Found]]

MODULES: dict[str, ModuleType] = {
    module.__name__.rpartition(".")[2]: module for module in (days, durations, holidays, news, story, units, years)
}
FIELD = re.compile(r"\{(\w+)\}")
FIELDS: dict[str, Callable[[Expression], str]] = {
    "wd": lambda expression: str(expression.weekday()),
    "month": lambda expression: f"{expression.month():02d}",
    "season": lambda expression: expression.value("season", "season", "fall"),
    "part": lambda expression: expression.part_of_day(),
    "freq": lambda expression: expression.value("freq", "freq"),
}


@functools.cache
def rule_values() -> dict[str, Rule]:
    """Return the value of every rule; ``DataError`` names file and line of one that cannot be read."""
    return {name: value_of(rule) for name, rule in definitions().rules.items()}


def value_of(rule: DateRule) -> Rule:
    """Return the function from an expression to its dates that a rule's VALUE stands for."""
    said, history, _ = rule.value.partition(" in history")
    kind, _, rest = said.partition(" ")
    made: Rule | None = None
    module, _, function = said.partition(".")
    if kind == "value" and rest and set(FIELD.findall(rest)) <= FIELDS.keys():
        made = constant(rest)
    elif kind == "length" and (match := re.fullmatch(r"(\d+)?\s?(?:at (\w+))?", rest)):
        made = length(float(match[1]) if match[1] else None, match[2] or "")
    elif kind == "around" and re.fullmatch(r"[+-]?\d+", rest):
        made = around(int(rest))
    elif kind in ("day", "days"):
        made = fixed(rule, rest)
    elif said == "nothing":
        made = nothing
    elif module in MODULES and rule.file == PACKAGED:
        made = getattr(MODULES[module], function, None)
    if made is None:
        raise DataError(rule.file, rule.line, f"rule {rule.name}: no value {rule.value!r}")
    return in_history(made) if history else made


def constant(template: str) -> Rule:
    """Return a rule whose value is a text, its fields filled in."""

    def resolve(expression: Expression, context: Context) -> list[Found]:
        value = FIELD.sub(lambda match: FIELDS[match[1]](expression), template)
        return whole(expression, Period(value), "none", False)

    return resolve


def length(number: float | None, name: str) -> Rule:
    """Return a rule whose value is a length of time, of a field's tokens where one is named."""

    def resolve(expression: Expression, context: Context) -> list[Found]:
        quantity = number if number or not expression.has("qty") else expression.quantity()
        period = Period(duration_value(quantity, expression.unit()))
        if name:
            begin, end = expression.match.fields[name]
            return [Found(begin, end, period, "none", False)]
        return whole(expression, period, "none", False)

    return resolve


def around(step: int) -> Rule:
    """Return a rule whose value is a unit of the calendar counted from the day of writing."""

    def resolve(expression: Expression, context: Context) -> list[Found]:
        base = context.reference
        if base is None:
            return []
        return whole(expression, unit_around(base, expression.unit(), step), context.inferred_basis, False)

    return resolve


def fixed(rule: DateRule, text: str) -> Rule:
    """Return a rule whose value is a day or stretch of days of history."""
    first, dots, last = text.partition("..")
    try:
        begin = datetime.date.fromisoformat(first)
        end = datetime.date.fromisoformat(last) if dots else begin
    except ValueError as error:
        raise DataError(rule.file, rule.line, f"rule {rule.name}: {error}") from error
    if end < begin:
        raise DataError(rule.file, rule.line, f"rule {rule.name}: {last} is before {first}")
    stretch = Period(f"P{(end - begin).days + 1}D", begin, end, "none")
    period = stretch if end > begin else periods.day_period(begin)

    def resolve(expression: Expression, context: Context) -> list[Found]:
        return whole(expression, period, "explicit", False)

    return resolve


def nothing(expression: Expression, context: Context) -> list[Found]:
    """Resolve to no date."""
    return []


def in_history(made: Rule) -> Rule:
    """Return a rule that holds in texts that tell of the past alone."""

    def resolve(expression: Expression, context: Context) -> list[Found]:
        return made(expression, context) if context.history else []

    return resolve
