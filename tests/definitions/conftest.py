"""A whole pack in a folder of its own, which tests may change."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.definitions.definitions import PACK, VALID, patched


@pytest.fixture
def pack(tmp_path: Path, settings) -> Path:
    """The valid pack with its process and scenarios, as the only pack there is."""
    root = tmp_path / "form_definitions"
    folder = root / "pack"
    shutil.copytree(PACK, folder)
    for kind, name in (("processes", "minimal.json"), ("scenarios", "scenarios.json")):
        (folder / kind).mkdir()
        shutil.copy(VALID / name, folder / kind / "study-grant.json")
    settings.FORM_DEFINITIONS_DIR = root
    return folder


@pytest.fixture
def change(pack: Path) -> Callable[..., Path]:
    """Patch one file of the pack and return its path."""

    def apply(name: str, *patch: dict[str, Any]) -> Path:
        file = pack / name
        doc = patched(json.loads(file.read_text(encoding="utf-8")), list(patch))
        file.write_text(json.dumps(doc, ensure_ascii=False), encoding="utf-8")
        return file

    return apply
