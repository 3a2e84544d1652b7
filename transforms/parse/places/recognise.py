"""Names of places in a text: gazetteer names that the words around make places, for the entities and the resolver."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from transforms.parse.places.judge import ACCEPT, judge_all
from transforms.parse.places.links import link_containers, propagate
from transforms.parse.places.text import Candidate, Token, candidates, tokenize
from transforms.world.gazetteer import ADMIN1, ADMIN2, CITY, COUNTRY, REGION, SITE

MAX_TEXT = 400_000
"""Characters of a text that are searched; longer texts are no articles."""
MAX_KEPT = 40_000
"""Characters of a text whose names are kept until they are asked for again."""
KEPT = 32
"""Texts whose names are kept."""
LABELS = {COUNTRY: "GPE", ADMIN1: "GPE", ADMIN2: "GPE", CITY: "GPE", SITE: "FAC", REGION: "LOC"}


def recognise(text: str, labels: dict[int, tuple[str, int]]) -> tuple[list[Token], list[Candidate]]:
    """Return the words of a text and its gazetteer names with the score of being used as a place.

    ``labels``: start offset of a tagged entity to its label and end.
    """
    tokens, names, plain = survey(text) if len(text) <= MAX_KEPT else survey.__wrapped__(text)
    found = [name.unjudged() for name in names]
    judge_all(text, tokens, found, labels, plain=plain)
    link_containers(text, tokens, found)
    return tokens, found


@lru_cache(maxsize=KEPT)
def survey(text: str) -> tuple[list[Token], list[Candidate], bool]:
    """Return the words of a text, its gazetteer names, and whether it lacks capitals.

    Kept for the texts of a batch: the language layer asks first, the resolver when the entities are known.
    """
    tokens = tokenize(text)
    plain = lacks_capitals(tokens)
    return tokens, candidates(text, tokens, plain=plain), plain


def gazetteer_spans(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, label) of the names that are places by the gazetteer and the words around, for the entities.

    The label is GPE for countries, divisions and cities, LOC for regions, seas and mountains, FAC for sites.
    """
    text = text[:MAX_TEXT]
    _, found = recognise(text, {})
    propagate(found)
    return [(c.start, c.end, LABELS[c.top.kind]) for c in found if c.score >= ACCEPT]


def lacks_capitals(tokens: Sequence[Token]) -> bool:
    """Say whether capitals tell nothing: most of the words are all capitals, or next to none begins with one."""
    sample = [token for token in tokens[:300] if len(token.text) > 1]
    shouted = sum([token.text.isupper() for token in sample])
    if shouted > 0.7 * len(sample) and len(sample) > 3:
        return True
    return len(sample) > 40 and not sum([token.cap for token in sample]) > 0.02 * len(sample)
