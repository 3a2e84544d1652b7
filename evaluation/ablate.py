"""What one rule of the coder does: every set with the rule and without it.

    python -m evaluation.ablate NV206 [--sets own plover stories] [--shared ../shared]
    python -m evaluation.ablate coerce/arrest.v:01656a
    python -m evaluation.ablate blame

RULE is the code of a veto, the id of a frame or its beginning, or the name of a pass over the drafts of an article
(``transforms.extract.passes``). A rule that helps no set has no reason to be there.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from evaluation.measure import OWN, SETS, measure

USUAL = (OWN, "plover", "stories", "petrarch", "casualties", "muc4")
"""Sets that events and their actors are scored on."""


def effect(rule: str, name: str, shared: Path) -> list[tuple[str, float, float]]:
    """Return (metric, with the rule, without it) of a set, the headline first, of the metrics that change.

    UnknownRuleError or ``subprocess.CalledProcessError`` where no rule has this name.
    """
    before, after = measure(name, shared), measure(name, shared, without=rule)
    headline = before["headline"]
    shares = {key: value for key, value in before["metrics"].items() if isinstance(value, float)}
    names = sorted(shares, key=lambda key: (key != headline, key))
    found = [(key, shares[key], after["metrics"][key]) for key in names if after["metrics"].get(key) is not None]
    return [row for row in found if row[0] == headline or row[1] != row[2]]


def show(rule: str, names: Sequence[str], shared: Path) -> bool:
    """Print what a rule does to each set; return whether it helps one of them."""
    helps = False
    for name in names:
        for position, (metric, kept, left) in enumerate(effect(rule, name, shared)):
            helps |= position == 0 and kept > left
            told = f"with {kept:.4f} without {left:.4f}: {kept - left:+.4f}"
            print(f"{name:18} {metric:24} {told}", flush=True)
    return helps


def main() -> None:
    """Print the effect of a rule on the sets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rule")
    parser.add_argument("--sets", nargs="+", choices=[OWN, *SETS], help=f"without it {', '.join(USUAL)}")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    here = (options.shared / "gold").is_dir()
    names = options.sets or (USUAL if here else (OWN,))
    helps = show(options.rule, names, options.shared)
    print(f"{options.rule} {'helps' if helps else 'helps none of'} {', '.join(names)}")


if __name__ == "__main__":
    main()
