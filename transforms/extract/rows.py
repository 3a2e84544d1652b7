"""From a group of drafts to one event row."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import cache

from msgspec.structs import replace

from schemas.article import PLACE_BASES
from schemas.codes.ontology import cameo_agrees, cameo_codes, default_cameo, event_types, goldstein
from schemas.document import Document, Span
from schemas.event import Attribution, Event, EventPlace, FieldRule, Party, Thing, TriggerMention, Victim
from schemas.ids import stable_id
from schemas.records import HarmMention, ParsedArticle
from transforms.extract.draft import Draft
from transforms.extract.facets.context import ContextHits, contexts_of
from transforms.extract.facets.when import When
from transforms.extract.facets.where import FINENESS
from transforms.extract.merge.harms import HURT, suffers_own, victims_of
from transforms.extract.opinion.model import packaged
from transforms.extract.roles.codes.homes import Homes
from transforms.extract.roles.codes.local import (
    as_people,
    identified,
    in_country,
    of_own_government,
    told_together,
)
from transforms.extract.roles.codes.sectors import RULE, both
from transforms.extract.roles.parties import Participants
from transforms.extract.roles.persons import in_full
from transforms.extract.roles.victim_lists import with_listed_victims
from transforms.extract.title import in_one_part, of_title
from transforms.extract.veto.reported import known
from transforms.resolve.harm.tally import Toll
from transforms.words.classes import word_class

REAL = ("occurred", "ongoing", "attempted", "future", "hypothetical", "negated")
"""Statuses from the most to the least real: the status of an event is the most real of its mentions."""

REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
"""Who does it to himself is no recipient: "blew himself up"."""


def event_row(
    group: Sequence[Draft],
    article: ParsedArticle,
    article_id: str,
    *,
    hits: ContextHits,
    participants: Participants,
    published: datetime.date | None,
    toll: Toll,
    homes: Homes,
) -> Event:
    """Return the row of the event that a group of mentions reports; the best supported mention leads.

    Its offsets count from the beginning of the document, as those of the mentions do.
    """
    document = article.document
    group = in_one_part(group, document)
    body = [d for d in group if not of_title(d, document)]
    best = best_mention(body or group)
    others = [d for d in group if d is not best]
    sentence = best.sentence
    trigger = best.trigger_span
    mode = best.mode or next((d.mode for d in others if d.mode), None)
    actors = tuple(in_full(participants, party) for party in told_actors(best, others))
    recipients = tuple(
        in_full(participants, r) for r in told_recipients(best, others) if r.text.lower() not in REFLEXIVE
    )
    if best.type == "CONSULT":
        recipients = tuple(r for r in recipients if r.start >= trigger.end or r.end <= trigger.start)
    near = document.sentences[max(sentence.index - 1, 0) : sentence.index + 2]
    spans = [(s.start, s.end) for s in sorted(near, key=lambda s: s.index != sentence.index)]
    contexts = contexts_of(hits, spans, best.type, mode)
    cameo = cameo_of(best, mode, contexts)
    harm: list[HarmMention] = [h for d in group for h in d.harm]
    victims = with_listed_victims(victims_of(harm, participants), [entry for d in group for entry in d.listed_victims])
    if not any(suffers_own(h, participants) for h in harm):
        actors = unhurt(actors, victims)
    when = best_date([best, *others])
    place = best_place([best, *others])
    scene = best_place([replace(d, place=d.scene or d.place) for d in (best, *others)])
    scene = None if scene is not None and _is_side(scene, (*actors, *recipients)) else scene
    recipients = as_people(recipients, best.type, sentence.low, participants.context)
    actors, recipients = (told_together(side, document.text) for side in (actors, recipients))
    actors, recipients = (
        tuple(in_country(p, best.type, scene, participants.context) for p in side) for side in (actors, recipients)
    )
    recipients = tuple(of_own_government(p, actors) for p in recipients)
    theirs = packaged("homes")
    actors = tuple(homes.at_home(p, best.type, scene, recipients, theirs) for p in actors)
    recipients = tuple(homes.at_home(p, best.type, scene, actors, theirs) for p in recipients)
    word = best.sentence.lemmas[best.trigger_token].lower()
    known = actors, recipients
    sectored = both(known, best.type, word, participants, packaged("sectors"))
    actors, recipients = (tuple(map(identified, side)) for side in sectored)
    attribution = next((d.attribution for d in [best, *others] if d.attribution.kind == "reporter"), best.attribution)
    if best.attribution.kind != "reporter" and all(d.attribution.kind != "reporter" for d in others):
        attribution = best.attribution
    mentions = [_mention(d, document.text) for d in [best, *others]]
    return Event(
        event_id=stable_id("event", article_id, best.type, *where_told(trigger, document)),
        article_id=article_id,
        url=article.clean.url,
        publisher=article.clean.publisher,
        published_at=article.published_at,
        event_type=best.type,
        event_mode=mode,
        contexts=contexts,
        cameo_code=cameo,
        quad_class=event_types()[best.type].quad,
        goldstein=goldstein(cameo),
        actors=actors,
        recipients=tuple(r for r in recipients if all(r.start >= a.end or r.end <= a.start for a in actors)),
        victims=victims,
        killed_low=toll.killed_low,
        killed_high=toll.killed_high,
        wounded_low=toll.wounded_low,
        wounded_high=toll.wounded_high,
        casualties_cumulative=toll.cumulative,
        means=_things([t for d in group for t in d.means]),
        targets=_things([t for d in group for t in d.targets]),
        status=min((d.status for d in group), key=REAL.index),
        historical=when.historical(published),
        attribution=_claimant(group, attribution),
        disputed=any(d.disputed for d in group),
        date_start=when.start,
        date_end=when.end,
        date_precision=when.precision,
        date_basis=when.basis,
        date_text=when.text,
        date_text_start=when.text_start,
        date_text_end=when.text_end,
        place=place,
        sentence_index=sentence.index,
        evidence_start=sentence.start,
        evidence_end=sentence.end,
        evidence=document.text[sentence.start : sentence.end],
        trigger=document.text[trigger.start : trigger.end],
        trigger_start=trigger.start,
        trigger_end=trigger.end,
        mentions=tuple(mentions),
        confidence=0.0,  # of a row among the others of its article: ``confidence.rated``
        rule=best.mention.rule,
        steps=(
            *steps_of([best, *others], {"mode": mode, "when": when, "place": place, "attribution": attribution}),
            *(
                FieldRule(RULE, column)
                for column, before, after in zip(("actors", "recipients"), known, sectored, strict=True)
                if before != after
            ),
        ),
    )


def where_told(trigger: Span, document: Document) -> tuple[str, ...]:
    """Return the part and the offsets of a trigger as the id of its event takes them."""
    if trigger.start < document.offset:
        return "title", str(trigger.start), str(trigger.end)
    return str(trigger.start - document.offset), str(trigger.end - document.offset)


COLUMNS = {
    "type": "event_type",
    "mode": "event_mode",
    "cameo": "cameo_code",
    "when": "date_start",
    "harm": "victims",
    "listed_victims": "victims",
    "attribution": "attribution",
    "status": "status",
    "place": "place",
    "actors": "actors",
    "recipients": "recipients",
    "means": "means",
    "targets": "targets",
}
"""The column that a field of a draft fills."""


def steps_of(group: Sequence[Draft], chosen: Mapping[str, object]) -> tuple[FieldRule, ...]:
    """Return the rules that made or changed a field of the row, the best mention's first, each once.

    ``chosen``: for fields that one mention gives, the value in the row; rules for other values did nothing to it.
    """
    found: dict[FieldRule, None] = {}
    for draft in group:
        for step in draft.steps:
            if step.field in COLUMNS and (step.field not in chosen or step.after == chosen[step.field]):
                found.setdefault(FieldRule(step.rule, COLUMNS[step.field]))
    if len(group) > 1:
        found.setdefault(FieldRule("merge/same-act", "mentions"))
    return tuple(found)


def told_actors(best: Draft, others: Sequence[Draft]) -> tuple[Party, ...]:
    """Return the actors of the best mention; where it names none by name, with those that another mention names."""
    actors = best.actors or next((d.actors for d in others if d.actors), ())
    if all(_pronoun(a) for a in actors):
        actors = next((d.actors for d in others if d.actors and not any(_pronoun(a) for a in d.actors)), actors)
    if any(a.name for a in actors):
        return actors
    named = next((d.actors for d in others if any(a.name for a in d.actors)), ())
    fresh = (a for a in named if a.name and all(a.start >= b.end or b.start >= a.end for b in actors))
    return (*actors, *(a for a in fresh if not any(_called(b, a) for b in actors)))


def _called(party: Party, named: Party) -> bool:
    """Say whether a phrase with office and name is of a person named elsewhere: "Home Secretary Ann Lee", "Mrs Lee"."""
    family = (named.name or "").split()[-1:]
    return party.name is None and party.text.split()[-1:] == family and party.text != named.text


def unhurt(actors: Sequence[Party], victims: Sequence[Victim]) -> tuple[Party, ...]:
    """Return the actors whose words are not also those of somebody killed or wounded: the dead man is no attacker."""
    hurt = [v for v in victims if v.harm in HURT]
    return tuple(a for a in actors if all(a.end <= v.start or v.end <= a.start for v in hurt))


def _pronoun(party: Party) -> bool:
    return party.text.lower() in word_class("pronoun")


def told_recipients(best: Draft, others: Sequence[Draft]) -> tuple[Party, ...]:
    """Return the sides that the best mention tells it was done to; else its victims; else those of another mention.

    Where those of the best mention cannot be resolved, the first that can be stand for them.
    """
    told = [side for d in (best, *others) for side in (d.sides, d.victim_parties if d.type == "ASSAULT" else ())]
    named = (side for side in told if any(r.name or r.country or r.sector not in (None, "UNK") for r in side))
    return next(named, None) or next((side for side in told if side), ())


def best_mention(group: Sequence[Draft]) -> Draft:
    """Return the best supported mention in the sentence that tells most of an event: sides, harm, day, place, means."""
    told: dict[int, list[Draft]] = {}
    for draft in group:
        told.setdefault(draft.sentence.index, []).append(draft)

    def worth(index: int) -> tuple[int, float, int]:
        return _tells(told[index]), max(round(d.confidence, 1) for d in told[index]), -index

    return max(told[max(sorted(told), key=worth)], key=_support)


def _tells(group: Sequence[Draft]) -> int:
    """Return how much of a row the mentions of one sentence tell."""
    hurt = any(d.victim_parties or known(d.recipients) or d.targets for d in group)
    facts = (
        any(known(d.actors) for d in group),
        hurt,
        any(h.low is not None for d in group for h in d.harm),
        any(d.when.basis in OWN_DATE for d in group),
        any(place is not None and place.basis in OWN_PLACE for place in (d.scene or d.place for d in group)),
        any(d.means or d.mode for d in group),
        any(d.status == "occurred" for d in group),
    )
    return sum(facts)


def _is_side(place: EventPlace, parties: Sequence[Party]) -> bool:
    """Say whether a place's words are those of a side ("condemned the plan of France"): nobody else is of there."""
    return any(p.start <= place.start < p.end for p in parties if p.country is not None)


