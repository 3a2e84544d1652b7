"""Status of an act: what its operators or its clause make of it (PLOVER 2.0, auxiliary modes)."""

from __future__ import annotations

from transforms.extract.frames.reading import Reading
from transforms.parse.clause.clauses import Clauses
from transforms.parse.clause.factuality import factuality


def status_of(reading: Reading, clauses: Clauses) -> str:
    """Return the status of a reading, ``refused`` where its subject declares that it will not happen.

    ``refused`` is no status of the contract: the tense table turns it into REJECT or the coder into ``negated``.
    """
    if reading.status and not reading.predication.negated:
        return reading.status
    named = reading.predication.token
    for one in reading.chain():
        if one.type == reading.type:
            named = one.predication.token
    return factuality(reading.predication, named, clauses)
