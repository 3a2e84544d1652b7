"""The parts of an article around its narrative: title, byline, dateline, agency, publication date."""

from __future__ import annotations

import datetime
import re

import msgspec

from schemas.article import Dateline
from schemas.document import Span
from schemas.records import CleanDoc
from transforms.clean.facts.published import precision_of
from transforms.parse.head.bare import dated_agency, dated_opening
from transforms.parse.head.byline import BY, FOOT, Byline, parse_byline, parse_credit, person_names
from transforms.parse.head.dateline import FoundDateline, parse_dateline, skip_space
from transforms.parse.head.labelled import read_labelled
from transforms.parse.head.lexicon import find_agency
from transforms.parse.head.published import DateLine, date_line, head_date, timestamp
from transforms.parse.head.title import after_title, first_line_title, opens_with, running_text, site_name

HEAD_LINES = 8
"""Lines at the top that may be headline, byline, date line or dateline."""
HEAD_CHARACTERS = 1500
SAMPLE = 800
"""Characters that tell whether a text is written all in capitals or all in small letters."""
INLINE = 400
"""How far into the first line a dateline may stand behind a headline that lost its line break."""
INLINE_START = re.compile(r"(?:(?<=[.!?\"”’])\s+|(?<=[a-zß-öø-ÿ])(?=[A-Z]{3})|(?<=[.!?])(?=[A-Z]{3}))(?=[A-ZÀ-Þ(])")
ROLE_LINE = re.compile(
    r"(?:[A-Z][\w.'’&-]*\s+){0,5}(?:writers?|correspondents?|reporters?|editors?|staff|desk|bureau|news service|news)\b"
    r"[^.!?\n]{0,40}",
    re.IGNORECASE,
)
OPENING_BY = re.compile(r"by\s+", re.IGNORECASE)
NOT_ENGLISH = "not_english"
REMOVED_CREDIT = "boilerplate_agency"
"""Kind of the repairs by which cleaning takes credits out of the text."""
EDITORS_NOTE = re.compile(
    r"\((?:adds?|recasts?|updates?|repeats?|corrects?|refiles?|rewrites?|writes? through"
    r"|with (?:photos?|quotes?|details)|eds?:|new throughout|embargo|for use)\b[^()\n]{0,200}\)"
    r"|(?:eds|editors)(?: note)?: [^\n]{2,200}",
    re.IGNORECASE,
)
"""What an agency tells its customers about this version of a story: "(Adds details, quote)"."""
BULLET = re.compile(r"[*•▪·][ \t]+[^\n]{2,200}(?:\n\s*|$)")
"""One of the facts that an agency lists between headline and byline."""
STRONG_BASES = frozenset({"field", "html", "head", "prefix"})
MISMATCH_DAYS = 30


class Structure(msgspec.Struct, frozen=True):
    """What stands around the narrative of an article."""

    title: str | None
    authors: tuple[str, ...]
    agency: str | None
    dateline: Dateline | None
    published_at: datetime.datetime | None
    """UTC; midnight where only a day is known."""
    published_basis: str
    published_precision: str
    """second, minute or day; none without a date."""
    written_on: datetime.date | None
    """Day of publication where the article was published, which its words for days are counted from."""
    body_start: int
    """Offset where the narrative begins, after headline, byline, date line and dateline."""
    flags: tuple[str, ...] = ()
    dateline_date: datetime.date | None = None
    """Day of the dateline; a missing year is taken from the publication date."""
    matter: tuple[Span, ...] = ()
    """Stretches before ``body_start`` that are no prose: byline, date line, dateline, the name of the site. A headline
    is not among them: it may be the one sentence that tells the event."""
    apart: bool = False
    """The title came as a field of its own and the text does not begin with it."""


