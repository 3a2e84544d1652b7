"""A text under repair: every change of content is remembered with its place in the text as it stands now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from schemas.article import Repair


class Edit(NamedTuple):
    """Replace ``text[start:end]`` by ``after``. An empty kind marks white space, which is not recorded."""

    start: int
    end: int
    after: str
    kind: str = ""


class Tracked(NamedTuple):
    """A text and the repairs that led to it, in text order, none overlapping another."""

    text: str
    repairs: tuple[Repair, ...] = ()


def apply_edits(tracked: Tracked, edits: Iterable[Edit]) -> Tracked:
    """Return the text after the edits, with earlier repairs moved along and merged where an edit touches them.

    Edits that overlap an earlier one of the same call are left out. A repair of the result may have ``start == end``:
    what was there before is gone.
    """
    chosen = _without_overlaps(edits)
    if not chosen:
        return tracked
    text = tracked.text
    items: list[Edit | Repair] = sorted([*tracked.repairs, *chosen], key=_position)
    pieces: list[str] = []
    repairs: list[Repair] = []
    done = 0
    """How far the old text has been copied."""
    size = 0
    i = 0
    while i < len(items):
        first = items[i]
        stop = first.end
        j = i + 1
        while j < len(items) and items[j].start < stop:
            stop = max(stop, items[j].end)
            j += 1
        group = items[i:j]
        i = j
        pieces.append(text[done : first.start])
        size += first.start - done
        done = stop
        before, after, kind = _merge(text, group, first.start, stop)
        if kind:
            if "".join(before.split()) != "".join(after.split()):
                repairs.append(Repair(kind, size, size + len(after), before))
        else:
            at = size + len(after)
            repairs.extend(Repair(r.kind, at, at, r.before) for r in group if isinstance(r, Repair))
        pieces.append(after)
        size += len(after)
    pieces.append(text[done:])
    return Tracked("".join(pieces), tuple(repairs))


def undo(text: str, repairs: Sequence[Repair]) -> str:
    """Return the text as it was before the repairs, white space apart."""
    pieces: list[str] = []
    done = 0
    for repair in repairs:
        pieces += (text[done : repair.start], repair.before)
        done = repair.end
    pieces.append(text[done:])
    return "".join(pieces)


def _position(item: Edit | Repair) -> tuple[int, int]:
    return item.start, item.end


def _without_overlaps(edits: Iterable[Edit]) -> list[Edit]:
    chosen: list[Edit] = []
    stop = 0
    for edit in sorted(edits, key=_position):
        if edit.start >= stop:
            chosen.append(edit)
            stop = edit.end
    return chosen


def _merge(text: str, group: Sequence[Edit | Repair], start: int, stop: int) -> tuple[str, str, str]:
    """Return what stood in a stretch at first, what stands there now, and the kind ("" for white space alone)."""
    if len(group) == 1:
        only = group[0]
        if isinstance(only, Repair):
            return only.before, text[start:stop], only.kind
        return text[start:stop], only.after, only.kind
    before: list[str] = []
    after: list[str] = []
    before_done = after_done = start
    kinds: list[tuple[int, str]] = []
    recorded = False
    for item in group:
        if isinstance(item, Repair):
            before += (text[before_done : item.start], item.before)
            before_done = item.end
            kinds.append((max(len(item.before), item.end - item.start), item.kind))
            recorded = recorded or item.end > item.start
        else:
            after += (text[after_done : item.start], item.after)
            after_done = item.end
            kinds.append((item.end - item.start if item.kind else -1, item.kind))
            recorded = recorded or bool(item.kind)
    before.append(text[before_done:stop])
    after.append(text[after_done:stop])
    kind = max(kinds, key=_size)[1] if recorded else ""
    return "".join(before), "".join(after), kind


def _size(pair: tuple[int, str]) -> int:
    return pair[0]
