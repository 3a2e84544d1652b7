"""A worker process of the local runner: ``python -m pipeline.worker``.

Beam's own entry point would outlive a launcher that was killed, and would send every log record twice; this one
watches its parent and logs to standard error.
"""

from __future__ import annotations

import logging
import os
import sys
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
    from apache_beam.runners.worker import sdk_worker_main

    sdk_worker_main.main(sys.argv)


if __name__ == "__main__":
    main()
