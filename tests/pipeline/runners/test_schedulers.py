"""Schedulers at work: the examples of docs/scheduling.md as they stand there, days missed, late and doubled."""

import datetime
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import types
from pathlib import Path

import pytest
from inputs import ids, story
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.dataset.commit import lock
from pipeline.dataset.manifest import read_manifests
from pipeline.dataset.validate import validate
from pipeline.errors import BusyError, UsageError

HERE = Path(__file__).parents[1]
ROOT = HERE.parents[1]
PAGE = (ROOT / "docs" / "scheduling.md").read_text()
TODAY = datetime.datetime.now(datetime.timezone.utc).date()
LONG = 600
"""Seconds until a process counts as hanging."""
OWN = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}


def day(back):
    return TODAY - datetime.timedelta(days=back)


def put(folder, when, *numbers):
    """Let the news of a day arrive."""
    path = folder / f"{when:%Y/%m/%d}" / "news.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(story(number)) + "\n" for number in numbers))


def asked(tmp_path, *options):
    given = ["run", "--input", f"{tmp_path}/in/{{date:%Y/%m/%d}}/*", "--output", f"{tmp_path}/out", "--processes", "1"]
    return [*given, "--quiet", "--json", *options]


def start(tmp_path, *options, delay=0.0):
    """Start a job as a process of its own."""
    command = [sys.executable, str(HERE / "standin_cli.py"), *asked(tmp_path, *options)]
    own = {**OWN, "NEWSBEAM_TEST_DELAY": str(delay)}
    return subprocess.Popen(command, env=own, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(tmp_path, *options):
    """Run a job here: exit code, lines of JSON, and what it complained of."""
    done = CliRunner().invoke(app, asked(tmp_path, *options))
    code = {UsageError: 2, BusyError: 1, type(None): 0}[type(done.exception)]
    return code, [json.loads(line) for line in done.stdout.splitlines()], str(done.exception or "")


def runs(tmp_path):
    return [manifest.run_id for manifest in read_manifests(str(tmp_path / "out"))]


@pytest.fixture
def newsbeam(tmp_path):
    """A command of that name for the examples: ours, with the stand-in coder."""
    folder = tmp_path / "bin"
    folder.mkdir()
    words = (sys.executable, str(HERE / "standin_cli.py"))
    (folder / "newsbeam").write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {shlex.join(words)} "$@"\n')
    (folder / "newsbeam").chmod(0o755)
    return {**OWN, "PATH": f"{folder}:{OWN['PATH']}"}


def here(text, tmp_path):
    """Return an example with its places below a folder of the test."""
    places = {"/data/events": "out", "/data/": "", "s3://news-events": "out", "s3://news": "in"}
    for theirs, ours in places.items():
        text = text.replace(theirs, f"{tmp_path}/{ours}")
    return text


def test_the_crontab_line_runs_yesterday(tmp_path, newsbeam):
    line = re.search(r"^    15 2 \* \* \*  (.+)$", PAGE, re.MULTILINE)[1]
    assert not re.search(r"(?<!\\)%", line), "cron ends the command at a bare %"
    put(tmp_path / "in", day(1), 1, 2)
    put(tmp_path / "in", day(2), 3)
    as_cron_does = here(line.replace(r"\%", "%"), tmp_path)
    done = subprocess.run(
        ["/bin/sh", "-c", as_cron_does], env=newsbeam, check=False, capture_output=True, text=True, timeout=LONG
    )
    assert done.returncode == 0, done.stderr
    assert runs(tmp_path) == [day(1).isoformat()]
    assert ids(tmp_path / "out") == ["Rebels1", "Rebels2"]


class Dag:
    """Stands in for Airflow's: keeps how it was made."""

    made = None

    def __init__(self, name, **options):
        self.name, self.options, self.tasks = name, options, []

    def __enter__(self):
        Dag.made = self
        return self

    def __exit__(self, *_):
        pass


def bash_operator(**task):
    Dag.made.tasks.append(task)


@pytest.fixture
def airflow(monkeypatch):
    """The two names of Airflow that the example imports."""
    names = {
        "airflow": {"DAG": Dag},
        "airflow.operators": {},
        "airflow.operators.bash": {"BashOperator": bash_operator},
    }
    for name, members in names.items():
        module = types.ModuleType(name)
        vars(module).update(members)
        monkeypatch.setitem(sys.modules, name, module)


def dag_source():
    block = re.search(r"## Airflow\n\n(?:.*?\n)??((?:    .*\n|\n)+)", PAGE)[1]
    return "\n".join(line[4:] for line in block.splitlines())


def test_the_dag_loads_and_its_task_fills_every_day(tmp_path, newsbeam, airflow):
    exec(dag_source(), {})
    dag = Dag.made
    assert (dag.options["catchup"], dag.options["max_active_runs"], dag.options["schedule"]) == (True, 1, "15 2 * * *")
    assert dag.options["default_args"]["retries"] > 0
    [task] = dag.tasks
    for back in (3, 2):
        when = day(back)
        folder = tmp_path / "in" / when.isoformat()
        folder.mkdir(parents=True)
        (folder / "a.jsonl").write_text(json.dumps(story(back)) + "\n")
        line = here(task["bash_command"].replace("{{ ds }}", when.isoformat()), tmp_path).replace("*.warc.gz", "*")
        subprocess.run(["/bin/bash", "-c", line], env=newsbeam, check=True, capture_output=True, timeout=LONG)
    assert runs(tmp_path) == [day(3).isoformat(), day(2).isoformat()]


@pytest.mark.skipif(shutil.which("airflow") is None, reason="needs Airflow on the path (pip install apache-airflow)")
def test_airflow_itself_runs_the_dag(tmp_path, newsbeam):
    when = datetime.date(2026, 11, 20)
    folder = tmp_path / "in" / when.isoformat()
    folder.mkdir(parents=True)
    (folder / "a.jsonl").write_text(json.dumps(story(5)) + "\n")
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "newsbeam_dag.py").write_text(here(dag_source(), tmp_path).replace("*.warc.gz", "*"))
    own = {
        **newsbeam,
        "AIRFLOW_HOME": str(tmp_path / "airflow"),
        "AIRFLOW__CORE__DAGS_FOLDER": str(tmp_path / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "false",
    }
    del own["PYTHONPATH"]
    for words in (("db", "migrate"), ("dags", "test", "newsbeam", when.isoformat())):
        done = subprocess.run(["airflow", *words], env=own, check=False, capture_output=True, text=True, timeout=LONG)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert runs(tmp_path) == [when.isoformat()]
    assert ids(tmp_path / "out") == ["Rebels5"]


def test_catching_up_over_missing_days(tmp_path, quick_coder):
    for back in (1, 2, 4):
        put(tmp_path / "in", day(back), back)
    since = ("--since", day(4).isoformat())
    code, told, errors = run(tmp_path, *since)
    assert (code, told) == (2, [])
    assert "1 of 4 days have no input" in errors
    assert not (tmp_path / "out").exists()
    code, told, _ = run(tmp_path, *since, "--skip-missing-days")
    assert (code, [one["run_id"] for one in told]) == (0, [day(back).isoformat() for back in (4, 2, 1)])
    assert ids(tmp_path / "out") == ["Rebels1", "Rebels2", "Rebels4"]
    assert list(validate(str(tmp_path / "out"))) == []


def test_a_day_that_arrives_late_fills_its_place(tmp_path, quick_coder, tree):
    for back in (1, 3):
        put(tmp_path / "in", day(back), back)
        assert run(tmp_path, "--date", day(back).isoformat())[0] == 0
    assert run(tmp_path, "--date", day(2).isoformat())[0] == 2, "not there yet: the scheduler is to try again"
    put(tmp_path / "in", day(2), 2)
    assert run(tmp_path, "--date", day(2).isoformat())[0] == 0
    shutil.copytree(tmp_path / "out", tmp_path / "late")
    shutil.rmtree(tmp_path / "out")
    assert run(tmp_path, "--since", day(3).isoformat())[0] == 0
    assert tree(tmp_path / "late") == tree(tmp_path / "out"), "whatever came when, the dataset is the same"
    put(tmp_path / "in", day(2), 2, 20)
    assert run(tmp_path, "--date", day(2).isoformat())[0] == 0, "the rest of a day comes later still"
    assert ids(tmp_path / "out") == ["Rebels1", "Rebels2", "Rebels20", "Rebels3"]


def test_a_second_run_of_a_day_is_turned_away_while_the_first_goes_on(tmp_path, quick_coder):
    put(tmp_path / "in", day(1), 1, 2)
    with lock(str(tmp_path / "out"), day(1).isoformat()):
        code, told, errors = run(tmp_path, "--date", "yesterday")
    assert (code, told) == (1, [])
    assert "is being written by another process" in errors
    assert run(tmp_path, "--date", "yesterday")[0] == 0, "it may try again"
    assert ids(tmp_path / "out") == ["Rebels1", "Rebels2"]


def test_two_schedulers_that_start_one_day_at_once(tmp_path, quick_coder, tree):
    put(tmp_path / "in", day(1), 1, 2)
    both = [start(tmp_path, "--date", "yesterday", delay=1.0) for _ in range(2)]
    ends = [process.communicate(timeout=LONG) for process in both]
    codes = sorted(process.returncode for process in both)
    assert codes in ([0, 0], [0, 1]), ends
    assert ids(tmp_path / "out") == ["Rebels1", "Rebels2"]
    before = tree(tmp_path / "out")
    assert run(tmp_path, "--date", "yesterday")[0] == 0
    assert tree(tmp_path / "out") == before
    assert not (tmp_path / "out" / "_staging").exists()


def test_runs_of_different_days_may_overlap(tmp_path):
    for back in (1, 2, 3):
        put(tmp_path / "in", day(back), back, back + 10)
    processes = [start(tmp_path, "--date", day(back).isoformat(), delay=1.0) for back in (1, 2, 3)]
    for process in processes:
        _, errors = process.communicate(timeout=LONG)
        assert process.returncode == 0, errors
    assert runs(tmp_path) == sorted(day(back).isoformat() for back in (1, 2, 3))
    assert len(ids(tmp_path / "out")) == 6
    assert list(validate(str(tmp_path / "out"))) == []
