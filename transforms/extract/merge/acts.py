"""Merging within an article: mentions of one happening become one event.

Mentions that one clause joins are one from the start. What these tell together is compared with what the mentions of an
event told before tell together: evidence with weights, never the overlap of words between sentences. Two told days,
towns, sides or weapons rule one event out; weaker differences weigh against it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from schemas.event import Party
from transforms.extract.draft import Draft
from transforms.extract.facets.attachment import offset_of
from transforms.extract.merge.compare import apart, apart_in_days, rivals
from transforms.extract.merge.likeness import Participants, likeness, weights_of
from transforms.extract.merge.telling import Telling, day, hits, is_further, telling
from transforms.parse.clause.relations import behind_second, coordinated, hanging_subject, one_predicate_of_other
from transforms.words.classes import word_class

SINGLE_VICTIM_MODES = frozenset({"abduct"})
SEQUENCE = frozenset({"then", "subsequently", "afterwards", "afterward"})
ORDER = word_class("order_word")
OTHERS = word_class("other_word")
BESIDE = frozenset({"while", "whereas"})
"""What begins a clause that tells another act beside the first."""
DATED = frozenset({"explicit", "relative", "weekday"})
LATER = (" later", " afterwards", " afterward")
NEXT = 1
"""Sentences back in which "then" makes an act another one than those before it."""
REACH = 40
"""Sentences between two mentions of one event; a later one is a new report."""
ENOUGH, ENOUGH_FORCE = 0.8, 0.7
"""Points from which two mentions are of one event; attacks are told again in other words more than other acts."""
WITNESSES = 30
"""Latest mentions of an event that are asked whether another is one of it, so that the cost stays linear."""
LEAD = 2
"""Sentences after the first of the text that tell the act of the title and of the first sentence again."""
NEAR, FAR = 4, 10
"""Sentences up to which two mentions are near, and after each of which less speaks for one act."""

Evidence = list[tuple[str, float]]


def cluster(
    drafts: Sequence[Draft], published: datetime.date | None = None, title_sentences: int = 0
) -> list[list[Draft]]:
    """Group the drafts of an article, in text order, into events; each group is in text order.

    ``title_sentences``: those before the text.
    """
    groups: list[Telling] = []
    open_: dict[str, list[int]] = {}
    for unit in units(drafts):
        told = telling(unit, published)
        best: tuple[float, int] | None = None
        near = [i for i in open_.get(told.type, ()) if told.first - groups[i].last <= REACH]
        for index in near:
            value = points(groups[index], told, title_sentences)
            if value is not None and value >= enough(told.type) and (best is None or value >= best[0]):
                best = (value, index)
        if best is None:
            near.append(len(groups))
            groups.append(told)
        else:
            joined = sorted((*groups[best[1]].drafts, *unit), key=_position)
            groups[best[1]] = telling(joined, published)
        open_[told.type] = near
    return [list(group.drafts) for group in groups]


def points(group: Telling, other: Telling, title_sentences: int) -> float | None:
    """Return the sum of what speaks for one event, None where something rules it out or they are too far apart."""
    if other.first - group.last > REACH:
        return None
    found = evidence(group, other, title_sentences)
    return None if found is None else sum(weight for _, weight in found)


def enough(kind: str) -> float:
    """Return the points from which two mentions of a type are of one event."""
    return ENOUGH_FORCE if kind == "ASSAULT" else ENOUGH


def units(drafts: Sequence[Draft]) -> list[list[Draft]]:
    """Return the drafts in text order, those together that one clause joins: "attacked a post, killing two"."""
    found: list[list[Draft]] = []
    for draft in drafts:
        index = draft.sentence.index
        home = next(
            (
                unit
                for unit in reversed(found)
                if unit[0].sentence.index == index and any(one_act(other, draft) for other in unit)
            ),
            None,
        )
        if home is None:
            found.append([draft])
        else:
            home.append(draft)
    return found


def one_act(first: Draft, second: Draft) -> bool:
    """Say whether one clause joins two mentions, both real or both not, none of them an abduction alone."""
    if first.type != second.type or (first.status == "negated") != (second.status == "negated"):
        return False
    if {first.mode, second.mode} & SINGLE_VICTIM_MODES and first.mode != second.mode:
        return False
    if follows(first, second) or other_day(first, second) or beside(first, second):
        return False
    return same_act(first, second) and not (in_order(first, second) or in_order(second, first))


def other_day(first: Draft, second: Draft) -> bool:
    """Say whether one sentence dates two acts on two days: "shot on Tuesday, while gunmen killed two on Friday"."""
    if first.sentence.index != second.sentence.index:
        return False
    if first.when.basis not in DATED or second.when.basis not in DATED or first.when.text == second.when.text:
        return False
    return apart_in_days(day(first), day(second), exact=True)


def beside(first: Draft, second: Draft) -> bool:
    """Say whether one sentence sets an act beside another one, each with a subject of its own and somebody hit.

    "Gunmen killed a judge, while rebels ambushed a lorry", "Six guards died in Lima and two more officers in Cusco".
    """
    sentence, verb = second.sentence, second.trigger_token
    if first.sentence.index != sentence.index or first.trigger_token >= verb or not (hits(first) and hits(second)):
        return False
    subject = hanging_subject(sentence, verb)
    if subject is None:
        return False
    if any(sentence.low[c] in BESIDE for c in sentence.children_by(verb, "mark")):
        return True
    if not coordinated(sentence, first.trigger_token, verb):
        return False
    here, there = (d.place.text if d.place is not None and d.place.basis == "clause" else None for d in (first, second))
    return bool(here and there and here != there) or any(sentence.low[t] in OTHERS for t in sentence.children[subject])


def in_order(first: Draft, second: Draft) -> bool:
    """Say whether an act is told as the one that went before or came after: "raided the town after two were shot".

    Who is said to have died after an attack died in it; before one, in another.
    """
    sentence, token = second.sentence, second.trigger_token
    if sentence.heads[token] != first.trigger_token:
        return False
    marks = {sentence.low[c] for c in sentence.children_by(token, "mark", "case")} & ORDER
    if not first.predicate_pos == second.predicate_pos == "n":
        if not (hits(first) and hits(second)):
            return False
        if first.trigger_lemma in HARM_VERBS and second.trigger_lemma not in HARM_VERBS and marks != {"before"}:
            return False
    return bool(marks)


def _position(draft: Draft) -> tuple[int, int]:
    return draft.key


def evidence(group: Telling, unit: Telling, title_sentences: int = 0) -> Evidence | None:
    """Return what speaks for and against one event, with its points; None where something rules it out."""
    if contradict(group, unit):
        return None
    known = weights_of("mentions")
    return [(name, known[name]) for name in names(group, unit, title_sentences) if known[name]]


def names(group: Telling, unit: Telling, title_sentences: int) -> Iterator[str]:
    """Yield what is said for and against one event by the mentions told before and by those of a later unit."""
    force = unit.type == "ASSAULT"
    yield from likeness(group, unit)
    if group.lemmas & unit.lemmas:
        yield "same word for the act"
    if not force and other_words(group.actors, unit.actors):
        yield "actor of other words"
    if group.actors.words & unit.targets.words or group.targets.words & unit.actors.words:
        yield "sides in other roles"
    if group.dated and unit.dated and not group.dated & unit.dated:
        yield "date of other words"
    if group.people & unit.people:
        yield "same people"
    elif group.people and unit.people:
        yield "other people"
    if unit.known:
        yield "told as known"
    elif any(map(is_further, unit.drafts)):
        yield "told as further"
    if force and not unit.hits:
        yield "second hits nobody"
    elif force and not group.hits:
        yield "first hits nobody"
    if force and not group.scales & unit.scales:
        yield "battle and single act"
    if unit.cumulative and not group.cumulative:
        yield "toll of more acts"
    distance = min(abs(unit.first - draft.sentence.index) for draft in group.drafts)
    if distance == 0:
        yield "same sentence" if force else "same sentence, acts of words"
    elif distance <= NEAR:
        yield "next sentence" if distance == 1 else "near sentence"
    yield from ["ten sentences on"] * (distance // FAR)
    if group.last < unit.first <= title_sentences + LEAD:
        if group.first < title_sentences:
            yield "title and lead"
        elif group.first == title_sentences:
            yield "first sentence and lead"


def other_words(first: Participants, second: Participants) -> bool:
    """Say whether two casts are told by words of which none is shared, without a common name or country."""
    return bool(first.words and second.words) and not (
        first.words & second.words or first.resolved & second.resolved or first.countries & second.countries
    )


def contradict(group: Telling, unit: Telling) -> bool:
    """Say whether two tellings cannot be of one event: told days, towns, sides or weapons differ, or words say so."""
    if group.type != unit.type or group.negated != unit.negated or (2 in group.scales) != (2 in unit.scales):
        return True
    if (group.modes & SINGLE_VICTIM_MODES) != (unit.modes & SINGLE_VICTIM_MODES):
        return True
    recent = group.drafts[-WITNESSES:]
    pairs = [(a, b) for a in recent for b in unit.drafts]
    if any(follows(a, b) or follows(b, a) or another(a, b) or arms_differ(a, b) or other_day(a, b) for a, b in pairs):
        return True
    if any(beside(*sorted(pair, key=_position)) for pair in pairs):
        return True
    if group.days and unit.days and all(apart_in_days(a, b, exact=True) for a in group.days for b in unit.days):
        return True
    if group.towns and unit.towns and all(apart(a, b) for a in group.towns for b in unit.towns):
        return True
    if rivals(group.actors, unit.actors):
        return True
    return unit.type != "ASSAULT" and (
        sides_differ(group.doers, unit.doers) or sides_differ(group.sufferers, unit.sufferers)
    )


SHOTS = frozenset({"shoot", "fire", "shooting", "firing", "gunfire", "gunshot"})
GUNS = frozenset({"firearms", "heavy-weapons", "aerial", "drone"})


def arms_differ(first: Draft, second: Draft) -> bool:
    """Say whether one draft tells of blades, stones or clubs and the other of guns: "stabbed" and "police fired"."""
    if first.sentence.index == second.sentence.index:
        return False
    shot = [d.mode in GUNS or (d.mode is None and d.trigger_lemma in SHOTS) for d in (first, second)]
    return (first.mode == "primitive" and shot[1]) or (second.mode == "primitive" and shot[0])


def follows(first: Draft, second: Draft) -> bool:
    """Say whether the second act is told as the next one in a row: "days later", "then launched attacks of its own"."""
    sentence, token, when = second.sentence, second.trigger_token, second.when
    counted = first.sentence.index == sentence.index and when.text_start is not None and when.text_end is not None
    if counted and first.trigger_token in offset_of(sentence, when.text_start or 0, when.text_end or 0):
        return True
    if own_act(second) and first.sentence.index < sentence.index:
        return True
    if first.sentence.index > sentence.index or sentence.index - first.sentence.index > NEXT or first is second:
        return False
    if first.sentence.index == sentence.index and first.trigger_token > token:
        return False
    if when.basis == "anchored" and (when.text or "").lower().endswith(LATER):
        return True
    return any(
        sentence.words[c].lower() in SEQUENCE and sentence.deps[c] == "advmod" and c < token
        for c in sentence.children[token]
    )


def another(first: Draft, second: Draft) -> bool:
    """Say whether one sentence names two acts by one noun, the later one as new: "the attack led to an attack"."""
    if first.sentence.index != second.sentence.index:
        return False
    earlier, later = sorted((first, second), key=_position)
    if earlier.trigger_lemma != later.trigger_lemma or later.predicate_pos != "n" or not later.told:
        return False
    return earlier.trigger_token != later.trigger_token and not later.definite_noun


def own_act(draft: Draft) -> bool:
    """Say whether an act is told as an answer in kind: "attacks of their own", "its own attacks"."""
    sentence, token = draft.sentence, draft.named_token
    near = (c for child in sentence.children[token] for c in (child, *sentence.children[child]))
    return any(sentence.lemmas[c] == "own" for c in near)


def sides_differ(first: Sequence[Party], second: Sequence[Party]) -> bool:
    """Say whether two casts in one role are told, share nobody, and are not of one country."""
    countries = [{p.country for p in cast if p.country} for cast in (first, second)]
    return agreement(first, second) < 0 and not countries[0] & countries[1]


def same_act(first: Draft, second: Draft) -> bool:
    """Say whether one predicate is what the other leads to or is its subject: "attacked X, killing two"."""
    sentence = first.sentence
    a, b = first.trigger_token, second.trigger_token
    if one_predicate_of_other(sentence, a, b):
        return True
    if coordinated(sentence, a, b) and {first.trigger_lemma, second.trigger_lemma} & HARM_VERBS:
        return agreement(first.actors, second.actors) >= 0
    return leads_to(first, second) or (first.trigger_lemma in HARM_VERBS and behind_second(sentence, a, b))


def leads_to(first: Draft, second: Draft) -> bool:
    """Say whether a participle of harm without a subject follows an act: "attacked a post, killing two, he said"."""
    sentence, token = second.sentence, second.trigger_token
    if second.trigger_lemma not in HARM_VERBS or sentence.xpos[token] != "VBG" or sentence.deps[token] != "advcl":
        return False
    above = sentence.heads[token]
    return sentence.words[token - 1] == "," and first.trigger_token in (above, sentence.heads[above])


HARM_VERBS = frozenset({"kill", "wound", "injure", "destroy", "maim"})


def agreement(first: Sequence[Party], second: Sequence[Party]) -> int:
    """Return 1 if two casts share a party, -1 if both are told and different, 0 if one is not told."""
    if not first or not second:
        return 0
    for a in first:
        for b in second:
            if same_party(a, b):
                return 1
    told = all(_told(p) for p in first) and all(_told(p) for p in second)
    return -1 if told else 0


NEW = ("a ", "an ", "another ", "other ")


def introduced(earlier: Party, later: Party) -> bool:
    """Say whether a later phrase brings in another of the kind that an earlier one named: "Camp Taji" ... "a base"."""
    names = [w for w in earlier.text.split()[:-1] if w[:1].isupper() and not w.isupper()]
    return bool(names) and earlier.start < later.start and later.text.lower().startswith(NEW)


def same_party(a: Party, b: Party) -> bool:
    """Say whether two parties are one: the same name, or the same head word without contradiction of country."""
    if a.name and b.name:
        return a.name == b.name
    if a.country and b.country and a.country != b.country:
        return False
    if a.start == b.start and a.end == b.end:
        return True
    if introduced(a, b) or introduced(b, a):
        return False
    return bool(_head(a)) and _head(a) == _head(b)


def _head(party: Party) -> str:
    words = party.text.lower().split(" of ")[0].split()
    return words[-1].rstrip("s") if words else ""


def _told(party: Party) -> bool:
    return bool(party.name or party.country) and party.text.lower() not in word_class("pronoun")
