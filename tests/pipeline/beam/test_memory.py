"""Memory that was freed goes back to the system."""

import platform
import re
from pathlib import Path

import pytest

from pipeline.memory import give_back


def resident():
    return int(re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="needs glibc")
def test_pages_between_used_pieces_go_back():
    pieces = [bytes(2000) for _ in range(40_000)]
    kept = pieces[::100]
    del pieces
    before = resident()
    give_back()
    assert resident() < before - 40_000_000
    assert len(kept) == 400
