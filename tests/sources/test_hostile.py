"""Seeded damage to files of every kind: each ends in records and rejects with payloads, in bounded time.

``NEWSBEAM_HOSTILE=100000 pytest tests/sources/test_hostile.py`` runs the long version.
"""

import bz2
import gzip
import os
import random
import time
from pathlib import Path

import zstandard
from reader import A, read_bytes

from pipeline.sources.base import Skipped
from schemas.records import RawRecord
from schemas.reject import CODES, Reject

CORPUS = sorted(path for path in (Path(__file__).parent / "corpus").iterdir() if path.is_file())
CASES = int(os.environ.get("NEWSBEAM_HOSTILE", "1000"))
LONG = CASES > 1000
SLOWEST = 5.0
"""Seconds of processor time for one file, asked of the long version alone."""
PIECES = (
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b'"', b"\\", b"\r", b"\n", b"{", b"}", b"[", b"]", b"<", b"-->", b"&#xD800;",
    b"\x1b[31m", b"WARC/1.0\r\n", b"9" * 400, b"<!--" * 50, b"[" * 200, b"\xf0\x9f\x98", b"<![CDATA[",
    b"=cmd|'/c calc'!A1",
    b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"null", b"-1e999", A.encode(),
)  # fmt: skip
PACKS = (bytes, bytes, bytes, gzip.compress, bz2.compress, zstandard.compress)


def damaged(random_, data):
    """Return some bytes after one to four cuts, repetitions, swaps and insertions."""
    for _ in range(random_.randint(1, 4)):
        at = random_.randrange(len(data) + 1)
        to = min(len(data), at + random_.choice((1, 3, 30, 300)))
        data = random_.choice(
            (
                data[:at] + random_.choice(PIECES) + data[at:],
                data[:at] + data[to:],
                data[:to] + data[at:],
                data[:at],
                data[:at] + bytes(random_.randrange(256) for _ in range(to - at)) + data[to:],
                data[at:] + data[:at],
            )
        )
    return data


def test_damaged_files_end_in_records_and_rejects(tmp_path):
    for seed in range(CASES):
        random_ = random.Random(seed)
        source = random_.choice(CORPUS)
        data = damaged(random_, random_.choice(PACKS)(damaged(random_, source.read_bytes())))
        start = time.process_time()
        items = read_bytes(tmp_path, data, source.name)
        assert not LONG or time.process_time() - start < SLOWEST, (seed, source.name)
        assert items or not data.strip(b"\0 \t\r\n\x0b\x0c"), (seed, source.name)
        for item in items:
            assert isinstance(item, RawRecord | Reject | Skipped)
            if isinstance(item, Reject):
                assert item.code in CODES, (seed, source.name)
                assert item.code != "NB301", (seed, source.name, item.message)
                item.message.encode("utf-8")
