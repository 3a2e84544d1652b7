"""Tokens and candidate names for the place resolver: one pass over the text against the gazetteer."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache

from msgspec import Struct

from transforms.words.classes import word_class
from transforms.world.countries import country_by_demonym, country_by_name, demonym, split_list
from transforms.world.gazetteer import ADMIN1, COUNTRY, FIRST_WORDS, REGION, Place, gazetteer, name_key
from transforms.world.load import world_table

APOSTROPHE = r"['’ʻ`](?![sS]\b)[^\W\d_]+"
TOKEN = re.compile(
    rf"([^\W\d_]{{2,}}(?:{APOSTROPHE})*"
    r"|(?:[A-Z]\.){2,}|(?:[A-Z]\.){1,2}[A-Z](?![\w.])"
    rf"|(?!(?<=\w['’])[sS]\b)[^\W\d_](?:{APOSTROPHE})*"
    r"|\d[\d.,:]*)"
)
"""Words without a possessive 's, initials with points (U.S.), numbers."""
MAX_WORDS = 6
ABBREVIATED = word_class("place_abbreviation")
"""Words after which a full stop does not end the sentence."""


class PlaceWords(dict[str, AbstractSet[str]]):
    """The words that say whether a name is a place, by class."""

    def __missing__(self, name: str) -> AbstractSet[str]:
        """Look a class up among the words."""
        self[name] = word_class(name)
        return self[name]


@cache
def word_classes() -> PlaceWords:
    """Return the words that say whether a name is a place, by class."""
    return PlaceWords()


class Token(Struct):
    """A word or number of the text with what stands before it."""

    start: int
    end: int
    text: str
    gap: str
    """What stands between the word before and this one."""
    cap: bool
    """Begins with a capital letter."""
    key: str
    """Lookup form: lower case, no accents or apostrophes."""
    opens: bool = False
    """First word of a sentence or after a quotation mark, colon or line break."""

    @property
    def joined(self) -> bool:
        """Whether only a space, hyphen or abbreviation point separates it from the word before."""
        return self.gap in JOINING

    @property
    def possesses(self) -> bool:
        """Whether the word before has a possessive ending: 's or s'."""
        return self.gap[:2] in ("'s", "’s", "'S", "’S") or self.gap in ("’ ", "' ")


JOINING = frozenset({" ", "-", "–", "\xa0", "\n", ". ", "’s ", "'s ", "  ", "’ ", "' ", "'S ", "’S ", "/"})
GAP_OPENS = re.compile(r"[.!?:;“\"\n|•*]|^\s*[-–—]{1,2}\s|‘")


def tokenize(text: str) -> list[Token]:
    """Return the words and numbers of a text."""
    tokens: list[Token] = []
    end = 0
    parts = TOKEN.split(text)  # in turns what stands between words, and a word
    for gap, word in zip(parts[::2], parts[1::2], strict=False):
        start = end + len(gap)
        end = start + len(word)
        key = word.lower() if word.isalpha() and word.isascii() else name_key(word)
        token = Token(start, end, word, gap, word[0].isupper(), key)
        if gap != " ":
            token.opens = not tokens or opens_sentence(gap, tokens[-1])
        tokens.append(token)
    return tokens


def opens_sentence(gap: str, previous: Token) -> bool:
    """Say whether a gap begins a sentence or a quotation."""
    if gap == ". " and previous.key in ABBREVIATED:
        return False
    return GAP_OPENS.search(gap) is not None


@dataclass(slots=True)
class Candidate:
    """A stretch of words that names places of the gazetteer."""

    first: int
    last: int
    """Tokens ``first`` up to and without ``last``."""
    start: int
    end: int
    text: str
    key: str
    places: tuple[Place, ...]
    word: bool
    """Also an English word."""
    country: str | None = None
    """Set where the name is a country's."""
    state: bool = False
    """An abbreviation of a US state or Canadian province, or a division given by name."""
    score: float = 0.0
    cues: list[str] = field(default_factory=list)
    weights: dict[str, float] = field(default_factory=dict)
    """What each cue that was judged added to the score."""
    chosen: Place | None = None
    basis: str = ""
    container: Candidate | None = None
    """The place that the text says it lies in ("Tripoli, Lebanon")."""
    confidence: float = 0.0

    @property
    def top(self) -> Place:
        """Its most populous place under this name."""
        return self.places[0]

    def unjudged(self) -> Candidate:
        """Return the same name without a score."""
        return Candidate(
            self.first,
            self.last,
            self.start,
            self.end,
            self.text,
            self.key,
            self.places,
            self.word,
            self.country,
            self.state,
        )


