"""Reading files: every kind is found, and what cannot be read says why."""

from __future__ import annotations

import pytest

from tests.definitions.definitions import VALID
from unionhall.definitions import folder
from unionhall.language.canonical import digest


def test_a_pack_is_read_whole_packs_first(pack):
    assert [(s.name, s.pack) for s in folder.read([pack.parent])] == [
        ("pack:pack", "pack"),
        ("codelist:reasons", "pack"),
        ("process:study-grant", "pack"),
        ("register:award", "pack"),
        ("register:phrases", "pack"),
        ("scenarios:study-grant", "pack"),
        ("text:study-granted", "pack"),
        ("text:study-promise", "pack"),
    ]


def test_scenarios_beside_a_process_are_no_part_of_it(pack):
    (source,) = folder.read([pack / "processes" / "study-grant.json"])
    assert len(source.stories) == 5
    assert source.digest == digest(source.doc)
    assert source.doc["scenarios"] == []


def test_a_file_is_read_once_however_often_it_is_named(pack):
    file = pack / "pack.json"
    assert len(folder.read([file, file, pack / ".." / "pack" / "pack.json"])) == 1


def test_a_file_outside_any_pack_belongs_to_none_unless_said():
    file = VALID / "minimal.json"
    assert [s.pack for s in folder.read([file])] == [""]
    assert [s.pack for s in folder.read([file], pack="pack")] == ["pack"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "DOC001"),
        (b"[]", "DOC001"),
        (b'{"key": NaN}', "DOC001"),
        (b"\xff\xfe", "DOC001"),
        (b"[" * 100_000, "DOC001"),
        (b'{"key": "' + b"x" * 1_000_001 + b'"}', "DOC002"),
        (b'{"kind": "process", "kind": "pack"}', "DOC003"),
        (b'{"key": "\\ud800"}', "DOC005"),
    ],
)
def test_what_cannot_be_read_has_a_code(tmp_path, content, code):
    file = tmp_path / "broken.json"
    file.write_bytes(content)
    (source,) = folder.read([file])
    assert source.problem is not None
    assert source.problem.code == code
    assert "{" not in source.problem.sentence("zh") or code == "DOC001"


def test_a_text_without_a_head_has_a_code(tmp_path):
    file = tmp_path / "texts" / "promise.md"
    file.parent.mkdir()
    file.write_text("# 承诺\n\n本人承诺。\n", encoding="utf-8")
    (source,) = folder.read([tmp_path])
    assert source.problem is not None
    assert source.problem.code == "TXT001"


def test_a_missing_file_is_an_error_of_the_caller(tmp_path):
    with pytest.raises(FileNotFoundError):
        folder.read([tmp_path / "nothing.json"])
