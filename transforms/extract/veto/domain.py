"""Keeps other domains out: sport, business, private life, nature, and figures of speech.

PLOVER codes acts of political relevance. A verbal or material act counts only if one of its parties is public: a
state, body, armed group, office, nation or named person. Violence counts only if somebody who can will it did it to
somebody or something that can be hurt.
"""

from __future__ import annotations

from schemas.document import Sentence
from schemas.event import Party
from transforms.extract.actors import class_of
from transforms.extract.draft import Draft
from transforms.extract.facets.things import ARMING, target_kind
from transforms.extract.roles.parties import Cast
from transforms.words.classes import word_class

PRIVATE_SECTORS = frozenset({None, "UNK", "CVL", "BUS", "EDU", "MED", "AGR", "SOC", "JRN", "ELI"})
"""Sectors that make no act political by themselves, without a country."""
MASS_TYPES = frozenset({"PROTEST"})
"""Acts of civilians: who does them is private by definition."""
POLITICAL = frozenset(
    {
        ("MOBILIZE", None),
        ("COERCE", "curfew"),
        ("COERCE", "martial-law"),
        ("COERCE", "arrest"),
        ("COERCE", "deport"),
        ("RETREAT", "release"),
        ("THREATEN", "violence"),
    }
)
"""Acts that only the state, or who takes its place, can do."""
VIOLENT = frozenset({"ASSAULT"})
HOSTILE = word_class("hostile_fire")
"""Words before "fire" that make it gunfire, beside those for guns."""
HURT_CLASSES = frozenset({"person", "group", "armed", "government", "organisation", "place", "weapon"})
DOER_CLASSES = HURT_CLASSES | {"event"}
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ"})
WEAK_WORDS = 2
"""Weak words of a domain that together mean the domain."""


def foreign(sentence: Sentence) -> bool:
    """Say whether a sentence is about sport, the market or private life, by its words."""
    lemmas = {lemma.lower() for lemma, upos in zip(sentence.lemmas, sentence.upos, strict=True) if upos in NOMINAL}
    if lemmas & word_class("blood"):
        return False
    for domain in ("sport", "business"):
        if lemmas & word_class(f"{domain}_strong"):
            return True
    return (
        len(lemmas & word_class("sport_weak")) >= WEAK_WORDS or len(lemmas & word_class("business_weak")) > WEAK_WORDS
    )


def relevant(draft: Draft, cast: Cast, *, other_domain: bool) -> bool:
    """Say whether an act is one that PLOVER codes; ``other_domain`` tells that its sentence is about something else."""
    parties = (*draft.actors, *draft.recipients)
    if fictional(draft, cast):
        return False
    if draft.type in VIOLENT:
        if not draft.actors and accidental(draft.sentence):
            return False
        return willed(draft, cast) and not (other_domain and not _armed(parties))
    if draft.type in MASS_TYPES or (draft.type, draft.mode) in POLITICAL or (draft.type, None) in POLITICAL:
        return not other_domain
    if draft.type in ("CONCEDE", "REJECT") and draft.of_protest:
        return not other_domain
    if not any(is_public(party, cast) for party in parties):
        return False
    if (draft.type, draft.mode) == ("RETREAT", "resign") and not any(_office(party) for party in draft.actors):
        return False
    return not other_domain or sum(_state(party) for party in parties) > 0


def fictional(draft: Draft, cast: Cast) -> bool:
    """Say whether an act is told in the present tense of a sentence about a novel, film or game."""
    sentence, clauses = draft.sentence, cast.clauses(draft.sentence)
    stories = [
        t
        for t in range(len(sentence))
        if clauses.lemma(t) in word_class("fiction")
        and sentence.upos[t] == "NOUN"
        and sentence.deps[t] not in ("compound", "amod")
        and not any(clauses.lemma(c) in ("war", "military") for c in sentence.children[t])
    ]
    if not stories:
        return False
    token = draft.trigger_token
    line = (token, *sentence.ancestors(token))
    verbs = [t for t in line if clauses.is_verb(t)]
    if not verbs or not any(_present(sentence, t) for t in verbs[:2]):
        return False
    # the story is the scene or subject of the act, or is told apart by it ("the episode in which he is killed")
    return any(story in line or sentence.heads[story] in line for story in stories)


