import hashlib
import logging

import pytest

from pipeline.cli.dictionaries import make_settings, read_frames, read_sources
from pipeline.errors import UsageError
from pipeline.options import RunOptions, derive_run_id, describe_options
from transforms.extract import load_resources, trigger_filter
from transforms.extract.actors import find_names
from transforms.process import Settings

FRAME = "# Written for this test\n\nv blorp\n  when obj=@party\n  is ASSAULT/firearms\n"
ACTORS = "ZARKOV_FRONT_\n+ZARKOVITES_\n  [SYRREB]\n"
TABLE = "name\taliases\tcountry\tsector\nOrder of the Lamp\tLampists\tTCD\tREB\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "own.txt").write_text(FRAME)
    (tmp_path / "readme.md").write_text("not a frame")
    return tmp_path


def test_files_and_directories(folder):
    assert read_frames([str(folder)]) == (("own.txt", FRAME),)
    assert read_frames([str(folder / "own.txt")]) == (("own.txt", FRAME),)


def test_a_byte_order_mark_is_no_text(folder):
    (folder / "own.txt").write_bytes(b"\xef\xbb\xbf" + FRAME.encode())
    assert read_frames([str(folder)]) == (("own.txt", FRAME),)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("v blorp\n  is NOSUCH\n", r"own\.txt:2: no event type 'NOSUCH'"),
        ("v blorp\n  when obj=@nosuch\n  is ASSAULT\n", r"own\.txt:2: no word class"),
        ("# nothing\n", "no frame in this file"),
        ("x blorp\n  is ASSAULT\n", r"own\.txt:1: a frame begins with v, n or a"),
    ],
)
def test_a_bad_frame_is_named_by_file_and_line(folder, content, message):
    (folder / "own.txt").write_text(content)
    with pytest.raises(UsageError, match=message):
        read_frames([str(folder)])


def test_what_cannot_be_read_is_said(folder):
    with pytest.raises(UsageError, match=r"--frames .*nowhere"):
        read_frames([str(folder / "nowhere")])
    (folder / "latin.tsv").write_bytes(b"name\nJos\xe9\n")
    with pytest.raises(UsageError, match="not UTF-8"):
        read_sources([str(folder)], (".tsv",), "--actors")
    (folder / "empty").mkdir()
    with pytest.raises(UsageError, match=r"no \.tsv file"):
        read_sources([str(folder / "empty")], (".tsv",), "--actors")
    with pytest.raises(UsageError, match=r"two files are called own\.txt"):
        read_frames([str(folder), str(folder / "own.txt")])


def test_a_bad_actor_file_is_a_usage_error(folder):
    (folder / "bad.tsv").write_text("who\twhat\nx\ty\n")
    with pytest.raises(UsageError, match=r"bad\.tsv"):
        make_settings(nlp=None, frames=None, actors=[str(folder / "bad.tsv")])


def test_verb_dictionaries_are_converted_and_losses_told(folder, caplog):
    (folder / "own.txt").write_text("--- BLORP [182] ---\nBLORP\n- * (TO SAY) [010]\n")
    with caplog.at_level(logging.WARNING):
        (source,) = read_frames([str(folder)])
    assert "v blorp\n  is ASSAULT/beat 182" in source[1]
    assert "1 frames, 1 entries left out" in caplog.text


def test_own_frames_open_sentences_to_the_parser(folder):
    settings = make_settings(nlp=None, frames=[str(folder / "own.txt")], actors=None)
    sentence = "The sentries blorped them."
    assert not trigger_filter(sentence)
    assert trigger_filter(sentence, settings.frames)
    assert load_resources(settings.frames).frames.of("v", "blorp")


def test_petrarch_actors_and_tables_join_the_packaged_ones(folder):
    (folder / "p.txt").write_text(ACTORS)
    (folder / "t.tsv").write_text(TABLE)
    settings = make_settings(nlp=None, frames=None, actors=[str(folder / "p.txt"), str(folder / "t.tsv")])
    actors = load_resources((), settings.actors).actors
    found = find_names("The Zarkovites, the Lampists and France signed.", None, actors)
    assert [(name.country, name.sector) for name in found] == [("SYR", "REB"), ("TCD", "REB"), ("FRA", None)]


def test_a_manifest_names_own_files_by_digest(folder):
    options = RunOptions(inputs=("x",), output="y", settings=Settings(frames=read_frames([str(folder)])))
    described = describe_options(options)["settings"]
    assert described["frames"] == [{"name": "own.txt", "sha256": hashlib.sha256(FRAME.encode()).hexdigest()}]
    changed = RunOptions(inputs=("x",), output="y", settings=Settings(frames=(("own.txt", FRAME + "\n# more"),)))
    assert derive_run_id(["x"], options) != derive_run_id(["x"], changed)
