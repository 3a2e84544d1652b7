import hashlib
import logging

import pytest
from inputs import FRAME, TABLE
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.cli.dictionaries import make_settings, read_frames, read_sources
from pipeline.errors import UsageError
from pipeline.runners.options import RunOptions, derive_run_id, describe_options
from schemas.records import RawRecord
from transforms.coding import use_own
from transforms.extract import load_resources, trigger_filter
from transforms.extract.actors import find_names
from transforms.process import Processed, Settings, process_batch
from transforms.words.classes import has

ACTORS = "ZARKOV_FRONT_\n+ZARKOVITES_\n  [SYRREB]\n"


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


WORDS = "weapon += zorkgun\n+ [A Rebels] attacked [R soldiers] near the border. => ASSAULT\n"
PLACES = (
    "name\taliases\tprecision\tcountry\tlat\tlon\texample\n"
    "Ashkarabad\t\tcity\tIRN\t35.1\t51.2\tA bomb went off in Ashkarabad.\n"
)
DATES = 'holiday novruz = 03-20 ; "They met on Novruz 2021." 2021-03-20\n'


HEADER = "name\tprecision\tlat\tlon\texample\n"


@pytest.fixture
def packaged_again():
    yield
    use_own(Settings())


def test_own_words_places_and_dates_change_what_is_read(folder, packaged_again):
    for name, text in (("w.txt", WORDS), ("p.tsv", PLACES), ("d.txt", DATES)):
        (folder / name).write_text(text)
    settings = make_settings(
        nlp=None, frames=None, actors=None,
        words=[str(folder / "w.txt")], places=[str(folder / "p.tsv")], dates=[str(folder / "d.txt")],
    )  # fmt: skip
    text = "Rebels shelled the market of Ashkarabad on Novruz 2021, the army said, and four traders were killed there."
    record = RawRecord(source_uri="test", source_locator="0", format="text", text=text)
    for chosen, place, date in ((settings, "Ashkarabad", "2021-03-20"), (Settings(), None, None)):
        (processed,) = process_batch([record], settings=chosen)
        assert isinstance(processed, Processed)
        assert [p.name for p in processed.article.places] == ([place] if place else [])
        assert date is None or date in [d.value for d in processed.article.dates]
        assert has("zorkgun", "weapon") == (chosen is settings)


@pytest.mark.parametrize(
    ("option", "content", "message"),
    [
        ("frames", "v impound\n  is SANCTION\n  + [A The navy] sang [R a song].\n", r"own\.txt:3: the example"),
        ("frames", "v impound\n  is COERCE/seize\n  - The navy impounded a ship.\n", r"own\.txt:3: .* not no event"),
        ("words", "weapon += \n  zorkgun\n", ""),
        ("words", "weapons += zorkgun\n", r"own\.txt:1: no feature 'weapons'"),
        ("words", "weapon += zorkgun\n\n+ [A Rebels] rested. => ASSAULT\n", r"own\.txt:3: the example"),
        ("places", "name\tprecision\tlat\tlon\nAsh\tcity\t95\t10\n", r"own\.tsv:2: latitude"),
        ("places", f"{HEADER}Ashkar\tcity\t5\t10\tHe is in Bonn.\n", r"own\.tsv:2: the example"),
        ("dates", "rule x = black january => day 1990-99-20\n", r"own\.txt:1: rule x"),
        ("dates", 'holiday novruz = 03-20 ; "On Novruz 2021." 2021-03-21\n', r"own\.txt:1: the example"),
        ("actors", "name\tcountry\tsector\texample\nLamp\tTCD\tREB\tFrance left.\n", r"own\.tsv:2: the example"),
    ],
)  # fmt: skip
def test_a_wrong_example_or_line_is_refused_with_its_line(tmp_path, packaged_again, option, content, message):
    path = tmp_path / ("own.tsv" if option in ("places", "actors") else "own.txt")
    path.write_text(content)
    given = {"frames": None, "actors": None, option: [str(path)]}
    if not message:
        make_settings(nlp=None, **given)
        return
    with pytest.raises(UsageError, match=rf"^--{option} {message}"):
        make_settings(nlp=None, **given)


def test_frames_check_runs_examples(tmp_path, packaged_again):
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("v impound\n  is COERCE/seize\n  + [A The navy] impounded [T a trawler].\n")
    bad.write_text("v impound\n  is COERCE/seize\n  + [A The navy] sang [R a song].\n")
    run = CliRunner().invoke(app, ["frames", "check", str(good)])
    assert run.exit_code == 0 and "1 frames, 1 examples, 0 wrong" in run.output
    run = CliRunner().invoke(app, ["frames", "check", str(good), str(bad)])
    assert run.exit_code and "bad.txt:3: the example" in run.output and "1 wrong" in run.output
