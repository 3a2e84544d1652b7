"""Examples of frames: whether the events of a sentence are what its line says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from schemas.event import Event
from transforms.extract.frames.load import Example, example_of

ARTICLES = frozenset({"the", "a", "an"})


def read_examples(name: str, text: str) -> Iterable[Example]:
    """Yield the examples that stand in a word file, by lines that begin with ``+`` or ``-``."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(("+ ", "- ")):
            yield example_of(line, "", None, f"{name}:{number}")


def problem_of(example: Example, events: Sequence[Event]) -> str:
    """Return what is wrong with the events of an example's sentence, or the empty string.

    A positive example must give an event of its type (and mode) with its actor and recipient, a negative one no event.
    """
    if not example.type:
        wanted = "an event" if example.positive else "no event"
        if bool(events) == example.positive:
            return ""
        told = ", ".join(dict.fromkeys(named(event) for event in events)) or "no event"
        return f"{example.text!r} gives {told}, not {wanted}"
    fitting = [e for e in events if e.event_type == example.type and example.mode in (None, e.event_mode)]
    if not fitting:
        told = ", ".join(dict.fromkeys(named(event) for event in events)) or "no event"
        return f"{example.text!r} gives {told}, not {example.type}{'/' + example.mode if example.mode else ''}"
    for kind, said in (("actor", example.actor), ("recipient", example.recipient)):
        parties = [p for e in fitting for p in (*getattr(e, kind + "s"), *(e.actors if len(e.actors) > 1 else ()))]
        words = content(said or "")
        if words and not any(words & content(party.text) for party in parties):
            got = ", ".join(dict.fromkeys(party.text for party in parties)) or "nobody"
            return f"{example.text!r} has {got} as {kind}, not {said}"
    things = [p.text for e in fitting for p in e.recipients if example.thing and p.text in example.thing]
    return f"{example.text!r} has {', '.join(things)} as recipient, which is a thing" if things else ""


def named(event: Event) -> str:
    """Return type and mode of an event."""
    return event.event_type + (f"/{event.event_mode}" if event.event_mode else "")


def content(text: str) -> set[str]:
    """Return the words of a party that tell it from others."""
    return {word.strip(".,'").removesuffix("'s") for word in text.split() if word.lower() not in ARTICLES}
