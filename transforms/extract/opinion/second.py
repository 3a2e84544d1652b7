"""The second opinion: drafts of words on which the frames are silent, or which they refuse.

The packaged model is asked about every word that often tells an act in what it learned from. A user's own opinion is
asked about sentences in which nothing else is told, where a verb of a statement joins two public parties.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from schemas.codes.ontology import event_types
from schemas.document import Sentence
from transforms.extract.draft import Draft
from transforms.extract.facets.status import status_of
from transforms.extract.frames.load import NOUN_RECIPIENTS, VERB_RECIPIENTS, Frame, FrameSet
from transforms.extract.frames.mention import EventMention
from transforms.extract.frames.recogniser import Recogniser
from transforms.extract.opinion.clues import Reader, Said
from transforms.extract.opinion.door import OpinionError
from transforms.extract.opinion.model import Model
from transforms.extract.opinion.question import Answer, Opinion, Question, joins_two, question, sides
from transforms.extract.roles.parties import Participants
from transforms.extract.trigger import trigger_filter
from transforms.extract.veto.domain import foreign, is_public
from transforms.parse.clause.clause import Clause
from transforms.words.classes import word_class

SURE = 0.8
"""The least probability of a user's own opinion that makes a draft."""
STATEMENTS = frozenset({"root", "conj", "ccomp", "parataxis"})
"""Where the clause of a statement hangs; purposes and relative clauses are not asked about."""
TELLING = frozenset({"VERB", "NOUN", "ADJ"})
"""Parts of speech of words that tell acts."""
PLAIN_SPEECH = word_class("plain_speech")
SPEECH_LEAST = 0.9
"""The least probability that makes a mention of a verb of mere saying."""
POSSIBLE = frozenset({"could", "may", "might"})
TOWARDS_OTHERS = frozenset({"ASSAULT", "COERCE"})
"""Types of which nothing is an act that somebody does to himself: "shot himself"."""
RECIPIENTS = {"v": VERB_RECIPIENTS, "n": NOUN_RECIPIENTS, "a": VERB_RECIPIENTS}


def model_frame(name: str, kind: str, clause: Clause) -> Frame:
    """Return the frame of a mention that an opinion gives: any party in a slot where such words have them."""
    recipients = RECIPIENTS.get(clause.pos, VERB_RECIPIENTS)
    return Frame(
        rule=f"model/{name}", pos=clause.pos, lemma=clause.lemma, particles=(), when=(), type=kind, mode=None,
        cameo=None, operator="", inner=(), actor=(("subj",),), recipient=tuple((slot,) for slot in recipients),
        flags=frozenset(),
    )  # fmt: skip


def of_words(
    reader: Reader, opinion: tuple[str, Model], said: Mapping[int, tuple[Said, ...]], taken: Set[int]
) -> Iterator[Draft]:
    """Yield drafts of the words of a reader's sentence by the packaged model; of those in ``taken`` drafts are there.

    ``said``: what the frames say of words, by token.
    """
    sentence, participants, (name, model) = reader.sentence, reader.participants, opinion
    recogniser: Recogniser | None = None
    lemmas = reader.clauses.lemmas
    domain: str | None = None
    for token, upos in enumerate(sentence.upos):
        if upos not in TELLING or token in taken or not model.knows(lemmas[token], upos):
            continue
        if token not in said:
            domain = foreign(sentence) if domain is None else domain
            if domain:
                continue
        answer = model.answer(reader.clues(token, said.get(token, ())))
        if answer is None or answer.probability < (SPEECH_LEAST if lemmas[token] in PLAIN_SPEECH else model.least):
            continue
        recogniser = recogniser or Recogniser(sentence, participants, reader.frames)
        if answer.type in TOWARDS_OTHERS and recogniser.clauses.is_reflexive(token):
            continue
        if _reports_nothing(recogniser, token, answer.type):
            continue
        if not trigger_filter(participants.document.text[sentence.start : sentence.end]):
            return  # such sentences are not parsed where nothing asks for it: no row may hang on that
        yield draft_of(recogniser, token, answer, name)


def _reports_nothing(recogniser: Recogniser, token: int, kind: str) -> bool:
    """Say whether frames say that a word tells no violence, or no threat but what others could do.

    "Shot 7 for 24", "warned that rebels **could** attack".
    """
    if kind == "THREATEN":
        told = recogniser.clauses.of(token).get("comp")
        if not any(recogniser.clauses.of(one).modal in POSSIBLE for one in told):
            return False
    return kind in ("ASSAULT", "THREATEN") and recogniser.guarded(token)


def draft_of(recogniser: Recogniser, token: int, answer: Answer, name: str) -> Draft:
    """Return the draft of a word to which the opinion called ``name`` gives a type."""
    clause = recogniser.clauses.of(token)
    mention = EventMention(clause, model_frame(name, answer.type, clause), answer.type, None, None)
    recogniser.assign(mention)
    return _draft(recogniser.sentence, mention, answer, recogniser.participants)


def _draft(sentence: Sentence, mention: EventMention, answer: Answer, participants: Participants) -> Draft:
    status = status_of(mention, participants.clauses(sentence))
    return Draft(sentence, mention, answer.type, None, None, status, opinion=answer.probability)


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


def of_silent(
    sentences: Sequence[Sentence], participants: Participants, frames: FrameSet, opinion: tuple[str, Opinion]
) -> Iterator[Draft]:
    """Yield the drafts that a user's own opinion gives of silent sentences; all are asked in one batch."""
    name, asked = opinion
    found = [(sentence, *one) for sentence in sentences for one in candidates(sentence, participants, frames)]
    questions: list[Question] = []
    for sentence, clause, actors, recipients in found:
        clues = Reader(sentence, participants, frames).clues(clause.token)
        questions.append(question(clause, actors, recipients, participants, clues))
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
        mention = EventMention(
            clause,
            model_frame(name, answer.type, clause),
            answer.type,
            None,
            None,
            actors=actors,
            recipients=recipients,
        )
        yield _draft(sentence, mention, answer, participants)
