"""Links shortened names, definite descriptions and pronouns to the names they stand for."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.document import NamedSpan, Sentence


def antecedents(sentences: Sequence[Sentence], names: Sequence[NamedSpan]) -> dict[tuple[int, int], int]:
    """Return (sentence, token) to the index of the name meant, only where that is clear."""
    return {}
