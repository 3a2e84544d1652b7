"""Drafts of one sentence: what its predications report, and what their clauses say about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from msgspec.structs import replace

from schemas.document import Sentence
from schemas.event import Party
from schemas.records import ParsedArticle, Resolved
from transforms.extract.actors import is_anybody, is_direction
from transforms.extract.confidence import confidence, features
from transforms.extract.draft import Draft
from transforms.extract.facets.attribution import attribution_of
from transforms.extract.facets.chronicle import headings, month_above
from transforms.extract.facets.modes import mode_of
from transforms.extract.facets.said import SPOKEN
from transforms.extract.facets.status import status_of
from transforms.extract.facets.targets import targets
from transforms.extract.facets.things import means
from transforms.extract.facets.when import date_of, story_before
from transforms.extract.facets.where import at_home, place_of
from transforms.extract.frames.load import FrameSet
from transforms.extract.frames.mention import EventMention
from transforms.extract.frames.recogniser import Recogniser
from transforms.extract.roles.pairs import pair
from transforms.extract.roles.parties import Participants
from transforms.extract.roles.sides import authors, sides
from transforms.extract.veto.refusal import Refusal, refusal
from transforms.parse.clause.clauses import Clauses
from transforms.parse.clause.noun_phrase import core_tokens
from transforms.words.classes import has

FACTIVE = frozenset({"ACCUSE", "CONDEMN", "DENY", "IMPUTE", "INVESTIGATE", "PRAISE", "REGRET", "WORRY"})
"""Operators whose inner act is reported too, beside what the operator makes of it."""
CLAIMING = frozenset({"ACCUSE", "DENY", "IMPUTE"})
"""Those whose inner act is only claimed, or disputed."""
TAKING_UP = frozenset({"ACCUSE", "AGREE", "CONDEMN", "REJECT", "REQUEST", "THREATEN"})
"""Operators that hold all the acts that are told one after another in their clause."""
PEACEFUL = frozenset({"AGREE", "CONCEDE", "CONSULT", "RETREAT"})
"""Types of acts that are no row of their own where somebody is only accused of them."""
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
DONE = frozenset({"ASSAULT", "COERCE", "PROTEST"})
"""Types of acts that have no day to come: what is to come of them is threatened or planned."""
OF_TWO = frozenset({"AGREE", "CONSULT", "COOPERATE", "SUPPORT"})
"""Types of acts that two do together."""
DEEDS = frozenset({"COERCE", "SANCTION", "PROTEST", "RETREAT", "MOBILIZE"})
"""Types of acts that somebody does to somebody else and that a noun takes for granted."""
HELD = frozenset({("COERCE", "arrest"), ("ASSAULT", "abduct")})
"""Acts that last, so that a participle tells them of somebody."""
BARE = frozenset({"VB", "VBP"})
"""Tags of a verb without an ending, which is told after "to" with others."""
UNREAL = frozenset({"future", "hypothetical", "negated"})
GROUNDED = frozenset({"ASSAULT", "MOBILIZE", "RETREAT", "COERCE", "PROTEST"})
"""Types of acts that are done on the ground: what they are done to may be a place."""
RULING = frozenset({"CONCEDE", "COERCE", "SANCTION"})
"""Types of acts that police, courts and authorities do to those whom they rule."""
GROUND_TYPES = frozenset({"ASSAULT", "MOBILIZE", "RETREAT"})
"""Types of acts that ground is the object of: it is taken, held, hit or left; in others it is where they happen."""
NOMINAL = frozenset({"NOUN", "ADJ", "PROPN"})
CLAUSE_POSITIONS = frozenset({"root", "conj", "acl", "advcl", "xcomp", "ccomp", "parataxis", "acl:relcl"})


@dataclass(frozen=True)
class Scene:
    """What the rules of the coder may look at besides the drafts: the article, what was resolved, its parties."""

    article: ParsedArticle
    resolved: Resolved
    participants: Participants
    frames: FrameSet

    @cached_property
    def months(self) -> tuple[tuple[int, int], ...]:
        """Where months head the parts of the article, found once."""
        return headings(self.article.document)


def sentence_drafts(sentence: Sentence, participants: Participants, frames: FrameSet) -> Iterator[Draft | Refusal]:
    """Yield what the predications of one sentence report, and why others that frames know report nothing."""
    recogniser = Recogniser(sentence, participants, frames)
    clauses = recogniser.clauses
    found = read_sentence(recogniser)
    for token, (code, kind, rule, detail) in sorted(recogniser.stopped.items()):
        start, end = sentence.starts[token], sentence.ends[token]
        words = participants.document.text[start:end]
        yield Refusal(code, sentence.index, words, start, end, kind, rule, detail, token=token)
    inside, actors = content(found, clauses)
    for token, first in found.items():
        mention = replace(first, actors=actors[token]) if token in actors else first
        outer = inside.get(token)
        claimed = outer is not None and outer.frame.operator in CLAIMING
        draft = Draft(sentence, mention, mention.type, mention.mode, mention.cameo, "occurred")
        taken_up = outer is not None and not _stands(mention, outer)
        if outer is not None and taken_up:
            yield refusal(draft, participants, "NV106", f"{outer.frame.operator}: {outer.frame.rule}")
        elif token in recogniser.silenced:
            yield refusal(draft, participants, "NV102", recogniser.silenced[token])
        else:
            told = claimed or _told(mention, clauses, participants)
            if not told and (code := unasserted(mention, sentence)):
                draft = replace(draft, objections=((code, sentence.deps[token]),))
            disputed = outer is not None and outer.frame.operator == "DENY"
            status = status_of(mention, clauses)
            yield in_tense(replace(draft, status=status, claimed=claimed, disputed=disputed), participants, frames)


def _stands(mention: EventMention, outer: EventMention) -> bool:
    """Say whether an act is told beside what an operator makes of it: what is condemned, or an accusation rejected."""
    if outer.frame.operator == "REJECT" and mention.type == "ACCUSE":
        return mention.predication.pos == "n" and bool(mention.recipients)
    peaceful = outer.frame.operator in CLAIMING and mention.type in PEACEFUL
    return outer.frame.operator in FACTIVE and mention.frame.operator != "FAIL" and not peaceful


def read_sentence(recogniser: Recogniser) -> dict[int, EventMention]:
    """Return what the predications of a sentence report, by token; what reports nothing is left in the recogniser."""
    sentence = recogniser.sentence
    found: dict[int, EventMention] = {}
    is_verb, recover, read = recogniser.clauses.is_verb, recogniser.recover, recogniser.read
    for token, upos in enumerate(sentence.upos):
        if upos in NOMINAL or is_verb(token):
            recover(token)
            mention = read(token)
            if mention is not None:
                found[token] = mention
    return found


def content(found: dict[int, EventMention], clauses: Clauses) -> tuple[dict[int, EventMention], dict[int, list[int]]]:
    """Return, by token, the mention of which an act is the content, and the accused who are the actors of alleged acts.

    Where an act is the content of several, one that takes it up comes first, then the last that claims or denies it.
    """
    inside: dict[int, EventMention] = {}
    accused: dict[int, list[int]] = {}
    for mention in found.values():
        for outer, first in pairwise(list(mention.chain())):
            for inner in (first, *_told_with(outer, first, found, clauses)):
                token = inner.predication.token
                if token not in inside or _hold(outer) >= _hold(inside[token]):
                    inside[token] = outer
                if outer.frame.operator != "ACCUSE" or outer.predication.negated:
                    continue
                above = accused.get(outer.predication.token, outer.actors)
                here = accused.get(token, inner.actors)
                if not here or here == above:
                    accused[token] = [t for t in outer.recipients if t not in inner.recipients]
    return inside, accused


def _told_with(
    outer: EventMention, inner: EventMention, found: dict[int, EventMention], clauses: Clauses
) -> Iterator[EventMention]:
    """Yield the acts that an operator takes up with the one it holds: "offered to free them and **lay down** arms".

    What is begun or done is an act of its own each time; who has a subject or a modal verb of his own, too.
    """
    first = inner.predication
    if first.pos != "v" or outer.type == inner.type or outer.frame.operator not in TAKING_UP:
        return
    gerund = clauses.sentence.xpos[first.token] == "VBG"
    for token in clauses.conjuncts(first.token)[1:]:
        other, form = found.get(token), clauses.sentence.xpos[token]
        if other is None or clauses.has_auxiliary(token) or clauses.own_subject(token) is not None:
            continue
        if form == "VBG" if gerund else form in BARE:
            yield other


def _hold(outer: EventMention) -> int:
    """Return how firmly an operator holds its inner act: 2 takes it up, 1 claims or denies it, 0 lets it stand."""
    return 2 if outer.frame.operator not in FACTIVE else int(outer.frame.operator in CLAIMING)


def unasserted(mention: EventMention, sentence: Sentence) -> str:
    """Return the code of the reason why a predication states nothing, empty where it states something."""
    p = mention.predication
    if sentence.deps[p.token] == "amod" and not p.recovered:
        return "NV108"
    if p.pos == "n":
        return "" if "report" in mention.frame.flags else "NV107"
    if p.pos == "a" and not (p.copula or sentence.deps[p.token] in CLAUSE_POSITIONS):
        return "NV109"
    return ""


def _told(mention: EventMention, clauses: Clauses, participants: Participants) -> bool:
    """Say whether a word that is no predicate tells an act: as what happened, as one party's own, or of a name."""
    p = mention.predication
    if p.pos == "v":
        return _held(mention, participants)
    if p.pos != "n" or not mention.frame.type or not (mention.actors or mention.recipients):
        return False
    return _takes_place(mention, clauses) or _presupposed(mention, participants)


