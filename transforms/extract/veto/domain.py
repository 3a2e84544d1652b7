"""Keeps other domains out: sport, business, private life, nature, and figures of speech.

PLOVER codes acts of political relevance. A verbal or material act counts only if one of its parties is public: a
state, body, armed group, office, nation or named person. Violence counts only if somebody who can will it did it to
somebody or something that can be hurt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemas.document import Sentence
from schemas.event import Party
from transforms.extract.actors import class_of
from transforms.extract.draft import Draft
from transforms.extract.facets.things import ARMING, target_kind
from transforms.extract.frames.mention import EventMention
from transforms.extract.roles.parties import Participants
from transforms.extract.veto.refusal import Case, Vetoes
from transforms.extract.veto.topic import Topic
from transforms.words.classes import word_class

PRIVATE_SECTORS = frozenset({None, "UNK", "CVL", "BUS", "EDU", "MED", "AGR", "SOC", "JRN", "ELI"})
"""Sectors that make no act political by themselves, without a country."""
SPOKEN = frozenset({"ACCUSE", "REJECT", "REQUEST", "SUPPORT"})
DEALT = frozenset({"AGREE", "CONSULT", "SUPPORT"})
"""What firms do with each other every day."""
CUSTOMERS = frozenset({"CVL", "UNK"})
OUTSPOKEN = frozenset({"SOC", "ELI"})
"""Sectors of those whose words about others are political: associations of citizens, and who held an office."""
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
FORCIBLE = VIOLENT | {"COERCE"}
KEPT = frozenset({("COERCE", "arrest"), ("COERCE", "deport")})
"""Acts that only a state does, whatever the article is about."""
SPORT, BUSINESS = "sport", "business"
HOSTILE = word_class("hostile_fire")
"""Words before "fire" that make it gunfire, beside those for guns."""
HURT_CLASSES = frozenset({"person", "group", "armed", "government", "organisation", "place", "weapon"})
DOER_CLASSES = HURT_CLASSES | {"event"}
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ"})
WEAK_WORDS = 2
"""Weak words of a domain that together mean the domain."""


domain_vetoes = Vetoes()
"""What keeps an act out that is none of politics or conflict."""


def foreign(sentence: Sentence) -> str:
    """Return the words by which a sentence is about sport, the market or private life; empty where it is not."""
    lemmas = {lemma.lower() for lemma, upos in zip(sentence.lemmas, sentence.upos, strict=True) if upos in NOMINAL}
    if lemmas & word_class("blood"):
        return ""
    for domain in ("sport", "business"):
        if found := lemmas & word_class(f"{domain}_strong"):
            return ", ".join(sorted(found))
    for domain, least in (("sport", WEAK_WORDS), ("business", WEAK_WORDS + 1)):
        if len(found := lemmas & word_class(f"{domain}_weak")) >= least:
            return ", ".join(sorted(found))
    return ""


@domain_vetoes("NV201")
def fiction(case: Case) -> str | None:
    """Refuse what is told in the present tense of a sentence about a novel, film or game."""
    story = fictional(case.draft, case.participants)
    return None if story is None else case.sentence.words[story]


@domain_vetoes("NV202")
def accident(case: Case) -> str | None:
    """Refuse violence of nobody where the words tell of an accident or of nature, and of nobody armed."""
    if case.draft.type not in VIOLENT or case.draft.actors:
        return None
    lemmas = {lemma.lower() for lemma in case.sentence.lemmas}
    found, causes = lemmas & word_class("accident"), lemmas & word_class("accident_cause")
    if found and (causes or not lemmas & word_class("blood")):
        return ", ".join(sorted(found | causes))
    return None


@domain_vetoes("NV203")
def inhuman(case: Case) -> str | None:
    """Refuse violence and coercion whose subject is a force of nature, a disease or a blaze."""
    sentence = case.sentence
    for one in violent_clauses(case.draft, FORCIBLE):
        for subject in one.predication.get("subj"):
            head = _meant(sentence, subject, case.participants)
            if sentence.lemmas[head].lower() in word_class("nonhuman") or _blaze(sentence, head, case.participants):
                return sentence.words[head]
    return None


@domain_vetoes("NV204")
def unable(case: Case) -> str | None:
    """Refuse violence whose subject is a thing that can will nothing, where nobody else is told as its actor."""
    sentence, participants = case.sentence, case.participants
    for one in violent_clauses(case.draft):
        for subject in one.predication.get("subj"):
            head = _meant(sentence, subject, participants)
            able = (
                participants.is_party(sentence, head)
                or _weapon(sentence, head)
                or _class(sentence, head, participants) in DOER_CLASSES
            )
            if not able and sentence.upos[head] == "NOUN" and not any(map(_known, case.draft.actors)):
                return sentence.words[head]
    return None


@domain_vetoes("NV205")
def unhurt(case: Case) -> str | None:
    """Refuse violence whose objects cannot be hurt, unless the frame asks for just these words."""
    for one in violent_clauses(case.draft):
        objects = one.predication.get("obj")
        licensed = any(c.slot in ("obj", "any") and c.kind == "is" and not c.built_in for c in one.frame.when)
        if not objects or licensed or one.inner is not None:
            continue
        if not any(_can_be_hurt(case.sentence, head, case.participants) for head in objects):
            return ", ".join(case.sentence.words[head] for head in objects)
    return None


@domain_vetoes("NV207")
def private(case: Case) -> str | None:
    """Refuse an act, violence and acts of the public apart, none of whose parties is public."""
    draft = case.draft
    if draft.type in VIOLENT or _of_anybody(draft) or draft.of_state:
        return None
    parties = (*draft.actors, *draft.recipients)
    if draft.type in SPOKEN and any(party.sector in OUTSPOKEN for party in parties):
        return None
    if draft.type in SPOKEN and draft.mention.inner is not None:  # "three men accused of planning to kill the premier"
        inner = draft.mention.inner
        tokens = (*inner.recipients, *(inner.inner.recipients if inner.inner is not None else ()))
        parties = (*parties, *(case.participants.party(case.sentence, t) for t in tokens))
    if among_firms(draft):
        return texts(parties)
    return None if any(is_public(party, case.participants) for party in parties) else texts(parties)


@domain_vetoes("NV208")
def unofficial(case: Case) -> str | None:
    """Refuse a resignation of somebody who holds no office."""
    draft = case.draft
    if (draft.type, draft.mode) != ("RETREAT", "resign") or draft.type in VIOLENT or _of_anybody(draft):
        return None
    return None if any(_office(party) for party in draft.actors) else texts(draft.actors)


@domain_vetoes("NV206")
def other_domain(case: Case) -> str | None:
    """Refuse what a sentence about sport or business tells, unless a force or, in acts of words, a state takes part."""
    draft = case.draft
    if not case.domain or draft.of_state:
        return None
    parties = (*draft.actors, *draft.recipients)
    if draft.type in VIOLENT:
        return None if _armed(parties) else case.domain
    if _of_anybody(draft):
        return case.domain
    return None if any(_state(party) for party in parties) else case.domain


@domain_vetoes("NV209")
def other_topic(case: Case) -> str | None:
    """Refuse what an article of another domain tells, unless a state or force is named with it or blood is shed."""
    draft, topic = case.draft, case.topic
    if not topic.name or (draft.type, draft.mode) in KEPT:
        return None
    if topic.name == BUSINESS and draft.type in MASS_TYPES:  # who strikes against a firm acts in public
        return None
    parties = (*draft.actors, *draft.recipients)
    if draft.type in VIOLENT:
        shed = {lemma.lower() for lemma in case.sentence.lemmas} & word_class("bloodshed")
        return None if _armed(parties) or (shed and topic.name != SPORT) else topic.evidence
    return None if any(_told_public(party, topic) for party in parties) else topic.evidence


def violent_clauses(draft: Draft, types: frozenset[str] = VIOLENT) -> Iterator[EventMention]:
    """Yield the verbal readings of a draft that tell of violence, or of acts of other ``types``, outermost first."""
    if draft.type in types:
        for one in draft.mention.chain():
            if one.predication.pos == "v" and one.type in types:
                yield one


def _of_anybody(draft: Draft) -> bool:
    """Say whether an act is of political relevance whoever does it."""
    if MASS_TYPES & {draft.type, draft.mention.type}:  # "the women will march again"
        return True
    if (draft.type, draft.mode) in POLITICAL or (draft.type, None) in POLITICAL:
        return True
    return draft.type in ("CONCEDE", "REJECT", "RETREAT") and draft.of_protest


def texts(parties: Sequence[Party]) -> str:
    """Return the words of parties, for the detail of a refusal."""
    return "; ".join(party.text for party in parties)


def fictional(draft: Draft, participants: Participants) -> int | None:
    """Return the word for the novel, film or game in whose present tense an act is told, None where there is none."""
    sentence, clauses = draft.sentence, participants.clauses(draft.sentence)
    fiction_words = word_class("fiction")
    stories = [
        t
        for t, lemma in enumerate(clauses.lemmas)
        if lemma in fiction_words
        and sentence.upos[t] == "NOUN"
        and sentence.deps[t] not in ("compound", "amod")
        and not any(clauses.lemma(c) in ("war", "military") for c in sentence.children[t])
    ]
    if not stories:
        return None
    token = draft.trigger_token
    line = (token, *sentence.ancestors(token))
    verbs = [t for t in line if clauses.is_verb(t)]
    if not verbs or not any(clauses.tense(t) == "present" for t in verbs[:2]):
        return None
    # the story is the scene or subject of the act, or is told apart by it ("the episode in which he is killed")
    return next((story for story in stories if story in line or sentence.heads[story] in line), None)


def among_firms(draft: Draft) -> bool:
    """Say whether firms deal with each other, or with customers, wherever they are of."""
    parties = (*draft.actors, *draft.recipients)
    firms = [_is_firm(party) for party in parties]
    dealt = draft.type in DEALT and any(firms)
    return dealt and all(firm or party.sector in CUSTOMERS for firm, party in zip(firms, parties, strict=True))


def is_public(party: Party, participants: Participants) -> bool:
    """Say whether a party is of political interest: resolved to a state or public sector, or named."""
    if party.country or party.name or party.sector not in PRIVATE_SECTORS:
        return True
    words = frozenset(party.text.lower().split())
    if words & word_class("government") or words & word_class("armed") or words & word_class("watchdog"):
        return True
    return participants.named(party) or bool(words & word_class("states"))


def _is_firm(party: Party) -> bool:
    """Say whether a party is a firm, be it only by the form that its name ends in."""
    last = party.text.lower().split()[-1].rstrip(".")
    return party.sector == "BUS" or (party.sector is None and last in word_class("company_form"))


def _known(party: Party) -> bool:
    return bool(party.name or party.country or party.sector)


def _state(party: Party) -> bool:
    return party.sector not in PRIVATE_SECTORS


def _office(party: Party) -> bool:
    """Say whether a party can resign from an office of state, party or force, now or formerly."""
    return party.sector not in PRIVATE_SECTORS - {"ELI"} or (party.sector is None and party.name is not None)


def _told_public(party: Party, topic: Topic) -> bool:
    """Say whether a party is a state or public body by its name or by the noun for it, not by what it is near to.

    The names of countries in an article about sport are those of their teams.
    """
    if party.sector is None and party.country and party.name:
        return topic.name != SPORT
    if party.sector in PRIVATE_SECTORS:
        return False
    if party.basis != "phrase" or party.sector != "GOV":
        return True
    words = frozenset(party.text.lower().split())
    return any(words & word_class(name) for name in ("government", "armed", "public_body"))


def _armed(parties: tuple[Party, ...]) -> bool:
    return any(p.sector in ("MIL", "REB", "UAF", "COP", "PRM", "CRM", "SPY") for p in parties)


def _meant(sentence: Sentence, token: int, participants: Participants) -> int:
    """Return the noun that a word for a number or kind of something means: "a wave of **attacks** killed dozens"."""
    if sentence.lemmas[token].lower() not in word_class("transparent"):
        return token
    return next(iter(participants.clauses(sentence).of(token).get("obj")), token)


def _weapon(sentence: Sentence, token: int) -> bool:
    lemma = sentence.lemmas[token].lower()
    return lemma in word_class("weapon") or lemma in word_class("armed") or target_kind(sentence, token) == "vehicle"


def _blaze(sentence: Sentence, token: int, participants: Participants) -> bool:
    """Say whether "fire" means what burns: nobody's, and no gun's."""
    if sentence.lemmas[token].lower() != "fire":
        return False
    return not any(
        sentence.lemmas[c].lower() in ARMING | HOSTILE or participants.is_party(sentence, c)
        for c in sentence.children[token]
    )


def _class(sentence: Sentence, token: int, participants: Participants) -> str:
    return class_of(participants.document, sentence, token, participants.context)


def _can_be_hurt(sentence: Sentence, token: int, participants: Participants) -> bool:
    if sentence.lemmas[token].lower() in word_class("nonhuman") and target_kind(sentence, token) is None:
        return False
    if (
        participants.is_party(sentence, token)
        or participants.is_place(sentence, token)
        or participants.is_name(sentence, token)
    ):
        return True
    if target_kind(sentence, token) is not None or _weapon(sentence, token):
        return True
    if sentence.upos[token] in ("PRON", "PROPN", "NUM", "DET", "SYM") or sentence.lemmas[token].lower() in word_class(
        "war_object"
    ):
        return True
    return _class(sentence, token, participants) in HURT_CLASSES or participants.owner(sentence, token) is not None
