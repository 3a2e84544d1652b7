"""Logging of the command line: lines for a person, or a JSON object a line for a collector.

How it is done, and which run goes on, stand in the environment, so that worker processes do likewise.
"""

from __future__ import annotations

import datetime
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

NOISY = ("trafilatura", "htmldate")
"""They write a line for every odd page; what could not be read is said by the reject."""
UNWANTED = ("apitools not found", "No semi_persistent_directory found")
AS_JSON = "NEWSBEAM_LOG_JSON"
RUN = "NEWSBEAM_RUN_ID"
LOG = logging.getLogger("newsbeam")


class JsonLines(logging.Formatter):
    """A record as one line of JSON: time, level, run, logger, message, and the traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told = {
            "time": datetime.datetime.fromtimestamp(record.created, datetime.timezone.utc).isoformat(),
            "level": record.levelname,
            "run_id": os.environ.get(RUN),
            "process": record.process,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return msgspec.json.encode(told).decode()


def configure(*, verbose: bool = False, quiet: bool = False, as_json: bool = False) -> None:
    """Send log records to standard error, warnings too unless ``quiet``.

    ``force`` because Beam logs while it is imported, without the gcp extra.
    """
    level = logging.INFO if verbose else logging.ERROR if quiet else logging.WARNING
    if as_json:
        os.environ[AS_JSON] = "1"
    logging.basicConfig(level=level, format="%(levelname)s: %(message)s", force=True)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    for handler in logging.getLogger().handlers:
        handler.addFilter(wanted)
        if is_json():
            handler.setFormatter(JsonLines())


def is_json() -> bool:
    """Return whether lines are JSON."""
    return AS_JSON in os.environ


def wanted(record: logging.LogRecord) -> bool:
    """Return whether a record tells the user something."""
    return not record.getMessage().startswith(UNWANTED)


@contextmanager
def about(run_id: str) -> Iterator[None]:
    """Say in every line that it is about a run."""
    before = os.environ.get(RUN)
    os.environ[RUN] = run_id
    try:
        yield
    finally:
        if before is None:
            del os.environ[RUN]
        else:
            os.environ[RUN] = before


def tell(message: str, level: int = logging.INFO) -> None:
    """Write a line that the user gets in any case."""
    if is_json():
        record = LOG.makeRecord(LOG.name, level, __file__, 0, message, (), None)
        message = JsonLines().format(record)
    else:
        message = f"newsbeam: {message}"
    sys.stderr.write(f"{message}\n")
    sys.stderr.flush()
