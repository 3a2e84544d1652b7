"""The quality gate: no figure may fall below its floor.

    python -m evaluation.floors                     measure every set with a floor; exit 1 if one is below
    python -m evaluation.floors --update [SET ...]  raise floors to what is measured now
    python -m evaluation.floors --update --allow-lower SET   lower one on purpose (say why in the commit)

Floors stand in ``floors.json``: those of the whole set under ``floors``, those of the fold that is not read under
``kept``, with the digest of the gold data and scorer they were measured on. Where the gold
data is absent the gate says so and passes.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from evaluation.folds import FOLDED
from evaluation.measure import OWN, SETS, digest_of, measure

FLOORS = Path(__file__).with_name("floors.json")
SLACK = 0.005
"""Distance of a floor from the measured value: a few items may change sides with a patch version of a library."""
KEPT = "kept"
PARTS = ("floors", KEPT)


def metrics_of(report: dict[str, Any], part: str) -> dict[str, float]:
    """Return the metrics of the whole set, or of the fold that is not read."""
    return report[KEPT]["metrics"] if part == KEPT else report["metrics"]


def check(shared: Path) -> int:
    """Return 1 if a measured value is below its floor or a digest differs, else 0."""
    failed = 0
    for name, floor in json.loads(FLOORS.read_text(encoding="utf-8")).items():
        if name != OWN and not (shared / "gold").is_dir():
            print(f"{name}: no gold data at {shared}, not checked")
            continue
        found = digest_of(name, shared)
        if found != floor["digest"]:
            print(
                f"{name}: gold data or scorer changed ({found}, floor was measured on {floor['digest']}); run --update"
            )
            failed = 1
            continue
        report = measure(name, shared, folds=KEPT in floor)
        wanted = [(part, *one) for part in PARTS for one in floor.get(part, {}).items()]
        for part, metric, least in wanted:
            value = metrics_of(report, part)[metric]
            verdict = "ok" if value >= least else "BELOW"
            failed |= verdict == "BELOW"
            print(f"{name:18} {part:7} {metric:24} {value:.4f} floor {least:.4f} {verdict}", flush=True)
    return failed


def update(shared: Path, names: list[str], *, allow_lower: bool) -> int:
    """Measure the sets and write their floors; 1 if one would fall without leave."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    failed = 0
    for name in names or list(floors) or [OWN, *SETS]:
        report = measure(name, shared, folds=name in FOLDED)
        entry = floors.setdefault(name, {"digest": "", "floors": {report["headline"]: 0.0}})
        if name in FOLDED:
            entry.setdefault(KEPT, {report["headline"]: 0.0})
        entry["digest"] = digest_of(name, shared)
        for part in PARTS:
            for metric, least in entry.get(part, {}).items():
                value = round(metrics_of(report, part)[metric] - SLACK, 4)
                if value < least and not allow_lower:
                    print(f"{name} {part} {metric}: {value} would lower the floor {least}; --allow-lower if meant")
                    failed = 1
                else:
                    entry[part][metric] = value
    FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return failed


def main() -> int:
    """Run the gate or update the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--update", nargs="*", metavar="SET", help="measure and write floors")
    parser.add_argument("--allow-lower", action="store_true")
    options = parser.parse_args()
    if options.update is not None:
        return update(options.shared, options.update, allow_lower=options.allow_lower)
    return check(options.shared)


if __name__ == "__main__":
    sys.exit(main())
