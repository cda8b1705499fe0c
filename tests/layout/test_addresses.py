"""No tracked file names a package index, a machine path or a real-looking secret."""

from __future__ import annotations

import re

from tests.layout import tree

# written in pieces, so that this file does not find itself
INDEX = re.compile(
    "--(?:extra-)?index" + r"-url|/sim" + r"ple/|files\.python" + r"hosted|py" + r"pi\.org"
)
MACHINE = re.compile(
    r"(?<![\w.])/(?:wo" + r"rk|ro" + r"ot|ho" + r"me/\w+|Us" + r"ers/\w+|tm" + r"p)/[A-Za-z0-9_.]"
)
REMOTE_ASSET = re.compile(r"""(?:src|href)=["'](?:https?:)?//""")
TEXT = {".py", ".md", ".txt", ".in", ".toml", ".json", ".html", ".css", ".js", ".sh", "", ".po"}


def _hits(pattern: re.Pattern[str], *, folder: str = "") -> list[str]:
    return [
        f"{path}:{number}"
        for path in (tree.under(folder) if folder else tree.files())
        if path.suffix in TEXT and path.name != "LICENSE"
        for number, line in enumerate(tree.read(path).splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_registry_is_named():
    assert _hits(INDEX) == []


def test_no_path_of_one_machine_is_named():
    assert _hits(MACHINE) == []


def test_pages_load_nothing_from_elsewhere():
    assert _hits(REMOTE_ASSET, folder="templates") == []


def test_every_requirement_is_pinned_with_a_hash():
    for path in tree.under("requirements", ".txt"):
        text = tree.read(path)
        pins = re.findall(r"^[A-Za-z0-9][^\s]*==", text, re.M)
        assert pins, path
        bodies = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.M)[1:]
        assert [b.split()[0] for b in bodies if "--hash=sha256:" not in b] == [], path
