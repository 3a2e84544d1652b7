"""Direction of time from the words around an expression: has it been, or is it to come?"""

from __future__ import annotations

from collections.abc import Sequence

PAST, FUTURE, UNCLEAR = -1, 1, 0

FUTURE_WORDS = frozenset(
    "will 'll shall won would could can may might must should going expected expects expect scheduled schedule plans plan "
    "planned planning due slated set intends intend hopes hope hoping upcoming until till deadline vowed vows aims "
    "tomorrow next prepare preparing pledged promised wants want ready likely begins opens starts meets".split()
)
PAST_WORDS = frozenset(
    "was were had did said told says has been ago came went took began made held left met found fell won lost shot "
    "brought sent saw got gave led fled broke rose fought became struck hit set put ran blew spoke wrote kept since "
    "after following last killed".split()
) - {"set"}
REPORTING = frozenset(
    "said says say told reported reports announced added according warned stated declared confirmed quoted denied "
    "condemned claimed predicted wrote".split()
)
NOT_PAST = frozenset("need indeed feed seed speed exceed proceed bed red hundred need united alleged".split())


def direction(words: Sequence[str], first: int, last: int, start: int, end: int) -> int:
    """Return PAST, FUTURE or UNCLEAR for the expression ``words[first:last]`` of the sentence ``words[start:end]``.

    The nearest word before it that shows a tense decides, then the nearest after it. ``words`` are lower case.
    """
    for i in range(first - 1, max(start, first - 20) - 1, -1):
        found = word_direction(words, i)
        if found != UNCLEAR:
            return found
    for i in range(last, min(end, last + 15)):
        found = word_direction(words, i)
        if found != UNCLEAR:
            return found
    return UNCLEAR


def word_direction(words: Sequence[str], i: int) -> int:
    """Return the direction that one word shows."""
    word = words[i]
    if word in FUTURE_WORDS:
        return FUTURE
    if word in PAST_WORDS:
        return PAST
    if word == "to" and i + 1 < len(words) and words[i + 1].isalpha() and words[i + 1] not in DETERMINERS:
        return UNCLEAR
    if word.endswith("ed") and len(word) > 4 and word not in NOT_PAST:
        return PAST
    return UNCLEAR


DETERMINERS = frozenset("the a an his her its their our my your this that these those".split())


def reports(words: Sequence[str], first: int, last: int, start: int, end: int) -> bool:
    """Return whether the expression stands beside a verb of saying ("said Friday", "on Friday said")."""
    near = [*words[max(start, first - 3) : first], *words[last : min(end, last + 2)]]
    return any(word in REPORTING for word in near)
