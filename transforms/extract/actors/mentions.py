"""The words of a noun phrase in the parse, widened to the whole of the known names in it."""

from __future__ import annotations

import msgspec

from schemas.document import Sentence
from transforms.extract.actors.context import ActorContext
from transforms.extract.actors.lexicon.meaning import BODIES, meant
from transforms.extract.actors.lexicon.words import Word, cut
from transforms.extract.actors.phrase import Phrase
from transforms.parse.clause.noun_phrase import core_tokens, prepositional
from transforms.words.classes import word_class

NAME_LINKS = word_class("actor_name_link")
NAME_REACH = 8
"""Tokens that a name may go on after its head."""
POSSESSIVES = frozenset({"'s", "’s", "'S", "’", "'"})
BREAKING = frozenset({",", ";", ":", "(", ")", "--", "–", "—"})


def words_between(sentence: Sentence, first: int, last: int) -> list[Word]:
    """Return the folded words of tokens ``first`` up to and without ``last``, articles and marks left out."""
    found: list[Word] = []
    fresh = False
    surfaces, low, upos, deps = sentence.words, sentence.low, sentence.upos, sentence.deps
    for i in range(first, last):
        word = surfaces[i]
        fresh = fresh or word in BREAKING
        if word in POSSESSIVES and found:
            held = found[-1]
            found[-1] = msgspec.structs.replace(held, surface=held.surface + "'s")
            continue
        if upos[i] != "PROPN":
            dep = deps[i]
            if dep == "punct" or (dep == "det" and (not found or low[i] != "the")):
                continue
        if word.isascii() and word.isalnum():  # as ``cut`` does: nearly every word is one piece that only loses case
            found.append(Word(low[i], word, sentence.starts[i], sentence.ends[i], i, fresh))
            fresh = False
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
    words = words_between(sentence, first, min(last + NAME_REACH, len(sentence)))
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
    words = words_between(sentence, 0, len(sentence))
    for match in context.actors.matches(words, cased=context.cased, agents=False):
        if not all(entry.kind in BODIES for entry in match.entries):
            continue
        part = words[match.start : match.end]
        capitals = all(w.surface[:1].isupper() or w.fold in NAME_LINKS for w in part)
        if capitals and meant(match, words, context.actors, context.published, home=context.dominant_country):
            found.append((part[0].index, part[-1].index + 1))
    context.names[sentence.index] = found
    return found


def widened(sentence: Sentence, head: int, context: ActorContext, tokens: tuple[int, int]) -> tuple[int, int]:
    """Widen the tokens of a phrase to the whole of the known names that its head and its end are in."""
    key = (sentence.index, head, *tokens)
    found = context.widths.get(key)
    if found is None:
        begin, end = name_around(sentence, head, context)
        first, last = min(tokens[0], begin), max(tokens[1], end)
        found = context.widths[key] = first, name_end(sentence, first, last, context)
    return found


def phrase_at(sentence: Sentence, head: int, context: ActorContext) -> Phrase:
    """Return the noun phrase that a token heads, with its prepositional complements."""
    first, last = widened(sentence, head, context, core_tokens(sentence, head))
    parts: list[tuple[str, Phrase]] = []
    reached = last
    for case, noun in prepositional(sentence, head):
        if noun < reached:
            continue
        begin, reached = widened(sentence, noun, context, core_tokens(sentence, noun))
        parts.append((case, Phrase(tuple(words_between(sentence, begin, reached)))))
    return Phrase(tuple(words_between(sentence, first, last)), tuple(parts))
