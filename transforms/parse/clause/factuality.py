"""Factuality: what tense, modality, negation and condition make of an act, in its clause and in those above it.

The values are the statuses of PLOVER 2.0 (auxiliary modes): occurred, ongoing, future, hypothetical, negated.
"""

from __future__ import annotations

from schemas.document import Sentence
from transforms.parse.clause.clause import Clause
from transforms.parse.clause.clauses import Clauses
from transforms.parse.clause.generality import ANYBODY, MAX_CLIMB, PERIODS, is_faced, is_general
from transforms.words.classes import has_any, word_class

FUTURE = frozenset({"will", "shall"})
POSSIBLE = frozenset({"may", "might", "could", "can", "should", "must", "ought"})
CONDITIONS = frozenset({"if", "unless", "whether", "should", "lest", "provided"})
STATUS_MODALS = FUTURE | POSSIBLE | {"would"}
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
ABLE = frozenset({"capable", "able", "unable", "incapable", "likely", "unlikely", "prone"})
WILLING = frozenset({"prepared", "ready", "willing", "inclined", "disposed"})
UNREACHED = frozenset({"instead", "rather", "lest"})
EXPECTED = frozenset(
    {"planned", "proposed", "upcoming", "forthcoming", "imminent", "impending", "intended", "scheduled"}
)
IMAGINED = word_class("imagined")
WISHED = frozenset({"hope", "wish", "pray", "fear", "imagine"})
"""Verbs whose clause says what somebody would like or dread, not what was done."""
ARRIVED = frozenset({"arrived", "landed", "docked"})
BRINGING = frozenset({"deliver", "distribute", "unload", "supply", "bring"})
"""What somebody does by coming: "arrived to deliver food"."""
PART_TAKING = frozenset({"involve", "engage", "participate", "succeed", "share"})
"""Verbs whose negation says that what follows "in" was not done."""


def unreal(token: int, clauses: Clauses) -> bool:
    """Say whether the clause of a verb tells it as no fact: it is only possible, ahead, wished or ordered.

    Only its own clause is asked: who asks how a man was shot does not put in doubt that he was. What was not done is no
    less a fact ("nobody was hurt").
    """
    sentence = clauses.sentence
    if sentence.upos[token] != "VERB":
        return False
    p, marks = clauses.of(token), clauses.markers(token)
    if p.modal in STATUS_MODALS or marks & (CONDITIONS | UNREACHED) or _scheduled(p, clauses):
        return True
    head = sentence.heads[token]
    if "to" in marks and head != token and sentence.deps[token] != "acl:relcl":
        told = has_any(clauses.lemma(head), "factual_infinitive", "instrument_verbs")
        return not told and sentence.upos[head] in ("VERB", "ADJ", "NOUN")
    order = sentence.xpos[token] == "VB" and not clauses.has_auxiliary(token) and "to" not in marks
    return order and sentence.deps[token] != "conj" and clauses.own_subject(token) is None


def factuality(p: Clause, named: int, clauses: Clauses) -> str:
    """Return how real an act is told to be, ``refused`` where its subject declares that it will not happen.

    ``named`` is the token that names the act: the noun inside a light verb, else the predicate's own.
    """
    own = "hypothetical" if is_general(p, named, clauses) else _own(p, clauses)
    if own:
        return own
    if p.pos == "n" and not p.copula and (_presupposed(p) or is_faced(p.token, clauses)):
        return "occurred"
    return _above(p.token, clauses)


def _own(p: Clause, clauses: Clauses) -> str:
    if p.pos == "n" and not p.copula:
        before = {clauses.lower(c) for c in (*p.modifiers, *p.sentence.children[p.token])}
        if before & IMAGINED:
            return "hypothetical"
        if p.negated:
            return "negated"
        return "future" if before & EXPECTED or _ahead(p.token, clauses) else ""
    marks = clauses.markers(p.token)
    if marks & UNREACHED:
        return "hypothetical"
    if p.negated:
        declared = p.modal in FUTURE or p.modal == "would"
        declared = declared or (p.modal in ("can", "could", "") and not _told(p, clauses) and not _below(p, marks))
        declared = declared or _unwilling(p, clauses)
        return "refused" if declared else "negated"
    if _no_longer(p):
        return "negated"
    if marks & CONDITIONS:
        return "hypothetical"
    if p.modal in FUTURE or _scheduled(p, clauses):
        return "future"
    if p.modal == "would" and _enacted(p.token, clauses):
        return "occurred"
    if p.modal == "would":
        return "future" if _reported(p.token, clauses) else "hypothetical"
    return "hypothetical" if p.modal in POSSIBLE else ""


