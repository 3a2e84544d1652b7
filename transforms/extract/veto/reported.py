"""Tells acts that a text reports from talk about acts in general, and from acts between private persons.

An event row needs an act that somebody did, does or has announced, with parties that can be told. Purposes
("to help the wives"), conditions ("if they committed crimes") and what unnamed people might do are no acts; an offer,
request or criticism is nothing without somebody who makes it.
"""

from __future__ import annotations

from schemas.event import Party
from transforms.extract.draft import Draft
from transforms.extract.roles.parties import Participants
from transforms.extract.veto.domain import OUTSPOKEN, PRIVATE_SECTORS, SPOKEN, texts
from transforms.extract.veto.refusal import Case, Vetoes
from transforms.parse.clause.clause import Clause
from transforms.parse.clause.factuality import FUTURE, POSSIBLE
from transforms.words.classes import has_any, word_class

PASSIVE_TYPES = frozenset({"ASSAULT", "COERCE", "SANCTION", "RETREAT", "PROTEST", "MOBILIZE"})
"""Types whose acts are often told without who did them; all others are acts of speech or of two parties."""
STATES = word_class("state_noun")
GOVERNED = frozenset({"AGREE", "AID", "CONCEDE", "CONSULT", "COOPERATE", "REQUEST", "SUPPORT"})
"""Types that private persons do to each other every day: one side must be public."""
BODIES = frozenset({"BUS", "JRN", "MED", "EDU"})
"""Sectors of companies, papers and the like: what one of a name apologises for is told of it."""
HABITS = frozenset({"AID", "CONCEDE", "COOPERATE", "MOBILIZE", "SUPPORT"})
"""Types of acts that some people and things are there to do."""


reported_vetoes = Vetoes()
"""What keeps an act out that the text does not tell as done, or not between whom."""


@reported_vetoes("NV301")
def unreal(case: Case) -> str | None:
    """Refuse what is only possible or did not happen, unless a clause of its own says it of known parties."""
    draft = case.draft
    return draft.status if draft.status in ("hypothetical", "negated") and not _stated(draft) else None


@reported_vetoes("NV302")
def record(case: Case) -> str | None:
    """Refuse an act that only tells who somebody is: "the only group known to have carried out such an attack"."""
    sentence, trigger = case.sentence, case.draft.trigger_token
    for token in (trigger, *sentence.ancestors(trigger)):
        if sentence.deps[token] in ("acl", "acl:relcl"):
            words = {sentence.words[c].lower() for c in sentence.children[sentence.heads[token]]} & UNIQUE
            return ", ".join(sorted(words)) if words and sentence.xpos[token] != "VBD" else None
    return None


@reported_vetoes("NV316")
def stationed(case: Case) -> str | None:
    """Refuse forces that a participle only places somewhere: "they shelled the fighters deployed at the bridge"."""
    draft, sentence = case.draft, case.sentence
    p = draft.mention.predication
    if draft.type != "MOBILIZE" or sentence.deps[p.token] != "acl" or sentence.xpos[p.token] != "VBN" or p.get("by"):
        return None
    return next((sentence.words[t] for slot in STATIONS for t in p.get(slot)), None)


@reported_vetoes("NV318")
def standing(case: Case) -> str | None:
    """Refuse what a clause in the present says some people or things do: "a pipeline that supplies gas to Chad"."""
    draft, sentence = case.draft, case.sentence
    token = draft.mention.predication.token
    head = sentence.heads[token]
    if draft.type not in HABITS or composed(draft) or sentence.upos[head] != "NOUN":
        return None
    clauses = case.participants.clauses(sentence)
    simple = not clauses.has_auxiliary(token)
    which = sentence.deps[token] == "acl:relcl" and simple and sentence.xpos[token] in ("VBZ", "VBP")
    doing = sentence.deps[token] == "acl" and simple and sentence.xpos[token] == "VBG" and clauses.marker(token) == ""
    return sentence.words[head] if which or doing else None


