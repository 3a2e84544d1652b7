"""The event coder: from a parsed article to its events and to the reasons why other mentions became none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from schemas.document import Sentence
from schemas.event import Event
from schemas.records import ParsedArticle, Resolved
from transforms.calibration import Calibration
from transforms.extract.actors import Actors, actor_context, load_actors, packaged
from transforms.extract.confidence import FLOOR, PACKAGED, rated
from transforms.extract.draft import Draft
from transforms.extract.drafting import Scene, complete, in_tense, peopled, sentence_drafts, set_in
from transforms.extract.facets.context import context_hits
from transforms.extract.frames.load import FrameSet, load_frames
from transforms.extract.merge.acts import cluster
from transforms.extract.opinion.clues import Reader, Said
from transforms.extract.opinion.model import packaged as packaged_model
from transforms.extract.opinion.question import Opinion
from transforms.extract.opinion.second import of_silent, of_words
from transforms.extract.passes import EVENTS, MENTIONS, EventPass, Groups, MentionPass
from transforms.extract.roles.codes.homes import Homes
from transforms.extract.roles.parties import Participants
from transforms.extract.roles.phrases import Phrases
from transforms.extract.roles.ranking import Sides
from transforms.extract.rows import event_row
from transforms.extract.title import told_in
from transforms.extract.veto.domain import domain_vetoes, foreign
from transforms.extract.veto.refusal import Case, Refusal, Veto, refusal
from transforms.extract.veto.reported import reported_vetoes
from transforms.extract.veto.rows import unwritten
from transforms.extract.veto.topic import Topic, topic_of
from transforms.extract.veto.weighing import FIRM, NEEDED, Needed, by_token, joined, judged, said_of, weighed
from transforms.parse.clause.clauses import DocumentClauses
from transforms.resolve.harm.tally import tolls

VETOES: tuple[Veto, ...] = (*domain_vetoes.all, *reported_vetoes.all)
"""The reasons against a single mention, in the order in which they are asked."""


@dataclass(frozen=True)
class Resources:
    """What the coder reads besides the article."""

    frames: FrameSet
    actors: Actors
    vetoes: tuple[Veto, ...] = VETOES
    """The reasons against a single mention, in the order in which they are asked."""
    mention_passes: tuple[MentionPass, ...] = MENTIONS
    event_passes: tuple[EventPass, ...] = EVENTS


class UnknownRuleError(ValueError):
    """No rule of the coder has the name that is to be left out."""


@dataclass(frozen=True, slots=True)
class Coded:
    """What became of every predication of an article that frames know: a mention of an event, or a refusal."""

    events: tuple[Event, ...] = ()
    """In the order of their best mentions."""
    mentions: tuple[tuple[Draft, ...], ...] = ()
    """The drafts of each event, in text order."""
    refusals: tuple[Refusal, ...] = ()
    """In text order."""


@cache
def load_resources(
    frames: tuple[tuple[str, str], ...] = (),
    actors: tuple[tuple[str, str], ...] = (),
    without: tuple[str, ...] = (),
) -> Resources:
    """Return the packaged resources with a user's own files, given as (name, text), loaded once per process.

    ``without``: rules that are left out; UnknownRuleError where there is none of that name.
    """
    found = Resources(load_frames(frames), load_actors(dict(actors)) if actors else packaged())
    for rule in without:
        found = left_out(found, rule)
    return found


def left_out(resources: Resources, rule: str) -> Resources:
    """Return the resources without a veto, given by code, a pass, by name, or frames, by the beginning of their id."""
    frames = {
        key: tuple(frame for frame in entries if not frame.rule.startswith(rule))
        for key, entries in resources.frames.frames.items()
    }
    found = replace(
        resources,
        frames=replace(resources.frames, frames={key: entries for key, entries in frames.items() if entries}),
        vetoes=tuple(veto for veto in resources.vetoes if rule not in (veto.code, veto.name)),
        mention_passes=tuple(one for one in resources.mention_passes if one.name != rule),
        event_passes=tuple(one for one in resources.event_passes if one.name != rule),
    )
    if _size(found) == _size(resources):
        raise UnknownRuleError(f"{rule}: no veto on single mentions, pass or frame has this name")
    return found


def _size(resources: Resources) -> int:
    rules = (resources.vetoes, resources.mention_passes, resources.event_passes, *resources.frames.frames.values())
    return sum(map(len, rules))


def extract(
    article: ParsedArticle,
    resolved: Resolved,
    article_id: str,
    *,
    resources: Resources,
    clauses: DocumentClauses | None = None,
    floor: float = FLOOR,
    needed: Needed = NEEDED,
    least: float = 0.0,
    calibration: Calibration = PACKAGED,
    opinion: tuple[str, Opinion] | None = None,
    whole: bool = True,
) -> Coded:
    """Return the events of an article and why other mentions of acts became none.

    ``clauses`` is the reading that the harm was found with; without it the document is read here.
    ``floor``: how sure, 0 to 1, the best mention of an event has to be; 0 to see all.
    ``needed``: how likely, 0 to 1, a mention has to be an act.
    ``least``: confidence, 0 to 1, below which no row is written; ``calibration``: what becomes of both confidences.
    ``opinion``: name and function of who is asked about words on which the frames are silent or which they refuse.
    ``whole``: a refusal tells all steps, also those that made time, place and source of what is then refused.
    """
    scene = scene_of(article, resolved, resources, clauses)
    participants = scene.participants
    drafts: list[Draft] = []
    refusals: list[Refusal] = []
    for found in decided(scene, resources.vetoes, opinion, needed, whole=whole):
        if isinstance(found, Refusal):
            refusals.append(found)
        else:
            drafts.append(found)
    for mention_pass in resources.mention_passes:
        drafts = list(mention_pass.run(drafts, scene))
    written: list[list[Draft]] = []
    for group in cluster(drafts, article.published_day, article.document.title_sentences):
        reasons = unwritten(group, participants, floor=floor)
        refusals += reasons
        if not reasons:
            written.append(group)
    groups: Groups = written
    for event_pass in resources.event_passes:
        groups = event_pass.run(groups, scene)
    rows = []
    for event, told in event_rows(groups, scene, article_id, calibration):
        if event.confidence >= least:
            rows.append((event, told))
        else:
            detail = f"{event.confidence:.2f} < {least:.2f}"
            refusals += [refusal(draft, participants, "NV404", detail) for draft in told]
    return Coded(
        events=tuple(event for event, _ in rows),
        mentions=tuple(group for _, group in rows),
        refusals=tuple(sorted(refusals, key=_position)),
    )


def scene_of(
    article: ParsedArticle, resolved: Resolved, resources: Resources, clauses: DocumentClauses | None = None
) -> Scene:
    """Return what the rules of the coder may look at; the document is read here where ``clauses`` is not given."""
    context = actor_context(article, resources.actors, resolved.places)
    return Scene(article, resolved, Participants(article.document, context, clauses), resources.frames)


def mentions(
    scene: Scene, vetoes: tuple[Veto, ...], made: Callable[[Draft, Scene], Draft] = complete
) -> Iterator[tuple[Sentence, list[Draft | Refusal]]]:
    """Yield the parsed sentences of an article with the drafts of their words and what is objected to each.

    And with the refusals of words that fit a frame and yet report nothing. ``made``: what makes the drafts complete,
    or as complete as the vetoes need them.
    """
    topic: Topic | None = None
    for sentence in scene.article.document.sentences:
        if not sentence.parsed or not len(sentence):
            continue
        domain: str | None = None
        found: list[Draft | Refusal] = []
        for one in sentence_drafts(sentence, scene.participants, scene.frames):
            if isinstance(one, Refusal):
                found.append(one)
                continue
            domain = foreign(sentence) if domain is None else domain
            topic = topic_of(scene.article.document.text) if topic is None else topic
            found.append(judged(Case(made(one, scene), scene.participants, domain, topic), vetoes))
        yield sentence, found


def decided(
    scene: Scene,
    vetoes: tuple[Veto, ...],
    opinion: tuple[str, Opinion] | None,
    needed: Needed = NEEDED,
    *,
    whole: bool = True,
) -> Iterator[Draft | Refusal]:
    """Yield the mentions that are likely acts, those of an ``opinion`` among them, and refusals of the rest.

    ``whole``: what is refused is made complete before.
    """
    model, sides = packaged_model(), packaged_model("sides")
    made = complete if whole else peopled
    finish = _as_it_is if whole else partial(set_in, scene=scene)
    participants, frames = scene.participants, scene.frames
    silent: list[Sentence] = []
    for sentence, found in mentions(scene, vetoes, made):
        reader = Reader(sentence, participants, frames)
        ranking: Sides | None = None
        refused: dict[int, Refusal] = {}
        said = by_token([_said(one) for one in found])
        taken: set[int] = set()
        judgements: list[Draft | Refusal] = []
        for one in found:
            if isinstance(one, Refusal):
                refused[one.token] = one
            else:
                judgements.append(weighed(one, reader, model, participants, needed, said=said, finish=finish))
        for alone, kept in zip(judgements, joined(judgements, participants), strict=True):
            if isinstance(alone, Draft):
                taken.update(part.predication.token for part in alone.mention.chain())
            if isinstance(kept, Draft):
                ranking = ranking or Sides(Phrases(sentence, participants), sides)
                yield ranking.of(kept)
            else:
                refused[kept.token] = kept
        if opinion is not None and opinion[1] is model:
            for draft in of_words(reader, (opinion[0], model), said, taken):
                told = _in_domain(in_tense(draft, participants, frames), scene, vetoes, made)
                if isinstance(told, Draft):
                    refused.pop(draft.trigger_token, None)
                    ranking = ranking or Sides(Phrases(sentence, participants), sides)
                    yield ranking.of(finish(told))
                elif draft.trigger_token not in refused:
                    yield told
        elif not taken and not foreign(sentence):
            silent.append(sentence)
        yield from refused.values()
    if opinion is not None and opinion[1] is not model:
        yield from _of_others(silent, scene, vetoes, opinion)


def _said(found: Draft | Refusal) -> tuple[int, Said]:
    """Return a word and what the frames say of it."""
    if isinstance(found, Refusal):
        return found.token, Said(found.event_type, (found.code,))
    return found.trigger_token, said_of(found)


def _as_it_is(draft: Draft) -> Draft:
    return draft


def _in_domain(
    found: Draft | Refusal, scene: Scene, vetoes: tuple[Veto, ...], made: Callable[[Draft, Scene], Draft]
) -> Draft | Refusal:
    """Return the draft that a model gives as it was ``made``, or its refusal where it is of another sense or domain."""
    if isinstance(found, Refusal):
        return found
    topic = topic_of(scene.article.document.text)
    case = Case(made(found, scene), scene.participants, foreign(found.sentence), topic)
    firm = [objection for objection in judged(case, vetoes).objections if objection[0] in FIRM]
    return refusal(case.draft, scene.participants, *firm[0]) if firm else case.draft


def _of_others(
    silent: Sequence[Sentence], scene: Scene, vetoes: tuple[Veto, ...], opinion: tuple[str, Opinion]
) -> Iterator[Draft | Refusal]:
    """Yield what a user's own opinion gives of silent sentences; any objection stands."""
    for second in of_silent(silent, scene.participants, scene.frames, opinion):
        found = in_tense(second, scene.participants, scene.frames)
        if isinstance(found, Draft):
            case = Case(complete(found, scene), scene.participants, "", topic_of(scene.article.document.text))
            found = judged(case, vetoes)
            if found.objections:
                found = refusal(found, scene.participants, *found.objections[0])
        yield found


