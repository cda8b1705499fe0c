"""The files of the project, as the layout tests see them: tracked, or about to be."""

from __future__ import annotations

import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MADE = {".venv", ".git", "var", "build", "dist", "screenshots", "node_modules"}


def _listed() -> list[str] | None:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None  # an unpacked archive has no git: walk instead
    return [name for name in done.stdout.decode().split("\0") if name]


@functools.cache
def files() -> tuple[Path, ...]:
    """Every file of the project, relative to its root, sorted."""
    names = _listed()
    if names is None:
        walked = (p.relative_to(ROOT) for p in ROOT.rglob("*") if p.is_file())
        names = [str(p) for p in walked if not MADE.intersection(p.parts)]
    found = {Path(name) for name in names if "__pycache__" not in name}
    return tuple(sorted(path for path in found if (ROOT / path).is_file()))


def under(folder: str, suffix: str = "") -> Iterator[Path]:
    for path in files():
        if path.is_relative_to(folder) and path.name.endswith(suffix):
            yield path


def read(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


def python() -> Iterator[Path]:
    """Hand-written Python: no migrations."""
    return (p for p in files() if p.suffix == ".py" and "migrations" not in p.parts)


def templates() -> Iterator[Path]:
    return (p for p in files() if "templates" in p.parts and p.suffix in {".html", ".txt", ".xml"})
