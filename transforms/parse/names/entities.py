"""Combines the model's names with those of word lists into one set of names with one set of labels.

The model finds names by context but mislabels those it has not met; lists know what a thing is but not whether a
word is meant as a name here. So: lists decide labels of countries, peoples and known organisations; a name's last
word ("Base", "Ministry", "River") decides over both; titles and given names make persons; the model keeps the rest.
Within one article a name keeps one label.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schemas.document import Sentence
from transforms.parse.names import gazetteer
from transforms.parse.names.caseless import ORDINARY, institutions, small_places, without_calling
from transforms.parse.names.gazetteer import TokenSpan
from transforms.parse.names.headed import COMPANY_FORMS, DAYS, DETERMINERS, headed
from transforms.parse.names.persons import PARTICLES, SURNAMES, persons
from transforms.words.classes import word_class
from transforms.world.names import given_names, surnames

_PLACE_BEFORE = word_class("before_place")
_STRICTLY_BEFORE_PLACES = frozenset("in near outside inside across throughout".split())
_SAY = frozenset("said says told tells added adds".split())
_COMPASS = word_class("compass_of_name")
_COMPASS_ADJECTIVES = word_class("compass_adjectives")


_PORTFOLIOS = word_class("portfolio_noun")
"""What a secretary or minister is "of"."""
_OFFICES = frozenset("envoy representative adviser advisor correspondent officer coordinator".split())
_RANKS = word_class("office_rank")


def combine(
    sentence: Sentence, model_spans: Sequence[TokenSpan], gazetteer_spans: Sequence[TokenSpan], *, cased: bool = True
) -> list[TokenSpan]:
    """Return the names of a sentence, in order and without overlaps, from the model's and the lists' names.

    ``cased``: False where the sentence is all upper or all lower case.
    """
    known = {
        (first, last): label
        for first, last, label in gazetteer_spans
        if not _person_there(sentence, (first, last, label), model_spans)
        and (cased or last - first > 1 or sentence.low[first] not in ORDINARY)
    }
    by_words = headed(sentence, known, cased=cased)
    chosen: list[TokenSpan] = []
    taken = [False] * len(sentence)

    def take(spans: Sequence[TokenSpan]) -> None:
        for first, last, label in sorted(spans, key=_longest):
            if first < last and not any(taken[first:last]):
                chosen.append((first, last, label))
                taken[first:last] = [True] * (last - first)

    model = [span for span in (_fitted(sentence, s, known, cased=cased) for s in model_spans) if span]
    companies = [s for s in by_words if _is_company(sentence, s)]
    people = [p for p in persons(sentence, known, model, cased=cased) if not any(_within(p, c) for c in companies)]
    long_known = [(f, t, label) for (f, t), label in known.items() if t - f > 1]
    wider = [
        s
        for s in model
        if (s[2] in ("ORG", "FAC") and any(_within(k, s) for k in long_known))
        or (s[2] == "ORG" and any(_within(w, s) and w[2] == "ORG" for w in by_words) and not _overlaps(s, people))
    ]
    take(
        [
            *long_known,
            *wider,
            *(small_places(sentence) if cased else institutions(sentence, known)),
            *people,
            *[s for s in by_words if (s[0], s[1]) not in known and not _overlaps(s, people)],
        ]
    )
    take([s for s in model if s[1] - s[0] > 1 and not _overlaps(s, long_known)])
    take([*[(f, t, label) for (f, t), label in known.items()]])
    take(model)
    return sorted(chosen)


def parted(sentence: Sentence, spans: Sequence[TokenSpan]) -> list[TokenSpan]:
    """Part names between which the parse put a lost comma: "Moscow Ankara" whose second word is a conjunct."""
    found: list[TokenSpan] = []
    for first, last, label in spans:
        start = first
        for token in range(first + 1, last):
            coordinated = sentence.deps[token] == "conj" and first <= sentence.heads[token] < token
            if coordinated and sentence.heads[token] == token - 1 and sentence.upos[token] == "PROPN":
                found.append((start, token, label))
                start = token
        found.append((start, last, label))
    return found


def _is_company(sentence: Sentence, span: TokenSpan) -> bool:
    """Say whether a name is a company's by its legal form or by "&": "Hart & Sons", "John Moran Ltd"."""
    first, last, label = span
    words = sentence.words[first:last]
    return label == "ORG" and ("&" in words or words[-1].lower().rstrip(".") in COMPANY_FORMS)


def _person_there(sentence: Sentence, place: TokenSpan, model: Sequence[TokenSpan]) -> bool:
    """Say whether a town of one word is a person to the model and no word before it speaks for a place."""
    first, last, label = place
    if label != "GPE" or last - first > 1 or (first, last, "PERSON") not in model:
        return False
    before = sentence.low[first - 1] if first else ""
    return before not in _PLACE_BEFORE and not gazetteer.is_known(sentence.words[first])


def _longest(span: TokenSpan) -> tuple[int, int]:
    return span[0] - span[1], span[0]


def _within(inner: TokenSpan, outer: TokenSpan) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1] and outer[1] - outer[0] > inner[1] - inner[0]


