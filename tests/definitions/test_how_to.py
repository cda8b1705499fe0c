"""The definition of the how-to page works as the page says."""

from __future__ import annotations

import io
import json
import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.definitions.definitions import CREW
from unionhall.definitions import folder, library, selectors

PAGE = Path(settings.BASE_DIR) / "docs" / "how-to" / "define-a-process.md"
BLOCK = re.compile(
    r"<!-- the test of this page reads the next block -->\n```json\n(.*?)```", re.DOTALL
)
PRINTED = re.compile(r"\$ [^\n]*definitions (lint|test|publish)[^\n]*\n(.*?)```", re.DOTALL)


@pytest.fixture
def lu(tmp_path, settings):
    """The shipped pack with what the page adds to it."""
    root = tmp_path / "form_definitions"
    shutil.copytree(settings.FORM_DEFINITIONS_DIR, root)
    settings.FORM_DEFINITIONS_DIR = root
    return root / "lu"


def follow(lu):
    text = PAGE.read_text(encoding="utf-8")
    process, scenarios = BLOCK.findall(text)
    (group,) = re.findall(r'```json\n(\{"key": "venue".*)\n```', text)
    pack = json.loads((lu / "pack.json").read_text("utf-8"))
    pack["matter_groups"].append(json.loads(group))
    (lu / "pack.json").write_text(json.dumps(pack), encoding="utf-8")
    (lu / "processes" / "venue-booking.json").write_text(process, encoding="utf-8")
    return lu / "scenarios" / "venue-booking.json", scenarios


def run(*words):
    out = io.StringIO()
    call_command("definitions", *map(str, words), stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_page_can_be_followed(lu):
    printed = dict(PRINTED.findall(PAGE.read_text("utf-8")))
    run("publish")
    beside, scenarios = follow(lu)
    assert (
        run("lint", lu).splitlines()[-1].split("，")[1:]
        == printed["lint"].splitlines()[-1].split("，")[1:]
    )
    beside.write_text(scenarios, encoding="utf-8")
    assert run("test", lu / "processes" / "venue-booking.json") == printed["test"]
    assert run("publish", lu) == printed["publish"]
    assert [document.key for document, _ in selectors.catalogue()][-1:] == ["venue-booking"]


def test_the_page_about_registers_and_imports_can_be_followed(tmp_path):
    page = PAGE.with_name("define-a-register-and-an-import.md").read_text(encoding="utf-8")
    pack = tmp_path / "crew"
    shutil.copytree(CREW, pack)
    places = ("registers/tool.json", "imports/tools.json")
    for block, place in zip(BLOCK.findall(page), places, strict=True):
        (pack / place).write_text(block, encoding="utf-8")
    judged = library.judge(folder.read([pack]))
    assert [(one.source.name, f.code, f.path) for one in judged for f in one.findings] == []
    assert {"register:tool", "import:tools"} <= {one.source.name for one in judged}
