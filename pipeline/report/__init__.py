"""One HTML page that shows a dataset, without network: map, timeline, dyads, drops, checks, sampled evidence."""

from __future__ import annotations

from importlib.util import find_spec

from pipeline import storage
from pipeline.errors import UsageError

NEEDED = {"altair": "altair", "vl_convert": "vl-convert-python"}
"""Modules of the extra ``report`` by distribution."""


def write_report(directory: str, output: str | None = None) -> str:
    """Write the report of a dataset, by default as ``DIR/report.html``, and return its path.

    UsageError where the extra ``report`` is not installed, the directory holds no dataset or the file cannot
    be written.
    """
    missing = [name for module, name in NEEDED.items() if find_spec(module) is None]
    if missing:
        raise UsageError(f"newsbeam report needs {' and '.join(missing)}: pip install 'newsbeam[report]'")
    from pipeline.report.data import collect  # noqa: PLC0415 - after the check of what it needs
    from pipeline.report.page import render  # noqa: PLC0415

    target = output or storage.join(directory, "report.html")
    page = render(collect(directory))
    try:
        storage.write_bytes(target, page.encode("utf-8", "replace"))
    except OSError as error:
        raise UsageError(f"cannot write --output {target}: {error}.") from error
    return target
