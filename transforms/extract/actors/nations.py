"""Whose a bare body of state is, by the words around it: of who speaks of it, else of those it was told of before.

"The Chilean navy says sailors ..." are Chile's. "A bomb hit a Danish convoy, killing three soldiers": Denmark's, since
nobody else's are in the sentence; its own subject and object say nothing, as they are the other side. "Peru's court
upheld the government's plan": Peru's, as offices deal with those of their own state. "The justices" are of the court
that was told of before.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from schemas.document import Document, Sentence
from transforms.extract.actors.context import ActorContext
from transforms.extract.actors.mentions import phrase_at, words_between
from transforms.extract.actors.phrase import Coding, code, phrase_of
from transforms.parse.clause.clauses import Clauses
from transforms.parse.clause.relations import other_sides
from transforms.parse.clause.speakers import speaker_of
from transforms.words.classes import word_class

OFFICIAL = frozenset({"COP", "SPY", "GOV"})
"""Sectors of those who, like an army and a country's media, speak of their own troops."""
NEAR = frozenset({"GOV", "LEG", "COP", "OPP"})
"""Sectors whose bare bodies are those of the nation named in the sentence before."""
REACH = 6
"""Sentences back in which bodies of the same kind are looked for."""
BEFORE = 6
"""Words before a noun that may say whose it is."""
SINGLE = frozenset({"MIL", "JUD", "LEG"})
"""Sectors whose bodies an article tells of one state where it names no other's."""
DEALING = {
    "LEG": frozenset({"GOV", "JUD", "LEG"}),
    "JUD": frozenset({"JUD", "LEG"}),
    "GOV": frozenset({"JUD", "LEG"}),
    "MIL": frozenset({"GOV", "MIL"}),
}
"""Sector of a body to those of its own state who, as subjects, deal with it."""
BELOW = frozenset({"obj", "iobj", "obl", "nmod", "nmod:poss", "conj", "xcomp"})
"""How a noun hangs, over others, on the verb whose subject deals with it."""
CLIMB = 4
"""Words between a noun and that verb."""


def nation_of(document: Document, sentence: Sentence, head: int, coding: Coding, context: ActorContext) -> str | None:
    """Return the country of a noun for a body of state that has none in its phrase; None where the words tell none."""
    if sentence.parsed and (country := _speaks(sentence, head, coding, context)):
        return country
    if sentence.parsed and (country := _deals(sentence, head, coding, context)):
        return country
    bare = all(sentence.low[c] == "the" for c in sentence.children[head] if c < head)
    if bare and coding.sector in NEAR and (country := nation_before(document, sentence, context)):
        return country
    sector = coding.sector
    if sector not in SINGLE or any(
        sentence.words[c].lower() in word_class("own_state") for c in sentence.children[head] if c < head
    ):
        return None
    own = {country for _, country in _bodies(sentence, sector, context, skip=_beside(sentence, head))}
    if own:
        return own.pop() if len(own) == 1 else None
    told = {
        country
        for earlier in document.sentences[max(0, sentence.index - REACH) : sentence.index]
        for _, country in _bodies(earlier, sector, context)
    }
    return told.pop() if len(told) == 1 else None


def nation_before(document: Document, sentence: Sentence, context: ActorContext) -> str | None:
    """Return the only nation that the sentence before one names, where that names none: "They accused the government".

    An article that goes through many countries tells of each for a few sentences.
    """
    if _named(sentence, context) or not sentence.index:
        return None
    found = _named(document.sentences[sentence.index - 1], context)
    return found.pop() if len(found) == 1 else None


def _named(sentence: Sentence, context: ActorContext) -> set[str]:
    """Return the countries that a sentence names, by their people, places and bodies too."""
    low = bisect.bisect_left(context.nations, (sentence.start, ""))
    high = bisect.bisect_left(context.nations, (sentence.end, ""))
    return {country for _, country in context.nations[low:high]}


def _clauses(sentence: Sentence, context: ActorContext) -> Clauses:
    """Return the clauses of a sentence as the parse has them, whatever the events of it are read as."""
    found = context.clauses.get(sentence.index)
    if found is None:
        found = context.clauses[sentence.index] = Clauses(sentence)
    return found


def _speaks(sentence: Sentence, head: int, coding: Coding, context: ActorContext) -> str | None:
    speaker = speaker_of(_clauses(sentence, context), head)
    if speaker is None or speaker == head:
        return None
    said = _told(sentence, speaker, context)
    own = said.sector == "JRN" or (said.sector == coding.sector and said.sector != "GOV")
    return said.country if own or (coding.sector == "MIL" and said.sector in OFFICIAL) else None


def _deals(sentence: Sentence, head: int, coding: Coding, context: ActorContext) -> str | None:
    """Return the country of the office that is the subject of what is done with a body: "the king asked parliament"."""
    dealing = DEALING.get(coding.sector or "")
    token = head
    for _ in range(CLIMB if dealing else 0):
        if sentence.deps[token] not in BELOW or sentence.heads[token] == token:
            return None
        token = sentence.heads[token]
        clauses = _clauses(sentence, context)
        if not clauses.is_verb(token):
            continue
        subject = clauses.subject(token)
        if subject is None or subject == head:
            return None
        if coding.sector == "MIL" and sentence.lemmas[token].lower() not in word_class("commanding_verb"):
            return None
        said = _told(sentence, subject, context)
        return said.country if dealing and said.sector in dealing else None
    return None


def _told(sentence: Sentence, token: int, context: ActorContext) -> Coding:
    """Return what the words of a phrase themselves say."""
    phrase = phrase_at(sentence, token, context)
    return code(phrase, context.actors, context.published, cased=context.cased, home=context.dominant_country)


def _beside(sentence: Sentence, head: int) -> frozenset[int]:
    """Return the tokens of a noun's own phrase and of the other sides of its clause."""
    if not sentence.parsed:
        return frozenset(range(len(sentence)))
    return frozenset(t for side in (head, *other_sides(sentence, head)) for t in sentence.subtree(side))


def _bodies(
    sentence: Sentence, sector: str, context: ActorContext, skip: AbstractSet[int] = frozenset()
) -> Iterator[tuple[int, str]]:
    """Yield token and country of the nouns of a sector in a sentence whose own words name a country."""
    for token, pos in enumerate(sentence.upos):
        if pos not in ("NOUN", "PROPN", "ADJ") or token in skip:
            continue
        agent = context.actors.agents.get(sentence.words[token].lower())
        if agent is None or agent.sector != sector:
            continue
        first = token
        while first and token - first < BEFORE and sentence.upos[first - 1] in ("ADJ", "PROPN", "NOUN", "PART"):
            first -= 1
        phrase = phrase_of(words_between(sentence, first, token + 1), context.actors, cased=context.cased)
        country = code(phrase, context.actors, context.published, cased=context.cased).country
        if country is not None:
            yield token, country
