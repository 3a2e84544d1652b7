"""Worker processes that are copies of the launcher.

Beam, the language model and all resources take seconds to load; a copy of a process that has loaded them is there at
once and shares their memory. It is made before the runner and gRPC start threads, which it would lack, and waits until
it is told where the runner listens.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import traceback
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec
from apache_beam.runners.portability.fn_api_runner.worker_handlers import GrpcWorkerHandler, WorkerHandler
from apache_beam.transforms.environments import Environment, python_sdk_capabilities
from google.protobuf import json_format, text_format

from pipeline.dataset.commit import drop_locks
from pipeline.runners.worker import work

if TYPE_CHECKING:
    from apache_beam.portability.api.beam_runner_api_pb2 import ArtifactInformation
    from apache_beam.runners.pipeline_context import PipelineContext
    from apache_beam.runners.portability.fn_api_runner.fn_runner import ExtendedProvisionInfo
    from apache_beam.runners.portability.fn_api_runner.worker_handlers import GrpcServer, StateServicer

URN = "newsbeam:env:forked:v1"


class Copy(msgspec.Struct, frozen=True):
    """A process that waits for its orders: the environment variables that tell Beam's worker what to do."""

    process: int
    orders: int
    """End of a pipe to write them to."""


_waiting: list[Copy] = []
"""Beam makes the handlers of workers from the name of an environment: here they find their processes."""


def can_fork() -> bool:
    """Return whether a copy of this process would be whole: there are no other threads, which it would lack.

    Libraries of macOS do not survive being copied.
    """
    return sys.platform == "linux" and threading.active_count() == 1


def fork_workers(count: int, sign: str | None) -> None:
    """Make ``count`` copies of this process, which end when it ends or when the directory ``sign`` is taken away."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    launcher = os.getpid()
    for _ in range(count):
        read, write = os.pipe()
        process = os.fork()
        if not process:
            os.close(write)
            _be_worker(read, launcher, sign)
        os.close(read)
        _waiting.append(Copy(process, write))


def _be_worker(read: int, launcher: int, sign: str | None) -> None:
    """Wait for orders and work until the launcher closes the connection; never return into the launcher's code."""
    status = 1
    try:
        drop_locks()
        for copy in _waiting:
            os.close(copy.orders)
        work(launcher, sign, os.fdopen(read, "rb").readline)
        status = 0
    except BaseException:  # noqa: BLE001 - what is above on the stack is the launcher's to do
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError):
            sys.stderr.flush()
        os._exit(status)


@Environment.register_urn(URN, None)
class ForkedEnvironment(Environment):
    """Where the copies of this process run."""

    def to_runner_api_parameter(self, context: PipelineContext | None) -> tuple[str, bytes]:
        """Return the name of the environment."""
        del context
        return URN, b""

    @staticmethod
    def from_runner_api_parameter(
        payload: bytes,
        capabilities: Iterable[str],
        artifacts: Iterable[ArtifactInformation],
        resource_hints: Mapping[str, bytes],
        context: PipelineContext,
    ) -> ForkedEnvironment:
        """Return the environment of a name."""
        del payload, context
        return ForkedEnvironment(capabilities, artifacts, resource_hints)


def forked_environment() -> ForkedEnvironment:
    """Return the environment with what Beam's Python workers are able to do."""
    return ForkedEnvironment(python_sdk_capabilities())


@WorkerHandler.register_environment(URN, bytes)
class ForkedWorker(GrpcWorkerHandler):
    """A copy of this process at work; its untimely end is raised in the thread that waits for it."""

    def __init__(
        self, payload: bytes, state: StateServicer, provision_info: ExtendedProvisionInfo, grpc_server: GrpcServer
    ) -> None:
        del payload
        super().__init__(state, provision_info, grpc_server)
        self._copy = _waiting.pop(0)
        self._thread = threading.Thread(target=self._wait, daemon=True)

    def start_worker(self) -> None:
        """Tell the copy where the runner listens."""
        orders = {
            "WORKER_ID": self.worker_id,
            "CONTROL_API_SERVICE_DESCRIPTOR": text_format.MessageToString(self.control_api_service_descriptor()),
            "PIPELINE_OPTIONS": json_format.MessageToJson(self.provision_info.provision_info.pipeline_options),
        }
        with contextlib.suppress(BrokenPipeError), os.fdopen(self._copy.orders, "wb") as pipe:
            pipe.write(msgspec.json.encode(orders) + b"\n")
        self._thread.start()

    def _wait(self) -> None:
        code = os.waitstatus_to_exitcode(os.waitpid(self._copy.process, 0)[1])
        if code:
            raise RuntimeError(f"Worker subprocess exited with return code {code}")

    def stop_worker(self) -> None:
        """Wait for the end of the copy, whose connection is closed."""
        self._thread.join()