def state_places(code: str, admin1: str) -> tuple[Place, ...]:
    """Return the division of a country by its GeoNames admin1 code."""
    return _states().get((code, admin1), ())


@cache
def _states() -> dict[tuple[str, str], tuple[Place, ...]]:
    found: dict[tuple[str, str], tuple[Place, ...]] = {}
    known = gazetteer()
    for code, admin1, name in known.regions:
        if code in ("USA", "CAN", "AUS"):
            for place in known.lookup(name):
                if place.kind == ADMIN1 and place.country == code and place.admin1_code == admin1:
                    found[code, admin1] = (place,)
    return found


@cache
def abbreviations() -> dict[str, tuple[Place, ...]]:
    """Return the states and provinces by abbreviation, as written with points, and by postal code."""
    return {
        form: state_places(row["country"], row["code"])
        for row in world_table("state_abbreviations")
        for form in split_list(row["forms"])
        if state_places(row["country"], row["code"])
    }


def abbreviation_at(text: str, tokens: list[Token], i: int) -> tuple[int, int, tuple[Place, ...]] | None:
    """Return (last token, end offset, places) of a state abbreviation at token ``i``, or None.

    Postal codes and short forms count only after a comma or in brackets: "Gary, IN", "Paris (Tex.)".
    """
    token = tokens[i]
    table = abbreviations()
    end = token.end
    after_place = i > 0 and token.gap in (", ", " (", "(", ",") and tokens[i - 1].cap
    if text[end : end + 1].isdigit() or text[end : end + 1] == "-":
        return None
    if token.text in ("W", "N") and i + 1 < len(tokens) and tokens[i + 1].gap in (". ", "."):
        pair = text[token.start : tokens[i + 1].end + 1]
        if pair in table:
            return i + 2, tokens[i + 1].end + 1, table[pair]
    if "." in token.text:
        places = table.get(token.text) or table.get(token.text + ".")
        if places and (len(token.text) > 3 or after_place or "." in token.text[:-1]):
            return i + 1, end, places
        if i + 1 < len(tokens) and tokens[i + 1].gap == "" and token.text + tokens[i + 1].text + "." in table:
            form = token.text + tokens[i + 1].text + "."
            point = 1 if text[tokens[i + 1].end : tokens[i + 1].end + 1] == "." else 0
            return i + 2, tokens[i + 1].end + point, table[form]
        return None
    if text[end : end + 1] == "." and token.text + "." in table:
        if after_place or (len(token.text) > 3 and token.text not in ("Miss", "Mass", "Wash", "Penn", "Mont", "Minn")):
            return i + 1, end + 1, table[token.text + "."]
        return None
    if after_place and token.text in table and len(token.text) == 2:
        return i + 1, end, table[token.text]
    if after_place and token.text + "." in table and len(token.text) > 2:
        return i + 1, end, table[token.text + "."]
    return None


def candidates(text: str, tokens: list[Token], *, plain: bool) -> list[Candidate]:
    """Return the longest gazetteer names, left to right, without overlap.

    ``plain``: the text has no useful capitals (all capitals, or all lower case), so every word may begin a name.
    """
    found: list[Candidate] = []
    i, count = 0, len(tokens)
    while i < count:
        token = tokens[i]
        if not (token.cap or plain) or token.text[0].isdigit():
            i += 1
            continue
        short = abbreviation_at(text, tokens, i)
        if short is not None:
            last, end, places = short
            found.append(
                Candidate(i, last, token.start, end, text[token.start : end], tokens[i].key, places, False, None, True)
            )
            i = last
            continue
        hit = longest(text, tokens, i, plain=plain)
        if hit is None:
            i += 1
            continue
        found.append(hit)
        i = hit.last
    return found


