"""A worker process of the local runner.

Beam's own entry point would outlive a launcher that was killed, and would send every log record twice; this one
watches its parent and logs to standard error.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from pipeline import logs
from pipeline.memory import look_seldom

LAUNCHER = "NEWSBEAM_LAUNCHER"
"""Environment variable with the id of the process that starts workers: it may be gone before they look for it."""
SIGN = "NEWSBEAM_RUNNING"
"""Environment variable with the directory that exists while the run goes on."""


def watch_launcher(parent: int, sign: str | None) -> None:
    """End this process when its parent is gone, or has taken away the directory that is its sign of life."""
    while os.getppid() == parent and (sign is None or Path(sign).is_dir()):
        time.sleep(0.5)
    os._exit(1)


def work(launcher: int, sign: str | None, orders: Callable[[], bytes] | None = None) -> None:
    """Run Beam's worker until the launcher closes its connection.

    ``orders`` waits for environment variables, which say where the launcher listens; none where there are none.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        # Ctrl-C reaches the whole group: the launcher decides what becomes of the run, and of its workers.
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    threading.Thread(target=watch_launcher, args=(launcher, sign), daemon=True).start()
    logging.disable(logging.INFO)
    # Imported here: Beam logs while it is imported, and by then it is decided where to.
    from pipeline.lean import import_arrow  # noqa: PLC0415

    import_arrow()
    # isort: split
    from apache_beam.runners.worker import sdk_worker_main  # noqa: PLC0415

    if orders is not None:
        told = orders()
        if not told:
            return
        os.environ.update(msgspec.json.decode(told, type=dict[str, str]))
    os.environ.pop("LOGGING_API_SERVICE_DESCRIPTOR", None)
    sdk_worker_main.main([])


def main() -> None:
    """Be a worker that was started with what it has to know in its environment variables."""
    logs.configure()
    look_seldom()
    work(int(os.environ[LAUNCHER]), os.environ.get(SIGN))
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    # Taking models and resources apart would take longer than the last stages of a run.
    os._exit(0)
