"""Who says so: the reporter, a source, or somebody who claims the act."""

from __future__ import annotations

from schemas.document import Sentence
from schemas.event import Attribution
from transforms.extract.roles.parties import Cast
from transforms.words.classes import word_class

MAX_CLIMB = 8
ALLEGING = frozenset({"accuse", "blame", "suspect", "charge", "indict", "allege", "fault"})
"""Verbs whose subject stands behind the act that hangs on them by "of", "for", "with" or a clause."""
ALLEGED_IN = frozenset({"obl", "advcl", "ccomp", "xcomp", "obj", "parataxis"})


def attribution_of(sentence: Sentence, token: int, cast: Cast) -> Attribution:
    """Return who stands behind the report of the act at ``token``."""
    speaker = speaker_of(sentence, token, cast)
    if speaker is None:
        return Attribution()
    party = cast.party(sentence, speaker)
    return Attribution("source", party.text, party.start, party.end, party.name, party.country, party.sector)


def speaker_of(sentence: Sentence, token: int, cast: Cast) -> int | None:
    """Return the token that heads the words for the speaker, None where the reporter speaks."""
    clauses = cast.clauses(sentence)
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
