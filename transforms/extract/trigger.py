"""Which sentences can hold an event or a harm, decided from their words alone, before parsing."""

from __future__ import annotations

import re
from functools import cache

from transforms.extract.frames.load import Frame, load_frames
from transforms.parse.language.lemmas import lemma
from transforms.resolve.harm.clauses import lexicon as harm_lexicon

WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|\$|€|£")
FORMS = (("VERB", "VBD"), ("NOUN", "NNS"))
"""Readings under which a word may be a form of another that is a lemma of the frames; the tagger is not asked yet.

The other inflected readings of a verb give the same lemma, those of a lemma the word itself.
"""
SURE = ""
"""Stands among the lemmas of a word that triggers by itself."""
LONGEST = 60
"""Longer words are no words."""
REMEMBERED = 50_000
"""Words whose lemmas are kept."""


def lemmas_of(word: str) -> frozenset[str]:
    """Return every lemma that a word may be a form of, with the parts of a hyphenated word."""
    if len(word) > LONGEST:
        return frozenset()
    low = word.lower()
    found = {low, *(lemma(low, upos, xpos).lower() for upos, xpos in FORMS)}
    for part in re.split(r"[-'’]", low):
        if part and part != low:
            found |= {part, *(lemma(part, upos, xpos).lower() for upos, xpos in FORMS)}
    return frozenset(found)


@cache
def _needs(sources: tuple[tuple[str, str], ...]) -> dict[str, tuple[tuple[frozenset[str], ...], ...]]:
    """Return, by lemma, the word sets that each of its frames needs besides; an operator needs an inner frame."""
    found: dict[str, list[tuple[frozenset[str], ...]]] = {}
    for frames in load_frames(sources).frames.values():
        for frame in frames:
            if frame.type and "none" not in frame.flags:
                found.setdefault(frame.lemma, []).append(_words_needed(frame))
    for word, _ in harm_lexicon():
        found.setdefault(word, []).append(())
    return {key: ((),) if () in ways else tuple(dict.fromkeys(ways)) for key, ways in found.items()}


def _words_needed(frame: Frame) -> tuple[frozenset[str], ...]:
    needs = [frozenset({particle}) for particle in frame.particles]
    needs += [c.lemmas for c in frame.when if c.kind == "is" and c.lemmas and not c.built_in]
    return tuple(needs)


def trigger_filter(sentence_text: str, sources: tuple[tuple[str, str], ...] = ()) -> bool:
    """Say whether a sentence can hold a trigger of an event or a word of harm; never says no to one that does.

    Case does not matter. Every event needs a word whose frame names a type: operators alone report nothing.
    ``sources`` are (name, text) of a user's own frame files.
    """
    present: set[str] = set()
    for told in map(_tellings(sources).__getitem__, WORD.findall(sentence_text)):
        if told:
            if SURE in told:
                return True
            present |= told
    needs = _needs(sources)
    return any(
        all(not present.isdisjoint(words) for words in alternative)
        for word in present & needs.keys()
        for alternative in needs[word]
    )


@cache
def _vocabulary(sources: tuple[tuple[str, str], ...]) -> frozenset[str]:
    """Return every lemma that the filter asks for."""
    needs = _needs(sources)
    return frozenset(needs).union(*(words for ways in needs.values() for way in ways for words in way))


class _Tellings(dict[str, frozenset[str]]):
    """By word, the lemmas that it may be a form of, of those that the filter asks for; for most words none.

    ``SURE`` is among them where one of them needs no other word. Filled as words are asked for.
    """

    def __init__(self, sources: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self._vocabulary, self._needs = _vocabulary(sources), _needs(sources)

    def __missing__(self, word: str) -> frozenset[str]:
        """Find a word's lemmas and keep them."""
        if len(self) >= REMEMBERED:
            self.clear()
        found = lemmas_of(word) & self._vocabulary
        if any(self._needs.get(lemma) == ((),) for lemma in found):
            found |= {SURE}
        self[word] = found
        return found


@cache
def _tellings(sources: tuple[tuple[str, str], ...]) -> _Tellings:
    return _Tellings(sources)
