"""Helpers of the event coder's tests: sentences to drafts through the packaged model."""

import os
from pathlib import Path

import pytest

from schemas.records import CleanDoc, ParsedArticle, RawRecord, Resolved
from transforms.extract import extract, load_resources
from transforms.extract.coder import Resources
from transforms.extract.roles.parties import Participants
from transforms.parse.annotate import annotate
from transforms.parse.language.model import load
from transforms.resolve.harm.clauses import find_harm

KNOWN = Path(__file__).parent / "known_misses.txt"
UPDATE = "PIN_MISSES=1 python -m pytest tests/extract/test_negatives.py tests/extract/test_positives.py"


@pytest.fixture(scope="session")
def model():
    """The packaged language model; tests that need it skip where it has not been built."""
    try:
        return load()
    except OSError as problem:
        pytest.skip(f"needs the packaged language model: {problem}")


@pytest.fixture(scope="session")
def resources() -> Resources:
    return load_resources()


@pytest.fixture(scope="session")
def parsed(model):
    """Return a function from texts to parsed articles, all texts parsed in one batch."""

    def run(*texts, published=None):
        found = []
        for text, document in zip(texts, annotate(list(texts), model), strict=True):
            record = RawRecord(source_uri="test", source_locator="0", format="text", text=text)
            clean = CleanDoc(record=record, text=text)
            found.append(ParsedArticle(clean=clean, document=document, published_at=published))
        return found

    return run


@pytest.fixture(scope="session")
def coded(parsed, resources):
    """Return a function from texts to what became of every mention in them."""

    def run(*texts, published=None, **options):
        given = {"resources": resources, **options}
        return [
            extract(article, Resolved(harm=find_harm(article.document)), "article", **given)
            for article in parsed(*texts, published=published)
        ]

    return run


@pytest.fixture(scope="session")
def code(coded):
    """Return a function from texts to their events, one list a text."""

    def run(*texts, published=None):
        return [list(found.events) for found in coded(*texts, published=published)]

    return run


@pytest.fixture(scope="session")
def cast_of(parsed):
    """Return a function from a text to the parties of its document."""

    def run(text):
        return Participants(parsed(text)[0].document)

    return run


@pytest.fixture(scope="session")
def pinned():
    """Return a check of a bank's misses, sentence to what comes out, against those in ``known_misses.txt``.

    It fails for a miss that is not known, for a known one that is right now and for one that comes out in another way.
    With the variable PIN_MISSES set it writes what it is given instead.
    """

    def check(bank, misses):
        lines = KNOWN.read_text(encoding="utf-8").splitlines()
        rows = [tuple(part.strip() for part in line.split(" | ")) for line in lines if line and line[0] != "#"]
        if os.environ.get("PIN_MISSES"):
            rows = [row for row in rows if row[0] != bank]
            rows += [(bank, sentence, found) for sentence, found in misses.items()]
            kept = [line for line in lines if line.startswith("#")]
            KNOWN.write_text("\n".join([*kept, *(" | ".join(row) for row in sorted(rows))]) + "\n", encoding="utf-8")
            return
        known = {sentence: found for name, sentence, found in rows if name == bank}
        told = [f"new miss: {sentence} -> {found}" for sentence, found in misses.items() if sentence not in known]
        told += [f"right now, take it off the list: {sentence}" for sentence in known if sentence not in misses]
        told += [
            f"other than known: {sentence} -> {misses[sentence]}, was {found}"
            for sentence, found in known.items()
            if misses.get(sentence, found) != found
        ]
        assert not told, "\n".join([*told, f"Once each line is meant, write {KNOWN.name} anew: {UPDATE}"])

    return check
