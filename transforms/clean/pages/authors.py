"""The authors of a page: persons, in the order of what can be believed.

JSON-LD is asked first, then meta tags, then elements that are marked as the author's, then lines that say by whom,
both outside boxes on other stories. A house, a desk, a job, an address and the address's words are no persons; where a
source holds nothing else, the next is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cache
from typing import Any

from lxml.html import HtmlElement
from trafilatura.metadata import extract_author
from trafilatura.settings import Document

from transforms.words.classes import word_class

LONGEST_NAME = 60
MOST_WORDS = 6
MOST_AUTHORS = 12
META = (
    "author", "article:author", "article:author_name", "dc.creator", "dcterms.creator", "parsely-author",
    "sailthru.author", "byl", "citation_author",
)  # fmt: skip
MARKED = (".//*[@rel='author']", ".//*[@itemprop='author']")
ASIDE = frozenset({"aside", "nav", "footer"})

LONGEST_LINE = 120
"""Characters of the longest line that says by whom."""
INLINE = frozenset({"a", "abbr", "b", "em", "font", "i", "small", "span", "strong", "u"})
ARTICLES = ("the", "die", "der", "das", "le", "la", "el", "il")

_BY = re.compile(r"^(?:by|written by|story by)\b[\s:]*", re.IGNORECASE)
_BETWEEN = re.compile(r" ?[;|] ?| (?:and|&) ")
_ADDRESS = re.compile(r"https?:|www\.|@|/|\.(?:com|org|net|co|info)\b", re.IGNORECASE)
_TIGHT = re.compile(r"[\W_]+")
_OTHERS = re.compile(r"related|recommend|teaser|more-|sidebar|popular|comment|promo", re.IGNORECASE)
_ROLE_WORD = re.compile(r"[a-z]+")

_CAPITAL = r"[^\W\d_a-zß-ÿ][\w.'’-]"
_PARTICLES = "(?:(?:von|van|der|den|de|del|da|di|du|la|le|al|el|bin|zu) ){0,2}"
_NAME = f"{_CAPITAL}*(?: {_PARTICLES}{_CAPITAL}+){{1,3}}"
_NAMES = re.compile(rf"{_NAME}(?:(?:, | (?:and|und|et|y|e|en|&) ){_NAME}){{0,4}}(?= *(?:$|[,|(·–/-]))")


def authors_of(
    tree: HtmlElement, told: Sequence[Mapping[str, Any]], tags: Document, host: str | None
) -> tuple[str, ...]:
    """Return the persons who wrote a page, none where it names none."""
    houses = {_tight(house) for house in (tags.sitename, host, *_publishers(told)) if house}
    houses |= {article + _tight(part) for part in (host or "").split(".")[:-1] for article in ARTICLES}
    for source in (
        _of_json_ld(told),
        _of_meta(tree),
        (tags.author or "").split(";"),
        _marked(tree),
        _signed(tree),
        _searched(tree),
    ):
        found = tuple(dict.fromkeys(name for value in source for name in persons_in(value, houses)))
        if 0 < len(found) <= MOST_AUTHORS:
            return found
    return ()


def persons_in(value: str, houses: Iterable[str] = ()) -> Iterator[str]:
    """Yield the names of persons that a field for the author holds.

    >>> list(persons_in("By Jo Verra, Senior Reporter and Ann Lee"))
    ['Jo Verra', 'Ann Lee']
    >>> list(persons_in("Verra, Jo"))
    ['Jo Verra']
    """
    lines = (" ".join(line.split()) for line in value.split("\n"))
    for part in (part for line in lines for part in _BETWEEN.split(_BY.sub("", line))):
        pieces = [" ".join(piece.split()) for piece in part.split(",")]
        pieces = [piece for i, piece in enumerate(pieces) if piece and not _is_role(piece, behind=i > 0)]
        if len(pieces) == 2 and " " not in pieces[0] and len(pieces[1].split()) <= 2 and pieces[1][0].isupper():
            pieces = [f"{pieces[1]} {pieces[0]}"]
        yield from (name for piece in pieces if _is_name(name := _BY.sub("", piece).strip(" .,-–—"), houses))


def _tight(text: str) -> str:
    return _TIGHT.sub("", text).lower()


def _is_role(piece: str, *, behind: bool) -> bool:
    """Return whether some words name a job or a desk and nobody; ``behind`` a name, a job may have any words first."""
    words = _ROLE_WORD.findall(piece.lower())
    if not words:
        return False
    return (behind and words[-1] in word_class("byline_role")) or all(
        word in word_class("byline_word") for word in words
    )


def _is_name(name: str, houses: Iterable[str]) -> bool:
    if not name or len(name) > LONGEST_NAME or len(name.split()) > MOST_WORDS:
        return False
    if _ADDRESS.search(name) or any(map(str.isdigit, name)) or not any(map(str.isalpha, name)):
        return False
    if " " not in name and ("-" in name or "_" in name or name.islower()):
        return False
    words = name.split()
    if len(words) > 1 and {_tight(words[-1]), _tight("".join(words[-2:]))} & word_class("legal_form"):
        return False
    return _tight(name) not in houses


def _publishers(told: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for fact in told:
        for house in _listed(fact.get("publisher")):
            name = house.get("name") if isinstance(house, dict) else house
            if isinstance(name, str):
                yield name


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _of_json_ld(told: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the names under ``author`` of the first object that has any, organisations left out."""
    for fact in told:
        named = False
        for author in _listed(fact.get("author")):
            if isinstance(author, dict) and "Organization" in str(author.get("@type")):
                continue
            for name in _listed(author.get("name") if isinstance(author, dict) else author):
                if isinstance(name, str) and name.strip():
                    named = True
                    yield name
        if named:
            return


