"""One large file: all workers read it, and memory does not follow its size.

``NEWSBEAM_LARGE_BYTES`` makes a larger file of it. Its records are over the limit, so that the time goes into reading
and not into coding.
"""

import gzip
import json
import logging
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.dataset.manifest import read_manifests
from pipeline.dataset.validate import validate

ROOT = Path(__file__).resolve().parents[3]
BYTES = int(os.environ.get("NEWSBEAM_LARGE_BYTES", str(96 << 20)))
LOG = logging.getLogger(__name__)
RECORD = 1 << 20
ROWS_A_GROUP = 8
MOST_RESIDENT = 700 << 20


def facts(process):
    """Return parent, resident bytes and seconds of processor time of a process; None where it is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    resident = re.search(r"VmRSS:\s+(\d+) kB", status)
    ticks = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return int(fields[1]), int(resident[1]) * 1024 if resident else 0, ticks


def jsonl(path, records):
    with path.open("w") as file:
        for number in range(records):
            file.write(json.dumps({"id": number, "text": "x" * RECORD}) + "\n")


def csv(path, records):
    with path.open("w") as file:
        file.write("id,text\n")
        for number in range(records):
            file.write(f'{number},"{"x" * RECORD}"\n')


def warc(path, records):
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + b"x" * RECORD
    with path.open("wb") as file:
        for number in range(records):
            file.write(
                b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
                b"WARC-Target-URI: http://example.org/%d\r\nWARC-Record-ID: <urn:uuid:%032d>\r\n"
                b"WARC-Date: 2024-01-01T00:00:00Z\r\nContent-Length: %d\r\n\r\n" % (number, number, len(body))
            )
            file.write(body + b"\r\n\r\n")


def parquet(path, records):
    schema = pa.schema([("id", pa.int64()), ("text", pa.string())])
    with pq.ParquetWriter(path, schema, compression="none", use_dictionary=False) as writer:
        for start in range(0, records, ROWS_A_GROUP):
            ids = list(range(start, min(start + ROWS_A_GROUP, records)))
            writer.write_table(pa.table({"id": ids, "text": ["x" * RECORD] * len(ids)}, schema=schema))


def packed(path, records):
    jsonl(path, records)
    path.write_bytes(gzip.compress(path.read_bytes(), 1))


@pytest.mark.parametrize("write", [jsonl, csv, warc, parquet, packed])
def test_memory_stays_flat_and_every_worker_reads(tmp_path, write):
    records = BYTES // RECORD
    path = tmp_path / "large"
    write(path, records)
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "run",
        "--input",
        path,
        "--output",
        tmp_path / "out",
    ]
    command += ["--processes", "2", "--max-record-bytes", "65536", "--max-reject-ratio", "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    job = subprocess.Popen(list(map(str, command)), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    most, busy = 0, {}
    while job.poll() is None:
        for path in Path("/proc").glob("[0-9]*"):
            found = facts(path.name)
            if found and (found[0] == job.pid or int(path.name) == job.pid):
                most = max(most, found[1])
                if found[0] == job.pid:
                    busy[path.name] = found[2]
        time.sleep(0.1)
    assert job.returncode == 0, job.stderr.read()
    job.stderr.close()
    [manifest] = read_manifests(str(tmp_path / "out"))
    assert manifest.accounting.rejects_by_code == {"NB105": records}
    assert most < MOST_RESIDENT
    LOG.info("%s: %d MB at most in a process, processor seconds %s", write.__name__, most >> 20, sorted(busy.values()))
    first, second = sorted(busy.values())[-2:]
    assert first > 0.5 * second, "one worker did nearly everything"
    assert list(validate(str(tmp_path / "out"))) == []
