"""The clause around a word: its subject and voice, and whether what it says is told as a fact."""

from __future__ import annotations

from schemas.document import Sentence
from transforms.parse.clause.participles import person_nouns

RELATIVES = frozenset({"who", "that", "which", "whom"})
LEAVE = frozenset({"leave", "find", "pronounce", "declare", "believe", "presume", "fear", "report", "feare"})
UNREAL_AUX = frozenset("would could might can will should 'd 'll wo ca".split())
FACTUAL_INFINITIVE = frozenset(
    "appear seem believe say report manage presume continue begin start proceed come allege happen fear think know be "
    "get live".split()
)
"""Verbs and copulas whose infinitive is told as a fact ("appeared to have been shot", "was the first to die")."""


SCENES = frozenset(
    "mall party school bar club nightclub park playground station store shop market restaurant cafe diner motel hotel "
    "apartment complex home gym church mosque hospital campus university college concert festival funeral vigil parade "
    "protest rally game stadium arena lounge casino theater theatre cinema salon barbershop carwash airport dealership "
    "intersection scene point work gathering picnic barbecue wedding residence range".split()
)
"""What people are shot at as a place: a headline's "teen shot at mall" tells of a victim."""


def is_passive(sentence: Sentence, verb: int) -> bool:
    """Tell whether a verb is passive: a passive subject or auxiliary, or a reduced participle after its noun."""
    if sentence.child(verb, "nsubj:pass", "aux:pass", "csubj:pass") is not None:
        return True
    return sentence.deps[verb] == "acl" and sentence.xpos[verb] == "VBN"


def shares_passive(sentence: Sentence, verb: int) -> bool:
    """Tell whether a participle without auxiliary shares that of the verb before it ("was shot and killed")."""
    head, participle = sentence.heads[verb], sentence.xpos[verb] in ("VBN", "VBD")
    if sentence.deps[verb] == "conj" and participle:
        if sentence.child(verb, "nsubj") is not None:
            return False
        bare = sentence.child(head, "obj") is None and sentence.lemmas[head].lower() == "shoot"
        return is_passive(sentence, head) or (bare and headline_passive(sentence, head))
    if participle and sentence.deps[verb] == "xcomp" and sentence.lemmas[head].lower() in LEAVE:
        return True
    return (
        participle and sentence.xpos[verb] == "VBN" and sentence.deps[verb] in ("xcomp", "root", "ccomp", "parataxis")
    )


def headline_passive(sentence: Sentence, verb: int) -> bool:
    """Tell whether a past tense without object is the participle of a headline ("after man shot inside bar")."""
    subject = sentence.child(verb, "nsubj")
    after = sentence.words[verb + 1].lower() if verb + 1 < len(sentence) else ""
    if subject is None or sentence.xpos[verb] not in ("VBD", "VBN") or after in ("back", "from", "into"):
        return False
    if after == "at" and sentence.lemmas[sentence.heads[verb + 1]].lower() not in SCENES:
        return False
    if sentence.xpos[subject] not in ("NN", "NNP") and sentence.child(subject, "nummod") is None:
        return False
    bare = all(sentence.upos[i] not in ("DET", "PRON") for i in sentence.children[subject])
    return bare and sentence.lemmas[subject].lower() in person_nouns() and sentence.child(verb, "aux", "ccomp") is None


def subject_of(sentence: Sentence, verb: int) -> int | None:
    """Return the subject of a verb, through relative clauses, participles, coordination and raising."""
    for _ in range(4):
        subject = sentence.child(verb, "nsubj:pass", "nsubj")
        dep, head = sentence.deps[verb], sentence.heads[verb]
        if subject is not None:
            if sentence.words[subject].lower() in RELATIVES and dep.startswith("acl"):
                return head
            return subject
        if dep.startswith("acl"):
            return head
        if head == verb or dep not in ("conj", "xcomp", "advcl", "parataxis"):
            return None
        if dep == "xcomp" and (controller := sentence.child(head, "obj", "iobj")) is not None:
            return controller
        verb = head
    return None


def is_negated(sentence: Sentence, predicate: int) -> bool:
    """Tell whether the predicate itself is negated ("were not injured")."""
    return any(
        sentence.words[i].lower() in ("not", "n't", "never") and sentence.deps[i].startswith("advmod")
        for i in sentence.children[predicate]
    )


def is_unreal(sentence: Sentence, token: int) -> bool:
    """Tell whether a verb of harm is only wished, feared, ordered or imagined ("tried to kill", "could have died")."""
    if sentence.upos[token] != "VERB":
        return False
    below = sentence.children[token]
    words = {sentence.words[i].lower() for i in below if sentence.deps[i].startswith("aux")}
    if words & UNREAL_AUX:
        return True
    marks = {sentence.words[i].lower() for i in below if sentence.deps[i] == "mark"}
    if marks & {"if", "unless", "whether", "lest"}:
        return True
    head = sentence.heads[token]
    if "to" in marks and head != token and sentence.deps[token] != "acl:relcl":
        return sentence.lemmas[head].lower() not in FACTUAL_INFINITIVE and sentence.upos[head] in (
            "VERB",
            "ADJ",
            "NOUN",
        )
    imperative = sentence.xpos[token] == "VB" and not words and "to" not in marks
    return imperative and sentence.child(token, "nsubj", "nsubj:pass") is None and sentence.deps[token] != "conj"
