"""Who was wounded by ways of saying that name no harm: taken to hospital, hit by a bullet, found with wounds."""

from __future__ import annotations

from schemas.document import Sentence
from transforms.parse.clause.clauses import Clauses
from transforms.parse.clause.factuality import unreal
from transforms.parse.clause.repair.participles import person_nouns
from transforms.words.classes import word_class

SUFFER = frozenset({"suffer", "sustain", "receive", "incur"})
CONDITIONS = frozenset("critical serious grave stable fair guarded".split())
TAKEN = word_class("taking_verb")
HIT = frozenset("hit strike graze pierce".split())
BODY = word_class("body_part")
CARE_PLACES = frozenset({"hospital", "clinic"})
PERSONAL = word_class("wounded_pronoun")
WITH_WOUNDS = word_class("with_wounds")
SHOTS = word_class("projectile")
SHOOT = frozenset("fire shoot open discharge go".split())
AIMED = frozenset("suspect scene spree range case incident".split())
"""Nouns before which "shooting" is no participle."""


def with_wounds(clauses: Clauses, noun: int) -> int | None:
    """Return who suffers, has or is found, taken or treated with the wounds that ``noun`` names, else None."""
    sentence = clauses.sentence
    if sentence.child(noun, "det") is not None and sentence.words[sentence.child(noun, "det") or 0].lower() == "no":
        return None
    head, dep = sentence.heads[noun], sentence.deps[noun]
    lemma = sentence.lemmas[head].lower()
    if dep in ("obj", "obl", "conj") and lemma in SUFFER | {"recover"}:
        return clauses.said_subject(head)
    case = sentence.child(noun, "case")
    preposition = sentence.words[case].lower() if case is not None else ""
    if lemma == "suffering" and preposition == "from":
        return sentence.child(head, "compound", "nmod:poss", "amod")
    shot = any(sentence.lemmas[i].lower() in ("gunshot", "bullet", "stab", "knife") for i in sentence.children[noun])
    if dep == "obj" and lemma == "have" and shot:
        return clauses.said_subject(head)
    if preposition not in ("with", "for", "from"):
        return None
    if preposition == "with" and case and sentence.heads[case - 1] != noun and is_person(sentence, case - 1):
        return case - 1
    if preposition == "with" and is_person(sentence, head):
        return head
    while dep in ("obl", "nmod", "obl:unmarked", "advmod") and sentence.upos[head] != "VERB" and head != noun:
        dep, head = sentence.deps[head], sentence.heads[head]
    if sentence.lemmas[head].lower() in WITH_WOUNDS and dep.startswith(("obl", "nmod", "advmod")):
        passive = clauses.is_passive(head)
        return clauses.said_subject(head) if passive else sentence.child(head, "obj")
    return None


def in_condition(clauses: Clauses, noun: int) -> int | None:
    """Return who is "in critical condition", else None."""
    sentence = clauses.sentence
    if not any(sentence.lemmas[i].lower() in CONDITIONS for i in sentence.children[noun]):
        return None
    for above in sentence.ancestors(noun):
        if sentence.upos[above] in ("NOUN", "PROPN", "PRON"):
            return above
        if sentence.upos[above] in ("VERB", "AUX", "ADJ"):
            victim = sentence.child(above, "obj") if sentence.lemmas[above].lower() in ("leave", "put") else None
            return victim if victim is not None else clauses.said_subject(above)
    return clauses.own_subject(noun)


def taken_or_hit(clauses: Clauses, verb: int) -> int | None:
    """Return who is "taken to a hospital", "struck by a bullet", "hit in the leg" or hit by a bullet, else None."""
    sentence = clauses.sentence
    lemma = sentence.lemmas[verb].lower()
    if (lemma not in TAKEN and lemma not in HIT) or unreal(verb, clauses):
        return None
    obliques = sentence.children_by(verb, "obl")
    below = {sentence.lemmas[i].lower() for i in obliques}
    victim = clauses.said_subject(verb) if clauses.is_passive(verb) else sentence.child(verb, "obj")
    if lemma in TAKEN:
        places = [i for i in obliques if sentence.lemmas[i].lower() in CARE_PLACES]
        return victim if any(clauses.preposition(i) != "on" for i in places) else None
    if below & SHOTS or below & BODY:
        return victim
    subject, head = clauses.said_subject(verb), sentence.heads[verb]
    by_shot = subject is not None and sentence.lemmas[subject].lower() in SHOTS
    after = sentence.deps[verb] in ("advcl", "conj", "xcomp", "acl") and sentence.lemmas[head].lower() in SHOTS | SHOOT
    return victim if victim is not None and (by_shot or after) and is_person(sentence, victim) else None


def is_person(sentence: Sentence, token: int) -> bool:
    """Tell whether a noun is plainly a person: a pronoun, a noun for people, an age."""
    lemma = sentence.lemmas[token].lower()
    return lemma in person_nouns() or lemma in PERSONAL or lemma == "old"


def shot_at(clauses: Clauses, verb: int) -> bool:
    """Tell whether a verb says that somebody was aimed at ("was shot at"), or only names a suspect by the act."""
    sentence = clauses.sentence
    after = verb + 1
    if after >= len(sentence) or sentence.lemmas[verb].lower() != "shoot":
        return False
    if sentence.words[after].lower() == "at":
        stranded = after + 1 >= len(sentence) or sentence.upos[after + 1] in ("ADP", "PUNCT", "ADV", "SCONJ")
        return stranded or sentence.deps[after] not in ("case", "mark") or sentence.heads[after] == verb
    bare = sentence.xpos[verb] == "VBG" and clauses.own_subject(verb) is None and not clauses.has_auxiliary(verb)
    return bare and sentence.lemmas[after].lower() in AIMED
