"""Frames: loading, checking and indexing of the files in ``frames/`` (format: ``frames/README.md``)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files

from schemas.codes.ontology import cameo_codes, event_types, modes
from transforms.tables import read_table
from transforms.words.classes import BUILT_IN, classes

FLAGS = frozenset(
    {"report", "mutual", "none", "weak", "strong", "needrecipient", "needactor", "claims", "state", "opposed"}
)
OPERATORS = frozenset(
    "REQUEST REJECT THREATEN AGREE ACCUSE CONDEMN INVESTIGATE PRAISE REGRET DENY CANCEL END REDUCE DO UNDERGO CAUSE "
    "ALLOW ANNOUNCE DECIDE ATTEMPT FAIL CALLFOR RESUME PREVENT SEEK PLAN IMPUTE WORRY DELAY".split()
)
PARTS_OF_SPEECH = frozenset({"v", "n", "a"})
GROUPS = {
    "@coop": ("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID"),
    "@yield": ("CONCEDE", "RETREAT"),
    "@verbal": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    "@force": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
VERB_RECIPIENTS = ("obj", "iobj", "against", "on", "with", "to", "from")
NOUN_RECIPIENTS = ("on", "against", "obj", "with", "to", "for")
OPERATOR_RECIPIENTS = ("iobj", "obj", "inner.recipient", "inner.actor", "against", "on", "with", "to", "from")
DECLARED = (
    "", "ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST", "THREATEN", "REJECT", "ACCUSE", "REQUEST", "RETREAT",
    "CONCEDE", "AID", "COOPERATE", "SUPPORT", "CONSULT", "AGREE",
)  # fmt: skip
"""The order of types between frames that are alike in all else: deeds before words; none is a guard or operator."""
BUILT_IN_WORDS = 500
"""What a built-in class counts against a list of words: it holds any word of its kind."""
DIGITS = 6
"""Of the digest in the id of a frame."""
NO_SLOTS = frozenset({"any", "mod", "modal", "case", "head"})
"""What constraints are about besides slots."""
CONSTRAINT = re.compile(r"(-?)([a-z_]+(?:\.[a-z_]+)*)(?:(!?=)(\S+))?")


class FrameError(ValueError):
    """A data file breaks the format; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """One condition on a slot: ``kind`` is filled, empty, is (one of) or not (none of)."""

    slot: str
    kind: str
    lemmas: frozenset[str] = frozenset()
    built_in: frozenset[str] = frozenset()
    text: str = field(compare=False, default="")
    """As it is written in the file."""
    asked: tuple[str, ...] = field(init=False, compare=False, repr=False)
    """The built-in classes in the order in which they are asked."""
    plain: bool = field(init=False, compare=False, repr=False)
    """Whether it is about the words in a slot, not about the clause, its modal verb or its modifiers."""

    @property
    def of_words(self) -> bool:
        """Whether it looks at words of the sentence, not at what modal verbs and prepositions amount to."""
        return self.plain or self.slot in ("any", "mod", "head")

    def __post_init__(self) -> None:
        """Order the built-in classes and sort the slot, once."""
        object.__setattr__(self, "asked", tuple(sorted(self.built_in)))
        object.__setattr__(self, "plain", self.slot not in NO_SLOTS and not self.slot.endswith(".modal"))


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with its expected reading; ``type`` empty: no event."""

    text: str
    actor: str | None
    recipient: str | None
    thing: str | None
    """What the act is done to without being somebody: a thing or ground, no recipient."""
    type: str
    mode: str | None
    positive: bool = True
    where: str = ""
    """File and line."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One meaning of one lemma."""

    rule: str
    """File, lemma, part of speech and a digest of what the frame says: it stays where lines or examples are added."""
    pos: str
    lemma: str
    particles: tuple[str, ...]
    when: tuple[Constraint, ...]
    type: str
    mode: str | None
    cameo: str | None
    operator: str
    inner: tuple[str, ...]
    actor: tuple[tuple[str, ...], ...]
    recipient: tuple[tuple[str, ...], ...]
    flags: frozenset[str]
    examples: tuple[Example, ...] = field(compare=False, default=())
    line: int = field(compare=False, default=0)
    """Where the frame begins in its file, for display only."""
    needed: tuple[frozenset[str], ...] = field(init=False, compare=False, repr=False)
    """Sets of words of each of which the sentence must hold one, in some form, wherever it stands."""

    def __post_init__(self) -> None:
        """Gather the words that conditions ask for by themselves, once; the rarest kinds first."""
        asked = (c.lemmas for c in self.when if c.kind == "is" and c.lemmas and not c.built_in and c.of_words)
        object.__setattr__(self, "needed", tuple(sorted(asked, key=len)))


@dataclass(frozen=True, slots=True)
class Composition:
    """What an operator makes of an inner act; ``type`` ``=`` keeps it and ``-`` drops it."""

    type: str
    mode: str | None
    cameo: str | None
    status: str


