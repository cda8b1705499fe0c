"""`make run`: two processes that live and die together."""

from __future__ import annotations

import socket
import sys
import time

from unionhall.config import serve

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def test_a_taken_port_is_told_before_anything_is_done(monkeypatch, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr(sys, "argv", ["serve", "--port", str(port)])
        monkeypatch.setattr(serve, "prepare", lambda: (_ for _ in ()).throw(AssertionError))
        assert serve.main() == 2
    assert f"Port {port} is taken" in capsys.readouterr().out


def test_when_one_process_ends_the_other_is_ended_too(monkeypatch):
    # the test runner keeps its own Ctrl-C
    monkeypatch.setattr(serve.signal, "signal", lambda *_: None)
    begun = time.monotonic()
    code = serve.supervise({"web": SLEEP, "worker": [sys.executable, "-c", "raise SystemExit(3)"]})
    assert (code, time.monotonic() - begun < 20) == (3, True)


def test_both_processes_are_started():
    lines = serve.commands("127.0.0.1", 8123)
    assert sorted(lines) == ["web", "worker"]
    assert "127.0.0.1:8123" in lines["web"]
    assert "--beat" in lines["worker"]
