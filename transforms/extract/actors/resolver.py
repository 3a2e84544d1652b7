"""Resolves the words for an actor to name, country and sector, with what the article says elsewhere."""

from __future__ import annotations

import bisect
import datetime

import msgspec

from schemas.document import Document, NamedSpan, Sentence
from schemas.event import Party
from transforms.extract.actors.context import ActorContext
from transforms.extract.actors.lexicon import Actors
from transforms.extract.actors.load import packaged
from transforms.extract.actors.meaning import BODIES, choose, meant
from transforms.extract.actors.phrase import (
    COUNTRY_PREPOSITIONS,
    PLACE_KINDS,
    Coding,
    Phrase,
    code,
    phrase_of,
)
from transforms.extract.actors.spans import core_tokens, party_tokens, prepositional
from transforms.extract.actors.words import Word, cut, fold

STATE_BOUND = frozenset({"MIL", "COP", "GOV", "LEG", "JUD", "SPY", "OPP", "PTY"})
"""Sectors whose bare noun ("the army") means that of the country the article is about."""
PRONOUNS = frozenset({"PRP", "PRP$", "WP", "WP$", "DT", "WDT"})
NOT_PEOPLE = frozenset({"organisation", "metonym", "country", "capital", "city", "region"})
"""Kinds of names that cannot be another wording for a noun for people."""
NAME_LINKS = frozenset(
    {"of", "for", "and", "&", "in", "to", "on", "-", "du", "de", "del", "da", "al", "the", "'s", "against"}
)
NAME_REACH = 8
"""Tokens that a name may go on after its head."""
BREAKING = frozenset({",", ";", ":", "(", ")", "--", "–", "—"})
LOCATIVE = frozenset({"in", "at", "across", "near", "inside", "throughout", "around"})


def code_phrase(text: str, published: datetime.date | None = None, actors: Actors | None = None) -> Coding:
    """Code a bare string such as "Danish Prime Minister Mette Frederiksen" without a parse."""
    known = actors or packaged()
    words = cut(text)
    cased = len(words) == 1 or not text.isupper()
    return code(phrase_of(words, known, cased=cased), known, published, cased=cased)


def _words(sentence: Sentence, first: int, last: int) -> list[Word]:
    found: list[Word] = []
    fresh = False
    for i in range(first, last):
        word = sentence.words[i]
        fresh = fresh or word in BREAKING
        if word in ("'s", "’s", "'S", "’", "'") and found:
            held = found[-1]
            found[-1] = msgspec.structs.replace(held, surface=held.surface + "'s")
            continue
        dep = sentence.deps[i]
        if sentence.upos[i] != "PROPN" and (dep == "punct" or (dep == "det" and (not found or word.lower() != "the"))):
            continue
        cuts = cut(word, i, sentence.starts[i])
        if fresh and cuts:
            cuts[0] = msgspec.structs.replace(cuts[0], fresh=True)
            fresh = False
        found.extend(cuts)
    return found


def name_end(sentence: Sentence, first: int, last: int, context: ActorContext) -> int:
    """Return where the known name or title ends that starts inside tokens ``first`` to ``last``: "Ministry" of Defence.

    ``last`` itself where none reaches beyond it.
    """
    if last >= len(sentence) or sentence.words[last].lower() not in NAME_LINKS:
        return last
    words = _words(sentence, first, min(last + NAME_REACH, len(sentence)))
    for match in context.actors.matches(words, cased=context.cased):
        begin, end = words[match.start].index, words[match.end - 1].index
        if begin < last <= end:
            return end + 1
    return last


def name_around(sentence: Sentence, token: int, context: ActorContext) -> tuple[int, int]:
    """Return the tokens of the known name of several words that a token is part of, whatever the parse makes of it.

    "Law and Justice" is no coordination, "Save the Children" no command. A name in ordinary case counts where each
    of its words but the small ones has a capital. ``(token, token + 1)`` where there is none.
    """
    for first, last in _names(sentence, context):
        if first <= token < last:
            return first, last
    return token, token + 1


def is_body(sentence: Sentence, token: int, context: ActorContext) -> bool:
    """Return whether a token is part of the name of a known body, also where the tagger took it for a verb."""
    return any(first <= token < last for first, last in _names(sentence, context))


def _names(sentence: Sentence, context: ActorContext) -> list[tuple[int, int]]:
    found = context.names.get(sentence.index)
    if found is not None:
        return found
    found = []
    words = _words(sentence, 0, len(sentence))
    for match in context.actors.matches(words, cased=context.cased, agents=False):
        if not all(entry.kind in BODIES for entry in match.entries):
            continue
        part = words[match.start : match.end]
        capitals = all(w.surface[:1].isupper() or w.fold in NAME_LINKS for w in part)
        if capitals and meant(match, words, context.actors, context.published, home=context.dominant_country):
            found.append((part[0].index, part[-1].index + 1))
    context.names[sentence.index] = found
    return found


