import itertools
import re
import sys

import pytest
from finished_dataset import article, day, event, party, place, victim, write

from pipeline.errors import UsageError
from pipeline.report import write_report
from pipeline.report.charts import draw_dyads, draw_map, draw_timeline, window, world
from pipeline.report.data import SAMPLE, collect
from pipeline.report.evidence import bounds, highlighted
from schemas.ids import stable_id

FETCHED = re.compile(r"""(?:src|href|url|@import|fetch)\s*[=(:]?\s*["']?\s*(?:https?:)?//""", re.IGNORECASE)
NAMESPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


@pytest.fixture
def dataset(tmp_path):
    hurt = {"killed_low": 3, "killed_high": 4, "victims": [victim("soldiers", 3, 4, sector="MIL", country="NGA")]}
    events = [
        event("a", **hurt),
        event("b", "PROTEST", "demo", place=place("Nigeria", "NGA", 9.0, 8.0, "country"), date_basis="publication"),
        event("c", date_start=None, date_end=None, date_precision="none", date_basis="none", place=None, actors=[]),
        event("d", date_precision="year", date_start=day("2023-01-01"), date_end=day("2023-12-31")),
        *(event(f"n{i}", "ACCUSE", sentence=f"<b>Rebels</b> & others attacked soldiers {i} times.") for i in range(30)),
    ]
    return write(tmp_path / "data", articles=[article(title="<script>alert(1)</script>")], events=events)


def test_page_fetches_nothing(dataset, tmp_path):
    path = write_report(dataset, str(tmp_path / "page.html"))
    page = (tmp_path / "page.html").read_text()
    assert path == str(tmp_path / "page.html")
    assert set(re.findall(r"""https?://[^"'<> ]*""", page)) <= NAMESPACES
    assert not FETCHED.search(page)
    assert page.count("<svg") == 3


def test_page_is_written_into_the_dataset_by_default(dataset):
    assert write_report(dataset) == f"{dataset}/report.html"


def test_words_of_the_news_are_never_markup(dataset, tmp_path):
    write_report(dataset, str(tmp_path / "page.html"))
    page = (tmp_path / "page.html").read_text()
    assert "<script>alert" not in page
    assert "<b>Rebels</b>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_page_is_the_same_each_time(dataset, tmp_path):
    write_report(dataset, str(tmp_path / "one.html"))
    write_report(dataset, str(tmp_path / "two.html"))
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_sample_does_not_depend_on_order(tmp_path):
    events = [event(f"n{i}") for i in range(60)]
    first = collect(write(tmp_path / "a", articles=[article()], events=events)).sample
    second = collect(write(tmp_path / "b", articles=[article()], events=events[::-1])).sample
    assert [row["event_id"] for row, _ in first] == [row["event_id"] for row, _ in second]
    assert len(first) == SAMPLE
    assert [row["event_id"] for row, _ in first] != [stable_id(f"n{i}") for i in range(SAMPLE)]


def test_country_is_never_a_point(dataset):
    summary = collect(dataset)
    assert {spot.precision for spot in summary.spots.values()} == {"city"}
    assert summary.country_only["NGA"].events == 1
    drawn = draw_map(summary)
    assert "Nigeria: 1 events known by country only" in drawn
    assert drawn.count('aria-roledescription="circle"') == 1
    assert summary.unplaced == 1


def test_toll_of_an_incident_counts_once(tmp_path):
    one = {"killed_low": 3, "incident_id": stable_id("same")}
    events = [
        event("a", **one),
        event("b", **{**one, "killed_low": 5}),
        event("c", killed_low=2, casualties_cumulative=True),
    ]
    summary = collect(write(tmp_path / "data", articles=[article()], events=events))
    (spot,) = summary.spots.values()
    assert (spot.events, spot.toll) == (3, 5)


def test_timeline_tells_what_it_leaves_out(dataset):
    timeline = draw_timeline(collect(dataset))
    assert (timeline.unit, timeline.outside, timeline.coarse) == ("week", 0, 1)
    assert "week of 2024-03-04: 30 ACCUSE" in timeline.svg
    assert "1 PROTEST, dated by publication" in timeline.svg


def test_timeline_by_year_where_only_years_are_known(tmp_path):
    events = [
        event(f"n{i}", date_precision="year", date_start=day(f"{2000 + i}-01-01"), date_end=day(f"{2000 + i}-12-31"))
        for i in range(20)
    ]
    assert draw_timeline(collect(write(tmp_path / "data", articles=[article()], events=events))).unit == "year"


def test_window_holds_nine_tenths():
    days = {day("1990-01-01"): 1, day("2024-01-01"): 5, day("2024-02-01"): 5}
    assert window(days) == (day("2024-01-01"), day("2024-02-01"))
    assert window({day("2024-01-01"): 3}) == (day("2024-01-01"), day("2024-01-01"))


def test_matrix_shows_the_most_frequent_pairs(dataset):
    drawn = draw_dyads(collect(dataset))
    assert "NGA REB to NGA MIL: 33 events" in drawn


def test_failed_checks_are_shown(dataset, tmp_path):
    summary = collect(dataset)
    assert sum(count for _, count in summary.checks) > 0
    write_report(dataset, str(tmp_path / "page.html"))
    assert "✗" in (tmp_path / "page.html").read_text()


def test_empty_dataset_has_a_page(tmp_path):
    write_report(write(tmp_path / "data", articles=[], events=[]), str(tmp_path / "page.html"))
    assert "No event has a place." in (tmp_path / "page.html").read_text()


def test_highlighting_keeps_the_sentence():
    row = event(
        "a",
        actors=[{**party("Rebels"), "start": 0, "end": 6}],
        recipients=[{**party("soldiers"), "start": 16, "end": 24}],
        place=None,
    )
    marked = highlighted(row)
    assert re.sub("<[^>]*>", "", marked) == row["evidence"]
    assert '<mark class="trigger">attacked</mark>' in marked
    assert '<mark class="actor">Rebels</mark>' in marked


def test_spans_outside_the_sentence_are_not_drawn():
    row = event("a", evidence_start=500, evidence_end=548)
    assert "<mark" not in highlighted(row)


def test_bounds():
    assert [bounds(*pair) for pair in ((None, None), (3, 3), (6, None), (None, 9), (1, 4))] == [
        "", "3", "at least 6", "up to 9", "1 to 4",
    ]  # fmt: skip


def area_of_ring(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring)) / 2


def test_outlines_do_not_flood_the_map():
    for feature in world()["features"]:
        for polygon in feature["geometry"]["coordinates"]:
            assert area_of_ring(polygon[0]) < 0


def test_missing_extra_is_said(dataset, monkeypatch):
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(UsageError, match=r"needs altair: pip install 'newsbeam\[report\]'"):
        write_report(dataset)


def test_no_dataset_is_said(tmp_path):
    with pytest.raises(UsageError, match="no newsbeam dataset"):
        write_report(str(tmp_path))
