"""From harm mentions of one event to its tolls: distinct people once, disagreeing figures as a range."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import msgspec

from schemas.document import Document, Sentence
from schemas.records import HarmMention
from transforms.resolve.people import phrase_start

CONFLICT_LEAST = 3
"""Figures from here on that lie within a factor of two tell of the same people and disagree; smaller or more distant
ones tell of some of them ("a man died at the scene")."""
MALE = frozenset("he him himself his man boy father husband brother son uncle gunman king male".split())
FEMALE = frozenset("she her herself woman girl mother wife sister daughter aunt queen female".split())
PRONOUNS = frozenset("he she him her himself herself who it they them".split())
DEFINITE = frozenset({"the", "this", "that"})
NEW = frozenset({"another", "second", "third", "fourth", "fifth", "other"})


class Toll(msgspec.Struct, frozen=True):
    """Bounds of killed and wounded; null where nothing is reported, 0 only where the text says none."""

    killed_low: int | None = None
    killed_high: int | None = None
    wounded_low: int | None = None
    wounded_high: int | None = None
    cumulative: bool = False


@dataclass
class Person:
    """One victim told apart by the text."""

    harm: str
    name: str | None
    gender: str | None
    noun: str
    headline: bool = False
    """Told of by a bare noun, as headlines do ("Driver shot dead"); the next person introduced is the same one."""
    sentences: set[int] = field(default_factory=set)
    events: set[int] = field(default_factory=set)


def tally(document: Document, mentions: Iterable[HarmMention]) -> Toll:
    """Return the toll of one event from all its harm mentions."""
    return tolls(document, [tuple(mentions)])[0]


def tolls(document: Document, events: Sequence[Iterable[HarmMention]]) -> list[Toll]:
    """Return the toll of each event of an article from its harm mentions.

    People told of one by one are followed through the article: pronouns, definite descriptions and names lead back to
    people told of before, and who is reported dead anywhere is not counted as wounded. Figures within a sentence add
    up; figures of different sentences tell of the same people.
    """
    used: list[list[HarmMention]] = []
    cumulative = []
    for mentions in events:
        chosen = sorted(mentions, key=lambda m: (m.sentence, m.predicate, m.start))
        own = [m for m in chosen if not m.cumulative]
        cumulative.append(bool(chosen) and not own)
        used.append([m for m in own or chosen if m.part_of is None and m.harm in ("killed", "wounded")])
    people = follow(document, [(m, event) for event, mentions in enumerate(used) for m in mentions if is_single(m)])
    found = []
    for event, mentions in enumerate(used):
        mine = [person for person in people if event in person.events]
        killed = bounds([m for m in mentions if m.harm == "killed"], [p for p in mine if p.harm == "killed"])
        wounded = bounds([m for m in mentions if m.harm == "wounded"], [p for p in mine if p.harm == "wounded"])
        found.append(Toll(*killed, *wounded, cumulative[event]))
    return found


def is_single(m: HarmMention) -> bool:
    """Tell whether a mention is of one person who may come back in the text."""
    return m.low == 1 and m.high == 1


def bounds(mentions: Sequence[HarmMention], people: Sequence[Person]) -> tuple[int | None, int | None]:
    """Return the bounds of one kind of harm from its figures and the people told one by one."""
    figures: dict[int, list[HarmMention]] = {}
    for m in mentions:
        if not is_single(m) and (m.low is not None or m.high is not None):
            figures.setdefault(m.sentence, []).append(m)
    lows: list[int] = []
    highs: list[int] = []
    for sentence, counted in sorted(figures.items()):
        distinct = {(m.start, m.end): m for m in counted}.values()
        beside = sum(1 for person in people if sentence in person.sentences)
        if any(m.low is not None for m in distinct) or beside:
            lows.append(sum(m.low or 0 for m in distinct) + beside)
        if all(m.high is not None for m in distinct):
            highs.append(sum(m.high or 0 for m in distinct) + beside)
    if people:
        lows.append(len(people))
        highs.append(len(people))
    if not lows and not highs:
        return None, None
    low: int | None = max(lows, default=None)
    high: int | None = max(highs, default=None)
    conflict = {value for value in lows if low is not None and value >= CONFLICT_LEAST and 2 * value >= low}
    if len(conflict) > 1:
        low = min(conflict)
    if low is not None and high is not None and high < low:
        high = None if any(m.high is None and m.low is not None for m in mentions) else low
    return low, high


def follow(document: Document, mentions: Sequence[tuple[HarmMention, int]]) -> list[Person]:
    """Return the people that single mentions, each with the number of its event, tell of, with the gravest harm."""
    people: list[Person] = []
    for m, event in sorted(mentions, key=lambda pair: (pair[0].sentence, pair[0].predicate, pair[0].start)):
        sentence = document.sentences[m.sentence]
        person = known_person(document, sentence, m, event, people)
        if person is None:
            person = Person(
                m.harm, name_of(document, m), gender_of(sentence, m), noun_of(sentence, m), is_bare(sentence, m)
            )
            people.append(person)
        elif person.headline and m.sentence not in person.sentences:
            person.headline, person.noun = False, noun_of(sentence, m) or person.noun
        person.sentences.add(m.sentence)
        person.events.add(event)
        person.name = person.name or name_of(document, m)
        person.gender = person.gender or gender_of(sentence, m)
        if m.harm == "killed":
            person.harm = "killed"
    return people


def known_person(
    document: Document, sentence: Sentence, m: HarmMention, event: int, people: Sequence[Person]
) -> Person | None:
    """Return whom of the people told of before a mention means, or None for somebody new."""
    name, gender = name_of(document, m), gender_of(sentence, m)
    pronoun = m.victim is not None and sentence.words[m.victim].lower() in PRONOUNS
    if name and not is_bare(sentence, m):
        same = [p for p in people if p.name == name]
        if same:
            return same[0]
    if name and not pronoun and not is_bare(sentence, m):
        unnamed = [p for p in people if p.name is None and agree(p.gender, gender) and m.sentence not in p.sentences]
        return unnamed[-1] if len(unnamed) == 1 else None
    if m.victim is None or refers_back(sentence, m):
        fitting = [p for p in people if agree(p.gender, gender)]
        noun = noun_of(sentence, m)
        return next((p for p in reversed(fitting) if p.noun == noun), fitting[-1] if fitting else None)
    if is_new(sentence, m):
        return None
    told = [p for p in people if event in p.events and m.sentence not in p.sentences and agree(p.gender, gender)]
    return next((p for p in told if p.headline or m.harm in ("killed", p.harm)), None)


def agree(first: str | None, second: str | None) -> bool:
    """Tell whether two genders may be of one person."""
    return first is None or second is None or first == second


def refers_back(sentence: Sentence, m: HarmMention) -> bool:
    """Tell whether the words for the victim are a pronoun or a definite description."""
    if m.victim is None:
        return True
    first = phrase_start(sentence, m.victim)
    words = {word.lower() for word in sentence.words[first : m.victim + 1]}
    return sentence.words[m.victim].lower() in PRONOUNS or (bool(words & DEFINITE) and not words & NEW)


def is_bare(sentence: Sentence, m: HarmMention) -> bool:
    """Tell whether the victim is one common noun without determiner ("Man shot in bar")."""
    if m.victim is None or sentence.upos[m.victim] == "PRON":
        return False
    first = phrase_start(sentence, m.victim)
    return sentence.index == 0 and not any(sentence.upos[i] in ("DET", "PRON") for i in range(first, m.victim))


def is_new(sentence: Sentence, m: HarmMention) -> bool:
    """Tell whether the words say that this is somebody else ("another man", "a second victim")."""
    if m.victim is None:
        return False
    first = phrase_start(sentence, m.victim)
    return any(word.lower() in NEW for word in sentence.words[first : m.victim + 1])


def gender_of(sentence: Sentence, m: HarmMention) -> str | None:
    """Return ``m`` or ``f`` where the words for the victim tell it."""
    if m.victim is None:
        return None
    first = phrase_start(sentence, m.victim)
    words = {word.lower() for word in sentence.words[first : m.victim + 1]} - {"his", "her"}
    if sentence.words[m.victim].lower() == "her":
        return "f"
    return "m" if words & MALE else "f" if words & FEMALE else None


def noun_of(sentence: Sentence, m: HarmMention) -> str:
    """Return the lemma that heads the words for the victim."""
    return sentence.lemmas[m.victim].lower() if m.victim is not None else ""


def name_of(document: Document, m: HarmMention) -> str | None:
    """Return the victim's last name, through a pronoun where its antecedent is known."""
    if m.victim is None:
        return None
    sentence = document.sentences[m.sentence]
    reference = document.antecedents.get((m.sentence, m.victim))
    if reference is not None and document.entities[reference].label == "PERSON":
        return document.entities[reference].text.split()[-1].lower()
    for entity in document.entities:
        if entity.sentence == m.sentence and entity.first <= m.victim < entity.last and entity.label == "PERSON":
            return sentence.words[entity.last - 1].lower()
    return None
