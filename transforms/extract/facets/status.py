"""Status of an act: what its operators or its clause make of it (PLOVER 2.0, auxiliary modes)."""

from __future__ import annotations

from transforms.extract.frames.mention import EventMention
from transforms.parse.clause.clauses import Clauses
from transforms.parse.clause.factuality import factuality

SPOKEN = frozenset({"ACCUSE", "REJECT", "REQUEST", "THREATEN"})
"""Types that are done with the word: "is urging the army to stay" reports an act, not the course of one."""
CHOOSING = frozenset({"DECIDE", "PLAN"})
"""Operators of a choice, which may be against the act."""
INVESTIGATED = "investigate"
"""The mode of an accusation that goes on."""


def status_of(mention: EventMention, clauses: Clauses) -> str:
    """Return the status of a mention, ``refused`` where its subject declares that it will not happen.

    ``refused`` is no status of the contract: the tense table turns it into REJECT or the coder into ``negated``.
    """
    if _declined(mention):
        return "refused"
    if mention.status and not mention.predication.negated:
        return mention.status
    named = mention.predication.token
    for one in mention.chain():
        if one.type == mention.type:
            named = one.predication.token
    told = factuality(mention.predication, named, clauses)
    spoken = told == "ongoing" and mention.type in SPOKEN and mention.mode != INVESTIGATED
    return "occurred" if spoken else told


def _declined(mention: EventMention) -> bool:
    """Say whether it is decided that an act is not done: "voted **not** to attend the talks"."""
    inner = mention.inner
    if inner is None or mention.frame.operator not in CHOOSING or inner.type != mention.type:
        return False
    return inner.predication.negated and not mention.predication.negated
