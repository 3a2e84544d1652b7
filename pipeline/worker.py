"""A worker process of the local runner.

Beam's own entry point would outlive a launcher that was killed, and would send every log record twice; this one
watches its parent and logs to standard error.
"""

from __future__ import annotations

import logging
import os
import runpy
import threading
import time
from pathlib import Path

from pipeline import logs

LAUNCHER = "NEWSBEAM_LAUNCHER"
"""Environment variable with the id of the process that starts workers: it may be gone before they look for it."""
SIGN = "NEWSBEAM_RUNNING"
"""Environment variable with the directory that exists while the run goes on."""


def watch_launcher(parent: int, sign: str | None) -> None:
    """End this process when its parent is gone, or has taken away the directory that is its sign of life."""
    while os.getppid() == parent and (sign is None or Path(sign).is_dir()):
        time.sleep(0.5)
    os._exit(1)


def main() -> None:
    """Run Beam's worker until the launcher closes it."""
    logs.configure()
    logging.disable(logging.INFO)
    os.environ.pop("LOGGING_API_SERVICE_DESCRIPTOR", None)
    threading.Thread(target=watch_launcher, args=(int(os.environ[LAUNCHER]), os.environ.get(SIGN)), daemon=True).start()
    runpy.run_module("apache_beam.runners.worker.sdk_worker_main", run_name="__main__")
