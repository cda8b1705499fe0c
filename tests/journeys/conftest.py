"""A real server with the demonstration city, and a real browser in front of it.

The server is the one of `make run`: same preparation, same worker, a fresh data folder. Each
visitor is a browser context of its own; whatever breaks the content policy or a script on any
page fails the test that saw it.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.journeys.visitor import Visitor

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 180


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a served demonstration city, shared by the journeys of a run.

    UNIONHALL_SITE names one that is already served, which saves a minute while writing journeys.
    """
    if os.environ.get("UNIONHALL_SITE"):
        yield os.environ["UNIONHALL_SITE"]
        return
    folder = tmp_path_factory.mktemp("site")
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "BROKER_URL")}
    log = (folder / "serve.log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "-m", "unionhall.config.serve", "--port", str(port)],
        env={**environment, "VAR_DIR": str(folder / "var"), "PYTHONUNBUFFERED": "1"},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, server, folder / "serve.log")
        yield address
    finally:
        server.terminate()
        server.wait(30)
        log.close()


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail(f"the server ended:\n{log.read_text(errors='replace')[-4000:]}")
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                assert answer.status == 200
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    pytest.fail(f"the server did not answer:\n{log.read_text(errors='replace')[-4000:]}")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def arrive(site: str, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[type]:
    """`arrive("15400000001", device="phone", scripts=False)` -> a Visitor, signed in."""
    visitors: list[Visitor] = []
    folder = Path("screenshots") if request.config.getoption("--screenshots") else None

    def come(account: str = "", *, device: str = "wide", scripts: bool = True) -> Visitor:
        visitor = Visitor(chromium, site, device=device, scripts=scripts, pictures=folder)
        visitors.append(visitor)
        if account:
            visitor.sign_in(account)
        return visitor

    yield come
    faults = [fault for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.leave()
    assert faults == []
