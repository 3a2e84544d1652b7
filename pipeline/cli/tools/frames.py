"""``newsbeam frames check``: a person's own frames read and their examples run, without an article."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from pipeline import logs
from pipeline.cli.shared import (
    Actors,
    Words,
)
from pipeline.errors import RunError, UsageError

frames_app = typer.Typer(no_args_is_help=True, help="Work on frames of your own.")


@frames_app.callback()
def frames() -> None:
    """Work on frames of your own."""


@frames_app.command()
def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Frame file or directory of them.")],
    *,
    words: Words = None,
    actors: Actors = None,
) -> None:
    """Read frames and run their examples; every wrong one is shown with its file and line."""
    logs.configure()
    from pipeline.cli.dictionaries import read_frames, read_sources, refused
    from transforms.coding import use_own
    from transforms.examples import event_problems
    from transforms.extract import load_resources
    from transforms.extract.frames.load import parse_frames
    from transforms.process import Settings
    from transforms.words.classes import use_words

    own_words = read_sources(words or (), (".txt",), "--words")
    refused(lambda: use_words(own_words), "--words")
    settings = Settings(
        frames=read_frames(files), actors=read_sources(actors or (), (".tsv", ".txt"), "--actors"), words=own_words
    )
    refused(lambda: load_resources(settings.frames, settings.actors), "--actors")
    use_own(settings)
    problems, examples = event_problems(settings)
    found = [frame for name, text in settings.frames for frame in parse_frames(text.splitlines(), name)]
    console = Console()
    for problem in problems:
        console.print(f"[bold red]wrong[/] {escape(str(problem))}", soft_wrap=True)
    console.print(f"{len(found)} frames, {examples} examples, {len(problems)} wrong.")
    if not examples:
        raise UsageError(f"{', '.join(files)}: no example; write a line such as  + [A Rebels] attacked [R the base].")
    if problems:
        raise RunError(f"{len(problems)} of {examples} examples are not coded as their lines say.")