class Head(msgspec.Struct):
    """What was read at the top of a text so far."""

    pos: int = 0
    title: str | None = None
    byline: Byline | None = None
    dateline: FoundDateline | None = None
    date: DateLine | None = None
    matter: list[Span] = []
    apart: bool = False

    def take(self, start: int, end: int) -> None:
        """Move on to ``end``; what lies behind is head matter."""
        self.matter.append(Span(start, end))
        self.pos = end


def narrative(text: str, parts: Structure) -> str:
    """Return the text with its head matter blanked out, offsets unchanged; a blank stretch ends a paragraph."""
    for span in parts.matter:
        blank = "\n\n".ljust(span.end - span.start)[: span.end - span.start]
        text = text[: span.start] + blank + text[span.end :]
    return text


def structure(doc: CleanDoc) -> Structure:
    """Return title, authors, agency, dateline, publication date and the start of the narrative of a cleaned record."""
    text = doc.text
    head = read_head(text, squash(doc.title), english=NOT_ENGLISH not in doc.flags)
    credit = parse_credit("\n".join([text[-FOOT:], *(r.before for r in doc.repairs if r.kind == REMOVED_CREDIT)]))
    dateline = head.dateline
    when, basis = published(doc, head)
    published_at, near = timestamp(when), datetime.date.fromisoformat(when[:10]) if when else None
    day = dateline.date.resolve(near) if dateline and dateline.date else None
    flags = []
    if day and near and abs((day - near).days) > MISMATCH_DAYS:
        flags.append("dateline_mismatch")
    given, given_agency = metadata_authors(doc.authors)
    authors = (
        given
        or (head.byline.authors if head.byline else ())
        or (dateline.authors if dateline else ())
        or credit.authors
    )
    agencies = [
        dateline.agency if dateline else None,
        head.byline.agency if head.byline else None,
        credit.agency,
        given_agency,
    ]
    return Structure(
        title=head.title,
        authors=authors,
        agency=next(filter(None, agencies), None),
        dateline=stated(text, dateline),
        published_at=published_at,
        published_basis=basis,
        published_precision=precision_of(when) if when else "none",
        written_on=near,
        body_start=head.pos if head.pos < len(text) else 0,
        flags=tuple(flags),
        dateline_date=day,
        matter=tuple(head.matter) if head.pos < len(text) else (),
        apart=head.apart,
    )


def stated(text: str, found: FoundDateline | None) -> Dateline | None:
    """Return the dateline as the article row carries it."""
    return Dateline(text[found.start : found.end], found.place, found.start, found.end) if found else None


def squash(title: str | None) -> str | None:
    """Return a title with its white space squashed; None if nothing is left."""
    return " ".join(title.split()) or None if title else None


def published(doc: CleanDoc, head: Head) -> tuple[str | None, str]:
    """Return the publication date as ISO 8601, and its basis: one of ``schemas.article.PUBLISHED_BASES``."""
    given = doc.published if timestamp(doc.published) else None
    if given and doc.published_basis in STRONG_BASES:
        return given, doc.published_basis
    if head.dateline and head.dateline.date:
        # Without a year the address or a date line may still tell which one.
        near = datetime.date.fromisoformat(given[:10]) if given else head.date.day if head.date else None
        day = head.dateline.date.resolve() or (head.dateline.date.resolve(near) if near else None)
        if day and (head.dateline.date.year is not None or (near and abs((day - near).days) <= MISMATCH_DAYS)):
            return day.isoformat(), "dateline"
    if given and doc.published_basis != "none":
        return given, doc.published_basis
    if head.date:
        return head.date.moment or head.date.day.isoformat(), "text"
    return None, "none"


def metadata_authors(authors: tuple[str, ...]) -> tuple[tuple[str, ...], str | None]:
    """Return the personal authors of the metadata and the agency among them."""
    names: list[str] = []
    agency = None
    for author in authors:
        phrase = " ".join(re.sub(r"^\s*by\b:?", "", author, flags=re.IGNORECASE).split())
        if not phrase:
            continue
        found = find_agency(phrase)
        if found:
            agency = agency or found
            continue
        # A name of one word or in another script is what the publisher calls its author.
        names += person_names(phrase) if re.search(r",|;|\band\b", phrase) else ()
        if not re.search(r",|;|\band\b", phrase):
            names.append(phrase)
    return tuple(dict.fromkeys(names)), agency


