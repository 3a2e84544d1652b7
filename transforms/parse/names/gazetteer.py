"""Names known beforehand, looked up token by token: countries, peoples, regions, organisations, armed groups, cities.

The lists are small and certain; what they call a sentence's token is evidence for ``entities.combine``, which decides.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType

from schemas.document import Sentence
from transforms.words.classes import word_class, word_list
from transforms.world.countries import countries, country_by_name
from transforms.world.load import world_table, world_tables

TokenSpan = tuple[int, int, str]
"""First token, token after the last, label."""

CharacterSpan = tuple[int, int, str]
"""Offsets into the article and label."""

Entry = tuple[tuple[str, ...], str, bool]
"""Words of a known name, its label, and whether capitals are needed."""

ABBREVIATION = 5
"""Letters up to which a name in capitals is met only as written: "us" is no country."""


@functools.cache
def titles() -> Mapping[str, str]:
    """Return title (lower case, no stop) to gender: m, f or u."""
    kinds = {"title_male": "m", "title_female": "f", "title_either": "u"}
    return MappingProxyType({word: gender for kind, gender in kinds.items() for word in word_class(kind)})


@functools.cache
def no_names() -> tuple[AbstractSet[str], AbstractSet[str]]:
    """Return words that name no person, organisation or place: in lower case, and abbreviations as written."""
    return word_class("no_name"), word_class("no_name_abbreviation")


@functools.cache
def head_words() -> Mapping[str, str]:
    """Return word to the label of the names it ends."""
    labels = ("ORG", "FAC", "LOC", "GPE", "EVENT")
    return MappingProxyType({word: label for label in labels for word in word_list(f"ends_{label.lower()}")})


@functools.cache
def cities() -> frozenset[str]:
    """Return the names of towns, lower case."""
    rows = world_table("dateline_places")
    return frozenset(row["name"] for row in rows if row["kind"] == "city" and len(row["name"]) > 3)


def tokenized(name: str) -> tuple[str, ...]:
    """Split a name as the tokenizer splits text: at hyphens between letters and before a possessive."""
    words = name.replace("’", "'").split()
    if "-" not in name:
        return tuple(words)
    out: list[str] = []
    for word in words:
        pieces = word.split("-")
        for i, piece in enumerate(pieces):
            if i:
                out.append("-")
            if piece:
                out.append(piece)
    return tuple(out)


@functools.cache
def _table() -> Mapping[str, Mapping[str, tuple[Entry, ...]]]:
    """Return first word to second word ("" where there is none), both in lower case, to entries, longest first."""
    entries: dict[tuple[str, ...], tuple[str, bool]] = {}

    def note(name: str, label: str) -> None:
        words = tokenized(name)
        exact = name.isupper() and sum(map(str.isalpha, name)) <= ABBREVIATION
        key = words if exact else tuple(w.lower() for w in words)
        entries.setdefault(key, (label, exact))

    for row in world_table("known_names"):
        for name in row["names"].split(";"):
            note(name, row["label"])
    for name, label in _actors():
        note(name, label)
    for country in countries().values():
        for name in country.names():
            note(name, "GPE")
        for name in country.adjectives:
            note(name, "NORP")
        for pair in country.people:
            for name in pair:
                note(name, "NORP")
    table: dict[str, dict[str, list[Entry]]] = {}
    for words, (label, exact) in entries.items():
        second = words[1].lower() if len(words) > 1 else ""
        table.setdefault(words[0].lower(), {}).setdefault(second, []).append((words, label, exact))
    return MappingProxyType(
        {first: {k: tuple(sorted(v, key=_longest)) for k, v in rest.items()} for first, rest in table.items()}
    )


ACTOR_TABLES = {"armed": "ORG", "organisations": "ORG", "leaders": "PERSON"}
"""First word of an actor table's file name to the label of its names."""


