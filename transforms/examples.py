"""The examples in a user's own frames, words, actors, places and dates, run before anything else is.

A wrong one means that the file does not do what its author thinks: it is refused, by file and line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemas.document import Document
from schemas.event import Event
from schemas.records import CleanDoc, ParsedArticle, RawRecord
from transforms.coding import code_batch, use_own
from transforms.extract.actors import find_names, load_actors
from transforms.extract.frames.examples import problem_of, read_examples
from transforms.extract.frames.load import Example, parse_frames
from transforms.parse.head.structure import structure
from transforms.process import Settings
from transforms.resolve.dates.own import check_examples
from transforms.resolve.places.resolve import resolve_places
from transforms.tables import DataError, read_table
from transforms.world.own import rows


def check(settings: Settings) -> int:
    """Take in a user's files and run their examples; return how many. ``DataError`` names a wrong one by its line."""
    use_own(settings)
    count = check_examples(settings.dates) + check_places(settings) + check_actors(settings)
    problems, examples = event_problems(settings)
    for problem in problems:
        raise problem
    return count + examples


def event_problems(settings: Settings) -> tuple[list[DataError], int]:
    """Return what is wrong with the examples of own frames and words, in order, and the number of those examples."""
    examples = list(event_examples(settings))
    if not examples:
        return [], 0
    found = []
    for example, events in zip(examples, code_texts([example.text for example in examples], settings), strict=True):
        if problem := problem_of(example, events):
            name, _, line = example.where.rpartition(":")
            found.append(DataError(name, int(line), f"the example {problem}"))
    return found, len(examples)


def event_examples(settings: Settings) -> Iterator[Example]:
    """Yield the examples of own frames and words."""
    for name, text in settings.frames:
        for frame in parse_frames(text.splitlines(), name):
            yield from frame.examples
    for name, text in settings.words:
        yield from read_examples(name, text)


def code_texts(texts: Sequence[str], settings: Settings) -> list[tuple[Event, ...]]:
    """Return the events of each text, coded as an article of its own."""
    docs = [document_of(text) for text in texts]
    return [events for _, events, _ in code_batch([(doc, structure(doc)) for doc in docs], settings)]


def document_of(text: str) -> CleanDoc:
    """Return an example as an article that needs no repair."""
    return CleanDoc(record=RawRecord(source_uri="example", source_locator="0", format="text", text=text), text=text)


def check_places(settings: Settings) -> int:
    """Look for each own place in the sentence of its column ``example``; return the number of sentences."""
    count = 0
    for name, text in settings.places:
        for table, index, row in rows(name, text):
            if not (sentence := row.get("example")):
                continue
            count += 1
            article = ParsedArticle(clean=document_of(sentence), document=Document(sentence, (), ()))
            found = [(place.name, place.lat, place.lon) for place in resolve_places(article)]
            if (row["name"], round(float(row["lat"]), 4), round(float(row["lon"]), 4)) not in found:
                told = ", ".join(str(place) for place, *_ in found) or "no place"
                raise table.error(index, f"the example {sentence!r} names {told}, not {row['name']}")
    return count


def check_actors(settings: Settings) -> int:
    """Look for each own actor in the sentence of its column ``example``; return the number of sentences."""
    count = 0
    actors = load_actors(dict(settings.actors)) if settings.actors else None
    for name, text in settings.actors:
        header = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
        if "example" not in header.split("\t"):
            continue
        table = read_table(name, text)
        for index, row in enumerate(table.rows):
            if not (sentence := row["example"]):
                continue
            count += 1
            coded = [(found.country, found.sector) for found in find_names(sentence, None, actors)]
            if (row.get("country") or None, row.get("sector") or None) not in coded:
                told = ", ".join(f"{country or '-'} {sector or '-'}" for country, sector in coded) or "nobody"
                raise table.error(index, f"the example {sentence!r} names {told}, not {row['name']}")
    return count
