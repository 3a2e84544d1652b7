"""Is this name used as a place? Evidence from the words around it, the persons of the article and the tagger."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from transforms.resolve.gazetteer import ADMIN1, ADMIN2, COUNTRY, REGION, SITE
from transforms.resolve.places_text import Candidate, Token, given_names, word_classes

BIG = 300_000
"""People from which a city is known by its bare name."""
KNOWN = 60_000
CURRENCY = frozenset("$€£")
ACCEPT = 1.0
"""Score from which a name counts as a place."""


def person_tokens(tokens: Sequence[Token], plain: bool) -> tuple[set[int], set[str]]:
    """Return the tokens inside persons' names and the surnames: given name or title, then capitalised words."""
    classes, given = word_classes(), given_names()
    titles, speech = classes["title"], classes["speech"]
    inside: set[int] = set()
    surnames: set[str] = set()
    for i, token in enumerate(tokens):
        if not (token.cap or plain) or i + 1 >= len(tokens):
            continue
        following = tokens[i + 1]
        if following.key in classes["month"]:
            continue
        titled = token.key in titles and following.gap in (" ", ". ") and (following.cap or plain)
        named = (
            token.key in given
            and following.gap in (" ", ". ")
            and (following.cap or plain)
            and not token.opens
            or (token.key in given and following.gap == " " and following.cap)
        )
        if not (titled or named):
            continue
        j = i + 1
        limit = i + (4 if not plain else 3)
        while (
            j < len(tokens) and j < limit and tokens[j].gap in (" ", ". ", "-", "’", "'") and (tokens[j].cap or plain)
        ):
            if tokens[j].gap == ". " and len(tokens[j - 1].text.rstrip(".")) > 3 and j - 1 > i:
                break
            if tokens[j].possessive or tokens[j].key in titles and j > i + 1:
                j += 1
                break
            if plain and (tokens[j].key in speech or tokens[j].key in classes["linking"]):
                break
            j += 1
        if j == i + 1:
            continue
        tail = tokens[j - 1].key
        if named and not titled and tail in not_surnames():
            continue
        inside.update(range(i if named else i + 1, j))
        if len(tail) > 2 and tail not in classes["given_tail"]:
            surnames.add(tail)
        elif j - 2 > i:
            surnames.add(tokens[j - 2].key)
    return inside, surnames


@cache
def not_surnames() -> frozenset[str]:
    """Return words that make a name one of an area, street or body, not a person's."""
    classes = word_classes()
    names = ("area_tail", "street", "university", "public_tail", "company", "month")
    return frozenset().union(*(classes[name] for name in names))