@dataclass(frozen=True)
class FrameSet:
    """All frames by (part of speech, lemma), the composition table and the tense table."""

    frames: dict[tuple[str, str], tuple[Frame, ...]]
    composition: dict[tuple[str, str], Composition]
    tense: dict[tuple[str, str], Composition]
    own: frozenset[str] = frozenset()
    """Ids of the frames of a user, which no packaged model has learned anything of."""

    def of(self, pos: str, lemma: str) -> tuple[Frame, ...]:
        """Return the frames of a lemma, in file order."""
        return self.frames.get((pos, lemma), ())

    def compose(self, operator: str, event_type: str, mode: str | None) -> Composition | None:
        """Return what ``operator`` makes of an act, None where the table is silent."""
        group = next((name for name, members in GROUPS.items() if event_type in members), "")
        for key in (f"{event_type}/{mode}", event_type, group, "*"):
            found = self.composition.get((operator, key))
            if found:
                return found
        return None

    def in_tense(self, event_type: str, mode: str | None, status: str) -> Composition | None:
        """Return what a status makes of a type (PLOVER 2.0 rules on auxiliary modes), None: it stays."""
        group = next((name for name, members in GROUPS.items() if event_type in members), "")
        for key in (f"{event_type}/{mode}", event_type, group):
            found = self.tense.get((status, key))
            if found:
                return found
        return None

    @cached_property
    def types(self) -> dict[str, tuple[str, ...]]:
        """The types that the frames of a lemma have, whatever its part of speech, in alphabetical order."""
        found: dict[str, set[str]] = {}
        for (_, lemma), entries in self.frames.items():
            found.setdefault(lemma, set()).update(frame.type for frame in entries if frame.type)
        return {lemma: tuple(sorted(types)) for lemma, types in found.items()}

    @cached_property
    def lemmas(self) -> frozenset[str]:
        """Every lemma that has a frame."""
        return frozenset(lemma for _, lemma in self.frames)


def _constraint(text: str, where: str) -> Constraint:
    match = CONSTRAINT.fullmatch(text)
    if not match:
        raise FrameError(f"{where}: cannot read constraint {text!r}")
    absent, slot, operator, values = match.groups()
    if not operator:
        return Constraint(slot, "empty" if absent else "filled", text=text)
    lemmas: set[str] = set()
    built_in: set[str] = set()
    for value in values.split("|"):
        if not value.startswith("@"):
            lemmas.add(value)
        elif value[1:] in BUILT_IN:
            built_in.add(value[1:])
        elif value[1:] in classes():
            lemmas.update(classes()[value[1:]])
        else:
            raise FrameError(f"{where}: no word class {value!r}")
    return Constraint(slot, "not" if operator == "!=" else "is", frozenset(lemmas), frozenset(built_in), text)


def _slots(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(option.strip().split("+")) for option in text.split(",") if option.strip())


def _reading(text: str, where: str) -> tuple[str, str | None, str | None]:
    head, _, cameo = text.partition(" ")
    event_type, _, mode = head.partition("/")
    if event_type not in event_types():
        raise FrameError(f"{where}: no event type {event_type!r}")
    if mode and (event_type, mode) not in modes():
        raise FrameError(f"{where}: no mode {mode!r} of {event_type}")
    if cameo and cameo not in cameo_codes():
        raise FrameError(f"{where}: no CAMEO code {cameo!r}")
    return event_type, mode or None, cameo or None


SPAN_MARK = re.compile(r"\[([ART]) ([^\]]*)\]")


def example_of(line: str, event_type: str, mode: str | None, where: str) -> Example:
    """Return the example of a line; ``event_type`` and ``mode`` are expected unless the line says others."""
    text, _, outcome = line[2:].partition("=>")
    outcome = outcome.strip()
    positive = line[0] == "+" and outcome != "NONE"
    if not positive:
        event_type, mode = "", None
    elif outcome:
        event_type, mode, _ = _reading(outcome, where)
    spans = dict(SPAN_MARK.findall(text))
    spoken = SPAN_MARK.sub(r"\2", text).strip()
    return Example(spoken, spans.get("A"), spans.get("R"), spans.get("T"), event_type, mode, positive, where)


def parse_frames(lines: Iterable[str], name: str) -> Iterator[Frame]:
    """Yield the frames of one file, one for each lemma of each block; FrameError names what is wrong."""
    block: list[tuple[int, str]] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.startswith("#"):
            continue
        if line.strip():
            block.append((number, line.rstrip()))
        elif block:
            yield from _block(block, name)
            block = []


