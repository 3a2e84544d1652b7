"""What the compiled kernels give is what the Python functions give, number by number and row by row."""

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import numpy as np
import pytest

from benchmarks.archive import write_archive
from transforms import kernels as door
from transforms.extract.opinion import model as opinion

ROOT = Path(__file__).resolve().parents[1]
CODE = """
import sys
from pathlib import Path
import msgspec
from schemas.records import RawRecord
from transforms.kernels import kernels
from transforms.process import Settings, process_batch
lines = Path(sys.argv[1]).read_bytes().splitlines()
texts = [msgspec.json.decode(line)["text"] for line in lines]
records = [RawRecord("texts", str(number), "jsonl", text=text) for number, text in enumerate(texts)]
rows = process_batch(records, settings=Settings(trace=True))
print(kernels() is not None)
sys.stdout.flush()
sys.stdout.buffer.write(b"\\n".join(map(msgspec.json.encode, rows)))
"""


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Return the folder of the kernels, built from the sources here; skips where there is no compiler."""
    compiler, include = shutil.which("cc") or shutil.which("gcc"), sysconfig.get_paths()["include"]
    if compiler is None or not (Path(include) / "Python.h").is_file():
        pytest.skip("no compiler")
    folder = tmp_path_factory.mktemp("kernels")
    target = folder / f"{door.NAME}{sysconfig.get_config_var('EXT_SUFFIX')}"
    flags = ["-O2", "-Wall", "-Werror", "-ffp-contract=off", "-shared", "-fPIC", f"-I{include}"]
    subprocess.run([compiler, *flags, *map(str, sorted((ROOT / "kernels").glob("*.c"))), "-o", str(target)], check=True)
    return folder


@pytest.fixture(scope="session")
def compiled(built):
    """Return the module of the kernels."""
    (file,) = built.iterdir()
    spec = importlib.util.spec_from_file_location(door.NAME, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_door_and_the_kernels_agree(compiled):
    assert compiled.CONTRACT == door.CONTRACT


def test_the_door_is_closed_where_kernels_are_not_wanted(monkeypatch):
    monkeypatch.setenv(door.SWITCH, "0")
    assert door.kernels.__wrapped__() is None


def test_kernels_of_another_version_are_left_alone(monkeypatch):
    monkeypatch.setitem(sys.modules, door.NAME, type(sys)(door.NAME))
    monkeypatch.setattr(sys.modules[door.NAME], "CONTRACT", door.CONTRACT + 1, raising=False)
    monkeypatch.delenv(door.SWITCH, raising=False)
    assert door.kernels.__wrapped__() is None


@pytest.mark.parametrize("size", [1, 7, 300])
def test_chances_are_equal(compiled, monkeypatch, size):
    clues = [f"{'clue' * (number % 5)} {number} ä\ud800" for number in range(size)]
    numbers = np.random.default_rng(size)
    digests = np.unique([opinion.digest(clue) for clue in clues[::2]]).astype(np.uint32)
    weights = numbers.integers(-128, 128, (len(digests), 5)).astype(np.int8)
    made = []
    for module in (compiled, None):
        monkeypatch.setattr(opinion, "kernels", lambda module=module: module)
        made.append(opinion.Model(digests, weights, 25.0, "abcde", ()))
    for asked in (clues, clues + clues, clues[1::2], [], iter(clues), ("äö", "é")):
        both = list(asked)
        assert made[0].chances(both).tolist() == made[1].chances(both).tolist()


def test_what_is_no_clue_is_refused(compiled):
    weights = compiled.Weights(np.array([1, 2], np.uint32), np.ones((2, 3), np.int8))
    with pytest.raises(TypeError, match="string"):
        weights.sum([b"bytes"], np.zeros(3))
    with pytest.raises(ValueError, match="items"):
        weights.sum(["one"], np.zeros(4))
    with pytest.raises(ValueError, match="rows"):
        compiled.Weights(np.array([1, 2], np.uint32), np.ones((1, 3), np.int8))


def test_rows_are_equal(built, tmp_path):
    """Made-up articles are coded by processes of their own, with the kernels and without."""
    found = {}
    texts = tmp_path / "texts.jsonl"
    write_archive(texts, 12)
    for wanted in ("1", "0"):
        environment = os.environ | {door.SWITCH: wanted, "PYTHONPATH": os.pathsep.join((str(ROOT), str(built)))}
        command = [sys.executable, "-W", "ignore", "-c", CODE, str(texts)]
        said = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True).stdout
        compiled, _, found[wanted] = said.partition(b"\n")
        assert compiled == (b"True" if wanted == "1" else b"False")
    assert found["1"].count(b"event_type") > 20
    assert found["1"] == found["0"]
