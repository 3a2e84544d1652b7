"""Where something was said: accusing, praising, asking and promising have a place only where they are spoken."""

from __future__ import annotations

import bisect
from collections.abc import Collection, Sequence

from msgspec.structs import replace

from schemas.article import PlaceMention
from schemas.document import Document, Sentence
from schemas.event import EventPlace, Party
from transforms.extract.draft import Draft
from transforms.extract.facets.where import FINENESS, event_place, head_of, mentions_between, place_before
from transforms.parse.clause.relations import hanging_subject, hangs_as_clause, hangs_as_subject
from transforms.words.classes import word_class

SPOKEN = frozenset({"ACCUSE", "AGREE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})
"""Types of acts that are done with words."""
INSIDE = word_class("where_spoken")
"""Prepositions before the place in which somebody speaks."""
ON_OCCASION = INSIDE | {"before", "during", "on", "to"}
"""Prepositions before the meeting or journey at which somebody speaks."""
ADDRESSING = frozenset({"address", "tell"})
"""Verbs whose object hears it: "told a congress in Hamburg"."""
SPEAKING = frozenset({"speak", "talk", "write", *ADDRESSING})
"""Verbs whose participle tells where something was said: "speaking in Harrogate, he ..."."""
AREAS = word_class("area_head") | word_class("area_tail") | word_class("direction")
OWN = frozenset({"i", "we"})
"""Who speaks in a quotation."""
NEAR = 2
"""Sentences before and after one in which it may stand where its speaker spoke."""
HIGHEST = 6
"""Words above an act that may tell it with it."""


def is_spoken(draft: Draft) -> bool:
    """Say whether an act consists in what somebody says.

    An investigation goes on somewhere, and so does a trial; threats and orders reach people where they are; an act to
    come, or one that is to be a meeting, is where it is to be.
    """
    if draft.type not in SPOKEN or draft.mode == "investigate":
        return False
    if draft.type == "ACCUSE" and draft.trigger_lemma in word_class("court_accusing"):
        return False
    if draft.type == "THREATEN" and (draft.predicate_pos == "n" or draft.mention.predication.passive):
        return False
    if draft.type == "REQUEST" and draft.trigger_lemma == "order":
        return False
    return draft.mention.type == draft.type and all(one.type != "CONSULT" for one in draft.mention.chain())


def places_of_words(
    groups: Sequence[Sequence[Draft]], document: Document, places: Sequence[PlaceMention]
) -> list[Sequence[Draft]]:
    """Return the events, spoken acts with the place where they were said and, as scene, the one told around them."""
    return [[_where_said(d, document, places) if is_spoken(d) else d for d in group] for group in groups]


def _where_said(draft: Draft, document: Document, places: Sequence[PlaceMention]) -> Draft:
    said = draft.changed("place/said", place=place_said(document, draft, places))
    return replace(said, scene=draft.place)


def place_said(document: Document, draft: Draft, places: Sequence[PlaceMention]) -> EventPlace | None:
    """Return the place where a draft's act was said, None where none is told.

    Its own clause tells it ("said in Lima", "at a meeting in Lima", "ministers in Lima asked"), else a sentence near it
    that tells where the same person spoke.
    """
    sentence = draft.sentence
    actors = frozenset(draft.mention.actors)
    chain = _telling(sentence, draft.trigger_token, actors)
    own = _spoken_at(sentence, chain, actors, places)
    if own is not None:
        return event_place(own, "clause")
    if any(sentence.low[c] == "there" and sentence.deps[c] == "advmod" for t in chain for c in sentence.children[t]):
        there = place_before(document, sentence, places)
        return event_place(there, "paragraph") if there is not None else None
    for step in range(1, NEAR + 1):
        for index in (sentence.index - step, sentence.index + step):
            if 0 <= index < len(document.sentences):
                follows = step == 1 and index < sentence.index
                near = _speech(document.sentences[index], draft.actors, places, follows=follows)
                if near is not None:
                    return event_place(near, "paragraph")
    return None


def _telling(sentence: Sentence, trigger: int, actors: Collection[int]) -> frozenset[int]:
    """Return the words that tell an act: its own, the verb of a noun, and what the same speaker does with it."""
    found = {trigger}
    token = trigger
    for _ in range(HIGHEST):
        head, dep = sentence.heads[token], sentence.deps[token]
        if head == token:
            break
        if dep == "ccomp":
            speaker = hanging_subject(sentence, head)
            quoted = any(sentence.low[a] in OWN for a in actors)
            if speaker is None or not (speaker in actors or quoted):
                break
        elif dep == "advcl":
            marks = {sentence.low[c] for c in sentence.children_by(token, "mark")}
            if sentence.xpos[token] not in ("VB", "VBG", "VBN") or marks - {"to"}:
                break
        elif dep not in ("conj", "xcomp") and not (sentence.upos[token] == "NOUN" and _carried(sentence, token)):
            break
        if dep == "conj" and hanging_subject(sentence, token) is not None:
            break
        token = head
        found.add(token)
    beside = sentence.children_by(token, "parataxis")
    found.update(c for c in beside if sentence.lemmas[c].lower() in word_class("relay"))
    return frozenset(found)


def _carried(sentence: Sentence, noun: int) -> bool:
    """Say whether a noun tells what its verb only carries: "voiced **concern**"."""
    return sentence.deps[noun] == "obj" or hangs_as_subject(sentence, noun)


def _spoken_at(
    sentence: Sentence, chain: Collection[int], actors: Collection[int], places: Sequence[PlaceMention]
) -> PlaceMention | None:
    """Return the finest place at which the words of a telling are said."""
    best: tuple[tuple[int, int], PlaceMention] | None = None
    for mention in mentions_between(places, sentence.start, sentence.end):
        first = bisect.bisect_right(sentence.starts, mention.start) - 1
        token = head_of(sentence, first, bisect.bisect_left(sentence.starts, mention.end))
        up: list[int] = []
        for step in (token, *sentence.ancestors(token)):
            if step in chain:
                break
            up.append(step)
        else:
            continue
        if not up or not _of_saying(sentence, up, actors):
            continue
        rank = FINENESS.get(mention.precision, 5), mention.start
        if best is None or rank < best[0]:
            best = rank, mention
    return best[1] if best else None


def _of_saying(sentence: Sentence, up: Sequence[int], actors: Collection[int]) -> bool:
    """Say whether the words from a place up to a telling, that one left out, make it the place of the telling."""
    while len(up) > 1 and (sentence.deps[up[0]] == "appos" or sentence.low[up[1]] in AREAS):
        up = up[1:]  # "in the capital, Prague", "in the town of Homs"
    token, top = up[0], up[-1]
    clauses = [t for t in up if hangs_as_clause(sentence, t)]
    if clauses:
        speaking = clauses == [top] and sentence.xpos[top] == "VBG" and sentence.lemmas[top].lower() in SPEAKING
        return speaking and _of_saying(sentence, up[:-1], ())
    if hangs_as_subject(sentence, top):
        return top in actors and top != token and not INSIDE.isdisjoint(_cases(sentence, up[:-1]))
    if token == top:
        return sentence.deps[top] in ("obl", "nmod") and not INSIDE.isdisjoint(_cases(sentence, [top]))
    occasions = [t for t in up[1:] if sentence.lemmas[t].lower() in word_class("occasion")]
    if sentence.deps[top] == "obl":
        cases = _cases(sentence, [top])
        inner = not INSIDE.isdisjoint(cases) and sentence.upos[top] == "PROPN"
        return inner or (top in occasions and not ON_OCCASION.isdisjoint(cases))
    heard = sentence.lemmas[sentence.heads[top]].lower() in ADDRESSING
    return heard and top in occasions and sentence.deps[top] in ("obj", "iobj")


def _cases(sentence: Sentence, tokens: Sequence[int]) -> set[str]:
    """Return the prepositions of some words."""
    return {sentence.low[c] for t in tokens for c in sentence.children[t] if sentence.deps[c] == "case"}


def _speech(
    sentence: Sentence, speakers: Sequence[Party], places: Sequence[PlaceMention], *, follows: bool
) -> PlaceMention | None:
    """Return the town in which a sentence tells that one of the speakers spoke.

    ``follows``: theirs is the sentence after it, in which "he" is who spoke.
    """
    if not sentence.parsed or not mentions_between(places, sentence.start, sentence.end):
        return None
    for verb in range(len(sentence)):
        if sentence.upos[verb] != "VERB" or sentence.lemmas[verb].lower() not in SPEAKING | {"say"}:
            continue
        subject = hanging_subject(sentence, verb)
        if subject is None and sentence.deps[verb] == "advcl":
            subject = hanging_subject(sentence, sentence.heads[verb])
        if subject is None:
            continue
        he = follows and sentence.heads[verb] == verb and any(p.text.lower() in ("he", "she") for p in speakers)
        if not he and not any(_same(sentence, subject, speaker) for speaker in speakers):
            continue
        found = _spoken_at(sentence, {verb}, (), places)
        if found is not None and found.precision in ("city", "site"):
            return found
    return None


def _same(sentence: Sentence, subject: int, speaker: Party) -> bool:
    """Say whether the subject of a sentence is somebody who speaks in another one: by the last name, or a pronoun."""
    words = {sentence.low[t] for t in (subject, *sentence.children_by(subject, "flat")) if sentence.upos[t] != "DET"}
    return bool(words & {name.lower().split()[-1] for name in (speaker.text, speaker.name) if name})
