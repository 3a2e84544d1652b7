"""PLOVER 2.0 and CAMEO as data: types, modes, contexts, sectors, codes.

Where the PLOVER manual contradicts itself the decision is written in the head of the data file.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec


class EventType(msgspec.Struct, frozen=True):
    """One of the 16 PLOVER event types."""

    name: str
    quad: int
    score: float
    recipient_required: bool
    cameo: str


class Mode(msgspec.Struct, frozen=True):
    """One of the 67 modes; a mode belongs to one type."""

    type: str
    name: str
    score: float | None
    cameo: str


class CameoCode(msgspec.Struct, frozen=True):
    """A CAMEO code of the later layout (163 embargo, 166 expel) with its Goldstein value."""

    code: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    goldstein: float


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of ``schemas/codes/NAME``: tab separated, ``#`` comments, a header line."""
    text = (files("schemas.codes") / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:]]


@cache
def event_types() -> dict[str, EventType]:
    """Return the event types by name."""
    return {
        row["type"]: EventType(
            row["type"], int(row["quad"]), float(row["score"]), row["recipient_required"] == "yes", row["cameo"]
        )
        for row in read_table("types.tsv")
    }


@cache
def modes() -> dict[tuple[str, str], Mode]:
    """Return the modes by (type, mode)."""
    return {
        (row["type"], row["mode"]): Mode(
            row["type"], row["mode"], float(row["score"]) if row["score"] else None, row["cameo"]
        )
        for row in read_table("modes.tsv")
    }


@cache
def cameo_codes() -> dict[str, CameoCode]:
    """Return the CAMEO codes that PLOVER 2.0 covers (roots 03 to 20)."""
    return {
        row["code"]: CameoCode(
            row["code"],
            row["type"],
            row["mode"] or None,
            tuple(filter(None, row["contexts"].split(";"))),
            float(row["goldstein"]),
        )
        for row in read_table("cameo.tsv")
    }


@cache
def contexts() -> frozenset[str]:
    """Return the 37 contexts."""
    return frozenset(row["context"] for row in read_table("contexts.tsv"))


@cache
def sectors() -> dict[str, str]:
    """Return the 25 sector codes with their meaning."""
    return {row["sector"]: row["meaning"] for row in read_table("sectors.tsv")}


NON_STATE_CODES = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
"""Codes that stand in the country field for actors without a state (PLOVER 2.0, section on actors)."""


def default_cameo(event_type: str, mode: str | None) -> str:
    """Return the plainest CAMEO code of a type and mode; KeyError if the mode does not belong to the type."""
    return modes()[event_type, mode].cameo if mode else event_types()[event_type].cameo


def cameo_agrees(event_type: str, mode: str | None, code: str) -> bool:
    """Say whether a CAMEO code of violence tells of the means that the mode says; KeyError for an unknown code.

    Other types have codes that cut across modes (1661, peacekeepers expelled or withdrawn), and some codes are of
    another type in PLOVER (192, ground occupied): they tell no means.
    """
    entry = cameo_codes()[code]
    if event_type != "ASSAULT" or entry.type != event_type or entry.mode in (None, mode):
        return True
    return code.startswith(default_cameo(event_type, mode)) if mode else False


def goldstein(cameo: str) -> float:
    """Return the Goldstein value of a CAMEO code; KeyError for a code outside the list."""
    return cameo_codes()[cameo].goldstein