def _support(draft: Draft) -> tuple[bool, float, int, int]:
    """Rank the mentions of an event: who was hit is told, then confidence, then the earlier one."""
    hit = draft.type != "ASSAULT" or bool(draft.told or draft.targets)
    return hit, round(draft.confidence, 3), -draft.sentence.index, -draft.trigger_token


OWN_DATE = frozenset({"explicit", "weekday", "relative"})
OWN_PLACE = frozenset({"clause", "sentence"})


def best_place(group: Sequence[Draft]) -> EventPlace | None:
    """Return the best tied place of a group; one that a mention's own sentence gives more finely wins.

    Not one that the same sentence tells in another clause than that of the act.
    """
    told = [(d.place, d.sentence.index) for d in group if d.place is not None]
    if not told:
        return None
    best, at = min(told, key=lambda one: _place_rank(one[0]))
    finer = [
        place
        for place, index in told
        if place.country == best.country
        and (place.basis == "clause" or (place.basis == "sentence" and not (best.basis == "clause" and index == at)))
    ]
    return min(finer, key=_fineness, default=best)


def _place_rank(place: EventPlace) -> int:
    return PLACE_BASES.index(place.basis)


def _fineness(place: EventPlace) -> tuple[int, int]:
    return FINENESS.get(place.precision, len(FINENESS)), PLACE_BASES.index(place.basis)


