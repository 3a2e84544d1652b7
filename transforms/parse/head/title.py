"""The headline: given by the record, or the first paragraph of a text that can be nothing else."""

from __future__ import annotations

import re

MAX_CHARACTERS, MIN_WORDS, MAX_WORDS = 130, 3, 20
"""Bounds of a headline; longer first paragraphs are leads, shorter ones section names."""
CLOSING = re.compile(r"[.,;:…]['\"”’)\]]*$")
LABEL = re.compile(
    r"(?:photo|image|file|picture|caption|video|advertisement|share|by|from|published|updated|posted)\b", re.IGNORECASE
)
AFTER = re.compile(r"(?:\s*[.!?…]+)?['\"”’)]*\s*")
LETTERS = re.compile(r"[^\W_]+")
SITE_NAME = re.compile(
    r"(?<!\s)\s+(?:[|«»·]|[-–—](?=\s+(?:[\w.]+\s+){0,4}(?:news|home|times|post|tv|radio|[\w]+\.(?:com|org|net))\b))",
    re.IGNORECASE,
)
"""What stands between a headline and the name of the site that page titles carry."""
OPENING = 400
"""Characters at the beginning of a text among which its title may stand again."""
CAPITALISED = 0.7
"""Share of the words of a title, small ones apart, that begin with a capital where all of them do: Title Case."""
SMALL, STEM = 4, 4
"""Letters from which a word of a title begins with a capital in Title Case; letters by which two forms are one word."""
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def letters(text: str) -> str:
    """Return letters and digits only, case folded: what two spellings of a headline have in common."""
    return "".join(LETTERS.findall(text)).casefold()


def after_title(text: str, title: str) -> int:
    """Return where the text goes on after a headline that it repeats at its start; 0 if it does not."""
    wanted = letters(title)
    if len(wanted) < 8:
        return 0
    seen, pos = 0, 0
    limit = min(len(text), 4 * len(title) + 40)
    while pos < limit and seen < len(wanted):
        for character in text[pos].casefold():
            if character.isalnum():
                if seen >= len(wanted) or character != wanted[seen]:
                    return 0
                seen += 1
        pos += 1
    if seen < len(wanted):
        return 0
    # Punctuation that ended the headline belongs to it.
    match = AFTER.match(text, pos)
    return match.end() if match else pos


def first_line_title(text: str) -> tuple[str, int] | None:
    """Return what may be the headline that a text opens with, and the offset of what follows; None if nothing may.

    A headline is a paragraph of its own, short and without a final stop. The caller asks for running text, a dateline,
    a byline or a date line after it.
    """
    end = text.find("\n\n")
    if not 0 < end <= MAX_CHARACTERS:
        return None
    line = text[:end]
    stripped = line.strip()
    if "\n" in stripped or CLOSING.search(stripped) or LABEL.match(stripped) or "://" in stripped:
        return None
    if not MIN_WORDS <= len(stripped.split()) <= MAX_WORDS or not opens_like_title(stripped, text):
        return None
    after = end
    while after < len(text) and text[after].isspace():
        after += 1
    return (stripped, after) if after < len(text) else None


def opens_like_title(line: str, text: str) -> bool:
    """Return whether a line begins with a capital, digit or quotation mark; in a text all small, with any letter."""
    first = line[0]
    return first.isupper() or first.isdigit() or first in "\"'“‘«<¿¡$£€#" or text[:2000].islower()


def running_text(text: str, start: int, title_length: int) -> bool:
    """Return whether one of the next three paragraphs is prose: longer than the headline and ended by a stop."""
    pos = start
    for _ in range(3):
        end = text.find("\n\n", pos, pos + 20_000)
        end = min(len(text), pos + 20_000) if end < 0 else end
        paragraph = text[pos:end].strip()
        if len(paragraph) > max(60, title_length) and (
            re.search(r"[.!?][\"'”’)\]]*$", paragraph) or len(paragraph) > 400
        ):
            return True
        pos = end
        while pos < len(text) and text[pos].isspace():
            pos += 1
    return False


def site_name(text: str, end: int) -> int | None:
    """Return where the name of the site begins that a title up to ``end`` carries, None where it carries none."""
    found = SITE_NAME.search(text, 0, end)
    return found.start() if found else None


def opens_with(text: str, title: str) -> bool:
    """Say whether a text begins with its title without the name of the site, or with a line that the title begins with.

    What follows "By Ann Lee" or a date line begins the text too.
    """
    wanted = letters(title[: site_name(title, len(title))])
    for line in text[:OPENING].splitlines():
        told = letters(line)
        if len(line.split()) >= MIN_WORDS and (told.startswith(wanted) or wanted.startswith(told)):
            return True
    return False


def headline(title: str, text: str) -> str:
    """Return a title as a sentence of the same length: without the name of the site, its capitals those of the text.

    In Title Case a word is written small that the text of the article writes so: "Troops Kill 12 in Raid Near Border".
    """
    end = site_name(title, len(title))
    title = title if end is None else title[:end].ljust(len(title))
    words = [m for m in WORD.finditer(title) if len(m[0]) >= SMALL][1:]
    capital = [m for m in words if m[0][0].isupper() and m[0][1:].islower()]
    if len(capital) < max(2, CAPITALISED * len(words)):
        return title
    small = {m[0] for m in WORD.finditer(text) if m[0].islower()}
    stems = {word[: max(STEM, len(word) - 2)] for word in small}
    names = {m[0] for m in WORD.finditer(text) if m[0][0].isupper() and text[max(m.start() - 2, 0) : m.start()].strip()}
    for m in capital:
        low = m[0].lower()
        known = low in small or (m[0] not in names and low[: max(STEM, len(low) - 2)] in stems)
        if known and len(low) == len(m[0]):
            title = title[: m.start()] + low + title[m.end() :]
    return title
