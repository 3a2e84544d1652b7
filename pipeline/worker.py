"""A worker process of the local runner: ``python -m pipeline.worker``.

Beam's own entry point would outlive a launcher that was killed, and would send every log record twice; this one
watches its parent and logs to standard error.
"""

from __future__ import annotations

import logging
import os
import runpy
import threading
import time

from pipeline import logs


def watch_parent(parent: int) -> None:
    """End this process when the process that started it is gone."""
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)


def main() -> None:
    """Run Beam's worker until the launcher closes it."""
    logs.configure()
    logging.disable(logging.INFO)
    os.environ.pop("LOGGING_API_SERVICE_DESCRIPTOR", None)
    threading.Thread(target=watch_parent, args=(os.getppid(),), daemon=True).start()
    runpy.run_module("apache_beam.runners.worker.sdk_worker_main", run_name="__main__")


if __name__ == "__main__":
    main()
