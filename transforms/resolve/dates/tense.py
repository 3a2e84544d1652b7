"""Direction of time from the verbs around an expression: is it past or to come.

Penn Treebank tags decide where the sentence has them; otherwise a short list of words does.
"""

from __future__ import annotations

from collections.abc import Sequence

from schemas.document import Sentence
from transforms.words.classes import word_class

PAST, FUTURE, UNCLEAR = -1, 1, 0

INTENT = word_class("intent")
"""Lemmas after which an infinitive, or which themselves in the present or as participles, look ahead."""

PLANNED = word_class("planned")
"""Participles that look ahead whatever auxiliary they have ("was scheduled for Friday")."""

LOOKING_AHEAD = frozenset(["due", "likely", "ready", "bound"])
"""Adjectives before an infinitive of what is to come."""

LASTING = word_class("lasting_verb")
"""Before "until" these in the past tense reach up to a past day; others ("gave them until Friday") look ahead."""

FIXED = frozenset("expire mature end close return reopen".split())
"""Verbs whose present tense beside a date is of a calendar."""

SAYING = word_class("told_before")
"""Verbs of saying, whose present tense tells of what was said."""

AUXILIARIES = frozenset("be have do 's 're 've 'm".split())
REACH = 4
"""Tokens between an auxiliary and its participle."""

EVIDENTIAL = word_class("evidential")
"""Participles before an infinitive of what is, or was, not of what is to come ("suspected to be carried out by")."""

FUTURE_WORDS = word_class("future_form")
PAST_WORDS = word_class("past_form")
REPORTING = word_class("reporting_form")


def tagged_direction(sentence: Sentence, first: int, last: int) -> int:
    """Return PAST, FUTURE or UNCLEAR for tokens ``first`` to ``last`` of a tagged sentence.

    The nearest finite verb group before the expression decides; without one the first after it does.
    """
    before = sentence.words[first - 1].lower() if first else ""
    if before == "since":
        return PAST
    if last < len(sentence) and sentence.xpos[last] == "POS":
        return FUTURE if any(tag == "MD" for tag in sentence.xpos[last : last + 6]) else PAST
    if before == "as" and first > 1 and sentence.words[first - 2].lower() in ("early", "soon", "late"):
        return FUTURE
    until = first > 1 and before in ("until", "till", "by")
    i = first - 1
    infinitive = False
    while i >= 0:
        tag = sentence.xpos[i]
        if tag == "TO":
            infinitive = True
        elif is_due(sentence, i) or (tag in ("VBZ", "VBP") and present_plan(sentence, i, first)):
            return FUTURE
        elif tag[:1] == "V" or tag == "MD" or (infinitive and sentence.lemmas[i] in LOOKING_AHEAD):
            found = group_direction(sentence, i, infinitive)
            if found == PAST and until and sentence.lemmas[i] not in LASTING:
                return FUTURE
            if found != UNCLEAR:
                return found
        i -= 1
    for i in range(last, len(sentence)):
        tag = sentence.xpos[i]
        if i + 1 < len(sentence) and sentence.xpos[i + 1] == "TO" and sentence.lemmas[i].lower() in PLANNED:
            return FUTURE
        if tag in ("VBD", "VBZ", "VBP", "MD"):
            found = PAST if tag == "VBD" else group_direction(sentence, i, False)
            if found != UNCLEAR:
                return found
    return UNCLEAR


def is_due(sentence: Sentence, i: int) -> bool:
    """Return whether token ``i`` is "due" of what is to come, not "due to"."""
    return sentence.lemmas[i].lower() == "due" and i + 1 < len(sentence) and sentence.words[i + 1].lower() != "to"


def present_plan(sentence: Sentence, i: int, first: int) -> bool:
    """Return whether verb ``i`` tells what is fixed for a date at ``first`` ("the hearing is Friday")."""
    lemma = sentence.lemmas[i].lower()
    if lemma == "be":
        return first - i == 1 or (first - i == 2 and sentence.words[i + 1].lower() in ("on", "in", "for"))
    if lemma in ("take", "come") and i + 2 < len(sentence):
        return "effect" in (sentence.words[i + 1], sentence.words[i + 2]) or "force" in sentence.words[i + 1 : i + 3]
    return lemma in FIXED


def group_direction(sentence: Sentence, i: int, infinitive: bool) -> int:
    """Return the direction of the verb group that token ``i`` is part of; UNCLEAR when another verb must decide."""
    tag, lemma = sentence.xpos[i], sentence.lemmas[i].lower()
    if tag == "MD":
        return UNCLEAR if sentence.words[i].lower() == "could" else FUTURE
    if lemma in PLANNED:
        return FUTURE
    if tag in ("VBZ", "VBP"):
        if lemma in AUXILIARIES:
            return FUTURE if infinitive else UNCLEAR
        return FUTURE if infinitive or lemma in INTENT else PAST if lemma in SAYING else UNCLEAR
    if tag == "VBD":
        return FUTURE if infinitive and lemma in INTENT else PAST
    if tag == "VB":
        return UNCLEAR
    auxiliary = ""
    perfect = False
    for j in range(i - 1, max(-1, i - 1 - REACH), -1):
        other = sentence.xpos[j]
        if other == "TO" and j and sentence.words[j - 1].lower() in EVIDENTIAL:
            return UNCLEAR
        if other in ("MD", "TO"):
            return UNCLEAR if sentence.words[j].lower() == "could" else FUTURE
        if sentence.lemmas[j].lower() in AUXILIARIES:
            auxiliary = other if not auxiliary or other in ("VBD", "VB") else auxiliary
            perfect = perfect or sentence.lemmas[j].lower() != "be"
        elif other[:2] != "RB":
            break
    if tag == "VBG":
        return (
            PAST
            if auxiliary == "VBD" or perfect
            else FUTURE
            if auxiliary in ("VBZ", "VBP") and lemma != "be"
            else UNCLEAR
        )
    if auxiliary in ("VBZ", "VBP") and not perfect:
        return FUTURE
    return FUTURE if infinitive and lemma in INTENT else PAST


def worded_direction(words: Sequence[str], first: int, last: int, start: int, end: int) -> int:
    """Return the direction for ``words[first:last]`` of the untagged, lower-case sentence ``words[start:end]``."""
    for i in [*range(first - 1, max(start, first - 20) - 1, -1), *range(last, min(end, last + 6))]:
        word = words[i]
        if word in FUTURE_WORDS:
            return FUTURE
        if word in PAST_WORDS or (word.endswith("ed") and len(word) > 4):
            return PAST
    return UNCLEAR


def reports(words: Sequence[str], first: int, last: int, start: int, end: int) -> bool:
    """Return whether the expression stands beside a verb of saying ("said Friday", "on Friday said")."""
    near = [*words[max(start, first - 3) : first], *words[last : min(end, last + 2)]]
    return any(word in REPORTING for word in near)
