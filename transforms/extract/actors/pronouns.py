"""Which noun for people a pronoun stands for where no name is linked to it, or none where two may be.

"Police found **two farmers** and beat them": of the nouns before it that agree in number, never one that acts on the
pronoun in the same clause. For one that acts itself the subject of a main clause goes before the rest. An "it" that
speaks is the body that did something in the sentence before: "**The ministry** issued a statement. It denied ...".
"""

from __future__ import annotations

from collections.abc import Iterator

from schemas.document import Document, Sentence
from transforms.extract.actors.context import ActorContext
from transforms.parse.clause.clauses import Clauses
from transforms.parse.clause.relations import PATIENTS, SUBJECTS, hangs_as_subject, other_sides, stands_for_clause
from transforms.parse.clause.speakers import speaker_of
from transforms.words.classes import word_class

MANY = frozenset("they them their themselves".split())
ONE = frozenset("he him his himself she her herself".split())
FIRST_PERSON = frozenset("i me my myself".split())
"""Of one alone: who says "we" may speak for anybody."""
MARKS = frozenset(('"', "“", "”", "``", "''"))
NOT_HEADS = frozenset({"compound", "flat", "amod", "conj"})
PEOPLE = frozenset({"person", "armed", "group"})
SPEAKING = frozenset(
    verb
    for name in (
        "telling_verbs",
        "wishing_verbs",
        "addressing_verb",
        "blaming_verb",
        "judging_of_act",
        "answering_verb",
    )
    for verb in word_class(name)
)
"""What only somebody does, so that an "it" that does so is no thing."""
REACH = 2
"""Sentences back in which a noun is looked for."""


def quoted_speaker(document: Document, sentence: Sentence, head: int) -> tuple[Sentence, int] | None:
    """Return sentence and token of who says "I" in a quotation; None outside of one, or where nobody is told.

    A quotation that goes on over sentences is that of the speaker whom the sentence before ends with or opens it with.
    """
    if not sentence.parsed or MARKS.isdisjoint(sentence.words):
        return None
    speaker = speaker_of(Clauses(sentence), head)
    if speaker is not None:
        return (sentence, speaker) if sentence.low[speaker] not in FIRST_PERSON else None
    before = document.sentences[sentence.index - 1] if sentence.index else None
    if before is None or not before.parsed or sentence.words[0] not in MARKS:
        return None
    clauses = Clauses(before)
    for root in before.roots():
        if clauses.is_verb(root) and clauses.lemma(root) in word_class("relay"):
            subject = clauses.subject(root)
            if subject is not None and before.low[subject] not in FIRST_PERSON:
                return before, subject
    return None


def noun_meant(document: Document, sentence: Sentence, head: int, context: ActorContext) -> tuple[Sentence, int] | None:
    """Return sentence and token of the noun that a pronoun stands for; None where that is not clear."""
    word = sentence.low[head]
    if sentence.parsed and word == "it":
        return _body_before(document, sentence, head)
    if not sentence.parsed or not (word in MANY or word in ONE):
        return None
    many = word in MANY
    possessive = sentence.deps[head] == "nmod:poss"
    barred = frozenset({sentence.heads[head]}) if possessive else other_sides(sentence, head)
    said = {sentence.lemmas[t] for t in barred}
    taken = []
    if not hangs_as_subject(sentence, head):
        actors = [t for t in barred if hangs_as_subject(sentence, t) and sentence.low[t] in MANY | ONE]
        taken = [noun_meant(document, sentence, t, context) for t in actors]
    for distance in range(REACH + 1):
        if distance > sentence.index:
            break
        where = document.sentences[sentence.index - distance]
        end = head if where is sentence else len(where)
        found = [t for t in _people(where, end, context, many=many) if where is not sentence or t not in barred]
        if where is not sentence:
            found = [t for t in found if where.lemmas[t] not in said and (where, t) not in taken]
        chosen = _clear(where, found, part=sentence.deps[head])
        if chosen is not None:
            return where, chosen
        if found:
            return None
    return None


