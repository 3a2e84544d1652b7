"""Places that an article names, resolved to GeoNames: ``resolve_places``.

Recognition (``parse.places``) and resolution are separate: a name is first judged to be used as a place, then all
names of the article are resolved together.
"""

from __future__ import annotations

from collections.abc import Sequence

from schemas.article import PlaceMention
from schemas.records import ParsedArticle
from transforms.parse.places.judge import ACCEPT, BIG
from transforms.parse.places.links import contains, propagate
from transforms.parse.places.recognise import MAX_TEXT, recognise
from transforms.parse.places.text import Candidate, Token, add_counties, word_classes
from transforms.resolve.places.context import MAX_PLACES, Group, prune, resolve_groups
from transforms.resolve.places.home import country_place, home_groups, mark_home, merge_home
from transforms.resolve.places.links import accept_local, mark_dateline
from transforms.resolve.places.mention import mention
from transforms.world.countries import demonym
from transforms.world.gazetteer import ADMIN1, ADMIN2, CITY, COUNTRY

POSSIBLE = 0.2
"""Score from which a name takes part in the resolution; it counts only if it proves to be near."""
DATED_CITY = 2.5
"""Added to the city of a dateline that a state also bears ("NEW YORK, May 3"): reports are dated from towns."""
CAPITAL_ABROAD = 0.4
"""Added to large capitals where no newspaper's town says which namesake its readers know."""


def resolve_places(article: ParsedArticle) -> tuple[PlaceMention, ...]:
    """Return the places that the article's text names, in text order, each with coordinates, precision and basis.

    A country or a region that spans countries has precision ``country``. Basis is one of
    ``schemas.article.RESOLUTION_BASES``; confidence is the probability that the name is a place and is this place.
    """
    text = article.document.text[:MAX_TEXT]
    tokens, found = place_candidates(article)
    return tuple(
        mention(text, tokens, candidate, candidate.chosen)
        for candidate in found
        if candidate.score >= ACCEPT and candidate.chosen is not None
    )


def place_candidates(article: ParsedArticle) -> tuple[list[Token], list[Candidate]]:
    """Return the words of an article's text and every gazetteer name among them, judged and resolved.

    Names whose score stays below ``POSSIBLE`` are judged only; those below ``ACCEPT`` are no places of the article.
    """
    text = article.document.text[:MAX_TEXT]
    labels = {entity.start: (entity.label, entity.end) for entity in article.document.entities}
    tokens, found = recognise(text, labels)
    mark_dateline(article.dateline, found)
    record = article.clean.record
    home = home_groups(article.clean.url or record.url, article.clean.publisher or record.publisher)
    mark_home(home, found)
    propagate(found)
    add_counties(tokens, found)
    pool = [candidate for candidate in found if candidate.score >= POSSIBLE]
    if not pool:
        return tokens, found
    groups = group(tokens, pool, home)
    resolve_groups(groups)
    for entry in groups:
        for member in entry.members:
            pool[member].chosen = entry.places[entry.chosen]
            pool[member].confidence = entry.probability
    accept_local(pool, groups)
    return tokens, found


