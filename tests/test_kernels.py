"""What the compiled kernels give is what the Python functions give, number by number and row by row."""

import importlib.util
import os
import random
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.pipeline._parser_internals import nonproj
from spacy.tokens import Doc

from benchmarks.archive import write_archive
from schemas.document import Span
from transforms import kernels as door
from transforms.clean.language import identifier
from transforms.extract.opinion import model as opinion
from transforms.parse import annotate
from transforms.parse.language import arrays, encoder
from transforms.parse.language.model import load

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
SENTENCES = (
    "The president of Kenya , who had met rebels in Nairobi on Monday , said that they would not attack again .",
    "What are the Turkish troops going to do in northern Syria , asked Mr Myers of the United Nations ?",
    "Police in Lagos arrested 12 members of Boko Haram after a bomb killed a soldier , Reuters reported .",
    "A law that the ministers of France and Germany had waited for was rejected by parliament in Berlin .",
    "KABUL , Afghanistan - Gunmen shot dead three people , among them a judge , as they drove to work .",
)


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


@pytest.mark.parametrize(("width", "pieces"), [(96, 3), (5, 2), (21, 1), (128, 4)])
def test_neighbours_are_mixed_in_equally(compiled, monkeypatch, width, pieces):
    numbers = np.random.default_rng(width)

    def some(*shape):
        return numbers.normal(size=shape).astype("float32")

    layers = [
        encoder.Convolution(some(width * pieces, 3 * width), some(width * pieces), pieces, some(width), some(width))
        for _ in range(3)
    ]
    lengths = [7, 1, 30, 16]
    vectors, made = some(sum(lengths), width), []
    for module in (compiled, None):
        monkeypatch.setattr(encoder, "kernels", lambda module=module: module)
        made.append(encoder.mixed(vectors, lengths, layers, 3))
    assert made[0].tobytes() == made[1].tobytes()


def test_rows_that_do_not_fit_are_refused(compiled):
    rows, one = np.zeros((4, 6), "float32"), np.zeros((4, 1), "float32")
    for summed, bias, best in (((4, 12), 6, (4, 6)), ((4, 12), 12, (4, 5)), ((3, 12), 12, (4, 6)), ((4, 0), 0, (4, 0))):
        shapes = [np.zeros(shape, "float32") for shape in (summed, bias, best)]
        with pytest.raises(ValueError, match="shapes"):
            compiled.centre(*shapes, one)
    with pytest.raises(ValueError, match="shapes"):
        compiled.settle(rows, one, np.zeros(6, "float32"), np.zeros(6, "float32"), np.zeros((3, 6), "float32"))
    with pytest.raises(ValueError, match="items"):
        compiled.settle(rows, one.astype("float64"), *np.zeros((3, 6), "float32"))


@pytest.fixture(scope="module")
def sentences():
    """Return words of sentences as they stand and in disorder, so that the parser takes unusual steps too."""
    found = [sentence.split() for sentence in SENTENCES]
    order = random.Random(3)
    return found + [order.sample(words, len(words)) for words in found for _ in range(20)] + [["Fire"], ["\u2003", "a"]]


@pytest.mark.parametrize("equal", [True, False], ids=["own sums", "sums of BLIS"])
def test_what_is_read_is_equal(compiled, monkeypatch, sentences, equal):
    monkeypatch.setattr(arrays, "kernels", lambda: compiled)
    if not equal:  # as on a machine whose BLIS sums otherwise
        monkeypatch.setattr(arrays.Stepper, "_scores_are_equal", lambda stepper: False)
    model = replace(load(), arrays=arrays.reader(load().nlp))
    assert model.arrays is not None
    pieces = [
        annotate._Piece(0, number, 0, Span(0, 0), words, [], words, [True] * len(words), number % 7 != 3)
        for number, words in enumerate(sentences)
    ]
    with model.nlp.memory_zone():
        by_arrays, by_documents = annotate._by_arrays(pieces, model.arrays), annotate._by_documents(pieces, model)
    assert [len(one.tags) for one in by_arrays] == [len(words) for words in sentences]
    assert sum(len(one.names) for one in by_arrays) > 20
    for one, other in zip(by_arrays, by_documents, strict=True):
        assert one == other


