"""Whose a bare body of state is, by the words around it: of who speaks of it, else of those it was told of before.

"The Chilean navy says sailors ..." are Chile's. "A bomb hit a Danish convoy, killing three soldiers": Denmark's, since
nobody else's are in the sentence; its own subject and object say nothing, as they are the other side.
"""

from __future__ import annotations

from collections.abc import Iterator

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
REACH = 6
"""Sentences back in which troops are looked for."""
BEFORE = 5
"""Words before a noun that may say whose it is."""


def nation_of(document: Document, sentence: Sentence, head: int, coding: Coding, context: ActorContext) -> str | None:
    """Return the country of a noun for a body of state that has none in its phrase; None where the words tell none."""
    if sentence.parsed and (country := _speaks(sentence, head, coding, context)):
        return country
    if coding.sector != "MIL" or any(
        sentence.words[c].lower() in word_class("own_state") for c in sentence.children[head] if c < head
    ):
        return None
    own = set(_troops(sentence, context, skip=_beside(sentence, head)))
    if own:
        return own.pop() if len(own) == 1 else None
    told = {
        country
        for earlier in document.sentences[max(0, sentence.index - REACH) : sentence.index]
        for country in _troops(earlier, context)
    }
    return told.pop() if len(told) == 1 else None


def _speaks(sentence: Sentence, head: int, coding: Coding, context: ActorContext) -> str | None:
    speaker = speaker_of(Clauses(sentence), head)
    if speaker is None or speaker == head:
        return None
    said = code(
        phrase_at(sentence, speaker, context),
        context.actors,
        context.published,
        cased=context.cased,
        home=context.dominant_country,
    )
    own = said.sector == "JRN" or (said.sector == coding.sector and said.sector != "GOV")
    return said.country if own or (coding.sector == "MIL" and said.sector in OFFICIAL) else None


def _beside(sentence: Sentence, head: int) -> frozenset[int]:
    """Return the tokens of a noun's own phrase and of the other sides of its clause."""
    if not sentence.parsed:
        return frozenset(range(len(sentence)))
    return frozenset(t for side in (head, *other_sides(sentence, head)) for t in sentence.subtree(side))


def _troops(sentence: Sentence, context: ActorContext, skip: frozenset[int] = frozenset()) -> Iterator[str]:
    """Yield the countries of the nouns for troops of a sentence whose own words name one."""
    for token, pos in enumerate(sentence.upos):
        if pos not in ("NOUN", "PROPN", "ADJ") or token in skip:
            continue
        agent = context.actors.agents.get(sentence.words[token].lower())
        if agent is None or agent.sector != "MIL":
            continue
        first = token
        while first and token - first < BEFORE and sentence.upos[first - 1] in ("ADJ", "PROPN", "NOUN", "PART"):
            first -= 1
        phrase = phrase_of(words_between(sentence, first, token + 1), context.actors, cased=context.cased)
        country = code(phrase, context.actors, context.published, cased=context.cased).country
        if country is not None:
            yield country
