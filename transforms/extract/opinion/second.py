"""Drafts by the second opinion: of sentences in which no frame says anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemas.codes.ontology import event_types
from schemas.document import Sentence
from transforms.extract.draft import Draft
from transforms.extract.facets.status import status_of
from transforms.extract.frames.load import Frame, FrameSet
from transforms.extract.frames.mention import EventMention
from transforms.extract.frames.recogniser import Recogniser
from transforms.extract.opinion.door import OpinionError
from transforms.extract.opinion.question import Opinion, Question, joins_two, question, sides
from transforms.extract.roles.parties import Participants
from transforms.extract.veto.domain import is_public
from transforms.parse.clause.clause import Clause

SURE = 0.8
"""The least probability that makes a draft: of what the packaged model gave above it on clauses kept apart from its
training two of three or more were right (training/OPINION_CARD.md)."""
STATEMENTS = frozenset({"root", "conj", "ccomp", "parataxis"})
"""Where the clause of a statement hangs; purposes and relative clauses are not asked about."""


def candidates(
    sentence: Sentence, participants: Participants, frames: FrameSet
) -> Iterator[tuple[Clause, list[int], list[int]]]:
    """Yield the clauses of a sentence that state an act of one public party towards another, with their heads.

    Where a guard of the frames fits, they have spoken.
    """
    clauses = participants.clauses(sentence)
    recogniser: Recogniser | None = None
    for token in range(len(sentence)):
        if not clauses.is_verb(token) or sentence.deps[token] not in STATEMENTS:
            continue
        clause = clauses.of(token)
        if clause.negated or clause.modal or not joins_two(clause):
            continue
        recogniser = recogniser or Recogniser(sentence, participants, frames)
        if recogniser.guarded(token):
            continue
        found = sides(clause, participants)
        if found is not None and all(
            any(is_public(participants.party(sentence, t), participants) for t in side) for side in found
        ):
            yield clause, *found


def second_drafts(
    sentences: Sequence[Sentence], participants: Participants, frames: FrameSet, opinion: tuple[str, Opinion]
) -> Iterator[Draft]:
    """Yield the drafts that an opinion gives of silent sentences; all are asked in one batch."""
    name, asked = opinion
    found = [(sentence, *one) for sentence in sentences for one in candidates(sentence, participants, frames)]
    questions: list[Question] = [question(clause, a, r, participants) for _, clause, a, r in found]
    if not questions:
        return
    answers = list(asked(questions))
    if len(answers) != len(questions):
        raise OpinionError(f"opinion {name} gave {len(answers)} answers to {len(questions)} questions")
    for (sentence, clause, actors, recipients), answer in zip(found, answers, strict=True):
        if not answer.type or answer.probability < SURE:
            continue
        if answer.type not in event_types():
            raise OpinionError(f"opinion {name} gave {answer.type!r}, which is no PLOVER type")
        frame = Frame(
            rule=f"model/{name}", pos="v", lemma=clause.lemma, particles=(), when=(), type=answer.type, mode=None,
            cameo=None, operator="", inner=(), actor=(("subj",),), recipient=(), flags=frozenset(),
        )  # fmt: skip
        mention = EventMention(clause, frame, answer.type, None, None, actors=actors, recipients=recipients)
        status = status_of(mention, participants.clauses(sentence))
        yield Draft(sentence, mention, answer.type, None, None, status, opinion=answer.probability)
