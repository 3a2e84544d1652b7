"""Places that an article names, resolved to GeoNames: ``resolve_places``.

Recognition (``places_text``, ``places_judge``) and resolution (``places_context``) are separate: a name is first
judged to be used as a place, then all names of the article are resolved together.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache

from schemas.article import PlaceMention
from schemas.records import ParsedArticle
from transforms.resolve.countries import alpha3, countries, demonym, read_resource
from transforms.resolve.gazetteer import ADMIN1, ADMIN2, CITY, COUNTRY, PRECISION, REGION, SITE, Place, gazetteer, name_key
from transforms.resolve.places_context import Group, prune, resolve_groups
from transforms.resolve.places_judge import ACCEPT, judge, person_tokens
from transforms.resolve.places_text import Candidate, Token, add_counties, candidates, tokenize, word_classes

MAX_TEXT = 400_000
"""Characters of a text that are searched; longer texts are no articles."""
POSSIBLE = 0.2
"""Score from which a name takes part in the resolution; it counts only if it proves to be near."""
SURE = 1.3
LOCAL_KM = 60.0
HOME_HERE = 2.0
HOME_USA, HOME_ELSEWHERE, HOME_WORD, HOME_TABLE = 1.0, -1.5, 1.2, 1.8


def resolve_places(article: ParsedArticle) -> tuple[PlaceMention, ...]:
    """Return the places that the article's text names, in text order, each with coordinates, precision and basis.

    A country or a region that spans countries has precision ``country``. Basis is one of
    ``schemas.article.RESOLUTION_BASES``; confidence is the probability that the name is a place and is this place.
    """
    text = article.document.text[:MAX_TEXT]
    tokens = tokenize(text)
    plain = lacks_capitals(text)
    found = candidates(text, tokens, plain=plain)
    if not found:
        return ()
    labels = {entity.start: (entity.label, entity.end) for entity in article.document.entities}
    inside, surnames = person_tokens(tokens, plain)
    for index in range(len(found)):
        judge(text, tokens, found, index, inside, surnames, labels, plain)
    link_containers(text, tokens, found)
    mark_dateline(article, found)
    propagate(found)
    add_counties(tokens, found)
    pool = [c for c in found if c.score >= POSSIBLE]
    if not pool:
        return ()
    groups, dateline_keys = group(article, text, tokens, pool)
    resolve_groups(groups)
    for g in groups:
        for member in g.members:
            pool[member].chosen = g.places[g.chosen]
            pool[member].confidence = g.probability
    accept_local(pool, groups)
    return tuple(mention(text, tokens, c, dateline_keys) for c in pool if c.score >= ACCEPT)


def accept_local(pool: list[Candidate], groups: list[Group]) -> None:
    """Accept doubtful names of places near the newspaper's home or near places that the article surely names."""
    centres = [
        (place.lat, place.lon, g.key)
        for g in groups
        if g.probability > 0.6
        and (not g.members or any(pool[m].score >= SURE for m in g.members))
        and (place := g.places[g.chosen]).kind in (ADMIN2, CITY, SITE)
    ]
    for candidate in pool:
        place = candidate.chosen
        if candidate.score >= ACCEPT or place is None or place.kind not in (ADMIN2, CITY, SITE):
            continue
        scale = math.cos(math.radians(place.lat))
        for lat, lon, key in centres:
            if key != candidate.key and math.hypot(lat - place.lat, (lon - place.lon) * scale) * 111.2 < LOCAL_KM:
                candidate.score += 0.8
                candidate.cues.append("local_place")
                break


