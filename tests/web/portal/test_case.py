"""The page of one case, taking it back, correcting it, deleting it."""

from __future__ import annotations

import pytest

from tests.factories.applications import fresh
from tests.web.markup import faults
from unionhall.cases.models import Case


@pytest.mark.row("X1-30", "X1-61")
def test_a_running_case_says_whose_turn_it_is(lin, office):
    case = office.submitted()
    html = lin.get(f"/cases/{case.key}/").content.decode()
    assert "等待确认：工会正在办理，您无需操作。" in html
    assert "当前办理单位：思江区总工会" in html
    assert html.count("step-bar__step--done") == 1
    assert html.index("撤回") < html.index("<h1>")
    assert "继续填写" not in html


@pytest.mark.row("X1-32")
def test_numbers_are_masked(lin, office):
    case = office.submitted()
    html = lin.get(f"/cases/{case.key}/").content.decode()
    assert "154****0001" in html
    assert "****5566" in html
    assert "7900112233445566" not in html
    assert "15400000001" not in html


@pytest.mark.row("X1-61")
def test_taking_back_asks_once_and_gives_it_back(lin, office):
    case = office.submitted()
    address = f"/cases/{case.key}/withdrawal/"
    html = lin.get(address).content.decode()
    assert "确定撤回这份申请吗？" in html
    response = lin.post(address, {"version": case.version})
    assert response["Location"] == f"/cases/{case.key}/"
    html = lin.get(f"/cases/{case.key}/").content.decode()
    assert "申请已撤回，现在可以修改。" in html
    assert "修改并提交" in html
    assert fresh(case).status == "withdrawn"


@pytest.mark.row("X1-61")
def test_it_cannot_be_taken_back_after_the_confirmation(lin, office):
    case = office.approve(office.submitted())
    html = lin.get(f"/cases/{case.key}/").content.decode()
    assert "撤回" not in html
    response = lin.post(f"/cases/{case.key}/withdrawal/", {"version": fresh(case).version})
    assert response.status_code in {409, 422}
    assert fresh(case).status == "in_progress"


def test_an_old_page_cannot_take_back(lin, office):
    """Control: the same post with the current version does (above)."""
    case = office.submitted()
    response = lin.post(f"/cases/{case.key}/withdrawal/", {"version": case.version - 1})
    assert response.status_code == 409
    assert fresh(case).status == "in_progress"


def test_a_returned_case_shows_reason_and_items(lin, office):
    case = office.give_back(office.submitted(), ("account_no", "material:chair_report"))
    response = lin.get(f"/cases/{case.key}/")
    html = response.content.decode()
    assert faults(response) == []
    assert "退回原因" in html
    assert "请更正" in html
    assert f'href="/cases/{case.key}/form/account/#f-account_no"' in html
    assert f'href="/cases/{case.key}/materials/#material-chair_report"' in html
    html = lin.get(f"/cases/{case.key}/materials/").content.decode()
    assert html.count('name="material"') == 1
    html = lin.get(f"/cases/{case.key}/form/account/").content.decode()
    assert "退回原因" in html


def test_a_finished_case_says_so(lin, office):
    case = office.disburse(office.approve(office.submitted()))
    response = lin.get(f"/cases/{case.key}/")
    html = response.content.decode()
    assert faults(response) == []
    assert "已办结，无需其他操作。" in html
    assert html.count("step-bar__step--done") == 4
    assert "撤回" not in html


@pytest.mark.row("X1-29")
def test_deleting_asks_once(lin, office):
    case = office.complete()
    address = f"/cases/{case.key}/deletion/"
    assert "确定删除这份申请吗？" in lin.get(address).content.decode()
    assert lin.post(address, {"version": case.version})["Location"] == "/cases/"
    assert lin.get(f"/cases/{case.key}/").status_code == 404
    assert "申请已删除。" in lin.get("/cases/").content.decode()


@pytest.mark.row("X1-29")
def test_what_was_handed_in_cannot_be_deleted(lin, office):
    case = office.submitted()
    assert lin.get(f"/cases/{case.key}/deletion/").status_code == 302
    response = lin.post(f"/cases/{case.key}/deletion/", {"version": case.version})
    assert response.status_code in {409, 422}
    assert Case.objects.get(pk=case.pk).status == "in_progress"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "１"])
def test_odd_versions_are_conflicts(lin, office, version):
    case = office.submitted()
    response = lin.post(f"/cases/{case.key}/withdrawal/", {"version": version})
    assert response.status_code == 409


def test_what_a_page_costs(lin, office, django_assert_num_queries):
    """Session, user, grants and unread messages are four of them."""
    case = office.complete()
    pages = {"form/unit/": 5, "materials/": 10, "check/": 12, "": 12}
    for page, queries in pages.items():
        lin.get(f"/cases/{case.key}/{page}")
        with django_assert_num_queries(queries):
            lin.get(f"/cases/{case.key}/{page}")
