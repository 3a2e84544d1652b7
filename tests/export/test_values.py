from finished_dataset import day, event, party, place, victim

from pipeline.export import acled, gdelt, plover, ucdp
from pipeline.export.values import country_codes, priogrid_gid
from transforms.world.countries import countries


def test_priogrid_cells():
    assert priogrid_gid(10.51, 2.29) == 145085
    assert priogrid_gid((151 - 1) / 2 - 90 + 0.25, (412 - 1) / 2 - 180 + 0.25) == 108412
    assert priogrid_gid(-90, -180) == 1
    assert priogrid_gid(90, 180) == 259200


def test_fips_codes_differ_from_iso():
    fips = {
        code: country_codes()[code].fips
        for code in ("GBR", "DEU", "CHN", "CHE", "AUS", "AUT", "RUS", "UKR", "IRQ", "SDN")
    }
    assert fips == {
        "GBR": "UK", "DEU": "GM", "CHN": "CH", "CHE": "SZ", "AUS": "AS", "AUT": "AU", "RUS": "RS", "UKR": "UP",
        "IRQ": "IZ", "SDN": "SU",
    }  # fmt: skip


def test_every_country_of_the_gazetteer_has_codes():
    assert not countries().keys() - country_codes().keys()


def test_quad_class_is_that_of_the_cameo_root():
    codes = {
        "030": 1,
        "057": 1,
        "061": 2,
        "081": 2,
        "090": 2,
        "100": 3,
        "141": 3,
        "154": 4,
        "160": 4,
        "190": 4,
        "204": 4,
    }
    assert {code: gdelt.quad_class(code) for code in codes} == codes


def test_gdelt_actor_codes():
    assert gdelt.actor_cells(party("x", country="ROU", sector="GOV"), 1)["Actor1Code"] == "ROMGOV"
    united = gdelt.actor_cells(party("the council", name="Security Council", country="UNO"), 2)
    assert (united["Actor2Code"], united["Actor2KnownGroupCode"], united["Actor2Type1Code"]) == ("IGOUNO", "UNO", "IGO")
    press = gdelt.actor_cells(party("reporters", sector="JRN", secondary=["MED", "REL"]), 1)
    assert (press["Actor1Type1Code"], press["Actor1Type2Code"], press["Actor1Type3Code"]) == ("MED", "HLH", None)
    assert gdelt.actor_cells(party("clerics", sector="REL"), 1)["Actor1Code"] is None


def test_gdelt_dates_go_as_far_as_they_are_known():
    month = event("m", date_precision="month", date_start=day("2024-02-01"), date_end=day("2024-02-29"))
    assert gdelt.date_cells(month) == {"Year": 2024, "MonthYear": 202402}
    assert gdelt.date_cells(event("d"))["SQLDATE"] == "20240304"
    assert gdelt.date_cells(event("p", date_basis="publication", date_precision="none"))["SQLDATE"] == "20240304"
    assert gdelt.date_cells(event("n", date_start=None, date_end=None, date_precision="none")) == {}


def test_gdelt_place_types():
    assert gdelt.place_cells(place("Texas", "USA", 31, -100, "admin1"))["ActionGeo_Type"] == 2
    assert gdelt.place_cells(place("Konduga", "NGA", 11, 13))["ActionGeo_Type"] == 4
    assert gdelt.place_cells(place("Kreis", "DEU", 11, 13, "admin2"))["ActionGeo_Type"] is None
    assert gdelt.place_cells(place("Gaza", "PSE", 31, 34, admin1="Gaza Strip"))["ActionGeo_CountryCode"] == "GZ"
    assert gdelt.place_cells(None) == {}


def test_ucdp_precision():
    assert ucdp.date_precision(event("d")) == 1
    assert ucdp.date_precision(event("r", date_end=day("2024-03-07"))) == 2
    assert ucdp.date_precision(event("w", date_precision="week", date_end=day("2024-03-10"))) == 3
    assert ucdp.date_precision(event("y", date_precision="year", date_end=day("2024-12-31"))) == 5
    assert ucdp.date_precision(event("n", date_start=None, date_end=None, date_precision="none")) is None
    assert ucdp.where_precision(place("x", "NGA", 1, 1), near=True) == 2
    assert ucdp.where_precision(place("x", "NGA", 1, 1, "country"), near=False) == 6


def test_ucdp_type_of_violence():
    assert ucdp.type_of_violence(event("a")) == 1
    assert ucdp.type_of_violence(event("b", recipients=[party("villagers", sector="CVL")])) == 3
    assert ucdp.type_of_violence(event("c", recipients=[party("gang", sector="CRM")])) == 2
    assert ucdp.type_of_violence(event("d", recipients=[])) is None
    assert ucdp.type_of_violence(event("e", recipients=[party("them", sector="UNK")])) is None


def test_ucdp_deaths_add_up_to_best():
    killed = [victim("soldiers", 3, 3, sector="MIL", country="NGA"), victim("villagers", 2, 2, sector="CVL")]
    row = event("a", victims=killed)
    assert ucdp.deaths(row, 6) == {"deaths_a": 0, "deaths_b": 3, "deaths_civilians": 2, "deaths_unknown": 1}
    assert ucdp.deaths(row, 4) == {"deaths_a": 0, "deaths_b": 0, "deaths_civilians": 0, "deaths_unknown": 4}
    assert ucdp.deaths(row, None) == {}


def test_acled_types():
    villagers = [party("villagers", sector="CVL")]
    assert acled.classify(event("a")) == ("Battles", "Armed clash")
    assert acled.classify(event("b", recipients=villagers)) == ("Violence against civilians", "Attack")
    assert acled.classify(event("c", mode="drone")) == ("Explosions/Remote violence", "Air/drone strike")
    assert acled.classify(event("d", actors=[], recipients=villagers)) == ("Violence against civilians", "Attack")
    assert acled.classify(event("e", actors=[])) == (None, None)
    assert acled.classify(event("f", "PROTEST", "riot")) == ("Riots", "Violent demonstration")
    assert acled.classify(event("g", "SUPPORT", cameo_code="057")) == ("Strategic developments", "Agreement")
    assert acled.classify(event("h", "CONSULT")) is None
    thrown = [{"text": "hand grenades", "start": 0, "end": 1, "kind": "weapon"}]
    assert acled.classify(event("i", mode="explosives", means=thrown)) == ("Explosions/Remote violence", "Grenade")


def test_acled_interaction():
    assert acled.interaction(2, 1, alone=False) == 12
    assert acled.interaction(6, None, alone=True) == 60
    assert acled.interaction(6, None, alone=False) is None
    assert acled.inter(party("army", country="TCD", sector="MIL"), "NGA", "Battles", first=True) == 8
    assert acled.inter(party("crowd", sector="CVL"), "NGA", "Protests", first=True) == 6


def test_plover_entities_and_scale():
    assert plover.entity(party("police", country="XKX", sector="COP"))["code"] == "KOS"
    assert plover.score(event("a", mode="drone")) == -9.5
    assert plover.score(event("b", "ACCUSE")) == -3
    assert plover.score(event("c", "PROTEST", "vandalize")) == -5
