"""Links shortened names, definite descriptions and pronouns to the names they stand for, or abstains.

One pass over the article keeps the persons, groups and places met so far, newest last. A pronoun takes the only
candidate of the nearest sentence, or the one that is the subject there; two equal candidates mean no link.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field

from schemas.document import NamedSpan, Sentence
from transforms.parse.clause.relations import hangs_as_subject, stands_for_clause
from transforms.parse.names import gazetteer
from transforms.parse.names.article_names import initials
from transforms.words.classes import word_class
from transforms.world.names import given_names

REACH = 2
"""Sentences back in which a pronoun or description looks for its name."""

_HE = frozenset("he him his himself".split())
_SHE = frozenset("she her hers herself".split())
_IT = frozenset("it its itself".split())
_THEY = frozenset("they their them themselves".split())
_POSSESSIVE = frozenset("his her its their".split())
_THE = frozenset("the this that these those".split())
_GROUP = word_class("group_noun")
_OTHER_ORGANISATION = frozenset("company firm agency corporation union newspaper bank airline".split())
_TOWN = frozenset("city town village capital".split())
_STATE = frozenset("country nation".split())
_AUTHORITIES = word_class("authority_noun")
_BODY_WORDS = word_class("body_noun")
"""Words by which a body is called that has them in its name: "the Bank" for the World Bank."""
_OTHER_WORD = {"nato": "alliance", "north atlantic treaty organization": "alliance", "european union": "bloc",
               "eu": "bloc", "asean": "bloc", "ecowas": "bloc", "opec": "cartel"}  # fmt: skip
"""Bodies called by a word that their names do not have."""
_UNKNOWN = -1
"""Stands for a person whom a pronoun means and no name is known of."""
_MAY_STAND = frozenset(("PRON", "DET", "NOUN", "PROPN"))
"""Tags of the words that may stand for a name."""


@dataclass(slots=True)
class _Mention:
    """A name, or a word that stands for one, where it occurs."""

    entity: int
    label: str
    gender: str
    sentence: int
    token: int
    subject: bool


@dataclass(slots=True)
class _Reader:
    """What has been met up to here."""

    names: Sequence[NamedSpan]
    links: dict[tuple[int, int], int] = field(default_factory=dict)
    mentions: list[_Mention] = field(default_factory=list)
    surnames: dict[str, set[str]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)
    acronyms: dict[str, int] = field(default_factory=dict)
    titled: dict[str, dict[int, int]] = field(default_factory=dict)
    """Title to the persons who bear it, each with the sentence that last gave it."""
    genders: dict[int, str] = field(default_factory=dict)


def antecedents(sentences: Sequence[Sentence], names: Sequence[NamedSpan]) -> dict[tuple[int, int], int]:
    """Return (sentence, token) to the index in ``names`` of the name meant, only where that is clear."""
    reader = _Reader(names)
    keys = [(n.sentence, n.first) for n in names]
    for sentence in sentences:
        low = bisect.bisect_left(keys, (sentence.index, 0))
        high = bisect.bisect_left(keys, (sentence.index + 1, 0))
        inside = {t: i for i in range(low, high) for t in range(names[i].first, names[i].last)}
        passed = 0
        for token, upos in enumerate(sentence.upos):
            if token < passed:
                continue
            if token in inside:
                _name(reader, sentence, inside[token])
                passed = names[inside[token]].last
            elif upos in _MAY_STAND:
                _word(reader, sentence, token, inside)
    return reader.links


def _key(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").split())


def head_token(sentence: Sentence, name: NamedSpan) -> int:
    """Return the token of a name that hangs on the rest of the sentence; its last one where nothing is parsed."""
    if sentence.parsed:
        for token in range(name.first, name.last):
            if not name.first <= sentence.heads[token] < name.last or sentence.heads[token] == token:
                return token
    return name.last - 1


def _name(reader: _Reader, sentence: Sentence, index: int) -> None:
    """Take note of a name and link it to its longer form."""
    name = reader.names[index]
    head, entity = head_token(sentence, name), index
    if name.label == "PERSON":
        entity = _person(reader, sentence, name, index)
    elif name.label == "ORG" or _acronym(name.text) in reader.acronyms:
        entity = _organisation(reader, name, index)
    else:
        entity = reader.longest.setdefault(_key(name.text), index)
    if entity != index and _key(reader.names[entity].text) != _key(name.text):
        reader.links[name.sentence, head] = entity
        if head != name.last - 1:
            reader.links.setdefault((name.sentence, name.last - 1), entity)
    gender = _gender(sentence, name) or reader.genders.get(entity, "")
    if gender:
        reader.genders[entity] = gender
    reader.mentions.append(_Mention(entity, name.label, gender, name.sentence, head, _is_subject(sentence, head)))


def _person(reader: _Reader, sentence: Sentence, name: NamedSpan, index: int) -> int:
    """Return the index of the fullest form of a person's name met before."""
    words = sentence.low[name.first : name.last]
    entity = _same_person(reader, name, words, index)
    _titles(reader, sentence, name, entity)
    return entity


