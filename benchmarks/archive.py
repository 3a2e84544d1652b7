"""A made-up archive for measurements: news-like articles of which no two share a sentence.

Every sentence fills a pattern with drawn names, places, numbers and phrases, so that runs of the same five words are
as rare as between real articles. The same number of articles is always the same archive. The text says nothing true.
"""

from __future__ import annotations

import datetime
import json
import random
import re
from pathlib import Path

FIRST_DAY, DAYS = datetime.date(2019, 1, 1), 1826
PARAGRAPHS, SENTENCES = 9, 3
"""In an article: about 550 words."""

WORDS: dict[str, str] = {
    "town": """Mosul|Kirkuk|Basra|Tikrit|Ramadi|Kandahar|Herat|Jalalabad|Ghazni|Kunduz|Peshawar|Quetta|Karachi|Lahore|
    Maiduguri|Kano|Jos|Bamako|Gao|Kidal|Mogadishu|Baidoa|Kismayo|Nairobi|Garissa|Khartoum|Juba|Malakal|Bentiu|Goma|
    Bukavu|Beni|Bangui|Bria|Tripoli|Benghazi|Sirte|Misrata|Aleppo|Homs|Hama|Idlib|Raqqa|Daraa|Sanaa|Aden|Taiz|Hodeidah|
    Donetsk|Luhansk|Mariupol|Kharkiv|Odesa|Cali|Medellin|Bogota|Cucuta|Culiacan|Tijuana|Acapulco|Caracas|Maracaibo""",
    "country": """Iraq|Syria|Yemen|Libya|Sudan|Somalia|Nigeria|Mali|Niger|Chad|Kenya|Ethiopia|Uganda|Rwanda|Congo|
    Ukraine|Russia|Turkey|Iran|Pakistan|India|Afghanistan|Myanmar|Thailand|Colombia|Venezuela|Mexico|Peru|Egypt|Israel""",
    "given": """Ahmed|Karim|Omar|Yusuf|Ibrahim|Maria|Elena|Ana|Sofia|Carlos|Diego|Luis|Pavel|Oleg|Ivan|Nina|John|David|
    Peter|Sarah|Grace|Amina|Fatima|Leila|Hassan|Tariq|Samuel|Joseph|Daniel|Ruth|Victor|Andrei|Marta|Pedro|Rosa|Hana""",
    "family": """Haddad|Mansour|Nasser|Okafor|Bello|Adeyemi|Diallo|Traore|Keita|Mwangi|Otieno|Kamau|Deng|Lual|Kabila|
    Petrov|Ivanov|Melnyk|Shevchuk|Moreno|Rojas|Castillo|Herrera|Vargas|Khan|Malik|Sharif|Qureshi|Rahman|Singh|Patel|
    Carter|Mitchell|Brooks|Turner|Foster|Hughes|Yilmaz|Demir|Kaya|Levi|Cohen|Farouk|Saleh|Bakri|Hariri|Zaman|Noori""",
    "people": """farmers|teachers|students|nurses|truck drivers|market traders|dock workers|miners|pensioners|herders|
    fishermen|shopkeepers|railway workers|villagers|displaced families|aid workers|worshippers|recruits""",
    "armed": """gunmen|rebels|militants|insurgents|soldiers|paratroopers|border guards|police officers|militiamen|
    snipers|commandos|marines|fighters of a splinter group|armed robbers|masked attackers|tribal fighters""",
    "weapon": """a car bomb|a roadside bomb|rifles and machetes|mortar shells|rockets|a drone|hand grenades|
    tear gas|heavy machine guns|petrol bombs|artillery|a suicide vest|rubber bullets|two landmines""",
    "target": """a market|a police station|an army convoy|a bus|a village clinic|a mosque|a church|an oil pipeline|
    a power station|a bridge|a checkpoint|a hotel|a school|a water tower|a fuel depot|the town hall|a radio mast""",
    "office": """the interior minister|the provincial governor|the army spokesman|the foreign minister|the mayor|
    the prosecutor|the head of the hospital|the opposition leader|the union chairman|a tribal elder|the bishop|
    the district commissioner|the envoy|the deputy defence minister|a security official|a local lawmaker""",
    "said": "said|added|told reporters|told local radio|wrote in a statement|said by telephone|told state television",
    "day": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday",
    "part": "before dawn|in the morning|around noon|in the afternoon|late in the evening|overnight|after sunset",
    "side": "northern|southern|eastern|western|central|north-western|south-eastern|mountainous|coastal|remote",
    "goods": """wheat|diesel|cement|copper|cocoa|cattle|rice|cooking gas|medicine|fertiliser|cotton|timber|salt""",
    "issue": """unpaid wages|rising fuel prices|a disputed vote|a new tax on trade|water cuts|land rights|corruption|
    the arrest of a journalist|police violence|a planned dam|food shortages|the closure of two schools""",
    "pact": """a ceasefire|a prisoner exchange|a trade agreement|a border accord|a loan for new roads|an aid package|
    joint patrols|a water treaty|an extradition treaty|a timetable for elections""",
    "verb": "condemned|praised|rejected|welcomed|criticised|questioned|dismissed|defended|supported|denounced",
    "act": "killed|wounded|abducted|attacked|ambushed|detained|robbed|surrounded|expelled|shot",
    "adverb": "slowly|quietly|openly|repeatedly|suddenly|reportedly|largely|briefly|formally|jointly",
    "thing": """the road|the river crossing|the old quarter|the airport|the grain silos|the refugee camp|the stadium|
    the railway line|the university|the harbour|the court house|the barracks|the stock market|the dam""",
    "look": """shuttered shops|burning tyres|empty streets|long queues|heavy rain|broken windows|cut cables|
    a thick column of smoke|abandoned carts|a crowd of relatives|scattered leaflets|two wrecked lorries""",
}  # fmt: skip
PATTERNS = (
    "{armed^} {act} {number} {people} near {town} {part} on {day}, {office} {said}.",
    "{weapon^} hit {target} in {side} {town} on {day}, and {number} {people} were wounded, {given} {family} {said}.",
    "{number^} {people} marched through {town} on {day} to protest against {issue}, {adverb} watched by {armed}.",
    "{office^} of {country} {verb} {pact} with {country} that {given} {family} had {adverb} announced in {town}.",
    '"We saw {look} and {armed} at {thing}," {given} {family}, one of the {people} of {town}, {said}.',
    "Police in {town} arrested {number} {people} over {issue} {part}, according to {given} {family}, {office}.",
    "{country^} and {country} signed {pact} in {town} after {number} days of talks led by {given} {family}.",
    "The price of {goods} rose by {number} per cent in {town}, and {people} {adverb} blamed {issue}.",
    "{office^}, {given} {family}, met {people} from {side} {town} {part} and promised {goods} within {number} weeks.",
    "{armed^} with {weapon} blocked {thing} outside {town} on {day}, where {people} kept {number} tons of {goods}.",
    "A court in {town} sentenced {given} {family} to {number} years in prison over {issue}, {office} {said}.",
    "{given^} {family}, who lost {number} relatives near {town}, {verb} {office} for {issue}.",
    "{country^} {adverb} closed its border with {country} on {day} after {armed} {act} {number} {people} at {thing}.",
    "Residents of {town} described {look} along {thing} and {number} {people} waiting for {goods} {part}.",
    "The army of {country} sent {number} troops and {weapon} to {side} {town} {part}, {given} {family} {said}.",
    "{office^} {verb} the report on {issue}, in which {given} {family} counted {number} {people} from {town}.",
    "At {thing} in {town}, {number} {people} handed {goods} to {armed} on {day} under {pact}.",
    "{given^} {family} of {country} will visit {town} on {day} to discuss {pact} and {issue} with {office}.",
)
QUIET = (
    "The {side} road to {town} is {adverb} lined with {look}, and {people} rest there {part}.",
    "{given^} {family} has lived beside {thing} in {town} for {number} months, as have many {people}.",
    "Few {people} in {town} remember {thing} without {look}, {given} {family} {said}.",
    "It takes {number} minutes by bus from {thing} to the {side} edge of {town}.",
    "Winter in {side} {country} is long, and {goods} becomes scarce around {thing} near {town}.",
    "{given^} {family} keeps {number} photographs of {town} and of {people} in a box by the window.",
    "The museum in {town} shows {goods}, {number} old coins and a map of {side} {country}.",
    "About {number} kilometres of rail run from {town} to {town}, past {thing} and {look}.",
    "Analysts doubt that {issue} alone explains the mood of {people} in {side} {town}.",
    "{goods^} grows well near {town}, where rain falls on {number} days of the year, mostly {part}.",
    '"Nobody here talks about {issue}," {given} {family} {said}, looking at {thing} and {look}.',
    "The population of {town} is put at {number} thousand, most of them {people} with {adverb} falling incomes.",
    "Between {town} and {thing} lie {number} small lakes, {adverb} visited by {people} on {day}.",
    "{given^} {family} grew up in {side} {country}, studied in {town} and wrote {number} pages on {issue}.",
    "What {people} in {town} want, {office} {said}, is {goods} at a fair price and calm around {thing}.",
    "On {day} the sky above {town} was clear, and {people} sat near {thing} {part}.",
)
QUIET_SHARE = 0.65
"""Of the sentences: about what reports no event in the news."""
SLOT = re.compile(r"\{(\w+)(\^?)\}")
LISTS = {name: [" ".join(word.split()) for word in text.split("|")] for name, text in WORDS.items()}


def sentence(draw: random.Random) -> str:
    """Return a drawn sentence."""

    def fill(match: re.Match[str]) -> str:
        name, capital = match.groups()
        word = str(draw.randrange(2, 900)) if name == "number" else draw.choice(LISTS[name])
        return word[0].upper() + word[1:] if capital else word

    return SLOT.sub(fill, draw.choice(QUIET if draw.random() < QUIET_SHARE else PATTERNS))


def article(number: int) -> dict[str, str | int]:
    """Return an article of the archive with its number and date."""
    draw = random.Random(number)
    day = FIRST_DAY + datetime.timedelta(days=draw.randrange(DAYS))
    paragraphs = (" ".join(sentence(draw) for _ in range(SENTENCES)) for _ in range(PARAGRAPHS))
    return {"id": number, "date": day.isoformat(), "text": "\n\n".join(paragraphs)}


def write_archive(path: Path, records: int) -> None:
    """Write articles as JSON lines."""
    with path.open("w", encoding="utf-8") as out:
        for number in range(records):
            out.write(json.dumps(article(number)) + "\n")
