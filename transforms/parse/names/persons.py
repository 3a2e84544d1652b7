"""Persons that a title or a given name gives away, with the whole of their name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schemas.document import Sentence
from transforms.parse.names import gazetteer
from transforms.parse.names.caseless import CALLINGS, DAYS
from transforms.parse.names.gazetteer import TokenSpan
from transforms.parse.names.headed import LINKS, is_name_word
from transforms.words.classes import word_class
from transforms.world.names import given_names

_MONTHS = word_class("month_name")
SURNAMES = word_class("place_end_surname")
"""Words that end place names but after a given name are a surname."""
_WORD_NAMES = word_class("word_given_name")
"""Given names that are words, months or places too: in text without case no sign of a person."""
_SURNAME_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_OFFICES = word_class("office_noun")
"""Words of an office, which after a given name and a surname are no longer the name."""
PARTICLES = word_class("name_particle")


def persons(
    sentence: Sentence, known: Mapping[tuple[int, int], str], model: Sequence[TokenSpan], *, cased: bool
) -> list[TokenSpan]:
    """Return persons that a title or a given name gives away, with the whole of their name."""
    titles, given, words, lower = gazetteer.titles(), given_names(), sentence.words, sentence.low
    known_tokens = {i: label for (f, t), label in known.items() for i in range(f, t)}
    heads = gazetteer.head_words()
    found: list[TokenSpan] = []
    i, count = 0, len(words)
    while i < count:
        if cased and not words[i][:1].isupper():
            i += 1
            continue
        low = lower[i]
        titled = (
            i > 0
            and lower[i - 1].rstrip(".") in titles
            and (not cased or words[i - 1][:1].isupper() or titles[lower[i - 1].rstrip(".")])
        ) or (not cased and i > 0 and lower[i - 1] in CALLINGS)
        starts = low in given or low in PARTICLES
        caseless = (
            not cased and low in given and low not in _WORD_NAMES and sentence.upos[i] in ("NOUN", "PROPN", "ADJ")
        )
        if (
            not (caseless or is_name_word(sentence, i, cased=cased))
            or i in known_tokens
            or not (titled or starts)
            or low.rstrip(".") in titles
            or (low in gazetteer.no_names()[0] and not titled)
            or (low in heads and low not in given)
        ):
            i += 1
            continue
        last = i + 1
        while last < count and (
            is_name_word(sentence, last, cased=cased)
            or ((lower[last] == "-" or lower[last] in PARTICLES) and _resumes(sentence, last + 1, cased=cased))
            or (caseless and last - i < (4 if words[i].isupper() else 2) and _may_be_surname(sentence, last))
        ):
            surname = last == i + 1 and low in given and lower[last] in SURNAMES
            if (lower[last] in heads and not surname) or (
                known_tokens.get(last) in ("NORP", "ORG") and last + 1 < count
            ):
                break
            if (last - i > 1 and lower[last].rstrip(".") in _OFFICES) or words[last] == "I":
                break
            last += 1
        first = i
        while (
            first
            and not titled
            and first - 1 not in known_tokens
            and is_name_word(sentence, first - 1, cased=cased)
            and low not in PARTICLES
        ):
            if lower[first - 1].rstrip(".") in titles:
                break
            first -= 1
        if first < i and not any(s[2] == "PERSON" and s[0] < last and i < s[1] for s in model):
            i += 1
            continue
        size = last - i
        follows_head = last < count and lower[last] in heads and is_name_word(sentence, last, cased=cased)
        agreed = any(
            (f <= i and last <= t and label == "PERSON") or (f == i and label == "PERSON") for f, t, label in model
        )
        alone = (
            cased
            and low in given
            and low not in gazetteer.cities()
            and low not in _MONTHS
            and not any(f < last and first < t for f, t, _ in model)
        )
        if not follows_head and (agreed or titled or alone or (size > 1 and low in given)):
            longer = [s for s in model if s[0] <= i and s[1] >= last and s[2] == "PERSON"]
            found.append(longer[0] if longer else (first, last, "PERSON"))
            i = max(last, found[-1][1])
        else:
            i += 1
    return found


def _may_be_surname(sentence: Sentence, i: int) -> bool:
    """Say whether a word after a given name can be a surname in text without case, whatever noun it was taken for."""
    low = sentence.low[i].rstrip(".")
    if low in gazetteer.titles() or low in gazetteer.head_words() or low in DAYS or not low.isalpha() or len(low) < 3:
        return False
    if sentence.xpos[i] in _SURNAME_TAGS:
        return True
    after = i + 1
    ends = after >= len(sentence) or sentence.upos[after] in ("PUNCT", "ADP", "AUX", "CCONJ", "PART")
    return sentence.xpos[i] in ("JJ", "VBZ", "VBP", "RB") and ends and low not in LINKS


def _resumes(sentence: Sentence, i: int, *, cased: bool) -> bool:
    """Say whether a name goes on at ``i``, after a hyphen too: "Mohammed al-Halbousi"."""
    if i < len(sentence) and sentence.words[i] == "-":
        i += 1
    return i < len(sentence) and is_name_word(sentence, i, cased=cased)
