"""From harm mentions of one event to its tolls: distinct people once, disagreeing figures as a range."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import msgspec

from schemas.document import Document, NamedSpan, Sentence
from schemas.records import HarmMention
from transforms.parse.numbers import MULTIPLE
from transforms.resolve.harm.people import phrase_start
from transforms.resolve.harm.victim import (
    DEFINITE,
    PRONOUNS,
    age_of,
    gender_of,
    is_bare,
    is_definite,
    is_new,
    names_of,
    noun_of,
    refers_back,
)
from transforms.words.classes import word_class

CONFLICT_LEAST = 3
"""Figures from here on that lie within a factor of two tell of the same people and disagree; smaller or more distant
ones tell of some of them ("a man died at the scene")."""
POLICE = word_class("officer_noun")
CULPRITS = word_class("culprit_noun")
MULTIPLE_SHOOTING = re.compile(r"\b(?P<count>double|triple|quadruple) (?:shooting|stabbing)\b", re.IGNORECASE)
"""Tells how many were hit in all: of as many wounded, those who died are no longer."""
KILLINGS = word_class("killing_noun")
ANYBODY = frozenset("person individual victim somebody someone body".split())
"""Words for a victim by which nobody new is told of ("a call about a person shot")."""
RECENT = 40
"""People told of last, among whom a mention's person is looked for."""
NEUTRAL = word_class("survivable")
"""Words that leave open whether the one who was hit lived."""
PLURALS = frozenset({"they", "them", "their", "both", "all", "these", "those"})
NEAR = 2
"""Sentences between a figure and the plural pronoun that stands for it."""


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
    gender: str | None
    age: str | None
    noun: str
    headline: bool = False
    """Told of by a bare noun, as headlines do ("Driver shot dead"); the next person introduced is the same one."""
    survived: bool = False
    """Said to be wounded by a word that leaves no doubt."""
    names: set[str] = field(default_factory=set)
    """Parts of the name, in lower case."""
    tokens: set[tuple[int, int | None]] = field(default_factory=set)
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
        counted = [m for m in own or chosen if m.part_of is None and m.harm in ("killed", "wounded")]
        used.append(without_dead(document, settle_deaths(document, counted)))
    people = follow(document, [(m, event) for event, mentions in enumerate(used) for m in mentions if is_single(m)])
    multiple = MULTIPLE_SHOOTING.search(document.text)
    hit = MULTIPLE[multiple["count"].lower()] if multiple else 0
    found = []
    of_event: dict[int, list[Person]] = {}
    for person in people:
        for event in sorted(person.events):
            of_event.setdefault(event, []).append(person)
    for event, mentions in enumerate(used):
        mine = of_event.get(event, [])
        dead, hurt = ([p for p in mine if p.harm == harm] for harm in ("killed", "wounded"))
        least = max((m.low or 0 for m in mentions if is_implied(document, m)), default=0)
        deaths = [m for m in mentions if m.harm == "killed" and not is_implied(document, m)]
        killed = bounds(document, deaths, dead)
        if least > (killed[0] or 0):
            unsure = [p for p in hurt if not p.survived][: least - (killed[0] or 0)]
            hurt = [p for p in hurt if p not in unsure]
            killed = bounds(document, deaths, [*dead, *unsure])
            killed = (least, None) if least > (killed[0] or 0) else killed
        known = max(len(mine), (killed[0] or 0) + len(hurt))
        figures = [m for m in mentions if m.harm == "wounded" and not (known >= (m.low or 0) and sums_up(document, m))]
        wounded = bounds(document, figures, hurt)
        if hit and killed[0] and wounded[0] == hit and killed[0] < hit:
            wounded = hit - killed[0], hit - killed[0]
        found.append(Toll(*killed, *wounded, cumulative[event]))
    return found


def is_implied(document: Document, m: HarmMention) -> bool:
    """Tell whether a mention only says that there were dead ("a homicide", "the fatal shooting")."""
    if m.victim is not None or m.low is None or m.high is not None or m.harm != "killed":
        return False
    return document.sentences[m.sentence].lemmas[m.predicate].lower() in KILLINGS


