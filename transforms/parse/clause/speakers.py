"""Who says so: the speaker behind a clause, by a verb of saying, a tag, "according to" or an accusation."""

from __future__ import annotations

from transforms.parse.clause.clauses import Clauses
from transforms.words.classes import word_class

MAX_CLIMB = 8
ALLEGING = frozenset({"accuse", "blame", "suspect", "charge", "indict", "allege", "fault"})
"""Verbs whose subject stands behind the act that hangs on them by "of", "for", "with" or a clause."""
ALLEGED_IN = frozenset({"obl", "advcl", "ccomp", "xcomp", "obj", "parataxis"})


def speaker_of(clauses: Clauses, token: int) -> int | None:
    """Return the token that heads the words for the speaker, None where the reporter speaks."""
    sentence = clauses.sentence
    relay = word_class("relay")
    current = token
    for _ in range(MAX_CLIMB):
        for child in sentence.children[current]:
            dep = sentence.deps[child]
            if clauses.is_tag(child) or (
                dep == "parataxis" and clauses.lemma(child) in relay and clauses.is_verb(child)
            ):
                speaker = clauses.subject(child)
                if speaker is not None and speaker != current:
                    return speaker
            elif dep == "obl" and clauses.preposition(child) in ("according_to", "according"):
                return child
        head = sentence.heads[current]
        if head == current:
            return None
        if sentence.deps[current] in ALLEGED_IN and clauses.is_verb(head) and clauses.lemma(head) in ALLEGING:
            accuser = next((t for t in clauses.of(head).get("subj") if t != token), None)
            if accuser is not None:
                return accuser
        if sentence.deps[current] in ("ccomp", "parataxis") and clauses.is_verb(head) and clauses.lemma(head) in relay:
            speaker = clauses.subject(head)
            if speaker is not None:
                return speaker
        current = head
    return None
