"""Errors that a user can act on, with the exit code of the command line."""

from __future__ import annotations


class UsageError(Exception):
    """An unusable argument, input or output: what is wrong and what to do next. Exit code 2."""


class RunError(Exception):
    """The run could not be finished or its result breaks a promise. Exit code 1."""


class BusyError(RunError):
    """Another process is writing the same run."""
