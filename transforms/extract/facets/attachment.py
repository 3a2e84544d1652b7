"""Which act of a sentence a date expression hangs on."""

from __future__ import annotations

import bisect
import re
from collections.abc import Set as AbstractSet

from schemas.document import Sentence
from transforms.extract.actors.lexicon.entries import noun_classes
from transforms.parse.clause.relations import (
    hanging_subject,
    hangs_as_clause,
    hangs_as_subject,
    pluperfect,
    predicate_above,
    present_perfect,
)
from transforms.words.classes import word_class

DEEP = 3
"""Clauses within clauses from which a day of the outermost is no longer that of an act: "said on Friday, adding that
they knew who had fired"."""
TEMPORAL = frozenset({"after", "before", "since", "until"})
ASIDE = frozenset({*TEMPORAL, "while", "whereas"})
"""What begins a clause whose act is not of the day of the main one."""
TOGETHER = frozenset({"as", "when", "while"})
"""What begins a clause whose day is that of the main one: "spoke as he landed on Thursday"."""
SHARING = frozenset({"in", "during", "by", "amid", "with", "on", "as"})
"""Prepositions between a happening and an act of the same day: "died on Monday in the attack"."""
OTHER_TIME = word_class("other_time")
DURING = frozenset({"during", "in", "throughout", "amid"})
"""Prepositions before a happening in whose time an act lies."""
DEATHS = frozenset({"death", "disappearance"})
"""Nouns for what befell somebody, beside those for happenings."""
MAKING = frozenset({"sign", "conclude", "adopt", "ratify"})
"""Verbs for making a treaty, whose year is that of the treaty."""
RECORDS = frozenset({"first", "only", "most"})
"""Words that, beside superlatives, make "since" tell of what was not there in between."""
ORDINAL = re.compile(
    r"first|second|third|\d+(?:st|nd|rd|th)|[a-z-]*(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf|teen|tie)th"
)
DUE = frozenset({"due", "schedule", "scheduled", "slate", "slated"})
"""Words for what is to be at a time: their date is not that of an act beside them."""
DUE_REACH = 2
"""Words before a date, and heads above it, among which such a word stands."""
RECORD_REACH = 3
"""Heads above a date in which the noun for the record stands."""


BURYING = frozenset({"bury", "inter", "cremate", "mourn", "commemorate", "entomb"})
"""Verbs for what is done for the dead, some time after their death."""


def told_of(sentence: Sentence, trigger: int, clause: frozenset[int], token: int) -> bool:
    """Say whether a date may be that of an act: no clause of its own lies between the date and what both hang on.

    "Killed three after the two states reached the edge of war this year": the year is that of the edge of war.
    Nor is the day of a main clause that of an act told in a relative clause or in a temporal clause below it, the day
    of a happening that the act only follows or precedes ("ahead of the summit in June"), the day of what is said, heard
    or found out about an older act, or one behind a semicolon.
    """
    if token == trigger:
        return True
    above = [trigger, *sentence.ancestors(trigger)]
    inside = set(above)
    path: list[int] = []
    step = token
    while step not in inside:
        path.append(step)
        if sentence.heads[step] == step:
            break
        step = sentence.heads[step]
    if any(_own_clause(sentence, t) for t in path):
        return False
    if step not in inside:
        return token in clause
    if any(_apart(sentence, t, OTHER_TIME) for t in path[1:]):
        return False
    between = above[: above.index(step)]
    if between and any(sentence.deps[t] == "xcomp" and sentence.upos[t] in ("VERB", "AUX") for t in path):
        return False
    if token not in clause and ";" in sentence.words[min(token, trigger) : max(token, trigger)]:
        return False
    if sentence.upos[trigger] == "NOUN" and token not in clause and any(_topic(sentence, t) for t in between):
        return False
    if sum(hangs_as_clause(sentence, t) for t in between) >= DEEP:
        return False
    if between and step < trigger and sentence.lemmas[step].lower() in word_class("late_telling"):
        return False
    told = step < trigger and any(sentence.deps[t] == "ccomp" and sentence.heads[t] == step for t in between)
    if told and pluperfect(sentence, trigger):
        return False
    return not any(
        sentence.deps[t] == "acl:relcl" or _aside(sentence, t, token) or _reduced(sentence, t) for t in between
    )


def _reduced(sentence: Sentence, token: int) -> bool:
    """Say whether a participle tells of somebody to whom the dated act is done: "44 policemen killed were buried"."""
    mistagged = sentence.words[token].lower() == sentence.lemmas[token].lower()  # "an air raid"
    if sentence.deps[token] != "acl" or sentence.xpos[token] != "VBN" or mistagged:
        return False
    noun = sentence.heads[token]
    verb = sentence.heads[noun]
    subject = hangs_as_subject(sentence, noun) and noun < token < verb
    return (
        subject and sentence.upos[verb] == "VERB" and sentence.lemmas[verb].lower() not in word_class("finding_verbs")
    )


