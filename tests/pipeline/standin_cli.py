"""The command line with the stand-in coder, as a process of its own: ``python standin_cli.py watch ...``.

``NEWSBEAM_TEST_DELAY`` seconds pass for every batch of records, so that a kill can meet any step.
"""

import os
import time

import standin_coder

from pipeline.beam import coding
from pipeline.cli.app import main

DELAY = float(os.environ.get("NEWSBEAM_TEST_DELAY", "0"))


def slow(records, *, settings):
    time.sleep(DELAY)
    return standin_coder.process_batch(records, settings=settings)


if __name__ == "__main__":
    coding.process_batch = slow
    main()