def _core(sentence: Sentence, head: int, context: ActorContext, tokens: tuple[int, int]) -> tuple[int, int]:
    """Widen the tokens of a phrase to the whole of the known names that its head and its end are in."""
    begin, end = name_around(sentence, head, context)
    first, last = min(tokens[0], begin), max(tokens[1], end)
    return first, name_end(sentence, first, last, context)


def _phrase(sentence: Sentence, head: int, context: ActorContext) -> Phrase:
    first, last = _core(sentence, head, context, core_tokens(sentence, head))
    parts: list[tuple[str, Phrase]] = []
    reached = last
    for case, noun in prepositional(sentence, head):
        if noun < reached:
            continue
        begin, reached = _core(sentence, noun, context, core_tokens(sentence, noun))
        parts.append((case, Phrase(tuple(_words(sentence, begin, reached)))))
    return Phrase(tuple(_words(sentence, first, last)), tuple(parts))


def resolve_party(document: Document, sentence: Sentence, head: int, context: ActorContext) -> Party:
    """Return the party that token ``head`` of ``sentence`` heads: its span, and what it was resolved to.

    Country and sector are None where neither the sentence nor the article gives them; an actor that is only a
    pronoun or a number of people has sector UNK (PLOVER: unidentified).
    """
    key = (sentence.index, head)
    if key not in context.memo:
        context.memo[key] = _resolve(document, sentence, head, context, 0)
    return context.memo[key]


def _resolve(document: Document, sentence: Sentence, head: int, context: ActorContext, depth: int) -> Party:
    first, last = _core(sentence, head, context, party_tokens(sentence, head))
    span = sentence.span(first, last)
    coding = resolve_coding(document, sentence, head, context, depth)
    return Party(
        document.text[span.start : span.end],
        span.start,
        span.end,
        coding.name,
        coding.country,
        coding.sector,
        coding.secondary,
    )


def resolve_coding(document: Document, sentence: Sentence, head: int, context: ActorContext, depth: int = 0) -> Coding:
    """Return the coding of the noun phrase that ``head`` heads, using apposition, antecedent and article."""
    pronoun = sentence.upos[head] == "PRON" or sentence.xpos[head] in ("PRP", "PRP$", "WP", "WDT", "WP$")
    if pronoun:
        noun = _relative(sentence, head)
        if noun is not None and depth < 2:
            return resolve_coding(document, sentence, noun, context, depth + 1)
        return _antecedent(document, sentence, head, context, depth) or Coding(sector="UNK", noun_class="unknown")
    phrase = _phrase(sentence, head, context)
    known = context.actors
    coding = code(phrase, known, context.published, cased=context.cased, home=context.dominant_country)
    if coding.kind == "person" or (coding.kind in ("organisation", "group", "metonym") and coding.country):
        return coding
    coding = _surname(phrase, coding, context)
    if coding.country is None or coding.sector is None:
        coding = _complete(coding, _apposed(document, sentence, head, context, depth))
    if (coding.name is None or coding.kind in (None, "agent")) and (sentence.index, head) in document.antecedents:
        coding = _complete(coding, _antecedent(document, sentence, head, context, depth))
    if coding.country is None:
        coding = _complete(coding, _possessor(document, sentence, head, context, depth), sector=False)
    if coding.country is None:
        country = _placed(sentence, head, context)
        if country:
            coding = msgspec.structs.replace(coding, country=country, generic=False)
    if coding.country is None and coding.kind == "agent" and coding.sector in STATE_BOUND and coding.name is None:
        country = _located(sentence, head, context) or context.dominant_country
        if country:
            coding = msgspec.structs.replace(coding, country=country, generic=False)
    return coding


def _relative(sentence: Sentence, head: int) -> int | None:
    """Return the noun that a relative pronoun stands for, or None for any other pronoun."""
    if sentence.words[head].lower() not in ("who", "which", "that", "whom"):
        return None
    token = head
    for _ in range(3):
        above = sentence.heads[token]
        if sentence.deps[token] == "acl:relcl":
            return above if above != head else None
        token = above
    return None


def _complete(coding: Coding, other: Coding | None, *, sector: bool = True) -> Coding:
    """Fill what ``coding`` lacks from another wording of the same actor."""
    if other is None:
        return coding
    if coding.kind == "agent" and coding.noun_class == "person" and other.kind in NOT_PEOPLE:
        return coding
    weak = coding.sector in (None, "UNK")
    told = other.sector if sector and weak else coding.sector
    return msgspec.structs.replace(
        coding,
        name=coding.name or (other.name if sector else None),
        country=coding.country or other.country,
        sector=told,
        secondary=coding.secondary or (other.secondary if sector else ()),
        noun_class=coding.noun_class if coding.noun_class != "unknown" or not sector else other.noun_class,
        kind=coding.kind or (other.kind if sector else None),
        strength=max(coding.strength, other.strength) if sector else coding.strength,
    )


