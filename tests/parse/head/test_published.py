"""Calendar dates at the head of an article."""

import datetime

import pytest

from transforms.parse.head.published import date_line, head_date, timestamp


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("March 12", (None, 3, 12)),
        ("12 March 2020 (AP)", (2020, 3, 12)),
        ("Feb. 3, 2010", (2010, 2, 3)),
        ("4 FEB 90", (1990, 2, 4)),
        ("Thursday, Sept 9", (None, 9, 9)),
        ("1st of May 2001", (2001, 5, 1)),
        ("2020-03-12", (2020, 3, 12)),
        ("13/4/2007", (2007, 4, 13)),
        ("3 and 4 May 2001", (2001, 5, 4)),
    ],
)
def test_reads_calendar_dates(text, expected):
    date = head_date(text)
    assert date is not None
    assert (date.year, date.month, date.day) == expected


@pytest.mark.parametrize(
    "text", ["3/4/2007", "31 February 2001", "May", "may 2001 bring luck", "12 monkeys", "", "2020-13-01"]
)
def test_leaves_what_is_no_one_day(text):
    assert head_date(text) is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published: 12 March 2020", "2020-03-12"),
        ("Posted on March 5, 2002 by Jane Doe", "2002-03-05"),
        ("This story is from March 5, 2002", "2002-03-05"),
        ("Thursday, June 6, 2013 11:34 PM EDT", "2013-06-06"),
        ("Updated 3:45 PM | 12 March 2020", "2020-03-12"),
        ("12 January 2010 @ 09:29 pm", "2010-01-12"),
    ],
)
def test_reads_date_lines(line, day):
    found = date_line(line, 0, len(line))
    assert found is not None
    assert found.day.isoformat() == day


@pytest.mark.parametrize(
    "line",
    [
        "Published on Monday",
        "March 12, 2020 was a cold day in Kabul",
        "Updated guidance of 12 March 2020 was ignored",
        "The treaty of 12 March 2020",
        "12 March",
        "",
    ],
)
def test_sentences_are_no_date_lines(line):
    assert date_line(line, 0, len(line)) is None


def test_timestamp_is_utc():
    assert timestamp("2020-03-12") == datetime.datetime(2020, 3, 12, tzinfo=datetime.timezone.utc)
    assert timestamp("2020-03-12T01:00:00+02:00") == datetime.datetime(2020, 3, 11, 23, tzinfo=datetime.timezone.utc)
    assert timestamp("2020-03-12T01:00:00Z") == datetime.datetime(2020, 3, 12, 1, tzinfo=datetime.timezone.utc)
    assert timestamp("yesterday") is None
    assert timestamp(None) is None
