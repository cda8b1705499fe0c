"""`make run`: prepare the database, then serve pages and run the worker until Ctrl-C.

Everything before serving may be repeated without harm. Deployment proper starts gunicorn and
Celery by itself and does not come here.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess  # nosec B404 - starts our own two processes, no shell
import sys
import time
from types import FrameType

import django
from django.conf import settings
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.config.settings")
GRACE_SECONDS = 15


def prepare() -> None:
    """Bring database, static files, definitions and the demonstration city up to date."""
    call_command("migrate", verbosity=0, interactive=False)
    if settings.STATIC_ROOT:
        call_command("collectstatic", verbosity=0, interactive=False)
    call_command("definitions", "publish")
    call_command("demo")


def commands(host: str, port: int) -> dict[str, list[str]]:
    """Return what is started: name of the process -> its command line."""
    python = [sys.executable, "-m"]
    web = ["gunicorn", "unionhall.config.wsgi:application", "--bind", f"{host}:{port}"]
    web += ["--worker-class", "gthread", "--workers", "1", "--threads", "8"]
    web += ["--graceful-timeout", "10", "--log-level", "warning"]
    worker = ["celery", "--app", "unionhall.config.celery", "--quiet", "worker"]
    worker += ["--pool", "threads", "--concurrency", "1", "--loglevel", "WARNING"]
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    worker += ["--beat"]
    # the schedule is one fixed line of settings: a file of it only breaks when a run is killed
    worker += ["--scheduler", "celery.beat:Scheduler"]
    return {"web": python + web, "worker": python + worker}


def supervise(lines: dict[str, list[str]]) -> int:
    """Run all processes until one ends or a signal comes; then end the others. Exit code."""
    stopping: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopping.append(number)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    # own sessions: Ctrl-C reaches only this process, which then ends them in order
    running = {
        name: subprocess.Popen(line, start_new_session=True)  # nosec B603 - our own lines
        for name, line in lines.items()
    }
    code = 0
    while not stopping:
        ended = {name: p.returncode for name, p in running.items() if p.poll() is not None}
        if ended:
            name, code = next(iter(ended.items()))
            print(f"The {name} process ended ({code}); stopping the other.", file=sys.stderr)
            code = code or 1
            break
        time.sleep(0.3)
    end(running)
    return code


def end(running: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask each process to finish what it does; end it by force after a while."""
    for process in running.values():
        if process.poll() is None:
            process.terminate()
    for process in running.values():
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def main() -> int:
    """Parse the command line, prepare, serve; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    # shows the codes that would be sent; settings refuse it in production
    os.environ.setdefault("DEMO", "1")
    if not is_free(options.host, options.port):
        print(f"Port {options.port} is taken. Choose another: make run PORT=8001")
        return 2
    django.setup()
    prepare()
    address = f"http://{options.host}:{options.port}"
    print(
        f"\n  办事大厅  {address}/\n  审核工作台 {address}/office/\n\n  Ctrl-C stops.\n", flush=True
    )
    return supervise(commands(options.host, options.port))


if __name__ == "__main__":
    sys.exit(main())