def read_head(text: str, title: str | None, *, english: bool = True) -> Head:
    """Read the lines at the top of a text up to the first that belongs to the narrative.

    In other languages capitals before a dash set off the subject, not the place: they are no evidence there.
    """
    sample = text[:SAMPLE]
    all_caps, lower_case = written_in(sample)
    all_caps = all_caps or not english
    head = Head(pos=skip_space(text, 0), title=title)
    if title:
        after = after_title(text, title)
        if after:
            head.matter.append(Span(headline_end(text, after), after))
            head.pos = after
        head.apart = not after and not opens_with(text, title)
    else:
        own = first_line_title(text)
        if own and not head_matter(text, head.pos, all_caps, lower_case):
            follows = head_matter(text, own[1], all_caps, lower_case) or running_text(text, own[1], len(own[0]))
            head.title, head.pos = own if follows else (None, head.pos)
    head.date = find_date_line(text)
    head.pos = after_bullets(text, head.pos, all_caps, lower_case)
    for _ in range(HEAD_LINES):
        if head.pos >= min(len(text), HEAD_CHARACTERS):
            break
        line_end = end_of_line(text, head.pos)
        head.dateline = parse_dateline(text, head.pos, all_caps=all_caps, lower_case=lower_case)
        if head.dateline is None and (date := head_date(text, head.pos)) and date.year:
            # "December 5, 2015 NEW YORK (AP) - ...": the date line lost its line break.
            found = parse_dateline(text, skip_space(text, date.end), all_caps=all_caps, lower_case=lower_case)
            if found and found.place and not found.date:
                head.dateline = msgspec.structs.replace(found, date=date)
        if head.dateline:
            head.take(head.pos, head.dateline.body_start)
            break
        line = text[head.pos : line_end].strip()
        role = head.byline is not None and (ROLE_LINE.fullmatch(line) or (len(line) <= 40 and find_agency(line)))
        if (role or EDITORS_NOTE.fullmatch(line)) and skip_space(text, line_end) >= len(text):
            break
        opening = dated_opening(text, head.pos)
        if opening:
            head.date = head.date if head.date and not head.date.updated else opening
            head.take(head.pos, opening.end)
            continue
        if role or EDITORS_NOTE.fullmatch(line) or date_line(text, head.pos, line_end):
            head.take(head.pos, skip_space(text, line_end))
            continue
        if head.byline or not read_byline(text, head, line_end, all_caps=all_caps) or head.dateline:
            break
    if head.dateline is None and not all_caps and not lower_case:
        read_inline(text, head)
        read_inline_day(text, head)
    take_labelled(text, head)
    return head


def take_labelled(text: str, head: Head) -> None:
    """Take what labels name into ``head`` where nothing else told it."""
    labelled = read_labelled(text)
    if labelled is None:
        return
    head.date = head.date or labelled.date
    head.title = head.title or labelled.title
    if head.byline is None and labelled.authors:
        head.byline = Byline(labelled.authors, None, labelled.end)


def after_bullets(text: str, pos: int, all_caps: bool, lower_case: bool) -> int:
    """Return where the byline or dateline stands that follows a list of facts, ``pos`` where none does."""
    at = pos
    for _ in range(HEAD_LINES):
        bullet = BULLET.match(text, at)
        if not bullet:
            break
        at = bullet.end()
    return at if at > pos and at < len(text) and head_matter(text, at, all_caps, lower_case) else pos


def headline_end(text: str, end: int) -> int:
    """Return where the headline that ends at ``end`` gives way to the name of the site ("... | Local News - Home").

    A headline that the next word is glued to gives way at once: nothing could tell its last word from that one.
    """
    furniture = site_name(text, end)
    if furniture is not None:
        return furniture
    return end if end >= len(text) or not (text[end - 1].isalnum() and text[end].isalnum()) else 0


