"""The event coder: from a parsed article to its events."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from schemas.document import Sentence
from schemas.event import Event, Party
from schemas.records import ParsedArticle, Resolved
from transforms.extract.actors import Actors, actor_context, is_anybody, is_direction, load_actors, packaged
from transforms.extract.confidence import FLOOR, confidence
from transforms.extract.draft import Draft
from transforms.extract.facets.attribution import attribution_of
from transforms.extract.facets.context import context_hits
from transforms.extract.facets.modes import mode_of
from transforms.extract.facets.status import status_of
from transforms.extract.facets.targets import targets
from transforms.extract.facets.things import means
from transforms.extract.facets.told_days import tell_days
from transforms.extract.facets.when import date_of, hours_after
from transforms.extract.facets.where import place_of
from transforms.extract.frames.load import FrameSet, load_frames
from transforms.extract.frames.reading import Reading
from transforms.extract.frames.readings import Reader
from transforms.extract.merge.acts import cluster
from transforms.extract.merge.blame import blame
from transforms.extract.merge.harms import attach_harm
from transforms.extract.roles.groups import name_groups
from transforms.extract.roles.parties import Cast, last_names
from transforms.extract.roles.persons import apposed
from transforms.extract.roles.roster import add_rosters
from transforms.extract.roles.sides import sides
from transforms.extract.rows import best_date, event_row
from transforms.extract.veto.domain import foreign, relevant
from transforms.extract.veto.reported import known, reported
from transforms.parse.clause.clauses import DocumentClauses
from transforms.resolve.harm.tally import tolls

FACTIVE = frozenset({"ACCUSE", "CONDEMN", "INVESTIGATE", "PRAISE", "DENY", "REGRET"})
"""Operators whose inner act is reported too, beside what the operator makes of it."""
VIOLENT = frozenset({"ASSAULT", "THREATEN", "COERCE"})
ARMED_MODES = ("suicide-attack", "drone", "unconventional", "crowd-control", "aerial")
OVERRULING = {
    "explosives": ARMED_MODES,
    "firearms": ARMED_MODES,
    "heavy-weapons": ARMED_MODES,
    "destroy": ARMED_MODES,
    "beat": (*ARMED_MODES, "primitive"),
}
"""Modes that a verb suggests, and those that the words for the means may put in their place."""
UNTOLD = ("none", "publication")
UNREAL = frozenset({"future", "hypothetical", "negated"})
SITING = frozenset({"in", "at", "near", "inside", "outside"})
GROUND_TYPES = frozenset({"ASSAULT", "MOBILIZE", "RETREAT"})
"""Types of acts that ground is the object of: it is taken, held, hit or left; in others it is where they happen."""
CLAUSE_POSITIONS = frozenset({"root", "conj", "acl", "advcl", "xcomp", "ccomp", "parataxis", "acl:relcl"})


@dataclass(frozen=True)
class Resources:
    """What the coder reads besides the article."""

    frames: FrameSet
    actors: Actors


@cache
def load_resources(frames: tuple[tuple[str, str], ...] = (), actors: tuple[tuple[str, str], ...] = ()) -> Resources:
    """Return the packaged resources with a user's own files, given as (name, text), loaded once per process."""
    return Resources(load_frames(frames), load_actors(dict(actors)) if actors else packaged())


def extract(
    article: ParsedArticle,
    resolved: Resolved,
    article_id: str,
    *,
    resources: Resources,
    clauses: DocumentClauses | None = None,
) -> tuple[Event, ...]:
    """Return the events of an article in the order of their best mentions.

    ``clauses`` is the reading that the harm was found with; without it the document is read here.
    """
    cast = Cast(article.document, actor_context(article, resources.actors, resolved.places), clauses)
    published = article.published_day
    drafts: list[Draft] = []
    for sentence in article.document.sentences:
        if not sentence.parsed or not len(sentence):
            continue
        other_domain = foreign(sentence)
        for draft in sentence_drafts(sentence, cast, resources.frames):
            complete(draft, article, resolved, cast)
            if relevant(draft, cast, other_domain=other_domain) and reported(draft, cast):
                drafts.append(draft)
    attach_harm(drafts, resolved.harm, cast)
    add_rosters(drafts, cast)
    blame(drafts, cast)
    name_groups(drafts, cast)
    for draft in drafts:
        draft.people = people_of(draft, cast)
    hits = context_hits(article.document.text if drafts else "")
    groups = [group for group in cluster(drafts) if written(group)]
    for group in groups:
        leave_sites(group, cast)
    share_blame(groups)
    share_days(groups)
    tell_days(groups, article.document, resolved.dates)
    counted = tolls(article.document, [[h for draft in group for h in draft.harm] for group in groups])
    rows = [
        event_row(group, article, article_id, hits=hits, cast=cast, published=published, toll=toll)
        for group, toll in zip(groups, counted, strict=True)
    ]
    return tuple(sorted(rows, key=lambda row: (row.trigger_start, row.trigger_end, row.event_type, row.event_id)))


