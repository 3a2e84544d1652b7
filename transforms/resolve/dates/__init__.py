"""Date expressions: from words to TIMEX3 value, interval, precision and basis."""

from transforms.resolve.dates.resolve import dates_by_sentence as dates_by_sentence
from transforms.resolve.dates.resolve import is_background as is_background
from transforms.resolve.dates.resolve import resolve_dates as resolve_dates
from transforms.resolve.dates.resolve import resolve_text as resolve_text