def judge(
    text: str,
    tokens: Sequence[Token],
    found: list[Candidate],
    index: int,
    inside: set[int],
    surnames: set[str],
    labels: dict[int, tuple[str, int]],
    plain: bool,
) -> None:
    """Set the score and the cues of one candidate."""
    classes = word_classes()
    candidate = found[index]
    i, j = candidate.first, candidate.last
    before = tokens[i - 1] if i else None
    after = tokens[j] if j < len(tokens) else None
    score, cues = 0.0, candidate.cues
    top = candidate.top
    single = j == i + 1
    first = tokens[i]

    def add(name: str, value: float) -> None:
        nonlocal score
        score += value
        cues.append(name)

    # What the name is by itself.
    if candidate.country or top.kind in (COUNTRY, REGION):
        add("country", 1.6)
    elif candidate.state:
        add("state", 2.5)
    elif (
        top.kind == ADMIN1 and top.country in ("USA", "CAN", "AUS", "GBR") or top.kind == ADMIN1 and not candidate.word
    ):
        add("division", 1.3)
    elif (
        any(p.kind == ADMIN2 and not p.alternate for p in candidate.places)
        and tokens[j - 1].key in classes["area_tail"]
    ):
        add("county", 2.0)
    elif top.kind == SITE:
        add("site", 1.1 if not single else 0.6)
    elif top.population >= BIG:
        add("big", 1.2 if not top.alternate else 0.6)
    elif top.population >= KNOWN:
        add("known", 1.0 if not top.alternate else 0.2)
    else:
        add("small", 0.4 if not top.alternate else -0.4)
    if not single:
        add("multi", 0.5)
    if plain and single and not candidate.country and (candidate.word or top.population < KNOWN or top.alternate):
        add("plain", -0.5)
    if candidate.word and single and not candidate.country:
        add("word", -1.1 if top.population < 500_000 else -0.5)
    if single and first.key in given_names() and not candidate.country:
        add("given", -0.6)
    if single and first.key in classes["direction"]:
        add("direction_word", -3.0)
    if len(candidate.key) <= 3 and not candidate.country and not candidate.state:
        add("short", -0.8)

    # Words before.
    gap = first.gap
    if before is not None and not first.opens or before is not None and gap == " ":
        key = before.key
        if gap == " ":
            if key in classes["locative"]:
                add("locative", 1.3)
            elif key in classes["weak_locative"]:
                add("weak", 0.7)
            elif key == "the" and i > 1 and not candidate.country and top.kind not in (REGION, SITE, ADMIN1, COUNTRY):
                add("the", -0.4)
            elif key in classes["direction"]:
                add("direction", 1.0)
            elif before.cap and not plain and not before.opens and before.key not in classes["month"]:
                inner = previous_end(found, index) == i
                if not inner:
                    add("capital_before", -1.0)
            elif before.cap and before.opens and not plain and i - 1 in inside:
                add("capital_before", -1.0)
        if gap == "-" and key in classes["party"] and before.cap:
            add("party", 1.6)
        if gap == ". " and key in classes["title"] and key not in ("st", "saint"):
            add("title", -2.5)
        elif gap == " " and key in classes["title"] and before.cap and not candidate.country:
            add("title", -2.0)
        if key == "of" and i > 1:
            head = tokens[i - 2].key
            if head in classes["area_head"]:
                add("area_of", 1.2)
            elif head in classes["direction"]:
                add("direction_of", 1.0)
            elif head in classes["body_head"] and tokens[i - 2].cap and not plain:
                add("body_of", -1.2 if head not in classes["university"] else -0.4)
    # Words after.
    if after is not None and after.joined and after.gap in (" ", "-"):
        key = after.key
        if after.cap or plain:
            if key in classes["street"] and not (plain and key in ("court", "place", "square")):
                add("street", -3.5)
            elif key in classes["area_tail"] and after.gap == " ":
                add("area_tail", 1.0)
            elif key in classes["university"]:
                add("university", -0.4)
            elif key in classes["company"] and after.gap == " ":
                add("company", -1.2)
            elif key in classes["public_tail"]:
                add("public", 0.3)
            elif not plain and next_start(found, index) == j:
                add("place_after", -0.3)
            elif not plain and after.gap == " " and not after.opens and "county" not in cues:
                add("capital_after", -0.8 if not candidate.country else -0.2)
        elif key in classes["area_tail"]:
            add("area_tail", 1.0)
        elif key == "based" and after.gap == "-":
            add("based", 1.5)
        if key in classes["local_tail"] and not after.cap and after.gap == " ":
            add("local", 0.8)
        if key in classes["disease"]:
            add("disease", -2.5)
        if key in classes["speech"] and not candidate.country:
            add("speech", -0.9)
    if after is not None and after.text.rstrip(",").isdigit() and after.gap == ", " and single and is_age(tokens, j):
        add("age", -1.5)
    # Persons, streets with numbers, taggers.
    if any(k in inside for k in range(i, j)) and "county" not in cues:
        add("person", -2.2 if not candidate.country or i - 1 in inside or i + 1 in inside else -0.5)
    elif single and first.key in surnames and not candidate.country:
        add("surname", -1.3)
    if text[candidate.end : candidate.end + 1] in CURRENCY:
        add("currency", -4.0)
    if before is not None and before.text.isdigit() and gap == " " and single and not candidate.country and not plain:
        add("number", -0.5)
    label, end = labels.get(first.start, ("", 0))
    if label in ("GPE", "LOC") and end == candidate.end:
        add("tag_place", 0.9)
    elif label == "PERSON":
        add("tag_person", -0.2)
    candidate.score = score


def is_age(tokens: Sequence[Token], k: int) -> bool:
    """Say whether the number at ``k``, after a name and a comma, is an age: "Tyler, 34, was held"."""
    following = tokens[k + 1] if k + 1 < len(tokens) else None
    number = tokens[k].text
    return len(number.rstrip(",.")) <= 2 and (
        number.endswith(",") or following is None or following.gap not in (" ",) or following.key in ("of", "and")
    )


def previous_end(found: list[Candidate], index: int) -> int:
    """Return where the candidate before ends, in tokens."""
    return found[index - 1].last if index else -1


def next_start(found: list[Candidate], index: int) -> int:
    """Return where the next candidate begins, in tokens."""
    return found[index + 1].first if index + 1 < len(found) else -1
