import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.clean.published import date_in_url, date_prefix, parse_published


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2020-03-12", "2020-03-12"),
        ("2020/03/12", "2020-03-12"),
        ("20200312", "2020-03-12"),
        ("20200312T101112Z", "2020-03-12T10:11:12Z"),
        ("2020-03-12T22:30:00-05:00", "2020-03-13T03:30:00Z"),
        ("2020-03-12 22:30:00", "2020-03-12T22:30:00Z"),
        ("2020-03-12T10:00:00.123456+00:00", "2020-03-12T10:00:00Z"),
        ("Thu, 12 Mar 2020 22:30:00 -0500", "2020-03-13T03:30:00Z"),
        ("Thu, 12 Mar 2020 22:30:00 GMT", "2020-03-12T22:30:00Z"),
        ("Thu Mar 12 10:00:00 +0000 2020", "2020-03-12T10:00:00Z"),
        ("March 12, 2020", "2020-03-12"),
        ("Thursday, March 12, 2020", "2020-03-12"),
        ("12 March 2020", "2020-03-12"),
        ("12th of March, 2020", "2020-03-12"),
        ("Mar. 12, 2020 at 5:30 p.m. EDT", "2020-03-12T21:30:00Z"),
        ("12-MAR-1987 16:35:16.02", "1987-03-12T16:35:16Z"),
        ("12.03.2020", "2020-03-12"),
        ("03/14/2020", "2020-03-14"),
        ("14/03/2020", "2020-03-14"),
        ("1584000000", "2020-03-12T08:00:00Z"),
        ("1584000000000", "2020-03-12T08:00:00Z"),
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
