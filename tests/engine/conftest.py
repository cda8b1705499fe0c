"""The processes of the repository, parsed once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from unionhall.language.model import Process
from unionhall.language.parse import parse_process

DEFINITIONS = Path(__file__).parents[2] / "form_definitions" / "lu"


@pytest.fixture(scope="session")
def fund_refund() -> Process:
    return parse_process(json.loads((DEFINITIONS / "processes" / "fund-refund.json").read_text()))


@pytest.fixture(scope="session")
def stories() -> list[dict[str, Any]]:
    document = json.loads((DEFINITIONS / "scenarios" / "fund-refund.json").read_text())
    return document["scenarios"]