def _enacted(token: int, clauses: Clauses) -> bool:
    """Say whether a clause tells what a law does that a body has passed ("approved a law that would ban them")."""
    sentence = clauses.sentence
    law = sentence.heads[token]
    if sentence.deps[token] != "acl:relcl" or clauses.lemma(law) not in word_class("law"):
        return False
    p = clauses.of(sentence.heads[law])
    return sentence.deps[law] == "obj" and p.lemma in word_class("enacting_verb") and not (p.modal or p.negated)


def _unwilling(p: Clause, clauses: Clauses) -> bool:
    """Say whether somebody is told not to be willing, a refusal in every tense: "were not prepared to talk"."""
    if clauses.lower(p.token) not in WILLING:
        return False
    sentence = p.sentence
    return any(sentence.deps[c] == "xcomp" and clauses.marker(c) == "to" for c in sentence.children[p.token])


def _told(p: Clause, clauses: Clauses) -> bool:
    """Say whether an auxiliary puts a denial into the past ("did not attack", "has not attacked")."""
    return p.aspect == "perfect" or (p.tense == "past" and clauses.has_auxiliary(p.token))


def _no_longer(p: Clause) -> bool:
    sentence = p.sentence
    return any(
        sentence.words[c].lower() == "longer" and c and sentence.words[c - 1].lower() == "no"
        for c in sentence.children[p.token]
    )


def _scheduled(p: Clause, clauses: Clauses) -> bool:
    """Say whether a present tense tells what is to come ("the king visits Chile next week")."""
    sentence = p.sentence
    if p.tense != "present" or (clauses.has_auxiliary(p.token) and p.aspect != "progressive"):
        return False
    for child in sentence.children[p.token]:
        if clauses.lower(child) == "tomorrow":
            return True
        if clauses.lemma(child) in PERIODS and any(clauses.lower(c) == "next" for c in sentence.children[child]):
            return True
    return False


def _ahead(token: int, clauses: Clauses) -> bool:
    """Say whether a visit or meeting is what others come before ("ahead of the king's visit")."""
    sentence = clauses.sentence
    if clauses.lemma(token) not in word_class("scheduled_noun"):
        return False
    return any(
        sentence.deps[c] == "case" and clauses.lower(c) == "of" and c and clauses.lower(c - 1) == "ahead"
        for c in sentence.children[token]
    )


def _below(p: Clause, marks: frozenset[str]) -> bool:
    """Say whether a clause without a modal tells an aim or whom it is about ("not to help", "who do not disarm")."""
    return not p.modal and ("to" in marks or p.sentence.deps[p.token] in ("acl", "acl:relcl", "amod"))


def _presupposed(p: Clause) -> bool:
    """Say whether a noun takes its act for granted: "to protest the murder of X" does not put the murder in doubt."""
    sentence = p.sentence
    return any(
        sentence.deps[c] == "nmod:poss" or (sentence.deps[c] == "det" and sentence.words[c].lower() in DEFINITE)
        for c in sentence.children[p.token]
    )


def _told_itself(token: int, clauses: Clauses) -> bool:
    """Say whether a clause joined to another is told as past by a subject and a verb of its own.

    "He came to discuss the dam, and the council met" does not put the meeting in doubt, wherever the parse hangs it.
    """
    sentence = clauses.sentence
    if not clauses.is_verb(token):
        return False
    verbs = [token, *(c for c in sentence.children[token] if sentence.deps[c] in ("aux", "aux:pass"))]
    subject = any(sentence.deps[c] in ("nsubj", "nsubj:pass") for c in sentence.children[token])
    return subject and not clauses.of(token).modal and any(sentence.xpos[verb] == "VBD" for verb in verbs)


