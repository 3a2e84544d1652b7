import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.clean.facts.published import date_in_url, date_prefix, parse_published, precision_of, summer_in_america


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2020-03-12", "2020-03-12"),
        ("2020/03/12", "2020-03-12"),
        ("20200312", "2020-03-12"),
        ("20200312T101112Z", "2020-03-12T10:11:12Z"),
        ("2020-03-12T22:30:00-05:00", "2020-03-12T22:30:00-05:00"),
        ("2020-03-12 22:30:00", "2020-03-12T22:30:00Z"),
        ("2020-03-12T10:00:00.123456+00:00", "2020-03-12T10:00:00Z"),
        ("Thu, 12 Mar 2020 22:30:00 -0500", "2020-03-12T22:30:00-05:00"),
        ("Thu, 12 Mar 2020 22:30:00 GMT", "2020-03-12T22:30:00Z"),
        ("Thu Mar 12 10:00:00 +0000 2020", "2020-03-12T10:00:00Z"),
        ("March 12, 2020", "2020-03-12"),
        ("Thursday, March 12, 2020", "2020-03-12"),
        ("12 March 2020", "2020-03-12"),
        ("12th of March, 2020", "2020-03-12"),
        ("Mar. 12, 2020 at 5:30 p.m. EDT", "2020-03-12T17:30-04:00"),
        ("12-MAR-1987 16:35:16.02", "1987-03-12T16:35:16Z"),
        ("12.03.2020", "2020-03-12"),
        ("03/14/2020", "2020-03-14"),
        ("14/03/2020", "2020-03-14"),
        ("1584000000", "2020-03-12T08:00:00Z"),
        ("1584000000000", "2020-03-12T08:00:00Z"),
        ("Wed, 05 May 2021 02:10:00 PKT", "2021-05-05T02:10:00+05:00"),
        ("Wed, 05 May 2021 00:10:00 WAT", "2021-05-05T00:10:00+01:00"),
        ("Updated: May 05, 2021 02:10 IST", "2021-05-05T02:10+05:30"),
        ("02:10 IST, May 05, 2021", "2021-05-05T02:10+05:30"),
        ("May 5, 2021 2:10 pm ET", "2021-05-05T14:10-04:00"),
        ("Jan 5, 2021 2:10 pm ET", "2021-01-05T14:10-05:00"),
        ("5 May 2021, 9:30am (GMT+05:30)", "2021-05-05T09:30+05:30"),
        # A zone that nobody knows, or that means two: the day alone.
        ("2021-05-05 02:10 XYZT", "2021-05-05"),
        ("2021-05-05 02:10 AST", "2021-05-05"),
        ("2021-05-05T02:10:00 Asia/Karachi", "2021-05-05"),
        # Midnight is how systems write a day.
        ("2021-05-05T00:00:00+05:00", "2021-05-05"),
        ("1970-01-01T00:00:00Z", None),
        ("0001-01-01", None),
        ("2094-01-01", None),
        ("03/04/2020", None),
        ("2020-13-45", None),
        ("2020", None),
        ("yesterday", None),
        ("", None),
        ("0", None),
    ],
)
def test_forms(value, expected):
    assert parse_published(value) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/2020/03/12/port", "2020-03-12"),
        ("https://example.org/world/2020/mar/12/port", "2020-03-12"),
        ("https://example.org/port-2020-03-12", "2020-03-12"),
        ("https://example.org/port-20200312.html", "2020-03-12"),
        ("https://example.org/2020/03/port", None),
        ("https://example.org/2020/02/31/port", None),
        ("https://example.org/story/1202003128", None),
    ],
)
def test_addresses(url, expected):
    assert date_in_url(url) == expected


def test_prefix():
    assert date_prefix(" date 2020-03-12 Troops") == (17, "2020-03-12")
    assert date_prefix("date 2020-03-12") is None
    assert date_prefix("The date 2020-03-12 Troops") is None


@settings(deadline=None)
@given(st.text(max_size=60))
def test_never_raises(value):
    parse_published(value)
    date_in_url(value)
    date_prefix(value)


@pytest.mark.parametrize(
    ("value", "precision"),
    [
        ("2020-03-12", "day"),
        ("2020-03-12T10:15Z", "minute"),
        ("2020-03-12T10:15-05:00", "minute"),
        ("2020-03-12T10:15:20+05:30", "second"),
        ("2020-03-12T10:15:20Z", "second"),
    ],
)
def test_the_form_tells_the_precision(value, precision):
    assert precision_of(value) == precision


@pytest.mark.parametrize(
    ("day", "summer"),
    [
        ((2021, 3, 13), False),
        ((2021, 3, 14), True),
        ((2021, 11, 7), False),
        ((1999, 4, 4), True),
        ((1999, 10, 31), False),
    ],
)
def test_summer_in_america(day, summer):
    assert summer_in_america(datetime.date(*day)) is summer