@reported_vetoes("NV303")
def authorless(case: Case) -> str | None:
    """Refuse acts of speech and of two parties that nobody is told to do."""
    draft = case.draft
    told = draft.type in PASSIVE_TYPES or draft.of_state or _has_author(draft) or _of_office(draft, case.participants)
    told = told or _on_paper(draft) or _to_suffer(draft, case.participants)
    return None if told else texts(draft.actors)


@reported_vetoes("NV304")
def private_visit(case: Case) -> str | None:
    """Refuse visits of private persons without a name, and of reporters, whose talks are for the story."""
    draft = case.draft
    if draft.type == "CONSULT" and draft.actors and all(p.sector == "JRN" for p in draft.actors):
        return texts(draft.actors)
    if draft.mode == "visit" and all(p.sector == "CVL" and not p.name and not p.country for p in draft.actors):
        return texts(draft.actors)
    return None


@reported_vetoes("NV305")
def one_side(case: Case) -> str | None:
    """Refuse an act whose recipients are pronouns for its actors."""
    draft = case.draft
    if draft.type == "REJECT":  # "rejected charges that he had lied": of whom is not told
        return None
    names = {p.name for p in draft.actors if p.name}
    if not names or not draft.recipients:
        return None
    same = all(p.name in names and p.text.lower() in word_class("pronoun") for p in draft.recipients)
    return texts(draft.recipients) if same else None


@reported_vetoes("NV306")
def request_of_nobody(case: Case) -> str | None:
    """Refuse requests of private persons in which neither what is asked nor who is asked is told."""
    draft = case.draft
    if draft.type != "REQUEST" or composed(draft) or known(draft.recipients) or _of_state(draft, case.participants):
        return None
    named = (p.name is None and case.participants.named(p) for p in draft.actors)  # a body that no table knows
    return None if any(_public(p, case.participants) for p in draft.actors) or any(named) else texts(draft.actors)


@reported_vetoes("NV307")
def support_of_nobody(case: Case) -> str | None:
    """Refuse support of nobody by one who is alone, but for what courts find lawful and for laws that are welcomed."""
    draft = case.draft
    if draft.type != "SUPPORT" or composed(draft) or draft.recipients or len(draft.actors) > 1 or _counted(draft):
        return None
    p = draft.mention.predication
    ruled = any(has_any(p.sentence.lemmas[t].lower(), "law", "restriction", "truce") for t in p.get("obj"))
    if p.pos == "v" and (ruled or any(party.sector == "JUD" for party in draft.actors)):
        return None
    return texts(draft.actors)


@reported_vetoes("NV308")
def concession_to_nobody(case: Case) -> str | None:
    """Refuse concessions to nobody by somebody who is no public body."""
    draft = case.draft
    if draft.type != "CONCEDE" or composed(draft) or draft.recipients or draft.of_protest:
        return None
    if any(p.name and p.sector in BODIES for p in draft.actors):
        return None
    return None if any(_public(p, case.participants) and known((p,)) for p in draft.actors) else texts(draft.actors)


@reported_vetoes("NV309")
def without_partner(case: Case) -> str | None:
    """Refuse meetings of one who is alone, and agreements: a public body may bind itself ("vowed to hold a vote")."""
    draft = case.draft
    if draft.type == "AGREE" and any(_public(p, case.participants) and known((p,)) for p in draft.actors):
        return None
    if draft.type == "CONSULT" and draft.mode == "third-party" and known(draft.actors):
        return None
    told = draft.type == "CONSULT" or bool(draft.mention.predication.get("on"))  # "the leaders agreed on the need to"
    if told and _several(draft, case.participants):
        return None
    if draft.type not in ("AGREE", "CONSULT") or composed(draft) or draft.recipients:
        return None
    return None if len(draft.actors) > 1 or _counted(draft) else texts(draft.actors)


@reported_vetoes("NV310")
def private_cooperation(case: Case) -> str | None:
    """Refuse cooperation in which no public body acts."""
    draft = case.draft
    if draft.type != "COOPERATE" or any(_public(p, case.participants) for p in draft.actors):
        return None
    return texts(draft.actors)


@reported_vetoes("NV311")
def aid_to_nobody(case: Case) -> str | None:
    """Refuse aid that nobody receives."""
    return texts(case.draft.actors) if case.draft.type == "AID" and not case.draft.recipients else None


