"""Confidences fitted to judged rows: the order stays, figures become what is so, bad judgements are named."""

import json

import pytest
from finished_dataset import article, event, write
from typer.testing import CliRunner

import newsbeam
from pipeline.cli.app import app
from pipeline.cli.dictionaries import read_calibration
from transforms.calibration import Calibration, Line, fitted, reliability
from transforms.process import Settings

RUNNER = CliRunner()
JUDGED = [(0.8, n % 2 == 0) for n in range(200)] + [(0.6, n % 5 == 0) for n in range(200)]
"""Of those said to be 80 % half are right, of those said to be 60 % a fifth."""


def test_what_is_said_becomes_what_is_so_and_the_order_stays():
    line = fitted(JUDGED)
    assert line.of(0.8) == pytest.approx(0.5, abs=0.03)
    assert line.of(0.6) == pytest.approx(0.2, abs=0.03)
    assert line.of(0.9) > line.of(0.8)


def test_few_judgements_move_little():
    few = fitted([(0.8, n % 2 == 0) for n in range(30)])
    many = fitted([(0.8, n % 2 == 0) for n in range(3000)])
    assert 0.5 < many.of(0.8) < few.of(0.8) < 0.8


@pytest.mark.parametrize("judged", [JUDGED[:20], [(0.8, True)] * 50, []])
def test_too_few_or_all_of_one_kind_are_refused(judged):
    with pytest.raises(ValueError, match="at least 30 are needed"):
        fitted(judged)


def test_the_packaged_line_changes_nothing():
    assert [Calibration().act.of(value) for value in (0.0, 0.1234, 1.0)] == [0.0, 0.1234, 1.0]


def test_reliability_has_every_row_once():
    assert sum(rows for _, rows, _, _ in reliability(JUDGED)) == len(JUDGED)


def dataset(tmp_path):
    events = [event(f"e{n}", confidence=0.8 if n % 2 else 0.6) for n in range(60)]
    return events, write(tmp_path, articles=[article()], events=events)


def judge(path, events, cell):
    lines = ["event_id,act,roles", *(f"{row['event_id']},{cell(n)}" for n, row in enumerate(events))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_the_command_writes_lines_that_a_run_takes(tmp_path):
    events, directory = dataset(tmp_path / "out")
    judged = judge(tmp_path / "judged.csv", events, lambda n: f"{int(n % 4 == 0)},")
    output = tmp_path / "calibration.json"
    done = RUNNER.invoke(app, ["calibrate", directory, "--judged", judged, "--output", str(output)])
    assert done.exit_code == 0, done.output
    assert "60 rows judged" in done.output
    found = read_calibration(str(output))
    assert found.act != Line()
    assert found.roles == Line()  # no row of the column was judged
    assert set(json.loads(output.read_text())) == {"act", "roles"}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("id,act\nx,1\n", "needs the columns event_id and act"),
        ("event_id,act\nnobody,1\n", "1 events are not in"),
        ("event_id,act\nx,maybe\n", "judged.csv:2: 'maybe' is no verdict"),
    ],
)
def test_judgements_that_cannot_be_used_are_named(tmp_path, lines, message):
    _, directory = dataset(tmp_path / "out")
    judged = tmp_path / "judged.csv"
    judged.write_text(lines, encoding="utf-8")
    done = RUNNER.invoke(app, ["calibrate", directory, "--judged", str(judged)])
    assert message in " ".join(str(done.exception).split())


def test_a_calibrated_run_says_other_figures_and_keeps_the_rows():
    text = "Rebels attacked an army base in Mali on Monday, killing two soldiers."
    plain = newsbeam.code(text).events
    lower = newsbeam.code(text, settings=Settings(calibration=Calibration(act=Line(1.0, -2.0)))).events
    assert [e.event_id for e in plain] == [e.event_id for e in lower]
    assert all(b.confidence < a.confidence for a, b in zip(plain, lower, strict=True))
