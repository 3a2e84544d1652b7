"""What the article says elsewhere of somebody: a person in full with his office, a noun with its nation.

"Ms Berg" is the "Labour MP Ida Berg" of the sentence before, "the officers" are its "two police officers". Other
phrases count where they agree: where an article has the troops of two nations, "the troops" are nobody's. Other
sentences are read by their words alone, since which of them are parsed depends on whether they tell of an act.
"""

from __future__ import annotations

import msgspec

from schemas.document import Document, NamedSpan, Sentence
from transforms.extract.actors.context import ActorContext
from transforms.extract.actors.mentions import words_between
from transforms.extract.actors.phrase import Coding, Phrase, code, phrase_of
from transforms.words.classes import has_any

REACH = 12
"""Sentences back in which a noun looks for a fuller phrase."""
TITLES = 9
"""Words before a name in a sentence without a parse that may be its titles."""
NICKNAME = 5
"""Words of a nickname with its quotation marks."""
QUOTES = frozenset('"“”')
TITLING = frozenset({"ADJ", "PROPN", "NOUN", "PART"})
BARE = frozenset({"det", "case", "punct", "nmod:poss"})


def person_elsewhere(document: Document, name: NamedSpan, context: ActorContext) -> Coding | None:
    """Return what the mentions of a person in full say of him, the first that tells an office; None without one."""
    if name.text not in context.people:
        context.people[name.text] = _person(document, name.text, context)
    return context.people[name.text]


def _person(document: Document, text: str, context: ActorContext) -> Coding | None:
    """Return the coding of the first mention with an office; the sentences are read word by word.

    A recogniser of names may miss the very mention that has the titles.
    """
    name = text.split()
    for sentence in document.sentences:
        words = sentence.words
        if name[-1] not in words:
            continue
        for last in range(len(name), len(words) + 1):
            if words[last - 1] != name[-1] or list(words[last - len(name) : last]) != name:
                continue
            coding = _titled(sentence, last - len(name), last, context)
            if coding.sector not in (None, "UNK") and coding.noun_class == "person":
                return msgspec.structs.replace(coding, name=coding.name or text, basis="coreference")
    return None


def office_told(document: Document, name: str, context: ActorContext) -> Coding | None:
    """Return what the titles before the full name of a known person say, the first that tell an office; else None.

    They outrank the tables where those do not know what he is on the day.
    """
    key = f"{name} "  # what titles alone say is kept apart from what they say with the name
    if key not in context.people:
        context.people[key] = _office(document, name.split(), context)
    return context.people[key]


def _office(document: Document, name: list[str], context: ActorContext) -> Coding | None:
    for sentence in document.sentences:
        words = sentence.words
        if name[-1] not in words:
            continue
        for last in range(len(name), len(words) + 1):
            first = last - len(name)
            if words[last - 1] != name[-1] or list(words[first:last]) != name:
                continue
            titles = words_between(sentence, _opening(sentence, first), first)
            if not titles:
                continue
            coding = code(
                phrase_of(titles, context.actors, cased=context.cased),
                context.actors,
                context.published,
                cased=context.cased,
                home=context.dominant_country or context.home_country,
            )
            if coding.kind == "agent" and coding.noun_class == "person" and coding.sector not in (None, "UNK", "CVL"):
                return coding
    return None


def _titled(sentence: Sentence, first: int, last: int, context: ActorContext) -> Coding:
    """Return the coding of a name with the titles before it."""
    words = words_between(sentence, _opening(sentence, first), last)
    phrase = phrase_of(words, context.actors, cased=context.cased)
    home = context.dominant_country or context.home_country
    return code(phrase, context.actors, context.published, cased=context.cased, home=home)