def _reported(token: int, clauses: Clauses) -> bool:
    """Say whether a clause is what somebody said, so that "would" is the future of the past."""
    sentence = clauses.sentence
    for _ in range(MAX_CLIMB):
        head = sentence.heads[token]
        if head == token:
            return any(sentence.deps[c] == "parataxis" for c in sentence.children[token])
        if sentence.deps[token] == "ccomp" and clauses.lemma(head) in word_class("relay"):
            return True
        if sentence.deps[token] not in ("conj", "xcomp", "ccomp", "parataxis"):
            return False
        token = head
    return False


def _above(token: int, clauses: Clauses) -> str:
    """Return what the clauses above say about an act that has no modality of its own."""
    sentence: Sentence = clauses.sentence
    start = named = token
    for _ in range(MAX_CLIMB):
        head, dep = sentence.heads[token], sentence.deps[token]
        marks = clauses.markers(token) if clauses.is_verb(token) else frozenset()
        if head == token:
            outer = any(sentence.deps[c] == "nsubj:outer" for c in sentence.children[token])
            if "to" in marks and clauses.subject(token) is None and (token == start or not outer):
                return "hypothetical"
            break
        if _settled(token, clauses) or (dep == "conj" and _told_itself(token, clauses)):
            break
        if token != start and marks & CONDITIONS:
            return "hypothetical"
        if token != start and marks & UNREACHED:
            return "hypothetical"
        if dep == "xcomp" and clauses.lemma(head) in word_class("considering_verbs"):
            return "hypothetical"
        if dep == "xcomp" and "to" in marks and clauses.lemma(head) in word_class("unfulfilled_verb"):
            return "hypothetical"
        if dep == "ccomp" and clauses.lemma(head) in WISHED:
            return "hypothetical"
        if dep == "acl" and _kept_from(token, clauses):
            return "hypothetical"
        if dep == "xcomp" and "to" in marks and clauses.lemma(head) in word_class("wishing_verbs"):
            return "hypothetical"
        if (dep in ("xcomp", "conj") or _continues(token, clauses)) and clauses.is_verb(head):
            p = clauses.of(head)
            if p.negated and dep == "xcomp":
                return "negated"
            if p.modal in FUTURE:
                return "future"
            if p.modal in POSSIBLE or p.modal == "would":
                return "future" if p.modal == "would" and _reported(head, clauses) else "hypothetical"
        elif dep == "acl" and "to" in marks and clauses.lemma(sentence.heads[head]) in word_class("instrument_verbs"):
            token = sentence.heads[head]
            if status := _of_means(clauses.of(token)):
                return status
            continue
        elif dep in ("advcl", "acl", "xcomp") and clauses.is_verb(token) and _possible(token, head, dep, clauses):
            return "hypothetical"
        elif dep == "advcl":
            if marks & {"in", "from", "of"} and clauses.lemma(head) in PART_TAKING and clauses.of(head).negated:
                return "negated"
            if "to" in marks and _reached(
                token, head, clauses
            ):  # "used drones to hit", "marched to protest": done as far as the other was
                if status := _of_means(clauses.of(head)):
                    return status
                token = head
                continue
            if "to" in marks or marks & CONDITIONS or "until" in marks:
                return "hypothetical"
            if marks & {"from", "of"} and clauses.lemma(head) in word_class("preventing_verbs"):
                return "hypothetical"
            if sentence.xpos[token] == "VBG" and marks and _only_possible(head, clauses):
                return "hypothetical"
        elif dep in ("obj", "nsubj:pass", "obl") and clauses.is_verb(head) and not clauses.is_verb(token):
            p = clauses.of(head)
            if p.negated:
                return "negated"
            if dep == "obj" and clauses.lemma(head) in word_class("considering_verbs"):
                return "hypothetical"
            if p.modal in FUTURE:
                return "future"
        elif dep == "nsubj" and token == named and _only_possible(head, clauses):
            return "hypothetical"
        if dep == "conj" and token == named:
            named = head  # "an airstrike or a barrage might"
        token = head
    p = clauses.of(start)
    if p.pos == "v" and p.aspect == "progressive" and p.tense == "present":
        return "ongoing"
    return _modality_before(start, clauses) or "occurred"


def _reached(token: int, head: int, clauses: Clauses) -> bool:
    """Say whether an aim is reached by what is told above it: by a means, a march, or a coming."""
    if clauses.lower(head) in ARRIVED and clauses.lemma(token) in BRINGING:
        return True
    return clauses.lemma(head) in word_class("instrument_verbs") or clauses.lemma(token) in word_class(
        "demonstrating_verb"
    )


