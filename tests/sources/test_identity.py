"""One name for one file, however it was reached; what a run writes is never its input."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UsageError
from pipeline.sources.base import ReadOptions
from pipeline.sources.discover import find_files
from pipeline.sources.identity import escape, identity, unescape
from pipeline.sources.reading import read_range


def uris(*patterns, output=None):
    return [file.uri for file in find_files([str(pattern) for pattern in patterns], output)]


@given(st.text(alphabet="%25E9aF/\udce9\udcffü", max_size=12))
def test_escaped_paths_come_back(path):
    assert unescape(escape(path)) == path
    escape(path).encode("utf-8")


def test_plain_paths_stay_as_they_are():
    assert [escape(path) for path in ("a.txt", "a%20b.txt", "ü.txt")] == ["a.txt", "a%20b.txt", "ü.txt"]


def test_bytes_that_are_no_utf8(tmp_path):
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"Gunmen killed seven farmers on Tuesday.")
    [file] = find_files([str(tmp_path / "d")])
    assert file.uri.endswith("d/caf%E9.txt")
    [item] = read_range(file, ReadOptions())
    assert item.data == b"Gunmen killed seven farmers on Tuesday."
    assert item.source_uri == file.uri


def test_relative_and_absolute_are_one(tmp_path, monkeypatch):
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "a.txt").write_text("A")
    monkeypatch.chdir(tmp_path)
    for pattern in ("d", "./d/", tmp_path / "d", "d/../d/a.txt", f"file://{tmp_path}/d/a.txt", "d/*.txt"):
        assert uris(pattern) == ["d/a.txt"]
    assert uris("d", tmp_path / "d" / "a.txt") == ["d/a.txt"]


def test_links_count_once_and_are_followed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "d").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "d" / "a.txt").write_text("A")
    (tmp_path / "other" / "b.txt").write_text("B")
    (tmp_path / "d" / "loop").symlink_to(".")
    (tmp_path / "d" / "more").symlink_to("../other")
    (tmp_path / "d" / "same.txt").symlink_to("a.txt")
    assert uris("d") == ["d/a.txt", "other/b.txt"]
    assert uris("d/**/*.txt") == ["d/a.txt", "other/b.txt"]


def test_the_output_is_never_input(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("d/a.txt", "d/out/articles/x.parquet", "d/out/README.md", "e/_runs/r.json", "e/b.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("A")
    assert uris("d", output="d/out") == ["d/a.txt"]
    assert uris("e", output="e") == ["e/b.txt"]
    assert uris("d/*", "d/out/**/*.parquet") == ["d/a.txt", "d/out/articles/x.parquet"]


def test_messages_are_true(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "emptydir").mkdir()
    with pytest.raises(UsageError, match="emptydir holds no files"):
        find_files(["emptydir"])
    with pytest.raises(UsageError, match="standard input is not read"):
        find_files(["-"])


def test_an_identity_is_the_real_path(tmp_path):
    (tmp_path / "a.txt").write_text("A")
    (tmp_path / "b.txt").symlink_to("a.txt")
    assert identity(tmp_path / "b.txt") == identity(tmp_path / "a.txt") == str((tmp_path / "a.txt").resolve())