def people_of(draft: Draft, cast: Cast) -> frozenset[str]:
    """Return the last names of those hurt: named in a phrase for them, in apposition to it or in a list of victims."""
    found = {name for party in draft.hurt for name in cast.last_names(party)}
    found.update(word for name, _ in draft.roster for word in last_names(name.text))
    for mention in draft.harm:
        if mention.victim is not None:
            names = apposed(cast, cast.document.sentences[mention.sentence], mention.victim)
            found.update(word for name in names for word in last_names(name.text))
    return frozenset(found)


def leave_sites(group: Sequence[Draft], cast: Cast) -> None:
    """Leave out of the recipients of an attack the places where it only happened: people are who it hit.

    "An explosion in a park in Kabul killed five people": the park is a target at most.
    """
    if group[0].type != "ASSAULT" or not any(draft.harm for draft in group):
        return
    for draft in group:
        sentence, clauses = draft.sentence, cast.clauses(draft.sentence)
        sites = [
            sentence.starts[token]
            for token in draft.reading.recipients
            if draft.predicate_pos == "n"
            and clauses.preposition(token) in SITING
            and sentence.upos[token] == "NOUN"
            and cast.is_place(sentence, token)
        ]
        draft.recipients = tuple(p for p in draft.recipients if not any(p.start <= site < p.end for site in sites))
        draft.sides = tuple(p for p in draft.sides if p in draft.recipients)


def written(group: Sequence[Draft]) -> bool:
    """Say whether the mentions of an event amount to a row: an act, not talk, and sure enough."""
    return max(d.confidence for d in group) >= FLOOR and not all(d.empty or d.talk for d in group) and tangible(group)


def tangible(group: Sequence[Draft]) -> bool:
    """Say whether a text that tells of violence tells something of it: a day, harm, things hit, means or both sides.

    "The attacks must stop", "they kill our people": what none of that is told of is talk about violence.
    """
    if group[0].type != "ASSAULT":
        return True
    for draft in group:
        if draft.harm or draft.roster or draft.targets or draft.means or draft.when.basis not in UNTOLD:
            return True
        verbal = draft.predicate_pos != "n" and (draft.reading.inner is None or aimed(draft))
        if verbal and (known(draft.actors) or known(draft.recipients)):
            return True
        if known(draft.recipients) and draft.reading.frame.operator == "UNDERGO":
            return True
        if known(draft.actors) and (draft.mutual or known(draft.recipients)):
            return True
    return False


def aimed(draft: Draft) -> bool:
    """Say whether an act in a light verb has an aim: "launched attacks on the town"."""
    return any(one.predication.get(slot) for one in draft.reading.chain() for slot in ("on", "against", "at"))


def share_blame(groups: Sequence[Sequence[Draft]]) -> None:
    """Give the actors of a summary mention ("the attacks were blamed on X") to the acts told before it without any.

    Only a definite plural noun counts that hits nobody and nothing of its own.
    """
    for position, group in enumerate(groups):
        for draft in group:
            sentence, token = draft.sentence, draft.named_token
            if sentence.xpos[token] not in ("NNS", "NNPS") or not draft.actors or draft.told or draft.targets:
                continue
            if not draft.definite_noun:
                continue
            for earlier in groups[:position]:
                same = earlier[0].type == draft.type and not any(d.actors for d in earlier)
                if same and all(d.sentence.index <= sentence.index for d in earlier):
                    earlier[0].actors = draft.actors


def share_days(groups: Sequence[Sequence[Draft]]) -> None:
    """Date what happened within hours of an act that the article dates elsewhere: on its day or the next."""
    group_of = {(d.sentence.index, d.trigger_token): group for group in groups for d in group}
    for group in groups:
        for draft in group:
            for token in sorted(hours_after(draft.sentence, draft.when)):
                other = group_of.get((draft.sentence.index, token))
                day = best_date(other) if other is not None and other is not group else None
                if day and day.start and day.start == day.end and day.basis in ("explicit", "weekday", "relative"):
                    draft.when = replace(draft.when, start=day.start, end=day.start + datetime.timedelta(days=1))


def sentence_drafts(sentence: Sentence, cast: Cast, frames: FrameSet) -> Iterator[Draft]:
    """Yield what the predications of one sentence report."""
    reader = Reader(sentence, cast, frames)
    clauses = reader.clauses
    found: dict[int, Reading] = {}
    for token in range(len(sentence)):
        if not (clauses.is_verb(token) or sentence.upos[token] in ("NOUN", "ADJ", "PROPN")):
            continue
        reader.recover(token)
        reading = reader.read(token)
        if reading is not None:
            found[token] = reading
    absorbed: set[int] = set()
    claimed: dict[int, str] = {}
    for reading in found.values():
        steps = list(reading.chain())
        for outer, inner in pairwise(steps):
            token = inner.predication.token
            if outer.frame.operator not in FACTIVE:
                absorbed.add(token)
            elif outer.frame.operator in ("ACCUSE", "DENY"):
                claimed[token] = outer.frame.operator
                if outer.predication.negated:
                    continue
                if outer.frame.operator == "ACCUSE" and (not inner.actors or inner.actors == outer.actors):
                    inner.actors = [t for t in outer.recipients if t not in inner.recipients]
    for token, reading in found.items():
        if token in absorbed or token in reader.silenced or not (_asserts(reading, sentence) or token in claimed):
            continue
        draft = Draft(sentence, reading, reading.type, reading.mode, reading.cameo, status_of(reading, clauses))
        draft.claimed = token in claimed
        draft.disputed = claimed.get(token) == "DENY"
        if in_tense(draft, frames):
            yield draft


