"""Tells acts that a text reports from talk about acts in general, and from acts between private persons.

An event row needs an act that somebody did, does or has announced, with parties that can be told. Purposes
("to help the wives"), conditions ("if they committed crimes") and what unnamed people might do are no acts; an offer,
request or criticism is nothing without somebody who makes it.
"""

from __future__ import annotations

from schemas.event import Party
from transforms.extract.draft import Draft
from transforms.extract.facets.status import FUTURE, POSSIBLE
from transforms.extract.roles.parties import Cast
from transforms.extract.veto.domain import PRIVATE_SECTORS
from transforms.parse.clause.clause import Clause
from transforms.words.classes import word_class

PASSIVE_TYPES = frozenset({"ASSAULT", "COERCE", "SANCTION", "RETREAT", "PROTEST", "MOBILIZE"})
"""Types whose acts are often told without who did them; all others are acts of speech or of two parties."""
STATES = word_class("state_noun")
GOVERNED = frozenset({"AGREE", "AID", "CONCEDE", "CONSULT", "COOPERATE", "REJECT", "REQUEST", "SUPPORT"})
"""Types that private persons do to each other every day: one side must be public."""


def reported(draft: Draft, cast: Cast) -> bool:
    """Say whether the text reports the act of a draft and its parties make it one of politics or conflict."""
    if draft.status in ("hypothetical", "negated") and not _stated(draft):
        return False
    if _record(draft):
        return False
    if draft.type not in PASSIVE_TYPES and not _has_author(draft):
        return False
    if draft.mode == "visit" and all(p.sector == "CVL" and not p.name and not p.country for p in draft.actors):
        return False
    if not _has_other_side(draft, cast):
        return False
    if draft.type in GOVERNED:
        parties = (*draft.actors, *draft.recipients)
        return (
            any(_public(party, cast) for party in parties)
            or _between_countries(draft)
            or draft.of_protest
            or _of_state(draft, cast)
        )
    if draft.type == "RETREAT" and draft.mode == "withdraw":
        return any(_public(party, cast) for party in draft.actors)
    return True


def _record(draft: Draft) -> bool:
    """Say whether the act only tells who somebody is: "the only group known to have carried out such an attack"."""
    sentence = draft.sentence
    for token in (draft.trigger_token, *sentence.ancestors(draft.trigger_token)):
        if sentence.deps[token] in ("acl", "acl:relcl"):
            words = {sentence.words[c].lower() for c in sentence.children[sentence.heads[token]]}
            return bool(words & UNIQUE) and sentence.xpos[token] != "VBD"
    return False


UNIQUE = frozenset({"only", "first", "last", "second", "third"})
"""Words before a noun that is then told apart by what it did."""


def _has_other_side(draft: Draft, cast: Cast) -> bool:
    """Say whether an act that takes two has both, and neither of them is the other."""
    composed = draft.reading.inner is not None
    names = {p.name for p in draft.actors if p.name}
    if (
        names
        and draft.recipients
        and all(p.name in names and p.text.lower() in word_class("pronoun") for p in draft.recipients)
    ):
        return False
    if draft.type == "REQUEST":
        public = any(_public(p, cast) for p in draft.actors)
        return composed or known(draft.recipients) or public or _of_state(draft, cast)
    if draft.type == "SUPPORT":
        return composed or bool(draft.recipients) or len(draft.actors) > 1 or _counted(draft)
    if draft.type == "CONCEDE":
        return (
            composed
            or bool(draft.recipients)
            or draft.of_protest
            or any(_public(p, cast) and known((p,)) for p in draft.actors)
        )
    if draft.type == "CONSULT" and (_several(draft, cast) or (draft.mode == "third-party" and known(draft.actors))):
        return True
    if draft.type in ("AGREE", "CONSULT"):
        return composed or bool(draft.recipients) or len(draft.actors) > 1 or _counted(draft)
    if draft.type == "COOPERATE":
        return any(_public(p, cast) for p in draft.actors)
    if draft.type == "AID":
        return bool(draft.recipients)
    if draft.type == "ACCUSE" and draft.predicate_pos == "n" and not composed:
        return known(draft.recipients) or (bool(draft.recipients) and any(_public(p, cast) for p in draft.actors))
    if draft.type in ("ASSAULT", "THREATEN") and draft.predicate_pos == "n" and not draft.definite and not composed:
        plural = draft.sentence.xpos[draft.trigger_token] == "NNS"
        return not plural or bool(draft.actors) or any(_someone(p) for p in draft.recipients)
    return True


