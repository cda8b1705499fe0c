"""Which numbered rows of the manuals the tests prove: a pytest plugin.

A test names its rows by marker (`@pytest.mark.row("X1-32")`) or by its own name
(`test_X3_96_...`). A row is covered when at least one of its tests ran and none failed.
The list of rows is data: docs/acceptance-rows.txt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

ROWS_FILE = Path(__file__).resolve().parents[2] / "docs" / "acceptance-rows.txt"
IN_NAME = re.compile(r"(?<![A-Za-z0-9])(X[123]|S1|J1)_(\d{2,3})(?!\d)")


def all_rows() -> tuple[str, ...]:
    return tuple(ROWS_FILE.read_text().split())


def rows_in_name(name: str) -> tuple[str, ...]:
    """Rows named by a test function: `test_X3_96_X3_97_no_second_enrolment`."""
    return tuple(f"{manual}-{number}" for manual, number in IN_NAME.findall(name))


def lines(rows: Iterable[str], covered: Iterable[str]) -> list[str]:
    """One line per manual, then the total."""
    known, proved = list(rows), set(covered)
    manuals = list(dict.fromkeys(row.split("-")[0] for row in known))
    out = []
    for manual in sorted(manuals):
        own = [row for row in known if row.split("-")[0] == manual]
        out.append(f"{manual}: {len(proved.intersection(own))}/{len(own)}")
    total = len(proved.intersection(known))
    return [*out, f"acceptance: {total} of {len(known)} rows covered"]


class Acceptance:
    """Collects outcomes; under xdist rows travel to the controller as user properties."""

    def __init__(self) -> None:
        self.known = all_rows()
        self.passed: set[str] = set()
        self.failed: set[str] = set()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            named = [row for mark in item.iter_markers("row") for row in mark.args]
            rows = {*named, *rows_in_name(item.name.split("[")[0])}
            if unknown := sorted(rows.difference(self.known)):
                raise pytest.UsageError(f"{item.nodeid}: no such row {', '.join(unknown)}")
            if rows and item.get_closest_marker("row") is None:
                item.add_marker(pytest.mark.row(*sorted(rows)))
            item.user_properties.extend(("row", row) for row in sorted(rows))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        rows = {str(value) for name, value in report.user_properties if name == "row"}
        if report.failed:
            self.failed |= rows
        elif report.when == "call" and report.passed:
            self.passed |= rows

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not terminalreporter.config.getoption("--acceptance"):
            return
        terminalreporter.section("acceptance")
        for line in lines(self.known, self.passed - self.failed):
            terminalreporter.write_line(line)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--acceptance", action="store_true", help="print which rows of the manuals are covered"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Acceptance(), "acceptance-rows")
