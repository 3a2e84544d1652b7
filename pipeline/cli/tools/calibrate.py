"""``newsbeam calibrate``: the confidences of a dataset against rows that a person has judged."""

from __future__ import annotations

import csv
from pathlib import Path

import msgspec
from rich.console import Console

from pipeline.errors import UsageError
from pipeline.export.dataset import data_files, read_rows
from transforms.calibration import Calibration, Line, fitted, reliability

KINDS = ("act", "roles")
SAID = {"act": "confidence", "roles": "confidence_roles"}
YES, NO = frozenset({"1", "yes", "true", "right"}), frozenset({"0", "no", "false", "wrong"})


def calibrate(directory: str, judged: str, output: str, console: Console) -> Calibration:
    """Fit both confidences of a dataset to judged rows, write the lines as JSON, and print a table of both.

    ``UsageError`` names the line of a judgement that cannot be used.
    """
    verdicts = read_verdicts(judged)
    said = {
        row["event_id"]: row
        for path in data_files(directory, "events")
        for row in read_rows(path, ("event_id", *SAID.values()))
        if row["event_id"] in verdicts
    }
    if missing := [one for one in verdicts if one not in said]:
        raise UsageError(f"{judged}: {len(missing)} events are not in {directory}, the first is {missing[0]}.")
    lines: dict[str, Line] = {}
    for kind in KINDS:
        pairs = [(said[one][SAID[kind]], found[kind]) for one, found in verdicts.items() if found[kind] is not None]
        if not pairs and kind != "act":
            continue
        try:
            lines[kind] = fitted([(value, bool(so)) for value, so in pairs])
        except ValueError as error:
            raise UsageError(f"{judged}, column {kind}: {error}. Judge more rows, drawn at random.") from error
        console.print(f"[bold]{SAID[kind]}[/]: {len(pairs)} rows judged")
        for name, rows, before, so in reliability([(value, bool(so)) for value, so in pairs]):
            console.print(f"  {name:12} rows {rows:4}  said {before:.2f}  was so {so:.2f}", highlight=False)
    found = Calibration(**lines)
    Path(output).write_bytes(msgspec.json.encode(found) + b"\n")
    return found


def read_verdicts(path: str) -> dict[str, dict[str, bool | None]]:
    """Return event_id to the verdicts of a CSV file with the columns event_id, act and, if given, roles."""
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            if not {"event_id", "act"} <= set(reader.fieldnames or ()):
                raise UsageError(f"{path}: needs the columns event_id and act, and may have roles (1 right, 0 wrong).")
            found = {}
            for number, row in enumerate(reader, 2):
                found[row["event_id"]] = {kind: verdict(row.get(kind) or "", f"{path}:{number}") for kind in KINDS}
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 at byte {error.start}.") from error
    return found


def verdict(cell: str, where: str) -> bool | None:
    """Return what a cell says, None where it is empty."""
    word = cell.strip().lower()
    if not word:
        return None
    if word not in YES | NO:
        raise UsageError(f"{where}: {cell!r} is no verdict; write 1 (right), 0 (wrong) or nothing.")
    return word in YES
