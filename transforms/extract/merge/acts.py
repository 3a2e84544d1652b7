"""Merging within an article: mentions of one happening become one event.

Mentions that one clause joins are one from the start. What these tell together is compared with what the mentions of
events told before tell together: the likeliest of those that nothing rules out, or an event of its own.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from transforms.extract.draft import Draft
from transforms.extract.merge.antecedent import antecedent
from transforms.extract.merge.contradiction import (
    SINGLE_VICTIM_MODES,
    beside,
    counted_from,
    excluded,
    follows,
    other_day,
    position,
)
from transforms.extract.merge.sides import agreement
from transforms.extract.merge.telling import Telling, hits, telling
from transforms.extract.opinion.model import Model, packaged
from transforms.parse.clause.relations import behind_second, coordinated, one_predicate_of_other
from transforms.words.classes import word_class

ORDER = word_class("order_word")
HARM_VERBS = frozenset({"kill", "wound", "injure", "destroy", "maim"})
REACH = 40
"""Sentences between two mentions of one event; a later one is a new report."""
LEAST = 0.15
"""Log odds against an event of its own from which a mention is one of an event told before.

Above 0: two acts in one row lose more than one act in two."""
MODEL = "tellings"


def cluster(
    drafts: Sequence[Draft],
    published: datetime.date | None = None,
    title_sentences: int = 0,
    model: Model | None = None,
) -> list[list[Draft]]:
    """Group the drafts of an article, in text order, into events; each group is in text order.

    ``title_sentences``: those before the text. ``model``: instead of the packaged one.
    """
    model = packaged(MODEL) if model is None else model
    groups: list[Telling] = []
    open_: dict[str, list[int]] = {}
    for unit in units(drafts):
        told = telling(unit, published)
        of_type = [place for place in open_.get(told.type, ()) if within_reach(groups[place], told)]
        open_[told.type] = of_type
        before = [groups[place] for place in of_type]
        places = possible(before, told)
        if places:
            found = antecedent([before[place] for place in places], told, title_sentences, model)
            if found.margin > LEAST:
                place = of_type[places[found.place]]
                joined = sorted((*groups[place].drafts, *unit), key=position)
                groups[place] = telling(joined, published)
                continue
        of_type.append(len(groups))
        groups.append(told)
    return [list(group.drafts) for group in groups]


def possible(before: Sequence[Telling], told: Telling) -> list[int]:
    """Return which events a unit of mentions may be of, in the order of their last mentions.

    Those that nothing rules out and that are not too far back.
    """
    found = [place for place, group in enumerate(before) if within_reach(group, told) and not excluded(group, told)]
    return sorted(found, key=lambda place: position(before[place].drafts[-1]))


def within_reach(group: Telling, told: Telling) -> bool:
    """Say whether an event is not too far back to be told again: what once is stays so for all that follows."""
    return told.first - group.last <= REACH


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
    if any(rule(first, second) for rule in (follows, other_day, beside, counted_from)):
        return False
    return same_act(first, second) and not (in_order(first, second) or in_order(second, first))


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
