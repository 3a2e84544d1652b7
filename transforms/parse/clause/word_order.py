"""Clauses by word order, for verbs that the tagger took for something else.

A past form such as "vetoed" that directly follows a name and precedes a phrase is the verb of its clause, whatever
tag it got. Its arguments are then the neighbouring phrases. What is found here carries less confidence.
"""

from __future__ import annotations

from schemas.document import Sentence
from transforms.parse.clause.clause import Clause, ClauseBuilder
from transforms.parse.clause.clauses import Clauses
from transforms.parse.clause.relations import answers_charge
from transforms.parse.clause.tokens import TIMES
from transforms.parse.language.lemmas import lemma
from transforms.words.classes import word_class

NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
PHRASE = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET", "SYM"})
MISTAKEN = frozenset({"NNS", "NNP", "NNPS", "VBN", "VBD"})
"""Tags of words that may be verbs taken for something else, beside those in "ed"."""
REACH = 25
"""Tokens to either side that are searched for arguments."""


def mistaken_verb(sentence: Sentence, token: int) -> str | None:
    """Return the lemma of a word that must be a past verb by form and position though it is not tagged so."""
    if token == 0:
        return None
    word = sentence.words[token]
    if sentence.xpos[token] in ("NNS", "NNP", "NNPS") and sentence.low[token] in word_class("verb_only"):
        return lemma(word.lower(), "VERB", "VBZ")
    if sentence.xpos[token] == "NNS" and (_headline_verb(sentence, token) or _relative_verb(sentence, token)):
        return lemma(word.lower(), "VERB", "VBZ")
    if sentence.xpos[token] not in ("VBN", "VBD") and not sentence.low[token].endswith("ed"):
        return None
    if sentence.upos[token] == "VERB":
        taken = _swallowed(sentence, token) or perfect_auxiliary(sentence, token) is not None
        return sentence.lemmas[token].lower() if taken else None
    if sentence.upos[token] not in ("ADJ", "PROPN", "NOUN") or not word.islower():
        return None
    if sentence.deps[token] == "amod" and _in_clause(sentence, token):
        return None
    before = token - 1
    while before > 0 and (
        sentence.upos[before] == "ADV"
        or sentence.lemmas[before].lower() in TIMES
        or sentence.words[before].lower() == "on"
    ):
        before -= 1
    after = token + 1
    if sentence.upos[before] not in NOMINAL or after >= len(sentence):
        return None
    if sentence.upos[after] not in PHRASE | {"ADP", "ADV"}:
        return None
    return lemma(word, "VERB", "VBD")


def bare_words(sentence: Sentence) -> int:
    """Return how many words a sentence begins with that a bare noun phrase is made of."""
    return next((i for i, upos in enumerate(sentence.upos) if upos not in BARE), len(sentence))


def headline_verb(sentence: Sentence, token: int) -> str | None:
    """Return the lemma of a word that can be the present verb of a headline without another verb, None if it cannot.

    "Armenian president steps down", "Police search party office": after the bare noun phrase that begins the
    sentence, in the form that agrees with it.
    """
    if token == 0 or token + 1 >= len(sentence) or not sentence.words[token].islower():
        return None
    before = sentence.upos[:token]
    if before[-1] not in ("PROPN", "NOUN") or sentence.words[token - 1] == "-" or not BARE.issuperset(before):
        return None
    if any(tag in FINITE and sentence.deps[i] not in INSIDE for i, tag in enumerate(sentence.xpos)):
        return None
    if sentence.upos[token + 1] not in PHRASE | {"ADP", "ADV", "PART"}:
        return None
    word = sentence.words[token].lower()
    plural = sentence.xpos[token - 1] in ("NNS", "NNPS") or sentence.words[token - 1].lower() == "police"
    if plural or "CCONJ" in before:
        return word if lemma(word, "VERB", "VBP") == word else None
    found = lemma(word, "VERB", "VBZ")
    return found if word.endswith("s") and found != word else None


BARE = frozenset({"PROPN", "ADJ", "NOUN", "NUM", "CCONJ", "PUNCT"})
"""What a noun phrase that begins a headline is made of."""
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
INSIDE = frozenset({"compound", "amod", "flat"})
"""Where a verb stands that the parser took for a part of a name or noun phrase."""


