"""The short natural span of a noun phrase in the parse: its head with titles and modifiers, without clauses."""

from __future__ import annotations

from schemas.document import Sentence
from transforms.words.classes import word_class

LEFT = frozenset(
    "compound amod nmod:poss flat flat:name det nummod goeswith det:predet nmod:unmarked nmod:npmod compound:prt "
    "advmod nmod:tmod appos case dep flat:foreign nmod:desc list".split()
)
"""Relations of words before the head that belong to its span; a preposition (case) does not, a genitive mark does."""

RIGHT = frozenset("flat flat:name flat:foreign compound goeswith fixed nmod:desc".split())
BEFORE = frozenset("det nummod amod compound advmod nmod case flat punct cc fixed obl nsubj dep".split())
"""Relations of words before the head among which a number of it may stand, clauses left out."""
OPEN_HEADS = word_class("open_head")
"""Heads whose "of" phrase belongs to their name or says who they are ("Ministry of Defence", "row of men")."""


def core_tokens(sentence: Sentence, head: int) -> tuple[int, int]:
    """Return first and last-plus-one token of the head with its modifiers, in one contiguous stretch."""
    found = sentence.phrases.get(head)
    if found is None:
        found = sentence.phrases[head] = _core_tokens(sentence, head)
    return found


def _core_tokens(sentence: Sentence, head: int) -> tuple[int, int]:
    keep = {head}
    for child in sentence.children[head]:
        dep = sentence.deps[child]
        if child < head:
            if dep not in LEFT and dep.split(":")[0] not in LEFT:
                continue
            if dep == "case" and sentence.upos[child] == "ADP":
                continue
            if dep == "advmod" and sentence.lemmas[child].lower() not in DEGREE:
                continue
            if child == head - 2 and sentence.words[child].lower() == "anti" and sentence.words[head - 1] == "-":
                continue  # "anti-government": the government is whom it is against
            if dep == "appos" and _comma_between(sentence, child, head):
                continue
            keep.update(_inside(sentence, child))
        elif dep in RIGHT or (dep == "nummod" and child == head + 1):
            keep.update(_inside(sentence, child))
        elif dep == "appos" and sentence.upos[child] == "PROPN" and not _comma_between(sentence, head, child):
            keep.update(range(*core_tokens(sentence, child)))
    first, last = head, head + 1
    while first > 0 and (first - 1 in keep or _bridge(sentence, first - 1, keep, -1)):
        first -= 1
    while last < len(sentence) and (last in keep or _bridge(sentence, last, keep, 1)):
        last += 1
    return _trim(sentence, first, last, head)


def parts_before(sentence: Sentence, head: int) -> list[int]:
    """Return the children before a head that are part of its phrase; the subject of a copula is none."""
    copula = sentence.child(head, "cop") is not None
    return [
        child
        for child in sentence.children[head]
        if child < head
        and not (copula and sentence.deps[child] == "nsubj")
        and (sentence.deps[child] in BEFORE or sentence.deps[child].split(":")[0] in BEFORE)
    ]


BEFORE_PARTY = frozenset("yesterday today tomorrow tonight meanwhile earlier including".split())
"""Words that a parse may draw into a noun phrase and that are no part of it."""
DEGREE = word_class("degree_adverb")


def _inside(sentence: Sentence, token: int) -> list[int]:
    """Return a modifier with what hangs from it, leaving out clauses and parentheses."""
    found, queue = [token], [token]
    while queue:
        for child in sentence.children[queue.pop()]:
            if sentence.deps[child] in ("acl:relcl", "advcl", "acl", "parataxis"):
                continue
            found.append(child)
            queue.append(child)
    return found


def _comma_between(sentence: Sentence, first: int, second: int) -> bool:
    return any(sentence.words[i] in (",", "(", ";", "--", "—", "–") for i in range(first + 1, second))


def _bridge(sentence: Sentence, token: int, keep: set[int], step: int) -> bool:
    """Return whether a hyphen or quotation mark joins two kept stretches."""
    beyond = token + step
    return sentence.words[token] in ("-", "'", '"', "“", "”", "‘", "’", "''", "``", "/") and beyond in keep


