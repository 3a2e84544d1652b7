"""``/metrics``, ``/healthz`` and ``/readyz`` of a process, on the loopback interface only.

A collector on another machine goes through whatever guards the machine's own endpoints (a sidecar, an agent, a
forwarded port): news, and how much of it there is, are nobody's business by default.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from pipeline.errors import UsageError
from pipeline.monitor.metrics import CONTENT_TYPE
from pipeline.monitor.monitor import Monitor

LOOPBACK = "127.0.0.1"
PLAIN = "text/plain; charset=utf-8"


class _Server(ThreadingHTTPServer):
    """A server that ends with its process."""

    daemon_threads = True
    monitor: Monitor


class _Handler(BaseHTTPRequestHandler):
    """Answers three paths."""

    server: _Server

    def do_GET(self) -> None:
        """Answer."""
        monitor = self.server.monitor
        if self.path == "/metrics":
            self._answer(HTTPStatus.OK, monitor.render(), CONTENT_TYPE)
        elif self.path in ("/healthz", "/readyz"):
            why_not = monitor.stuck() if self.path == "/healthz" else monitor.unready()
            status = HTTPStatus.OK if why_not is None else HTTPStatus.SERVICE_UNAVAILABLE
            self._answer(status, f"{why_not or 'ok'}\n", PLAIN)
        else:
            self._answer(HTTPStatus.NOT_FOUND, "known are /metrics, /healthz and /readyz\n", PLAIN)

    def _answer(self, status: HTTPStatus, text: str, content_type: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the library calls
        """Log nothing: a look every few seconds is no news."""


@contextmanager
def serving(monitor: Monitor) -> Iterator[int | None]:
    """Serve a monitor on the port of its options; yield the port, None without one. UsageError where it is taken.

    Port 0 is any that is free.
    """
    port = monitor.options.metrics_port
    if port is None:
        yield None
        return
    try:
        server = _Server((LOOPBACK, port), _Handler)
    except (OSError, OverflowError) as error:
        raise UsageError(f"--metrics-port {port}: {error}. Give another port.") from error
    server.monitor = monitor
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