def group(tokens: Sequence[Token], pool: list[Candidate], home: list[Group]) -> list[Group]:
    """Return the names to resolve together, with anchors from demonyms and the newspaper's ``home``."""
    codes = {c.top.country for c in pool if c.top.kind == COUNTRY or c.state}
    codes |= {entry.places[0].country for entry in home if len(entry.places) == 1}
    admins = {(c.top.country or "", c.top.admin1_code) for c in pool if c.top.kind == ADMIN1 and c.top.admin1_code}
    holders = {id(c.container) for c in pool if c.container is not None}
    groups: dict[tuple[str, str], Group] = {}
    for number, candidate in enumerate(pool):
        outer = candidate.container
        key = (candidate.key, outer.key if outer else "")
        entry = groups.get(key)
        if entry is None:
            if outer is None:
                places = prune(candidate.places, {code for code in codes if code}, admins)
            else:
                wide = [p for p in outer.places[:8] if p.kind in (COUNTRY, ADMIN1, ADMIN2)]
                held = tuple(p for p in candidate.places if any(contains(holder, p) for holder in wide))
                places = (held or candidate.places)[:MAX_PLACES]
            entry = groups[key] = Group(candidate.key, places, 0.0, [0.0] * len(places))
        entry.members.append(number)
        if candidate.score >= ACCEPT:
            entry.weight = min(1.5, entry.weight + (0.7 if entry.weight < 0.5 else 0.2))
        else:
            entry.weight = max(entry.weight, 0.15)
        add_local_evidence(entry, candidate, tokens)
        peers = (pool[number - 1] if number else None, pool[number + 1] if number + 1 < len(pool) else None)
        listed = {peer.top.country for peer in peers if peer is not None and listed_state(candidate, peer)}
        for i, place in enumerate(entry.places):
            if place.kind == ADMIN1 and (id(candidate) in holders or place.country in listed):
                entry.bonus[i] += 1.0
    local = any(paper.key for paper in home)
    towns = [(e, e.places[0]) for e in groups.values() if e.places[0].kind == CITY and not pool[e.members[0]].country]
    for entry in groups.values():
        dated = any("dateline" in pool[member].cues for member in entry.members)
        if dated:
            entry.weight += 0.8
        for i, place in enumerate(entry.places):
            if place.kind != CITY:
                continue
            shared = any(other.kind == ADMIN1 and other.country == place.country for other in entry.places)
            if dated and shared:
                entry.bonus[i] += DATED_CITY
            named = place.alternate or (shared and place.country == "USA")
            if place.capital and not local and not named and place.population >= BIG:
                near = {(p.country, p.admin1_code) for other, p in towns if other is not entry}
                if not any((p.country, p.admin1_code) in near for p in entry.places if not p.capital):
                    entry.bonus[i] += CAPITAL_ABROAD
    papers = [paper for paper in home if not merge_home(paper, groups)]
    nations = anchors(tokens)
    countries = [(pool[entry.members[0]].country, entry) for entry in groups.values()]
    share_countries([*countries, *((entry.places[0].country, entry) for entry in nations)])
    return [*groups.values(), *nations, *papers]


def share_countries(nations: Sequence[tuple[str | None, Group]]) -> None:
    """Let a country under several names ("US", "America", "American") say as much as under one."""
    named: dict[str, list[Group]] = {}
    for code, entry in nations:
        if code:
            named.setdefault(code, []).append(entry)
    for same in named.values():
        most = max(entry.weight for entry in same)
        total = sum(entry.weight for entry in same)
        for entry in same:
            entry.weight *= most / total


def listed_state(candidate: Candidate, peer: Candidate) -> bool:
    """Say whether a name stands in a list beside a division: "Oregon and Washington"."""
    if peer.top.kind != ADMIN1 or peer.container is not None or candidate.container is not None:
        return False
    return abs(peer.first - candidate.last) <= 1 or abs(candidate.first - peer.last) <= 1


def add_local_evidence(entry: Group, candidate: Candidate, tokens: Sequence[Token]) -> None:
    """Prefer divisions where the text says "province" or "county", cities where it says "city of"."""
    classes = word_classes()
    after = tokens[candidate.last] if candidate.last < len(tokens) else None
    last = tokens[candidate.last - 1].key
    head = tokens[candidate.first - 2].key if candidate.first > 1 and tokens[candidate.first - 1].key == "of" else ""
    tail = after.key if after is not None and after.gap == " " else ""
    division = tail in classes["division_noun"] or head in classes["division_noun"]
    city = tail in classes["city_noun"] or head in classes["city_noun"]
    for i, place in enumerate(entry.places):
        if division:
            entry.bonus[i] += 1.5 if place.kind in (ADMIN1, ADMIN2) else -0.5
        elif city:
            entry.bonus[i] += 1.0 if place.kind == CITY else -0.5
        if last in ("county", "parish") and place.kind == ADMIN2:
            entry.bonus[i] += 0.5


def anchors(tokens: Sequence[Token]) -> list[Group]:
    """Return groups without mentions for the countries of demonyms."""
    counts: dict[str, int] = {}
    for token in tokens:
        if token.cap:
            entry = demonym(token.text)
            if entry is not None:
                counts[entry.alpha3] = counts.get(entry.alpha3, 0) + 1
    return [
        Group("", (country_place(code),), min(1.0, 0.35 + 0.15 * number), [0.0])
        for code, number in sorted(counts.items())
    ]
