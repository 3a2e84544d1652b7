"""Datelines of many agencies, and first sentences that only look like one."""

import datetime

import pytest

from transforms.parse.head.dateline import parse_dateline

FORMS = [
    ("BAGHDAD, March 12 (Reuters) - Rockets hit a base.", "Baghdad", "Reuters", (None, 3, 12), "Rockets"),
    ("KABUL (AP) — Officials met.", "Kabul", "AP", None, "Officials"),
    ("Sarajevo, 5 February (Tanjug) The assembly met.", "Sarajevo", "Tanjug", (None, 2, 5), "The assembly"),
    (
        "GUATEMALA CITY, 4 FEB 90 (ACAN-EFE) -- [TEXT] THE ARMY SAID",
        "Guatemala City",
        "ACAN-EFE",
        (1990, 2, 4),
        "THE ARMY",
    ),
    ("San Salvador, 18 Apr 89 (Radio X) -- [Report] [Text] Rebels", "San Salvador", "Radio X", (1989, 4, 18), "Rebels"),
    (
        "TEL AVIV (ISRAEL), 3 MAY 91 (IDF RADIO) -- [TEXT] A PATROL",
        "Tel Aviv, Israel",
        "IDF RADIO",
        (1991, 5, 3),
        "A PATROL",
    ),
    ("(AFP) KABUL -- Officials met.", "Kabul", "AFP", None, "Officials"),
    ("(ANSA) - Rome, March 3 - Officials met.", "Rome", "ANSA", (None, 3, 3), "Officials"),
    ("MOSCOW, March 3. /TASS/. Officials met.", "Moscow", "TASS", (None, 3, 3), "Officials"),
    ("KYIV, March 3 (Ukrinform). Officials met.", "Kyiv", "Ukrinform", (None, 3, 3), "Officials"),
    ("New Delhi [India], March 3 (ANI): Officials met.", "New Delhi, India", "ANI", (None, 3, 3), "Officials"),
    ("BOGOTA, 3 Mar (EFE).- Officials met.", "Bogota", "EFE", (None, 3, 3), "Officials"),
    ("March 3 (UPI) -- Officials met.", None, "UPI", (None, 3, 3), "Officials"),
    ("MANILA (Updated) - Officials met.", "Manila", None, None, "Officials"),
    ("WASHINGTON - The president spoke.", "Washington", None, None, "The president"),
    ("WASHINGTON _\n\nThe president spoke.", "Washington", None, None, "The president"),
    ("Kampala | New Vision\n\nThe army spoke.", "Kampala", "New Vision", None, "The army"),
    (
        "MOSCOW, RUSSIA: The president spoke at length to the house on Monday.",
        "Moscow, Russia",
        None,
        None,
        "The president",
    ),
    ("PARIS/BERLIN (Reuters) - France and Germany agreed.", "Paris/Berlin", "Reuters", None, "France"),
    ("NEW YORK, Feb. 3 /PRNewswire/ -- Acme grew.", "New York", "PRNewswire", (None, 2, 3), "Acme"),
    ("AHMEDABAD: Curfew was lifted in two areas of the city.", "Ahmedabad", None, None, "Curfew"),
    ("DAR ES SALAAM, Tanzania (AP) _ The port closed.", "Dar es Salaam, Tanzania", "AP", None, "The port"),
    ("SPRINGFIELD, Ill. (January 24, 2016)--One man was held.", "Springfield, Ill.", None, (2016, 1, 24), "One man"),
    ("HARRISBURG, PA (AP) - Police closed a road.", "Harrisburg, PA", "AP", None, "Police"),
    ("FLINT (WWJ/AP) – Police closed a road.", "Flint", "AP", None, "Police"),
    ("BEIRUT, Thursday, June 3, 1999 (AFP) - Two men were held.", "Beirut", "AFP", (1999, 6, 3), "Two men"),
    ("GENEVA, 2020-03-12 (Xinhua) -- Envoys met.", "Geneva", "Xinhua", (2020, 3, 12), "Envoys"),
    ("Nairobi, Kenya (UPI) -- Buses stopped.", "Nairobi, Kenya", "UPI", None, "Buses"),
    ("UNITED NATIONS, Oct 2 (IPS) - Envoys met.", "United Nations", "IPS", (None, 10, 2), "Envoys"),
    ("LITTLE HAVEN — Voters went to the polls.", "Little Haven", None, None, "Voters"),
]


@pytest.mark.parametrize(("text", "place", "agency", "date", "body"), FORMS)
def test_reads_place_date_and_agency(text, place, agency, date, body):
    found = parse_dateline(text, 0, all_caps=text.isupper())
    assert found is not None
    assert (found.place, found.agency) == (place, agency)
    assert (found.date and (found.date.year, found.date.month, found.date.day)) == date
    assert text[found.body_start :].startswith(body)
    assert text[found.start : found.end].rstrip()[-1:] not in "-—–_:"


