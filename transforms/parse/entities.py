"""Combines the model's names with those of word lists into one set of names with one set of labels.

The model finds names by context but mislabels those it has not met; lists know what a thing is but not whether a
word is meant as a name here. So: lists decide labels of countries, peoples and known organisations; a name's last
word ("Base", "Ministry", "River") decides over both; titles and given names make persons; the model keeps the rest.
Within one article a name keeps one label.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from schemas.document import NamedSpan, Sentence
from transforms.parse import gazetteer
from transforms.parse.gazetteer import TokenSpan

_LINKS = frozenset("of for and the de del la las los al el y & - ' 's ’s".split())
_DETERMINERS = frozenset("the a an this that".split())
_PLACE_BEFORE = frozenset(
    """in at near from to around outside inside across into north south east west
    northern southern eastern western central""".split()
)
_STRICTLY_BEFORE_PLACES = frozenset("in near outside inside across throughout".split())
_SAY = frozenset("said says told tells added adds".split())
_COMPASS = frozenset(
    """north south east west northern southern eastern western central northeastern northwestern southeastern
    southwestern upper lower greater""".split()
)
_COMPASS_ADJECTIVES = frozenset(
    "northern southern eastern western central northeastern northwestern southeastern southwestern".split()
)
_MONTHS = frozenset("january february march april may june july august september october november december jan".split())
_SURNAMES = frozenset("hall hill hills lake park banks church parish temple mills lane street marshall guard".split())
"""Words that end place names but after a given name are a surname."""
_WORD_NAMES = frozenset(
    """will mark bill may june april august grace hope faith joy rose lily frank ray dean earl guy art rich grant chase
    drew miles max iris ivy dawn eve holly jasmine pearl ruby amber crystal angel jewel christian major marshall carol
    sue pat gene rob jack nick don dick sandy sky melody victor israel jordan georgia florence paris sydney virginia
    chad savannah austin dallas charity destiny harmony justice trinity""".split()
)
"""Given names that are words, months or places too: in text without case no sign of a person."""
_SURNAME_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_PARTICLES = frozenset("al el bin ibn abu de da del della di la le van von der den bint ben ould umm".split())


def combine(
    sentence: Sentence, model_spans: Sequence[TokenSpan], gazetteer_spans: Sequence[TokenSpan], *, cased: bool = True
) -> list[TokenSpan]:
    """Return the names of a sentence, in order and without overlaps, from the model's and the lists' names.

    ``cased``: False where the sentence is all upper or all lower case.
    """
    known = {(first, last): label for first, last, label in gazetteer_spans}
    by_words = _by_head_words(sentence, known, cased=cased)
    chosen: list[TokenSpan] = []
    taken = [False] * len(sentence)

    def take(spans: Sequence[TokenSpan]) -> None:
        for first, last, label in sorted(spans, key=_longest):
            if first < last and not any(taken[first:last]):
                chosen.append((first, last, label))
                taken[first:last] = [True] * (last - first)

    model = [span for span in (_fitted(sentence, s, known, cased=cased) for s in model_spans) if span]
    persons = _persons(sentence, known, model, cased=cased)
    long_known = [(f, t, label) for (f, t), label in known.items() if t - f > 1]
    wider = [s for s in model if s[2] in ("ORG", "FAC") and any(_within(k, s) for k in long_known)]
    take(
        [
            *long_known,
            *wider,
            *persons,
            *[s for s in by_words if (s[0], s[1]) not in known and not _overlaps(s, persons)],
        ]
    )
    take([s for s in model if s[1] - s[0] > 1 and not _overlaps(s, long_known)])
    take([*[(f, t, label) for (f, t), label in known.items()]])
    take(model)
    return sorted(chosen)


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
    words, low = sentence.words, [w.lower() for w in sentence.words]
    titles, heads = gazetteer.titles(), gazetteer.head_words()
    while first < last and _no_start(sentence, first, cased=cased):
        first += 1
    while last > first and _no_end(sentence, last - 1, cased=cased):
        last -= 1
    if label == "PERSON":
        while last - first > 1 and low[first].rstrip(".") in titles:
            first += 1
    if first >= last or all(w.rstrip(".") in titles or w in ("of", "prime", "'s") for w in low[first:last]):
        return None
    exact = known.get((first, last))
    if exact:
        return first, last, exact
    ending = low[last - 1]
    if label == "PERSON" and last - first > 2 and heads.get(ending) == "ORG" and ending not in _SURNAMES:
        return first, last, "ORG"
    if last - first == 1:
        word = low[first]
        if word in heads and label == "PERSON":
            return None
        before = low[first - 1] if first else ""
        after = low[last] if last < len(low) else ""
        if label in ("LOC", "GPE", "ORG") and word in gazetteer.given_names() and word not in gazetteer.cities():
            return first, last, "PERSON"
        if cased and label != "ORG" and _is_acronym(words[first]) and word not in gazetteer.cities():
            return first, last, "ORG"
        if label in ("LOC", "GPE") and word not in gazetteer.cities() and (before in _SAY or after in _SAY):
            return first, last, "PERSON"
        if word in gazetteer.cities() and (
            (label == "ORG" and not words[first].isupper()) or (label == "PERSON" and before in _PLACE_BEFORE)
        ):
            return first, last, "GPE"
    given = any(w in gazetteer.given_names() for w in low[first:last])
    if label == "PERSON" and first and low[first - 1] in _STRICTLY_BEFORE_PLACES and not given:
        return first, last, "GPE"
    return first, last, place_label(sentence, first, last) if label in ("LOC", "GPE", "FAC") else label


def _is_acronym(word: str) -> bool:
    """Say whether a word is written in capitals only: unlisted, it is an organisation rather than a place or person."""
    return 2 < len(word) < 7 and word.isalpha() and word.isupper()


def _no_start(sentence: Sentence, i: int, *, cased: bool) -> bool:
    """Say whether a name cannot begin with a token: articles, marks, compass words, in cased text lower case."""
    word = sentence.words[i]
    low = word.lower()
    if low in _DETERMINERS or sentence.upos[i] == "PUNCT" or (low in _COMPASS_ADJECTIVES and not word[:1].isupper()):
        return True
    return cased and word[:1].islower() and word.islower() and low not in _PARTICLES


def _no_end(sentence: Sentence, i: int, *, cased: bool) -> bool:
    """Say whether a name cannot end with a token: marks, possessives, days, in cased text lower case."""
    word = sentence.words[i]
    low = word.lower()
    if (
        low in ("'s", "’s", "'", "’", "of", "and", "the")
        or low in _DAYS
        or (sentence.upos[i] == "PUNCT" and word != ".")
    ):
        return True
    return cased and word.islower()


def place_label(sentence: Sentence, first: int, last: int) -> str:
    """Return GPE, LOC or FAC for a place by its own words."""
    words = [w.lower() for w in sentence.words[first:last]]
    heads = gazetteer.head_words()
    for word in (words[-1], words[0]):
        if len(words) > 1 and heads.get(word) in ("FAC", "LOC", "GPE"):
            return heads[word]
    if words[0] in _COMPASS and len(words) == 2 and " ".join(words) not in gazetteer.cities():
        return "LOC"
    return "GPE"


def _name_token(sentence: Sentence, i: int, *, cased: bool) -> bool:
    word = sentence.words[i]
    if word.lower() in _DAYS:
        return False
    if cased:
        return word[:1].isupper() and (i > 0 or sentence.xpos[i].startswith("NNP") or sentence.upos[i] == "ADJ")
    return sentence.xpos[i].startswith("NNP")


def _by_head_words(sentence: Sentence, known: Mapping[tuple[int, int], str], *, cased: bool) -> list[TokenSpan]:
    """Return names that their last or first word gives away: "Taji Air Base", "Ministry of Justice"."""
    heads, words = gazetteer.head_words(), sentence.words
    people = {i for (f, t), label in known.items() if label == "NORP" for i in range(f, t)}
    places = {i for (f, t), label in known.items() if label == "GPE" for i in range(f, t)}
    found: list[TokenSpan] = []
    count = len(words)
    for i in range(count):
        label = heads.get(words[i].lower().rstrip("."))
        if not label or not _name_token(sentence, i, cased=cased):
            continue
        first = i
        while first > 0 and _goes_on(sentence, first, cased=cased):
            first -= 1
        while first < i and (
            words[first].lower() in _LINKS | _DETERMINERS or words[first].lower().rstrip(".") in gazetteer.titles()
        ):
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
    if _name_token(sentence, first - 1, cased=cased):
        return True
    if before == "," and sentence.words[first].lower().rstrip(".") in ("inc", "ltd", "llc", "corp"):
        return first > 1 and _name_token(sentence, first - 2, cased=cased)
    return before == "-" and first > 1 and _name_token(sentence, first - 2, cased=cased)


def _after_of(sentence: Sentence, of: int, *, cased: bool) -> int:
    """Return where the name goes on to after "of" at ``of``: "Ministry of [the] Interior", else just ``of``."""
    count, at = len(sentence), of + 1
    if at < count and sentence.words[at].lower() == "the":
        at += 1
    end = at
    while end < count and _name_token(sentence, end, cased=cased):
        end += 1
        if (
            end + 1 < count
            and sentence.words[end].lower() in ("and", "&")
            and _name_token(sentence, end + 1, cased=cased)
            and end - at < 3
            and sentence.words[of].lower() == "of"
            and sentence.words[at - 1].lower() != "the"
        ):
            end += 1
    return end if end > at else of


def _persons(
    sentence: Sentence, known: Mapping[tuple[int, int], str], model: Sequence[TokenSpan], *, cased: bool
) -> list[TokenSpan]:
    """Return persons that a title or a given name gives away, with the whole of their name."""
    titles, given, words = gazetteer.titles(), gazetteer.given_names(), sentence.words
    known_tokens = {i: label for (f, t), label in known.items() for i in range(f, t)}
    heads = gazetteer.head_words()
    found: list[TokenSpan] = []
    i, count = 0, len(words)
    while i < count:
        low = words[i].lower()
        titled = (
            i > 0
            and words[i - 1].lower().rstrip(".") in titles
            and (not cased or words[i - 1][:1].isupper() or titles[words[i - 1].lower().rstrip(".")])
        )
        starts = low in given or low in _PARTICLES
        caseless = (
            not cased and low in given and low not in _WORD_NAMES and sentence.upos[i] in ("NOUN", "PROPN", "ADJ")
        )
        if (
            not (caseless or _name_token(sentence, i, cased=cased))
            or i in known_tokens
            or not (titled or starts)
            or low.rstrip(".") in titles
            or (low in heads and low not in given)
        ):
            i += 1
            continue
        last = i + 1
        while last < count and (
            _name_token(sentence, last, cased=cased)
            or (words[last].lower() in _PARTICLES | {"-"} and _resumes(sentence, last + 1, cased=cased))
            or (caseless and last - i < 4 and _may_be_surname(sentence, last))
        ):
            surname = last == i + 1 and low in given and words[last].lower() in _SURNAMES
            if (words[last].lower() in heads and not surname) or (
                known_tokens.get(last) in ("NORP", "ORG") and last + 1 < count
            ):
                break
            last += 1
        first = i
        while (
            first
            and not titled
            and first - 1 not in known_tokens
            and _name_token(sentence, first - 1, cased=cased)
            and low not in _PARTICLES
        ):
            if words[first - 1].lower().rstrip(".") in titles:
                break
            first -= 1
        if first < i and not any(s[2] == "PERSON" and s[0] < last and i < s[1] for s in model):
            i += 1
            continue
        size = last - i
        follows_head = last < count and words[last].lower() in heads and _name_token(sentence, last, cased=cased)
        agreed = any(
            (f <= i and last <= t and label == "PERSON") or (f == i and label == "PERSON") for f, t, label in model
        )
        alone = (
            cased
            and low in given
            and low not in gazetteer.cities()
            and low not in _MONTHS
            and not _overlaps((first, last, ""), model)
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
    low = sentence.words[i].lower().rstrip(".")
    if low in gazetteer.titles() or low in gazetteer.head_words() or not low.isalpha() or len(low) < 3:
        return False
    if sentence.xpos[i] in _SURNAME_TAGS:
        return True
    after = i + 1
    ends = after >= len(sentence) or sentence.upos[after] in ("PUNCT", "ADP", "AUX", "CCONJ", "PART")
    return sentence.xpos[i] in ("JJ", "VBZ", "VBP", "RB") and ends and low not in _LINKS


def _resumes(sentence: Sentence, i: int, *, cased: bool) -> bool:
    """Say whether a name goes on at ``i``, after a hyphen too: "Mohammed al-Halbousi"."""
    if i < len(sentence) and sentence.words[i] == "-":
        i += 1
    return i < len(sentence) and _name_token(sentence, i, cased=cased)


def named(sentence: Sentence, spans: Sequence[TokenSpan], text: str) -> list[NamedSpan]:
    """Return token spans of a sentence as named spans of its text."""
    found = []
    for first, last, label in spans:
        start, end = sentence.starts[first], sentence.ends[last - 1]
        found.append(NamedSpan(sentence.index, first, last, start, end, text[start:end], label))
    return found


def is_cased(sentence: Sentence) -> bool:
    """Say whether upper case marks names in a sentence: neither all capitals nor all lower case."""
    lower = sum(word.islower() for word in sentence.words)
    upper = sum(len(word) > 1 and word.isupper() for word in sentence.words)
    mixed = any(word[:1].isupper() and not word.isupper() for word in sentence.words)
    if upper > lower and (upper > 2 or not mixed):
        return False
    return lower <= 3 or any(word[:1].isupper() for word in sentence.words)


def initials(name: str) -> str:
    """Return the first letters of a name's words without those that link them, lower case."""
    return "".join(w[0] for w in name.lower().replace("-", " ").split() if w not in _LINKS)


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
        if word.isupper() and word.lower() in wanted and (s.index, i) not in taken
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
