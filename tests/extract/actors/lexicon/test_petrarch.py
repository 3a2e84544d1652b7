"""PETRARCH dictionaries as a user's actors."""

import datetime

import pytest

from transforms.extract.actors import code_phrase, load_actors
from transforms.extract.actors.lexicon.petrarch import is_petrarch, parse_code, parse_role, read_petrarch

ACTORS = """# people
ANNA_EXAMPLE_
+A._EXAMPLE_
+EXAMPLE_SENIOR_
    [CHLGOV 080101-120101]   ; in office
    [CHLELI >120101]
BLUE_LANTERN_FRONT_ [PERREB]
"""
AGENTS = """!PERSON! = MAN, WOMAN
LIGHTHOUSE_KEEPER {LIGHTHOUSE_KEEPERS} [~LAB]
FERRY!PERSON! [~CVL]
"""


def test_formats_are_told_apart():
    assert is_petrarch(ACTORS)
    assert is_petrarch(AGENTS)
    assert not is_petrarch("name\taliases\tcountry\tsector\nX\t\tCHL\tGOV\n")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("USAGOV", ("USA", "GOV", ())),
        ("USAGOVMIL", ("USA", "GOV", ("MIL",))),
        ("~COP", (None, "COP", ())),
        ("~HLH", (None, "MED", ())),
        ("~MED", (None, "JRN", ())),
        ("IGOUNO", ("UNO", None, ())),
        ("PHLINS", ("PHL", "REB", ())),
        ("---MIL", (None, "MIL", ())),
    ],
)
def test_codes(code, expected):
    assert parse_code(code) == expected


def test_dates():
    role = parse_role("USAELI 640101-010120")
    assert (role.start, role.end) == (datetime.date(1964, 1, 1), datetime.date(2001, 1, 20))
    assert parse_role("USAELI <010120").end == datetime.date(2001, 1, 20)
    assert parse_role("USAELI >20010120").start == datetime.date(2001, 1, 20)


def test_dictionaries_code_phrases():
    actors = load_actors({"actors.txt": ACTORS, "agents.txt": AGENTS})
    assert code_phrase("Anna Example", datetime.date(2010, 5, 1), actors).sector == "GOV"
    assert code_phrase("Example Senior", datetime.date(2015, 5, 1), actors).sector == "ELI"
    assert code_phrase("Blue Lantern Front", None, actors).country == "PER"
    assert code_phrase("Spanish lighthouse keepers", None, actors).sector == "LAB"
    assert code_phrase("a ferryman", None, actors).sector == "CVL"


def test_a_synonym_without_an_actor_is_refused():
    with pytest.raises(ValueError, match="line 1"):
        read_petrarch("broken.txt", "+LOST_SYNONYM_\n")
