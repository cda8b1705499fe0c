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
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.journeys.backstage import Site
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
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A served demonstration city, shared by the journeys of a run.

    UNIONHALL_SITE names one that is already served and UNIONHALL_VAR its data folder, which saves
    a minute while writing journeys.
    """
    if os.environ.get("UNIONHALL_SITE"):
        if not os.environ.get("UNIONHALL_VAR"):
            pytest.fail("UNIONHALL_VAR: which VAR_DIR was the server started with?")
        yield Site(os.environ["UNIONHALL_SITE"], Path(os.environ["UNIONHALL_VAR"]))
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
        yield Site(address, folder / "var")
    finally:
        server.terminate()
        server.wait(30)
        log.close()


@pytest.fixture(scope="session")
def employers(site: Site) -> dict[str, list[str]]:
    """Employers that were registered for this run only, by what is special about them."""
    return site.found(firms=36, groups=4)


@pytest.fixture
def employer(employers: dict[str, list[str]]) -> Callable[..., str]:
    """`employer()`, `employer("group")`: the name of one no other journey of this run uses."""
    return lambda kind="firm": employers[kind].pop()


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


@pytest.fixture(scope="session")
def judged() -> set[tuple[str, str]]:
    """Pages that axe has seen in this run: (name, device). Once is enough."""
    return set()


@pytest.fixture
def arrive(
    site: Site,
    chromium: Browser,
    judged: set[tuple[str, str]],
    request: pytest.FixtureRequest,
) -> Iterator[Callable[..., Visitor]]:
    """`arrive("15400000001", device="phone", scripts=False)` -> a Visitor, signed in."""
    visitors: list[Visitor] = []
    folder = Path("screenshots") if request.config.getoption("--screenshots") else None

    def come(account: str = "", *, device: str = "wide", scripts: bool = True) -> Visitor:
        visitor = Visitor(
            chromium, site.address, device=device, scripts=scripts, pictures=folder, judged=judged
        )
        visitors.append(visitor)
        if account:
            visitor.sign_in(account)
        return visitor

    yield come
    faults = [fault for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.leave()
    assert faults == []
