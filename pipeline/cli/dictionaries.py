"""A user's own files, from frames to repeats: read here, checked before a run starts, handed on as text.

The contents become part of the settings, so that they travel to the workers and give the run its id.
"""

from __future__ import annotations

import importlib.metadata
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from pipeline import storage
from pipeline.errors import UsageError
from transforms.calibration import Calibration
from transforms.clean.damage.repeated import repeated
from transforms.process import Settings
from transforms.tables import DataError

LOG = logging.getLogger(__name__)
Sources = tuple[tuple[str, str], ...]


def read_sources(paths: Sequence[str], suffixes: tuple[str, ...], option: str) -> Sources:
    """Return (name, text) of files, and of the files with one of the suffixes in directories, in the order given.

    UsageError for a path that is not there, a directory without such files, two files of one name, or a text that is
    not UTF-8.
    """
    uris: list[str] = []
    for path in paths:
        if storage.is_local(path) and Path(path).is_dir():
            found = [str(file) for file in sorted(Path(path).iterdir()) if file.name.endswith(suffixes)]
            if not found:
                raise UsageError(f"{option} {path}: no {' or '.join(suffixes)} file in this directory.")
            uris += found
        else:
            uris.append(path)
    sources: dict[str, str] = {}
    for uri in uris:
        name = uri.rstrip("/").rpartition("/")[2]
        if name in sources:
            raise UsageError(f"{option} {uri}: two files are called {name}; rename one, rules are told apart by file.")
        try:
            sources[name] = storage.read_bytes(uri).decode("utf-8-sig")
        except OSError as error:
            why = getattr(error, "strerror", None) or error
            raise UsageError(
                f"{option} {uri}: cannot be read ({why}). Name a file or a folder of such files."
            ) from error
        except UnicodeDecodeError as error:
            raise UsageError(f"{option} {uri}: not UTF-8 ({error.reason} at byte {error.start}).") from error
    return tuple(sources.items())


def read_frames(paths: Sequence[str]) -> Sources:
    """Return the frame files of ``--frames``; PETRARCH2 verb dictionaries are converted, losses are warned of."""
    from transforms.extract.frames.load import parse_frames
    from transforms.extract.frames.petrarch_verbs import convert, is_verb_dictionary

    sources = []
    for name, text in read_sources(paths, (".txt",), "--frames"):
        content = text
        if is_verb_dictionary(text):
            converted = convert(name, text)
            LOG.warning("%s is a PETRARCH verb dictionary: %s.", name, converted.summary)
            content = converted.text
        try:
            count = sum(1 for _ in parse_frames(content.splitlines(), name))
        except ValueError as error:
            raise UsageError(f"--frames {error}") from error
        if not count:
            raise UsageError(f"--frames {name}: no frame in this file; see transforms/extract/frames/data/README.md.")
        sources.append((name, content))
    return tuple(sources)


def is_package(name: str) -> bool:
    """Say whether a distribution of this name is installed."""
    try:
        importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def read_calibration(path: str) -> Calibration:
    """Return the lines that ``calibrate`` wrote; ``UsageError`` for another file."""
    try:
        return msgspec.json.decode(Path(path).read_bytes(), type=Calibration)
    except OSError as error:
        raise UsageError(f"--calibration {path}: {error.strerror}.") from error
    except msgspec.DecodeError as error:
        raise UsageError(f"--calibration {path}: {error}; give a file that newsbeam calibrate wrote.") from error


def make_settings(
    *,
    nlp: str | None,
    frames: Sequence[str] | None,
    actors: Sequence[str] | None,
    words: Sequence[str] | None = None,
    places: Sequence[str] | None = None,
    dates: Sequence[str] | None = None,
    repeats: Sequence[str] | None = None,
    events: bool = True,
    opinion: str = "packaged",
    without: Sequence[str] | None = None,
    min_confidence: float = 0.0,
    calibration: str | None = None,
    trace: bool = False,
) -> Settings:
    """Return the settings of a run from the command line's options.

    ``UsageError`` names option, file and line of what cannot be read, and of an example that does not hold.
    """
    if not events and (nlp is not None or frames or actors or places or dates):
        raise UsageError("--only articles codes no events: leave out --nlp, --frames, --actors, --places and --dates.")
    if not events and trace:
        raise UsageError("--only articles decides nothing about events: leave out --trace.")
    if nlp is not None and not is_package(nlp) and not Path(nlp).is_dir():
        raise UsageError(
            f"--nlp {nlp}: no spaCy pipeline of this name is installed, and no such directory. "
            f"Install it (python -m spacy download {nlp}), or leave --nlp out for the packaged one."
        )
    own_words = read_sources(words or (), (".txt",), "--words")
    if own_words:
        from transforms.words.classes import use_words

        refused(lambda: use_words(own_words), "--words")
    settings = Settings(
        nlp=nlp,
        frames=read_frames(frames) if frames else (),
        actors=read_sources(actors or (), (".tsv", ".txt"), "--actors"),
        words=own_words,
        places=read_sources(places or (), (".tsv",), "--places"),
        dates=read_sources(dates or (), (".txt",), "--dates"),
        repeats=read_sources(repeats or (), (".tsv",), "--repeats"),
        events=events,
        opinion=opinion,
        without=tuple(without or ()),
        min_confidence=min_confidence,
        calibration=Calibration() if calibration is None else read_calibration(calibration),
        trace=trace,
    )
    refused(lambda: repeated(settings.repeats), "--repeats")
    if opinion not in ("packaged", "none"):
        from transforms.extract.opinion import load_opinion

        try:
            load_opinion(opinion)
        except ValueError as error:
            raise UsageError(str(error)) from error
    if events and (settings.frames or settings.actors or settings.words or settings.places or settings.dates):
        check_settings(settings)
    if settings.without:
        from transforms.extract import UnknownRuleError, load_resources

        try:
            load_resources(settings.frames, settings.actors, settings.without)
        except UnknownRuleError as error:
            raise UsageError(f"--without {error}: write a code such as NV206, or a rule of an event.") from error
    return settings


def check_settings(settings: Settings) -> None:
    """Load a user's files and run their examples; UsageError names option, file and line of the first fault."""
    from transforms.examples import check
    from transforms.extract import load_resources

    options = {
        name: option
        for option, sources in (
            ("--words", settings.words),
            ("--frames", settings.frames),
            ("--actors", settings.actors),
            ("--places", settings.places),
            ("--dates", settings.dates),
        )
        for name, _ in sources
    }
    given = " or ".join(dict.fromkeys(options.values()))

    def load() -> None:
        load_resources(settings.frames, settings.actors)
        check(settings)

    refused(load, given, options)


def refused(load: Callable[[], object], option: str, options: Mapping[str, str] | None = None) -> None:
    """Call ``load``; what it finds wrong with a file becomes a UsageError under the option that named the file."""
    try:
        load()
    except DataError as error:
        raise UsageError(f"{(options or {}).get(error.name, option)} {error}") from error
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from error
