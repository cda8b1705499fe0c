"""Which way imports point: the contracts of pyproject.toml, and two rules beside them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.layout import tree

MAY_WRITE = "platform/unionhall/casework"
MAY_ASK_GUARDIAN = {"permissions/gate.py", "permissions/models.py", "permissions/grants.py"}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(tree.read(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _code() -> Iterator[Path]:
    return (p for p in tree.python() if p.parts[0] in {"platform", "permissions"})


def test_contracts_hold(capsys):
    result = lint_imports(config_filename=str(tree.ROOT / "pyproject.toml"), no_cache=True)
    assert result == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_only_casework_imports_a_store():
    hits = [
        f"{path}: {name}"
        for path in _code()
        for name in imported(path)
        if ".store." in f".{name}."
        and name.startswith("unionhall.")
        and not path.is_relative_to(MAY_WRITE)
        # a store may be split; its own package may read its parts, and set-up may seed
        and not (path.name.startswith("store") or "management" in path.parts)
    ]
    assert hits == []


def test_only_the_gate_asks_guardian():
    hits = [
        f"{path}: {name}"
        for path in _code()
        for name in imported(path)
        if name.startswith("guardian") and str(path) not in MAY_ASK_GUARDIAN
    ]
    assert hits == []


def test_pure_packages_read_no_clock():
    clock = {"time.time", "datetime.datetime.now", "datetime.date.today"}
    hits = []
    for path in _code():
        if not path.is_relative_to("platform/unionhall/language") and not path.is_relative_to(
            "platform/unionhall/engine"
        ):
            continue
        for node in ast.walk(ast.parse(tree.read(path))):
            if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}:
                owner = ast.unparse(node.value)
                if owner in {"datetime", "date", "datetime.datetime", "datetime.date", "time"}:
                    hits.append(f"{path}:{node.lineno} {owner}.{node.attr}")
    assert hits == [], clock
