"""What a stage asks of the applicant: its page, in his list, on his case, for the officer after."""

from __future__ import annotations

import pytest

from tests.casework.outside.small import at_pay, bank_case, begun, handed_in
from tests.factories.applications import fresh, task_of, upload
from tests.web.markup import faults
from tests.web.portal.conftest import browser
from unionhall.cases.models import Attachment
from unionhall.casework.decide import decide


@pytest.fixture
def case(office):
    return at_pay(office)


@pytest.fixture
def page(case):
    return f"/cases/{case.key}/due/"


def typed(case, do="keep", **more):
    return {"_version": fresh(case).version, "_do": do, **more}


def html(response):
    return response.content.decode()


@pytest.mark.row("X3-57")
def test_the_case_says_that_it_is_his_turn_and_leads_there(lin, case, page):
    shown = lin.get(f"/cases/{case.key}/")
    assert faults(shown) == []
    assert f'href="{page}"' in html(shown)
    assert "现在轮到您办理" in html(shown)
    due = lin.get(page)
    assert faults(due) == []
    assert [
        word in html(due) for word in ("流水号", "缴费凭证", "提交凭证", 'enctype="multipart')
    ] == [True] * 4


@pytest.mark.row("X3-57", "X1-59")
def test_his_list_shows_what_is_due(lin, case):
    todo = html(lin.get("/cases/"))
    assert f"/cases/{case.key}/" in todo
    assert "待您办理：上传缴费凭证" in todo
    assert f"/cases/{case.key}/" not in html(lin.get("/cases/?tab=in_progress"))


def test_saving_keeps_everything_and_hands_in_nothing(lin, case, page):
    files = {"_files:voucher": [upload("回单.png")]}
    response = lin.post(page, typed(case, serial="P-1", **files))
    assert (response.status_code, response["Location"]) == (302, page)
    again = html(lin.get(page))
    assert 'value="P-1"' in again
    assert "回单.png" in again
    assert fresh(case).stage == "pay"
    file = Attachment.objects.get()
    lin.post(page, typed(case, serial="P-2", _remove=file.key))
    again = html(lin.get(page))
    assert ("回单.png" in again, 'value="P-2"' in again) == (False, True)


def test_all_that_is_wrong_is_named_and_what_arrived_stays(lin, case, page):
    response = lin.post(page, typed(case, "hand_in", serial="1"))
    assert response.status_code == 422
    assert faults(response) == []
    said = html(response)
    assert 'value="1"' in said
    assert 'href="#material-voucher"' in said
    bad = {"_files:voucher": [upload("凭证.png", b"MZ no picture")]}
    response = lin.post(page, typed(case, "hand_in", serial="P-0001", **bad))
    assert response.status_code == 422
    assert 'id="wrong-voucher"' in html(response)
    assert fresh(case).stage == "pay"


@pytest.mark.row("X3-57")
def test_handing_in_without_any_script(lin, office, case, page):
    files = {"_files:voucher": [upload("凭证.png")]}
    response = lin.post(page, typed(case, "hand_in", serial="P-0001", **files))
    assert (response.status_code, response["Location"]) == (302, f"/cases/{case.key}/")
    assert fresh(case).stage == "last"
    shown = html(lin.get(f"/cases/{case.key}/"))
    assert "已提交：上传缴费凭证" in shown
    assert "凭证.png" in shown
    late = lin.get(page, follow=True)
    assert late.redirect_chain == [(f"/cases/{case.key}/", 302)]
    officer = html(browser(office.city.chen).get(f"/office/cases/{case.key}/"))
    assert [word in officer for word in ("P-0001", "凭证.png", "缴费凭证")] == [True] * 3


def test_what_came_back_says_why(lin, office, case, page):
    case = handed_in(office, case)
    decide(
        case.key, task_of(case).pk, "return", case.version, reason="金额看不清", to="pay",
        verdicts={"voucher": (False, "请重拍")}, by=office.city.chen, now=office.now,
    )  # fmt: skip
    shown = lin.get(page)
    assert faults(shown) == []
    assert [word in html(shown) for word in ("金额看不清", "请重拍", 'value="P-0001"')] == [
        True
    ] * 3


def test_an_old_page_is_told_and_changes_nothing(lin, case, page):
    response = lin.post(page, {"_version": 1, "_do": "keep", "serial": "P-0001"})
    assert response.status_code == 409
    assert fresh(case).draft.due == {}


def test_nobody_else_gets_there(office, wu, case, page):
    for other in (wu, browser(office.city.chen)):
        assert other.get(page).status_code == 404
        assert other.post(page, typed(case, "hand_in")).status_code == 404
    assert browser(None).get(page).status_code == 302


def test_waiting_for_the_outside_is_said(lin, office):
    case = begun(office, bank_case())
    shown = html(lin.get(f"/cases/{case.key}/"))
    assert "等待外部系统回复" in shown
