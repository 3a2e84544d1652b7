import pytest

from transforms.parse.places.text import abbreviations, tokenize, word_classes
from transforms.resolve.places.home import home_groups, newspapers
from transforms.world.countries import countries, split_list
from transforms.world.gazetteer import ARTEFACT, CITY, COUNTRY, gazetteer, name_key
from transforms.world.load import binary, world_table
from transforms.world.names import given_names, surnames


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("St. Paul", "saint paul"),
        ("Port-au-Prince", "port au prince"),
        ("N’Djamena", "ndjamena"),
        ("São Paulo", "sao paulo"),
        ("Łódź", "lodz"),
        ("Mt. Pleasant", "mount pleasant"),
        ("St", "st"),
        ("", ""),
        ("\ud800", "\ud800"),
    ],
)
def test_name_key(name, key):
    assert name_key(name) == key


def test_file_is_small_and_sorted_by_population():
    assert len(binary(ARTEFACT)) <= 12_000_000
    known = gazetteer()
    assert len(known) > 300_000
    first, second, *_ = (p for p in known.lookup("Springfield") if p.kind == CITY)
    assert first.population >= second.population
    assert known.lookup("no such place") == ()
    assert [p.country for p in known.lookup("Burma") if p.kind == COUNTRY] == ["MMR"]
    assert any(p.capital for p in known.lookup("Nairobi"))


def test_own_table_is_sound():
    seen = set()
    for row in world_table("areas_and_sites"):
        assert row["precision"] in ("country", "admin1", "admin2", "city", "site"), row
        assert not row["country"] or row["country"] in countries(), row
        assert -90 <= float(row["lat"]) <= 90, row
        assert -180 <= float(row["lon"]) <= 180, row
        assert not row["population"] or int(row["population"]) > 0, row
        assert (row["name"], row["country"]) not in seen, row
        seen.add((row["name"], row["country"]))
        for name in (row["name"], *split_list(row["aliases"])):
            assert name == name.strip(), row
            assert gazetteer().lookup(name), row


def test_newspapers_and_states_are_known():
    rows = list(world_table("newspapers"))
    assert len(newspapers()) == len({row["domain"] for row in rows}) == len(rows)
    assert {row["code"] for row in world_table("state_abbreviations")} >= {"TX", "DC", "08"}
    assert [p.name for p in abbreviations()["Tex."]] == ["Texas"]
    (home,) = home_groups("https://www.dallasnews.com/news/a", None)
    assert home.places[0].admin1 == "Texas"
    assert home_groups(None, None) == []
    assert home_groups("not a url", "The Lebanon Daily News")


def test_names_are_lower_case():
    assert not given_names().keys() & {"texas", "paris texas"}
    assert all(word.isascii() and word == word.lower() for word in surnames() | given_names().keys())
    assert "county" in word_classes()["area_tail"]


def test_tokens_point_into_the_text():
    text = "U.S. troops left N'Djamena; Iraq's army, 10 km off.\n\nMr. Smith-Jones stayed."
    tokens = tokenize(text)
    assert all(text[t.start : t.end] == t.text for t in tokens)
    assert [t.text for t in tokens[:6]] == ["U.S.", "troops", "left", "N'Djamena", "Iraq", "army"]
    assert [t.text for t in tokens if t.opens] == ["U.S.", "Iraq", "Mr"]
