"""Turns a PETRARCH2 verb dictionary into frames, as far as frames can say the same.

The format: sets of nouns (``&SET`` and ``+MEMBER`` lines); blocks that begin with ``--- NAME [code] ---`` and list
verbs (``ABDUCT [181] {ABDUCTS ABDUCTED}``, ``+CARRY_OUT {...}``) and patterns, such as
``- MOB * {PRIVATE HOME} (WITH ROCKS) [182]``, where ``*`` is the verb, ``{}`` a noun phrase, ``()`` a prepositional
phrase, ``+`` the target, ``$`` the source and ``^`` a part passed over. ``[A:B]`` codes both directions, ``[---]`` is
no event. Lines with ``~`` transform verb phrases.

The result is the text of a frame file, so that it can be read, corrected and kept; what has no counterpart is
counted by reason and never guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from schemas.codes.ontology import cameo_codes
from transforms.parse.language.lemmas import lemma
from transforms.words.classes import word_class

HEADER = "# Frames converted from {name}; the licence of that dictionary applies.\n"

PARTICLES = word_class("verb_particle")
"""Second words of a verb that a frame can ask for; other second words are nouns."""

PREPOSITIONS = word_class("preposition")

OUTSIDE_LIST = {"176": "COERCE/cyber 170", "1834": "ASSAULT/explosives 183", "1951": "ASSAULT/aerial 195",
                "1952": "ASSAULT/drone 195"}  # fmt: skip
"""Codes that PETRARCH dictionaries add to CAMEO, with their PLOVER reading."""

NULL = "---"
REVERSED = "obj,iobj,by,against,on,with,to,from,in,before"
"""Where the actor stands when only the second code of a pair is given: the other side acts upon the subject."""

_CODE = re.compile(r"\[([^\[\]\n]*)\]")
_FORMS = re.compile(r"\{[^{}\n]*\}")
_PART = re.compile(r"\{[^{}]*\}|\((?:[^()]*)\)|[^\s(){}]+")
_WORD = re.compile(r"[A-Za-z][A-Za-z'.-]*")


class Converted(msgspec.Struct, frozen=True):
    """The frames of a dictionary, and what was left out."""

    text: str
    frames: int
    left_out: tuple[tuple[str, int], ...]
    """(reason, how many), sorted by reason."""

    @property
    def summary(self) -> str:
        """Return one line on what was converted."""
        dropped = sum(count for _, count in self.left_out)
        reasons = "; ".join(f"{count} {reason}" for reason, count in self.left_out)
        return f"{self.frames} frames, {dropped} entries left out" + (f" ({reasons})" if reasons else "")


class _Left(Exception):  # noqa: N818 - not an error: the entry has no counterpart
    """An entry that frames cannot express; its text is the reason."""


class _Verb(msgspec.Struct, frozen=True):
    words: tuple[str, ...]
    code: str | None


class _Block:
    """Verbs that share patterns."""

    def __init__(self, code: str | None) -> None:
        self.code = code
        self.verbs: list[_Verb] = []
        self.patterns: list[tuple[str, str]] = []


def is_verb_dictionary(text: str) -> bool:
    """Say whether a text is a PETRARCH verb dictionary rather than a file of frames."""
    return re.search(r"(?m)^---[ \t]*\S", text) is not None and re.search(r"(?m)^[vna] \S", text) is None


def convert(name: str, text: str) -> Converted:
    """Return the frames of a verb dictionary; nothing in it raises, entries without counterpart are counted."""
    left: Counter[str] = Counter()
    sets, blocks = _parse(text, left)
    lines: list[str] = []
    frames = 0
    for block in blocks:
        for entry in _frames(block, sets, left):
            lines += [*entry, ""]
            frames += 1
    return Converted(HEADER.format(name=name) + "\n" + "\n".join(lines), frames, tuple(sorted((+left).items())))


def _parse(text: str, left: Counter[str]) -> tuple[dict[str, list[str]], list[_Block]]:
    sets: dict[str, list[str]] = {}
    blocks: list[_Block] = []
    members: list[str] | None = None
    for raw in text.splitlines():
        line = raw.split("#", 1)[0].strip()
        if not line:
            continue
        if line.startswith("~"):
            left["verb-phrase transformations"] += 1
        elif line.startswith("---"):
            code = _CODE.search(line)
            blocks.append(_Block(_clean_code(code.group(1)) if code else None))
            members = None
        elif line.startswith("&"):
            members = sets.setdefault(line[1:].strip().partition(" ")[0].strip("_").upper(), [])
        elif members is not None and line.startswith("+"):
            members.append(line[1:].strip())
        elif not blocks:
            left["lines outside a verb block"] += 1
        elif line.startswith("-"):
            code = _CODE.search(line)
            if code is None:
                left["patterns without a code"] += 1
            else:
                blocks[-1].patterns.append((line[1 : code.start()].strip(), code.group(1).strip()))
        else:
            code = _CODE.search(line)
            head_words = _CODE.sub(" ", _FORMS.sub(" ", line)).strip().lstrip("+").split()
            words = tuple(word for word in "_".join(head_words).lower().split("_") if word)
            if words:
                blocks[-1].verbs.append(_Verb(words, _clean_code(code.group(1)) if code else None))
    return sets, blocks


def _clean_code(code: str) -> str:
    return code.strip() or NULL


def _frames(block: _Block, sets: dict[str, list[str]], left: Counter[str]) -> Iterator[list[str]]:
    simple: list[_Verb] = []
    for verb in block.verbs:
        if len(verb.words) > 1 and not all(word in PARTICLES for word in verb.words[1:]):
            left["verbs of several words"] += 1
        elif all(_WORD.fullmatch(word) for word in verb.words):
            simple.append(verb)
        else:
            left["verbs that are no words"] += 1
    lemmas = [" ".join(verb.words) for verb in simple]
    if not lemmas:
        left["patterns without a verb that a frame can name"] += len(block.patterns)
        return
    for verb, written in zip(simple, lemmas, strict=True):
        code = verb.code or block.code
        if code is not None and code != NULL:
            try:
                yield [f"v {written}", *_outcome(code, None)]
            except _Left as reason:
                left[str(reason)] += 1
    for pattern, code in block.patterns:
        try:
            particle, when, recipient = _conditions(pattern, sets, left)
            outcome = _outcome(code, recipient)
        except _Left as reason:
            left[str(reason)] += 1
            continue
        written = ", ".join(f"{lemma_} {particle}" if particle else lemma_ for lemma_ in lemmas)
        yield [f"v {written}", *([f"  when {' '.join(when)}"] if when else []), *outcome]


def _outcome(code: str, recipient: str | None) -> list[str]:
    """Return the lines of a frame that say what it means."""
    first, pair, second = (part.strip() for part in code.partition(":"))
    if code == NULL or (first in ("", NULL) and second in ("", NULL)):
        return ["  flags none"]
    reversed_only = first in ("", NULL)
    reading = _reading(second if reversed_only else first)
    lines = [f"  is {reading}"]
    if reversed_only:
        lines += [f"  actor {REVERSED}", "  recipient subj"]
    elif recipient:
        lines.append(f"  recipient {recipient}")
    if pair and first == second:
        lines.append("  flags mutual")
    return lines


def _reading(code: str) -> str:
    """Return ``TYPE/mode code`` of a CAMEO code.

    Appeals (02) are REQUESTs in PLOVER 2.0, which covers requests, demands and orders; their codes run parallel to
    those of demands (10).
    """
    if code in OUTSIDE_LIST:
        return OUTSIDE_LIST[code]
    if code.startswith("01"):
        raise _Left("public statements (01), which PLOVER drops")
    known = cameo_codes().get("10" + code[2:] if code.startswith("02") else code)
    if known is None:
        raise _Left("codes outside CAMEO")
    return f"{known.type}/{known.mode} {known.code}" if known.mode else f"{known.type} {known.code}"


def _conditions(pattern: str, sets: dict[str, list[str]], left: Counter[str]) -> tuple[str, list[str], str | None]:
    """Return particle, constraints and recipient slots of a pattern."""
    before, star, after = pattern.partition("*")
    if not star:
        raise _Left("patterns without a verb mark")
    when: list[str] = []
    heads = [part for part in _PART.findall(before) if part not in ("$", "^", "+", "%")]
    if len(heads) > 1 or any(part.startswith("(") for part in heads):
        raise _Left("patterns with several parts before the verb")
    if "+" in before.split():
        raise _Left("patterns with the target before the verb")
    if heads:
        when += _noun("subj", heads[0], sets, left)
    particle, recipient = "", None
    objects: list[str] = []
    for part in _PART.findall(after):
        if part == "+":
            recipient = recipient or "obj"
        elif part in ("^", "%"):
            continue
        elif part == "$":
            raise _Left("patterns with the source after the verb")
        elif part.startswith("("):
            slot, constraint, target = _phrase(part[1:-1], sets, left)
            when += constraint
            recipient = slot if target else recipient
        elif not objects and not particle and part.lower() in PARTICLES:
            particle = part.lower()
        else:
            objects.append(part)
    if len(objects) > 1:
        raise _Left("patterns with several parts after the verb")
    if objects:
        when += _noun("obj", objects[0], sets, left)
    return particle, when, recipient


def _phrase(text: str, sets: dict[str, list[str]], left: Counter[str]) -> tuple[str, list[str], bool]:
    """Return slot, constraints, and whether the target stands here, of a prepositional phrase."""
    parts = _PART.findall(text)
    slot = parts[0].lower() if parts else ""
    if slot not in PREPOSITIONS:
        raise _Left("phrases without a preposition")
    if "$" in parts:
        raise _Left("patterns with the source after the verb")
    nouns = [part for part in parts[1:] if part not in ("+", "^", "%", "A", "AN", "THE")]
    if len(nouns) > 1:
        raise _Left("phrases with several parts")
    return slot, _noun(slot, nouns[0], sets, left) if nouns else [slot], "+" in parts


def _noun(slot: str, part: str, sets: dict[str, list[str]], left: Counter[str]) -> list[str]:
    """Return the constraints on a slot by a word, a set or a noun phrase: its head there, the rest in the clause."""
    words = part.strip("{}").split() if part.startswith("{") else part.split("_")
    words = [word for word in words if word.strip("_") and word.upper() not in ("A", "AN", "THE")]
    if not words:
        raise _Left("empty noun phrases")
    *others, head = words
    return [f"{slot}={_alternatives(head, sets, left)}", *(f"any={_alternatives(word, sets, left)}" for word in others)]


def _alternatives(word: str, sets: dict[str, list[str]], left: Counter[str]) -> str:
    if not word.startswith("&"):
        return "|".join(_lemmas([word]))
    members = sets.get(word[1:].strip("_").upper())
    if members is None:
        raise _Left("sets that are not in the dictionary")
    single = [member for member in members if "_" not in member.strip("_")]
    left["set members of several words, each time a pattern uses them"] += len(members) - len(single)
    found = _lemmas(single)
    if not found:
        raise _Left("sets without a member of one word")
    return "|".join(found)


def _lemmas(words: Sequence[str]) -> list[str]:
    """Return the words in lower case with their noun and verb lemmas, without repeats, in order."""
    found: dict[str, None] = {}
    for word in words:
        low = word.strip("_").lower()
        if not _WORD.fullmatch(low):
            continue
        for form in (low, lemma(low, "NOUN", "NNS").lower(), lemma(low, "VERB", "VBG").lower()):
            found[form] = None
    if not found:
        raise _Left("patterns with signs that are no words")
    return list(found)
