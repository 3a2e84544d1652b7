"""Logging of the command line."""

from __future__ import annotations

import logging

UNWANTED = ("apitools not found", "No semi_persistent_directory found")


def configure(*, verbose: bool = False) -> None:
    """Send log records to standard error; ``force`` because Beam logs while it is imported, without the gcp extra."""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING, format="%(levelname)s: %(message)s", force=True
    )
    for handler in logging.getLogger().handlers:
        handler.addFilter(wanted)


def wanted(record: logging.LogRecord) -> bool:
    """Return whether a record tells the user something."""
    return not record.getMessage().startswith(UNWANTED)
