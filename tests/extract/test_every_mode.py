"""The page of sentences for every mode and context: what it shows is what the coder gives."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from schemas.codes.ontology import contexts, modes

PAGE = Path(__file__).parents[2] / "docs" / "every-mode.md"
LEAST = 5
GIVEN = 4
"""Sentences of a mode that must be coded with it."""
LIMIT = "✗"


def sentences():
    """Return the sentences by type and mode, those shown as limits left out, and the sentence of each context."""
    by_mode, by_context, mode = defaultdict(list), {}, None
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("### "):
            mode = tuple(line.removeprefix("### ").split("/"))
        elif line.startswith("- ") and mode:
            by_mode[mode].append(line.removeprefix("- "))
        elif row := re.fullmatch(r"\| (\w+) \| (.+\.) \|", line):
            by_context[row[1]] = row[2]
    return dict(by_mode), by_context


def test_the_page_shows_every_mode_in_five_sentences_and_every_context():
    by_mode, by_context = sentences()
    assert set(by_mode) == set(modes())
    assert set(by_context) == set(contexts())
    assert {mode: len(rows) for mode, rows in by_mode.items() if len(set(rows)) < LEAST} == {}


@pytest.fixture(scope="module")
def page(code):
    by_mode, by_context = sentences()
    texts = [text.removesuffix(LIMIT).strip() for rows in by_mode.values() for text in rows]
    texts += by_context.values()
    return dict(zip(texts, code(*texts), strict=True))


def test_every_mode_is_given_in_four_of_its_sentences(page):
    found = {
        mode: sum(any((e.event_type, e.event_mode) == mode for e in page.get(row, ())) for row in rows)
        for mode, rows in sentences()[0].items()
    }
    assert {mode: count for mode, count in found.items() if count < GIVEN} == {}


def test_every_context_is_given_in_its_sentence(page):
    missing = {
        context: text
        for context, text in sentences()[1].items()
        if not any(context in event.contexts for event in page[text])
    }
    assert missing == {}
