"""One HTML page that shows a dataset, without network: incidents on map and timeline, their evidence, drops, checks."""

from __future__ import annotations

from pipeline import storage
from pipeline.errors import UsageError
from pipeline.report.data import collect
from pipeline.report.page import render


def write_report(directory: str, output: str | None = None) -> str:
    """Write the report of a dataset, by default as ``DIR/report.html``, and return its path.

    UsageError where the directory holds no dataset or the file cannot be written.
    """
    target = output or storage.join(directory, "report.html")
    page = render(collect(directory))
    try:
        storage.write_bytes(target, page.encode("utf-8", "replace"))
    except OSError as error:
        raise UsageError(f"cannot write --output {target}: {error}. Choose a directory you may write to.") from error
    return target