def best_date(group: Sequence[Draft]) -> When:
    """Return the best tied date of a group: its own before that of publication, a finer before a coarser one."""
    fineness = ("day", "week", "month", "season", "quarter", "year", "decade", "none")

    def rank(draft: Draft) -> tuple[bool, int]:
        when = draft.when
        return (
            when.basis in ("none", "publication"),
            fineness.index(when.precision) if when.precision in fineness else 9,
        )

    chosen = min(group, key=rank).when
    return chosen if chosen.basis != "none" else group[0].when


def cameo_of(draft: Draft, mode: str | None, contexts: Sequence[str]) -> str:
    """Return the most specific CAMEO code of a draft: the frame's, or below the default one that the contexts tell."""
    codes = cameo_codes()
    own = draft.cameo if draft.cameo in codes else None
    base = own if own and cameo_agrees(draft.type, mode, own) else default_cameo(draft.type, mode)
    told = frozenset(contexts)
    return next((code for code, asked in _below(base, draft.type, mode) if asked <= told), base)


@cache
def _below(base: str, event_type: str, mode: str | None) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the codes right below a code that say a type and mode in some contexts, each with these contexts."""
    return tuple(
        (code, frozenset(entry.contexts))
        for code, entry in sorted(cameo_codes().items())
        if code.startswith(base)
        and len(code) == len(base) + 1
        and (entry.type, entry.mode) == (event_type, mode)
        and entry.contexts
    )


def _claimant(group: Sequence[Draft], attribution: Attribution) -> Attribution:
    for draft in group:
        if "claims" in draft.mention.frame.flags and draft.actors:
            party = draft.actors[0]
            return Attribution("claimant", party.text, party.start, party.end, party.name, party.country, party.sector)
    return attribution


def _mention(draft: Draft, text: str) -> TriggerMention:
    span = draft.trigger_span
    return TriggerMention(text[span.start : span.end], span.start, span.end, draft.sentence.index)


def _things(things: Sequence[Thing]) -> tuple[Thing, ...]:
    found: dict[tuple[int, int], Thing] = {}
    for thing in things:
        found.setdefault((thing.start, thing.end), thing)
    names: dict[str, Thing] = {}
    for key in sorted(found):
        names.setdefault(found[key].text.lower(), found[key])
    return tuple(names.values())
