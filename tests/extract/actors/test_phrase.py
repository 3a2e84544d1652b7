"""Actor phrases as bare strings: country, sector and name."""

import datetime

import pytest

from transforms.extract.actors import code_phrase, find_names, load_actors

CASES = [
    # generic agents, with and without country
    ("Turkish troops", "TUR", "MIL"),
    ("the army of Chad", "TCD", "MIL"),
    ("three masked gunmen", None, "UAF"),
    ("farmers in Peru", "PER", "AGR"),
    ("Peru's striking teachers", "PER", "EDU"),
    ("riot police", None, "COP"),
    ("police officers", None, "COP"),
    ("a senior intelligence officer", None, "SPY"),
    ("a circle of men", None, "UNK"),
    ("a group of Nepalese monks", "NPL", "REL"),
    ("members of a drug cartel", None, "CRM"),
    ("hundreds of refugees", None, "REF"),
    ("rebel soldiers", None, "REB"),
    ("government soldiers", None, "MIL"),
    ("opposition lawmakers in Kenya", "KEN", "LEG"),
    ("bus drivers", None, "CVL"),
    ("a Bolivian judge", "BOL", "JUD"),
    ("a hospital in Herat", "AFG", "MED"),
    # governments, ministries and envoys
    ("Norway's health ministry", "NOR", "GOV"),
    ("the Chilean ambassador to Japan", "CHL", "GOV"),
    ("the Ministry of Defence of Ghana", "GHA", "GOV"),
    ("a former Brazilian minister", "BRA", "ELI"),
    ("the president of a Dutch human rights organisation", "NLD", "SOC"),
    # places as actors
    ("Bolivia", "BOL", None),
    ("Ankara", "TUR", "GOV"),
    ("Osaka", "JPN", "CVL"),
    ("Abkhazia", "GEO", "PRE"),
    ("the Kremlin", "RUS", "GOV"),
    ("Downing Street", "GBR", "GOV"),
    # organisations and groups
    ("the European Commission", "EUR", "GOV"),
    ("UNHCR", "UNO", "REF"),
    ("Amnesty International", "NGO", "SOC"),
    ("the Iranian-backed Hezbollah", "LBN", "REB"),
    ("Saudi-backed fighters", None, "UAF"),
    ("anti-American protesters", None, "CVL"),
    ("Shining Path guerrillas", "PER", "REB"),
    ("Volkswagen", "DEU", "BUS"),
    ("Xinhua", "CHN", "GOV"),
    # parts of the world, relatives, last names, people beside a body's name
    ("South American leaders", None, "GOV"),
    ("Latin America", None, None),
    ("the Kenyan president's brother", "KEN", "ELI"),
    ("the sister of the mayor", None, "ELI"),
    ("the mother of the baker", None, "CVL"),
    ("Stephen King", None, None),
    ("the Omani Red Crescent", "OMN", "SOC"),
    ("a music critic", None, "JRN"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "country", "sector"), CASES)
def test_phrase(text, country, sector):
    found = code_phrase(text)
    assert (found.country, found.sector) == (country, sector)


@pytest.mark.parametrize(
    ("text", "day", "country", "sector"),
    [
        ("Michelle Bachelet", (2007, 1, 1), "CHL", "GOV"),
        ("Michelle Bachelet", (2020, 1, 1), "UNO", "GOV"),
        ("Michelle Bachelet", (2024, 1, 1), "UNO", "ELI"),
        ("the Taliban", (1999, 5, 1), "AFG", "GOV"),
        ("the Taliban", (2010, 5, 1), "AFG", "REB"),
        ("the Taliban", (2023, 5, 1), "AFG", "GOV"),
        ("Bush", (1990, 6, 1), "USA", "GOV"),
        ("FMLN", (1989, 11, 11), "SLV", "REB"),
        ("FMLN", (2005, 1, 1), "SLV", "PTY"),
        ("UNITA rebels", (1990, 1, 1), "AGO", "REB"),
    ],
)
def test_roles_depend_on_the_day(text, day, country, sector):
    found = code_phrase(text, datetime.date(*day))
    assert (found.country, found.sector) == (country, sector)


def test_a_surname_goes_to_who_was_in_office():
    assert code_phrase("Bush", datetime.date(1990, 6, 1)).name == "George H. W. Bush"
    assert code_phrase("Bush", datetime.date(2003, 6, 1)).name == "George W. Bush"


