"""Who says so: the reporter, a source, or somebody who claims the act."""

from __future__ import annotations

from schemas.document import Sentence
from schemas.event import Attribution
from transforms.extract.roles.parties import Participants
from transforms.parse.clause.speakers import speaker_of


def attribution_of(sentence: Sentence, token: int, participants: Participants) -> Attribution:
    """Return who stands behind the report of the act at ``token``."""
    speaker = speaker_of(participants.clauses(sentence), token)
    if speaker is None:
        return Attribution()
    party = participants.party(sentence, speaker)
    return Attribution("source", party.text, party.start, party.end, party.name, party.country, party.sector)
