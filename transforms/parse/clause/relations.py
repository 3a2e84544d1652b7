"""How one word hangs on another: as subject, argument, clause, or act beside act; for who has no clause at hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemas.document import Sentence
from transforms.words.classes import word_class

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer"})
PATIENTS = frozenset({"obj", "nsubj:pass"})
"""Parts in a clause of those to whom something is done."""
NOMINAL = frozenset({"nsubj", "obj", "iobj", "obl", "nmod", "conj"})
CLAUSAL = frozenset({"acl", "acl:relcl", "advcl", "ccomp", "csubj", "parataxis"})
"""Relations that begin a clause of its own."""
TOLD_BELOW = frozenset("advcl xcomp nsubj nsubj:pass obl obl:agent nmod acl obj appos acl:relcl".split())
"""How what an act leads to, is named by or consists in hangs on it: "attacked X, killing two"."""
TOLD_ABOVE = frozenset("nsubj advcl obl obl:agent nsubj:pass obj xcomp".split())
"""How an act hangs on what it leads to: "the attack killed two"."""


SIDES = SUBJECTS | {"obj", "iobj"}
SHARING = frozenset({"advcl", "conj", "xcomp", "acl"})
"""Clauses without a subject of their own whose subject is that of the clause above them."""


WITHIN_PHRASE = frozenset({"nmod", "amod", "compound", "flat", "appos", "conj"})
"""Relations by which a noun stands in the phrase of another."""


def other_sides(sentence: Sentence, token: int) -> frozenset[int]:
    """Return the subjects and objects beside a word in its clause, and the subject that the clause shares.

    Whoever does it and whoever it is done to are two: a pronoun stands for none of them.
    """
    clause = sentence.heads[token]
    found = {c for c in sentence.children[clause] if c != token and sentence.deps[c] in SIDES}
    subjects = {c for c in found if hangs_as_subject(sentence, c)}
    while not subjects and sentence.deps[clause] in SHARING and sentence.heads[clause] != clause:
        clause = sentence.heads[clause]
        subjects = {c for c in sentence.children[clause] if hangs_as_subject(sentence, c)}
        found |= subjects
    return frozenset(found - {token})


def hangs_as_subject(sentence: Sentence, token: int) -> bool:
    """Say whether a word is the subject of the word above it, whatever its clause makes of that."""
    return sentence.deps[token] in SUBJECTS


DESCRIBING = frozenset({"nmod:poss", "amod", "compound"})
"""Relations of words before a noun that say whose or of what kind it is."""


def describing(sentence: Sentence, token: int) -> Iterator[int]:
    """Yield the words before a noun that say whose or of what kind it is."""
    return (child for child in sentence.children[token] if sentence.deps[child] in DESCRIBING)


def subjects_beside(sentence: Sentence, token: int) -> Iterator[int]:
    """Yield the other words that are the subject of the word above a word; that of an outer clause is none."""
    for child in sentence.children[sentence.heads[token]]:
        if child != token and hangs_as_subject(sentence, child) and sentence.deps[child] != "nsubj:outer":
            yield child


def is_possessor(sentence: Sentence, token: int) -> bool:
    """Say whether a word says whose the noun above it is: "**Iraq's** demand", "**their** office"."""
    return sentence.deps[token] == "nmod:poss"


def describes(sentence: Sentence, token: int) -> bool:
    """Say whether a word stands before a noun that it says more of: "**Iraqi** police", "**police** sources"."""
    return sentence.deps[token] in DESCRIBING


def path(sentence: Sentence, lineage: Sequence[int], token: int, most: int) -> tuple[list[int], list[int]] | None:
    """Return the words up from one to what it and another hang on, and those from there down to the other.

    ``lineage``: the first word and its ancestors. Where they meet is in neither. None where one of the two is longer
    than ``most``, or they meet nowhere.
    """
    down: list[int] = []
    while token not in lineage:
        down.insert(0, token)
        if sentence.heads[token] == token or len(down) > most:
            return None
        token = sentence.heads[token]
    up = list(lineage[: lineage.index(token)])
    return None if len(up) > most else (up, down)


def counts(sentence: Sentence, token: int) -> bool:
    """Say whether a word is a number that counts what the word above it names: "**11** bombs"."""
    return sentence.deps[token] == "nummod" and sentence.heads[token] != token


def named_again(sentence: Sentence, first: int, second: int) -> bool:
    """Say whether the second of two words heads another name of the first: "the **PNLM** [National **Front**]"."""
    name = _whole_name(sentence, second)
    return sentence.deps[name] == "appos" and sentence.heads[name] in (first, _whole_name(sentence, first))


def _whole_name(sentence: Sentence, token: int) -> int:
    """Return the head of the name in which a word stands."""
    while sentence.deps[token] in ("compound", "flat", "amod") and sentence.heads[token] != token:
        token = sentence.heads[token]
    return token


def standing_in(sentence: Sentence, token: int) -> list[int]:
    """Return a word and the nouns in whose phrases it stands, innermost first: "the **head** of the **union**"."""
    found = [token]
    while sentence.deps[token].partition(":")[0] in WITHIN_PHRASE and sentence.heads[token] not in found:
        token = sentence.heads[token]
        found.append(token)
    return found


def in_clause_told_by(sentence: Sentence, verb: int, token: int) -> bool:
    """Say whether a word is in the clause that a verb above it tells: "they said that he **fled**"."""
    below = token
    for above in sentence.ancestors(token):
        if above == verb:
            return sentence.deps[below] == "ccomp"
        below = above
    return False


def stands_for_clause(sentence: Sentence, token: int) -> bool:
    """Say whether a subject only stands for a clause that follows: "it is said that ...", "it surprised her to ..."."""
    return sentence.child(sentence.heads[token], "ccomp", "csubj", "expl") is not None


def answers_charge(sentence: Sentence, pronoun: int, verb: str) -> bool:
    """Say whether a relative pronoun stands for a whole charge: "accused X of Y, **which** X denies".

    Where the verb of its clause answers what others said and a charge stands above, not for the noun before the comma.
    """
    if verb not in word_class("answering_verb") or sentence.low[pronoun] != "which" or sentence.low[pronoun - 1] != ",":
        return False
    return any(sentence.lemmas[t].lower() in word_class("charging_verb") for t in sentence.ancestors(pronoun))


def hanging_subject(sentence: Sentence, token: int) -> int | None:
    """Return the first word that hangs on a word as its subject, shared and controlled ones left out."""
    return sentence.child(token, "nsubj")


def hangs_as_argument(sentence: Sentence, token: int) -> bool:
    """Say whether a word stands where a noun does: subject, object, after a preposition or in a list of such."""
    return sentence.deps[token].split(":")[0] in NOMINAL


def hangs_as_side(sentence: Sentence, token: int) -> bool:
    """Say whether a noun stands where a side of an act does: subject, object, agent or owner."""
    return hangs_as_subject(sentence, token) or sentence.deps[token] in ("obj", "obl:agent", "nmod:poss")


def hangs_as_clause(sentence: Sentence, token: int) -> bool:
    """Say whether a word begins a clause of its own."""
    return sentence.deps[token] in CLAUSAL


def predicate_above(sentence: Sentence, token: int) -> int:
    """Return the predicate of which a word is the subject or an auxiliary; the word itself where it is neither."""
    while sentence.heads[token] != token and (
        hangs_as_subject(sentence, token) or sentence.deps[token] in ("aux", "aux:pass")
    ):
        token = sentence.heads[token]
    return token


def pluperfect(sentence: Sentence, token: int) -> bool:
    """Say whether the verb of an act is told as done before the time that the text tells of ("had struck")."""
    verb = next((t for t in (token, *sentence.ancestors(token)) if sentence.xpos[t].startswith("VB")), None)
    if verb is None or sentence.xpos[verb] != "VBN":
        return False
    return any(sentence.low[c] in ("had", "'d") for c in sentence.children_by(verb, "aux"))


def present_perfect(sentence: Sentence, token: int) -> bool:
    """Say whether a verb is told as done by now ("has denied")."""
    helpers = (c for c in sentence.children_by(token, "aux") if c < token)
    return sentence.upos[token] == "VERB" and any(sentence.low[c] in ("has", "have") for c in helpers)


def one_predicate_of_other(sentence: Sentence, first: int, second: int) -> bool:
    """Say whether the second of two acts is what the first leads to or consists in, or the first its subject."""
    heads, deps = sentence.heads, sentence.deps
    below = heads[second] == first and deps[second] in TOLD_BELOW
    return below or (heads[first] == second and deps[first] in TOLD_ABOVE)


def coordinated(sentence: Sentence, first: int, second: int) -> bool:
    """Say whether the second of two predicates is coordinated with the first, or both with a third."""
    return sentence.deps[second] == "conj" and sentence.heads[second] in (first, sentence.heads[first])


def behind_second(sentence: Sentence, first: int, noun: int) -> bool:
    """Say whether a phrase hangs on what is coordinated with a predicate: "were killed and thirty hurt in a blast".

    The phrase may hang on a participle of the second number.
    """
    head = sentence.heads[noun]
    if sentence.deps[head] == "acl":
        head = sentence.heads[head]
    beside = sentence.deps[head] == "conj" and sentence.heads[head] == first
    return beside and sentence.deps[noun] in ("obl", "obl:agent")