def _overlaps(span: TokenSpan, others: Sequence[TokenSpan]) -> bool:
    return any(f < span[1] and span[0] < t for f, t, _ in others)


def _fitted(
    sentence: Sentence, span: TokenSpan, known: Mapping[tuple[int, int], str], *, cased: bool
) -> TokenSpan | None:
    """Trim a model's span to the name and correct its label by what the lists know."""
    first, last, label = span
    words, low = sentence.words, sentence.low
    titles, heads = gazetteer.titles(), gazetteer.head_words()
    while first < last and _no_start(sentence, first, cased=cased):
        first += 1
    while last > first and _no_end(sentence, last - 1, cased=cased):
        last -= 1
    if label == "PERSON":
        while last - first > 1 and low[first].rstrip(".") in titles:
            first += 1
    if label == "PERSON":
        first, last = without_calling(sentence, known, first, last, cased=cased)
    if label in ("ORG", "PERSON"):
        first, last, label = _without_office(low, first, last, label)
    if first >= last or all(w.rstrip(".") in titles or w in ("of", "prime", "'s") for w in low[first:last]):
        return None
    if last - first == 1 and (low[first] in gazetteer.no_names()[0] or words[first] in gazetteer.no_names()[1]):
        return None
    exact = known.get((first, last))
    if exact:
        return first, last, exact
    ending = low[last - 1]
    if label == "PERSON" and last - first > 2 and heads.get(ending) == "ORG" and ending not in SURNAMES:
        return first, last, "ORG"
    if last - first == 1:
        word = low[first]
        if word in heads and label == "PERSON":
            return None
        before = low[first - 1] if first else ""
        after = low[last] if last < len(low) else ""
        if label in ("LOC", "GPE", "ORG") and word in given_names() and word not in gazetteer.cities():
            return first, last, "PERSON"
        if cased and label != "ORG" and _is_acronym(words[first]) and word not in gazetteer.cities():
            spoken = word in surnames() or word in given_names() or len(word) > 4
            return first, last, "PERSON" if spoken and label == "PERSON" else "ORG"
        if label in ("LOC", "GPE") and word not in gazetteer.cities() and (before in _SAY or after in _SAY):
            return first, last, "PERSON"
        if word in gazetteer.cities() and (
            (label == "ORG" and not words[first].isupper()) or (label == "PERSON" and before in _PLACE_BEFORE)
        ):
            return first, last, "GPE"
    given = any(w in given_names() for w in low[first:last])
    if label == "PERSON" and first and low[first - 1] in _STRICTLY_BEFORE_PLACES and not given:
        return first, last, "GPE"
    return first, last, place_label(sentence, first, last) if label in ("LOC", "GPE", "FAC") else label


def _without_office(low: Sequence[str], first: int, last: int, label: str) -> TokenSpan:
    """Cut an office off a name: "[of] State Cyrus Vance" is Cyrus Vance, "Navy Captain" the navy."""
    titles = gazetteer.titles()
    begin = first
    if first > 1 and low[first - 1] == "of" and low[first - 2].rstrip(".") in titles:
        while first < last and low[first] in _PORTFOLIOS:
            first += 1
        if first > begin and first < last:
            label = "PERSON"
    end = last
    while last - first > 1 and (low[last - 1].rstrip(".") in titles or low[last - 1] in _OFFICES):
        last -= 2 if low[last - 2] == "-" and last - first > 2 else 1
    if last < end and label == "ORG":
        while last - first > 1 and low[last - 1] in _PORTFOLIOS | _RANKS:
            last -= 1
    elif label == "PERSON":
        last = end
    return first, last, label


def _is_acronym(word: str) -> bool:
    """Say whether a word is written in capitals only: unlisted, it is an organisation rather than a place or person."""
    return 2 < len(word) < 7 and word.isalpha() and word.isupper()


def _no_start(sentence: Sentence, i: int, *, cased: bool) -> bool:
    """Say whether a name cannot begin with a token: articles, marks, compass words, in cased text lower case."""
    word, low = sentence.words[i], sentence.low[i]
    if low in DETERMINERS or sentence.upos[i] == "PUNCT" or (low in _COMPASS_ADJECTIVES and not word[:1].isupper()):
        return True
    return cased and word[:1].islower() and word.islower() and low not in PARTICLES


def _no_end(sentence: Sentence, i: int, *, cased: bool) -> bool:
    """Say whether a name cannot end with a token: marks, possessives, days, in cased text lower case."""
    word, low = sentence.words[i], sentence.low[i]
    if (
        low in ("'s", "’s", "'", "’", "of", "and", "the")
        or low in DAYS
        or (sentence.upos[i] == "PUNCT" and word != ".")
    ):
        return True
    return cased and word.islower()


def place_label(sentence: Sentence, first: int, last: int) -> str:
    """Return GPE, LOC or FAC for a place by its own words."""
    words = sentence.low[first:last]
    heads = gazetteer.head_words()
    for word in (words[-1], words[0]):
        if len(words) > 1 and heads.get(word) in ("FAC", "LOC", "GPE"):
            return heads[word]
    if words[0] in _COMPASS and len(words) == 2 and " ".join(words) not in gazetteer.cities():
        return "LOC"
    return "GPE"
