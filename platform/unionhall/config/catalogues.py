"""Compile the message catalogues (.po to .mo) in pure Python: `make setup` runs this.

Only catalogues that are newer than what was made of them are compiled. What the catalogues
hold belongs to each app; this file knows only where they lie.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[3]


def sources(root: Path = ROOT) -> Iterator[Path]:
    """Yield every .po file of the project's own apps."""
    for folder in ("platform", "permissions"):
        yield from sorted((root / folder).rglob("locale/*/LC_MESSAGES/*.po"))


def compile_catalogue(source: Path) -> bool:
    """Write the .mo beside `source`; False when it was fresh. Raises OSError, ValueError."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
        return False
    with source.open("rb") as stream:
        catalogue = read_po(stream, locale=source.parents[1].name, abort_invalid=True)
    # written beside and moved: a server that starts meanwhile never reads half a file
    half = target.with_suffix(".mo.tmp")
    with half.open("wb") as stream:
        write_mo(stream, catalogue)
    half.replace(target)
    return True


if __name__ == "__main__":
    for source in sources():
        compile_catalogue(source)