def _headline_verb(sentence: Sentence, token: int) -> bool:
    """Say whether a plural noun is the present verb of a clause without another ("Finland plans to supply power")."""
    if sentence.upos[token - 1] != "PROPN" or token + 1 >= len(sentence):
        return False
    if sentence.heads[token] != token:
        return _headline_modifier(sentence, token)
    if not sentence.words[token].islower():
        return False
    if any(sentence.deps[c] in ("cop", "nsubj", "case") for c in sentence.children[token]):
        return False
    following = sentence.words[token + 1].lower()
    return following == "to" or sentence.upos[token + 1] in ("DET", "NUM", "PROPN", "ADJ", "NOUN")


def _headline_modifier(sentence: Sentence, token: int) -> bool:
    """Say whether the verb of a headline was taken for a part of its object ("Norway lifts blockade of X")."""
    head = sentence.heads[token]
    if sentence.deps[token] != "compound" or sentence.heads[head] != head or head - token > 3:
        return False
    if any(
        upos in ("VERB", "AUX") and sentence.deps[i] in ("root", "aux", "cop") for i, upos in enumerate(sentence.upos)
    ):
        return False
    first = min(c for c in sentence.subtree(head))
    return all(sentence.upos[i] in ("PROPN", "ADJ") for i in range(first, token)) and sentence.upos[token + 1] != "PART"


def _relative_verb(sentence: Sentence, token: int) -> bool:
    """Say whether a plural noun is the verb of a relative clause that has none ("..., which Khartoum denies")."""
    if sentence.deps[token] != "acl:relcl" or sentence.upos[token - 1] not in NOMINAL:
        return False
    return any(sentence.lemmas[c].lower() in ("which", "that") and c < token for c in sentence.children[token])


def perfect_auxiliary(sentence: Sentence, token: int) -> int | None:
    """Return "have" before a participle that was taken for a modifier of its object ("Chad has broken relations")."""
    before = token - 1
    while before > 0 and sentence.upos[before] == "ADV":
        before -= 1
    noun = sentence.heads[token]
    if sentence.xpos[token] != "VBN" or sentence.deps[token] != "amod" or sentence.heads[noun] != before:
        return None
    bare = not any(sentence.deps[c] in ("det", "nmod:poss", "nummod") for c in sentence.children[noun])
    return before if bare and sentence.lemmas[before].lower() == "have" and sentence.deps[noun] == "obj" else None


def _in_clause(sentence: Sentence, token: int) -> bool:
    """Say whether a verb stands above a modifier, so that it is none itself ("one of the armed forces died")."""
    return any(sentence.upos[top] in ("VERB", "AUX") for top in sentence.ancestors(token))


def _swallowed(sentence: Sentence, token: int) -> bool:
    """Say whether a verb was taken for a modifier and its sentence left without one ("the council imposed a ban")."""
    before = token - 1
    while before > 0 and (sentence.upos[before] == "NUM" or sentence.lemmas[before].lower() in TIMES):
        before -= 1
    if sentence.words[before].lower() == "on" and before > 0:
        before -= 1
    if sentence.deps[token] != "amod" or sentence.upos[before] not in NOMINAL or sentence.words[token - 1] == "-":
        return False
    top = token
    for top in sentence.ancestors(token):
        subject = sentence.child(top, "nsubj")
        if _says_so(sentence, top, token):
            return True
        if sentence.upos[top] in ("VERB", "AUX") or sentence.child(top, "cop") is not None:
            return False
        if subject is not None and not subject < token < top:
            return False
    return sentence.heads[top] == top


def _says_so(sentence: Sentence, verb: int, token: int) -> bool:
    """Say whether a verb is that of a tail that tells the source and has its own subject ("..., an official said")."""
    if verb < token or sentence.lemmas[verb].lower() not in word_class("relay"):
        return False
    return sum(sentence.deps[c] == "nsubj" and c < verb for c in sentence.children[verb]) > 1