def _counted(draft: Draft) -> bool:
    """Say whether the actors are several told as one: "the two presidents", "both sides", "the leaders of X and Y"."""
    sentence = draft.sentence
    if len(draft.reading.actors) != 1 or draft.mode == "visit":
        return False
    token = draft.reading.actors[0]
    if sentence.xpos[token] not in ("NNS", "NNPS"):
        return False
    below = range(min(sentence.subtree(token)), max(sentence.subtree(token)) + 1)
    numbered = any(
        sentence.heads[i] == token and (sentence.deps[i] == "nummod" or sentence.words[i].lower() == "both")
        for i in below
    )
    return numbered or any(sentence.deps[i] == "conj" and sentence.upos[i] == "PROPN" for i in below)


def _several(draft: Draft, cast: Cast) -> bool:
    """Say whether the actors of a meeting are several officials told as one ("EU leaders gathered")."""
    if len(draft.reading.actors) != 1 or "mutual" not in draft.reading.frame.flags:
        return False
    plural = draft.sentence.xpos[draft.reading.actors[0]] in ("NNS", "NNPS")
    return plural and all(_public(party, cast) and known((party,)) for party in draft.actors)


def _between_countries(draft: Draft) -> bool:
    """Say whether people of one country deal with another country, its people or bodies."""
    ours = {party.country for party in draft.actors} - {None}
    theirs = {party.country for party in draft.recipients} - {None}
    return bool(ours and theirs) and not ours & theirs


def _of_state(draft: Draft, cast: Cast) -> bool:
    """Say whether named parties, whoever they are, deal with each other in affairs of state ("diplomatic ties")."""
    sides = [side for side in (draft.actors, draft.recipients) if side]
    if sum(map(len, sides)) < 2 or not any(cast.named(party) for side in sides for party in side):
        return False
    clauses = cast.clauses(draft.sentence)
    below = draft.sentence.subtree(draft.trigger_token)
    return any(form in word_class("statecraft") for token in below for form in clauses.forms(token))


def _someone(party: Party) -> bool:
    """Say whether a party is people or a body, not a mere country or place."""
    return party.sector not in (None, "UNK")


def _stated(draft: Draft) -> bool:
    """Say whether a clause of its own says that a known party may do, or did not do, something to a known one."""
    p: Clause = draft.reading.predication
    if draft.status == "hypothetical" and draft.type in GOVERNED:
        return False
    if not (known(draft.actors) and (known(draft.recipients) or draft.targets)):
        return False
    return draft.status == "negated" or p.modal in POSSIBLE | FUTURE | {"would"}


def _has_author(draft: Draft) -> bool:
    if draft.actors:
        return any(not _vague(party) for party in draft.actors)
    return draft.type == "CONSULT" and len(draft.recipients) > 1


def known(parties: tuple[Party, ...]) -> bool:
    """Say whether one of the parties is resolved to a name, a country or a sector."""
    return any(p.name or p.country or p.sector not in (None, "UNK") for p in parties)


def _vague(party: Party) -> bool:
    return not known((party,)) and party.text.lower() in word_class("pronoun")


def _public(party: Party, cast: Cast) -> bool:
    """Say whether a party is a state, body, office, armed group or people, not a private person or company."""
    if party.sector not in PRIVATE_SECTORS:
        return True
    if party.country and party.sector is None:
        return True
    words = frozenset(word.rstrip("s") for word in party.text.lower().replace("ies", "y").split())
    return bool(words & (word_class("government") | word_class("armed") | STATES))
