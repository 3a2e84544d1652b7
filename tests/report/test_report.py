import json
import re

import pytest
from finished_dataset import article, day, event, party, place, victim, write

from pipeline.errors import UsageError
from pipeline.report import write_report
from pipeline.report.data import SAMPLE, collect
from pipeline.report.evidence import bounds, highlighted
from pipeline.report.projection import HEIGHT, WIDTH, outlines, project
from schemas.ids import stable_id

FETCHED = re.compile(
    r"""<link|<img|<iframe|<[^>]*\ssrc\s*=|url\(|@import|fetch\(|XMLHttpRequest|import\(""", re.IGNORECASE
)
ATTACK = '<script>alert(1)</script><img src=x onerror="alert(2)">'


@pytest.fixture
def dataset(tmp_path):
    hurt = {"killed_low": 3, "killed_high": 4, "victims": [victim("soldiers", 3, 4, sector="MIL", country="NGA")]}
    events = [
        event("a", **hurt),
        event("b", "PROTEST", "demo", place=place("Nigeria", "NGA", 9.0, 8.0, "country"), date_basis="publication"),
        event("c", date_start=None, date_end=None, date_precision="none", date_basis="none", place=None, actors=[]),
        event("d", date_precision="year", date_start=day("2023-01-01"), date_end=day("2023-12-31")),
        event("x", "ACCUSE", sentence=f"{ATTACK} attacked soldiers.", actors=[party(ATTACK)], url="javascript:1"),
        *(event(f"n{i}", "ACCUSE", sentence=f"<b>Rebels</b> & others attacked soldiers {i} times.") for i in range(30)),
    ]
    return write(tmp_path / "data", articles=[article(title=ATTACK)], events=events)


def page_of(dataset, tmp_path):
    write_report(dataset, str(tmp_path / "page.html"))
    return (tmp_path / "page.html").read_text()


def told(page):
    """Return the data that the page's script reads."""
    return json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])


def test_page_fetches_nothing(dataset, tmp_path):
    page = page_of(dataset, tmp_path)
    assert not FETCHED.search(re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL))
    assert "default-src 'none'" in page


def test_page_is_written_into_the_dataset_by_default(dataset):
    assert write_report(dataset) == f"{dataset}/report.html"


def test_words_of_the_news_are_never_markup(dataset, tmp_path):
    page = page_of(dataset, tmp_path)
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<b>Rebels</b>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert ATTACK in told(page)["parties"]


def test_only_addresses_of_the_web_are_links(dataset, tmp_path):
    links = {report[1] for reports in told(page_of(dataset, tmp_path))["e"] for report in reports}
    assert links == {"", "https://news.example/1"}


def test_page_is_the_same_each_time(dataset, tmp_path):
    assert page_of(dataset, tmp_path) == page_of(dataset, tmp_path)


def test_sample_does_not_depend_on_order(tmp_path):
    events = [event(f"n{i}") for i in range(60)]
    first = collect(write(tmp_path / "a", articles=[article()], events=events)).sample
    second = collect(write(tmp_path / "b", articles=[article()], events=events[::-1])).sample
    assert [row["event_id"] for row, _ in first] == [row["event_id"] for row, _ in second]
    assert len(first) == SAMPLE
    assert [row["event_id"] for row, _ in first] != [stable_id(f"n{i}") for i in range(SAMPLE)]


def test_country_is_never_a_point(dataset):
    found = collect(dataset).told
    points = {place[0]: place[2] for place in found.places}
    assert points["Nigeria"] is None
    assert points["Konduga"] is not None
    assert [found.types[found.t[i]] for i, place in enumerate(found.p) if place < 0] == ["ASSAULT"]


def test_reports_of_an_incident_are_one(tmp_path):
    one = {"killed_low": 3, "incident_id": stable_id("same")}
    events = [
        event("a", **one),
        event("b", **{**one, "killed_low": 5, "killed_high": 7}, confidence=0.7),
        event("c", killed_low=90, casualties_cumulative=True),
    ]
    summary = collect(write(tmp_path / "data", articles=[article()], events=events))
    found = summary.told
    assert (summary.events, summary.incidents) == (3, 2)
    assert (found.n, found.k, found.kh) == ([2, 1], [3, 90], [None, None])
    assert found.s[1] & 8
    assert [len(reports) for reports in found.e] == [2, 1]


def test_the_most_harmful_come_first_and_what_did_not_happen_last(tmp_path):
    events = [
        event("a", killed_low=1),
        event("b", killed_low=9, wounded_low=4),
        event("c", killed_low=99, status="future"),
        event("d"),
    ]
    found = collect(write(tmp_path / "data", articles=[article()], events=events)).told
    assert found.k == [9, 1, None, 99]
    assert [bits & 1 for bits in found.s] == [1, 1, 1, 0]


def test_header_names_period_and_sources(dataset, tmp_path):
    page = page_of(dataset, tmp_path)
    assert "Publishers are not known." in page
    assert "publication days not known" in page
    assert "Measured precision" in page


def test_ten_thousand_events_stay_small(tmp_path):
    sentence = "Rebels attacked soldiers near the town on Monday, and the officials who were asked said nothing of it."
    events = [event(f"n{i}", sentence=sentence, url=f"https://news.example/story-{i}.html") for i in range(10_000)]
    path = write(tmp_path / "data", articles=[article()], events=events)
    assert len(page_of(path, tmp_path)) < 3_000_000


def test_failed_checks_are_shown(dataset, tmp_path):
    summary = collect(dataset)
    assert sum(count for _, count in summary.checks) > 0
    assert "✗" in page_of(dataset, tmp_path)


def test_empty_dataset_has_a_page(tmp_path):
    page = page_of(write(tmp_path / "data", articles=[], events=[]), tmp_path)
    assert told(page)["t"] == []
    assert "No event." in page


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
    assert "<mark" not in highlighted(event("a", evidence_start=500, evidence_end=548))


def test_bounds():
    assert [bounds(*pair) for pair in ((None, None), (3, 3), (6, None), (None, 9), (1, 4))] == [
        "", "3", "at least 6", "up to 9", "1 to 4",
    ]  # fmt: skip


def test_the_map_is_that_of_the_natural_earth_projection():
    assert project(0, 0) == (WIDTH / 2, HEIGHT / 2)
    assert project(180, 0) == (WIDTH, HEIGHT / 2)
    x, y = project(90, 45)
    assert 700 < x < 750
    assert 110 < y < 120
    assert outlines().count("<path") == 174


def test_no_dataset_is_said(tmp_path):
    with pytest.raises(UsageError, match="no newsbeam dataset"):
        write_report(str(tmp_path))