def _held(mention: EventMention, participants: Participants) -> bool:
    """Say whether a participle before a name tells what became of somebody: "the **jailed** editor Ida Holm"."""
    sentence, p = mention.predication.sentence, mention.predication
    held = (mention.type, mention.mode) in HELD and sentence.deps[p.token] == "amod" and sentence.xpos[p.token] == "VBN"
    return held and bool(participants.persons_in(participants.party(sentence, sentence.heads[p.token])))


def _takes_place(mention: EventMention, clauses: Clauses) -> bool:
    """Say whether a noun for an act is what began, went on or was announced ("the deployment of troops began")."""
    verb = clauses.verb_of_subject(mention.predication.token)
    return verb is not None and has(clauses.lemma(verb), "happening_verb")


def _presupposed(mention: EventMention, participants: Participants) -> bool:
    """Say whether the phrase of a noun for a deed takes it for granted: it says who did it to whom.

    "Despite a Polish boycott of Hungarian envoys", "the junta's repression of the miners".
    """
    sentence, p = mention.predication.sentence, mention.predication
    if mention.type not in DEEDS or mention.fallback or sentence.deps[p.token] in ("compound", "amod"):
        return False
    if participants.is_place(sentence, p.token) or participants.is_name(sentence, p.token):
        return False  # "the prison for officers" is where they are held
    below = sentence.subtree(p.token)
    hurt = any(t in below and participants.is_party(sentence, t) for t in mention.recipients)
    return hurt and any(t in below for t in mention.actors)