def _block(block: list[tuple[int, str]], name: str) -> Iterator[Frame]:
    number, head = block[0]
    where = f"{name}:{number}"
    pos, _, lemmas = head.partition(" ")
    if pos not in PARTS_OF_SPEECH or head[0] == " ":
        raise FrameError(f"{where}: a frame begins with v, n or a and its lemmas")
    when: list[Constraint] = []
    event_type, mode, cameo, operator = "", None, None, ""
    inner: tuple[str, ...] = ()
    actor = recipient = None
    flags: frozenset[str] = frozenset()
    sentences: list[tuple[str, str]] = []
    for number, raw in block[1:]:
        where = f"{name}:{number}"
        line = raw.strip()
        key, _, rest = line.partition(" ")
        rest = rest.strip()
        if not raw.startswith(" "):
            raise FrameError(f"{where}: indent the lines of a frame, separate frames by a blank line")
        if key == "when":
            when += [_constraint(text, where) for text in rest.split()]
        elif key == "is":
            event_type, mode, cameo = _reading(rest, where)
        elif key == "operator":
            operator, _, slots = rest.partition(" of ")
            inner = tuple(slot.strip() for slot in slots.split(",") if slot.strip())
            if operator not in OPERATORS or not inner:
                raise FrameError(f"{where}: operator NAME of slot,slot")
        elif key == "actor":
            actor = _slots(rest)
        elif key == "recipient":
            recipient = _slots(rest)
        elif key == "flags":
            flags |= frozenset(rest.split())
        elif key in ("+", "-"):
            sentences.append((line, where))
        else:
            raise FrameError(f"{where}: unknown key {key!r}")
    where = f"{name}:{block[0][0]}"
    said = digest(raw for _, raw in block[1:])
    if flags - FLAGS:
        raise FrameError(f"{where}: unknown flags {sorted(flags - FLAGS)}")
    if not event_type and not operator and "none" not in flags:
        raise FrameError(f"{where}: a frame needs is, operator or flag none")
    examples = tuple(example_of(line, event_type, mode, at) for line, at in sentences)
    if recipient is None:
        default = OPERATOR_RECIPIENTS if operator else VERB_RECIPIENTS if pos == "v" else NOUN_RECIPIENTS
        recipient = tuple((slot,) for slot in default)
    for index, entry in enumerate(dict.fromkeys(part.strip() for part in lemmas.split(","))):
        lemma, *particles = entry.split()
        if not lemma or lemma != lemma.lower():
            raise FrameError(f"{where}: bad lemma {entry!r}")
        yield Frame(
            rule=f"{name.removesuffix('.txt')}/{entry.replace(' ', '-')}.{pos}:{said}",
            pos=pos, lemma=lemma, particles=tuple(particles), when=tuple(when), type=event_type, mode=mode, cameo=cameo,
            operator=operator, inner=inner, actor=actor if actor is not None else (("subj",),), recipient=recipient,
            flags=flags, examples=examples if index == 0 else (), line=block[0][0],
        )  # fmt: skip


def digest(lines: Iterable[str]) -> str:
    """Return six hex digits of what the lines of a frame say: examples, and how it is spaced, do not count."""
    said = (" ".join(line.split()) for line in lines)
    return hashlib.sha256("\n".join(line for line in said if line[0] not in "+-").encode()).hexdigest()[:DIGITS]


def _composition(name: str) -> dict[tuple[str, str], Composition]:
    result = {}
    text = (files("transforms.extract.frames") / "data" / name).read_text(encoding="utf-8")
    for row in read_table(name, text):
        key, inner, event_type, mode, cameo, status = ("" if cell == "." else cell for cell in row.values())
        if event_type not in ("=", "-"):
            _reading(f"{event_type}/{mode} {cameo}" if mode else f"{event_type} {cameo}", name)
        result[key, inner] = Composition(event_type, mode or None, cameo or None, status)
    return result


def precedence(frame: Frame) -> tuple[bool | int | str, ...]:
    """Return the sort key of a frame among those of its lemma: of frames that fit equally well the first wins.

    Plain frames come before ambiguous (weak) ones, then those with more conditions, then those whose conditions name
    fewer words, then the order of ``DECLARED``. Nothing depends on where a frame stands.
    """
    words = sum(len(c.lemmas) + BUILT_IN_WORDS * len(c.built_in) for c in frame.when if c.kind == "is")
    return (
        "weak" in frame.flags,
        -len(frame.when) - len(frame.particles),
        words,
        DECLARED.index(frame.type or ""),
        str(frame.mode),
        " ".join(sorted(f"{c.slot} {c.kind} {sorted(c.lemmas | c.built_in)}" for c in frame.when)),
        frame.rule,
    )


def _index(own: Iterable[Frame], packaged: Iterable[Frame]) -> dict[tuple[str, str], tuple[Frame, ...]]:
    found: dict[tuple[str, str], list[Frame]] = {}
    for frame in (*sorted(own, key=precedence), *sorted(packaged, key=precedence)):
        found.setdefault((frame.pos, frame.lemma), []).append(frame)
    return {key: tuple(value) for key, value in found.items()}


def _packaged() -> Iterator[Frame]:
    folder = files("transforms.extract.frames") / "data"
    for name in sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".txt")):
        yield from parse_frames((folder / name).read_text(encoding="utf-8").splitlines(), name)


@cache
def load_frames(sources: tuple[tuple[str, str], ...] = ()) -> FrameSet:
    """Return the packaged frames, with a user's own tried before them; ``sources`` are (name, text) of frame files."""
    own = [frame for name, text in sources for frame in parse_frames(text.splitlines(), name)]
    ids = frozenset(frame.rule for frame in own)
    return FrameSet(_index(own, _packaged()), _composition("composition.tsv"), _composition("tense.tsv"), ids)
