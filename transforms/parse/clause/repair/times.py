"""Repairs of days and times beside verbs: "on Monday attacked", "late Thursday killed", "last year between"."""

from __future__ import annotations

from transforms.parse.clause.repair.tree import Tree
from transforms.words.classes import word_class


def days_before_verbs(tree: Tree) -> None:
    """Hang a day between subject and verb on the verb, in place: "Rebels on Tuesday attacked", "Police Sunday held".

    News puts the day there; the parser makes it part of the subject.
    """
    days = word_class("calendar")
    for day in range(1, len(tree) - 1):
        subject = tree.heads[day]
        if subject >= day or tree.lemmas[day].lower() not in days or tree.children(day)[1:]:
            continue
        verb = tree.heads[subject]
        if not tree.deps[subject].startswith("nsubj") or tree.deps[day] not in ("nmod", "nmod:unmarked", "flat", "obl"):
            continue
        between = range(day + 1, verb)
        if verb > day and all(tree.deps[i] in ("advmod", "aux", "aux:pass", "punct") for i in between):
            tree.hang(day, verb, "obl" if tree.child(day, "case") is not None else "obl:unmarked")


def days_in_names(tree: Tree) -> None:
    """Take a weekday after a name out of it, in place: "during a visit to Lisbon Monday", "talks Friday"."""
    for day in range(1, len(tree)):
        name = tree.heads[day]
        if tree.deps[day] != "flat" or tree.lemmas[day].lower() not in word_class("weekday") or name >= day:
            continue
        above = name
        while tree.heads[above] != above and tree.upos[above] != "VERB":
            above = tree.heads[above]
        if above != name:
            tree.hang(day, above, "obl:unmarked")


def days_as_subjects(tree: Tree) -> None:
    """Hang a day between a noun and its verb on the verb, in place: "after a raid late Friday wounded ten".

    It came out as the subject, and the noun as a phrase of the verb before.
    """
    for day in range(2, len(tree) - 1):
        verb = tree.heads[day]
        if tree.deps[day] != "nsubj" or tree.lemmas[day].lower() not in word_class("weekday") or verb < day:
            continue
        noun = min([*tree.children(day), day]) - 1
        if noun > 0 and tree.upos[noun] in ("NOUN", "PROPN") and tree.deps[noun] in ("obl", "nmod", "obj"):
            tree.hang(day, verb, "obl:unmarked")


def beside_times(tree: Tree) -> None:
    """Hang a phrase after a time on what the time is told of, in place: "agreed last year between the two".

    A bare time has no phrases of its own but those of time, and what it is counted from.
    """
    for phrase in range(2, len(tree)):
        time = tree.heads[phrase]
        if tree.deps[phrase] != "nmod" or time >= phrase or tree.deps[time] not in ("obl:unmarked", "nmod:unmarked"):
            continue
        case = tree.child(phrase, "case")
        if tree.lemmas[time].lower() not in word_class("time_expression") or case is None:
            continue
        counted = tree.lower(case) in word_class("counting_preposition") or tree.child(time, "case") is not None
        if counted or tree.lemmas[phrase].lower() in word_class("time_expression") or tree.upos[phrase] == "NUM":
            continue
        above = tree.heads[time]
        tree.hang(phrase, above, "obl" if tree.upos[above] in ("VERB", "ADJ") else "nmod")


def counted_from_clauses(tree: Tree) -> None:
    """Make what a time is counted from the subject of its clause, in place: "four days after a blast **hurt** two".

    The time came out as the subject, and the blast as its phrase or as another subject.
    """
    for time in range(len(tree) - 3):
        verb = tree.heads[time]
        if tree.deps[time] != "nsubj" or verb < time or tree.lemmas[time].lower() not in word_class("time_expression"):
            continue
        hung = ((time, "nmod"), (verb, "nsubj"))
        phrase = next((t for t in range(time + 1, verb) if (tree.heads[t], tree.deps[t]) in hung), None)
        case = None if phrase is None else tree.child(phrase, "case")
        if phrase is None or case is None or not time < case < phrase or tree.deps[verb] != "advcl":
            continue
        if tree.lower(case) in word_class("counting_preposition"):
            tree.hang(phrase, verb, tree.subject_relation(verb))
            tree.hang(case, verb, "mark")
            tree.hang(time, verb, "obl:unmarked")