@pytest.mark.parametrize(
    "text",
    [
        "Mexico: a country that changed in ten years.",
        "Police - long criticised - closed the road.",
        "Berlin - a city of builders - is growing.",
        "UPDATE: Police closed the road.",
        "EXCLUSIVE - Minister to resign",
        "NATO - The alliance met on Monday.",
        "ECONOMIC SPOTLIGHT - DUTCH RATES FALL AGAIN",
        "FIVE men have appeared in court.",
        "In London, March 3 (a Tuesday) was cold.",
        "Paris is cold. So is Rome.",
        "London (and Paris) - a tale of trains",
        "Iran: We will answer.",
        "He said - after a pause - that he would go.",
        "A U.S.-led force entered.",
        "The New York-based group said so.",
        "",
        "—",
        "(",
        "KABUL",
        "KABUL -",
    ],
)
def test_ordinary_openings_are_no_dateline(text):
    assert parse_dateline(text, 0, all_caps=text.isupper()) is None


def test_capitals_are_no_evidence_in_a_text_all_in_capitals():
    assert parse_dateline("REBELS -- THE ARMY SAID -- FLED.", 0, all_caps=True) is None
    assert parse_dateline("BOGOTA -- THE ARMY SAID REBELS FLED.", 0, all_caps=True) is not None


def test_small_letters_need_a_known_city():
    text = "ahmedabad: curfew was lifted in two areas."
    found = parse_dateline(text, 0, lower_case=True)
    assert found is not None and found.place == "Ahmedabad"
    assert parse_dateline("warning: curfew was lifted.", 0, lower_case=True) is None


def test_agency_alone_names_no_place():
    found = parse_dateline("(Reuters) - A court ruled.", 0)
    assert found is not None
    assert (found.place, found.agency) == (None, "Reuters")


def test_monitored_report_names_its_author():
    text = "LIMA, 9 JAN 90 (TELEVISION X) -- [REPORT] [JUAN DOE] [TEXT] [ROE] THE STRIKE GOES ON."
    found = parse_dateline(text, 0, all_caps=True)
    assert found is not None
    assert found.authors == ("Juan Doe",)
    assert text[found.body_start :].startswith("[ROE]")


def test_no_place_and_no_date():
    text = "CLANDESTINE, NO DATE (RADIO X) -- [TEXT] THE STRIKE GOES ON."
    found = parse_dateline(text, 0, all_caps=True)
    assert found is not None
    assert (found.place, found.date, found.agency) == (None, None, "RADIO X")


def test_year_is_taken_from_the_nearest_publication():
    found = parse_dateline("KABUL, Dec 31 (AP) - Snow fell.", 0)
    assert found is not None and found.date is not None
    assert found.date.resolve() is None
    assert found.date.resolve(datetime.date(2011, 1, 1)) == datetime.date(2010, 12, 31)


def test_long_lines_cost_little():
    for text in ("A" * 200_000, "AA " * 60_000, "Aa " * 60_000, "(" * 50_000, "A, " * 50_000, "a/" * 50_000):
        assert parse_dateline(text, 0, lower_case=True) is None


BARE = [
    ("BAKU Soldiers shot dead two villagers near the border on Sunday.", "Baku", "Soldiers shot"),
    ("NEW YORK Two senior prosecutors accused the mayor of taking bribes.", "New York", "Two senior"),
    ("LIMA A judge denied bail on Thursday to a former minister.", "Lima", "A judge"),
    ("QUITO, Ecuador Six people were killed in clashes on Tuesday.", "Quito, Ecuador", "Six people"),
    ("ST. LOUIS A shortage of ballots led to protests in the county.", "St. Louis", "A shortage"),
    ("TULSA, Okla. 12 prisoners fled from the county jail on Sunday night.", "Tulsa, Okla.", "12 prisoners"),
    ("MANILA Philippine marines took the harbour of the town on Sunday.", "Manila", "Philippine"),
    ("MOSCOW Russia's army said that it took the town on Sunday.", "Moscow", "Russia's"),
    ("CAIRO “We will not leave the square,” a student told reporters.", "Cairo", "“We"),
    ("NAIROBI U.N. envoys met rebels in a hotel of the capital on Sunday.", "Nairobi", "U.N. envoys"),
    ("TUNIS, May 3 Police broke up a march in the old town on Sunday.", "Tunis", "Police"),
]


@pytest.mark.parametrize(("text", "place", "body"), BARE)
def test_reads_datelines_without_a_separator(text, place, body):
    found = parse_dateline(text, 0)
    assert found is not None
    assert found.place == place
    assert text[found.body_start :].startswith(body)


@pytest.mark.parametrize(
    "text",
    [
        "KANDAHAR Airport was hit by rockets on Sunday, officials in the city said.",
        "GAZA Strip militants fired rockets at two towns on Sunday, officials said.",
        "PARIS Hilton has left the city of her birth on Tuesday, her agent said.",
        "FBI Agents searched the house of a former mayor on Sunday, officials said.",
        "BAKU Soldiers kill two",
        "BERLIN is a city of three million people, and most of them rent, it said.",
        "SPEAKER WITH INITIALS.- Mr Speaker, I move that the bill be read a second time, he said.",
        "MADRID Marches For Peace",
    ],
)
def test_words_of_the_sentence_are_no_bare_dateline(text):
    assert parse_dateline(text, 0) is None
