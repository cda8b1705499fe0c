"""Secrets that are made once, kept closed, and demanded in production."""

from __future__ import annotations

import stat
import threading

import pytest

from unionhall.config.environment import MissingSecret, secret


def test_a_secret_is_made_once_and_kept_closed(tmp_path):
    file = tmp_path / "key"
    first = secret("KEY", given="", file=file, production=False)
    assert secret("KEY", given="", file=file, production=False) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(first) == 44
    assert [one.name for one in tmp_path.iterdir()] == ["key"]


def test_what_is_given_wins(tmp_path):
    assert secret("KEY", given="mine", file=tmp_path / "key", production=True) == "mine"
    assert list(tmp_path.iterdir()) == []


def test_production_does_not_make_secrets_up(tmp_path):
    with pytest.raises(MissingSecret, match="KEY must be set"):
        secret("KEY", given="", file=tmp_path / "key", production=True)


def test_processes_that_start_together_agree(tmp_path):
    found: list[str] = []
    ready = threading.Barrier(8)

    def read() -> None:
        ready.wait()
        found.append(secret("KEY", given="", file=tmp_path / "key", production=False))

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
