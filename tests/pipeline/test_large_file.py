"""One large file: all workers read it, and memory does not follow its size.

``NEWSBEAM_LARGE_BYTES`` makes a larger file of it. Its lines are over the limit of records, so that the time goes into
reading and not into coding.
"""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

from pipeline.manifest import read_manifests
from pipeline.validate import validate

ROOT = Path(__file__).resolve().parents[2]
BYTES = int(os.environ.get("NEWSBEAM_LARGE_BYTES", str(96 << 20)))
LINE = 1 << 20
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


def test_memory_stays_flat_and_every_worker_reads(tmp_path):
    lines = BYTES // LINE
    with (tmp_path / "large.jsonl").open("w") as file:
        for number in range(lines):
            start = json.dumps({"id": number, "text": ""})[:-2]
            file.write(start + "x" * (LINE - len(start) - 3) + '"}\n')
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "run",
        "--input",
        tmp_path / "large.jsonl",
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
    assert manifest.accounting.rejects_by_code == {"NB105": lines}
    assert most < MOST_RESIDENT
    first, second = sorted(busy.values())[-2:]
    assert first > 0.5 * second, "one worker did nearly everything"
    assert list(validate(str(tmp_path / "out"))) == []
