"""The database of `settings`: where it is, and how its connections are used."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import environ


def database(env: environ.Env, var_dir: Path) -> dict[str, Any]:
    """What `DATABASE_URL` names, SQLite below `var_dir` without one."""
    found: dict[str, Any] = env.db("DATABASE_URL", default=f"sqlite:///{var_dir}/unionhall.sqlite3")
    # One test database per process, so two test runs on one machine never meet.
    suffix = env.str("TEST_DATABASE", default=str(os.getpid()))
    # Also for SQLite: opening its file anew costs ten times what one look-up does.
    found["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    if found["ENGINE"].endswith("sqlite3"):
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        name = Path(tempfile.gettempdir()) / f"unionhall-test-{suffix}.sqlite3"
        found["TEST"] = {"NAME": str(name)}
    else:
        found["CONN_HEALTH_CHECKS"] = True
        if env.bool("PREPARED_STATEMENTS", default=True):
            # planning a page of joins costs ten times its execution; a plan kept by the connection
            # is made once. Off behind a pooler that gives each transaction another connection.
            found["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 3}
        found["TEST"] = {"NAME": f"test_unionhall_{suffix}"}
    return found
