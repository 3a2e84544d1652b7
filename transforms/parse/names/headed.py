"""Names that one of their words gives away: "Taji Air Base", "Ministry of Justice", "101st Airborne Division"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from schemas.document import Sentence
from transforms.parse.names import gazetteer
from transforms.parse.names.gazetteer import TokenSpan
from transforms.words.classes import word_class

LINKS = word_class("inside_name")
"""Small words inside names."""
DETERMINERS = frozenset("the a an this that".split())
_OWNERS = word_class("owner_of_name")
"""Groups that own what they found: "Kurdistan Workers' Party", "Children's Fund"."""
_ARTICLES = word_class("arabic_article")
"""The Arabic article and its assimilated forms, small before a hyphen: "al-Aqsa Mosque"."""
_UNITS = word_class("numbered_unit")
"""Bodies of soldiers that bear a number: "101st Airborne Division"."""
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth")
COMPANY_FORMS = word_class("company_form")
"""Legal forms that end a company's name, after a comma too."""
DAYS = word_class("weekday")


def is_name_word(sentence: Sentence, i: int, *, cased: bool) -> bool:
    """Say whether a token can be a word of a name by its case or, where case tells nothing, by its tag."""
    if cased:
        return (
            sentence.words[i][:1].isupper()
            and (i > 0 or sentence.xpos[i].startswith("NNP") or sentence.upos[i] == "ADJ")
            and sentence.low[i] not in DAYS
        )
    return sentence.xpos[i].startswith("NNP") and sentence.low[i] not in DAYS


def headed(sentence: Sentence, known: Mapping[tuple[int, int], str], *, cased: bool) -> list[TokenSpan]:
    """Return names that their last or first word gives away: "Taji Air Base", "Ministry of Justice"."""
    heads, words, low = gazetteer.head_words(), sentence.words, sentence.low
    people = {i for (f, t), label in known.items() if label == "NORP" for i in range(f, t)}
    places = {i for (f, t), label in known.items() if label == "GPE" for i in range(f, t)}
    found: list[TokenSpan] = []
    count = len(words)
    for i in [i for i, word in enumerate(words) if word[:1].isupper()] if cased else range(count):
        label = heads.get(low[i].rstrip("."))
        if not label or not is_name_word(sentence, i, cased=cased):
            continue
        first = i
        while first > 0 and _goes_on(sentence, first, cased=cased):
            first -= 1
        if first and low[i] in _UNITS and _ORDINAL.fullmatch(low[first - 1]):
            first -= 1
        while first < i and (
            low[first] in LINKS or low[first] in DETERMINERS or low[first].rstrip(".") in gazetteer.titles()
        ):
            if low[first] in _ARTICLES and words[first + 1] == "-":
                break
            first += 1
        last = i + 1
        if (label in ("ORG", "FAC") and last + 1 < count and low[last] in ("of", "for")) or (
            label == "LOC" and last + 1 < count and low[last] == "of" and first == i
        ):
            last = _after_of(sentence, last, cased=cased)
            if low[i] == "school" and last > i + 1:
                label = "ORG"  # a part of a university rather than a house
        inner = range(first, i)
        if last - first < 2:
            if cased and label == "ORG" and _is_short_name(sentence, i):
                found.append((first, last, label))
            continue
        if last == i + 1 and all(j in people for j in inner) and label not in ("ORG", "LOC"):
            continue
        if last == i + 1 and label == "ORG" and all(j in people or j in places for j in inner) and not cased:
            continue
        found.append((first, last, label))
    return [
        s
        for s in found
        if not any(o != s and o[0] <= s[0] and s[1] <= o[1] and o[1] - o[0] > s[1] - s[0] for o in found)
    ]


def _is_short_name(sentence: Sentence, i: int) -> bool:
    """Say whether a capitalised word for a body stands for its whole name: "the Coalition", "the Senate said"."""
    after = sentence.words[i + 1] if i + 1 < len(sentence) else ""
    return (
        i > 0
        and sentence.low[i - 1] == "the"
        and sentence.words[i][1:].islower()
        and not after[:1].isupper()
        and after not in ("of", "for", "-", "&")
    )


def _goes_on(sentence: Sentence, first: int, *, cased: bool) -> bool:
    """Say whether the token before ``first`` belongs to the same run of name words."""
    before = sentence.words[first - 1]
    if is_name_word(sentence, first - 1, cased=cased):
        return True
    if before in ("'s", "’s", "'", "’") and first > 1:
        owner = sentence.low[first - 2]
        return owner in _OWNERS or owner + "s" in _OWNERS
    if before == "," and sentence.low[first].rstrip(".") in COMPANY_FORMS:
        return first > 1 and is_name_word(sentence, first - 2, cased=cased)
    if before == "&" and first > 1:
        return is_name_word(sentence, first - 2, cased=cased)
    if before == "-" and first > 1:
        return is_name_word(sentence, first - 2, cased=cased) or sentence.low[first - 2] in _ARTICLES
    return sentence.low[first - 1] in _ARTICLES and sentence.words[first] == "-"


def _after_of(sentence: Sentence, of: int, *, cased: bool) -> int:
    """Return where the name goes on to after "of" at ``of``: "Ministry of [the] Interior", else just ``of``."""
    count, at = len(sentence), of + 1
    if at < count and sentence.low[at] == "the":
        at += 1
    end = at
    while end < count and is_name_word(sentence, end, cased=cased):
        end += 1
        if (
            end + 1 < count
            and sentence.low[end] in ("and", "&")
            and is_name_word(sentence, end + 1, cased=cased)
            and end - at < 3
            and sentence.low[of] == "of"
            and sentence.low[at - 1] != "the"
        ):
            end += 1
    return end if end > at else of
