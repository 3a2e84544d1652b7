"""What makes a candidate a dateline: evidence weighed over the parts that the grammar read."""

from __future__ import annotations

import re

import msgspec

from transforms.parse.head.capitals import LOWER, UPPER
from transforms.parse.head.lexicon import dateline_cities, heading_words
from transforms.parse.head.published import HeadDate

NOTHING = re.compile(
    r"no city|no date|undated|clandestine|(?:unidentified |undisclosed )?location not given", re.IGNORECASE
)
SENTENCE_START = re.compile(rf"[\"“”'‘’`(\[¿¡<$£€]*[{UPPER}0-9]")
HEADLINE_AHEAD = re.compile(rf"(?:[^\s{LOWER}]+[ \t]+){{2}}[^\s{LOWER}]+(?:\s|$)")
"""Three words in capitals after the dash: the candidate is the kicker of a headline."""
PROSE_WORDS = 8
DASHES = ("dash", "stop")


class Candidate(msgspec.Struct):
    """A place and what was read behind it so far."""

    place: str
    style: str
    """How the place is written: caps, title, lower, or plain (capitals in a text that is all capitals)."""
    end: int
    region: str | None = None
    unknown_region: str | None = None
    date: HeadDate | None = None
    weekday: bool = False
    """A weekday, or "no date", stands where the date would."""
    agency: str | None = None
    source: str | None = None
    """A bracket that no lexicon knows: a station or newspaper where the rest is clearly a dateline."""
    mark: str | None = None
    """What closes it: dash, stop (a full stop and a dash), colon, line (a line of its own), None."""

    def accepted(self, text: str, body: int) -> bool:
        """Return whether this is a dateline; the narrative would begin at ``body``."""
        known, nowhere = known_places(self.place), bool(NOTHING.fullmatch(self.place))
        if self.unknown_region and not (self.date or self.agency or (self.region and self.style == "caps")):
            return False
        if heading(self.place) and not known and not nowhere and not (self.date and self.agency):
            return False
        following = self.style == "lower" or bool(SENTENCE_START.match(text, body))
        if self.agency:
            sure = self.style != "title" or known or self.region or self.date or self.mark in DASHES
            return bool(self.mark and sure) or (following and (self.style == "caps" or known))
        if self.date:
            backed = self.mark in DASHES or known or nowhere or self.style == "caps" or self.source
            return bool(self.mark and backed)
        if nowhere:
            return self.mark in DASHES
        if not following or not self.mark or (self.mark == "stop" and not known):
            # "MR ABLE BAKER (Member for Dale).- Mr Speaker, ...": minutes of a house set off who speaks so.
            return False
        if self.source:
            return self.mark in DASHES and self.style in ("caps", "plain")
        if self.region or self.weekday:
            return self.style == "caps" or known
        return self.accepted_bare(text, body, known)

    def accepted_bare(self, text: str, body: int, known: bool) -> bool:
        """Decide on a place with nothing but a dash, a colon or a line end behind it."""
        if self.mark == "line":
            return known and self.style == "caps"
        if self.mark == "colon":
            return known and (self.style != "title" or prose(text, body))
        if self.style == "caps":
            plain = len(self.place) >= 4 and len(self.place.split()) <= 3 and "-" not in self.place
            return known or (plain and not HEADLINE_AHEAD.match(text, body))
        if self.style == "title":
            # "Berlin - a city of builders - is ...": a second dash closes an insertion.
            sentence = text[body : body + 200].split(". ", maxsplit=1)[0]
            return known and not re.search(r"\s(?:--|[–—-])\s", sentence)
        return known


def prose(text: str, at: int) -> bool:
    """Return whether running text, not the second half of a title, starts at ``at``."""
    paragraph = text[at : at + 600].split("\n", maxsplit=1)[0]
    return bool(re.search(r"[.!?][\"”']?(?:\s|$)", paragraph)) and len(paragraph.split()) >= PROSE_WORDS


def known_places(place: str) -> bool:
    """Return whether every place of the candidate is a known city."""
    cities = dateline_cities()
    for name in re.split(r"\s*/\s*|\s+and\s+|\s+&\s+", place, flags=re.IGNORECASE):
        key = " ".join(name.lower().replace("’", "'").split())
        if key not in cities and key.rstrip(".") not in cities:
            return False
    return True


def heading(place: str) -> bool:
    """Return whether a word in capitals is a heading, an acronym or a function word rather than a place."""
    tokens = place.lower().split()
    return any(token.strip(".") in heading_words() or token in heading_words() for token in tokens)
