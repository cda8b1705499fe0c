"""What the environment may say is written down, and what makes no sense stops the start."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
READ = re.compile(r"env\.\w+\(\s*\"([A-Z][A-Z0-9_]+)\"|os\.environ\.get\(\"([A-Z][A-Z0-9_]+)\"")
OURS = {"DJANGO_SETTINGS_MODULE"}


def read_names() -> set[str]:
    found: set[str] = set()
    for path in sorted((ROOT / "platform" / "unionhall" / "config").glob("*.py")):
        for one, other in READ.findall(path.read_text(encoding="utf-8")):
            found.add(one or other)
    return found - OURS


def test_every_variable_is_documented_and_nothing_else():
    rows = [line.split("|")[1] for line in DOCS.splitlines() if line.startswith("| `")]
    told = {name for row in rows for name in re.findall(r"`([A-Z][A-Z0-9_]+)`", row)}
    assert told == read_names()


LIMITS = "from unionhall.config import settings as s; print(s.TRUSTED_PROXIES, s.MAX_BODY_SIZE)"


def start(code: str = LIMITS, **environment: str) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of their own."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("TRUSTED_PROXIES", "-1", "TRUSTED_PROXIES"),
        ("TRUSTED_PROXIES", "one", "one"),
        ("MAX_BODY_MB", "much", "much"),
        ("UNIONHALL_ENV", "staging", "staging"),
        ("STAFF_TOTP", "maybe", "maybe"),
    ],
)
def test_what_makes_no_sense_stops_the_start(tmp_path, name, value, told):
    found = start(VAR_DIR=str(tmp_path), **{name: value})
    assert found.returncode != 0
    assert told in found.stderr


def test_the_mail_server_is_read_from_one_address(tmp_path):
    url = "smtp+tls://hall:p%40ss@mail.example.test:587"
    words = "EMAIL_HOST EMAIL_PORT EMAIL_HOST_USER EMAIL_HOST_PASSWORD EMAIL_USE_TLS EMAIL_TIMEOUT"
    code = "from unionhall.config import settings as s; "
    code += f"print([getattr(s, name) for name in '{words}'.split()])"
    found = start(code, VAR_DIR=str(tmp_path), EMAIL_URL=url)
    assert found.stdout.strip() == "['mail.example.test', 587, 'hall', 'p@ss', True, 10]"


def test_limits_are_read_from_the_environment(tmp_path):
    found = start(VAR_DIR=str(tmp_path), TRUSTED_PROXIES="2", MAX_BODY_MB="3")
    assert found.stdout.split() == ["2", str(3 * 1024 * 1024)]