def _of_means(p: Clause) -> str:
    """Return how real the clause is that tells by what means an act is done; empty where it took place."""
    if p.negated:
        return "negated"
    return "future" if p.modal in FUTURE else "hypothetical" if p.modal in POSSIBLE else ""


def _settled(token: int, clauses: Clauses) -> bool:
    """Say whether a clause tells what was done whatever the clause above it says.

    "They will visit a town destroyed by bombs", "he discussed the letter which called for a truce", and a past tense
    that the parser set beside an infinitive ("urged them to help and offered money").
    """
    sentence = clauses.sentence
    head, dep = sentence.heads[token], sentence.deps[token]
    if not clauses.is_verb(token):
        return False
    past = clauses.tense(token) == "past"
    if dep == "conj":
        past = past or (sentence.xpos[token] == "VBN" and not clauses.has_auxiliary(token))
        return past and (clauses.marker(head) == "to" or sentence.xpos[head] == "VB")
    if (
        any(clauses.lower(c) in ("any", "every", "all") for c in sentence.children[head])
        or clauses.lower(head) in ANYBODY
    ):
        return False
    if dep == "acl":
        return sentence.xpos[token] == "VBN" and not clauses.has_auxiliary(token) and clauses.of(token).passive
    if dep == "advcl" and sentence.xpos[token] == "VBG" and clauses.markers(token) & {"after"}:
        return _begun(head, clauses)
    return dep == "acl:relcl" and (past or sentence.upos[head] == "PROPN")


def _kept_from(token: int, clauses: Clauses) -> bool:
    """Say whether a clause tells what somebody is kept from: "to **stop** people being held"."""
    sentence = clauses.sentence
    noun = sentence.heads[token]
    if sentence.deps[noun] != "obj" or clauses.lemma(sentence.heads[noun]) not in word_class("preventing_verbs"):
        return False
    return any(clauses.lower(c) == "being" for c in sentence.children[token])


def _begun(token: int, clauses: Clauses) -> bool:
    """Say whether what stands above a clause was done, so that what came before it was, too."""
    for one in (token, *clauses.sentence.ancestors(token)):
        p = clauses.of(one)
        if p.pos == "v" and (p.modal or p.tense):
            return not p.modal and (p.tense == "past" or p.aspect == "perfect")
    return False


def _modality_before(token: int, clauses: Clauses) -> str:
    """Return the status that the last modal before a bare infinitive gives it, wherever the parser hung the clause."""
    sentence = clauses.sentence
    if sentence.deps[token] != "conj" or not clauses.is_verb(token):
        return ""
    auxiliaries = [c for c in sentence.children[token] if sentence.deps[c].startswith("aux")]
    finite = min(auxiliaries, default=token)
    if sentence.xpos[finite] != "VB":
        return ""
    for i in range(finite - 1, -1, -1):
        if sentence.xpos[i] == "MD":
            return "future" if clauses.lower(i) in FUTURE | {"'ll", "wo"} else "hypothetical"
        if sentence.xpos[i] == "TO":
            return "hypothetical" if sentence.upos[i] == "PART" else ""
        if clauses.lower(i) in ("did", "do", "does") and sentence.deps[i] == "aux":
            return ""
    return ""


def _only_possible(head: int, clauses: Clauses) -> bool:
    """Say whether a predicate tells what its subject could do, without taking the subject for granted."""
    return clauses.of(head).modal in POSSIBLE | {"would"} and clauses.lemma(head) not in word_class("aspect_verbs")


def _continues(token: int, clauses: Clauses) -> bool:
    """Say whether a clause set beside another shares its subject and modality ("must stay, not leave")."""
    sentence = clauses.sentence
    if sentence.deps[token] != "parataxis" or sentence.xpos[token] != "VB":
        return False
    return not any(sentence.deps[c].startswith(("nsubj", "aux")) for c in sentence.children[token])


def _possible(token: int, head: int, dep: str, clauses: Clauses) -> bool:
    """Say whether a clause tells only what somebody is able to do, or what a thing is there for."""
    return clauses.lemma(head) in ABLE or (dep == "acl" and clauses.marker(token) == "to")