@reported_vetoes("NV312")
def accusation_of_nobody(case: Case) -> str | None:
    """Refuse nouns for accusations where neither who is accused nor a public body that accuses is known."""
    draft = case.draft
    if draft.type != "ACCUSE" or draft.predicate_pos != "n" or composed(draft) or known(draft.recipients):
        return None
    if "strong" in draft.mention.frame.flags:  # "an investigation into the crash is under way"
        return None
    if draft.mention.type != "ACCUSE":  # a protest that is one of states
        return texts(draft.recipients)
    public = tuple(p for p in draft.actors if _public(p, case.participants))
    return None if known(public) or (draft.recipients and public) else texts(draft.recipients)


@reported_vetoes("NV313")
def acts_in_general(case: Case) -> str | None:
    """Refuse indefinite plural nouns for violence without actors, and without people as recipients."""
    draft = case.draft
    if draft.type not in ("ASSAULT", "THREATEN") or draft.predicate_pos != "n" or draft.definite or composed(draft):
        return None
    sentence, trigger = case.sentence, draft.trigger_token
    if sentence.xpos[trigger] != "NNS" or draft.actors or any(_someone(p) for p in draft.recipients):
        return None
    if any(sentence.deps[c] == "nummod" for c in sentence.children[trigger]):  # "two bombings" are told one by one
        return None
    return texts(draft.recipients)


@reported_vetoes("NV314")
def between_private_persons(case: Case) -> str | None:
    """Refuse what private persons of one country do to each other every day."""
    draft = case.draft
    parties = (*draft.actors, *draft.recipients)
    if draft.type not in GOVERNED or draft.of_protest or _between_countries(draft) or _for_release(draft):
        return None
    if draft.type in SPOKEN and any(party.sector in OUTSPOKEN for party in draft.actors):
        return None
    if draft.type == "CONCEDE" and any(party.name and party.sector in BODIES for party in draft.actors):
        return None
    public = any(_public(party, case.participants) for party in parties) or _of_state(draft, case.participants)
    return None if public else texts(parties)


@reported_vetoes("NV315")
def private_withdrawal(case: Case) -> str | None:
    """Refuse withdrawals of anybody but a public body or force."""
    draft = case.draft
    if (draft.type, draft.mode) != ("RETREAT", "withdraw") or any(
        _public(party, case.participants) for party in draft.actors
    ):
        return None
    return texts(draft.actors)


STATIONS = ("in", "at", "near", "along", "on", "around")
"""Prepositions before where forces are."""
UNIQUE = frozenset({"only", "first", "last", "second", "third"})
"""Words before a noun that is then told apart by what it did."""


def composed(draft: Draft) -> bool:
    """Say whether an operator made the act of another one."""
    return draft.mention.inner is not None


def _counted(draft: Draft) -> bool:
    """Say whether the actors are several told as one: "the two presidents", "both sides", "the leaders of X and Y"."""
    sentence = draft.sentence
    if len(draft.mention.actors) != 1 or draft.mode == "visit":
        return False
    token = draft.mention.actors[0]
    if sentence.xpos[token] not in ("NNS", "NNPS"):
        return False
    below = range(min(sentence.subtree(token)), max(sentence.subtree(token)) + 1)
    numbered = any(
        sentence.heads[i] == token and (sentence.deps[i] == "nummod" or sentence.words[i].lower() == "both")
        for i in below
    )
    return numbered or any(sentence.deps[i] == "conj" and sentence.upos[i] == "PROPN" for i in below)


def _several(draft: Draft, participants: Participants) -> bool:
    """Say whether the actors of a meeting are several officials told as one ("EU leaders gathered")."""
    if len(draft.mention.actors) != 1 or "mutual" not in draft.mention.frame.flags:
        return False
    plural = draft.sentence.xpos[draft.mention.actors[0]] in ("NNS", "NNPS")
    return plural and all(_public(party, participants) and known((party,)) for party in draft.actors)


