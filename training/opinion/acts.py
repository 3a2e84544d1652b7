"""Acts that coders marked in texts of many kinds, without their words: ``acts.tsv`` beside this file.

A line ``= SOURCE FIRST-LAST`` begins a story: sentences of a source (``texts.py``), counted from 0, the last one not
included. Its acts follow, one a line: sentence, characters of the word that tells the act, types (the preferred first,
``?`` behind them where the act may be coded or not), actors, recipients, and where it was asked for the number of the
act in its story, which its other tellings share. A party is the characters of its words, or ``.`` where the story has
none for it, then country and sector, ``?`` where they are not told. Words of a fuller name in a sentence before or
after are ``-2:0-11``; both stand where a pronoun stands for the name.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("acts.tsv")


class Place(NamedTuple):
    """Words in a story: index of the sentence in it, and characters, half open."""

    sentence: int
    start: int
    end: int


class Party(NamedTuple):
    """Who acts or is acted on; codes are empty where they are not told."""

    places: tuple[Place, ...]
    country: str
    sector: str


class Act(NamedTuple):
    """One act as a sentence tells it."""

    word: Place
    types: tuple[str, ...]
    optional: bool
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    number: int | None = None
    """The act among those of its story, where tellings of one act were told apart."""


class Story(NamedTuple):
    """A run of sentences of a source with the acts marked in it."""

    source: str
    first: int
    last: int
    acts: tuple[Act, ...]

    @property
    def name(self) -> str:
        """What stands for the story where articles are told apart."""
        return f"{self.source}/{self.first}"


def stories(path: Path = FILE) -> Iterator[Story]:
    """Yield the stories of the file, in its order."""
    span: tuple[str, int, int] | None = None
    acts: list[Act] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("= "):
            if span is not None:
                yield Story(*span, tuple(acts))
            source, _, run = line[2:].rpartition(" ")
            first, _, last = run.partition("-")
            span, acts = (source, int(first), int(last)), []
        elif span is not None:
            acts.append(_act(line, span[1]))
    if span is not None:
        yield Story(*span, tuple(acts))


def _act(line: str, first: int) -> Act:
    sentence, word, types, actors, recipients, *number = line.split("\t")
    here = int(sentence) - first
    sides = [tuple(_party(one, here) for one in side.split("; ") if one) for side in (actors, recipients)]
    return Act(
        _place(word, here), tuple(types.removesuffix("?").split("/")), types.endswith("?"), *sides, *map(int, number)
    )


def _party(told: str, here: int) -> Party:
    where, country, sector = told.split(" ")
    places = tuple(_place(one, here) for one in where.split(",") if one != ".")
    return Party(places, country.replace("?", ""), sector.replace("?", ""))


def _place(told: str, here: int) -> Place:
    by, _, span = told.rpartition(":")
    start, _, end = span.partition("-")
    return Place(here + int(by or 0), int(start), int(end))