def mourned(sentence: Sentence, trigger: int) -> bool:
    """Say whether an act is told of the dead who are laid to rest: the day is that of the burial, and it lies before.

    "Ten soldiers **killed** in a raid were buried on Friday".
    """
    return any(
        verb > trigger and sentence.upos[verb] == "VERB" and sentence.lemmas[verb].lower() in BURYING
        for verb in sentence.ancestors(trigger)
    )


def of_thing(sentence: Sentence, trigger: int, token: int) -> bool:
    """Say whether a year only tells which thing is meant: "the 2015 gas agreement", not "in 2014 soldiers killed"."""
    if token and sentence.upos[token - 1] == "ADP":
        return False
    head = sentence.heads[token]
    thing = token < head != trigger and sentence.upos[head] in ("NOUN", "PROPN")
    made = sentence.heads[head] == trigger and sentence.deps[head] == "obj"
    if made and sentence.lemmas[trigger].lower() in MAKING:
        return False  # "signed the 1925 protocol"
    return thing and not _time_of_act(sentence, trigger, head)


def _time_of_act(sentence: Sentence, trigger: int, noun: int) -> bool:
    """Say whether a happening with a year before it has the act in it or beside it.

    "Took the hills during the 1967 war", "the 2009 death of a man in a shootout", "the 2003 arrests and killings".
    """
    if noun_classes().get(sentence.low[noun]) != "event" and sentence.lemmas[noun].lower() not in DEATHS:
        return False
    if not DURING.isdisjoint(_cases(sentence, noun)):
        return True
    below = (trigger, *sentence.ancestors(trigger))
    return noun in below and all(sentence.deps[t] in ("nmod", "conj") for t in below[: below.index(noun)])


def hangs_below(sentence: Sentence, trigger: int, token: int) -> bool:
    """Say whether a date is that of a clause that an act is told below, and not of the act: the act is no later.

    "The city that saw protests in 2014 over the shooting", "was treated on Friday after she was beaten".
    """
    above = set(sentence.ancestors(trigger))
    for step in (token, *sentence.ancestors(token)):
        if step == trigger:
            return False
        if step in above:
            return True
        if hangs_as_clause(sentence, step) and sentence.upos[step] in ("VERB", "AUX"):
            return False
    return False


def _own_clause(sentence: Sentence, token: int) -> bool:
    """Say whether a token heads a clause that has its own time: no "more than 20 wounded", no "as he landed"."""
    if not hangs_as_clause(sentence, token) or sentence.upos[token] not in ("VERB", "AUX"):
        return False
    head = sentence.heads[token]
    if sentence.deps[token] == "acl" and sentence.deps[head] == "conj" and head < token:
        return sentence.upos[sentence.heads[head]] != "VERB"
    marks = {sentence.words[c].lower() for c in sentence.children[token] if sentence.deps[c] in ("mark", "advmod")}
    return sentence.deps[token] != "advcl" or marks.isdisjoint(TOGETHER)


def _aside(sentence: Sentence, token: int, date: int) -> bool:
    """Say whether a token heads a clause that only follows, precedes or goes beside the one with the date.

    Parsers hang the conjunction on the subject, too ("called on Saturday after an American was arrested").
    """
    if sentence.deps[token] == "advcl" and any(sentence.words[c].lower() in ASIDE for c in sentence.children[token]):
        return True
    subject = hanging_subject(sentence, token)
    if subject is None or not date < subject < token:
        return False
    return any(
        sentence.words[c].lower() in TEMPORAL
        for c in sentence.children[subject]
        if sentence.deps[c] in ("case", "mark")
    )


def since(sentence: Sentence, trigger: int, start: int, end: int) -> bool:
    """Say whether an act went on since a date, or since a happening of that date ("since the invasion in February").

    Not where the date is told for its own sake: "the worst since 2005, when the group set off bombs".
    """
    first = bisect.bisect_right(sentence.starts, start) - 1
    if _taken_up(sentence, trigger, end):
        return False
    if first and sentence.words[first - 1].lower() == "since":
        return first not in sentence.ancestors(trigger)
    above = sentence.ancestors(first)
    noun = next((t for t in above if sentence.upos[t] in ("NOUN", "PROPN")), None)
    if noun is None or noun == trigger or noun not in sentence.subtree(trigger):
        return False
    return _cases(sentence, noun)[:1] == ["since"]


def _taken_up(sentence: Sentence, trigger: int, end: int) -> bool:
    """Say whether an act is what a clause tells of the date before it, which ends at ``end``: "2005, when they ..."."""
    after = bisect.bisect_left(sentence.starts, end)
    if after + 1 < len(sentence) and sentence.words[after] == ",":
        after += 1
    return after < len(sentence) and sentence.low[after] == "when" and trigger > after


