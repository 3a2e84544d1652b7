"""What a page's JSON-LD tells of its article, for machines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

_ARTICLE_TYPES = re.compile(r"Article|Posting|Report|LiveBlog")


def articles_told(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the objects of the page's JSON-LD that describe an article."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            queue = [json.loads(script.text_content(), strict=False)]
        except (ValueError, RecursionError):
            continue
        while queue:
            item = queue.pop(0)
            if isinstance(item, list):
                queue[:0] = item
            elif isinstance(item, dict):
                if _ARTICLE_TYPES.search(str(item.get("@type"))):
                    yield item
                graph = item.get("@graph")
                if isinstance(graph, list | dict):
                    queue.append(graph)