def add_counties(tokens: list[Token], found: list[Candidate]) -> None:
    """Read "Jackson and Barrow counties" and, where "Jackson County" was named before, "Jackson" as the county."""
    known = gazetteer()
    named = {c.key for c in found if c.key.endswith(" county")}
    for index, candidate in enumerate(found):
        if candidate.last != candidate.first + 1 and " " in candidate.key and candidate.key.endswith("county"):
            continue
        key = f"{candidate.key} county"
        row = known.row(key)
        if row is None:
            continue
        listed = False
        for other in found[index : index + 6]:
            after = tokens[other.last] if other.last < len(tokens) else None
            if after is not None and after.key == "counties":
                listed = True
                break
            if after is None or after.gap not in (", ", " ") or after.opens:
                break
            step = tokens[other.last + 1] if other.last + 1 < len(tokens) else after
            if (not after.cap and after.key != "and") or (after.key == "and" and not step.cap):
                break
        if listed:
            candidate.places = known.places(row)
            candidate.word = False
            candidate.key = key
            candidate.cues.append("counties")
            candidate.score = 2.5
        elif key in named and not candidate.country:
            candidate.places = tuple(dict.fromkeys((*candidate.places[:10], *known.places(row))))


def longest(text: str, tokens: list[Token], i: int, *, plain: bool) -> Candidate | None:
    """Return the longest name that begins at token ``i``."""
    known, linking, tails = gazetteer(), word_classes()["name_link"], word_classes()["area_tail"]
    keys = [FIRST_WORDS.get(tokens[i].key, tokens[i].key) if i + 1 < len(tokens) else tokens[i].key]
    stop = i + 1
    best: tuple[int, str] | None = None
    if tokens[i].key in known and (len(tokens[i].key) > 2 or country_by_name(tokens[i].text)):
        best = (i + 1, tokens[i].key)
    joined = keys[0]
    while stop < len(tokens) and stop - i < MAX_WORDS:
        token = tokens[stop]
        if not token.joined or not (
            token.cap or plain or token.key in linking or token.gap == "-" or token.key in tails
        ):
            break
        if token.gap == ". " and tokens[stop - 1].key not in ABBREVIATED:
            break
        joined += ("s " if token.gap[1:2] in ("s", "S") and token.gap[:1] in "'’" else " ") + token.key
        stop += 1
        if (token.cap or plain or token.key in tails) and joined in known:
            best = (stop, joined)
    if best is None:
        return None
    last, key = best
    if key.endswith(" city") and last < len(tokens) and tokens[last].key in word_classes()["city_body"]:
        shorter = key.removesuffix(" city")
        if shorter in known:
            last, key = last - 1, shorter
    row = known.row(key)
    if row is None:
        return None
    start, end = tokens[i].start, tokens[last - 1].end
    surface = text[start:end]
    places = known.places(row)
    country = country_by_name(surface)
    if surface == "US" and plain:
        return None
    if country is None and surface.isupper() and len(surface) <= 4:
        places = tuple(p for p in places if not p.alternate or p.kind in (COUNTRY, REGION, ADMIN1))
        if not places or (len(surface) <= 3 and not plain and places[0].kind not in (COUNTRY, REGION, ADMIN1)):
            return None
    if last == i + 1 and country is None and (key in word_classes()["never_place"] or is_demonym(surface)):
        return None
    if country is None and not plain and not places[0].capital and _goes_on(text, tokens, last):
        return None
    return Candidate(i, last, start, end, surface, key, places, known.is_word(row), country)


def _goes_on(text: str, tokens: list[Token], last: int) -> bool:
    """Say whether a hyphen ties a name to a word that is none: both are parts of one that is not listed.

    The village of Bulak-Bashi is not Bulak in Cairo; "Sinai-Gaza" and "Cairo-based" are two things.
    """
    if last >= len(tokens) or tokens[last].gap not in HYPHENS:
        return False
    following = tokens[last]
    whole = following.cap and not following.text.isupper() and following.text.isalpha()
    return whole and longest(text, tokens, last, plain=False) is None and not is_demonym(following.text)


HYPHENS = frozenset("-\u2010\u2011")


def is_demonym(word: str) -> bool:
    """Say whether a word is an adjective or noun for a country's people."""
    return country_by_demonym(word) is not None and demonym(word) is not None
