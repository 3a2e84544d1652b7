"""The parts of an article around its narrative, together."""

import pytest

from schemas.article import Repair
from schemas.records import CleanDoc, RawRecord
from transforms.parse.head.structure import Structure, narrative, structure

BODY = "Engineers reopened the northern bridge on Monday after a week of repairs, the ministry said."


def read(text: str, **fields: object) -> tuple[Structure, str]:
    record = RawRecord(source_uri="a.txt", source_locator="0", format="text")
    found = structure(CleanDoc(record=record, text=text, **fields))  # type: ignore[arg-type]
    return found, text[found.body_start :]


def test_headline_byline_date_line_and_dateline_in_one_head():
    found, body = read(
        f"Bridge reopens after repairs\n\nBy Jane Doe\n\n12 March 2020\n\nKABUL, March 11 (AFP) - {BODY}"
    )
    assert found.title == "Bridge reopens after repairs"
    assert found.authors == ("Jane Doe",)
    assert found.agency == "AFP"
    assert found.dateline is not None and found.dateline.place == "Kabul"
    assert (str(found.published_at.date()), found.published_basis) == ("2020-03-11", "dateline")
    assert body == BODY


def test_plain_text_starts_at_once():
    found, body = read(BODY)
    assert body == BODY
    assert (found.title, found.dateline, found.published_basis) == (None, None, "none")


@pytest.mark.parametrize(
    ("basis", "expected"),
    [("field", "field"), ("html", "html"), ("prefix", "prefix"), ("url", "dateline"), ("none", "dateline")],
)
def test_order_of_bases(basis, expected):
    published = None if basis == "none" else "2020-03-14"
    found, _ = read(f"KABUL, 12 March 2020 (AP) - {BODY}", published=published, published_basis=basis)
    assert found.published_basis == expected
    assert str(found.published_at.date()) == ("2020-03-12" if expected == "dateline" else "2020-03-14")


def test_url_wins_over_date_line():
    found, _ = read(f"Published: 12 March 2020\n\n{BODY}", published="2020-03-14", published_basis="url")
    assert found.published_basis == "url"
    found, body = read(f"Published: 12 March 2020\n\n{BODY}")
    assert (found.published_basis, body) == ("text", BODY)


def test_dateline_takes_its_year_from_the_record():
    found, _ = read(f"KABUL, Dec 31 (AP) - {BODY}", published="2020-01-02", published_basis="field")
    assert str(found.dateline_date) == "2019-12-31"
    assert found.published_basis == "field"
    found, _ = read(f"KABUL, Dec 31 (AP) - {BODY}")
    assert (found.dateline_date, found.published_at) == (None, None)


def test_dateline_far_from_publication_is_flagged():
    found, _ = read(f"KABUL, 12 March 2010 (AP) - {BODY}", published="2020-01-02", published_basis="html")
    assert found.flags == ("dateline_mismatch",)


def test_given_title_repeated_in_the_text_is_not_narrative():
    found, body = read(f"Bridge reopens.\n\n{BODY}", title="Bridge  Reopens ")
    assert found.title == "Bridge Reopens"
    assert body == BODY


def test_dateline_behind_a_headline_without_line_break():
    found, body = read(f"Bridge reopens after repairs. MAPLE FALLS — {BODY}")
    assert found.dateline is not None and found.dateline.place == "Maple Falls"
    assert found.title == "Bridge reopens after repairs"
    assert body == BODY
    found, body = read(f"Bridge reopens after repairs | Town NewsMAPLE FALLS, Ohio (AP) — {BODY}")
    assert found.dateline is not None and found.dateline.place == "Maple Falls, Ohio"
    assert body == BODY


def test_byline_before_a_dateline_in_one_line():
    found, body = read(f"By JANE DOE KABUL (AP) — {BODY}")
    assert found.authors == ("Jane Doe",)
    assert found.dateline is not None and found.dateline.place == "Kabul"
    assert body == BODY


def test_credit_that_cleaning_took_out_still_counts():
    repair = Repair("boilerplate_agency", len(BODY), len(BODY), "\n\n(Reporting by Jane Doe; editing by John Roe)")
    found, _ = read(BODY, repairs=(repair,))
    assert found.authors == ("Jane Doe",)


def test_agency_among_the_authors():
    found, _ = read(BODY, authors=("By Jane Doe and John Roe", "Agencia EFE"))
    assert found.authors == ("Jane Doe", "John Roe")
    assert found.agency == "EFE"


@pytest.mark.parametrize(
    "first",
    [
        "The bridge reopened on Monday.",
        "He said:",
        "A first paragraph that is far too long to be a headline because it tells the whole story of the bridge "
        "and of all who built it and of those who waited",
        "Share",
        "Photo by Jane Doe",
    ],
)
def test_first_paragraphs_that_are_no_headline(first):
    found, _ = read(f"{first}\n\n{BODY}")
    assert found.title is None


@pytest.mark.parametrize(
    "text",
    ["", " ", "...", "\x00", "\ud800", "By", "KABUL", "(", "—\n\n—", "a" * 300_000, "By " * 50_000, "\n" * 50_000],
)
def test_odd_texts_do_not_fail(text):
    found, _ = read(text)
    assert 0 <= found.body_start <= len(text)


