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
    word = sentence.words[i]
    if word.lower() in DAYS:
        return False
    if cased:
        return word[:1].isupper() and (i > 0 or sentence.xpos[i].startswith("NNP") or sentence.upos[i] == "ADJ")
    return sentence.xpos[i].startswith("NNP")


def headed(sentence: Sentence, known: Mapping[tuple[int, int], str], *, cased: bool) -> list[TokenSpan]:
    """Return names that their last or first word gives away: "Taji Air Base", "Ministry of Justice"."""
    heads, words = gazetteer.head_words(), sentence.words
    people = {i for (f, t), label in known.items() if label == "NORP" for i in range(f, t)}
    places = {i for (f, t), label in known.items() if label == "GPE" for i in range(f, t)}
    found: list[TokenSpan] = []
    count = len(words)
    for i in range(count):
        label = heads.get(words[i].lower().rstrip("."))
        if not label or not is_name_word(sentence, i, cased=cased):
            continue
        first = i
        while first > 0 and _goes_on(sentence, first, cased=cased):
            first -= 1
        if first and words[i].lower() in _UNITS and _ORDINAL.fullmatch(words[first - 1].lower()):
            first -= 1
        while first < i and (
            words[first].lower() in LINKS | DETERMINERS or words[first].lower().rstrip(".") in gazetteer.titles()
        ):
            if words[first].lower() in _ARTICLES and words[first + 1] == "-":
                break
            first += 1
        last = i + 1
        if (label in ("ORG", "FAC") and last + 1 < count and words[last].lower() in ("of", "for")) or (
            label == "LOC" and last + 1 < count and words[last].lower() == "of" and first == i
        ):
            last = _after_of(sentence, last, cased=cased)
        inner = range(first, i)
        if last - first < 2 or (last == i + 1 and all(j in people for j in inner) and label not in ("ORG", "LOC")):
            continue
        if last == i + 1 and label == "ORG" and all(j in people or j in places for j in inner) and not cased:
            continue
        found.append((first, last, label))
    return [
        s
        for s in found
        if not any(o != s and o[0] <= s[0] and s[1] <= o[1] and o[1] - o[0] > s[1] - s[0] for o in found)
    ]


def _goes_on(sentence: Sentence, first: int, *, cased: bool) -> bool:
    """Say whether the token before ``first`` belongs to the same run of name words."""
    before = sentence.words[first - 1]
    if is_name_word(sentence, first - 1, cased=cased):
        return True
    if before in ("'s", "’s", "'", "’") and first > 1:
        owner = sentence.words[first - 2].lower()
        return owner in _OWNERS or owner + "s" in _OWNERS
    if before == "," and sentence.words[first].lower().rstrip(".") in COMPANY_FORMS:
        return first > 1 and is_name_word(sentence, first - 2, cased=cased)
    if before == "&" and first > 1:
        return is_name_word(sentence, first - 2, cased=cased)
    if before == "-" and first > 1:
        return is_name_word(sentence, first - 2, cased=cased) or sentence.words[first - 2].lower() in _ARTICLES
    return before.lower() in _ARTICLES and sentence.words[first] == "-"


def _after_of(sentence: Sentence, of: int, *, cased: bool) -> int:
    """Return where the name goes on to after "of" at ``of``: "Ministry of [the] Interior", else just ``of``."""
    count, at = len(sentence), of + 1
    if at < count and sentence.words[at].lower() == "the":
        at += 1
    end = at
    while end < count and is_name_word(sentence, end, cased=cased):
        end += 1
        if (
            end + 1 < count
            and sentence.words[end].lower() in ("and", "&")
            and is_name_word(sentence, end + 1, cased=cased)
            and end - at < 3
            and sentence.words[of].lower() == "of"
            and sentence.words[at - 1].lower() != "the"
        ):
            end += 1
    return end if end > at else of