def _between_countries(draft: Draft) -> bool:
    """Say whether people of one country deal with another country, its people or bodies."""
    ours = {party.country for party in draft.actors} - {None}
    theirs = {party.country for party in draft.recipients} - {None}
    if draft.mutual and not draft.recipients:
        return len(ours) > 1
    return bool(ours and theirs) and not ours & theirs


def _to_suffer(draft: Draft, participants: Participants) -> bool:
    """Say whether a passive says what somebody known is to have done to him ("the general is to be tried")."""
    mention = draft.mention
    planned = mention.inner is not None and mention.frame.operator == "PLAN" and mention.inner.predication.passive
    if not planned or mention.type not in PASSIVE_TYPES:
        return False
    return known(draft.recipients) or any(participants.named(party) for party in draft.recipients)


def _for_release(draft: Draft) -> bool:
    """Say whether somebody asks that people be set free: who holds them is a state or a force, told or not."""
    inner = draft.mention.inner
    return (
        draft.type == "REQUEST"
        and inner is not None
        and inner.mode == "release"
        and bool(inner.recipients or draft.recipients)
    )


def _of_state(draft: Draft, participants: Participants) -> bool:
    """Say whether named parties, whoever they are, deal with each other in affairs of state ("diplomatic ties")."""
    sides = [side for side in (draft.actors, draft.recipients) if side]
    if sum(map(len, sides)) < 2 or not any(participants.named(party) for side in sides for party in side):
        return False
    clauses = participants.clauses(draft.sentence)
    below = draft.sentence.subtree(draft.trigger_token)
    return any(form in word_class("statecraft") for token in below for form in clauses.forms(token))


def _someone(party: Party) -> bool:
    """Say whether a party is people or a body, not a mere country or place."""
    return party.sector not in (None, "UNK")


def _stated(draft: Draft) -> bool:
    """Say whether a clause of its own says that a known party may do, or did not do, something to a known one."""
    p: Clause = draft.mention.predication
    if draft.status == "hypothetical" and draft.type in GOVERNED:
        return False
    if not (known(draft.actors) and (known(draft.recipients) or draft.targets)):
        return False
    return draft.status == "negated" or p.modal in POSSIBLE | FUTURE | {"would"}


def _has_author(draft: Draft) -> bool:
    if draft.actors:
        return any(not _vague(party) for party in draft.actors)
    return draft.type == "CONSULT" and len(draft.recipients) > 1


def _of_office(draft: Draft, participants: Participants) -> bool:
    """Say whether a state, body or office is said to be accused, criticised or asked, by whom is not told."""
    p = draft.mention.predication
    tried = p.pos == "n" and draft.mode == "allege"  # "the impeachment of the president"
    suffered = p.pos == "v" and (p.passive or ("subj",) in draft.mention.frame.recipient)  # "he faced criticism"
    if draft.type not in ("ACCUSE", "REQUEST") or not (suffered or tried) or draft.status != "occurred":
        return False
    return any(_public(party, participants) and known((party,)) for party in draft.recipients)


def known(parties: tuple[Party, ...]) -> bool:
    """Say whether one of the parties is resolved to a name, a country or a sector."""
    return any(p.name or p.country or p.sector not in (None, "UNK") for p in parties)


def _on_paper(draft: Draft) -> bool:
    """Say whether a report or study says it to a known party: whoever wrote it speaks ("the study urged")."""
    p = draft.mention.predication
    papers = (p.sentence.lemmas[t].lower() in word_class("speaking_paper") for t in p.get("subj"))
    return p.pos == "v" and draft.status == "occurred" and known(draft.recipients) and any(papers)


def _vague(party: Party) -> bool:
    return not known((party,)) and party.text.lower() in word_class("pronoun")


def _public(party: Party, participants: Participants) -> bool:
    """Say whether a party is a state, body, office, armed group or people, not a private person or company.

    An organisation of society known by its name speaks in public; "aid groups" may be anybody.
    """
    if party.sector not in PRIVATE_SECTORS or (party.name and party.sector == "SOC"):
        return True
    if party.country and party.sector is None:
        return True
    words = frozenset(word.rstrip("s") for word in party.text.lower().replace("ies", "y").split())
    return bool(words & (word_class("government") | word_class("armed") | STATES))