def _actors() -> Iterator[tuple[str, str]]:
    """Yield the names of bodies, armed groups and people in the actor tables that have two words or more.

    A single word may be ordinary ("the Base"). A body whose name begins with a people's ("Lebanese Army") is left to
    the rules, which know where names of peoples stand alone, and so is a name that begins with a title.
    """
    peoples = {word for country in countries().values() for word in country.adjectives}
    for source in world_tables():
        label = ACTOR_TABLES.get(source.partition("_")[0])
        if label is None:
            continue
        for row in world_table(source):
            for one in (row["name"].partition(" (")[0], *row["aliases"].split(";")):
                words = one.removeprefix("the ").removeprefix("The ").split()
                if len(words) < 2 or words[0] in peoples or (label == "PERSON" and words[0].lower() in titles()):
                    continue
                if source.startswith("armed") or (words[0][:1].isupper() and words[-1][:1].isupper()):
                    yield " ".join(words), label


def _longest(entry: Entry) -> tuple[int, tuple[str, ...]]:
    return -len(entry[0]), entry[0]


def single_words() -> Iterator[tuple[str, str, bool]]:
    """Yield the known names of one word: the word, its label, and whether it is met only as written."""
    for entries in _table().values():
        for words, label, exact in entries.get("", ()):
            yield words[0], label, exact


def known(sentence: Sentence, *, cased: bool) -> list[TokenSpan]:
    """Return the known names of a sentence, longest first at each place; ``cased`` where its case can be believed."""
    table, words = _table(), sentence.words
    low = sentence.low
    if "’" in "".join(low):
        low = [w.replace("’", "'") for w in low]
    found: list[TokenSpan] = []
    count = len(words)
    for i in [i for i, word in enumerate(low) if word in table]:
        if found and i < found[-1][1]:
            continue
        group = table[low[i]]
        following = group.get(low[i + 1], ()) if i + 1 < count else ()
        for entry, label, exact in (*following, *group.get("", ())):
            size = len(entry)
            if i + size > count:
                continue
            if exact:
                if tuple(w.replace("’", "'") for w in words[i : i + size]) != entry or (
                    not cased and sentence.upos[i] in ("PRON", "ADV", "AUX", "ADP")
                ):
                    continue
            elif tuple(low[i : i + size]) != entry or (cased and not _capitalised(words[i : i + size])):
                continue
            found.append((i, i + size, label))
            break
    return found


def merged(known_spans: Sequence[TokenSpan], sentence: Sentence, places: Sequence[CharacterSpan]) -> list[TokenSpan]:
    """Return the known names and, where they leave room, the article's places that lie in the sentence."""
    low = bisect.bisect_left(places, (sentence.start, 0, ""))
    high = bisect.bisect_left(places, (sentence.end, 0, ""))
    if low == high:
        return list(known_spans)
    first = {start: i for i, start in enumerate(sentence.starts)}
    last = {end: i + 1 for i, end in enumerate(sentence.ends)}
    spans = list(known_spans)
    for start, end, label in places[low:high]:
        if start in first and end in last:
            span = (first[start], last[end], label)
            over = [s for s in spans if s[0] < span[1] and span[0] < s[1]]
            if all(s[1] - s[0] < span[1] - span[0] for s in over):
                spans = [s for s in spans if s not in over]
                spans.append(span)
    return sorted(spans)


def _capitalised(words: Sequence[str]) -> bool:
    return (words[0][:1].isupper() and words[-1][:1].isupper()) or (
        words[0].lower() == "al" and words[-1][:1].isupper()
    )


def is_known(name: str) -> bool:
    """Say whether a name stands in the lists."""
    words = tuple(w.lower() for w in tokenized(name))
    if not words:
        return False
    group = _table().get(words[0], {})
    return any(words == tuple(w.lower() for w in entry) for entry, _, _ in group.get("".join(words[1:2]), ()))


def is_place(word: str) -> bool:
    """Say whether a word in lower case is the whole name of a town, country or state."""
    return word in cities() or any(
        label == "GPE" and not exact for _, label, exact in _table().get(word, {}).get("", ())
    )


def is_country(name: str) -> bool:
    """Say whether a name is a country's."""
    return country_by_name(name) is not None