def test_the_country_of_the_phrase_decides_between_namesakes():
    assert code_phrase("Nepal's Maoists").country == "NPL"
    assert code_phrase("Indian Maoists").country == "IND"


def test_a_common_party_name_needs_its_country():
    assert code_phrase("South Africa's National Party").name == "National Party (South Africa)"
    assert code_phrase("the National Party").name is None


def test_a_last_name_after_another_given_name_is_somebody_else():
    text = "Martha Putin, a baker, spoke. Putin then left for the market."
    assert not [m for m in find_names(text) if m.label == "PERSON"]


def test_a_short_acronym_needs_its_capitals():
    assert [m.name for m in find_names("Let us Plan for ISIS and Nato.")] == [
        "Islamic State", "North Atlantic Treaty Organization"
    ]  # fmt: skip


def test_a_ministry_keeps_its_portfolio_as_secondary_sector():
    assert code_phrase("the Danish defence ministry").secondary == ("MIL",)
    assert code_phrase("the interior minister").secondary == ("COP",)


@pytest.mark.parametrize("text", ["", " ", "'s", "-", "\x00", "\ud800", "of of of", "the", "a" * 10_000, "(" * 1_000])
def test_odd_strings_name_nobody(text):
    assert code_phrase(text).name is None
    assert find_names(text) == []


def test_names_in_running_text():
    text = "Talks between Iran's Rouhani and the U.S. failed. Israel, Egypt and Hamas watched; so did us all."
    found = [(text[m.start : m.end], m.label, m.country) for m in find_names(text, datetime.date(2015, 1, 1))]
    assert found == [
        ("Iran", "GPE", "IRN"),
        ("Rouhani", "PERSON", "IRN"),
        ("U.S.", "GPE", "USA"),
        ("Israel", "GPE", "ISR"),
        ("Egypt", "GPE", "EGY"),
        ("Hamas", "ORG", "PSE"),
    ]


def test_names_in_capitals_and_lower_case():
    upper = "THE FMLN ATTACKED A BRIDGE NEAR USULUTAN AND IT MAY STRIKE US AGAIN."
    assert {m.name for m in find_names(upper, datetime.date(1989, 1, 1))} >= {
        "Farabundo Martí National Liberation Front"
    }
    assert "United States" not in {m.name for m in find_names(upper)}
    assert {m.name for m in find_names("police in ahmedabad met vajpayee")} == {"Ahmedabad", "Atal Bihari Vajpayee"}


def test_no_name_goes_on_across_a_comma_or_full_stop():
    assert [m.name for m in find_names("He left Costa. Rica stayed.")] == []
    assert [m.name for m in find_names("They saw New, York and others.")] == []


def test_a_user_table_adds_and_replaces():
    actors = load_actors({
        "mine.tsv": "name\taliases\tcountry\tsector\tfrom\tuntil\nRed Falcons\tthe Falcons\tCHL\tCRM\t2001\t\n",
        "nouns.tsv": "forms\tsector\tsecondary\tclass\thead\tmodifier\nlamplighter;lamplighters\tAGR\t\tperson\t3\t2\n",
    })  # fmt: skip
    assert code_phrase("the Red Falcons", actors=actors).sector == "CRM"
    assert code_phrase("Peruvian lamplighters", actors=actors).sector == "AGR"
    assert code_phrase("Peruvian lamplighters").sector is None


def test_a_user_table_without_known_columns_is_refused():
    with pytest.raises(ValueError, match=r"bad\.tsv"):
        load_actors({"bad.tsv": "colour\tshape\nred\tround\n"})


def test_somebody_of_a_group_is_not_the_group():
    found = code_phrase("Hamas official Adel Rashid")
    assert (found.name, found.country, found.noun_class) == (None, "PSE", "person")


def test_names_that_are_ordinary_words_in_text_without_case():
    upper = "TURKEY AND PERU TOLD NATO THAT IT MAY WILL US A BASE, AND CHILE SAID SO IN LIMA."
    assert [m.name for m in find_names(upper)] == [
        "Turkey",
        "Peru",
        "North Atlantic Treaty Organization",
        "Chile",
        "Lima",
    ]


@pytest.mark.parametrize(
    ("text", "day", "sector"),
    [("Lagos", (1986, 5, 1), "GOV"), ("Lagos", (2010, 5, 1), "CVL"), ("Bonn", (1987, 3, 1), "GOV")],
)
def test_a_former_capital_stands_for_its_government_until_it_moved(text, day, sector):
    found = code_phrase(text, datetime.date(*day))
    assert (found.name, found.sector) == (text, sector)