def settle_deaths(document: Document, mentions: list[HarmMention]) -> list[HarmMention]:
    """Read "both were taken to a hospital, where they died": the number of the wounded is that of the dead."""
    figures = [w for w in mentions if w.harm == "wounded" and w.low == w.high and (w.low or 0) > 1]
    dead: list[HarmMention] = []
    settled: set[int | None] = set()
    for m in mentions:
        word = document.sentences[m.sentence].words[m.victim].lower() if m.victim is not None else ""
        if m.harm == "killed" and m.low is None and word in PLURALS:
            before = bisect.bisect_right(figures, m.sentence, key=sentence_of)
            if before and m.sentence - figures[before - 1].sentence <= NEAR:
                low = figures[before - 1].low
                settled.add(low)
                dead.append(msgspec.structs.replace(m, low=low, high=low))
    return [m for m in mentions if not (m.harm == "wounded" and m.low in settled)] + dead if dead else mentions


def without_dead(document: Document, mentions: list[HarmMention]) -> list[HarmMention]:
    """Read "three shot, one dead": of those who were hit the dead of the same sentence are not wounded."""
    return [survivors(document.sentences[m.sentence], m, mentions) if m.harm == "wounded" else m for m in mentions]


def survivors(sentence: Sentence, hit: HarmMention, mentions: Sequence[HarmMention]) -> HarmMention:
    """Return a figure of people shot or stabbed without those of them whom its sentence reports dead."""
    if sentence.lemmas[hit.predicate].lower() not in ("shoot", "stab") or hit.low is None or hit.low != hit.high:
        return hit
    later = [m for m in mentions if m.sentence == hit.sentence and m.predicate > hit.predicate and m.harm == "killed"]
    left = hit.low - sum(m.low or 0 for m in later if is_part(sentence, m))
    return msgspec.structs.replace(hit, low=left, high=left) if 0 < left < hit.low else hit


def is_part(sentence: Sentence, m: HarmMention) -> bool:
    """Tell whether the dead are told by a bare number ("one dead", "two killed", "one of them died")."""
    head = m.predicate if m.victim is None else m.victim
    return m.victim is None or sentence.upos[head] == "NUM"


def sentence_of(m: HarmMention) -> int:
    """Return the number of a mention's sentence, the order of telling."""
    return m.sentence


def sums_up(document: Document, m: HarmMention) -> bool:
    """Tell whether a figure is of people told of before ("both were shot", "the two men were taken to a hospital")."""
    if m.victim is None or is_single(m):
        return False
    sentence = document.sentences[m.sentence]
    first = phrase_start(sentence, m.victim)
    return bool({word.lower() for word in sentence.words[first : m.victim + 1]} & (DEFINITE | PLURALS))


def is_single(m: HarmMention) -> bool:
    """Tell whether a mention is of one person who may come back in the text."""
    return m.low == 1 and m.high == 1


def bounds(
    document: Document, mentions: Sequence[HarmMention], people: Sequence[Person]
) -> tuple[int | None, int | None]:
    """Return the bounds of one kind of harm from its figures and the people told one by one."""
    figures: dict[int, list[HarmMention]] = {}
    counted = [m for m in mentions if not is_single(m) and (m.low is not None or m.high is not None)]
    exact = {m.sentence for m in counted if not is_vague(m)}
    for m in counted:
        if m.sentence in exact or not exact:  # "dozens" says nothing after "at least 58"
            figures.setdefault(m.sentence, []).append(m)
    lows: list[int] = []
    highs: list[int] = []
    told = Counter(sentence for person in people for sentence in person.sentences)
    for sentence, together in sorted(figures.items()):
        # a sentence that runs into the headline tells one figure twice, of people of the same kind
        distinct = {retelling(document, m): m for m in together}.values()
        beside = told[sentence]
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


def is_vague(m: HarmMention) -> bool:
    """Tell whether a figure is a word for some ("several", "dozens"), which has a least and another most."""
    return m.low is not None and m.high is not None and m.high > m.low


def retelling(document: Document, m: HarmMention) -> tuple[object, ...]:
    """Return what two mentions of one sentence share that tell the same figure: number and noun, else the words."""
    if m.victim is None:
        return m.low, m.high, document.text[m.start : m.end].lower()
    return m.low, m.high, document.sentences[m.sentence].lemmas[m.victim].lower()


