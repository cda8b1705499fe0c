"""The picker as a page (X1-40..46), refresh, state call, check."""

from __future__ import annotations

import json

import pytest

from tests.factories.applications import PROCESS
from tests.web.markup import faults
from unionhall.casework.start import start
from unionhall.organisation.models import Union
from unionhall.people.models import Consent


@pytest.fixture
def case(office):
    return start(PROCESS, by=office.city.lin, now=office.now)


@pytest.fixture
def page(case):
    return f"/cases/{case.key}/lookups/unit/"


@pytest.mark.row("X1-40", "X1-41", "X1-42")
def test_own_units_first_others_behind_the_tick(lin, page):
    response = lin.get(page)
    html = response.content.decode()
    assert faults(response) == []
    heads = ("序号", "单位名称", "统一社会信用代码", "数据来源")
    assert [head for head in heads if f'<th scope="col">{head}</th>' not in html] == []
    assert html.count('type="radio"') == 1
    assert "用户中心" in html
    assert "同意授权鹭湾市智慧工会服务平台从人社相关平台获取" in html


@pytest.mark.row("X1-42", "X1-43")
def test_the_tick_opens_the_second_list_and_is_kept(lin, office, page, case):
    response = lin.post(page, {"_do": "consent"})
    assert response.status_code == 422
    assert "请阅读并勾选后继续。" in response.content.decode()
    assert Consent.objects.count() == 0
    response = lin.post(page, {"_do": "consent", "consent": "hrss"}, HTTP_USER_AGENT="test")
    assert response["Location"] == page
    kept = Consent.objects.get()
    assert (kept.text_key, kept.agent, kept.address) == ("hrss-consent", "test", "127.0.0.1")
    assert len(kept.text_digest) == 64
    html = lin.get(page).content.decode()
    assert f"social_insurance|{office.city.research.key}" in html
    assert 'name="consent"' not in html


@pytest.mark.row("X1-41", "X1-44", "X1-45")
def test_search_by_name_with_masked_codes(lin, office, page):
    html = lin.get(page, {"q": "湖东"}).content.decode()
    assert f"search|{office.city.machinery.key}" in html
    assert office.city.machinery.code not in html
    assert f"{office.city.machinery.code[:2]}****{office.city.machinery.code[-2:]}" in html
    html = lin.get(page, {"q": "没有这个单位"}).content.decode()
    assert "没有找到这个单位。请检查名称" in html


def test_a_unit_without_a_union_cannot_be_taken(lin, office, page, case):
    html = lin.get(page, {"q": "晨光"}).content.decode()
    assert "该单位还没有登记的工会，请先办理建会。" in html
    assert "disabled" in html
    row = f"search|{office.city.studio.key}"
    typed = {"_do": "choose", "row": row, "q": "晨光", "version": case.version, "sure": "1"}
    response = lin.post(page, typed)
    assert response.status_code == 422
    assert "该单位还没有登记的工会" in response.content.decode()


@pytest.mark.row("X1-46")
@pytest.mark.parametrize(
    "row", ["", "x", "search|", "user_centre|unknown", "social_insurance|\x00"]
)
def test_rows_that_are_not_offered(lin, page, case, row):
    response = lin.post(page, {"_do": "choose", "row": row, "version": case.version, "sure": "1"})
    assert response.status_code == 422
    assert "请选择一行" in response.content.decode()


@pytest.mark.parametrize("path", ["org_type", "unknown", "a.b", "%00"])
def test_only_fields_with_a_picker(lin, case, path):
    assert lin.get(f"/cases/{case.key}/lookups/{path}/").status_code == 404


@pytest.mark.row("X1-27")
def test_refresh_shows_the_difference_and_takes_what_is_ticked(lin, office):
    case = office.draft()
    page = f"/cases/{case.key}/refresh/"
    html = lin.get(page).content.decode()
    assert "已经是最新数据" in html
    Union.objects.filter(pk=office.city.software_union.pk).update(name="海滨软件集团工会")
    Union.objects.filter(pk=office.city.park.pk).update(name="海滨科技园区工会")
    response = lin.get(page)
    html = response.content.decode()
    assert faults(response) == []
    assert "<ins>海滨软件集团工会</ins>" in html
    assert "<del>海滨园区工会</del>" in html
    case.refresh_from_db()
    response = lin.post(page, {"version": case.version, "accept": ["union_name"]})
    assert response["Location"] == f"/cases/{case.key}/form/"
    html = lin.get(f"/cases/{case.key}/check/").content.decode()
    assert "海滨软件集团工会" in html
    assert "海滨园区工会" in html


def test_state_call(lin, office):
    case = office.draft()
    address = f"/cases/{case.key}/state/account/"
    response = lin.post(address, {"has_account": "false"}, headers={"Accept": "application/json"})
    fields = json.loads(response.content)["fields"]
    assert fields["account_no"]["visible"] is False
    assert lin.get(address).status_code == 405
    assert lin.post(f"/cases/{case.key}/state/unknown/").status_code == 404


@pytest.mark.row("X1-52")
def test_the_check_page_tells_everything_at_once(lin, office):
    case = office.draft()
    html = lin.get(f"/cases/{case.key}/check/").content.decode()
    assert "还有 3 处需要补充或修改" in html
    assert f'href="/cases/{case.key}/materials/#material-chair_report"' in html
    typed = {"version": case.version, "key": "0123456789", "consent": "refund"}
    response = lin.post(f"/cases/{case.key}/submission/", typed)
    assert response.status_code == 422
    assert faults(response) == []
    assert "还有 3 处需要补充或修改" in response.content.decode()
    case.refresh_from_db()
    assert case.status == "draft"


def test_the_declaration_has_to_be_ticked(lin, office):
    case = office.complete()
    typed = {"version": case.version, "key": "0123456789"}
    response = lin.post(f"/cases/{case.key}/submission/", typed)
    assert response.status_code == 422
    assert "请阅读并勾选后继续。" in response.content.decode()
    case.refresh_from_db()
    assert case.status == "draft"