def read_byline(text: str, head: Head, line_end: int, *, all_caps: bool) -> bool:
    """Read a byline at the current position into ``head``; True if one stands there."""
    opening = OPENING_BY.match(text, head.pos)
    if opening:
        # "By JANE DOE KABUL (AP) - ...": the dateline tells where the name ends.
        for gap in list(re.finditer(r"[\s,]+", text[opening.end() : line_end][:80]))[1:5]:
            at = opening.end() + gap.end()
            names = person_names(text[opening.end() : opening.end() + gap.start()])
            found = parse_dateline(text, at, all_caps=all_caps) if names else None
            if found and found.place:
                head.byline, head.dateline = Byline(names, None, at), found
                head.take(head.pos, found.body_start)
                return True
    byline = parse_byline(text, head.pos, line_end)
    if byline is None or byline.end < line_end or skip_space(text, line_end) >= len(text):
        return False
    head.byline = byline
    head.take(head.pos, skip_space(text, byline.end))
    return True


def read_inline(text: str, head: Head) -> None:
    """Read a dateline that stands behind a headline in the same line, as texts have it that lost their line breaks."""
    line_end = min(end_of_line(text, head.pos), head.pos + INLINE)
    for match in INLINE_START.finditer(text, head.pos, line_end):
        found = parse_dateline(text, match.end())
        if not found or not found.place:
            continue
        words = text[match.end() : found.end]
        glued = match.start() == match.end()
        if not words.split("(")[0].strip().split(",")[0].isupper() or (glued and found.end - found.start < 6):
            continue
        before = text[head.pos : match.start()].strip()
        if head.title is None and 3 <= len(before.split()) <= 20 and not re.search(r"[.!?]\s", before):
            head.title = before.rstrip(".")
        head.dateline = found
        head.take(match.end(), found.body_start)
        return


def read_inline_day(text: str, head: Head) -> None:
    """Read agency and day that stand behind a headline in the same line."""
    if head.dateline is not None or head.date is not None:
        return
    found = dated_agency(text, head.pos, min(end_of_line(text, head.pos), head.pos + INLINE))
    if found is None:
        return
    before = text[head.pos : found.start].strip()
    if head.title is None and 3 <= len(before.split()) <= 20 and not re.search(r"[.!?]\s", before):
        head.title = before
    head.date = found
    head.take(found.start, found.end)


def find_date_line(text: str) -> DateLine | None:
    """Return the date line among the first lines; one of publication wins over one of a change."""
    found: DateLine | None = None
    pos = skip_space(text, 0)
    for _ in range(HEAD_LINES):
        if pos >= min(len(text), HEAD_CHARACTERS):
            break
        line_end = end_of_line(text, pos)
        line = date_line(text, pos, line_end)
        if line and (found is None or (found.updated and not line.updated)):
            found = line
        pos = skip_space(text, line_end)
    return found


def head_matter(text: str, pos: int, all_caps: bool, lower_case: bool) -> bool:
    """Return whether a dateline, date line or byline starts at ``pos``."""
    line_end = end_of_line(text, pos)
    return (
        parse_dateline(text, pos, all_caps=all_caps, lower_case=lower_case) is not None
        or date_line(text, pos, line_end) is not None
        or bool(BY.match(text, pos) and parse_byline(text, pos, line_end))
    )


def end_of_line(text: str, pos: int) -> int:
    """Return the offset of the next line break, or of the end of the text."""
    end = text.find("\n", pos)
    return len(text) if end < 0 else end


def written_in(sample: str) -> tuple[bool, bool]:
    """Return whether a text is all in capitals, and whether it is all in small letters (nine letters in ten)."""
    upper = sum(map(str.isupper, sample))
    lower = sum(map(str.islower, sample))
    total = upper + lower
    return (upper > 0.9 * total, lower > 0.985 * total) if total else (False, False)
