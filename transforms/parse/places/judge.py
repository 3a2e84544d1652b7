"""Is this name used as a place? Evidence from the name, the words around it, the article's persons and the tagger.

Each piece of evidence has a name and a weight; a name counts as a place from ``ACCEPT``. The weights were set by
hand so that the sum of each common combination falls on the right side.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from transforms.parse.places.text import Candidate, Token, word_classes
from transforms.world.gazetteer import ADMIN1, ADMIN2, COUNTRY, REGION, SITE
from transforms.world.names import given_names, surnames

BIG = 300_000
"""People from which a city is known by its bare name."""
KNOWN = 60_000
FAMILY = -0.5
FORM_REACH = 3
"""Words after a name among which the legal form of a company may stand."""
CURRENCY = frozenset("$€£")
ACCEPT = 1.0
"""Score from which a name counts as a place."""
WIDE = (REGION, SITE, ADMIN1, COUNTRY)
"""Kinds of place that may have an article: "the Sinai"."""


@dataclass(slots=True)
class Setting:
    """What the names of one text are judged against."""

    text: str
    tokens: Sequence[Token]
    found: Sequence[Candidate]
    labels: dict[int, tuple[str, int]]
    """Start of a tagged entity to its label and end."""
    plain: bool
    """Capitals tell nothing."""
    inside: set[int]
    """Tokens of persons' names."""
    surnames: set[str]


def judge_all(
    text: str, tokens: Sequence[Token], found: Sequence[Candidate], labels: dict[int, tuple[str, int]], *, plain: bool
) -> None:
    """Set the score and the cues of every candidate."""
    inside, surnames = person_tokens(tokens, plain=plain)
    setting = Setting(text, tokens, found, labels, plain, inside, surnames)
    for index, candidate in enumerate(found):
        by_name(candidate, setting)
        by_words_before(candidate, setting, index)
        by_words_after(candidate, setting, index)
        by_persons(candidate, setting)
        by_tag(candidate, setting)


def add(candidate: Candidate, cue: str, weight: float) -> None:
    """Note a piece of evidence."""
    candidate.score += weight
    candidate.cues.append(cue)
    candidate.weights[cue] = candidate.weights.get(cue, 0.0) + weight


def person_tokens(tokens: Sequence[Token], *, plain: bool) -> tuple[set[int], set[str]]:
    """Return the tokens inside persons' names and the surnames: given name or title, then capitalised words."""
    classes, given = word_classes(), given_names()
    titles, stop = classes["place_title"], classes["name_end"]
    inside: set[int] = set()
    surnames: set[str] = set()
    for i, token in enumerate(tokens[:-1]):
        if not (token.cap or plain) or not (token.key in titles or token.key in given):
            continue
        following = tokens[i + 1]
        if (
            following.gap not in (" ", ". ")
            or not (following.cap or plain)
            or following.key in classes["place_calendar"]
        ):
            continue
        titled = token.key in titles
        if not titled and following.gap != " ":
            continue
        j = name_end(tokens, i, titles, stop, plain=plain)
        tail = tokens[j - 1].key
        if j == i + 1 or (not titled and tail in word_classes()["no_surname"]):
            continue
        inside.update(range(i + 1 if titled and token.key not in given else i, j))
        if len(tail) > 2 and tail not in classes["given_tail"]:
            surnames.add(tail)
        elif j - 2 > i:
            surnames.add(tokens[j - 2].key)
    return inside, surnames


def name_end(tokens: Sequence[Token], i: int, titles: AbstractSet[str], stop: AbstractSet[str], *, plain: bool) -> int:
    """Return the token after the last one of a person's name that begins at token ``i``."""
    j, limit = i + 1, i + (3 if plain else 4)
    while j < len(tokens) and j < limit and (tokens[j].cap or plain):
        token = tokens[j]
        if token.gap not in (" ", ". ", "-", "’", "'"):
            break
        if token.gap == ". " and len(tokens[j - 1].text.rstrip(".")) > 3 and j - 1 > i:
            break
        if plain and token.key in stop:
            break
        j += 1
        if (j < len(tokens) and tokens[j].possesses) or (token.key in titles and j > i + 2):
            break
    return j