def gazetteer_spans(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, label) of the names that are places by the gazetteer and the words around, for the entities.

    The label is GPE for countries, divisions and cities, LOC for regions, seas and mountains, FAC for sites.
    """
    text = text[:MAX_TEXT]
    tokens = tokenize(text)
    plain = lacks_capitals(text)
    found = candidates(text, tokens, plain=plain)
    inside, surnames = person_tokens(tokens, plain)
    for index in range(len(found)):
        judge(text, tokens, found, index, inside, surnames, {}, plain)
    link_containers(text, tokens, found)
    propagate(found)
    return [(c.start, c.end, LABELS[c.top.kind]) for c in found if c.score >= ACCEPT]


LABELS = {COUNTRY: "GPE", ADMIN1: "GPE", ADMIN2: "GPE", CITY: "GPE", SITE: "FAC", REGION: "LOC"}


def lacks_capitals(text: str) -> bool:
    """Say whether capitals tell nothing: nearly all letters, or hardly any, are capitals."""
    sample = text[:1500]
    upper = sum(map(str.isupper, sample))
    lower = sum(map(str.islower, sample))
    return upper > 3 * lower or (lower > 200 and upper < 0.005 * lower)


def contains(outer: Place, inner: Place) -> bool:
    """Say whether a country or first-level division holds a place."""
    if outer.country is None or outer.index == inner.index or inner.country != outer.country:
        return False
    if outer.kind == COUNTRY:
        return inner.kind != COUNTRY
    if outer.kind == ADMIN1:
        if outer.admin1_code and inner.admin1_code:
            return outer.admin1_code == inner.admin1_code and inner.kind != ADMIN1
        return inner.kind != ADMIN1 and abs(outer.lat - inner.lat) < 2.5 and abs(outer.lon - inner.lon) < 3
    if outer.kind == ADMIN2:
        return inner.kind == CITY and abs(outer.lat - inner.lat) < 0.6 and abs(outer.lon - inner.lon) < 0.8
    return False


AFTER_COMMA = re.compile(r"\s*[,(]\s*$")


def link_containers(text: str, tokens: Sequence[Token], found: list[Candidate]) -> None:
    """Note "Tripoli, Lebanon", "Gary, Ind.", "Iraq's Anbar province", "Taji in Iraq": the second name holds the first."""
    classes = word_classes()
    for left, right in zip(found, found[1:], strict=False):
        between = text[left.end : right.start]
        outer, inner = right, left
        strict = False
        if AFTER_COMMA.fullmatch(between):
            strict = True
        elif between in ("'s ", "’s ") or (
            between[:3] in ("'s ", "’s ") and right.first - left.last <= 2 and tokens[left.last].key in classes["direction"]
        ):
            outer, inner = left, right
        elif 0 < right.first - left.last <= 4 and tokens[left.last].key in ("in", "district", "province", "city") or (
            0 < right.first - left.last <= 4 and between.startswith((", in ", " in ", ", a ", ", the "))
        ):
            words = {t.key for t in tokens[left.last : right.first]}
            if not words <= classes["direction"] | classes["area_head"] | classes["area_tail"] | {"in", "the", "a", "of", "s"}:
                continue
            if any(t.opens for t in tokens[left.last : right.first]):
                continue
        else:
            continue
        holders = [p for p in outer.places[:8] if p.kind in (COUNTRY, ADMIN1, ADMIN2)]
        if not holders or inner.country and not outer.state:
            continue
        if any(contains(h, p) for h in holders for p in inner.places):
            inner.container = outer
            if strict:
                inner.score += 2.0 if outer.state or outer.country or outer.top.kind == ADMIN1 else 1.2
                outer.score += 0.8
                inner.cues.append("contained")
            elif outer.score >= ACCEPT:
                inner.score += 0.6
                inner.cues.append("contained_soft")


def mark_dateline(article: ParsedArticle, found: list[Candidate]) -> None:
    """A name in the dateline is a place."""
    dateline = article.dateline
    if dateline is None:
        return
    for candidate in found:
        if candidate.start >= dateline.end:
            return
        if candidate.start >= dateline.start:
            candidate.score += 2.5
            candidate.cues.append("dateline")


def propagate(found: list[Candidate]) -> None:
    """Let a sure mention speak for the other mentions of the name, and names in a list for each other."""
    best: dict[str, float] = {}
    for candidate in found:
        best[candidate.key] = max(best.get(candidate.key, -9.0), candidate.score)
    for candidate in found:
        if candidate.score < ACCEPT <= best[candidate.key] - 0.3 and not VETO & set(candidate.cues):
            candidate.score += 0.9
            candidate.cues.append("elsewhere")
    for left, right in zip(found, found[1:], strict=False):
        if 0 < right.first - left.last + 1 <= 2:
            pass


VETO = frozenset({"person", "title", "street", "company", "disease", "body_of", "direction_word"})


def group(
    article: ParsedArticle, text: str, tokens: Sequence[Token], accepted: list[Candidate]
) -> tuple[list[Group], set[str]]:
    """Return the names to resolve together, with anchors from the dateline, demonyms and the newspaper."""
    known = gazetteer()
    codes = {c.top.country for c in accepted if c.top.kind == COUNTRY or c.state} - {None}
    home = home_groups(
        article.clean.url or article.clean.record.url, article.clean.publisher or article.clean.record.publisher
    )
    codes |= {g.places[0].country for g in home if len(g.places) == 1} - {None}
    admins = {(c.top.country or "", c.top.admin1_code) for c in accepted if c.top.kind == ADMIN1 and c.top.admin1_code}
    groups: dict[tuple[str, str], Group] = {}
    classes = word_classes()
    for number, candidate in enumerate(accepted):
        outer = candidate.container.key if candidate.container else ""
        entry = groups.get((candidate.key, outer))
        if entry is None:
            places = candidate.places if outer else prune(candidate.places, {c for c in codes if c}, admins)
            if outer:
                holders = [p for p in candidate.container.places[:8] if p.kind in (COUNTRY, ADMIN1, ADMIN2)]  # type: ignore[union-attr]
                held = tuple(p for p in places if any(contains(h, p) for h in holders))
                places = (held or places)[:14]
            entry = groups[candidate.key, outer] = Group(
                candidate.key, places, 0.0, [0.0] * len(places), members=[]
            )
        entry.members.append(number)
        if candidate.score >= ACCEPT:
            entry.weight = min(1.5, entry.weight + (0.7 if entry.weight < 0.5 else 0.2))
        else:
            entry.weight = max(entry.weight, 0.15)
        add_local_evidence(entry, candidate, tokens, classes)
    dateline_keys: set[str] = set()
    for candidate in accepted:
        if "dateline" in candidate.cues:
            dateline_keys.add(candidate.key)
    for key in dateline_keys:
        for (name, _), entry in groups.items():
            if name == key:
                entry.weight += 0.8
    result = list(groups.values())
    result += anchors(tokens) + [paper for paper in home if not merge_home(paper, groups)]
    return result, dateline_keys


def merge_home(paper: Group, groups: dict[tuple[str, str], Group]) -> bool:
    """Give what a newspaper's name says to the article's own group of that name; False where there is none."""
    entry = groups.get((paper.key, ""))
    if entry is None or not paper.key:
        return False
    generic = any(b == HOME_USA for b in paper.bonus)
    for i, place in enumerate(entry.places):
        if place.kind in (CITY, ADMIN2):
            entry.bonus[i] += HOME_HERE + home_bonus(place, generic)
    entry.weight += HOME_WORD / 2
    return True


def add_local_evidence(
    entry: Group, candidate: Candidate, tokens: Sequence[Token], classes: dict[str, frozenset[str]]
) -> None:
    """Prefer divisions where the text says "province" or "county", cities where it says "city of"."""
    after = tokens[candidate.last] if candidate.last < len(tokens) else None
    last = tokens[candidate.last - 1].key
    head = tokens[candidate.first - 2].key if candidate.first > 1 and tokens[candidate.first - 1].key == "of" else ""
    tail = after.key if after is not None and after.gap == " " else ""
    for i, place in enumerate(entry.places):
        if tail in DIVISION_WORDS or head in DIVISION_WORDS:
            entry.bonus[i] += 1.5 if place.kind in (ADMIN1, ADMIN2) else -0.5
        elif tail in CITY_WORDS or head in CITY_WORDS:
            entry.bonus[i] += 1.0 if place.kind == CITY else -0.5
        if last in ("county", "parish") and place.kind == ADMIN2:
            entry.bonus[i] += 0.5


DIVISION_WORDS = frozenset(
    "province provinces governorate governorates state states region regions district districts county counties prefecture"
    " department departments oblast republic".split()
)
CITY_WORDS = frozenset("city town village suburb suburbs mayor neighborhood outskirts capital port towns villages cities".split())


def anchors(tokens: Sequence[Token]) -> list[Group]:
    """Return groups without mentions for the countries of demonyms."""
    counts: dict[str, int] = {}
    for token in tokens:
        if token.cap:
            entry = demonym(token.text)
            if entry is not None:
                counts[entry.alpha3] = counts.get(entry.alpha3, 0) + 1
    return [
        Group("", (country_place(code),), min(1.0, 0.35 + 0.15 * number), [0.0]) for code, number in sorted(counts.items())
    ]


def country_place(code: str) -> Place:
    """Return a country as a place."""
    country = countries()[code]
    return Place(
        -1, country.name, country.geonameid, country.lat, country.lon, country.population, code, "", None, COUNTRY, False
    )


HOST = re.compile(r"^(?:[a-z]+://)?(?:www\d?\.)?([^/:?#]+)", re.IGNORECASE)
PAPER_WORDS = re.compile(
    r"^(?:the|my|go|online|daily|e)|(?:news|newspapers?|times|post|herald|tribune|journal|daily|press|star|sun|gazette|chronicle|local"
    r"|online|record|courier|leader|ledger|review|reporter|messenger|telegram|standard|independent|observer|sentinel|citizen"
    r"|register|advocate|dispatch|today|media|net|paper|world|mail|evening|morning|echo|examiner|enquirer|inquirer|globe|banner"
    r"|democrat|republican|argus|eagle|bulletin|monitor|mercury|statesman|sunnews|and|co)$"
)


def home_groups(url: str | None, publisher: str | None) -> list[Group]:
    """Return where the publisher is at home by the words of its name and domain, and the country of its domain."""
    result: list[Group] = []
    names: list[str] = []
    generic = False
    if url and (match := HOST.match(url.lower())):
        labels = match.group(1).split(".")
        for first in range(len(labels) - 1):
            paper = newspapers().get(".".join(labels[first:]))
            if paper is not None:
                return [Group("", (paper,), HOME_TABLE, [0.0])]
        generic = labels[-1] in ("com", "net", "org")
        country = alpha3({"uk": "GB"}.get(labels[-1], labels[-1])) if len(labels[-1]) == 2 else None
        if country and labels[-1] not in ("co", "tv", "io", "me", "fm", "am", "eu"):
            result.append(Group("", (country_place(country),), 0.8, [0.0]))
        names += [label for label in labels[:-1] if label not in ("com", "co", "org", "net", "gov", "edu", "ac", "news")]
    if publisher:
        names.append(re.sub(r"[^a-z]", "", publisher.lower().rpartition(".")[0] if "." in publisher else publisher.lower()))
    known = gazetteer()
    for name in names:
        for places in home_places(name):
            places = tuple(p for p in places if p.kind in (CITY, ADMIN1, ADMIN2))[:14]
            if places:
                result.append(Group(name_key(places[0].name), places, HOME_WORD, [home_bonus(p, generic) for p in places]))
    return result if known else []


def home_bonus(place: Place, generic: bool) -> float:
    """Return how likely an English-language newspaper is to be at home there, given a .com, .net or .org domain."""
    if place.country == "USA" and generic:
        return HOME_USA
    return 0.0 if place.country in word_classes()["english_speaking"] else HOME_ELSEWHERE


@cache
def newspapers() -> dict[str, Place]:
    """Return the homes of the newspapers in the package's table by domain."""
    known = gazetteer()
    found: dict[str, Place] = {}
    for row in read_resource("newspapers.tsv"):
        for place in known.lookup(row["city"]):
            if place.kind == CITY and place.country == row["country"] and (place.admin1 or "") == row["admin1"]:
                found.setdefault(row["domain"], place)
    return found


