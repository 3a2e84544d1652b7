"""Beam's job server for Flink: where its jar is, and a jar made of a folder of Maven artifacts.

Beam fetches the jar from Maven Central itself where that is allowed. Elsewhere it is fetched once by hand:

    mvn dependency:copy -Dartifact=org.apache.beam:beam-runners-flink-1.20-job-server:2.77.0 -DoutputDirectory=.

and named by ``NEWSBEAM_FLINK_JOB_SERVER``. Mirrors that refuse files of this size may still hold its parts; see
``docs/engines.md`` for the project file, and join them with ``python -m pipeline.jobserver FOLDER``.
"""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

JAR = "NEWSBEAM_FLINK_JOB_SERVER"
"""Environment variable with the path of the jar."""
CACHED = Path("~/.cache/newsbeam/flink/job-server.jar")
MAIN = "org.apache.beam.runners.flink.FlinkJobServerDriver"
LINE = 70
"""Bytes of a line in a jar's manifest, at most."""


def find_jar() -> str | None:
    """Return the jar that was named or cached; None where Beam is to fetch it."""
    named = os.environ.get(JAR)
    if named:
        return named
    cached = CACHED.expanduser()
    return str(cached) if cached.exists() else None


def with_jar(args: Sequence[str]) -> list[str]:
    """Return Beam options with the jar where they ask for Flink and name none."""
    asked = "FlinkRunner" in args or "--runner=FlinkRunner" in args
    named = any(arg.startswith(("--flink_job_server_jar", "--flink_submit_uber_jar", "--job_endpoint")) for arg in args)
    jar = find_jar() if asked and not named else None
    return [*args, f"--flink_job_server_jar={jar}"] if jar else list(args)


def manifest_lines(text: str) -> str:
    """Return a header of a jar's manifest, folded as the format asks."""
    parts = [text[:LINE]]
    rest = text[LINE:]
    while rest:
        parts.append(" " + rest[: LINE - 1])
        rest = rest[LINE - 1 :]
    return "".join(part + "\r\n" for part in parts)


def make_jar(folder: Path, jar: Path) -> None:
    """Write a jar that starts the job server from the jars of a folder, which stay where they are."""
    paths = sorted(path.resolve() for path in folder.glob("*.jar"))
    if not paths:
        raise FileNotFoundError(f"no jar in {folder}")
    headers = ("Manifest-Version: 1.0", f"Main-Class: {MAIN}", "Class-Path: " + " ".join(p.as_uri() for p in paths))
    jar.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(jar, "w") as archive:
        archive.writestr("META-INF/MANIFEST.MF", "".join(map(manifest_lines, headers)) + "\r\n")


if __name__ == "__main__":
    make_jar(Path(sys.argv[1]), CACHED.expanduser())
