"""What every test gets: the acceptance rows plugin."""

from __future__ import annotations

pytest_plugins = ["tests.acceptance.plugin"]