def test_a_pipeline_of_other_components_is_not_read_on_arrays(compiled, monkeypatch):
    monkeypatch.setattr(arrays, "kernels", lambda: compiled)
    assert arrays.reader(spacy.blank("en")) is None
    monkeypatch.setattr(arrays, "kernels", lambda: None)
    assert arrays.reader(load().nlp) is None


@pytest.mark.parametrize("seed", range(40))
def test_true_heads_are_found_as_spacy_finds_them(seed):
    chance = random.Random(seed)
    count = chance.randint(2, 12)
    tree = projective(chance, 0, count, None)
    heads = [tree[word] for word in range(count)]
    names = ["case", "obl", "obj", "case||obl", "obj||case"]
    relations = ["ROOT" if heads[word] == word else chance.choice(names) for word in range(count)]
    words = [chance.choice(["a", "b", "\u2003"]) for _ in range(count)]
    doc = Doc(load().nlp.vocab, words=words, heads=heads, deps=relations)
    nonproj.deprojectivize(doc)
    arrays.lower(heads, relations, [word.isspace() for word in words])
    assert heads == [token.head.i for token in doc]
    assert relations == [token.dep_ for token in doc]


def projective(chance, low, high, head):
    """Return the heads of the words from ``low`` to ``high``, of which one hangs on ``head``, or is the root."""
    if low >= high:
        return {}
    top = chance.randrange(low, high)
    return {
        top: top if head is None else head,
        **projective(chance, low, top, top),
        **projective(chance, top + 1, high, top),
    }


def test_tables_that_do_not_fit_are_refused(compiled):
    lengths, table = np.array([2], "int32"), np.zeros((9, 4), "float32")
    moves, labels, bias = np.array([1, 5], "int32"), np.zeros(2, "uint64"), np.zeros(4, "float32")
    steps = compiled.Steps(False, lengths, bytes(2), moves, labels, table, bias, 3, 2)
    with pytest.raises(ValueError, match="fewer rows"):
        steps.look(np.zeros((0, 2), "float32"))
    with pytest.raises(ValueError, match="items"):
        steps.take(np.zeros((2, 2), "float32"))
    for columns in (2, 40):
        with pytest.raises(ValueError, match="columns"):
            steps.run(np.zeros((2, columns), "float32"), np.zeros(columns, "float32"))
    with pytest.raises(ValueError, match="columns"):
        compiled.scores(*(np.zeros(size, "float32") for size in ((1, 2), (2, 48), 48, (1, 40))))
    for wrong in ({"features": 8}, {"lengths": np.array([3], "int32")}, {"moves": np.array([1, 6], "int32")}):
        told = {"lengths": lengths, "moves": moves, "features": 3, **wrong}
        with pytest.raises(ValueError, match="shapes"):
            compiled.Steps(False, told["lengths"], bytes(2), told["moves"], labels, table, bias, told["features"], 2)


@pytest.mark.parametrize(
    "text", ["", "Es regnete.", "Rain fell on Kano, and troops left.", "Дождь \ufffd 1 2 3", "\x00" * 9]
)
def test_the_automaton_finds_the_same_features(compiled, monkeypatch, text):
    found = []
    for module in (compiled, None):
        monkeypatch.setattr(identifier, "kernels", lambda module=module: module)
        one = identifier.Identifier()
        found += [one._features(text.encode()), one._features(text.encode())]  # the rows are missing, then there
    assert found[0] == found[1] == found[2] == found[3]


def test_states_that_do_not_fit_are_refused(compiled):
    moves, bases, output = np.full(256, 7, "uint32"), np.zeros(2, "int32"), np.zeros(2, "int32")
    for at, state in ((-1, 0), (0, 2), (0, 0)):
        with pytest.raises(ValueError, match="states"):
            compiled.walk(b"ab", moves, bases, output, at, state, [])


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
