"""The body of a page, held against the page's links, its description, and the body that it tells machines.

The extraction finds the container of an article. What stands in that container and is nothing but links is a menu or
a teaser; what the page gives as its description and shows under the headline is the article's first paragraph; and
where JSON-LD carries the whole body, it says which paragraphs are missing and where the body begins and ends.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from lxml.html import HtmlElement

from transforms.clean.damage.edits import Tracked, apply_edits
from transforms.clean.damage.markup import markup_edits

FEW_WORDS = 20
"""A body with no more words than this is not taken for one."""
LONGEST_LINK = 300
SHORTEST_LINK = 12
"""Letters of a line from which it is a teaser by itself where it is all link; a shorter one is only in a menu."""
MENU = 3
"""Lines in a row that are all link, from which they are a menu."""
LABEL = 24
"""Letters of the longest label before the link of a teaser ("See also:")."""
LONGEST_CALL = 60
"""Characters of the longest line that announces teasers ("Have you read?")."""
CLIMB = 4
SHINGLE = 5
LACKING = 0.8
"""Share of the body told that an extraction has, below which paragraphs are missing."""
HALF = 0.5
"""Share below which the body told takes the place of the extraction, where the page does not show its paragraphs."""
WHOLE = 0.9
COMPLETE = 100
"""Words from which a body told that ends with a sentence is taken for whole."""
STANDFIRST = (40, 700)
SAME = 60
"""Letters at its beginning in which a paragraph is the page's description."""

_NOT_WORDS = re.compile(r"\W+")
_WORD = re.compile(r"\w+")
_WRITTEN_OTHERWISE = re.compile(r"\]\(https?:|\[#|\n\+\+\+|\[/?[a-z_]{2,20}[ \]]|document\.")
"""Signs of Markdown, of an editor's own marks, and of code, which nobody shows as they are."""
_ENDS = re.compile(r"[.!?][\"'”’»)]{0,2}\s*$")
_BULLET = "- "
_BLOCKS = frozenset({"p", "li", "h2", "h3", "h4", "h5", "blockquote", "div", "span", "header", "section"})
_HEADINGS = ("h2", "h3", "h4", "h5")
_ASIDE = frozenset({"figure", "figcaption", "nav", "aside", "form", "footer", "script", "style", "noscript", "head"})


def held_against(text: str, tree: HtmlElement, told: Sequence[Mapping[str, Any]]) -> str:
    """Return the body of a page, one paragraph a line, without teasers and menus and with what was missing."""
    lines = _without_links(text.split("\n"), tree) if text else []
    body = _body_told(told)
    if body:
        lines = _as_told(lines, body, tree)
    return "\n".join(_with_standfirst(lines, tree) if lines else lines)


def _key(text: str) -> str:
    """Return what two renderings of a line have in common: its letters and digits."""
    return _NOT_WORDS.sub("", text).lower()


def _tight(text: str) -> str:
    """Return a text without its blanks: what two renderings of the page itself have in common."""
    return "".join(text.split())


def _line(line: str) -> str:
    return _tight(line.removeprefix(_BULLET))


def _without_links(lines: list[str], tree: HtmlElement) -> list[str]:
    """Return the lines without menus and teasers; none where little else is there."""
    linked = _linked(tree)
    boxed = _boxed(tree)
    kept: list[str] = []
    for alone, run in groupby(lines, key=lambda line: _line(line) in linked):
        members = list(run)
        if not alone:
            kept += members
        elif len(members) < MENU and any(len(_line(line)) < SHORTEST_LINK for line in members):
            kept += [line for line in members if len(_line(line)) < SHORTEST_LINK]
        elif kept and len(kept[-1]) <= LONGEST_CALL and kept[-1].endswith((":", "?")):
            kept.pop()
    unboxed = [line for line in kept if _line(line) not in boxed]
    return unboxed if _words(unboxed) > FEW_WORDS else kept


def _words(lines: Sequence[str]) -> int:
    return sum(len(line.split()) for line in lines)


def _linked(tree: HtmlElement) -> set[str]:
    """Return the keys of texts that are all link to another page, a label before it or not."""
    found = set()
    for link in tree.iter("a"):
        if not _leads_away(link):
            continue
        text = link.text_content()
        if not text or len(text) > 2 * LONGEST_LINK:
            continue
        key = _tight(text)
        if not key:
            continue
        found.add(key)
        if len(link):
            found.update(_tight(inner.text_content()) for inner in link.iter(*_HEADINGS, "p", "span"))
        parent = link.getparent()
        if parent is not None and len(parent) == 1 and not (link.tail or "").strip(" .»›→"):
            label = _tight(parent.text or "")
            if label and len(label) <= LABEL:
                found.add(label + key)
    found.discard("")
    return found


def _leads_away(link: HtmlElement) -> bool:
    target = (link.get("href") or "").strip()
    return bool(target) and not target.startswith(("#", "mailto:", "tel:", "javascript:"))


