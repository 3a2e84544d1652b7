"""The Beam graph. Transforms here only wire plain functions of other modules.

tasks -> Read -> Code -> Pack -> blocks of rows by partition ------------> Plan -> Write -> one result file
                          +-> keys of articles -> Link: copies -----------> |
                          +-> rows of events --------+-> Link: incidents -> |
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import apache_beam as beam

from pipeline.beam.linking import Link, event_keys, with_bucket
from pipeline.beam.plan import COPY_KEYS, EVENT_ROWS, ROWS, RunPlan
from pipeline.beam.rows import CodeTasks
from pipeline.beam.writing import Write


def build(pipeline: beam.Pipeline, tasks: Sequence[Any], plan: RunPlan, code: beam.PTransform | None = None) -> None:
    """Add the whole graph to a pipeline; ``code`` makes the outputs of CodeTasks of tasks of its own."""
    if plan.takers:
        keyed = [(taker, task) for taker in range(plan.takers) for task in tasks]
    else:
        keyed = [(task.index, task) for task in tasks]
    packed = pipeline | "Tasks" >> beam.Create(keyed, reshuffle=False) | "Code" >> (code or CodeTasks(plan))
    copies = packed[COPY_KEYS] | "Copies" >> Link(plan)
    event_keys_of_month = (
        (packed[EVENT_ROWS], copies | "OfBucket" >> beam.FlatMap(with_bucket, plan))
        | "Events" >> beam.Flatten()
        | "ByMonth" >> beam.GroupByKey()
        | "EventKeys" >> beam.FlatMap(event_keys, plan)
    )
    same = event_keys_of_month | "Incidents" >> Link(plan)
    _ = (packed[ROWS], copies, same) | "Rows" >> beam.Flatten() | "Write" >> Write(plan)
