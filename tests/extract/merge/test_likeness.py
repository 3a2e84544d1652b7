"""What the days of two tellings say for and against one act."""

import datetime
from types import SimpleNamespace

import pytest

from transforms.extract.merge.likeness import dates

OLD = datetime.date(2001, 5, 4)


def told(day, *, historical=False):
    """Return what a telling says of its days; of a report of no known day only those that the text tells."""
    basis = "explicit" if day else "none"
    return SimpleNamespace(
        date_start=day, date_end=day, date_basis=basis, date_precision="day", own_date=bool(day), historical=historical
    )


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (told(None), told(OLD, historical=True), ["background against news"]),
        (told(OLD, historical=True), told(None), ["background against news"]),
        (told(None), told(OLD), []),
        (told(None), told(None, historical=True), []),
        (told(OLD), told(OLD), ["same day"]),
    ],
)
def test_a_dated_old_act_is_background_beside_what_has_no_day(first, second, found):
    assert list(dates(first, second)) == found
