"""Two threads of one worker that write a file of the same name do not take each other's half-written one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from pipeline import storage


def test_two_threads_may_write_one_block(tmp_path):
    path, both = tmp_path / "block", Barrier(2)

    def write(_):
        with storage.create(str(path)) as stream:
            stream.write(b"same bytes")
            both.wait(timeout=10)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, range(2)))
    assert path.read_bytes() == b"same bytes"
    assert [one.name for one in tmp_path.iterdir()] == ["block"]