def _same_person(reader: _Reader, name: NamedSpan, words: Sequence[str], index: int) -> int:
    key = _key(name.text)
    if len(words) == 1 or (len(words) == 3 and words[1] == "-"):
        forms = reader.surnames.get(words[-1], set()) | reader.surnames.get(key, set())
        if len(forms) == 1:  # also where a headline had the last name first
            return reader.longest[next(iter(forms))]
        return index if forms else reader.longest.setdefault(key, index)
    if key in reader.longest:
        return reader.longest[key]
    reader.longest[key] = index
    reader.surnames.setdefault(words[-1], set()).add(key)
    tail = _key(name.text.split()[-1])
    reader.surnames.setdefault(tail, set()).add(key)
    return index


def _titles(reader: _Reader, sentence: Sentence, name: NamedSpan, entity: int) -> None:
    """Remember which person bears which title: "Defense Chief Mark Esper" makes "the chief" mean him.

    The title may stand before the name, or in apposition to it: "the Turkish president, Recep Tayyip Erdogan". Who is
    named again without it still bears it.
    """
    titles, found = gazetteer.titles(), []
    for bearers in reader.titled.values():
        if entity in bearers:
            bearers[entity] = name.sentence
    at = name.first - 1
    while at >= 0 and sentence.low[at].rstrip(".") in titles:
        found.append(at)
        at -= 1
    if sentence.parsed:
        head = head_token(sentence, name)
        found.extend(c for c in sentence.children[head] if sentence.deps[c] == "appos")
        if sentence.deps[head] == "appos":
            found.append(sentence.heads[head])
    for token in found:
        word = sentence.low[token].rstrip(".")
        if word in titles and sentence.xpos[token] not in ("NNS", "NNPS"):
            reader.titled.setdefault(word, {})[entity] = name.sentence


def _organisation(reader: _Reader, name: NamedSpan, index: int) -> int:
    key = _key(name.text)
    if key in reader.longest:
        return reader.longest[key]
    if _acronym(name.text) in reader.acronyms:
        return reader.acronyms[_acronym(name.text)]
    reader.longest[key] = index
    letters = initials(name.text)
    if len(letters) > 2:
        reader.acronyms.setdefault(letters, index)
    return index


def _acronym(name: str) -> str:
    """Return a name that may be an acronym in lower case, else nothing."""
    plain = name.replace(".", "")
    return plain.lower() if len(plain) > 2 and plain.isupper() and plain.isalpha() else ""


def _gender(sentence: Sentence, name: NamedSpan) -> str:
    """Return m, f or nothing for a person, by title or given name."""
    if name.label != "PERSON":
        return ""
    before = sentence.low[name.first - 1].rstrip(".") if name.first else ""
    gender = gazetteer.titles().get(before, "u")
    if gender == "u":
        gender = given_names().get(sentence.low[name.first], "u")
    return "" if gender == "u" else gender


def _is_subject(sentence: Sentence, token: int) -> bool:
    """Say whether a word is a subject or coordinated with one."""
    if sentence.deps[token] == "conj":
        token = sentence.heads[token]
    return hangs_as_subject(sentence, token)


def _word(reader: _Reader, sentence: Sentence, token: int, inside: dict[int, int]) -> None:
    """Link a pronoun or definite description."""
    word = sentence.low[token]
    entity: int | None = None
    if sentence.upos[token] in ("PRON", "DET"):
        if word in _HE or word in _SHE:
            entity = _personal(reader, sentence, token, "m" if word in _HE else "f")
        elif word in _IT or word in _THEY:
            entity = _neutral(reader, sentence, token, plural=word in _THEY)
    elif _definite(sentence, token, inside):
        entity = _described(reader, sentence, token, word)
    if entity is None:
        gender = "m" if word in _HE else "f" if word in _SHE else ""
        if gender and _is_subject(sentence, token):  # whoever he is, the next "he" may be the same
            reader.mentions.append(_Mention(_UNKNOWN, "PERSON", gender, sentence.index, token, subject=True))
        return
    reader.links[sentence.index, token] = entity
    label = reader.names[entity].label
    gender = "m" if word in _HE else "f" if word in _SHE else ""
    if gender:
        reader.genders.setdefault(entity, gender)
    reader.mentions.append(_Mention(entity, label, gender, sentence.index, token, _is_subject(sentence, token)))