def _of_meta(tree: HtmlElement) -> Iterator[str]:
    found: dict[str, list[str]] = {}
    for meta in tree.iterfind(".//meta[@content]"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        if name in META:
            found.setdefault(name, []).append(meta.get("content") or "")
    for name in META:
        if any(map(str.strip, found.get(name, ()))):
            yield from found[name]
            return


def _marked(tree: HtmlElement) -> Iterator[str]:
    for path in MARKED:
        names = []
        for element in tree.iterfind(path):
            inner = element.find(".//*[@itemprop='name']")
            text = element.get("content") or (element if inner is None else inner).text_content()
            if len(text) <= 2 * LONGEST_NAME and not _among_others(element):
                names.append(text)
        if names:
            yield from names
            return


def _signed(tree: HtmlElement) -> Iterator[str]:
    """Yield the names in the first line outside boxes on other stories that says by whom the page is."""
    for begun in tree.xpath(_begins_by()):
        block = begun.getparent()
        if block is None or not begun.is_text:
            continue
        while block.tag in INLINE and block.getparent() is not None:
            block = block.getparent()
        line = " ".join(block.text_content().split())
        found = _by().match(line) if len(line) <= LONGEST_LINE else None
        names = _NAMES.match(line, found.end()) if found else None
        if names and not _among_others(block):
            yield from re.split(r", | (?:and|und|et|y|e|en|&) ", names[0])
            return


@cache
def _by() -> re.Pattern[str]:
    groups = word_class("byline_by"), word_class("byline_label")
    words, labels = ("|".join(map(re.escape, sorted(group))) for group in groups)
    return re.compile(rf"(?:(?:{words})(?: ?: ?| )|(?:{labels}) ?: ?)", re.IGNORECASE)


@cache
def _begins_by() -> str:
    """Return the path to pieces of text that begin with one of the words, in their usual case."""
    firsts = sorted({word.split()[0] for word in word_class("byline_by") | word_class("byline_label")})
    cases = (case for word in firsts for case in (word, word.capitalize(), word.upper()))
    tests = " or ".join(f"starts-with(normalize-space(), '{case}')" for case in cases)
    return f"//body//text()[not(parent::script or parent::style) and ({tests})]"


def _among_others(element: HtmlElement) -> bool:
    """Return whether an element stands in a box on other stories; what holds a headline too is no such box."""
    return any(
        (up.tag in ASIDE or _OTHERS.search(f"{up.get('class') or ''} {up.get('id') or ''}"))
        and up.find(".//h1") is None
        for up in element.iterancestors()
        if up.tag not in ("body", "html")
    )


def _searched(tree: HtmlElement) -> Iterator[str]:
    """Yield what the classes of elements outside boxes on other stories tell."""
    own = copy(tree)
    for element in [e for e in own.iter() if e.tag in ASIDE or _OTHERS.search(f"{e.get('class')} {e.get('id')}")]:
        if element.getparent() is not None and element.tag != "body":
            element.drop_tree()
    yield from (extract_author(own) or "").split(";")
