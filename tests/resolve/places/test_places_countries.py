import pytest

from transforms.world.countries import (
    alpha3,
    capital_of,
    countries,
    country_by_capital,
    country_by_demonym,
    country_by_name,
    demonym,
    is_former_name,
    neighbours,
)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("France", "FRA"),
        ("the United States", "USA"),
        ("U.S.", "USA"),
        ("US", "USA"),
        ("us", None),
        ("U. S.", "USA"),
        ("SYRIA", "SYR"),
        ("SOVIET UNION", "RUS"),
        ("Burma", "MMR"),
        ("Zaire", "COD"),
        ("Côte d’Ivoire", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("The Gambia", "GMB"),
        ("UAE", "ARE"),
        ("French", None),
        ("Springfield", None),
        ("", None),
        ("\ud800\x00", None),
    ],
)
def test_names(name, code):
    assert country_by_name(name) == code


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Turks", "TUR"),
        ("Turkish", "TUR"),
        ("DUTCH", "NLD"),
        ("Congolese", "COD"),
        ("Soviet", "RUS"),
        ("West German", "DEU"),
        ("Filipinos", "PHL"),
        ("Salvadoran", "SLV"),
        ("polish", "POL"),
        ("Paris", None),
        ("", None),
    ],
)
def test_demonyms(word, code):
    assert country_by_demonym(word) == code


def test_demonym_says_adjective_noun_and_plural():
    assert demonym("Danish").adjective
    assert not demonym("Danish").noun
    assert demonym("Danes").plural
    assert demonym("Chinese").adjective
    assert demonym("Chinese").plural


def test_former_states():
    assert is_former_name("Czechoslovakia")
    assert is_former_name("USSR")
    assert not is_former_name("Russia")


def test_capitals_and_codes():
    assert capital_of("KEN") == "Nairobi"
    assert capital_of("XXX") is None
    assert country_by_capital("Kiev") == "UKR"
    assert alpha3("gb") == "GBR"
    assert alpha3("??") is None


def test_table_is_consistent():
    for code, country in countries().items():
        assert len(code) == 3
        assert -90 <= country.lat <= 90
        assert -180 <= country.lon <= 180
        assert set(country.neighbours) <= set(countries())
        assert all(plural for _, plural in country.people)
    assert "IRQ" in neighbours("IRN")
