"""gunicorn as the bench runs it: one worker, one thread, kept-alive connections."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager

PRODUCT, FLOOR = "unionhall.config.settings", "tests.bench.floor_settings"
LONGEST_START = 60


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(settings: str, first: str) -> Iterator[tuple[int, float]]:
    """(port, seconds from process start to the first answer of the address `first`)."""
    port = free_port()
    line = [sys.executable, "-m", "gunicorn", "unionhall.config.wsgi:application"]
    line += ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "1"]
    line += ["--threads", "1", "--keep-alive", "75", "--log-level", "warning"]
    begun = time.perf_counter()
    process = subprocess.Popen(line, env={**os.environ, "DJANGO_SETTINGS_MODULE": settings})
    try:
        _first_answer(process, f"http://127.0.0.1:{port}{first}")
        yield port, time.perf_counter() - begun
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _first_answer(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server of {address} ended with {process.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                answer.read()
                return
        except ConnectionError:
            time.sleep(0.02)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
            time.sleep(0.02)
    raise RuntimeError(f"{address} did not answer")