def noun_elsewhere(document: Document, sentence: Sentence, head: int, context: ActorContext) -> Coding | None:
    """Return what earlier phrases with the same noun say that it lacks, where they agree on the country."""
    lemma = sentence.lemmas[head].lower()
    if has_any(lemma, "vague", "transparent") or not _bare(sentence, head):
        return None
    if sentence.upos[head] != "NOUN":
        return None
    found: list[Coding] = []
    for index, token in _tokens(document, lemma, context):
        if index > sentence.index or (index == sentence.index and token >= head):
            break
        if sentence.index - index > REACH or not _described(document.sentences[index], token):
            continue
        if token and context.cased and document.sentences[index].words[token][:1].isupper():
            continue  # the "Children" of the "Children's Fund" are nobody's children
        coding = code(
            _phrase(document.sentences[index], token, context),
            context.actors,
            context.published,
            cased=context.cased,
            home=context.dominant_country,
        )
        if coding.kind == "agent" and (coding.country or coding.sector not in (None, "UNK")):
            found.append(coding)
    if not found or len({c.country for c in found if c.country}) > 1 or len({c.sector for c in found}) > 1:
        return None
    last = found[-1]
    return msgspec.structs.replace(last, country=next((c.country for c in found if c.country), None))


def _tokens(document: Document, lemma: str, context: ActorContext) -> list[tuple[int, int]]:
    """Return sentence and token of every noun of an article with a lemma, in text order."""
    if not context.nouns:
        for sentence in document.sentences:
            for token, pos in enumerate(sentence.upos):
                if pos == "NOUN":
                    context.nouns.setdefault(sentence.lemmas[token].lower(), []).append((sentence.index, token))
    return context.nouns.get(lemma, [])


def _phrase(sentence: Sentence, head: int, context: ActorContext) -> Phrase:
    """Return a noun with the describing words before it."""
    return phrase_of(words_between(sentence, _opening(sentence, head), head + 1), context.actors, cased=context.cased)


def _opening(sentence: Sentence, first: int) -> int:
    """Return where the titles before a name begin, and those before a nickname: 'Mayor Ole "the Fox" Lund'."""
    start = first
    if start and sentence.words[start - 1] in QUOTES:
        quoted = next((t for t in range(start - 2, max(0, start - NICKNAME), -1) if sentence.words[t] in QUOTES), start)
        start = quoted if quoted and sentence.words[quoted - 1][:1].isupper() else start
    while start and first - start < TITLES:
        if sentence.upos[start - 1] in TITLING:
            start -= 1
        elif length := _of_office(sentence, start - 1):
            start -= length
        else:
            break
    return start


def _of_office(sentence: Sentence, link: int) -> int:
    """Return how many words link a title to what it is of: "Secretary **of** State", "Governor **of the** Tana Region".

    With the last word of the title, and 0 where they link none.
    """
    if not sentence.words[link + 1][:1].isupper():
        return 0
    of = link - 1 if sentence.words[link] == "the" else link
    if of < 1 or sentence.words[of] not in ("of", "for") or sentence.upos[of - 1] not in TITLING:
        return 0
    return link - of + 2 if sentence.words[of - 1][:1].isupper() else 0


def _described(sentence: Sentence, head: int) -> bool:
    """Return whether a word before a noun says more of it."""
    return head > 0 and sentence.upos[head - 1] in TITLING


def _bare(sentence: Sentence, head: int) -> bool:
    """Return whether a noun stands alone or with "the": a number or another modifier may make it somebody else."""
    return all(
        sentence.deps[c] in BARE and sentence.words[c].lower() not in ("a", "an", "another", "some", "other")
        for c in sentence.children[head]
        if c < head
    ) and not any(sentence.deps[c].startswith(("nmod", "acl", "appos")) for c in sentence.children[head] if c > head)


def name_at(document: Document, sentence: Sentence, head: int) -> NamedSpan | None:
    """Return the person's name that a token is part of, in its full form where it is a shortened one."""
    index = document.antecedents.get((sentence.index, head))
    if index is not None and 0 <= index < len(document.entities):
        name = document.entities[index]
        return name if name.label == "PERSON" else None
    for name in document.names_of(sentence):
        if name.first <= head < name.last:
            return name if name.label == "PERSON" else None
    flat = next((c for c in sentence.children[head] if sentence.deps[c].startswith("flat") and c == head + 1), None)
    return name_at(document, sentence, flat) if flat is not None else None  # "Ms" as the head of "Ms Berg"