def _present(sentence: Sentence, verb: int) -> bool:
    auxiliaries = [c for c in sentence.children[verb] if sentence.deps[c].startswith("aux")]
    return sentence.xpos[min(auxiliaries, default=verb)] in ("VBZ", "VBP")


def is_public(party: Party, cast: Cast) -> bool:
    """Say whether a party is of political interest: resolved to a state or public sector, or named."""
    if party.country or party.name or party.sector not in PRIVATE_SECTORS:
        return True
    words = frozenset(party.text.lower().split())
    if words & word_class("government") or words & word_class("armed"):
        return True
    return cast.named(party) or any(w[:1].isupper() and not w.isupper() for w in party.text.split()[1:])


def accidental(sentence: Sentence) -> bool:
    """Say whether a sentence tells of an accident or of nature, by its words, and of nobody armed."""
    lemmas = {lemma.lower() for lemma in sentence.lemmas}
    return bool(lemmas & word_class("accident")) and not lemmas & word_class("blood")


def _state(party: Party) -> bool:
    return party.sector not in PRIVATE_SECTORS


def _office(party: Party) -> bool:
    """Say whether a party can resign from an office of state, party or force, now or formerly."""
    return party.sector not in PRIVATE_SECTORS - {"ELI"} or (party.sector is None and party.name is not None)


def _armed(parties: tuple[Party, ...]) -> bool:
    return any(p.sector in ("MIL", "REB", "UAF", "COP", "PRM", "CRM", "SPY") for p in parties)


def willed(draft: Draft, cast: Cast) -> bool:
    """Say whether violence was done by somebody, or a weapon or attack, to somebody or something that can be hurt."""
    sentence = draft.sentence
    for one in draft.reading.chain():
        p = one.predication
        if p.pos != "v" or one.type not in VIOLENT:
            continue
        for head in p.get("subj"):
            if sentence.lemmas[head].lower() in word_class("nonhuman") or _blaze(sentence, head, cast):
                return False
            able = (
                cast.is_party(sentence, head) or _weapon(sentence, head) or _class(sentence, head, cast) in DOER_CLASSES
            )
            if not able and sentence.upos[head] == "NOUN" and not draft.actors:
                return False
        objects = p.get("obj")
        licensed = any(c.slot in ("obj", "any") and c.kind == "is" and not c.built_in for c in one.frame.when)
        if (
            objects
            and not licensed
            and one.inner is None
            and not any(_can_be_hurt(sentence, head, cast) for head in objects)
        ):
            return False
    return True


def _weapon(sentence: Sentence, token: int) -> bool:
    lemma = sentence.lemmas[token].lower()
    return lemma in word_class("weapon") or lemma in word_class("armed") or target_kind(sentence, token) == "vehicle"


def _blaze(sentence: Sentence, token: int, cast: Cast) -> bool:
    """Say whether "fire" means what burns: nobody's, and no gun's."""
    if sentence.lemmas[token].lower() != "fire":
        return False
    return not any(
        sentence.lemmas[c].lower() in ARMING | HOSTILE or cast.is_party(sentence, c) for c in sentence.children[token]
    )


def _class(sentence: Sentence, token: int, cast: Cast) -> str:
    return class_of(cast.document, sentence, token, cast.context)


def _can_be_hurt(sentence: Sentence, token: int, cast: Cast) -> bool:
    if sentence.lemmas[token].lower() in word_class("nonhuman") and target_kind(sentence, token) is None:
        return False
    if cast.is_party(sentence, token) or cast.is_place(sentence, token) or cast.is_name(sentence, token):
        return True
    if target_kind(sentence, token) is not None or _weapon(sentence, token):
        return True
    if sentence.upos[token] in ("PRON", "PROPN", "NUM", "DET", "SYM") or sentence.lemmas[token].lower() in word_class(
        "war_object"
    ):
        return True
    return _class(sentence, token, cast) in HURT_CLASSES or cast.owner(sentence, token) is not None
