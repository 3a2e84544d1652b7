"""OpenLineage events of runs: what was read, what was written, how it ended; a line of JSON each, in a file.

Whoever collects lineage reads the file or posts its lines; nothing is sent from here.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from pipeline import storage
from pipeline.dataset.manifest import InputFact, Manifest
from pipeline.dataset.rows import FOLDERS, PUBLIC, SCHEMAS
from schemas.version import VERSION

PRODUCER = f"urn:newsbeam:{VERSION}"
SPEC = "https://openlineage.io/spec"
EVENT = f"{SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent"
NAMESPACE = "newsbeam"
START, COMPLETE, FAIL = "START", "COMPLETE", "FAIL"


class Attempt(msgspec.Struct, frozen=True):
    """A run that was begun."""

    run_id: str
    output: str
    started_at: str
    inputs: tuple[InputFact, ...] = ()

    @property
    def uuid(self) -> str:
        """The id that the events of this attempt share: every attempt at a run has its own."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.output}#{self.run_id}@{self.started_at}"))


def started(attempt: Attempt) -> dict[str, Any]:
    """Return the event of a run that begins."""
    return event(START, attempt, attempt.started_at)


def completed(attempt: Attempt, manifest: Manifest) -> dict[str, Any]:
    """Return the event of a run that was committed: rows, bytes and columns of what it wrote, and its accounting."""
    told = event(COMPLETE, attempt, manifest.timing.finished_at)
    told["inputs"] = datasets(manifest.inputs)
    told["outputs"] = [written(manifest, attempt.output, name) for name in PUBLIC]
    told["run"]["facets"] = {
        "newsbeam_accounting": facet("urn:newsbeam:facet:accounting", **msgspec.to_builtins(manifest.accounting)),
    }
    return told


def failed(attempt: Attempt, message: str, at: str) -> dict[str, Any]:
    """Return the event of a run that failed; the dataset is as it was."""
    told = event(FAIL, attempt, at)
    told["run"]["facets"] = {
        "errorMessage": facet(
            f"{SPEC}/facets/1-0-1/ErrorMessageRunFacet.json", message=message, programmingLanguage="python"
        )
    }
    return told


def event(kind: str, attempt: Attempt, at: str) -> dict[str, Any]:
    """Return what all events have."""
    return {
        "eventType": kind,
        "eventTime": at,
        "producer": PRODUCER,
        "schemaURL": EVENT,
        "run": {"runId": attempt.uuid},
        "job": {"namespace": NAMESPACE, "name": attempt.output},
        "inputs": datasets(attempt.inputs),
        "outputs": [],
    }


def facet(schema: str, **values: Any) -> dict[str, Any]:  # noqa: ANN401 - members of a facet are of any kind
    """Return a facet with what every facet has."""
    return {"_producer": PRODUCER, "_schemaURL": schema, **values}


def datasets(inputs: Iterable[InputFact]) -> list[dict[str, str]]:
    """Return inputs as datasets, each once: messages of a topic are its."""
    found = dict.fromkeys(dataset_of(fact.uri.partition("#")[0]) for fact in inputs)
    return [{"namespace": namespace, "name": name} for namespace, name in found]


def dataset_of(uri: str) -> tuple[str, str]:
    """Return namespace and name of a file, object, topic or subscription, as OpenLineage forms them."""
    parts = urlsplit(uri)
    if parts.scheme == "pubsub":
        _, project, kind, name = uri.removeprefix("pubsub://").split("/")
        return "pubsub", f"{kind.removesuffix('s')}:{project}:{name}"
    if parts.scheme and parts.netloc:
        return f"{parts.scheme}://{parts.netloc}", parts.path.lstrip("/")
    return "file", str(Path(uri).absolute())


def written(manifest: Manifest, output: str, name: str) -> dict[str, Any]:
    """Return a dataset that a run wrote, with its columns and what the run put there."""
    files = [file for file in manifest.files if file.dataset == name]
    namespace, path = dataset_of(storage.join(output, FOLDERS.get(name, name)))
    fields = [
        {
            "name": column.name,
            "type": str(column.type),
            "description": (column.metadata or {}).get(b"meaning", b"").decode(),
        }
        for column in SCHEMAS[name]
    ]
    statistics = facet(
        f"{SPEC}/facets/1-0-2/OutputStatisticsOutputDatasetFacet.json",
        rowCount=sum(file.rows for file in files),
        size=sum(file.bytes for file in files),
        fileCount=len(files),
    )
    return {
        "namespace": namespace,
        "name": path,
        "facets": {"schema": facet(f"{SPEC}/facets/1-1-1/SchemaDatasetFacet.json", fields=fields)},
        "outputFacets": {"outputStatistics": statistics},
    }


def append(path: str, told: dict[str, Any]) -> None:
    """Add an event to a file, as one write of one line."""
    with Path(path).open("ab", buffering=0) as file:
        file.write(msgspec.json.encode(told) + b"\n")
