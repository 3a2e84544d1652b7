"""Beam's job servers for Flink and Spark: where their jars are, and a jar made of a folder of Maven artifacts.

Beam fetches a jar from Maven Central itself where that is allowed. Elsewhere it is fetched once by hand:

    mvn dependency:copy -Dartifact=org.apache.beam:beam-runners-flink-1.20-job-server:2.77.0 -DoutputDirectory=.

and named by ``NEWSBEAM_FLINK_JOB_SERVER``. Mirrors that refuse files of this size may still hold its parts, which
``python -m pipeline.runners.jobserver FOLDER`` joins: see ``docs/engines.md``.
"""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CACHE = Path("~/.cache/newsbeam")
JAR = "job-server.jar"
LINE = 70
"""Bytes of a line in a jar's manifest, at most."""


@dataclass(frozen=True)
class Engine:
    """An engine that a job server of Beam's stands before; no msgspec here, so that plain Python can join jars."""

    name: str
    runner: str
    main: str
    """Class that starts the job server."""

    @property
    def variable(self) -> str:
        """Environment variable with the path of the jar."""
        return f"NEWSBEAM_{self.name.upper()}_JOB_SERVER"

    @property
    def option(self) -> str:
        """Option of Beam with the path of the jar."""
        return f"--{self.name}_job_server_jar"

    @property
    def cached(self) -> Path:
        """Where the jar lies that was joined here."""
        return CACHE.expanduser() / self.name / JAR


FLINK = Engine("flink", "FlinkRunner", "org.apache.beam.runners.flink.FlinkJobServerDriver")
SPARK = Engine("spark", "SparkRunner", "org.apache.beam.runners.spark.SparkJobServerDriver")
ENGINES = (FLINK, SPARK)


def find_jar(engine: Engine = FLINK) -> str | None:
    """Return the jar that was named or cached; None where Beam is to fetch it."""
    named = os.environ.get(engine.variable)
    if named:
        return named
    return str(engine.cached) if engine.cached.exists() else None


def with_jar(args: Sequence[str]) -> list[str]:
    """Return Beam options with the jar where they ask for an engine that has one and name none."""
    for engine in ENGINES:
        asked = engine.runner in args or f"--runner={engine.runner}" in args
        elsewhere = (engine.option, f"--{engine.name}_submit_uber_jar", "--job_endpoint")
        jar = find_jar(engine) if asked and not any(arg.startswith(elsewhere) for arg in args) else None
        if jar:
            return [*args, f"{engine.option}={jar}"]
    return list(args)


def engine_of(folder: Path) -> Engine:
    """Return the engine whose runner lies in a folder of jars."""
    for engine in ENGINES:
        if any(folder.glob(f"beam-runners-{engine.name}-*.jar")):
            return engine
    raise FileNotFoundError(f"no runner of Beam's in {folder}: {' or '.join(engine.name for engine in ENGINES)}")


def manifest_lines(text: str) -> str:
    """Return a header of a jar's manifest, folded as the format asks."""
    parts = [text[:LINE]]
    rest = text[LINE:]
    while rest:
        parts.append(" " + rest[: LINE - 1])
        rest = rest[LINE - 1 :]
    return "".join(part + "\r\n" for part in parts)


def make_jar(folder: Path, jar: Path | None = None) -> None:
    """Write a jar that starts the job server from the jars of a folder, which stay where they are."""
    engine = engine_of(folder)
    jar = jar or engine.cached
    paths = sorted(path.resolve() for path in folder.glob("*.jar"))
    classes = " ".join(path.as_uri() for path in paths)
    headers = ("Manifest-Version: 1.0", f"Main-Class: {engine.main}", f"Class-Path: {classes}")
    jar.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(jar, "w") as archive:
        archive.writestr("META-INF/MANIFEST.MF", "".join(map(manifest_lines, headers)) + "\r\n")


if __name__ == "__main__":
    make_jar(Path(sys.argv[1]))