def _asserts(reading: Reading, sentence: Sentence) -> bool:
    p = reading.predication
    if sentence.deps[p.token] == "amod" and not p.recovered:
        return False
    if p.pos == "n":
        return "report" in reading.frame.flags
    if p.pos == "a":
        return p.copula or sentence.deps[p.token] in CLAUSE_POSITIONS
    return True


def in_tense(draft: Draft, frames: FrameSet) -> bool:
    """Apply the tense rules to a draft; False where the act is no event in that tense."""
    changed = frames.in_tense(draft.type, draft.mode, draft.status)
    if changed is not None and changed.type != "=":
        if changed.type == "-":
            return False
        draft.type, draft.mode, draft.cameo = changed.type, changed.mode, changed.cameo
        draft.status = changed.status or "occurred"
    if draft.status == "refused":
        draft.status = "negated"
    return True


def complete(draft: Draft, article: ParsedArticle, resolved: Resolved, cast: Cast) -> None:
    """Fill in what the clause says beyond type and roles: parties, mode, things, time, place, source, confidence."""
    sentence, reading = draft.sentence, draft.reading
    clause = clause_tokens(draft)
    draft.actors = tuple(p for p in parties(sentence, reading.actors, cast) if not is_anybody(p))
    draft.recipients = parties(sentence, reading.recipients, cast)
    if draft.type not in GROUND_TYPES:
        draft.recipients = tuple(p for p in draft.recipients if not is_direction(p))
    draft.sides = parties(sentence, sides(sentence, reading.recipients, draft.type, cast), cast)
    draft.sides = tuple(p for p in draft.sides if not is_direction(p))
    if draft.type == "PROTEST" and draft.mode in (None, "demo") and draft.actors and all(map(is_state, draft.actors)):
        draft.type, draft.mode, draft.cameo = "ACCUSE", "disapprove", "111"
    said = mode_of(draft.type, sentence, clause)
    if draft.mode is None or (draft.type == "ASSAULT" and said in OVERRULING.get(draft.mode, ())):
        draft.mode = said
    if draft.type in VIOLENT:
        draft.means = means(article.document, sentence, clause)
        draft.targets = targets(sentence, reading, cast)
    published = article.published_day
    unreal = draft.status in UNREAL
    paragraphs = article.document.paragraphs
    draft.when = date_of(
        sentence,
        clause,
        draft.trigger_token,
        resolved.dates,
        published,
        unreal=unreal,
        paragraph_start=paragraphs[sentence.paragraph].start if 0 <= sentence.paragraph < len(paragraphs) else None,
    )
    spans = [(p.start, p.end) for p in draft.actors]
    draft.place = place_of(
        article,
        sentence,
        clause=clause,
        trigger=draft.trigger_token,
        taken=spans,
        places=resolved.places,
        dates=resolved.dates,
    )
    draft.attribution = attribution_of(sentence, draft.trigger_token, cast)
    draft.confidence = confidence(draft)


def is_state(party: Party) -> bool:
    """Say whether a party is a state or one of its offices: its protest is a diplomatic one (PLOVER 2.0, PROTEST)."""
    return party.sector in ("GOV", "LEG", "MIL", "JUD") or (
        party.sector is None and party.country is not None and party.name is not None
    )


def clause_tokens(draft: Draft) -> frozenset[int]:
    """Return the tokens of the clause of an act: below its predicate, or its verb where it is a noun of that verb."""
    sentence, token = draft.sentence, draft.trigger_token
    if draft.predicate_pos == "n" and sentence.deps[token] in ("nsubj", "nsubj:pass", "obj", "obl", "obl:agent"):
        token = sentence.heads[token]
    found = set(sentence.subtree(token))
    if draft.reading.predication.pos == "v":
        for child in sentence.children[token]:
            if sentence.deps[child] in ("conj", "parataxis", "ccomp"):
                found -= set(sentence.subtree(child))
    return frozenset(found)


def parties(sentence: Sentence, tokens: Sequence[int], cast: Cast) -> tuple[Party, ...]:
    """Return the parties that the tokens head, each stretch of text once."""
    found: list[Party] = []
    for token in tokens:
        party = cast.party(sentence, token)
        if all(party.end <= other.start or other.end <= party.start for other in found):
            found.append(party)
    return tuple(found)
