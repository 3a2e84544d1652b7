"""The command ``newsbeam``, also as ``python -m newsbeam``."""

from __future__ import annotations

import sys

from newsbeam.guard import check_neighbours


def main() -> None:
    """Run the command line; one line instead of a traceback where another module hides one of ours."""
    try:
        check_neighbours()
    except ImportError as error:
        sys.stderr.write(f"newsbeam: {error}\n")
        raise SystemExit(2) from error
    from pipeline.cli.app import main as command_line  # noqa: PLC0415 - after the check

    command_line()


if __name__ == "__main__":
    main()
