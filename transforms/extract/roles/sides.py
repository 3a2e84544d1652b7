"""Sides of an act: which of those and that which an act is done to are parties, and not ground or things."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.document import Sentence
from transforms.extract.roles.parties import Participants
from transforms.parse.clause.relations import describes
from transforms.words.classes import word_class

SITES = word_class("site_preposition") | {"inside"}
"""Prepositions whose phrase tells where an act took place."""
VIOLENT = frozenset({"ASSAULT", "MOBILIZE"})
"""Types of acts that ground itself suffers: it is taken, hit or marched on, and is their place."""
FORCEFUL = VIOLENT | {"COERCE"}
"""Types of acts that take people to commit: no town or region does."""
TOWNS = word_class("city_noun") & word_class("place")
"""Nouns for towns, which stand for their people where they say something, and are ground where force is used."""
UNDERGONE = word_class("undergone_noun")
QUALITIES = word_class("body_or_quality")
PATROLS = word_class("body_or_deed")
PEACEFUL = frozenset({"AGREE", "CONSULT", "COOPERATE", "SUPPORT", "RETREAT"})
"""Types of acts that end or settle a war, which is fought in the state that it has its name from."""
RECEIVED = frozenset({"AID", "SANCTION", "REQUEST", "SUPPORT"})
"""Types of acts that a whole state undergoes where it is named as their place: "assistance in Yemen"."""


def sides(sentence: Sentence, tokens: Sequence[int], kind: str, participants: Participants) -> list[int]:
    """Return those of ``tokens`` that may be a side of an act of type ``kind``.

    A side is somebody: people, a body or a state. Ground ("the northern city", "a market in Idlib") is where an act
    happens, a thing ("the measure", "any responsibility") what it is about; nobody is better than either.
    """
    return [token for token in tokens if is_side(sentence, token, kind, participants)]


def authors(sentence: Sentence, tokens: Sequence[int], kind: str, participants: Participants) -> list[int]:
    """Return those of ``tokens`` that may be who did an act of type ``kind``.

    Ground commits no violence: it is where the act took place ("bombed the province killing scores"). A capital may
    stand for its state, and a region that rules itself for its forces, but not before the noun for an attack ("the
    Dhaka shooting").
    """
    if kind not in FORCEFUL:
        return list(tokens)
    if kind == "ASSAULT":
        tokens = [t for t in tokens if not _before_noun(sentence, t) or not participants.is_ground(sentence, t)]
    return [t for t in tokens if not _land(sentence, t, participants) or participants.is_ruled(sentence, t)]


def _before_noun(sentence: Sentence, token: int) -> bool:
    return sentence.deps[token] in ("compound", "nmod:desc") and sentence.heads[token] > token


def _land(sentence: Sentence, token: int, participants: Participants) -> bool:
    """Say whether a token heads ground, or a noun for a town."""
    noun = sentence.upos[token] == "NOUN" and sentence.lemmas[token].lower() in TOWNS
    return noun or participants.is_ground(sentence, token)


def _preposition(sentence: Sentence, token: int, participants: Participants) -> str:
    """Return the preposition of a phrase, else that of the first of its list: "in Leeds, York and Hull"."""
    clauses = participants.clauses(sentence)
    while not clauses.preposition(token) and sentence.deps[token] == "conj":
        token = sentence.heads[token]
    return clauses.preposition(token)


def _unnamed(sentence: Sentence, token: int, kind: str, participants: Participants) -> bool:
    """Say whether a word for a body names a quality or a deed: no name stands before it ("seized power")."""
    word = sentence.words[token].lower()
    if sentence.upos[token] != "NOUN" or word not in (QUALITIES if kind in FORCEFUL else QUALITIES | PATROLS):
        return False
    before = [c for c in sentence.children[token] if c < token]
    return not any(participants.is_name(sentence, c) or sentence.deps[c] == "nmod:poss" for c in before)


def _suffered(sentence: Sentence, token: int, participants: Participants) -> bool:
    """Say whether somebody is named with what he underwent: nobody accuses him ("the inquiry into her death")."""
    above = sentence.words[sentence.heads[token]].lower()
    named = sentence.deps[token] == "nmod:poss" or participants.clauses(sentence).preposition(token) == "of"
    return named and above in UNDERGONE and not any(sentence.deps[c] == "acl" for c in sentence.children[token])


def land_of_war(sentence: Sentence, token: int, kind: str, participants: Participants) -> bool:
    """Say whether a state only says where a war is that an act ends or is about: "a deal ended **Peru's** war"."""
    if kind not in PEACEFUL or not participants.is_place(sentence, token) or not describes(sentence, token):
        return False
    return sentence.lemmas[sentence.heads[token]].lower() in word_class("war_noun")


def is_side(sentence: Sentence, token: int, kind: str, participants: Participants) -> bool:
    """Say whether the phrase that ``token`` heads may be a side of an act of type ``kind``."""
    ground = participants.is_ground(sentence, token)
    preposition = _preposition(sentence, token, participants)
    if kind == "AID" and ground and preposition not in SITES:
        return True  # "gave tents to the flooded province": its people
    if not participants.is_party(sentence, token) or _unnamed(sentence, token, kind, participants):
        return False
    if land_of_war(sentence, token, kind, participants):
        return False
    if kind == "ACCUSE" and _suffered(sentence, token, participants):
        return False
    if preposition == "at" and kind not in VIOLENT and participants.is_capital(sentence, token):
        return True  # "hit back at Washington"
    if preposition in SITES and participants.is_place(sentence, token):
        return kind in RECEIVED and not ground
    return not ground or (kind not in VIOLENT and participants.is_name(sentence, token))
