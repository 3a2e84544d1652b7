"""Who says so: the reporter, a source, or somebody who claims the act."""

from __future__ import annotations

from schemas.document import Sentence
from schemas.event import Attribution
from transforms.extract.roles.parties import Cast
from transforms.parse.clause.speakers import speaker_of


def attribution_of(sentence: Sentence, token: int, cast: Cast) -> Attribution:
    """Return who stands behind the report of the act at ``token``."""
    speaker = speaker_of(cast.clauses(sentence), token)
    if speaker is None:
        return Attribution()
    party = cast.party(sentence, speaker)
    return Attribution("source", party.text, party.start, party.end, party.name, party.country, party.sector)
