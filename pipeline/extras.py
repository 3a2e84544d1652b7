"""What optional parts need, and the command that brings it wherever newsbeam itself was installed from."""

from __future__ import annotations

import sys

EXTRAS = {
    "gcp": ("apache-beam[gcp]",),
    "aws": ("apache-beam[aws]",),
    "kafka": ("kafka-python>=2.2,<4",),
    "sql": ("duckdb>=1.3",),
}
"""Requirements of each extra; a test holds them equal to those of the package."""


def install_command(extra: str) -> str:
    """Return the command that installs what an extra needs into the Python that runs.

    The requirements themselves, not ``newsbeam[extra]``: that name works only where newsbeam is on an index.
    """
    return f"{sys.executable} -m pip install " + " ".join(f"'{name}'" for name in EXTRAS[extra])
