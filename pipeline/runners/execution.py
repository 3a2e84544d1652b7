"""Running a pipeline on this machine and watching its workers."""

from __future__ import annotations

import os
import shlex
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.portability.api import beam_provision_api_pb2
from apache_beam.runners.job.utils import dict_to_struct
from apache_beam.runners.portability.fn_api_runner import FnApiRunner
from apache_beam.runners.portability.fn_api_runner.fn_runner import ExtendedProvisionInfo
from apache_beam.runners.runner import PipelineRunner, PipelineState
from apache_beam.transforms.environments import Environment, SubprocessSDKEnvironment

from pipeline.errors import RunError
from pipeline.lean import outside_notebooks
from pipeline.progress import Display
from pipeline.runners.forked import can_fork, fork_workers, forked_environment
from pipeline.runners.loopback import stay_on_loopback
from pipeline.runners.worker import LAUNCHER, SIGN
from transforms import arithmetic

if TYPE_CHECKING:
    from apache_beam.portability.api.beam_runner_api_pb2 import Pipeline
    from apache_beam.runners.portability.fn_api_runner.fn_runner import RunnerResult

WORKER = "import sys; sys.path[:] = filter(None, sys.path); from pipeline.runners.worker import main; main()"
"""Not ``-m``, which would find a folder named ``pipeline`` in the working directory first."""
CANCELLED = "JobCancellationException"
"""In the message of Beam's job server for Flink, which calls a job that was cancelled there a failed one."""
POLL = 0.2
"""Seconds between two looks at the workers' progress."""
_grpc_ran = threading.Event()
"""Its threads stay, and copies of this process would lack them."""


def local_runner(
    processes: int,
    beam_options: PipelineOptions,
    sign: str | None = None,
    load: Callable[[], object] | None = None,
) -> PipelineRunner:
    """Return the runner of this machine; RunError where ``load`` fails.

    Its workers end when the directory ``sign`` is taken away. They are copies of this process after it has called
    ``load``, or new processes: where that is not given, where the process has threads, and where gRPC has run.

    It is named outright: ``DirectRunner`` is another engine where Beam finds or can download a Prism binary.
    """
    arithmetic.settle()
    if processes <= 1:
        return FnApiRunner()
    fresh = not _grpc_ran.is_set()
    _grpc_ran.set()
    environment: Environment
    if load is not None and fresh and can_fork():
        _loaded(load)
        fork_workers(processes, sign)
        environment = forked_environment()
    else:
        environment = spawned_environment(sign)
    given = beam_options.get_all_options(drop_default=True).items()
    told = {f"beam:option:{name}:v1": value for name, value in given if value is not None}
    provision = beam_provision_api_pb2.ProvisionInfo(retrieval_token="none", pipeline_options=dict_to_struct(told))  # noqa: S106 - no secret
    return _Processes(environment, ExtendedProvisionInfo(provision), processes)


def _loaded(load: Callable[[], object]) -> None:
    try:
        load()
    except Exception as error:
        raise RunError(describe_failure(error)) from error


def spawned_environment(sign: str | None) -> Environment:
    """Return the environment of new processes, which load everything themselves."""
    roots = [str(Path(__file__).resolve().parents[2]), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(filter(None, roots)))
    os.environ[LAUNCHER] = str(os.getpid())
    if sign is not None:
        os.environ[SIGN] = sign
    command = f"exec {shlex.quote(sys.executable)} -c {shlex.quote(WORKER)}"
    return SubprocessSDKEnvironment.from_command_string(command)


class _Processes(FnApiRunner):
    """FnApiRunner with our own worker command and number of workers."""

    def __init__(self, environment: Environment, provision: ExtendedProvisionInfo, processes: int) -> None:
        super().__init__(default_environment=environment, provision_info=provision)
        self._processes = processes

    def run_via_runner_api(self, pipeline_proto: Pipeline, options: PipelineOptions) -> RunnerResult:
        """Run on our number of workers, whatever the options of DirectRunner say."""
        self._num_workers = self._processes
        return super().run_via_runner_api(pipeline_proto, options)


class Execution:
    """A pipeline running in a thread, watched from the main one.

    A worker process that dies leaves Beam waiting for ever: its end shows as an exception in the thread that
    started it, which is caught here and ends the run.
    """

    def __init__(self, pipeline: beam.Pipeline, *, endless: bool = False) -> None:
        stay_on_loopback()
        self._pipeline = pipeline
        self._endless = endless
        """The job has no end of its own: being cancelled is how it ends."""
        self._failure: BaseException | None = None
        self._done = threading.Event()

    def wait(self, display: Display) -> None:
        """Run to the end; RunError if the pipeline or a worker fails."""
        hook, threading.excepthook = threading.excepthook, self._thread_failed
        try:
            threading.Thread(target=self._run, daemon=True).start()
            while not self._done.wait(POLL):
                display.update()
        finally:
            threading.excepthook = hook
        self._raise_failure()

    def wait_in_thread(self) -> None:
        """Run to the end in the calling thread: job servers of other runners want to set signal handlers."""
        self._run()
        self._raise_failure()

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise RunError(describe_failure(self._failure)) from self._failure

    def _run(self) -> None:
        try:
            with outside_notebooks():
                running = self._pipeline.run()
            state = running.wait_until_finish()
            if state not in (PipelineState.DONE, None) and not (self._endless and state == PipelineState.CANCELLED):
                self._failure = RunError(f"the runner ended in state {state}")
        except Exception as error:  # noqa: BLE001 - handed to the waiting thread
            if not (self._endless and CANCELLED in str(error)):
                self._failure = error
        finally:
            self._done.set()

    def _thread_failed(self, args: threading.ExceptHookArgs) -> None:
        self._failure = self._failure or args.exc_value or RunError("a worker thread failed")
        self._done.set()


def describe_failure(error: BaseException) -> str:
    """Return what to tell the user about a failed pipeline."""
    text = str(error).strip() or type(error).__name__
    if "Worker subprocess exited" in text:
        return f"a worker process died ({text}); out of memory? Try --processes 1. The dataset is unchanged."
    lines = text.splitlines()
    return f"{lines[-1]} (the dataset is unchanged)"