def due_then(sentence: Sentence, trigger: int, token: int) -> bool:
    """Say whether a date is when something else is to be: "urged a vote on the budget due in June"."""
    near = (*range(token - 1, max(-1, token - 1 - DUE_REACH), -1), *list(sentence.ancestors(token))[:DUE_REACH])
    due = next((t for t in near if sentence.lemmas[t].lower() in DUE), None)
    return due is not None and trigger != due and due not in sentence.ancestors(trigger)


def fresh(sentence: Sentence, trigger: int, token: int, *, spoken: bool) -> bool:
    """Say whether an act is news, so that an old date in its clause is that of something that it is about.

    "Has denied claims from the 1950s": the perfect tense tells of no year gone by. What is ``spoken`` about something
    with a bare date behind it is told without one: "lauded the release of two men last year".
    """
    if sentence.deps[trigger] == "acl:relcl":
        return False
    if present_perfect(sentence, trigger):
        return True
    bare = sentence.upos[token - 1] != "ADP"
    return spoken and bare and any(sentence.upos[t] in ("NOUN", "PROPN") for t in range(trigger + 1, token - 1))


def right_behind(sentence: Sentence, trigger: int, token: int) -> bool:
    """Say whether a date follows the phrase of a noun without a preposition: "the murder of two men last week"."""
    if sentence.upos[trigger] != "NOUN":
        return False
    last = max((t for t in sentence.subtree(trigger) if t < token), default=trigger)
    return last == token - 1 and not any(
        sentence.upos[t] in ("VERB", "AUX", "PUNCT") for t in range(trigger + 1, token)
    )


def record_since(sentence: Sentence, trigger: int, start: int, end: int) -> bool:
    """Say whether a date only says since when an act is the first or the worst: "his first visit since 1998".

    Or in what time it is one of several: "the sixth meeting of the two this year".
    """
    token = bisect.bisect_right(sentence.starts, start) - 1
    if _counted(sentence, trigger, token):
        return True
    if not token or sentence.low[token - 1] != "since" or _taken_up(sentence, trigger, end):
        return False
    return any(
        sentence.xpos[c] == "JJS" or sentence.low[c] in RECORDS
        for above in (token, *sentence.ancestors(token))[: RECORD_REACH + 1]
        for c in sentence.children[above]
    )


def _counted(sentence: Sentence, trigger: int, token: int) -> bool:
    """Say whether an act is the one of some number within the period that begins at a token."""
    if sentence.low[token] != "this" or trigger not in (*sentence.ancestors(token),)[: RECORD_REACH + 1]:
        return False
    return any(ORDINAL.fullmatch(sentence.low[c]) for c in sentence.children_by(trigger, "amod"))


def _topic(sentence: Sentence, token: int) -> bool:
    """Say whether a noun is only the topic of what is dated: "voted on Monday in reaction to the killing"."""
    return _cases(sentence, token)[:1] != [] and _cases(sentence, token)[0] not in (*SHARING, "of")


def _apart(sentence: Sentence, token: int, prepositions: AbstractSet[str]) -> bool:
    """Say whether a noun stands after one of some prepositions."""
    return sentence.upos[token] in ("NOUN", "PROPN") and not prepositions.isdisjoint(_cases(sentence, token))


def _cases(sentence: Sentence, token: int) -> list[str]:
    """Return the prepositions of a noun, in order."""
    if sentence.deps[token] not in ("obl", "nmod"):
        return []
    return [sentence.words[c].lower() for c in sentence.children[token] if sentence.deps[c] in ("case", "advmod")]


def offset_of(sentence: Sentence, start: int, end: int) -> frozenset[int]:
    """Return the tokens of the happening that an expression counts from: "hours after [the shooting]".

    ``start`` and ``end`` are the characters of the expression.
    """
    first = bisect.bisect_right(sentence.starts, start) - 1
    last = bisect.bisect_left(sentence.starts, end) - 1
    if sentence.words[last].lower() in ("after", "before", "following"):
        head = predicate_above(sentence, sentence.heads[last])
        return frozenset() if first <= head <= last else frozenset(sentence.subtree(head))
    for token in range(first, last + 1):
        for child in sentence.children[token]:
            if child > last and sentence.deps[child] == "nmod":
                return frozenset(sentence.subtree(child))
    return frozenset()


def tells_story(sentence: Sentence, token: int) -> bool:
    """Say whether a date is that of what its sentence tells, not of a thing in it or of a time since: "agreed in May".

    "Troops broke a truce that was agreed last year", "since Russia joined the war in 2015, it has bombed towns".
    """
    above = (token, *sentence.ancestors(token))
    if any(sentence.deps[t] in ("acl", "acl:relcl") for t in above):
        return False
    return all(sentence.low[c] != "since" for t in above for c in sentence.children[t] if c < token)


def can_date(sentence: Sentence, trigger: int, start: int, end: int) -> bool:
    """Say whether an expression has a day for an act: not where it counts from that act, or from one only told here."""
    happening = offset_of(sentence, start, end)
    news = any(sentence.upos[t] == "VERB" and sentence.heads[t] not in happening for t in happening)
    return trigger not in happening and not news