def in_tense(draft: Draft, participants: Participants, frames: FrameSet) -> Draft | Refusal:
    """Apply the tense rules to a draft; the refusal where the act is no event in that tense."""
    changed = frames.in_tense(draft.type, draft.mode, draft.status)
    if changed is not None and changed.type != "=":
        if changed.type == "-":
            return refusal(draft, participants, "NV110", draft.status)
        draft = draft.changed(
            f"type/tense-{draft.status}",
            type=changed.type,
            mode=changed.mode,
            cameo=changed.cameo,
            status=changed.status or "occurred",
        )
    return draft.changed("status/declared", status="negated") if draft.status == "refused" else draft


def complete(draft: Draft, scene: Scene) -> Draft:
    """Return a draft with what its clause says beyond type and roles.

    Parties, mode, things, time, place, source and confidence, in this order.
    """
    return set_in(peopled(draft, scene), scene)


def peopled(draft: Draft, scene: Scene) -> Draft:
    """Return a draft with its parties, mode and things: what the vetoes look at."""
    article, participants = scene.article, scene.participants
    sentence, mention = draft.sentence, draft.mention
    clause = clause_tokens(draft, participants.clauses(sentence))
    draft = replace(
        draft,
        actors=parties(sentence, mention.actors, participants),
        recipients=parties(sentence, mention.recipients, participants),
    )
    acting = parties(sentence, authors(sentence, mention.actors, draft.type, participants), participants)
    draft = draft.changed("actors/ground", actors=acting)
    together = draft.type in OF_TWO
    if len(mention.actors) == 1:
        two = pair(sentence, mention.actors[0], participants, together=together)
        draft = draft.changed("actors/pair", actors=two or draft.actors)
    them = pair(sentence, mention.recipients[0], participants, together=False) if len(mention.recipients) == 1 else ()
    draft = draft.changed("recipients/pair", recipients=them or draft.recipients)
    draft = draft.changed("actors/anybody", actors=tuple(p for p in draft.actors if not is_anybody(p)))
    if draft.type not in GROUND_TYPES:
        draft = draft.changed(
            "recipients/direction", recipients=tuple(p for p in draft.recipients if not is_direction(p))
        )
    somebody = them or parties(sentence, sides(sentence, mention.recipients, draft.type, participants), participants)
    draft = replace(draft, sides=tuple(p for p in somebody if not is_direction(p)))
    if draft.type == "PROTEST" and draft.mode in (None, "demo") and draft.actors and all(map(is_state, draft.actors)):
        draft = draft.changed("type/protest-of-states", type="ACCUSE", mode="disapprove", cameo="111")
    governments = [p for p in draft.actors if is_state(p) and p.sector != "LEG"]
    if draft.type == "PROTEST" and draft.mode == "boycott" and governments and len(governments) == len(draft.actors):
        draft = draft.changed("type/boycott-of-states", type="SANCTION", mode="discontinue", cameo="163")
    if _takes_people(draft, scene):
        draft = draft.changed("mode/people-taken", mode="abduct", cameo="181")
    clause = clause | shared_subject(draft)
    said = mode_of(draft.type, sentence, clause)
    if draft.mode is None or (draft.type == "ASSAULT" and said in OVERRULING.get(draft.mode, ())):
        draft = draft.changed("mode/words-of-clause", mode=said)
    if draft.type in VIOLENT:
        draft = draft.changed("means/weapons-of-clause", means=means(article.document, sentence, clause))
        draft = draft.changed("targets/slots", targets=targets(sentence, mention, participants))
    return draft