def by_name(candidate: Candidate, setting: Setting) -> None:
    """Judge what the name is by itself."""
    classes, top = word_classes(), candidate.top
    first, last = setting.tokens[candidate.first], setting.tokens[candidate.last - 1]
    single = candidate.last == candidate.first + 1
    if candidate.country or top.kind in (COUNTRY, REGION):
        add(candidate, "country", 1.6)
    elif candidate.state:
        add(candidate, "state", 2.5)
    elif top.kind == ADMIN1 and (top.country in ("USA", "CAN", "AUS", "GBR") or not candidate.word):
        add(candidate, "division", 1.3)
    elif last.key in classes["area_tail"] and any(p.kind == ADMIN2 and not p.alternate for p in candidate.places):
        add(candidate, "county", 2.0)
    elif top.kind == SITE:
        add(candidate, "site", 0.6 if single else 1.1)
    elif top.population >= BIG:
        add(candidate, "big", 0.6 if top.alternate else 1.2)
    elif top.population >= KNOWN:
        add(candidate, "known", 0.2 if top.alternate else 1.0)
    else:
        add(candidate, "small", -0.4 if top.alternate else 0.4)
    if not single:
        add(candidate, "multi", 0.5)
    elif not candidate.country:
        if setting.plain and (candidate.word or top.population < KNOWN or top.alternate):
            add(candidate, "plain", -0.5)
        if candidate.word:
            add(candidate, "word", -1.1 if top.population < 500_000 else -0.5)
        if first.key in given_names():
            add(candidate, "given", -0.6)
        elif first.key in surnames():
            add(candidate, "family", FAMILY)
    if single and first.key in classes["direction"]:
        add(candidate, "direction_word", -3.0)
    if len(candidate.key) <= 3 and not candidate.country and not candidate.state:
        add(candidate, "short", -0.8)


def by_words_before(candidate: Candidate, setting: Setting, index: int) -> None:
    """Judge by prepositions, articles, titles and capitalised words before the name."""
    i, tokens, classes = candidate.first, setting.tokens, word_classes()
    if not i:
        return
    first, before = tokens[i], tokens[i - 1]
    key, gap = before.key, first.gap
    if gap == " ":
        if key in classes["locative"]:
            add(candidate, "locative", 1.3)
        elif key in classes["weak_locative"]:
            add(candidate, "weak", 0.7)
        elif key == "the" and i > 1 and not candidate.country and candidate.top.kind not in WIDE:
            add(candidate, "the", -0.4)
        elif key in classes["direction"]:
            add(candidate, "direction", 1.0)
        elif before.cap and not setting.plain and key not in classes["place_calendar"]:
            inner = index and setting.found[index - 1].last == i
            if i - 1 in setting.inside or (not before.opens and not inner):
                add(candidate, "capital_before", -1.0)
        if key in classes["place_title"] and before.cap and not candidate.country:
            add(candidate, "title", -2.0)
        if before.text.isdigit() and candidate.last == i + 1 and not candidate.country and not setting.plain:
            add(candidate, "number", -0.5)
    elif gap == ". " and not first.opens and key in classes["place_title"] and key != "saint":
        add(candidate, "title", -2.5)
    elif gap == "-" and before.cap and key in classes["party_letter"]:
        add(candidate, "party", 1.6)
    if key == "of" and i > 1 and not first.opens:
        head = tokens[i - 2].key
        if head in classes["area_head"]:
            add(candidate, "area_of", 1.2)
        elif head in classes["direction"]:
            add(candidate, "direction_of", 1.0)
        elif head in classes["body_head"] and tokens[i - 2].cap and not setting.plain:
            add(candidate, "body_of", -0.4 if head in classes["university"] else -1.2)