def _boxed(tree: HtmlElement) -> set[str]:
    """Return the keys of paragraphs in teasers: boxes of one make beside each other, each with a heading that links."""
    groups: dict[tuple[HtmlElement, str, str], list[HtmlElement]] = {}
    for heading in tree.iter(*_HEADINGS):
        link = next(iter(heading.iter("a")), None)
        if link is None:
            link = next((up for up in heading.iterancestors() if up.tag == "a"), None)
        if link is None or not _leads_away(link):
            continue
        box = heading
        for _ in range(CLIMB):
            parent = box.getparent()
            if parent is None or parent.tag == "body":
                break
            members = groups.setdefault((parent, str(box.tag), box.get("class") or ""), [])
            if not members or members[-1] is not box:
                members.append(box)
            box = parent
    found: set[str] = set()
    for members in groups.values():
        if len(members) > 1 and not any(next(member.iter("h1"), None) is not None for member in members):
            for member in members:
                found.update(_tight(inner.text_content()) for inner in member.iter("p", *_HEADINGS))
    found.discard("")
    return found


def _body_told(told: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the body that JSON-LD carries; None where it tells of several articles with bodies."""
    bodies = [body for fact in told if isinstance(body := fact.get("articleBody"), str)]
    bodies = [body for body in dict.fromkeys(bodies) if len(body.split()) > FEW_WORDS]
    if len(bodies) != 1 or _WRITTEN_OTHERWISE.search(bodies[0]):
        return None
    text = html.unescape(bodies[0])
    return apply_edits(Tracked(text), markup_edits(text)).text


def _shingles(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))}


def _told_lines(body: str) -> list[str]:
    return [line for line in (" ".join(part.split()) for part in body.split("\n")) if line]


def _as_told(lines: list[str], body: str, tree: HtmlElement) -> list[str]:
    """Return the lines, with the paragraphs that the body told has and they have not, without what surrounds it."""
    wanted = _shingles(_WORD.findall(body.lower()))
    got = _shingles(_WORD.findall("\n".join(lines).lower()))
    share = len(wanted & got) / len(wanted)
    if share < LACKING:
        blocks = list(_paragraphs_in(tree, body, wanted))
        found = _shingles(_WORD.findall("\n".join(blocks).lower()))
        if len(wanted & found) >= WHOLE * len(wanted):
            return blocks
        return _told_lines(body) if share < HALF else lines
    if len(body.split()) < COMPLETE or not _ENDS.search(body):
        return lines
    key = _key(body)
    inside = [i for i, line in enumerate(lines) if (own := _key(line)) and own in key]
    if not inside:
        return lines
    # The paragraph under the headline is often no part of the body told.
    return [line for line in lines[: inside[0]] if _ENDS.search(line)] + lines[inside[0] : inside[-1] + 1]


def _paragraphs_in(tree: HtmlElement, body: str, wanted: set[tuple[str, ...]]) -> Iterator[str]:
    """Yield the paragraphs of the page that are in a body, in the order of the page."""
    whole, seen = _key(body), set()
    for block in tree.iter("p", "li", "blockquote", *_HEADINGS):
        if any(up.tag in ("p", "li", "blockquote") or up.tag in _ASIDE for up in block.iterancestors()):
            continue
        text = " ".join(block.text_content().split())
        key = _key(text)
        if not key or key in seen:
            continue
        words = _WORD.findall(text.lower())
        own = _shingles(words) if len(words) >= SHINGLE else set()
        if key in whole or (own and len(own & wanted) >= LACKING * len(own)):
            seen.add(key)
            yield text


def _with_standfirst(lines: list[str], tree: HtmlElement) -> list[str]:
    """Return the lines after the paragraph under the headline, where the page shows its description there."""
    told = [_key(meta.get("content") or "") for meta in tree.iterfind(".//meta[@content]") if _describes(meta)]
    told = [key for key in dict.fromkeys(told) if len(key) >= SAME // 2]
    if not told:
        return lines
    known = _key("".join(lines))
    for element in tree.iter():
        begins = _key((element.text or "")[: 2 * SAME])[: SAME // 2]
        if not begins or not any(key.startswith(begins) for key in told):
            continue
        block = next((up for up in (element, *element.iterancestors()) if up.tag in _BLOCKS), None)
        if block is None or any(up.tag in _ASIDE for up in block.iterancestors()):
            continue
        text = " ".join(block.text_content().split())
        key = _key(text)
        if not STANDFIRST[0] <= len(text) <= STANDFIRST[1] or not any(key.startswith(said[:SAME]) for said in told):
            continue
        if key[:SAME] in known:
            return lines
        if next(block.iter("a"), None) is None:
            return [text, *lines]
    return lines


def _describes(meta: HtmlElement) -> bool:
    return "description" in (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").lower()
