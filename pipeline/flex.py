"""What the launcher of a Dataflow Flex Template calls: ``newsbeam stream`` with the template's parameters."""

from __future__ import annotations

import sys

from pipeline.cli.app import main

if __name__ == "__main__":
    sys.argv.insert(1, "stream")
    main()
