"""Helpers of the event coder's tests: sentences to drafts through the packaged model."""

import pytest

from schemas.records import CleanDoc, ParsedArticle, RawRecord, Resolved
from transforms.extract import extract, load_resources
from transforms.extract.coder import Resources
from transforms.extract.roles.parties import Participants
from transforms.parse.annotate import annotate
from transforms.parse.language.model import load
from transforms.resolve.harm.clauses import find_harm


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