def home_places(label: str) -> list[tuple[Place, ...]]:
    """Return the places that a domain label such as "theparisnews" or "cambridge-news" names."""
    known = gazetteer()
    pieces = label.split("-") if "-" in label else [label]
    for piece in pieces:
        name = piece
        while True:
            for key in splits(name):
                row = known.row(key)
                if row is not None and len(name) > 3:
                    return [known.places(row)]
            shorter = PAPER_WORDS.sub("", name, count=1)
            if shorter == name or len(shorter) < 4:
                break
            name = shorter
    return []


def splits(name: str) -> list[str]:
    """Return a name as one word and as two."""
    return [name, *(f"{name[:i]} {name[i:]}" for i in range(3, len(name) - 2))]


def mention(text: str, tokens: Sequence[Token], candidate: Candidate, dateline_keys: set[str]) -> PlaceMention:
    """Return the row of a resolved name."""
    place = candidate.chosen
    assert place is not None
    if candidate.container is not None:
        basis = "containment"
    elif place.kind in (COUNTRY, REGION):
        basis = "country" if place.kind == COUNTRY else "unique"
    elif place.alternate:
        basis = "alias"
    elif len(candidate.places) == 1:
        basis = "unique"
    elif candidate.key in dateline_keys:
        basis = "dateline"
    elif place.index == candidate.places[0].index:
        basis = "population"
    else:
        basis = "context"
    return PlaceMention(
        text=candidate.text,
        start=candidate.start,
        end=candidate.end,
        name=place.name,
        geonameid=place.geonameid,
        country=place.country,
        admin1=place.admin1,
        lat=place.lat,
        lon=place.lon,
        precision=PRECISION[place.kind],
        basis=basis,
        confidence=round(min(1.0, candidate.confidence) * min(1.0, 0.5 + candidate.score / 6), 3),
    )