def _surname(phrase: Phrase, coding: Coding, context: ActorContext) -> Coding:
    """Resolve a bare last name to the known person whom the article names in full."""
    if not phrase.core or (coding.name is not None and coding.kind != "agent"):
        return coding
    entry = context.surnames.get(phrase.core[-1].fold)
    if entry is None or (context.cased and not phrase.core[-1].surface[:1].isupper()):
        return coding
    titled = fold(entry.name).split(" ")
    if len(phrase.core) > 1 and phrase.core[-2].fold not in titled and coding.kind is None:
        return coding
    role = entry.role(context.published)
    return Coding(entry.name, role.country, role.sector, role.secondary, "person", "person", 3)


def _apposed(document: Document, sentence: Sentence, head: int, context: ActorContext, depth: int) -> Coding | None:
    """Return the coding of an apposition of the noun, or of the noun that this one is an apposition of."""
    if depth > 1:
        return None
    others = [child for child in sentence.children[head] if sentence.deps[child] == "appos"]
    if sentence.deps[head] == "appos":
        others.append(sentence.heads[head])
    for other in others:
        phrase = _phrase(sentence, other, context)
        coding = code(phrase, context.actors, context.published, cased=context.cased, home=context.dominant_country)
        if coding.country or coding.sector:
            return coding
    return None


def _antecedent(document: Document, sentence: Sentence, head: int, context: ActorContext, depth: int) -> Coding | None:
    index = document.antecedents.get((sentence.index, head))
    if index is None or depth > 1 or not 0 <= index < len(document.entities):
        return None
    name: NamedSpan = document.entities[index]
    home = document.sentences[name.sentence]
    plural = sentence.xpos[head] in ("NNS", "NNPS")
    if plural and name.label == "PERSON":
        return None
    if name.sentence == sentence.index and name.first <= head < name.last:
        return None
    token = _span_head(home, name.first, name.last)
    coding = resolve_coding(document, home, token, context, depth + 1)
    if coding.name is None and name.label in ("PERSON", "ORG"):
        coding = msgspec.structs.replace(coding, name=name.text)
    return coding


def _span_head(sentence: Sentence, first: int, last: int) -> int:
    """Return the token of a span whose head lies outside it."""
    for i in range(first, last):
        if not first <= sentence.heads[i] < last or sentence.heads[i] == i:
            return i
    return last - 1


def _possessor(document: Document, sentence: Sentence, head: int, context: ActorContext, depth: int) -> Coding | None:
    """Return the coding of a possessive pronoun's antecedent ("his government"): it lends its country."""
    for child in sentence.children[head]:
        if sentence.deps[child] == "nmod:poss" and sentence.upos[child] in ("PRON", "DET"):
            return _antecedent(document, sentence, child, context, depth)
    return None


def _placed(sentence: Sentence, head: int, context: ActorContext) -> str | None:
    """Return the country of a place that the resolver found in the phrase ("Digha police", "villagers in Digha")."""
    if not context.places:
        return None
    spans = [core_tokens(sentence, head)]
    spans.extend(
        core_tokens(sentence, noun) for case, noun in prepositional(sentence, head) if case in COUNTRY_PREPOSITIONS
    )
    for first, last in spans:
        start, end = sentence.starts[first], sentence.ends[last - 1]
        offsets = context.place_offsets
        low, high = bisect.bisect_left(offsets, (start, 0)), bisect.bisect_left(offsets, (end, 0))
        for begin, stop in offsets[low:high]:
            if stop <= end:
                return context.places[begin, stop]
    return None


def _located(sentence: Sentence, head: int, context: ActorContext) -> str | None:
    """Return the one country in which the clause of a noun says that it happens ("in Kabul, police ...")."""
    verb = sentence.heads[head]
    found: set[str] = set()
    for child in sentence.children[verb]:
        if not sentence.deps[child].startswith("obl"):
            continue
        case = next((c for c in sentence.children[child] if sentence.deps[c] == "case"), None)
        if case is None or sentence.words[case].lower() not in LOCATIVE:
            continue
        words = _words(sentence, *core_tokens(sentence, child))
        for match in context.actors.matches(words, cased=context.cased, agents=False):
            entry = choose(match.entries, context.published, (), context.dominant_country)
            country = entry.role(context.published).country
            if entry.kind in PLACE_KINDS and country:
                found.add(country)
    return min(found) if len(found) == 1 else None
