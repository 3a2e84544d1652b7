"""News in XML: NITF, NewsML, and the input files of PETRARCH."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from lxml import etree

from pipeline.faults import attempt
from pipeline.sources.base import Item, Source, digest, read_whole
from schemas.records import RawRecord
from schemas.strings import encodable
from transforms.clean.decode import declared_in, decode

PROLOGUE = re.compile(
    rb"\s*(?:<\?[^>]{0,500}\?>|<!--(?:[^-]|-(?!->)){0,2000}-->|<![^>\[-][^>\[]{0,500}(?:\[[^\]]{0,4000}\]\s*)?>)"
)
ROOT = re.compile(rb"\s*<(?:[\w.-]{1,40}:)?([A-Za-z][\w.-]{0,60})")
NEWS = {"nitf": "nitf", "newsml": "newsml", "newsitem": "newsml", "newsmessage": "newsml", "sentences": "petrarch"}
"""Name of the root element, lower case, to the kind of file."""
DECLARATION = re.compile(r"<\?xml[^>]{0,300}\?>")
BLOCKS = ("p", "hl2", "li", "blockquote", "para")


def news_in_xml(head: bytes) -> str | None:
    """Return the kind of news file that a document's root tells: nitf, newsml or petrarch."""
    root = root_of(head)
    return NEWS.get(root.lower()) if root else None


def root_of(head: bytes) -> str | None:
    """Return the name of the root element of a document, without its namespace."""
    position = 0
    while match := PROLOGUE.match(head, position):
        position = match.end()
    match = ROOT.match(head, position)
    return match[1].decode("ascii", "replace") if match else None


def read_xml(stream: BinaryIO, source: Source, kind: str) -> Iterator[Item]:
    """Yield the stories of a file; one without a text is a reject."""
    data = read_whole(stream, source)
    if not isinstance(data, bytes):
        yield data
        return
    tree = attempt(partial(_tree, data))
    if isinstance(tree, Exception) or tree is None:
        yield source.reject("NB104", f"no well-formed {kind}: {tree}", "offset=0", data)
        return
    stories = attempt(partial(_stories, tree, kind))
    if isinstance(stories, Exception):
        yield source.reject("NB104", f"{kind} with names or characters that XML has not: {stories}", "offset=0", data)
        return
    for index, story in enumerate(stories):
        item = attempt(partial(_record, story, f"element={index}", source))
        if isinstance(item, Exception):
            item = source.reject("NB104", str(item), f"element={index}", data, error=type(item).__name__)
        yield item
    if not stories:
        yield source.reject("NB104", f"the {kind} file holds no story", "offset=0", data)


def _stories(tree: etree._Element, kind: str) -> list[etree._Element]:
    return list(READERS[kind](tree))


def _tree(data: bytes) -> etree._Element | None:
    decoded = decode(data, declared_in(data))
    text = data.decode("utf-8", "replace") if isinstance(decoded, str) else decoded.text
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(DECLARATION.sub("", text, count=1).encode("utf-8", "replace"), parser)


def _bytes(element: etree._Element) -> bytes:
    return bytes(etree.tostring(element))


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _all(element: etree._Element, *names: str) -> list[etree._Element]:
    return [inner for inner in element.iter() if _local(inner) in names]


def _first(element: etree._Element, *names: str) -> str | None:
    """Return the text of the first element of one of the names that has any, names in order."""
    for name in names:
        for inner in _all(element, name):
            if text := _text(inner):
                return text
    return None


def _text(element: etree._Element) -> str:
    return encodable(" ".join("".join(str(part) for part in element.itertext()).split()))


def _attribute(element: etree._Element, name: str, *attributes: str) -> str | None:
    for inner in _all(element, name):
        for attribute in attributes:
            if value := inner.get(attribute):
                return encodable(value)
    return None


def _paragraphs(element: etree._Element) -> str:
    blocks = [
        inner for inner in _all(element, *BLOCKS) if not any(_local(up) in BLOCKS for up in inner.iterancestors())
    ]
    return "\n\n".join(filter(None, map(_text, blocks))) or _text(element)


def _record(story: etree._Element, locator: str, source: Source) -> Item:
    raw = _bytes(story)
    petrarch = _local(story) in ("sentence", "story")
    bodies = _all(story, "body.content", "inlinedata", "inlinexml", "datacontent", "text", "content")
    body = bodies[0] if bodies else story
    text = _first(story, "text") or _text(story) if petrarch else _paragraphs(body)
    if not text:
        return source.reject("NB101", "the story has no text", locator, raw)
    date = story.get("date") if petrarch else None
    return RawRecord(
        source_uri=source.uri,
        source_locator=locator,
        format="xml",
        text=text,
        input_id=story.get("id") or _attribute(story, "doc-id", "id-string") or story.get("guid"),
        title=None if petrarch else _first(story, "hl1", "headline", "title"),
        date=date
        or _attribute(story, "date.issue", "norm")
        or _attribute(story, "pubdata", "date.publication")
        or _first(story, "firstpublished", "versioncreated", "thisrevisioncreated", "contentcreated", "firstcreated"),
        url=None,
        publisher=_named(story.get("source")) or _attribute(story, "doc.copyright", "holder") or _publisher(story),
        authors=tuple(filter(None, [_byline(story)])),
        raw_sha256=digest(raw),
    )


def _publisher(story: etree._Element) -> str | None:
    for inner in _all(story, "provider", "infosource", "creditline"):
        if text := _text(inner) or inner.get("literal"):
            return encodable(text)
    return None


def _named(value: str | None) -> str | None:
    """Return a name; coders write NULL where they have none."""
    return value if value and value.upper() != "NULL" else None


def _byline(story: etree._Element) -> str | None:
    return _first(story, "byline", "by", "bylinename")


def _nitf(tree: etree._Element) -> Iterator[etree._Element]:
    yield from (item for item in _all(tree, "nitf") if item is tree or _local(tree) != "nitf")


def _newsml(tree: etree._Element) -> Iterator[etree._Element]:
    """Yield the items that are text: the outermost ones, a wrapper of several messages left aside."""
    items = _all(tree, "newsitem") or [tree]
    yield from (item for item in items if not any(_local(up) == "newsitem" for up in item.iterancestors()))


def _petrarch(tree: etree._Element) -> Iterator[etree._Element]:
    yield from _all(tree, "sentence", "story")


READERS = {"nitf": _nitf, "newsml": _newsml, "petrarch": _petrarch}
