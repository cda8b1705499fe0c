"""Rows of an import judged without a database: facts, checks that err, words, writes."""

from __future__ import annotations

from typing import Any

import pytest

from unionhall.engine import import_rows
from unionhall.engine.import_rows import Finding, Names
from unionhall.language.parse import parse_import


def document(**more: Any) -> Any:
    text = {"type": "string", "maxLength": 50}
    doc = {
        "kind": "import",
        "key": "people",
        "title": "名单",
        "matter_group": "support",
        "template": {
            "sheet": "名单",
            "file": "名单.xlsx",
            "version": "1",
            "head_row": 2,
            "header": [
                {"key": "town", "title": "*镇", "label_cell": "A1", "cell": "B1", "schema": text}
            ],
            "columns": [
                {"key": "name", "title": "*姓名", "schema": text},
                {"key": "age", "title": "年龄", "schema": {"type": "integer"}},
            ],
        },
        "errors": {
            code: {"type": "行", "message": message, "cause": "原因", "remedy": "办法"}
            for code, message in {
                "A": "{name}在第{row}行：{column}是{value}，{union}，{more}，{unknown}",
                "B": "另一个",
            }.items()
        },
        "codes": {"required": "A"},
        "effects": [
            {"do": "create", "register": "list", "set": {"name": "row.name", "age": "row.age"}}
        ],
    }
    return parse_import(doc | more)


def check(code: str, column: str, assertion: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{code}-{column}".lower(),
        "assert": assertion,
        "code": code,
        "column": column,
        **more,
    }


def names(row: dict[str, Any], **more: Any) -> Names:
    return Names(
        "2026-11-20", "2026-11-20T10:00:00+08:00", "j1", {"name": "某工会"}, row=row, **more
    )


def test_one_finding_for_each_column_in_the_order_of_the_definition():
    import_ = document(
        row_checks=[
            check("A", "age", "row.age > 17"),
            check("B", "age", "row.age > 20"),
            check("B", "name", "row.name != '某'"),
        ]
    )
    found = import_rows.findings(import_, import_.row_checks, names({"name": "某", "age": 3}))
    assert found == [Finding("A", "age"), Finding("B", "name")]


def test_a_check_that_errs_blocks_unless_its_cell_is_told_of_already():
    import_ = document(row_checks=[check("A", "name", "row.age > 17")])
    empty = names({"name": "某"})
    assert import_rows.findings(import_, import_.row_checks, empty) == [Finding("A", "name")]
    assert import_rows.findings(import_, import_.row_checks, empty, {"age"}) == []


def test_a_condition_that_errs_asks():
    import_ = document(row_checks=[check("A", "name", "row.name == 'x'", when="row.age > 17")])
    assert import_rows.findings(import_, import_.row_checks, names({"name": "某"})) != []
    assert import_rows.findings(import_, import_.row_checks, names({"name": "x"})) == []
    assert import_rows.findings(import_, import_.row_checks, names({"name": "某", "age": 3})) == []


def test_words_are_filled_in_once():
    import_ = document()
    row = names({"name": "{row}", "age": 7})
    said = import_rows.words(import_, Finding("A", "age", {"more": "{value}"}), 9, row)
    assert said["message"] == "{row}在第9行：年龄是7，某工会，{value}，{unknown}"
    assert (said["title"], said["type"], said["cause"], said["remedy"]) == (
        "年龄",
        "行",
        "原因",
        "办法",
    )
    assert import_rows.words(import_, Finding("Z", ""), 9, row)["message"] == "Z"
    assert import_rows.title_of(import_, "name") == "姓名"
    assert import_rows.title_of(import_, "town") == "镇"


def test_facts_of_all_rows_are_asked_together_one_after_the_other():
    import_ = document(
        facts={
            "known": {"first": "list", "where": {"name": "row.name"}},
            "friend": {"exists": "list", "where": {"id": "facts.known.id"}},
        }
    )
    asked: list[Any] = []

    def answers(fact, wheres):
        asked.append((fact.key, list(wheres)))
        return [where and ({"id": "1"} if fact.op == "first" else True) for where in wheres]

    found = import_rows.with_facts(
        import_, import_.facts, [names({"name": "某"}), names({})], answers
    )
    assert asked == [("known", [{"name": "某"}, None]), ("friend", [{"id": "1"}, None])]
    assert found[0].facts == {"known": {"id": "1"}, "friend": True}


def test_writes_leave_out_what_is_absent():
    import_ = document()
    (write,) = import_rows.writes_of(import_, import_.effects, names({"name": "某"}))
    assert (write.do, write.register, dict(write.values)) == ("create", "list", {"name": "某"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("row.name", "某"),
        ("row.none", None),
        ("header.town", "滨海"),
        ("union.name", "某工会"),
        ("wrong.name", ""),
        ("wrong.age", "type"),
        ("batch.number", "j1"),
        ("batch.other", None),
        ("today", "2026-11-20"),
        ("form.name", None),
        ("row", None),
    ],
)
def test_names(name, value):
    row = names({"name": "某"}, header={"town": "滨海"}, wrong={"age": "type"})
    assert row.get(name) == value
