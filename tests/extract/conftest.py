"""Helpers of the event coder's tests: sentences to drafts through the packaged model."""

import pytest

from schemas.records import CleanDoc, ParsedArticle, RawRecord, Resolved
from transforms.extract import extract, load_resources
from transforms.extract.coder import Resources
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
def code(model, resources):
    """Return a function from texts to their events, one list a text, all texts parsed in one batch."""

    def run(*texts, published=None):
        found = []
        for text, document in zip(texts, annotate(list(texts), model), strict=True):
            record = RawRecord(source_uri="test", source_locator="0", format="text", text=text)
            article = ParsedArticle(clean=CleanDoc(record=record, text=text), document=document, published_at=published)
            resolved = Resolved(harm=find_harm(document))
            found.append(list(extract(article, resolved, "article", resources=resources)))
        return found

    return run
