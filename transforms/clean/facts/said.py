"""What the container of a text says about it, and the text."""

from __future__ import annotations

from typing import NamedTuple


class Page(NamedTuple):
    """What a page says. ``text`` has one paragraph a line and is empty where no body was found."""

    text: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    """ISO 8601 in the page's own time zone, as exactly as the page says."""
