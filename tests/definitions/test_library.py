"""Judging files against each other and against what is published."""

from __future__ import annotations

import shutil

from unionhall.cases.source import COLUMNS
from unionhall.casework.core import account, membership, person, union
from unionhall.casework.core.writing import CORE as WRITTEN
from unionhall.casework.hooks import HOOKS
from unionhall.definitions import folder, library
from unionhall.language import tables
from unionhall.language.lint.references import CORE
from unionhall.organisation.models import UnionKind
from unionhall.people.models import MembershipState
from unionhall.registers.tables import TABLES


def found(judged):
    return [(one.source.name, f.code, f.path) for one in judged for f in one.findings]


def test_the_valid_pack_is_sound(pack):
    assert found(library.judge(folder.read([pack]))) == []


def test_a_file_is_judged_among_what_is_published(pack):
    sources = folder.read([pack])
    process = next(s for s in sources if s.kind == "process")
    assert found(library.judge([process], sources)) == []
    alone = {code for _, code, _ in found(library.judge([process]))}
    assert alone == {"LIB003", "REF010", "REF012", "REF017", "REF019", "REF023", "EFF001"}


def test_two_files_with_one_key(pack):
    shutil.copy(pack / "registers" / "award.json", pack / "registers" / "prize.json")
    assert found(library.judge(folder.read([pack]))) == [
        ("register:award", "LIB001", "/key"),
        ("register:award", "LIB004", "/key"),
    ]


def test_a_key_of_another_pack(pack):
    shutil.copytree(pack, pack.parent / "other")
    register = folder.read([pack.parent / "other" / "registers" / "award.json"])
    published = folder.read([pack])
    codes = {code for _, code, _ in found(library.judge(register, published))}
    assert codes == {"LIB002", "LIB003"}


def test_scenarios_of_nothing(pack, change):
    change("scenarios/study-grant.json", {"op": "replace", "path": "/process", "value": "grant"})
    assert found(library.judge(folder.read([pack]))) == [
        ("scenarios:grant", "LIB004", "/key"),
        ("scenarios:grant", "LIB005", "/process"),
    ]


def test_the_linter_knows_the_core_tables_as_they_answer():
    answering = {name: frozenset(table.columns) for name, table in TABLES.items()}
    answering["case"] = frozenset(COLUMNS)
    assert {name: frozenset(table.columns) for name, table in CORE.items()} == answering


def test_the_linter_knows_what_effects_may_write_and_call():
    modules = (account, membership, person, union)
    writing = {one.TABLE: frozenset(one.COLUMNS) for one in modules}
    known = {name: frozenset(table.written) for name, table in tables.TABLES.items() if table.verbs}
    assert known == writing
    assert set(writing) == set(WRITTEN)
    assert set(tables.HOOKS) == set(HOOKS)


def test_the_linter_knows_the_states_and_kinds():
    assert set(tables.STATES) == set(MembershipState.values)
    assert set(tables.KINDS) == set(UnionKind.values)
