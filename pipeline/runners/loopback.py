"""Beam's own servers of a local run, kept to the loopback interface.

They are hard-wired to listen on all interfaces, where any machine that reaches this one could be a worker of the run.
The workers are on this machine, so that nobody else has to get in.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType
from typing import Any

import grpc
from apache_beam.runners.portability import local_job_service
from apache_beam.runners.portability.fn_api_runner import worker_handlers
from apache_beam.runners.worker import worker_pool_main

ANYWHERE, LOOPBACK = "[::]:", "localhost:"
SERVING: tuple[ModuleType, ...] = (worker_handlers, local_job_service, worker_pool_main)
"""Modules of Beam that make servers in this process: of the runner, for the log lines of its workers, and of workers
in the launcher of another runner."""


class _Server:
    """A server that listens on the loopback interface where it is told to listen everywhere."""

    def __init__(self, server: grpc.Server) -> None:
        self._server = server

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the server has
        return getattr(self._server, name)

    def add_insecure_port(self, address: str) -> int:
        """Listen; return the port."""
        port: int = self._server.add_insecure_port(address.replace(ANYWHERE, LOOPBACK, 1))
        return port


class _Grpc:
    """The library, but for the servers that it makes."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the library has
        return getattr(grpc, name)

    def server(self, *args: Any, **options: Any) -> _Server:  # noqa: ANN401 - as the library takes them
        """Make a server."""
        return _Server(grpc.server(*args, **options))


def stay_on_loopback(modules: Iterable[ModuleType] = SERVING) -> None:
    """Let the servers that Beam makes from now on listen on the loopback interface only."""
    for module in modules:
        module.grpc = _Grpc()  # type: ignore[attr-defined]