def set_in(draft: Draft, scene: Scene) -> Draft:
    """Return a draft that has its parties with time, place, source and confidence."""
    article, resolved, participants = scene.article, scene.resolved, scene.participants
    sentence = draft.sentence
    clause = clause_tokens(draft, participants.clauses(sentence))
    when = date_of(
        sentence,
        clause,
        draft.trigger_token,
        resolved.dates,
        article.published_day,
        unreal=draft.status in UNREAL,
        coming=draft.type not in DONE,
        spoken=draft.type in SPOKEN,
        story=story_before(article.document, sentence, draft.trigger_token, resolved.dates),
        month=month_above(scene.months, article.document, sentence, article.published_day),
    )
    draft = draft.changed(f"date/{when.basis}", when=when)
    place = place_of(
        article,
        sentence,
        clause=clause,
        trigger=draft.trigger_token,
        taken=[(p.start, p.end) for p in draft.actors],
        places=resolved.places,
        dates=resolved.dates,
        grounded=draft.type in GROUNDED,
        current=(when.basis != "none" or article.published_day is None) and not when.historical(article.published_day),
    )
    if place is None and (draft.type in RULING or draft.mode == "release"):
        place = next((home for party in draft.actors if _rules(party) and (home := at_home(party))), None)
    draft = draft.changed(f"place/{place.basis if place else 'none'}", place=place)
    draft = draft.changed(
        "attribution/speaker", attribution=attribution_of(sentence, draft.trigger_token, participants)
    )
    found = features(draft)
    return replace(draft, confidence=confidence(draft, found), features=tuple(found.items()))


def _rules(party: Party) -> bool:
    """Say whether a party is police, a court or authorities, who arrest, ban and release where they rule."""
    return party.sector in ("COP", "JUD") or (party.sector == "GOV" and party.name is None)


def is_state(party: Party) -> bool:
    """Say whether a party is a state or one of its offices: its protest is a diplomatic one (PLOVER 2.0, PROTEST)."""
    return party.sector in ("GOV", "LEG", "MIL", "JUD") or (
        party.sector is None and party.country is not None and party.name is not None
    )


def clause_tokens(draft: Draft, clauses: Clauses) -> frozenset[int]:
    """Return the tokens of the clause of an act: below its predicate, or its verb where it is a noun of that verb."""
    sentence, token = draft.sentence, draft.trigger_token
    if draft.mention.predication.recovered and draft.predicate_pos == "v":
        return frozenset(range(len(sentence)))
    if draft.predicate_pos == "n" and clauses.is_argument(token):
        token = sentence.heads[token]
    found = set(sentence.subtree(token))
    if draft.mention.predication.pos == "v":
        for child in sentence.children[token]:
            if sentence.deps[child] in ("conj", "parataxis", "ccomp"):
                found -= set(sentence.subtree(child))
    return frozenset(found)


def shared_subject(draft: Draft) -> frozenset[int]:
    """Return the tokens of the subjects of an act that stand with another verb: "**a bomb** hit a bus and killed"."""
    sentence, clause = draft.sentence, draft.mention.predication
    apart = (subject for subject in clause.get("subj") if clause.pos == "v" and not clause.passive)
    return frozenset(t for subject in apart if subject < clause.token for t in range(*core_tokens(sentence, subject)))


def _takes_people(draft: Draft, scene: Scene) -> bool:
    """Say whether a word that may tell that somebody is taken has people, and no ground, as those taken.

    "The troops captured **two teachers**": its frames for what else is captured tell no mode.
    """
    if draft.type != "ASSAULT" or draft.mode is not None or not draft.sides:
        return False
    clause, sentence = draft.mention.predication, draft.sentence
    taking = any(frame.mode == "abduct" for frame in scene.frames.of(clause.pos, clause.lemma))
    ground = any(scene.participants.is_place(sentence, token) for token in draft.mention.recipients)
    return taking and not ground and len(draft.recipients) == len(draft.sides)


def parties(sentence: Sentence, tokens: Sequence[int], participants: Participants) -> tuple[Party, ...]:
    """Return the parties that the tokens head, each stretch of text once."""
    found: list[Party] = []
    for token in tokens:
        for party in participants.joint(sentence, participants.holder(sentence, token)):
            if all(party.end <= other.start or other.end <= party.start for other in found):
                found.append(party)
    return tuple(found)
