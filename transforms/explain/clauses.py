"""The predicates of a sentence with the frames tried, and the mentions that were refused."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.document import Sentence
from transforms.explain.accounts import ClauseAccount, RefusalAccount, Tried
from transforms.extract import Resources
from transforms.extract.drafting import read_sentence
from transforms.extract.frames.load import Frame
from transforms.extract.frames.recogniser import Recogniser
from transforms.extract.roles.parties import Participants
from transforms.extract.veto.refusal import Refusal
from transforms.parse.clause.clause import Clause


def clause_accounts(sentence: Sentence, participants: Participants, resources: Resources) -> tuple[ClauseAccount, ...]:
    """Return the predicates of a sentence that frames know, each with the frames tried, the best first."""
    recogniser = Recogniser(sentence, participants, resources.frames)
    mentions_by_token = read_sentence(recogniser)
    found = []
    for token in range(len(sentence)):
        if not recogniser.may_match(token):
            continue
        p = recogniser.clauses.of(token)
        frames = recogniser.candidates(p)
        if not frames:
            continue
        mention = mentions_by_token.get(token)
        stopped = recogniser.stopped.get(token)
        winner = mention.frame.rule if mention else stopped.rule.split(" > ")[0] if stopped else ""
        found.append(clause_account(recogniser, p, frames, winner))
    return tuple(found)


def clause_account(recogniser: Recogniser, p: Clause, frames: Sequence[Frame], winner: str) -> ClauseAccount:
    """Return a predicate with its slots and the frames tried."""
    sentence = recogniser.sentence
    tried = [
        Tried(
            rule=frame.rule,
            line=frame.line,
            reads=reads(frame),
            failed=tuple(recogniser.failures(frame, p)),
            score=recogniser.score(frame, p),
            won=frame.rule == winner,
        )
        for frame in frames
    ]
    return ClauseAccount(
        word=sentence.words[p.token],
        start=sentence.starts[p.token],
        lemma=p.lemma,
        kind={"v": "verb", "n": "noun", "a": "adjective"}.get(p.pos, p.pos),
        passive=p.passive,
        negated=p.negated,
        modal=p.modal,
        slots={slot: tuple(sentence.words[t] for t in heads) for slot, heads in sorted(p.slots.items()) if heads},
        frames=tuple(sorted(tried, key=_best_first)),
    )


def _best_first(tried: Tried) -> tuple[bool, int, float]:
    return not tried.won, len(tried.failed), -(tried.score or 0.0)


def reads(frame: Frame) -> str:
    """Return what a frame makes of its predicate, in the words of its file."""
    if "none" in frame.flags:
        return "no event"
    kind = f"{frame.type}/{frame.mode}" if frame.mode else frame.type
    operator = f"operator {frame.operator} of {', '.join(frame.inner)}" if frame.operator else ""
    return ", else ".join(filter(None, (operator, kind)))


def refusal_account(refusal: Refusal) -> RefusalAccount:
    """Return a refusal with its words."""
    return RefusalAccount(
        code=refusal.code,
        name=refusal.name,
        explanation=refusal.explanation,
        trigger=refusal.trigger,
        start=refusal.start,
        event_type=refusal.event_type,
        rule=refusal.rule,
        detail=refusal.detail,
    )