def _personal(reader: _Reader, sentence: Sentence, token: int, gender: str) -> int | None:
    """Return the person a pronoun stands for."""
    possessive = sentence.low[token] in _POSSESSIVE and sentence.deps[token] == "nmod:poss"
    people = [m for m in reader.mentions[-24:] if m.label == "PERSON" and sentence.index - m.sentence <= REACH]
    unknown = gender
    if gender == "f" and any(reader.genders.get(m.entity, m.gender) == gender for m in people):
        unknown = ""  # most whose names do not tell it are men
    for distance in range(REACH + 1):
        found = [
            m
            for m in people
            if m.sentence == sentence.index - distance
            and reader.genders.get(m.entity, m.gender or unknown) == gender
            and (
                distance
                or not (_beside_others(sentence, m.token) if possessive else _same_clause(sentence, m.token, token))
            )
        ]
        if found:
            meant = _only(found)
            return meant if meant != _UNKNOWN else None
    return None


def _beside_others(sentence: Sentence, token: int) -> bool:
    """Say whether a name is one of several subjects: what "Berg and Lund" do to "his" things is done to a third."""
    listed = sentence.deps[token] == "conj" or any(sentence.deps[c] == "conj" for c in sentence.children[token])
    return sentence.parsed and listed and _is_subject(sentence, token)


def _same_clause(sentence: Sentence, first: int, second: int) -> bool:
    """Say whether two words hang on one verb, so that a plain pronoun cannot mean the other."""
    return sentence.parsed and sentence.heads[first] == sentence.heads[second]


def _only(found: list[_Mention]) -> int | None:
    """Return the only person or thing among mentions, or the only subject, else nothing."""
    if len({m.entity for m in found}) == 1:
        return found[0].entity
    subjects = {m.entity for m in found if m.subject}
    return subjects.pop() if len(subjects) == 1 else None


def _neutral(reader: _Reader, sentence: Sentence, token: int, *, plural: bool) -> int | None:
    """Return the group or country that "it" or "they" stands for: the subject before it, if that is named."""
    if not sentence.parsed:
        return None
    dep = sentence.deps[token]
    if dep == "nmod:poss":
        holder = _clause(sentence, token)
        found = [
            m
            for m in reader.mentions[-12:]
            if m.sentence == sentence.index
            and m.subject
            and sentence.heads[m.token] == holder
            and m.label in ("ORG", "GPE")
        ]
        return found[-1].entity if len({m.entity for m in found}) == 1 else None
    if not hangs_as_subject(sentence, token) or (plural and sentence.index == 0):
        return None
    if stands_for_clause(sentence, token) and not plural:
        return None
    head = sentence.heads[token]
    if sentence.heads[head] != head and token > 2:
        return None
    before = [m for m in reader.mentions[-24:] if m.sentence == sentence.index - 1 and m.subject]
    if any(m.label not in ("ORG", "GPE", "NORP") for m in before) and plural:
        return None
    found = [m for m in before if m.label in ("ORG", "GPE")]
    return _only(found) if found else None


def _clause(sentence: Sentence, token: int) -> int:
    """Return the verb above a token."""
    for above in sentence.ancestors(token):
        if sentence.upos[above] in ("VERB", "AUX"):
            return above
    return -1


def _definite(sentence: Sentence, token: int, inside: dict[int, int]) -> bool:
    """Say whether a noun is a bare definite description: "the group", "the militia's", not "the group Hamas"."""
    before = token - 1
    if before >= 0 and sentence.upos[before] == "ADJ" and sentence.low[before] != "only":
        before -= 1
    if before < 0 or sentence.low[before] not in _THE:
        return False
    after = token + 1
    return after not in inside and not (
        after < len(sentence) and sentence.low[after] in ("of", "for", "that", "which", "who")
    )


def _described(reader: _Reader, sentence: Sentence, token: int, word: str) -> int | None:
    """Return the name a definite description stands for, by kind."""
    if word in reader.titled and sentence.xpos[token] in ("NN", "NNP"):
        if sentence.words[token - 1][:1].isupper() and sentence.upos[token - 1] == "ADJ":
            return None
        bearers = [who for who, last in reader.titled[word].items() if sentence.index - last <= 3 * REACH]
        return bearers[0] if len(bearers) == 1 else None
    for distance in range(REACH + 1):
        near = [m for m in reader.mentions[-24:] if m.sentence == sentence.index - distance and m.token != token]
        found = [m for m in near if m.entity != _UNKNOWN and _fits(reader, m, word)]
        if found:
            return _only(found)
    return None


def _fits(reader: _Reader, mention: _Mention, word: str) -> bool:
    name = reader.names[mention.entity].text.lower()
    words = name.replace("-", " ").split()
    if word in _BODY_WORDS and mention.label == "ORG" and (word in words or _OTHER_WORD.get(name) == word):
        return True
    if word in _GROUP:
        return mention.label == "ORG" and not any(w in _AUTHORITIES or w in ("news", "times", "post") for w in words)
    if word in _AUTHORITIES:
        return mention.label == "ORG" and word in words
    if word in _OTHER_ORGANISATION:
        return mention.label == "ORG"
    if word in _STATE:
        return mention.label == "GPE" and gazetteer.is_country(name)
    if word in _TOWN:
        return mention.label == "GPE" and not gazetteer.is_country(name)
    return False
