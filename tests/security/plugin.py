"""Prints at the end of a run how much of the permission matrix was asked: a pytest plugin.

Under xdist the numbers travel to the controller as user properties.
"""

from __future__ import annotations

import pytest

CELLS, ADDRESSES = "matrix-cells", "matrix-addresses"


class Summary:
    def __init__(self) -> None:
        self.cells = 0
        self.addresses = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call":
            return
        for name, value in report.user_properties:
            if name == CELLS:
                self.cells += int(str(value))
            elif name == ADDRESSES:
                self.addresses = str(value)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.cells and not self.addresses:
            return
        from tests.security import matrix

        terminalreporter.section("permission matrix")
        terminalreporter.write_line(
            f"{len(matrix.ROWS)} addresses, {len(matrix.DEEDS)} verbs, {len(matrix.ACTORS)} actors,"
            f" {len(matrix.STATES)} states: {matrix.size()} cells"
        )
        if self.addresses:
            terminalreporter.write_line(f"addresses of the site with a row: {self.addresses}")
        terminalreporter.write_line(f"answers checked in this run: {self.cells}")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Summary(), "permission-matrix")