def gerund(clauses: Clauses, token: int) -> Clause | None:
    """Return the nominal reading of a gerund that names the act of the force before it: "killed in police firing"."""
    sentence = clauses.sentence
    if token == 0 or sentence.upos[token] != "VERB" or not sentence.low[token].endswith("ing"):
        return None
    deps = {sentence.deps[child] for child in sentence.children[token]}
    if deps & {"obj", "nsubj", "mark", "aux", "ccomp", "xcomp"}:
        return None
    before = token - 1
    if clauses.lemma(before) not in word_class("armed"):
        return None
    if sentence.heads[before] == token and sentence.deps[before] == "compound":
        return clauses.as_noun(token).clause()
    bare = not any(sentence.deps[child] in ("det", "amod", "nummod") for child in sentence.children[before])
    if sentence.heads[token] == before and sentence.deps[token] == "acl" and bare and clauses.preposition(before):
        found = clauses.as_noun(token)
        found.add("subj", before)
        found.modifiers.append(before)
        return found.clause()
    return None


def linear(clauses: Clauses, token: int, verb: str) -> Clause:
    """Return the clause of a verb with the phrases around it as arguments."""
    sentence = clauses.sentence
    p = ClauseBuilder(sentence, token, "v", verb, recovered=True)
    auxiliary = perfect_auxiliary(sentence, token)
    subject = subject_before(sentence, token if auxiliary is None else auxiliary)
    if subject is None and sentence.deps[token] == "conj":
        subject = clauses.subject(sentence.heads[token])
    if subject is not None:
        p.add("subj", subject)
    position, first = token + 1, True
    if sentence.deps[token] == "acl:relcl":
        which = next((c for c in sentence.children[token] if answers_charge(sentence, c, verb)), None)
        p.add("obj", sentence.heads[token] if which is None else which)
        p.recovered = which is None  # "which" and what it answers leave no doubt that it is a verb
    stop = min(len(sentence), token + REACH)
    preposition = ""
    while position < stop:
        upos = sentence.upos[position]
        said = sentence.low[position] == "that"
        if position == token + 1 and (upos == "PART" or said or sentence.xpos[position] == "VBG"):
            reach = stop if said else min(stop, position + 4)
            ahead = next((t for t in range(position, reach) if sentence.upos[t] == "VERB"), None)
            if ahead is not None:
                p.add("comp", ahead)
                break
        if upos in ("VERB", "AUX", "SCONJ") or sentence.words[position] in (".", ";", ":"):
            break
        if sentence.xpos[position] == "RP":
            p.particles.add(sentence.words[position].lower())
        elif upos == "ADP":
            preposition = sentence.words[position].lower()
        elif upos in PHRASE:
            head, position = _chunk(sentence, position, stop)
            if head is not None and sentence.lemmas[head].lower() not in TIMES:
                if preposition:
                    p.add(preposition, head)
                elif first:
                    p.add("obj", head)
                    first = False
                preposition = ""
            continue
        position += 1
    return p.clause()


def subject_before(sentence: Sentence, token: int) -> int | None:
    """Return the head of the phrase before a verb that can be its subject: nearest, and behind no preposition."""
    position = token - 1
    while position >= 0 and token - position < REACH:
        if sentence.upos[position] in NOMINAL and sentence.lemmas[position].lower() not in TIMES:
            first = position
            while first > 0 and (
                sentence.upos[first - 1] in PHRASE or sentence.words[first - 1] in ("'s", "\u2019s", "-")
            ):
                first -= 1
            if first == 0 or sentence.upos[first - 1] != "ADP":
                return position
            position = first
        elif sentence.upos[position] in ("VERB", "AUX"):
            return None
        position -= 1
    return None


def _chunk(sentence: Sentence, position: int, stop: int) -> tuple[int | None, int]:
    """Return the head of the phrase that begins at ``position`` and the first position after it."""
    head = None
    while position < stop and (sentence.upos[position] in PHRASE or sentence.words[position] in ("'s", "\u2019s", "-")):
        if sentence.upos[position] in NOMINAL or (head is None and sentence.upos[position] == "NUM"):
            head = position
        position += 1
    return head, position
