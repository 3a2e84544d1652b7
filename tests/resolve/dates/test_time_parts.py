"""The calendar, the grammar file and the word lists behind the date resolver."""

import datetime
import inspect

import pytest

from transforms.resolve.dates import periods, resolve_text
from transforms.resolve.dates.declared import definitions
from transforms.resolve.dates.expression import duration_value, read_quantity
from transforms.resolve.dates.grammar import code_text, grammar, matches
from transforms.resolve.dates.lexicon import NUMBER_SHAPES, TOKEN, number_shape
from transforms.resolve.dates.own import check_examples, problem_of, use_dates
from transforms.resolve.dates.pattern import GrammarError, PatternParser, literals_of
from transforms.resolve.dates.rules.table import MODULES, rule_values
from transforms.tables import DataError
from transforms.words.classes import word_table

Day = datetime.date


def test_every_rule_has_a_value_and_no_function_is_idle():
    assert set(rule_values()) == set(definitions().rules)
    used = {rule.value for rule in definitions().rules.values()}
    for name, module in MODULES.items():
        for function in vars(module).values():
            annotations = getattr(function, "__annotations__", {})
            if list(annotations) == ["expression", "context", "return"] and function.__module__ == module.__name__:
                called = inspect.getsource(module).count(f"{function.__name__}(") > 1
                assert f"{name}.{function.__name__}" in used or called, function


@pytest.mark.parametrize("rule", definitions().rules.values(), ids=lambda rule: rule.name)
def test_every_rule_has_an_example_that_holds(rule):
    assert rule.examples
    for example in rule.examples:
        assert rule.name in {match.rule for match in matches(code_text(example.text))}
        assert not problem_of(example)


def test_word_lists_have_three_columns_and_lower_case_words():
    for row in word_table("dates"):
        assert row["class"] and row["value"] and row["words"] == row["words"].lower() != ""


def test_every_holiday_has_a_day():
    for row in word_table("holidays"):
        name = row["name"]
        fixed = periods.fixed_holiday(name)
        assert periods.holiday_days(name, fixed.year if fixed else 2020)


def test_known_holidays():
    assert periods.easter(2020) == Day(2020, 4, 12)
    assert periods.easter(1961) == Day(1961, 4, 2)
    assert periods.orthodox_easter(2020) == Day(2020, 4, 19)
    assert periods.holiday_days("thanksgiving", 2020) == [Day(2020, 11, 26)]
    assert periods.holiday_days("memorial day", 2020) == [Day(2020, 5, 25)]
    assert periods.holiday_days("election day", 2020) == [Day(2020, 11, 3)]
    assert periods.holiday_days("eid al - fitr", 2020) == [Day(2020, 5, 24)]


def test_islamic_new_year():
    assert periods.islamic_day(1442, 1, 1) == Day(2020, 8, 20)


def test_weeks_follow_iso():
    assert periods.week_period(Day(2021, 1, 3)).value == "2020-W53"
    assert periods.weekend_period(Day(2020, 3, 12)).first == Day(2020, 3, 14)


def test_parts_of_a_period():
    march = periods.month_period(2020, 3)
    assert march is not None
    assert (periods.narrow(march, "START").first, periods.narrow(march, "START").last) == (
        Day(2020, 3, 1),
        Day(2020, 3, 10),
    )
    assert (periods.narrow(march, "END").first, periods.narrow(march, "END").last) == (
        Day(2020, 3, 21),
        Day(2020, 3, 31),
    )
    assert periods.narrow(march, "APPROX") == march


def test_months_are_shifted_into_shorter_ones():
    assert periods.shift_months(Day(2020, 3, 31), -1) == Day(2020, 2, 29)


@pytest.mark.parametrize(
    ("words", "number"),
    [("twenty - one", 21), ("5 1/2", 5.5), ("a hundred", 100), ("1,200", 1200), ("one and a half", 1.5),
     ("a dozen", 12), ("half a", 0.5), ("several", None), ("a few", None), ("an", 1)],
)  # fmt: skip
def test_quantities(words, number):
    assert read_quantity(words.split(), grammar().lexicon) == number


@pytest.mark.parametrize(
    ("quantity", "unit", "value"),
    [
        (3, "D", "P3D"),
        (None, "W", "PXW"),
        (5.5, "H", "PT5H30M"),
        (2, "FN", "P4W"),
        (1.5, "Y", "P1.5Y"),
        (1, "DE", "P1DE"),
    ],
)
def test_durations(quantity, unit, value):
    assert duration_value(quantity, unit) == value


@pytest.mark.parametrize(
    ("token", "shape"),
    [("22nd", "ord"), ("1990s", "decade"), ("2020-03-11", "iso"), ("3/11/2020", "slash"), ("10:35", "time"),
     ("1,990", "big"), ("1990", "int year y4"), ("2030", "int year y4 milday"), ("31", "int dom y2"), ("99999", "int")],
)  # fmt: skip
def test_number_shapes(token, shape):
    assert TOKEN.findall(token) == [token]
    assert number_shape(token) == shape
    assert shape in NUMBER_SHAPES


def test_faults_in_a_pattern_are_named():
    members = {"=a": "x"}
    parser = PatternParser("rule", {}, members, grammar().rules["iso"])
    for pattern in ("( a", "a )", "? a"):
        with pytest.raises(GrammarError):
            parser.parse(pattern)
    with pytest.raises(GrammarError):
        literals_of("day:monday")


OWN = """# Days of Azerbaijan
rule black_january = black january ( of <year> )? => day 1990-01-20 ; "They died on Black January." 1990-01-20
rule long_march = the long march => days 1934-10-16..1935-10-22 ; "It began with the Long March." P372D
holiday novruz = 03-20 ; "The market closes on Novruz 2021." 2021-03-20
word month 5 = mayis
"""


@pytest.fixture
def own_dates():
    yield
    use_dates()


def test_a_users_dates_come_first_and_leave_again(own_dates):
    text, written = "They died on Black January, on Novruz 2021 and on 3 Mayis 2019.", datetime.datetime(2020, 3, 12)
    before = [d.value for d in resolve_text(text, written)]
    use_dates((("own.txt", OWN),))
    check_examples((("own.txt", OWN),))
    assert [d.value for d in resolve_text(text, written)] == ["1990-01-20", "2021-03-20", "2019-05-03"]
    use_dates()
    assert [d.value for d in resolve_text(text, written)] == before


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            'rule x = black january => day 1990-01-20 ; "On Black January." 1990-01-21',
            "gives 1990-01-20, not 1990-01-21",
        ),
        ("rule x = black january => day 1990-13-20", "month must be"),
        ("rule x = black january => days.date_of", "no value"),
        ("rule x = ( black => day 1990-01-20", "unbalanced"),
        ("rule x = black january", "a rule is written"),
        ("holiday novruz = 20 March", "no rule of a holiday"),
        ("day x = 3", "cannot read"),
        ('holiday novruz = 03-20 ; "Novruz"', "an example is written"),
    ],
)
def test_a_fault_in_a_users_dates_is_named_by_file_and_line(own_dates, line, problem):
    sources = (("own.txt", "# mine\n" + line + "\n"),)
    with pytest.raises(DataError, match=r"^own\.txt:2: .*" + problem):
        use_dates(sources)
        check_examples(sources)