def by_words_after(candidate: Candidate, setting: Setting, index: int) -> None:
    """Judge by the word after the name: a street, a county, a company, "man", "said"."""
    j, classes = candidate.last, word_classes()
    if setting.text[candidate.end : candidate.end + 1] in CURRENCY:
        add(candidate, "currency", -4.0)
    if j >= len(setting.tokens):
        return
    after = setting.tokens[j]
    key = after.key
    if after.gap == ", " and j == candidate.first + 1 and is_age(setting.tokens, j):
        add(candidate, "age", -1.5)
    if not after.joined or after.gap not in (" ", "-"):
        return
    spaced = after.gap == " "
    if not setting.plain and is_registered(setting.tokens, j):
        add(candidate, "registered", -2.5)
    if after.cap or setting.plain:
        if key in classes["street"] and not (setting.plain and key in ("court", "place", "square")):
            add(candidate, "street", -3.5)
        elif spaced and key in classes["area_tail"]:
            add(candidate, "area_tail", 1.0)
        elif key in classes["university"]:
            add(candidate, "university", -0.4)
        elif spaced and key in classes["company_tail"]:
            add(candidate, "company", -1.8)
        elif key in classes["public_tail"]:
            add(candidate, "public", 0.3)
        elif setting.plain:
            pass
        elif index + 1 < len(setting.found) and setting.found[index + 1].first == j:
            add(candidate, "place_after", -0.3)
        elif spaced and not after.opens and "county" not in candidate.cues:
            add(candidate, "capital_after", -0.2 if candidate.country else -0.8)
    elif key in classes["area_tail"]:
        add(candidate, "area_tail", 1.0)
    elif key == "based" and not spaced:
        add(candidate, "based", 1.5)
    if spaced and not after.cap and key in classes["local_tail"]:
        add(candidate, "local", 0.8)
    if key in classes["disease"]:
        add(candidate, "disease", -2.5)
    if key in classes["speech_form"] and not candidate.country:
        add(candidate, "speech", -0.9)


def by_persons(candidate: Candidate, setting: Setting) -> None:
    """Judge by the persons' names of the article."""
    i, j = candidate.first, candidate.last
    if any(k in setting.inside for k in range(i, j)):
        if "county" not in candidate.cues:
            joined = i - 1 in setting.inside or i + 1 in setting.inside
            add(candidate, "person", -2.2 if not candidate.country or joined else -0.5)
    elif j == i + 1 and setting.tokens[i].key in setting.surnames and not candidate.country:
        add(candidate, "surname", -1.3)


def by_tag(candidate: Candidate, setting: Setting) -> None:
    """Judge by the tagger: it is believed where it marks exactly this name as a place, or a village's as a body's."""
    label, end = setting.labels.get(candidate.start, ("", 0))
    if label in ("GPE", "LOC") and end == candidate.end:
        add(candidate, "tag_place", 0.9)
    elif label == "PERSON":
        add(candidate, "tag_person", -0.2)
    elif label == "ORG" and "small" in candidate.cues and candidate.last == candidate.first + 1:
        add(candidate, "tag_org", -0.6)


def is_registered(tokens: Sequence[Token], k: int) -> bool:
    """Say whether the words from ``k`` on end a company's name: "Cyprus **Minerals Co**"."""
    for token in tokens[k : k + FORM_REACH]:
        if not token.cap or token.gap != " ":
            return False
        if token.key in word_classes()["company_form"]:
            return True
    return False


def is_age(tokens: Sequence[Token], k: int) -> bool:
    """Say whether the number at ``k``, after a name and a comma, is an age: "Tyler, 34, was held"."""
    number = tokens[k].text
    if not number.rstrip(",.").isdigit() or len(number.rstrip(",.")) > 2:
        return False
    following = tokens[k + 1] if k + 1 < len(tokens) else None
    return number.endswith(",") or following is None or following.gap != " " or following.key in ("of", "and")
