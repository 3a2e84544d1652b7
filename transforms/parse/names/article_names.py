"""Names of a whole article: their place in the text, the acronyms of long names, one label for each name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from schemas.document import NamedSpan, Sentence
from transforms.parse.names import gazetteer
from transforms.parse.names.gazetteer import TokenSpan
from transforms.parse.names.headed import LINKS


def named(sentence: Sentence, spans: Sequence[TokenSpan], text: str) -> list[NamedSpan]:
    """Return token spans of a sentence as named spans of its text."""
    found = []
    for first, last, label in spans:
        start, end = sentence.starts[first], sentence.ends[last - 1]
        found.append(NamedSpan(sentence.index, first, last, start, end, text[start:end], label))
    return found


def is_cased(sentence: Sentence) -> bool:
    """Say whether upper case marks names in a sentence: neither all capitals nor all lower case."""
    words = sentence.words
    lower = sum(map(str.islower, words))
    upper = sum(len(word) > 1 for word in filter(str.isupper, words))
    if upper > lower and (upper > 2 or not any(word[:1].isupper() and not word.isupper() for word in words)):
        return False
    return lower <= 3 or any(word[:1].isupper() for word in words)


def initials(name: str) -> str:
    """Return the first letters of a name's words without those that link them, lower case."""
    return "".join(w[0] for w in name.lower().replace("-", " ").split() if w not in LINKS)


def with_acronyms(names: Sequence[NamedSpan], sentences: Sequence[Sentence]) -> list[NamedSpan]:
    """Add the words in capitals that are the initials of an organisation the article names in full."""
    wanted = {letters for letters in (initials(n.text) for n in names if n.label == "ORG") if len(letters) > 2}
    if not wanted:
        return list(names)
    taken = {(n.sentence, t) for n in names for t in range(n.first, n.last)}
    added = [
        NamedSpan(s.index, i, i + 1, s.starts[i], s.ends[i], word, "ORG")
        for s in sentences
        for i, word in enumerate(s.words)
        if word.isupper() and s.low[i] in wanted and (s.index, i) not in taken
    ]
    return sorted([*names, *added], key=_position)


def _position(name: NamedSpan) -> tuple[int, int]:
    return name.sentence, name.first


def consistent(names: Sequence[NamedSpan]) -> list[NamedSpan]:
    """Give every name of an article one label: a person's surname is a person, else the label it has most often."""
    surnames = {n.text.split()[-1].lower() for n in names if n.label == "PERSON" and n.last - n.first > 1}
    surnames |= {n.text.split("-")[-1].lower() for n in names if n.label == "PERSON" and n.last - n.first > 1}
    acronyms = {initials(n.text) for n in names if n.label == "ORG"}
    votes: dict[str, Counter[str]] = {}
    for name in names:
        votes.setdefault(name.text.lower(), Counter())[name.label] += 1
    out = []
    for name in names:
        key = name.text.lower()
        label = name.label
        if key in surnames and label in ("GPE", "LOC", "ORG", "FAC") and not gazetteer.is_known(name.text):
            label = "PERSON"
        elif name.text.isupper() and len(key) > 2 and key in acronyms:
            label = "ORG"
        elif len(votes[key]) > 1:
            label = min(votes[key].items(), key=_most)[0]
        out.append(NamedSpan(name.sentence, name.first, name.last, name.start, name.end, name.text, label))
    return out


def _most(vote: tuple[str, int]) -> tuple[int, str]:
    return -vote[1], vote[0]
