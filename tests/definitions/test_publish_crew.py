"""A pack with registers that do things, an import and a collective case is published as a whole."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import pytest

from tests.definitions.definitions import CREW
from unionhall.casework.publish import NotPublishable, publish
from unionhall.definitions import folder, selectors
from unionhall.people.models import User
from unionhall.registers.models import Record

NOW = datetime(2026, 1, 15, 9, tzinfo=UTC)


@pytest.fixture
def crew(tmp_path, settings):
    root = tmp_path / "form_definitions"
    shutil.copytree(CREW, root / "crew")
    settings.FORM_DEFINITIONS_DIR = root
    return root / "crew"


def put(pack):
    lin, _ = User.objects.get_or_create(username="lin")
    return publish(folder.read([pack]), root=pack.parent, by=lin, now=NOW)


@pytest.mark.django_db
def test_imports_and_registers_are_published_and_read(crew, django_assert_num_queries):
    done = put(crew)
    assert len(done) == len(folder.read([crew]))
    import_ = selectors.import_("workers")
    assert (import_.title, import_.digest) == (
        "导入名册",
        selectors.current("import", "workers").digest,
    )
    assert selectors.imports() == [import_]
    assert [one.key for one in selectors.registers()] == ["cover", "members", "plan", "worker"]
    assert selectors.register("members").table == "membership"
    assert Record.objects.count() == 0
    with django_assert_num_queries(1):
        selectors.imports()
    with django_assert_num_queries(1):
        assert selectors.import_("workers").permission == "handle"


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["nothing", "worker", "work\x00ers"])
def test_no_other_key_is_an_import(crew, key):
    put(crew)
    with pytest.raises(selectors.NotPublished):
        selectors.import_(key)


@pytest.mark.django_db
def test_an_import_that_is_wrong_keeps_the_whole_pack_back(crew):
    file = crew / "imports" / "workers.json"
    file.write_text(
        file.read_text("utf-8").replace('"required": "E2"', '"required": "E99"'), "utf-8"
    )
    with pytest.raises(NotPublishable) as refusal:
        put(crew)
    codes = {f.code for judged in refusal.value.judged for f in judged.findings}
    assert {"IMP007"} <= codes
    assert selectors.imports() == []
    assert selectors.registers() == []
