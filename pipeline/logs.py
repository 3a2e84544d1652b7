"""Logging of the command line."""

from __future__ import annotations

import logging

NOISY = ("trafilatura", "htmldate")
"""They write a line for every odd page; what could not be read is said by the reject."""
UNWANTED = ("apitools not found", "No semi_persistent_directory found")


def configure(*, verbose: bool = False, quiet: bool = False) -> None:
    """Send log records to standard error, warnings too unless ``quiet``.

    ``force`` because Beam logs while it is imported, without the gcp extra.
    """
    level = logging.INFO if verbose else logging.ERROR if quiet else logging.WARNING
    logging.basicConfig(level=level, format="%(levelname)s: %(message)s", force=True)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    for handler in logging.getLogger().handlers:
        handler.addFilter(wanted)


def wanted(record: logging.LogRecord) -> bool:
    """Return whether a record tells the user something."""
    return not record.getMessage().startswith(UNWANTED)
