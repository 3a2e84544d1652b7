"""What rules one act out, and what makes it doubtful, between mentions of one article."""

from __future__ import annotations

from collections.abc import Iterator

from transforms.extract.draft import Draft
from transforms.extract.facets.attachment import offset_of
from transforms.extract.merge.compare import apart, apart_in_days, rivals
from transforms.extract.merge.evidence import other_words
from transforms.extract.merge.sides import sides_differ
from transforms.extract.merge.telling import Telling, day, hits
from transforms.parse.clause.relations import coordinated, hanging_subject
from transforms.words.classes import word_class

SINGLE_VICTIM_MODES = frozenset({"abduct"})
SEQUENCE = frozenset({"then", "subsequently", "afterwards", "afterward"})
OTHERS = word_class("other_word")
BESIDE = frozenset({"while", "whereas"})
"""What begins a clause that tells another act beside the first."""
DATED = frozenset({"explicit", "relative", "weekday"})
LATER = (" later", " afterwards", " afterward")
NEXT = 1
"""Sentences back in which "then" makes an act another one than those before it."""
WITNESSES = 30
"""Latest mentions of an event that are asked whether another is one of it, so that the cost stays linear."""
SHOTS = frozenset({"shoot", "fire", "shooting", "firing", "gunfire", "gunshot"})
GUNS = frozenset({"firearms", "heavy-weapons", "aerial", "drone"})


def excluded(group: Telling, unit: Telling) -> bool:
    """Say whether two tellings cannot be of one event: days, towns, those hit or weapons differ, or words say it."""
    if group.type != unit.type or group.negated != unit.negated:
        return True
    for pair in pairs(group, unit):
        if any(rule(*pair) or rule(*reversed(pair)) for rule in (follows, arms_differ, other_day, counted_from)):
            return True
        if beside(*sorted(pair, key=position)):
            return True
    if of_war(group) != of_war(unit) and 2 not in group.scales | unit.scales:
        return True
    if group.days and unit.days and all(apart_in_days(a, b, exact=True) for a in group.days for b in unit.days):
        return True
    if group.towns and unit.towns and all(apart(a, b) for a in group.towns for b in unit.towns):
        return True
    if group.lands and unit.lands and not group.lands & unit.lands:
        return True
    if unit.type == "ASSAULT":
        return False
    if other_words(group.actors, unit.actors) and not complements(group) & complements(unit):
        return True
    together = any(a.sentence.index == b.sentence.index for a, b in pairs(group, unit))
    if together and sides_differ(group.doers, unit.doers):
        return True  # "Norway and Peru are holding talks mediated by Oman"
    return sides_differ(group.sufferers, unit.sufferers)


def of_war(told: Telling) -> bool:
    """Say whether a telling is of what a whole war has done to people: "the conflict has killed 9,000 since May"."""
    return any(
        draft.sentence.lemmas[subject].lower() in word_class("lasting_happening")
        for draft in told.drafts
        if draft.predicate_pos == "v"
        for subject in draft.mention.predication.get("subj")
    )


def complements(told: Telling) -> frozenset[str]:
    """Return the words that fill the slots of an act's clauses but the subject's, as lemmas."""
    clauses = [(draft.sentence.lemmas, draft.mention.predication.slots) for draft in told.drafts]
    return frozenset(
        lemmas[token].lower()
        for lemmas, slots in clauses
        for slot, heads in slots.items()
        if slot != "subj"
        for token in heads
    )


def doubts(group: Telling, unit: Telling) -> Iterator[str]:
    """Yield what makes it doubtful that two tellings are of one event, by name."""
    if (2 in group.scales) != (2 in unit.scales):
        yield "war and single act"
    if (group.modes & SINGLE_VICTIM_MODES) != (unit.modes & SINGLE_VICTIM_MODES):
        yield "abduction and other act"
    if rivals(group.actors, unit.actors):
        yield "rival actors"
    if unit.type != "ASSAULT" and sides_differ(group.doers, unit.doers):
        yield "other doers"
    if any(another(*pair) for pair in pairs(group, unit)):
        yield "another by its noun"


def position(draft: Draft) -> tuple[int, int]:
    """Return where a mention stands: sentence and token."""
    return draft.key


def pairs(group: Telling, unit: Telling) -> list[tuple[Draft, Draft]]:
    """Return the latest mentions of an event with those of a unit."""
    return [(a, b) for a in group.drafts[-WITNESSES:] for b in unit.drafts]


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
    if first.sentence.index < sentence.index and (own_act(second) or (answers(second) and not answers(first))):
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
    earlier, later = sorted((first, second), key=position)
    if earlier.trigger_lemma != later.trigger_lemma or later.predicate_pos != "n" or not later.told:
        return False
    return earlier.trigger_token != later.trigger_token and not later.definite_noun


def own_act(draft: Draft) -> bool:
    """Say whether an act is told as an answer in kind: "attacks of their own", "its own attacks"."""
    sentence, token = draft.sentence, draft.named_token
    near = (c for child in sentence.children[token] for c in (child, *sentence.children[child]))
    return any(sentence.lemmas[c] == "own" for c in near)


def answers(draft: Draft) -> bool:
    """Say whether an act is what somebody answers with: "responded with air strikes", "retaliated by shelling a town".

    What is answered was told before, and is another act.
    """
    sentence = draft.sentence
    responding = word_class("responding_verb")
    return any(sentence.lemmas[t].lower() in responding for t in sentence.ancestors(draft.named_token))


def other_day(first: Draft, second: Draft) -> bool:
    """Say whether one sentence dates two acts on two days: "shot on Tuesday, while gunmen killed two on Friday"."""
    if first.sentence.index != second.sentence.index:
        return False
    if first.when.basis not in DATED or second.when.basis not in DATED or first.when.text == second.when.text:
        return False
    return apart_in_days(day(first), day(second), exact=True)


def counted_from(first: Draft, second: Draft) -> bool:
    """Say whether a sentence counts the time between two acts: "bombed a camp two weeks after a raid killed six"."""
    if first.sentence.index != second.sentence.index or first.trigger_token > second.trigger_token:
        return False
    sentence, units = first.sentence, word_class("time_unit")
    return any(
        sentence.low[t] in ("after", "before") and sentence.lemmas[t - 1].lower() in units
        for t in range(first.trigger_token + 1, second.trigger_token)
    )


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
