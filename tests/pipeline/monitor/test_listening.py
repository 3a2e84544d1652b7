"""Who listens where during a run: Beam's runner with several processes, and the endpoint of the numbers."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from inputs import drop, story

HERE = Path(__file__).parents[1]
LISTENING = "0A"
TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
LOOPBACK = ("0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F")
"""127.0.0.1, ::1, and the former as an address of the latter kind."""

pytestmark = pytest.mark.skipif(not TABLES[0].exists(), reason="needs the socket tables of Linux")


def sockets_of(process):
    """Return the inodes of the sockets of a process and of all that it started."""
    try:
        links = [str(path.readlink()) for path in Path(f"/proc/{process}/fd").iterdir()]
        children = [
            pid for path in Path(f"/proc/{process}").glob("task/*/children") for pid in path.read_text().split()
        ]
    except OSError:
        return set()
    found = {match[1] for link in links if (match := re.fullmatch(r"socket:\[(\d+)\]", link))}
    return found.union(*(sockets_of(int(child)) for child in children))


def listening(process):
    """Return the addresses on which a process listens, as the tables write them."""
    own = sockets_of(process)
    rows = [line.split() for table in TABLES for line in table.read_text().splitlines()[1:]]
    return {row[1].split(":")[0] for row in rows if row[3] == LISTENING and row[9] in own}


@pytest.mark.parametrize("more", [(), ("--metrics-port", "0")], ids=["copies", "new processes and an endpoint"])
def test_a_run_with_several_processes_listens_on_loopback_alone(tmp_path, more):
    drop(tmp_path / "in", "a.jsonl", *(story(i) for i in range(100)))
    drop(tmp_path / "in", "b.jsonl", *(story(i, "Pirates") for i in range(100)))
    command = [sys.executable, str(HERE / "standin_cli.py"), "run", "--input", f"{tmp_path}/in/*", "--processes", "2"]
    command += ["--output", str(tmp_path / "out"), "--quiet", "--json", *more]
    own = {"PYTHONPATH": str(HERE.parents[1]), "NEWSBEAM_TEST_DELAY": "1"}
    seen = set()
    with subprocess.Popen(command, env={**os.environ, **own}, stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            seen |= listening(process.pid)
        told = json.loads(process.stdout.read())
    assert (process.returncode, told["articles_written"], told["processes"]) == (0, 200, 2)
    assert seen, "a run with several processes has servers"
    assert seen <= set(LOOPBACK)
