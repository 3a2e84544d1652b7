"""Status of an act: what tense, modality, negation and condition make of it (PLOVER 2.0, auxiliary modes)."""

from __future__ import annotations

from schemas.document import Sentence
from transforms.extract.lexicon import word_class
from transforms.extract.predicate import Predication
from transforms.extract.predications import Clauses
from transforms.extract.readings import Reading

FUTURE = frozenset({"will", "shall"})
POSSIBLE = frozenset({"may", "might", "could", "can", "should", "must", "ought"})
CONDITIONS = frozenset({"if", "unless", "whether", "should", "lest", "provided"})
STATUS_MODALS = FUTURE | POSSIBLE | {"would"}
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
ABLE = frozenset({"capable", "able", "unable", "incapable", "likely", "unlikely", "prone"})
MAX_CLIMB = 6


def status_of(reading: Reading, clauses: Clauses) -> str:
    """Return the status of a reading, ``refused`` where its subject declares that it will not happen.

    ``refused`` is no status of the contract: the tense table turns it into REJECT or the coder into ``negated``.
    """
    if reading.status:
        return reading.status
    p = reading.predication
    own = _own(p, clauses)
    if own:
        return own
    if p.pos == "n" and not p.copula and _presupposed(p):
        return "occurred"
    return _above(p.token, clauses)


def _own(p: Predication, clauses: Clauses) -> str:
    if p.pos == "n" and not p.copula:
        return "negated" if p.negated else ""
    if p.negated:
        declared = p.modal in FUTURE or p.modal == "would" or (p.modal in ("can", "could", "") and not _past(p))
        return "refused" if declared else "negated"
    if p.modal in FUTURE:
        return "future"
    if p.modal == "would":
        return "future" if _reported(p.token, clauses) else "hypothetical"
    if p.modal in POSSIBLE:
        return "hypothetical"
    if clauses.marker(p.token) in CONDITIONS:
        return "hypothetical"
    return ""


def _presupposed(p: Predication) -> bool:
    """Say whether a noun takes its act for granted: "to protest the murder of X" does not put the murder in doubt."""
    sentence = p.sentence
    return any(
        sentence.deps[c] == "nmod:poss" or (sentence.deps[c] == "det" and sentence.words[c].lower() in DEFINITE)
        for c in sentence.children[p.token]
    )


def _past(p: Predication) -> bool:
    sentence = p.sentence
    return any(
        sentence.words[c].lower() in ("did", "had", "was", "were", "has", "have")
        for c in sentence.children[p.token]
        if sentence.deps[c].startswith("aux")
    )


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
    start = token
    for _ in range(MAX_CLIMB):
        head, dep = sentence.heads[token], sentence.deps[token]
        if head == token:
            break
        if clauses.is_verb(token) and token != start and clauses.marker(token) in CONDITIONS:
            return "hypothetical"
        if dep in ("xcomp", "conj") and clauses.is_verb(head):
            p = clauses.of(head)
            if p.negated and dep == "xcomp":
                return "negated"
            if p.modal in FUTURE:
                return "future"
            if p.modal in POSSIBLE or p.modal == "would":
                return "future" if p.modal == "would" and _reported(head, clauses) else "hypothetical"
        elif dep in ("advcl", "acl", "xcomp") and clauses.is_verb(token) and _possible(token, head, dep, clauses):
            return "hypothetical"
        elif dep == "advcl":
            if clauses.marker(token) == "to":
                return "hypothetical"
            if clauses.marker(token) in CONDITIONS:
                return "hypothetical"
        elif dep in ("obj", "nsubj:pass", "obl") and clauses.is_verb(head) and not clauses.is_verb(token):
            p = clauses.of(head)
            if p.negated:
                return "negated"
            if p.modal in FUTURE:
                return "future"
        token = head
    p = clauses.of(start)
    if p.pos == "v" and sentence.xpos[start] == "VBG" and _present_be(p):
        return "ongoing"
    return "occurred"


def _possible(token: int, head: int, dep: str, clauses: Clauses) -> bool:
    """Say whether a clause tells only what somebody is able to do, or what a thing is there for."""
    return clauses.lemma(head) in ABLE or (dep == "acl" and clauses.marker(token) == "to")


def _present_be(p: Predication) -> bool:
    return any(
        p.sentence.words[c].lower() in ("is", "are", "'s", "'re", "am")
        for c in p.sentence.children[p.token]
        if p.sentence.deps[c] == "aux"
    )