def _body_before(document: Document, sentence: Sentence, head: int) -> tuple[Sentence, int] | None:
    """Return the only body that is a subject of the sentence before one whose main verb has an "it" that speaks."""
    verb = sentence.heads[head]
    main = sentence.heads[verb] == verb and hangs_as_subject(sentence, head)
    before = document.sentences[sentence.index - 1] if sentence.index else sentence
    if not main or before is sentence or sentence.lemmas[verb].lower() not in SPEAKING:
        return None
    if stands_for_clause(sentence, head):
        return None
    subjects = [t for t in range(len(before)) if hangs_as_subject(before, t)] if before.parsed else _first_noun(before)
    bodies = [t for t in subjects if before.xpos[t] in ("NN", "NNP") and _is_body(document, before, t)]
    return (before, bodies[0]) if len(bodies) == 1 else None


def first_verb(sentence: Sentence) -> int:
    """Return the first finite verb of a sentence by its tags, 0 where there is none."""
    finite = (t for t in range(len(sentence)) if sentence.xpos[t] in ("VBD", "VBZ", "VBP", "MD"))
    return next(finite, 0)


def _first_noun(sentence: Sentence) -> list[int]:
    """Return the noun that an unparsed sentence opens with, before its first verb: "**The court** ruled"."""
    nouns = [t for t in range(first_verb(sentence)) if sentence.upos[t] in ("NOUN", "PROPN")]
    ends = [t for t in nouns if t + 1 not in nouns]
    opened = any(sentence.upos[t] in ("ADP", "SCONJ", "PUNCT", "CCONJ") for t in range(ends[0])) if ends else True
    return [] if opened else ends[:1]


def _is_body(document: Document, sentence: Sentence, token: int) -> bool:
    """Say whether a noun is one for a body, or a name of a body or country."""
    if sentence.lemmas[token].lower() in word_class("groups"):
        return True
    names = document.names_of(sentence)
    return any(name.first <= token < name.last and name.label in ("ORG", "GPE") for name in names)


def _people(sentence: Sentence, end: int, context: ActorContext, *, many: bool) -> Iterator[int]:
    """Yield the nouns for people before a token that agree in number; of coordinated ones the first."""
    for token in range(end):
        if sentence.upos[token] not in ("NOUN", "PROPN") or sentence.deps[token] in NOT_HEADS:
            continue
        word, lemma = sentence.low[token], sentence.lemmas[token].lower()
        if not sentence.parsed and token + 1 < len(sentence) and sentence.upos[token + 1] in ("NOUN", "PROPN"):
            continue
        group = _collective(lemma)
        if _of_collective(sentence, token):
            continue  # "a crowd of students" is one
        agent = context.actors.agents.get(word)
        if not group and (agent is None or agent.noun_class not in PEOPLE or agent.sector == "UNK"):
            continue
        plural = sentence.xpos[token] in ("NNS", "NNPS")
        if many:
            if plural or group or any(sentence.deps[c] == "conj" for c in sentence.children[token]):
                yield token
        elif not plural and not group:
            yield token


def _of_collective(sentence: Sentence, token: int) -> bool:
    """Say whether a noun only says who a crowd or group before it are; by the words where nothing is parsed."""
    if sentence.parsed:
        above = sentence.heads[token]
        return sentence.deps[token] == "nmod" and above < token and _collective(sentence.lemmas[above].lower())
    link = token - 1
    while link > 0 and sentence.upos[link] in ("NUM", "ADJ"):
        link -= 1
    return link > 0 and sentence.low[link] == "of" and _collective(sentence.lemmas[link - 1].lower())


def _collective(lemma: str) -> bool:
    return lemma in word_class("groups") or lemma in word_class("harmed_collective")


def _clear(sentence: Sentence, found: list[int], *, part: str) -> int | None:
    """Return the only noun, or the only one with the part that a pronoun has in its clause.

    Who acts was the subject of the main clause or of another; to whom something is done was done something before.
    """
    if len(found) == 1 or part not in SUBJECTS:
        return found[0] if len(found) == 1 else None
    patients = [t for t in found if sentence.parsed and sentence.deps[t] in PATIENTS]
    if part in PATIENTS and patients:
        return patients[0] if len(patients) == 1 else None
    subjects = [t for t in found if sentence.parsed and hangs_as_subject(sentence, t)]
    groups = [[t for t in subjects if sentence.heads[sentence.heads[t]] == sentence.heads[t]], subjects]
    return next((group[0] for group in groups if len(group) == 1), None)
