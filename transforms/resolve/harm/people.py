"""How many people a noun phrase names: "two US troops and a British soldier" is three."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from schemas.document import Sentence
from transforms.parse.clause.noun_phrase import parts_before
from transforms.parse.clause.relations import hanging_subject
from transforms.parse.numbers import ONE, Quantity, add, cardinal, quantity, vague_numbers
from transforms.words.classes import has_any, word_class, word_list

SINGULAR_PRONOUNS = word_class("singular_person")
NOBODY = frozenset({"nobody", "none"})
HARMED = word_class("harmed_form")
AGE_UNITS = frozenset({"year", "years", "month", "months", "week", "weeks", "yr"})
MONTHS = word_class("month_stem")
DASHES = frozenset("- -- – — |".split())
"""What stands between a headline and the name of its paper: nobody is coordinated across it."""
COUNTING = frozenset({"dozen", "score", "hundred", "thousand", "number", "total", "group", "member"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
SUMS = frozenset({"total", "sum"})
BEFORE_PHRASE = frozenset({"CCONJ", "PUNCT", "ADP"})
MAX_LEFT = 14
"""Tokens before the head that are searched for a number; longer phrases are parser errors."""


@cache
def guard_nouns() -> dict[str, str]:
    """Return noun to kind: thing, collective, pair, trio."""
    kinds = {"harmed_thing": "thing", "harmed_collective": "collective", "pair_noun": "pair", "trio_noun": "trio"}
    return {noun: kind for name, kind in kinds.items() for noun in word_list(name)}


def conjuncts(sentence: Sentence, head: int) -> list[int]:
    """Return ``head`` and the nominals coordinated with it.

    Parsers attach the last name of a series as an apposition ("X and commander Y"): its conjunction tells. A
    conjunct that opens with another word of harm belongs to that word ("killed a farmer and wounded five soldiers").
    """
    found = [head]
    parts = [head, *(i for i in sentence.subtree(head) if sentence.deps[i] == "flat" and sentence.heads[i] >= head)]
    parts += [i for part in parts for i in sentence.children[part] if is_apposed_age(sentence, i)]
    for child in sorted(i for part in parts for i in sentence.children[part]):
        if (
            child < head
            or is_apposed_age(sentence, child)
            or is_next_subject(sentence, child)
            or sentence.upos[child] not in ("NOUN", "PROPN", "NUM", "PRON", "ADJ")
        ):
            continue
        if sentence.child(child, "case") is not None and sentence.child(head, "case") is None:
            continue
        first = min(sentence.subtree(child))
        if sentence.words[first] in DASHES or sentence.words[first - 1] in DASHES:
            continue
        joined = sentence.words[first].lower() in ("and", "or", "&")
        harmed = any(word.lower() in HARMED for word in sentence.words[max(first - 1, head + 1) : child])
        if is_bare_abstract(sentence, child):
            continue
        if (sentence.deps[child] == "conj" or (sentence.deps[child] == "appos" and joined)) and not harmed:
            found.append(child)
    return found + beside_verb(sentence, head)


def is_bare_abstract(sentence: Sentence, noun: int) -> bool:
    """Tell whether a conjunct is a bare singular noun for no person: "killed 130 people and migration has become"."""
    if sentence.xpos[noun] != "NN" or sentence.upos[noun] != "NOUN":
        return False
    described = sentence.child(noun, "det", "nummod", "amod", "nmod:poss", "compound") is not None
    return not described and not has_any(sentence.lemmas[noun].lower(), "people", "armed")


def beside_verb(sentence: Sentence, noun: int) -> list[int]:
    """Return the nouns coordinated with an object that the parser hung on its verb ("shot Kim and the clerk")."""
    verb = sentence.heads[noun]
    if sentence.deps[noun] != "obj":
        return []
    return [
        i
        for i in sentence.children_by(verb, "conj")
        if i > noun
        and sentence.upos[i] in ("NOUN", "PROPN")
        and sentence.child(i, "cc") is not None
        and hanging_subject(sentence, i) is None
        and sentence.child(i, "cop", "case", "obj") is None
        and not is_thing(sentence, i)
    ]


def phrase_start(sentence: Sentence, head: int) -> int:
    """Return the first token of the part of the phrase that stands before its head, without clauses."""
    first = head
    for child in parts_before(sentence, head):
        first = min(first, *sentence.subtree(child))
    while first < head and (
        sentence.upos[first] in ("CCONJ", "PUNCT", "ADP") or sentence.words[first].lower() == "dead"
    ):
        if quantity(sentence.words[first : head + 1]):
            break
        first += 1
    return max(first, head - MAX_LEFT)


def counted_noun(sentence: Sentence, head: int) -> int:
    """Return the noun that a counting head counts ("thousands of families"), or the head itself."""
    if sentence.lemmas[head].lower() not in COUNTING and sentence.words[head].lower() not in vague_numbers():
        return head
    return next((i for i in sentence.children_by(head, "nmod") if i > head), head)


def count_one(sentence: Sentence, head: int) -> Quantity:
    """Return the number of people that the phrase of one head names, without what is coordinated with it.

    Bounds are null where the phrase gives no number ("civilians").
    """
    if sentence.lemmas[head].lower() in SUMS and (counted := counted_noun(sentence, head)) != head:
        head = counted  # "a total of 140 rebels": the number stands with those who are counted
    words, lemma = sentence.words, sentence.lemmas[head].lower()
    counted = counted_noun(sentence, head)
    stacked = quantity(words[head : head + 3]) if next_is(sentence, head + 1, ("of",)) else None
    if stacked is not None and stacked.length == 3:
        return stacked  # "hundreds of thousands of civilians"
    if counted != head and (inner := count_one(sentence, counted)).low not in (None, 1):
        return inner  # "a total of 140 militants"
    first = phrase_start(sentence, head)
    article: Quantity | None = None
    position = first
    while position <= head:
        if is_age(sentence, position) or is_ordinal(sentence, position):
            position += 1
            continue
        found = quantity(words[position : head + 1])
        if found is None:
            position += 1
        elif found.length == 1 and words[position].lower() in ONE - {"one"}:
            article, position = article or found, position + 1
        elif found.low == 0 and found.high == 0 and words[position].lower() != "0":
            return found
        elif next_is(sentence, position + found.length, ("%", "percent", "per", "year", "-year", "years")):
            position += found.length
        else:
            return found
    return without_number(sentence, head, lemma, article)


def without_number(sentence: Sentence, head: int, lemma: str, article: Quantity | None) -> Quantity:
    """Return the count of a phrase without numeral: one for a name or a singular person, else unknown."""
    kind = guard_nouns().get(lemma)
    word = sentence.words[head].lower()
    if word in NOBODY:
        return Quantity(0, 0)
    if kind in ("pair", "trio"):
        size = 2 if kind == "pair" else 3
        return Quantity(size, size)
    if kind == "collective":
        return Quantity(None, None)
    if lemma == "old" or word.endswith("-year-old"):
        return Quantity(1, 1)
    if word in SINGULAR_PRONOUNS or sentence.xpos[head] == "NNP":
        return Quantity(1, 1)
    if sentence.xpos[head] in ("NN",) or article:
        return Quantity(1, 1)
    apposed = sentence.child(head, "appos")
    if sentence.xpos[head] == "NNPS" and apposed is not None and sentence.xpos[apposed] in ("NN", "CD"):
        return Quantity(1, 1)
    return Quantity(None, None)


def count_people(sentence: Sentence, head: int) -> Quantity:
    """Return the number of people named by a phrase and all that is coordinated with it."""
    members = [part for part in conjuncts(sentence, head) if not is_thing(sentence, part)]
    parts = [count_one(sentence, part) for part in members if not names_kind(sentence, part, members)]
    if parts and (parts[0].low, parts[0].high) == (0, 0):
        return parts[0]
    known = [part for part in parts if part.low is not None or part.high is not None]
    if not known:
        return Quantity(None, None)
    if len(known) < len(parts):
        return Quantity(add(known).low, None)
    return add(known)


def names_kind(sentence: Sentence, name: int, members: Sequence[int]) -> bool:
    """Tell whether a name only says, with the next one, of what people are: "senior Hamas and Hezbollah leaders"."""
    if sentence.xpos[name] != "NNP" or sentence.child(name, "det", "nummod", "flat", "appos") is not None:
        return False
    after = name + 2
    noun = next((part for part in members if part == after + 1), None)
    if noun is None or sentence.xpos[noun] != "NNS" or sentence.upos[name + 1] != "CCONJ":
        return False
    return (
        sentence.deps[after] in ("compound", "amod")
        and sentence.heads[after] == noun
        and sentence.upos[after] == "PROPN"
    )


def is_thing(sentence: Sentence, head: int) -> bool:
    """Tell whether the phrase names a thing, an animal or an act rather than people."""
    return guard_nouns().get(sentence.lemmas[head].lower()) == "thing"


def is_age(sentence: Sentence, position: int) -> bool:
    """Tell whether the number at ``position`` is an age or a measure of time ("25-year-old", "two-month")."""
    words = sentence.words
    following = [word.lower() for word in words[position + 1 : position + 3]]
    if "-" in words[position] and any(unit in words[position].lower() for unit in AGE_UNITS):
        return True
    return bool(following) and (
        (following[0] == "-" and len(following) > 1 and following[1] in AGE_UNITS)
        or following[0] in AGE_UNITS
        or following[0].startswith("-year")
    )


def is_apposed_age(sentence: Sentence, token: int) -> bool:
    """Tell whether a bare number between commas is the age of the one named before it ("Kim Doe, 31, died")."""
    words = sentence.words
    if not (token > 1 and words[token].isdigit() and len(words[token]) < 3 and words[token - 1] == ","):
        return False
    after = words[token + 1] if token + 1 < len(sentence) else "."
    return sentence.upos[token - 2] in ("PROPN", "NOUN") and (after in ",.;-–—)" or after in ("of", "from"))


def is_next_subject(sentence: Sentence, noun: int) -> bool:
    """Tell whether a conjunct is the subject of the clause after it ("hit the customer and both men fled")."""
    after = noun + 1
    if after < len(sentence) and sentence.upos[after] == "AUX" and sentence.xpos[after] in FINITE:
        verb, first = sentence.heads[after], sentence.heads[noun]
        return sentence.deps[noun] == "conj" and verb > after and sentence.heads[first] != verb
    return (
        after < len(sentence)
        and (sentence.xpos[after] in ("VBD", "VBZ", "VBP") or sentence.deps[after] == "xcomp")
        and sentence.upos[after] == "VERB"
        and hanging_subject(sentence, after) is None
        and sentence.heads[after] < noun
    )


def is_ordinal(sentence: Sentence, position: int) -> bool:
    """Tell whether the token is an ordinal, which counts nothing ("the 22nd attack")."""
    word = sentence.words[position].lower()
    return len(word) > 2 and word[0].isdigit() and word.endswith(("st", "nd", "rd", "th"))


def next_is(sentence: Sentence, position: int, words: tuple[str, ...]) -> bool:
    """Tell whether the token at ``position`` is one of ``words``."""
    return position < len(sentence) and sentence.words[position].lower() in words


def number_before(sentence: Sentence, token: int) -> Quantity | None:
    """Return the cardinal that ends directly before ``token`` ("18 injured"), or None; years and days do not count."""
    last = sentence.words[token - 1] if token else ""
    if len(last) == 4 and last.isdigit() and last[:2] in ("19", "20"):
        return None
    for first in range(max(0, token - 4), token):
        if first and sentence.words[first - 1].lower()[:3] in MONTHS and sentence.upos[first - 1] == "PROPN":
            continue
        if is_age(sentence, first) or is_ordinal(sentence, first):
            continue
        found = quantity(sentence.words[first:token])
        if found and first + found.length == token and cardinal(sentence.words[token - 1 : token]):
            return found
    return None
