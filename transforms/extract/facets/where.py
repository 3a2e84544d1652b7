"""Where it happened: the place tied to the act, and how it is tied."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from itertools import pairwise

from schemas.article import DateMention, PlaceMention
from schemas.document import Document, Sentence
from schemas.event import EventPlace, Party
from schemas.records import ParsedArticle
from transforms.parse.clause.relations import hangs_as_clause, hangs_as_side, hangs_as_subject
from transforms.parse.clause.repair.participles import person_nouns
from transforms.words.classes import word_class
from transforms.world.countries import countries

FINENESS = {"site": 0, "city": 1, "admin2": 2, "admin1": 3, "country": 4}
LOCATIVE = word_class("where_preposition")
PARTS = word_class("direction") | word_class("area_tail")
"""Nouns for parts of a country: "Lebanon's south", "the country's coast"."""
SENTENCES_BEFORE = 1
"""Sentences back in a paragraph from which an act may still be where they told."""
NESTED = 1
"""Nouns between an act and a place without preposition that may be what it was done to: "shelled the city of Homs"."""
HOME_CONFIDENCE = 0.6
"""How sure it is that an act was in the country of its sides, or of its article, where no place is told."""
EXAMPLE_REACH = 8
"""Tokens before a place among which "such as" may stand."""


def place_of(
    article: ParsedArticle,
    sentence: Sentence,
    *,
    clause: frozenset[int],
    trigger: int,
    taken: Sequence[tuple[int, int]],
    places: Sequence[PlaceMention],
    dates: Sequence[DateMention] = (),
    grounded: bool = True,
    current: bool = True,
) -> EventPlace | None:
    """Return the place of the act at token ``trigger``: from its clause, its sentence, those before or the dateline.

    ``taken`` are the spans of actors: a country that only qualifies an actor ("Israeli jets"), or from which it comes,
    is not where it happened. Nor is the place of another happening that only dates the act ("Hours after the attack on
    Mosul, ..."). ``grounded``: the act is done to ground or on it, so that "on Syria" and its object tell where; else
    they are its topic and its party. ``current``: the act is of the days of the report, whose dateline may tell where.
    """
    document: Document = article.document
    here = mentions_between(places, sentence.start, sentence.end)
    anchors = _date_tokens(sentence, dates)
    best: tuple[tuple[int, int, int, int], PlaceMention, str] | None = None
    for mention in here:
        first = bisect.bisect_right(sentence.starts, mention.start) - 1
        last = bisect.bisect_left(sentence.starts, mention.end)
        token = head_of(sentence, first, last)
        if _home_of_somebody(sentence, token):
            continue
        told_by = _antecedent(sentence, trigger) == token or _is_scene(sentence, token, trigger)
        strife = _of_strife(sentence, token)
        locative = told_by or strife or _told_relative(mention) or _locative(sentence, token)
        owned = any(a <= mention.start < b for a, b in taken)
        if (owned and (not locative or _origin(sentence, token))) or _one_of_two(sentence, token):
            continue
        if _example(sentence, token) or (not grounded and (not locative or _topic(sentence, token))):
            continue
        if _other_side(sentence, token, grounded=grounded):
            continue
        in_name = grounded and sentence.heads[token] == trigger and sentence.upos[trigger] == "NOUN"
        if told_by:
            return event_place(mention, "clause")
        if not locative and qualifies(sentence, token, mention.precision, of_act=in_name):
            continue
        between = [t for t in _between_tokens(sentence, token, trigger) if not first <= t < last]
        beside = any(sentence.deps[c] == "case" and sentence.low[c] == "with" for c in sentence.children[token])
        if not locative and (beside or len(between) > NESTED or any(hangs_as_clause(sentence, t) for t in between)):
            continue
        if any(_of_party(sentence, t, trigger) or _purpose(sentence, t) for t in between):
            continue
        described = any(
            sentence.deps[t] in ("acl", "acl:relcl") or (hangs_as_clause(sentence, t) and sentence.upos[t] == "VERB")
            for t in between
        )
        inside = token in clause and not described and anchors.isdisjoint(between)
        rank = (
            not inside,
            not locative,
            FINENESS.get(mention.precision, 5),
            abs(mention.start - sentence.starts[trigger]),
        )
        if best is None or rank < best[0]:
            best = (rank, mention, "clause" if inside else "sentence")
    if best is not None and (not best[0][0] or not best[0][1]):
        return event_place(best[1], best[2])
    told = place_before(document, sentence, places)
    if told is not None:
        return event_place(told, "paragraph")
    if best is not None and not _speaks(sentence, best[1], trigger):
        return event_place(best[1], best[2])
    if article.dateline is not None and current:
        for mention in mentions_between(places, article.dateline.start, article.dateline.end):
            return event_place(mention, "dateline")
    return None


def at_home(party: Party) -> EventPlace | None:
    """Return the country of a party as the place of what it does where it rules; None where its words tell none."""
    if party.country is None or party.country not in countries() or party.basis not in ("phrase", "name"):
        return None
    return _country_place(party.text, party.start, party.end, party.country, "actor")


def in_country_of_story(country: str | None, places: Sequence[PlaceMention]) -> EventPlace | None:
    """Return the country that an article is about as the place of an act that is told of no other, None without.

    Only the country: in which of its towns an act was that stands apart from any, its article does not say.
    """
    if country is None or country not in countries():
        return None
    mention = next((m for m in places if m.country == country), None)
    if mention is None:
        return None
    return _country_place(mention.text, mention.start, mention.end, country, "article")


def _country_place(text: str, start: int, end: int, code: str, basis: str) -> EventPlace:
    country = countries()[code]
    return EventPlace(
        text=text, start=start, end=end, name=country.name, geonameid=country.geonameid,
        country=code, admin1=None, lat=country.lat, lon=country.lon, precision="country",
        basis=basis, confidence=HOME_CONFIDENCE,
    )  # fmt: skip


def place_before(document: Document, sentence: Sentence, places: Sequence[PlaceMention]) -> PlaceMention | None:
    """Return the last place that the sentences before tell, in the same paragraph, as where something was."""
    reach = max(0, sentence.index - SENTENCES_BEFORE)
    for last in reversed(document.sentences[reach : sentence.index]):
        if last.paragraph != sentence.paragraph or not last.parsed:
            return None
        for mention in reversed(mentions_between(places, last.start, last.end)):
            first = bisect.bisect_right(last.starts, mention.start) - 1
            token = head_of(last, first, bisect.bisect_left(last.starts, mention.end))
            if mention.precision != "country" and _locative(last, token) and not _home_of_somebody(last, token):
                return mention
    return None


def head_of(sentence: Sentence, first: int, last: int) -> int:
    """Return the token of a name that the others hang on: "the **Hague**"."""
    inside = range(first, max(last, first + 1))
    return next((t for t in inside if sentence.heads[t] not in inside), first)


def _told_relative(mention: PlaceMention) -> bool:
    """Say whether a place is told from another one, which needs no preposition: "the crash 10 km north of Mosul"."""
    return mention.basis == "relative" and " of " in mention.text


def _of_party(sentence: Sentence, token: int, trigger: int) -> bool:
    """Say whether a clause only tells something of a party to an act: "executed men who were captured in Chad"."""
    noun = sentence.heads[token]
    if sentence.deps[token] not in ("acl", "acl:relcl") or noun == trigger:
        return False
    while sentence.deps[noun] == "appos":  # "Holm, a nurse who moved to Chile, was killed"
        noun = sentence.heads[noun]
    return hangs_as_side(sentence, noun)


def _other_side(sentence: Sentence, token: int, *, grounded: bool) -> bool:
    """Say whether a place is against whom something is, or from whom it comes: "sanctions against", "help from".

    Forces are sent against a country that is the ground of what they do.
    """
    cases = {sentence.low[c] for c in sentence.children[token] if sentence.deps[c] == "case"}
    if "against" in cases:
        return sentence.lemmas[sentence.heads[token]].lower() in word_class("imposed_noun")
    return not grounded and "from" in cases and sentence.deps[token] == "nmod"


def _antecedent(sentence: Sentence, trigger: int) -> int | None:
    """Return the word of which a clause with "where" tells the act: "flew to **Lima**, where he met the king"."""
    for token in (trigger, *sentence.ancestors(trigger)):
        if sentence.deps[token] == "acl:relcl":
            told = any(sentence.low[c] == "where" for c in sentence.children[token])
            return sentence.heads[token] if told else None
        if hangs_as_clause(sentence, token):
            return None
    return None


def _is_scene(sentence: Sentence, token: int, trigger: int) -> bool:
    """Say whether a place is told to be that of a meeting: "**Lima** will be the third meeting of the two"."""
    if sentence.heads[token] != trigger or not hangs_as_subject(sentence, token):
        return False
    if sentence.lemmas[trigger].lower() not in word_class("scheduled_noun"):
        return False
    return any(sentence.deps[c] == "cop" for c in sentence.children[trigger])


def _of_strife(sentence: Sentence, token: int) -> bool:
    """Say whether a country is told by the strife in it: "**Chad**'s civil war"."""
    noun = sentence.heads[token]
    if sentence.deps[token] not in ("nmod:poss", "compound"):
        return False
    civil = sentence.lemmas[noun].lower() == "war" and any(sentence.low[c] == "civil" for c in sentence.children[noun])
    return civil or sentence.lemmas[noun].lower() in word_class("strife_of_country")


def _purpose(sentence: Sentence, token: int) -> bool:
    """Say whether a clause tells what an act is for: "closed a port to stop arms from reaching Gaza"."""
    return sentence.deps[token] == "advcl" and any(sentence.low[c] == "to" for c in sentence.children_by(token, "mark"))


def _speaks(sentence: Sentence, mention: PlaceMention, trigger: int) -> bool:
    """Say whether a town is what another clause tells something of: a government by its seat ("Paris is sure that")."""
    if mention.precision != "city":
        return False
    first = bisect.bisect_right(sentence.starts, mention.start) - 1
    token = head_of(sentence, first, bisect.bisect_left(sentence.starts, mention.end))
    while sentence.deps[token] == "conj" and sentence.heads[token] < token:
        token = sentence.heads[token]
    return hangs_as_subject(sentence, token) and sentence.heads[token] != trigger


def _origin(sentence: Sentence, token: int) -> bool:
    """Say whether somebody comes from a place: "two fighters from Homs"."""
    above = (token, *sentence.ancestors(token))
    return any(sentence.words[c].lower() == "from" for t in above for c in sentence.children[t] if c < token)


def _home_of_somebody(sentence: Sentence, token: int) -> bool:
    """Say whether a place only tells where a person is from: "a Kurd from Kobani", "Kim Doe, from Leeds,"."""
    if all(sentence.low[c] != "from" for c in sentence.children_by(token, "case")):
        return False
    head = sentence.heads[token]
    if sentence.deps[token] not in ("nmod", "appos", "nmod:desc") or head > token:
        return False
    return sentence.upos[head] == "PROPN" or sentence.lemmas[head].lower() in person_nouns()


def _example(sentence: Sentence, token: int) -> bool:
    """Say whether a place is only an example: "in large cities such as Oslo and Rome"."""
    before = [word.lower() for word in sentence.words[max(0, token - EXAMPLE_REACH) : token]]
    return any(pair == ("such", "as") for pair in pairwise(before))


def _topic(sentence: Sentence, token: int) -> bool:
    """Say whether a place is what something is about: "talks on Syria"."""
    above = (token, *sentence.ancestors(token))
    case = next((c for t in above for c in sentence.children[t] if sentence.deps[c] == "case" and c < token), None)
    return case is not None and sentence.words[case].lower() == "on"


def _between_tokens(sentence: Sentence, token: int, trigger: int) -> list[int]:
    """Return ``token`` and what lies above it, up to the act or to what both hang on."""
    stop = {trigger, *sentence.ancestors(trigger)}
    found = []
    for step in (token, *sentence.ancestors(token)):
        if step in stop:
            break
        found.append(step)
    return found


def _date_tokens(sentence: Sentence, dates: Sequence[DateMention]) -> frozenset[int]:
    """Return the tokens of the expressions that count from another happening."""
    low = bisect.bisect_left(dates, sentence.start, key=_date_start)
    high = bisect.bisect_left(dates, sentence.end, key=_date_start)
    found: set[int] = set()
    for mention in dates[low:high]:
        if mention.basis == "anchored" or mention.value.startswith("P"):
            first = bisect.bisect_right(sentence.starts, mention.start) - 1
            found.update(range(first, bisect.bisect_left(sentence.starts, mention.end)))
    return frozenset(found)


def _one_of_two(sentence: Sentence, token: int) -> bool:
    """Say whether a place word is a party beside another one: "attacks between Washington and Tehran"."""
    if sentence.deps[token] == "conj":
        token = sentence.heads[token]
    words = {sentence.words[c].lower() for c in sentence.children[token] if sentence.deps[c] == "case"}
    return "between" in words and any(sentence.deps[c] == "conj" for c in sentence.children[token])


def qualifies(sentence: Sentence, token: int, precision: str, *, of_act: bool = False) -> bool:
    """Say whether a place word only tells of what kind or whose something is: "Iraqi officials", "US troops".

    ``of_act``: the name hangs on an act; a name before it that is nobody's who acts tells where: "the Iraq invasion".
    """
    if sentence.upos[token] == "ADJ":
        return True
    if of_act and sentence.deps[token] == "compound":
        return bool(token) and sentence.words[token - 1].endswith("-")  # "anti-U.S. protests"
    while sentence.deps[token] == "conj" and sentence.heads[token] < token:  # "Afghan and U.S. officials"
        token = sentence.heads[token]
    if sentence.deps[token] == "nmod:poss" and sentence.lemmas[sentence.heads[token]].lower() in PARTS:
        return False
    return precision == "country" and sentence.deps[token] in ("compound", "nmod:poss", "amod")


def mentions_between(places: Sequence[PlaceMention], start: int, end: int) -> list[PlaceMention]:
    """Return the places that begin from one offset up to another, in text order."""
    low = bisect.bisect_left(places, start, key=_start)
    high = bisect.bisect_left(places, end, key=_start)
    return list(places[low:high])


def _start(mention: PlaceMention) -> int:
    return mention.start


def _date_start(mention: DateMention) -> int:
    return mention.start


def _locative(sentence: Sentence, token: int) -> bool:
    """Say whether a place stands after a preposition of place, its own or that of the noun whose part it is.

    Not "near the border with Chad": what lies there is the border.
    """
    current = token
    for _ in range(4):
        cases = {sentence.low[c] for c in sentence.children[current] if sentence.deps[c] in ("case", "mark")}
        if not cases.isdisjoint(LOCATIVE):
            return True
        if sentence.deps[current] == "nmod" and cases - {"of"}:
            return False
        part = sentence.deps[current] == "nmod:poss" and sentence.lemmas[sentence.heads[current]].lower() in PARTS
        if not part and sentence.deps[current] not in (
            "compound",
            "flat",
            "amod",
            "conj",
            "appos",
            "nmod:desc",
            "nmod:unmarked",
            "nmod",
        ):
            return False
        current = sentence.heads[current]
    return False


def event_place(mention: PlaceMention, basis: str) -> EventPlace:
    """Return a place of the text as that of an act, tied to it by ``basis`` (``schemas.article.PLACE_BASES``)."""
    return EventPlace(
        text=mention.text, start=mention.start, end=mention.end, name=mention.name, geonameid=mention.geonameid,
        country=mention.country, admin1=mention.admin1, lat=mention.lat, lon=mention.lon, precision=mention.precision,
        basis=basis, confidence=mention.confidence,
    )  # fmt: skip
