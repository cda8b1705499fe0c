"""A real OpenID Connect provider, started as a process of its own for the tests of one file."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import requests


@dataclass(frozen=True)
class Provider:
    url: str

    def knows(self, subject: str, **claims: object) -> None:
        """Somebody has an account with the city."""
        requests.put(f"{self.url}/users/{subject}", json=claims, timeout=10).raise_for_status()

    def sign_in(self, address: str, subject: str | None) -> str:
        """What a browser does there: choose who one is (None: cancel); where it is sent back."""
        form = {"sub": subject} if subject else {"action": "deny"}
        answer = requests.post(address, data=form, allow_redirects=False, timeout=10)
        assert answer.status_code == 302, answer.text
        back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}"


def asked(address: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}


@contextlib.contextmanager
def running() -> Iterator[Provider]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    line = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--host", "127.0.0.1"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"}
    process = subprocess.Popen(line, env=environment, **quiet)
    provider = Provider(f"http://127.0.0.1:{port}")
    try:
        for _attempt in range(100):
            with contextlib.suppress(requests.ConnectionError):
                requests.get(f"{provider.url}/.well-known/openid-configuration", timeout=5)
                break
            time.sleep(0.2)
        yield provider
    finally:
        process.terminate()
        process.wait(10)
