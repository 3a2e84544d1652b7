"""Inputs of the pipeline tests, and what became of them: stories in files, rows by manifest, a frame and an actor."""

import json
import os

import pyarrow.parquet as pq

from pipeline.dataset.manifest import read_manifests

FRAME = "# Written for this test\n\nv blorp\n  when obj=@party\n  is ASSAULT/firearms\n"
TABLE = "name\taliases\tcountry\tsector\nOrder of the Lamp\tLampists\tTCD\tREB\n"
SECOND = 10**9


def story(number, who="Rebels"):
    return {
        "id": f"{who}{number}",
        "date": f"2020-0{3 + number % 2}-1{number % 9}",
        "text": f"{who} attacked Soldiers in village number {number}. Nobody else was hurt on that day.",
    }


def drop(folder, name, *rows):
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    os.utime(path, ns=(SECOND, path.stat().st_mtime_ns - 5 * SECOND))
    return path


def rows(directory, dataset="articles"):
    """Return the rows of the files that the manifests name."""
    found = []
    for manifest in read_manifests(str(directory)):
        for file in manifest.files:
            if file.dataset == dataset:
                found += pq.ParquetFile(directory / file.path).read().to_pylist()
    return sorted(found, key=str)


def ids(directory):
    return sorted(row["input_id"] for row in rows(directory))