def test_narrative_keeps_offsets_and_the_headline_of_the_text():
    text = f"Bridge reopens after repairs\n\nBy Jane Doe\n\nKABUL, March 11 (AFP) - {BODY}"
    found, _ = read(text)
    blanked = narrative(text, found)
    assert len(blanked) == len(text)
    assert blanked.split() == ["Bridge", "reopens", "after", "repairs", *BODY.split()]
    assert blanked.index(BODY) == text.index(BODY)
    found, _ = read(text, title="Bridge reopens after repairs")
    assert narrative(text, found).split() == ["Bridge", "reopens", "after", "repairs", *BODY.split()]
    text = f"Bridge reopens after repairs | Town News - Home{BODY}"
    found, _ = read(text, title="Bridge reopens after repairs | Town News - Home")
    assert narrative(text, found).split() == ["Bridge", "reopens", "after", "repairs", *BODY.split()]
    text = f"Bridge reopens after repairs{BODY}"
    found, _ = read(text, title="Bridge reopens after repairs")
    assert narrative(text, found).split() == BODY.split()


def test_capitals_are_no_place_in_other_languages():
    text = "MIGRATION – Ein neuer Bericht zeigt die Lage in den Gemeinden des Landes."
    assert read(text, flags=("not_english",))[0].dateline is None
    assert read(text.replace("MIGRATION", "HAMBURG"), flags=("not_english",))[0].dateline is not None


@pytest.mark.parametrize(
    "head",
    [
        "(Adds details, quote)\n\nBy Jane Doe\n\n",
        "* Ministry says bridge is safe\n\n* Second bridge to follow\n\nBy Jane Doe\n\n",
        "By Jane Doe\n\nAssociated Press\n\n",
    ],
)
def test_what_agencies_write_between_headline_and_dateline(head):
    found, body = read(f"{head}KABUL, March 11, 2020 (AP) - {BODY}")
    assert (found.authors, found.agency) == (("Jane Doe",), "AP")
    assert found.dateline is not None and found.dateline.place == "Kabul"
    assert body == BODY


def test_precision_and_day_are_those_of_the_source():
    found, _ = read(BODY, published="2021-02-02T23:30:00-05:00", published_basis="html")
    assert (str(found.published_at), found.published_precision) == ("2021-02-03 04:30:00+00:00", "second")
    assert str(found.written_on) == "2021-02-02"
    found, _ = read(BODY, published="2021-02-02", published_basis="field")
    assert (found.published_precision, str(found.published_at)) == ("day", "2021-02-02 00:00:00+00:00")
    found, _ = read(BODY)
    assert (found.published_precision, found.written_on) == ("none", None)


def test_a_date_line_with_a_zone_tells_the_minute():
    found, body = read(f"Thursday, June 6, 2013 11:34 PM EDT\n\n{BODY}")
    assert (str(found.published_at), found.published_precision) == ("2013-06-07 03:34:00+00:00", "minute")
    assert (str(found.written_on), body) == ("2013-06-06", BODY)
    found, _ = read(f"Thursday, June 6, 2013 11:34 PM\n\n{BODY}")
    assert (str(found.published_at), found.published_precision) == ("2013-06-06 00:00:00+00:00", "day")


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Wed Jun 8 2016 ", "2016-06-08"),
        ("14-05-2016 ", "2016-05-14"),
        ("Date of publication 12 March 2017 ", "2017-03-12"),
        ("Published on: 12 March 2017 ", "2017-03-12"),
        ("Posted 3 January, 2019, 09:15 GMT - ", "2019-01-03"),
        ("July 18 2014 | ", "2014-07-18"),
        ("Published on: 27/08/2020 - 10:55 Modified day: 27/08/2020 - 13:04\n\n", "2020-08-27"),
        ("Published: 13 May 2019 Modified: 14 May 2019\n\n", "2019-05-13"),
    ],
)
def test_a_day_that_runs_into_the_text_is_that_of_publication(head, day):
    found, body = read(head + BODY)
    assert (str(found.published_at.date()), found.published_basis, body) == (day, "text", BODY)


@pytest.mark.parametrize(
    "text",
    [
        "March 12, 2020, the day of the flood, changed the town for good and for all, residents said.",
        "March 12 2020 was the day on which the flood changed the town for good, residents said.",
        "05-06-2016 Rockets hit the harbour of the town and burned three ships in the night, officials said.",
        "8 June 2016 Army takes the northern bridge and the road that leads to it.\n\n"
        "9 June 2016 Rebels take back the northern bridge, and the army leaves the town.",
        "On 8 June 2016 Army engineers reopened the northern bridge after a week of repairs.",
    ],
)
def test_days_of_the_story_are_not_that_of_publication(text):
    found, _ = read(text)
    assert found.published_at is None


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Five dead in fire at the northern bridge AFP Thursday 6 Mar 2014 ", "2014-03-06"),
        ("Bridge burns in the night Medical source Reuters Monday 3 Oct 2016 ", "2016-10-03"),
    ],
)
def test_agency_and_day_between_headline_and_text_in_one_line(head, day):
    found, body = read(head + BODY)
    assert (str(found.published_at.date()), found.published_basis, body) == (day, "text", BODY)


@pytest.mark.parametrize("head", ["April 5 2017 by Jan Karel and Nadia Haber ", "3 May 2018 by Ana Lopez "])
def test_a_day_before_the_names_of_the_writers(head):
    found, _ = read(head + BODY)
    assert found.published_basis == "text"


def test_a_day_after_an_agency_within_a_sentence_is_of_the_story():
    found, _ = read(
        "The blast was reported by AFP on Thursday 6 Mar 2014 At night the bridge was closed, residents said."
    )
    assert found.published_at is None