def _dash(sentence: Sentence, token: int) -> bool:
    """Return whether a token is a dash with space around it, as after a dateline."""
    word = sentence.words[token]
    spaced = sentence.starts[token] > sentence.ends[token - 1] and token + 1 < len(sentence)
    return word in ("-", "--", "–", "—") and spaced and sentence.starts[token + 1] > sentence.ends[token]


def _trim(sentence: Sentence, first: int, last: int, head: int) -> tuple[int, int]:
    for i in range(head - 1, first, -1):
        if _dash(sentence, i) or (sentence.xpos[i] == "VBD" and sentence.deps[i] != "amod"):
            first = i + 1
            break
    marks = (",", ";", ":", "--", "-", "—", '"', "“", "”", "``", "''", "(", ")")
    while first < head and (sentence.words[first] in marks or sentence.upos[first] in ("CCONJ", "SCONJ", "ADP")):
        if sentence.words[first].lower() in DEGREE and sentence.words[first + 1] == "-":
            break
        first += 1
    if first + 1 < head and (sentence.low[first], sentence.low[first + 1]) == ("such", "as"):
        first += 2
    while first < head and sentence.words[first].lower() in BEFORE_PARTY:
        first += 1
    while last > head + 1 and (sentence.words[last - 1] in marks or sentence.deps[last - 1] == "case"):
        last -= 1
    return first, last


def _attributive(sentence: Sentence, token: int) -> bool:
    """Return whether a word is attached to a noun, or to a number word ("several of the unions"), as its complement."""
    dep = sentence.deps[token]
    return dep.startswith("nmod") or (dep == "obl" and sentence.upos[sentence.heads[token]] in ("ADJ", "NUM", "PRON"))


def of_phrase(sentence: Sentence, head: int, last: int) -> int | None:
    """Return the noun that a directly following "of" attaches to the head, or None."""
    for child in sentence.children[head]:
        if child < last or not _attributive(sentence, child):
            continue
        begin = min(sentence.subtree(child))
        if begin == last and sentence.words[begin].lower() == "of":
            return child
    return None


def party_tokens(sentence: Sentence, head: int) -> tuple[int, int]:
    """Return the span of a party: the core, with the "of" phrase that names it where there is one."""
    first, last = core_tokens(sentence, head)
    first = _unhedged(sentence, first, head)
    noun = of_phrase(sentence, head, last)
    open_head = {sentence.lemmas[head].lower(), sentence.words[head].lower()} & OPEN_HEADS
    if noun is not None and (open_head or sentence.upos[head] == "NUM"):
        begin, end = core_tokens(sentence, noun)
        if begin <= last + 1:
            last = max(last, end)
    return first, last


HEDGES = word_class("hedge")
"""Words before a party that say how sure or how many, not who."""


def _unhedged(sentence: Sentence, first: int, head: int) -> int:
    """Return where a party begins after articles and words such as "alleged", "at least", "so-called"."""
    start, at = first, first
    while at < head:
        low = sentence.words[at].lower()
        joined = f"{low}-{sentence.words[at + 2].lower()}" if sentence.words[at + 1] == "-" and at + 2 < head else ""
        if joined in HEDGES:
            at += 3
            start = at
        elif low in HEDGES:
            at += 1
            start = at
        elif sentence.upos[at] == "DET" or sentence.words[at] in ("'", '"', "``", "“"):
            at += 1
        else:
            break
    return start


def preposition(sentence: Sentence, noun: int) -> int | None:
    """Return the preposition before a noun; it may hang from the noun's title ("of St. Andrews")."""
    for token in (noun, *(c for c in sentence.children[noun] if c < noun)):
        for child in sentence.children[token]:
            if child < token and sentence.deps[child] == "case" and sentence.upos[child] == "ADP":
                return child
    return None


def prepositional(sentence: Sentence, head: int) -> list[tuple[str, int]]:
    """Return (preposition, noun) of the prepositional phrases after a noun, nested ones included, in text order."""
    found: list[tuple[str, int]] = []
    queue = [head]
    while queue and len(found) < 8:
        token = queue.pop(0)
        for child in sentence.children[token]:
            dep = sentence.deps[child]
            if not _attributive(sentence, child) or dep == "nmod:poss" or child < head:
                continue
            case = preposition(sentence, child)
            if case is not None:
                found.append((sentence.words[case].lower(), child))
                queue.append(child)
    return sorted(found, key=_noun)


def _noun(item: tuple[str, int]) -> int:
    return item[1]
