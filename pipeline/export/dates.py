"""Which day an event has in an export: the text's own, or else that of publication."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pipeline.errors import UsageError
from pipeline.export.dataset import Report

TEXT, PUBLICATION = "text", "publication"
POLICIES = (TEXT, PUBLICATION)
"""``text``: only dates that words of the article give; ``publication``: that of the article where these give none."""


def check_policy(policy: str) -> None:
    """Raise UsageError for a value of ``--dates`` that does not exist."""
    if policy not in POLICIES:
        raise UsageError(f"--dates {policy}: choose one of {', '.join(POLICIES)}.")


def with_dates(reports: Iterator[Report], policy: str) -> Iterator[Report]:
    """Yield reports whose events have a date by the policy; the basis of a date that is taken away stays."""
    for report in reports:
        if policy == TEXT and report.event["date_basis"] == "publication":
            event = {**report.event, "date_start": None, "date_end": None, "date_precision": "none"}
            yield msgspec.structs.replace(report, event=event)
        else:
            yield report