def follow(document: Document, mentions: Sequence[tuple[HarmMention, int]]) -> list[Person]:
    """Return the people that single mentions, each with the number of its event, tell of, with the gravest harm."""
    people: list[Person] = []
    names: dict[int, list[NamedSpan]] = {}
    for entity in document.entities:
        if entity.label == "PERSON":
            names.setdefault(entity.sentence, []).append(entity)
    for m, event in sorted(mentions, key=lambda pair: (pair[0].sentence, pair[0].predicate, pair[0].start)):
        sentence = document.sentences[m.sentence]
        told = Told.of(document, m, names.get(m.sentence, ()))
        person = known_person(sentence, m, told, event, people[-RECENT:])
        if person is None:
            person = Person(m.harm, told.gender, told.age, told.noun, told.bare)
            people.append(person)
        elif person.headline and m.sentence not in person.sentences:
            person.headline, person.noun = False, told.noun or person.noun
        person.tokens.add((m.sentence, m.victim))
        person.sentences.add(m.sentence)
        person.events.add(event)
        person.names |= set(told.names)
        person.gender = person.gender or told.gender
        person.age = person.age or told.age
        if m.harm == "killed":
            person.harm = "killed"
        elif sentence.lemmas[m.predicate].lower() not in NEUTRAL:
            person.survived = True
    return people


class Told(msgspec.Struct, frozen=True):
    """What the words of one mention tell of its person."""

    names: tuple[str, ...]
    gender: str | None
    age: str | None
    noun: str
    bare: bool

    @property
    def name(self) -> str | None:
        """Return the last name."""
        return self.names[-1] if self.names else None

    @classmethod
    def of(cls, document: Document, m: HarmMention, persons: Sequence[NamedSpan]) -> Told:
        """Read the words for the victim."""
        sentence = document.sentences[m.sentence]
        return cls(
            names_of(document, m, persons),
            gender_of(sentence, m),
            age_of(sentence, m),
            noun_of(sentence, m),
            is_bare(sentence, m),
        )

    def may_be(self, person: Person) -> bool:
        """Tell whether nothing that is told of both speaks against one person."""
        return (
            agree(person.gender, self.gender)
            and agree(person.age, self.age)
            and not (person.noun in POLICE and self.noun in CULPRITS)
            and not (person.noun in CULPRITS and self.noun in POLICE)
        )


def known_person(sentence: Sentence, m: HarmMention, told: Told, event: int, people: Sequence[Person]) -> Person | None:
    """Return whom of the people told of before a mention means, or None for somebody new."""
    if m.victim is not None:
        same = [p for p in people if (m.sentence, m.victim) in p.tokens]
        if same:
            return same[0]
    name = told.name or (told.noun if m.victim is not None and sentence.upos[m.victim] == "PROPN" else None)
    if name and not told.bare:
        same = [p for p in people if name in p.names]
        if same:
            return same[0]
    fitting = [p for p in people if told.may_be(p)]
    elsewhere = [p for p in fitting if m.sentence not in p.sentences]
    if m.victim is None:
        return likeliest(elsewhere, m, told)
    pronoun = sentence.words[m.victim].lower() in PRONOUNS
    if told.name and not pronoun and not told.bare:
        unnamed = [p for p in elsewhere if not p.names]
        return next((p for p in unnamed if p.age and p.age == told.age), unnamed[0] if unnamed else None)
    if refers_back(sentence, m):
        return likeliest(fitting, m, told)
    if is_new(sentence, m):
        waiting = [p for p in elsewhere if p.headline]
        again = len(people) > 1 and is_definite(sentence, m)
        return likeliest(elsewhere if again else waiting, m, told)
    neutral = sentence.lemmas[m.predicate].lower() in NEUTRAL
    near = [
        p
        for p in elsewhere
        if event in p.events or p.headline or p.harm == m.harm or told.noun == p.noun or told.noun in ANYBODY
    ]
    return likeliest([p for p in near if p.headline or neutral or m.harm in ("killed", p.harm)], m, told)


def likeliest(people: Sequence[Person], m: HarmMention, told: Told) -> Person | None:
    """Return who of the people a mention most likely means: of that age, called so, harmed so, told of last."""

    def rank(person: Person) -> tuple[bool, bool, bool, int]:
        return (
            told.age is not None and person.age == told.age,
            bool(told.noun) and person.noun == told.noun and told.noun not in PRONOUNS,
            told.noun not in PRONOUNS and person.harm == m.harm,
            max(person.sentences),
        )

    return max(people, key=rank, default=None)


def agree(first: str | None, second: str | None) -> bool:
    """Tell whether two genders may be of one person."""
    return first is None or second is None or first == second
