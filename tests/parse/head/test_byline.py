"""Bylines at the head, credits at the foot."""

import pytest

from transforms.parse.head.byline import parse_byline, parse_credit


@pytest.mark.parametrize(
    ("line", "authors", "agency"),
    [
        ("By Jane Doe", ("Jane Doe",), None),
        ("By Jane Doe and John Roe", ("Jane Doe", "John Roe"), None),
        ("By Jane Doe, John Roe and Ana de la Cruz", ("Jane Doe", "John Roe", "Ana de la Cruz"), None),
        ("By Jane Doe, Political Correspondent", ("Jane Doe",), None),
        ("By JANE DOE, Associated Press Writer", ("Jane Doe",), "AP"),
        ("By Jane Doe in Kabul", ("Jane Doe",), None),
        ("By Jane Doe | Reuters", ("Jane Doe",), "Reuters"),
        ("by Abdul al-Rahman bin Said", ("Abdul al-Rahman bin Said",), None),
        ("By The Associated Press", (), "AP"),
        ("By Our Correspondent", (), None),
        ("From our correspondent in Kabul", (), None),
        ("From Jane Doe in Kabul", ("Jane Doe",), None),
        ("Jane Doe in Kabul", ("Jane Doe",), None),
        ("Jane Doe and John Roe in Beirut", ("Jane Doe", "John Roe"), None),
    ],
)
def test_reads_bylines(line, authors, agency):
    found = parse_byline(line + "\n\nThe council met.", 0, len(line))
    assert found is not None
    assert (found.authors, found.agency) == (authors, agency)
    assert found.end == len(line)


@pytest.mark.parametrize(
    "line",
    [
        "By Monday afternoon the city was quiet.",
        "By Friday",
        "By the end of the week, officials said, nobody was left in the camp",
        "From Russia With Love",
        "By contrast, Germany grew.",
        "Talks in Geneva",
        "",
        "By",
    ],
)
def test_sentences_are_no_bylines(line):
    found = parse_byline(line, 0, len(line))
    assert found is None or found.end < len(line)


def test_headline_with_a_place_is_no_person():
    line = "Car Bomb in Kabul"
    assert parse_byline(f"{line}\n\nA bomb went off.", 0, len(line)) is None


@pytest.mark.parametrize(
    ("foot", "authors", "agency"),
    [
        ("(Reporting by Jane Doe in Kabul and John Roe; Editing by Ann Smith)", ("Jane Doe", "John Roe"), None),
        (
            "Reporting by Jane Doe; Additional reporting by John Roe in Lima; Writing by Al Poe",
            ("Jane Doe", "John Roe", "Al Poe"),
            None,
        ),
        ("The town was quiet. (Reporting by Reuters staff; editing by the news desk)", (), "Reuters"),
        ("Copyright 2020 The Associated Press. All rights reserved.", (), "AP"),
        ("© AFP", (), "AFP"),
        ("The town was quiet. (IANS)", (), "IANS"),
        ("The town was quiet. -- AFP", (), "AFP"),
        ("Reuter", (), "Reuters"),
        ("Source: Xinhua", (), "Xinhua"),
        ("(With inputs from PTI)", (), "PTI"),
        ("The Associated Press contributed to this report.", (), "AP"),
        ("AFP and Reuters contributed from Lima.", (), "AFP/Reuters"),
        ("Associated Press writer Jane Doe in Lima contributed to this story.", (), "AP"),
        ("Jane Doe in Lima contributed to this story.", (), None),
        ("Source: Xinhua\n\nReuters contributed to this report.", (), "Xinhua"),
        ("- with files from The Canadian Press", (), "Canadian Press"),
        ("This article was first published by Reuters.", (), "Reuters"),
        ("With the army in Lima, nobody felt safe.", (), None),
        ("He spoke to the Associated Press.", (), None),
        ("The town was quiet.", (), None),
        ("", (), None),
    ],
)
def test_reads_credits(foot, authors, agency):
    credit = parse_credit("A council met on Monday.\n\n" + foot)
    assert (credit.authors, credit.agency) == (authors, agency)


def test_whom_a_wire_names_for_questions_wrote_it():
    line = (
        "To contact the reporters on this story: Ann Lee in Taipei at alee9@wire.example; Bo Ek in Lagos at b@w.example"
    )
    assert parse_credit(f"Shares rose on Friday.\n\n{line}").authors == ("Ann Lee", "Bo Ek")
    assert parse_credit("To contact the editor responsible for this story: Cy Dow at cdow@wire.example").authors == ()
