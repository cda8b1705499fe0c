"""`manage.py definitions`: what it prints and how it exits."""

from __future__ import annotations

import io
import json
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from unionhall.definitions import selectors
from unionhall.people.models import User

pytestmark = pytest.mark.django_db
PROCESS = "processes/study-grant.json"


def run(*words):
    """(exit code, what was printed)."""
    out = io.StringIO()
    try:
        call_command("definitions", *map(str, words), stdout=out, stderr=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def misspelt(change):
    return change(PROCESS, {"op": "replace", "path": "/summary/0", "value": "form.scool"})


def test_lint_of_a_sound_pack(pack):
    assert run("lint") == (0, "8 个文件，没有错误，0 条提醒。\n")
    assert run("lint", pack / PROCESS, "--language", "en") == (
        0,
        "1 files, no errors, 0 warnings.\n",
    )


def test_lint_names_file_place_code_and_repair(pack, misspelt):
    assert run("lint", misspelt) == (
        1,
        f"{misspelt}: /summary/0: REF002 错误: 列表摘要引用的字段“form.scool”不存在，请改正。\n"
        "1 个文件，1 处错误，0 条提醒。\n",
    )
    code, said = run("lint", misspelt, "--language", "en")
    assert (code, said.splitlines()[0]) == (
        1,
        f"{misspelt}: /summary/0: REF002 error: "
        "The summary names field “form.scool”, which does not exist. Correct it.",
    )


def test_lint_for_programs(pack, misspelt):
    code, said = run("lint", misspelt, "--format", "json")
    assert code == 1
    assert json.loads(said) == [
        {
            "file": str(misspelt),
            "kind": "process",
            "key": "study-grant",
            "findings": [
                {
                    "code": "REF002",
                    "level": "error",
                    "path": "/summary/0",
                    "params": {"field": "form.scool"},
                    "sentence": "列表摘要引用的字段“form.scool”不存在，请改正。",
                }
            ],
        }
    ]


def test_lint_of_a_broken_file_and_of_none(pack):
    broken = pack / "registers" / "broken.json"
    broken.write_text("{", encoding="utf-8")
    code, said = run("lint", broken)
    assert (code, f"{broken}: /: DOC001" in said) == (1, True)
    with pytest.raises(CommandError, match="no such file"):
        run("lint", pack / "nothing.json")


def test_test_prints_the_coverage(pack):
    code, said = run("test")
    assert (code, said.splitlines()[-1]) == (
        0,
        "  覆盖  环节 3/3  操作 8/8  条件 18/18  登记 1/1  通知 0/0",
    )


def test_test_fails_when_a_stage_is_not_reached(pack, change):
    change("scenarios/study-grant.json", {"op": "remove", "path": "/scenarios/0"})
    code, said = run("test", "--language", "en")
    assert code == 1
    assert said.splitlines()[-1].startswith("  not covered: action:second.approve")


def test_test_tells_what_went_otherwise(pack, change):
    change(
        "scenarios/study-grant.json",
        {"op": "replace", "path": "/scenarios/1/steps/2/expect/stage", "value": "second"},
    )
    code, said = run("test")
    assert (code, "      第 3 步 · stage: 应为 second，实为 review\n" in said) == (1, True)


def test_publish_then_diff_then_publish(pack, change):
    assert run("publish") == (
        0,
        "".join(
            f"{name}  已发布第 1 版\n"
            for name in (
                "pack:pack",
                "codelist:reasons",
                "process:study-grant",
                "register:award",
                "register:phrases",
                "text:study-granted",
                "text:study-promise",
            )
        ),
    )
    assert selectors.current("process", "study-grant").published_by.is_system
    assert run("publish") == (0, "没有变化\n")
    assert run("diff", pack / PROCESS, "--exit-code") == (0, "process:study-grant\n  没有变化\n")
    file = change(
        PROCESS,
        {"op": "replace", "path": "/form/schema/properties/school/title", "value": "就读学校"},
        {"op": "add", "path": "/stages/0/quorum", "value": 2},
    )
    expected = (
        "process:study-grant\n"
        "  [invisible] 字段“学校”改名为“就读学校”。（不影响已有办件）"
        "  /form/schema/properties/school/title\n"
        "  [stay] 环节“等待初审”需要同意的人数由“1”改为“2”。（在办件留在原版本）"
        "  /stages/0/quorum\n"
    )
    assert run("diff", file) == (0, expected)
    assert run("diff", file, "--exit-code") == (1, expected)
    code, said = run("diff", file, "--format", "json", "--language", "en")
    assert [(c["kind"], c["class"]) for c in json.loads(said)[0]["changes"]] == [
        ("field-title", "invisible"),
        ("stage-quorum", "stay"),
    ]


def test_publish_says_by_whom(pack):
    User.objects.create_user("lin")
    run("publish", "--by", "lin")
    assert selectors.current("process", "study-grant").published_by.username == "lin"
    with pytest.raises(CommandError, match="no account 'chen'"):
        run("publish", "--by", "chen")


def test_publish_refuses_what_is_not_sound(pack, misspelt):
    code, said = run("publish")
    assert (code, said.splitlines()[-1]) == (1, "没有发布任何文件。")
    assert f"{misspelt}: /summary/0: REF002" in said
    with pytest.raises(selectors.NotPublished):
        selectors.current("process", "study-grant")


def test_publish_refuses_when_a_scenario_fails(pack, change):
    change(
        "scenarios/study-grant.json",
        {"op": "replace", "path": "/scenarios/1/steps/2/expect/stage", "value": "second"},
    )
    code, said = run("publish")
    assert (code, "  未通过  小额：初审后发放\n" in said) == (1, True)


def test_show_prints_what_was_published(pack, change):
    run("publish")
    published = json.loads((pack / PROCESS).read_text("utf-8"))
    change(PROCESS, {"op": "replace", "path": "/title", "value": "学历补助"})
    run("publish")
    assert json.loads(run("show", "study-grant")[1]) == {**published, "title": "学历补助"}
    assert json.loads(run("show", "study-grant", "--revision", "1")[1]) == published
    assert "真实性承诺" in run("show", "study-promise", "--kind", "text")[1]
    with pytest.raises(CommandError, match="not published: process:study-grant #9"):
        run("show", "study-grant", "--revision", "9")


def test_graph_of_a_published_process_and_of_a_file(pack, tmp_path):
    run("publish")
    code, said = run("graph", "study-grant")
    assert said.splitlines()[2] == '  n_review["等待初审<br>审核"]'
    assert run("graph", pack / PROCESS)[1] == said
    out = tmp_path / "chain.svg"
    assert run("graph", "study-grant", "--format", "svg", "--out", out) == (0, "")
    assert ElementTree.parse(out).getroot().get("aria-label") == "在职学历补助"


def test_graph_of_an_unsound_file_is_refused(pack, misspelt):
    with pytest.raises(CommandError, match="no sound process"):
        run("graph", misspelt)


def test_schema_prints_what_editors_use():
    assert json.loads(run("schema", "process")[1])["$schema"].endswith("2020-12/schema")


def test_lint_of_the_shipped_packs():
    assert run("lint")[1].count("错误") == 1
    assert run("lint")[0] == 0


def test_scenarios_of_the_shipped_packs_cover_everything():
    code, said = run("test", "--language", "en")
    assert (code, said.count("not covered")) == (0, 0)