def event_rows(
    groups: Groups, scene: Scene, article_id: str, calibration: Calibration
) -> list[tuple[Event, tuple[Draft, ...]]]:
    """Return the row of every event with its mentions, in the order of the best mentions."""
    article = scene.article
    published = article.published_day
    hits = context_hits(article.document.text if groups else "")
    homes = Homes(article.document, scene.participants.context)
    counted = tolls(article.document, [[h for draft in group for h in draft.harm] for group in groups])
    rows = [
        (
            event_row(
                group,
                article,
                article_id,
                hits=hits,
                participants=scene.participants,
                published=published,
                toll=toll,
                homes=homes,
            ),
            tuple(group),
        )
        for group, toll in zip(groups, counted, strict=True)
    ]
    topic = topic_of(article.document.text if rows else "")
    sure = rated(rows, len(article.document.sentences), topic, calibration)
    return sorted(((told_in(event, article.document), group) for event, group in sure), key=_order)


def _order(row: tuple[Event, tuple[Draft, ...]]) -> tuple[bool, int, int, str, str]:
    event = row[0]
    return event.evidence_part == "text", event.trigger_start, event.trigger_end, event.event_type, event.event_id


def _position(refusal: Refusal) -> tuple[int, int, str]:
    return refusal.start, refusal.end, refusal.code
