"""Run newsbeam over gold sets and score the output.

    python -m evaluation.measure plover muc4 [--shared ../shared] [--errors 20] [--keep DIR]
    python -m evaluation.measure plover --folds     the folds that rules are written beside, and the one kept, apart
    python -m evaluation.measure all

``own`` is the gold of this repository (``gold/``); all other sets need gold data and scorers, which are no part of it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from evaluation import annotated, own
from evaluation.folds import FOLDED, part
from transforms.process import Settings


class GoldSet(NamedTuple):
    """A gold set: scorer name, files or folder below ``gold/dev``, and whether its pages go in as files."""

    scorer: str
    gold: str
    files: tuple[str, ...] = ()
    pages: bool = False


OWN = "own"
"""The gold of this repository, scored here."""
SETS = {
    "plover": GoldSet("plover", "plover"),
    "muc4": GoldSet("muc4", "muc4", ("full_tst1.jsonl", "full_tst2.jsonl")),
    "actors": GoldSet("actors", "actors"),
    "detect": GoldSet("detect", "detect"),
    "casualties": GoldSet("casualties", "casualties"),
    "timex_aquaint": GoldSet("timex", "timex/aquaint.jsonl"),
    "timex_wikiwars": GoldSet("timex", "timex/wikiwars.jsonl"),
    "toponym_geovirus": GoldSet("toponym", "toponym/geovirus.jsonl"),
    "toponym_lgl": GoldSet("toponym", "toponym/lgl_even.jsonl"),
    "toponym_trnews": GoldSet("toponym", "toponym/trnews_even.jsonl"),
    "stories": GoldSet("stories", "stories"),
    "articles": GoldSet("stories", "raw_news"),
    "voa": GoldSet("stories", f"../../training/{annotated.BANK}"),
    "wide": GoldSet("stories", "raw_news"),
    "petrarch": GoldSet("petrarch", "petrarch"),
    "html_trafilatura": GoldSet("html_trafilatura", "html_trafilatura", pages=True),
    "html_date": GoldSet("html_date", "html_date", pages=True),
    "repair": GoldSet("repair", "repair"),
    "neardup": GoldSet("neardup", "raw_news"),
    "incident": GoldSet("incident", "incident"),
}


def gold_path(shared: Path, gold_set: GoldSet, scratch: Path) -> Path:
    """Return the gold folder or file; a chosen part, or annotations joined with their texts, goes into ``scratch``."""
    name = next(name for name, one in SETS.items() if one is gold_set)
    if name in annotated.SETS:
        annotated.write(annotated.join(shared, annotated.SETS[name]), scratch / f"stories_{name}.jsonl")
        return scratch / f"stories_{name}.jsonl"
    path = shared / "gold" / "dev" / gold_set.gold
    if not gold_set.files:
        return path
    part = scratch / "gold"
    part.mkdir(parents=True, exist_ok=True)
    for name in gold_set.files:
        shutil.copy(path / name, part / name)
    return part


def digest_of(name: str, shared: Path) -> str:
    """Return the digest of a set by name."""
    return own.digest() if name == OWN else digest(shared, name)


def digest(shared: Path, name: str) -> str:
    """Return a digest of the gold files and the scorer that a figure was measured on."""
    gold_set = SETS[name]
    path = shared / "gold" / "dev" / gold_set.gold
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
    if gold_set.files:
        files = [path / name for name in gold_set.files]
    if name in annotated.SETS:
        files.append(annotated.SETS[name])
    files += sorted((shared / "eval").rglob("*.py"))
    total = hashlib.sha256()
    for file in files:
        total.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:16]


def measure(
    name: str, shared: Path, *, errors: int = 0, keep: Path | None = None, folds: bool = False, without: str = ""
) -> dict[str, Any]:
    """Run the product over one gold set and return the scorer's report (``headline``, ``value``, ``metrics``).

    With ``folds`` the report has ``read`` and ``kept`` too, the reports on those parts; errors shown are then those of
    the part read. ``without``: a rule of the coder that is left out. The set ``own`` stands in this repository and
    needs neither gold data nor scorers of others. Raises ``subprocess.CalledProcessError`` if run or scorer fails.
    """
    if name == OWN:
        return own.measure(errors=errors, settings=Settings(without=(without,) if without else ()))
    gold_set = SETS[name]
    with tempfile.TemporaryDirectory() as temporary:
        scratch = keep / name if keep else Path(temporary)
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        gold = gold_path(shared, gold_set, scratch)
        score = [sys.executable, str(shared / "eval" / "score.py")]
        pages, records, output = scratch / "pages", scratch / "in.jsonl", scratch / "out"
        arguments = ["inputs", gold_set.scorer, "--gold", str(gold), "--out", str(records)]
        call([*score, *arguments, *(["--pages", str(pages)] if gold_set.pages else [])])
        source = f"{pages}/*" if gold_set.pages else str(records)
        run = [sys.executable, "-m", "pipeline", "run", "--input", source, "--output", str(output)]
        call([*run, "--max-reject-ratio", "1", *(["--without", without] if without else [])])

        def scored(gold: Path, part: str, shown: int) -> dict[str, Any]:
            report = scratch / f"report{part}.json"
            command = [*score, "score", gold_set.scorer, "--gold", str(gold), "--run", str(output)]
            print(part or "all", call([*command, "--json", str(report), "--errors", str(shown)]), sep="\n")
            return json.loads(report.read_text(encoding="utf-8"))

        if not folds:
            return scored(gold, "", errors)
        report = scored(gold, "", 0)
        for label, kept in (("read", False), ("kept", True)):
            report[label] = scored(part(gold, scratch / label, name, kept=kept), f".{label}", 0 if kept else errors)
        return report


def call(command: list[str]) -> str:
    """Run a command and return what it printed; show its errors if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout[-3000:], done.stderr[-3000:], sep="\n", file=sys.stderr)
        done.check_returncode()
    return done.stdout


def main() -> None:
    """Measure the sets named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", choices=[OWN, *SETS, "all"])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="keep inputs and outputs below this folder")
    parser.add_argument("--folds", action="store_true", help=f"score by folds: {', '.join(FOLDED)}")
    options = parser.parse_args()
    names = [OWN, *SETS] if "all" in options.sets else options.sets
    if options.folds and not set(names) <= set(FOLDED):
        parser.error(f"--folds is for {', '.join(FOLDED)}")
    values = {
        name: measure(name, options.shared, errors=options.errors, keep=options.keep, folds=options.folds)
        for name in names
    }
    for name, report in values.items():
        parts = "".join(f" {part} {report[part]['value']:.4f}" for part in ("read", "kept") if part in report)
        print(f"{name:18} {report['headline']}={report['value']:.4f}{parts}")


if __name__ == "__main__":
    main()
