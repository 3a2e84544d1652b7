"""Why no row, why this place: ``newsbeam explain FILE [--sentence N]``."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from pipeline.cli.inspect import first, records, tell
from pipeline.errors import UsageError
from pipeline.sources.base import ReadOptions
from schemas.records import RawRecord
from schemas.reject import CODES, Reject
from transforms.explain.accounts import (
    ClauseAccount,
    DateAccount,
    Explanation,
    MentionAccount,
    PlaceAccount,
    RefusalAccount,
    SentenceAccount,
    Tried,
)
from transforms.explain.article import explain
from transforms.process import Settings

FRAMES_SHOWN = 3
"""Frames of a word that are shown, the nearest to fitting first; all are in the JSON."""


def explained(path: str, *, read: ReadOptions, settings: Settings, limit: int) -> Iterator[Explanation | Reject]:
    """Yield the explanations of the first ``limit`` records of a file, rejects as they are."""
    for item in first(records(path, read), limit):
        if isinstance(item, RawRecord):
            yield explain(item, settings=settings)
        elif isinstance(item, Reject):
            yield item


def as_json(found: Explanation | Reject, sentence: int | None) -> str:
    """Return an explanation, or one sentence of it, as one line of JSON."""
    if isinstance(found, Explanation) and sentence is not None:
        found = msgspec.structs.replace(found, sentences=(chosen(found, sentence),))
    return msgspec.json.encode(found).decode()


def chosen(found: Explanation, number: int) -> SentenceAccount:
    """Return the sentence of a number, counted from 1, or of 0 for the title; UsageError where there is none."""
    title = [account for account in found.sentences if account.part == "title"]
    body = [account for account in found.sentences if account.part == "text"]
    if number == 0 and title:
        return title[0]
    if not 1 <= number <= len(body):
        last = " 0 is the title." if title else " The title is not read on its own."
        raise UsageError(f"--sentence {number}: the article has {len(body)} sentences, counted from 1.{last}")
    return body[number - 1]


def show(found: Explanation | Reject, console: Console, sentence: int | None) -> None:
    """Print an explanation: the sentences that hold something, or the one asked for with all its frames."""
    if isinstance(found, Reject):
        console.print(f"[bold red]rejected {found.code}[/] {escape(CODES.get(found.code, ''))}")
        console.print(f"  {escape(found.message)}")
        return
    console.rule(escape(found.title or "article"))
    counted = len(found.events)
    console.print(f"published {found.published or 'not known'}, {counted} event{'s' * (counted != 1)}", style="dim")
    if sentence is not None:
        show_sentence(chosen(found, sentence), console, whole=True)
        return
    silent = 0
    for account in found.sentences:
        if account.mentions or account.refusals or account.places or account.dates:
            show_sentence(account, console, whole=False)
        else:
            silent += 1
    if silent:
        console.print(f"\n{silent} further sentences hold no act, place or date (--sentence N)", style="dim")


def show_sentence(account: SentenceAccount, console: Console, *, whole: bool) -> None:
    """Print what was decided about a sentence; ``whole`` with every predicate and its slots."""
    console.print()
    line = Text(f"{account.index + 1 if account.part == 'text' else 'title'}  ", style="bold")
    line.append(" ".join(account.text.split()), style="not bold")
    console.print(line)
    if account.note:
        tell(console, "note", account.note)
    for mention in account.mentions:
        show_mention(mention, console)
    for refusal in account.refusals:
        show_refusal(refusal, console)
    told = {mention.start for mention in account.mentions} | {refusal.start for refusal in account.refusals}
    for clause in account.clauses:
        if whole or (clause.start not in told and not account.mentions and not account.refusals):
            show_clause(clause, console)
    for place in account.places:
        show_place(place, console)
    for date in account.dates:
        show_date(date, console)


def show_mention(mention: MentionAccount, console: Console) -> None:
    """Print a mention of an event with the rules that made it."""
    head = Text(f"  {mention.trigger}", style="bold green")
    kind = "row" if mention.leads else "further mention of a row"
    head.append(f"  {kind}: {mention.event_type}, confidence {mention.confidence:.2f}", style="not bold")
    console.print(head)
    tell(console, "frame", mention.rule, indent="    ")
    for step in mention.steps:
        before = f", was {step.before}" if step.before != "-" else ""
        tell(console, step.field, f"{step.after}  by {step.rule}{before}", indent="    ")
    if mention.joined_to is not None:
        why = ", ".join(f"{name} {weight:+.2f}" for name, weight in mention.why)
        what = "one clause" if mention.margin is None else f"{mention.margin:+.2f}: {why}"
        tell(console, "merged", f"with {mention.joined_to!r}, {what}", indent="    ")


def show_refusal(refusal: RefusalAccount, console: Console) -> None:
    """Print a refusal: code, words and explanation."""
    head = Text(f"  {refusal.trigger}", style="bold red")
    head.append(f"  no row: {refusal.code} {refusal.name}", style="not bold")
    if refusal.event_type:
        head.append(f" ({refusal.event_type})", style="not bold dim")
    console.print(head)
    console.print(Padding(Text(refusal.explanation), (0, 0, 0, 6)))
    if refusal.detail:
        tell(console, "words", refusal.detail, indent="    ")
    tell(console, "frame", refusal.rule, indent="    ")


def show_clause(clause: ClauseAccount, console: Console) -> None:
    """Print a predicate, its arguments, and the frames tried with what failed."""
    marks = ["passive"] * clause.passive + ["negated"] * clause.negated + [clause.modal] * bool(clause.modal)
    head = Text(f"  {clause.word}", style="bold")
    head.append(f"  {', '.join((clause.kind, *marks))}", style="not bold dim")
    console.print(head)
    if clause.slots:
        told = "; ".join(f"{slot}: {', '.join(words)}" for slot, words in clause.slots.items())
        tell(console, "arguments", told, indent="    ")
    for tried in clause.frames[:FRAMES_SHOWN]:
        tell(console, "frame", describe(tried), "green" if tried.won else "dim", indent="    ")
    left = len(clause.frames) - FRAMES_SHOWN
    if left > 0:
        tell(console, "", f"and {left} more that fit less well (--json)", indent="    ")


def describe(tried: Tried) -> str:
    """Return a frame with its outcome in words."""
    where = f"{tried.rule} (line {tried.line}) reads {tried.reads}"
    if tried.won:
        return f"{where}: fits best, {tried.score or 0:.2f}"
    if tried.failed:
        return f"{where}: fails {', '.join(tried.failed)}"
    return f"{where}: fits, {tried.score or 0:.2f}, another fits better or it has no act to work on"


def show_place(place: PlaceAccount, console: Console) -> None:
    """Print a gazetteer name with its cues and its rivals."""
    cues = ", ".join(name if weight is None else f"{name} {weight:+.1f}" for name, weight in place.cues)
    name = f"{place.text} = {place.resolved}" if place.accepted else f"{place.text} is no place here"
    what = f"{name}: {place.score:.1f} of {place.enough:.1f} ({cues})"
    if place.of_events:
        what += f"; place of {', '.join(place.of_events)}"
    if place.candidates:
        what += f"; not {' / '.join(place.candidates)}"
    tell(console, "place", what, "yellow")


def show_date(date: DateAccount, console: Console) -> None:
    """Print a date expression with its rule."""
    what = f"{date.text} = {date.value} ({date.basis}, rule {date.rule})"
    if date.of_events:
        what += f"; dates {', '.join(date.of_events)}"
    tell(console, "date", what, "green")
