"""The people of an application on its pages: choose, tick, all at once, locked ones, take off."""

from __future__ import annotations

import re

import pytest

from tests.factories.applications import fresh
from tests.factories.enrolment import worker
from tests.factories.grants import give
from tests.web.markup import faults
from tests.web.portal.conftest import browser
from unionhall.cases.models import CaseLine
from unionhall.registers.models import Record


def text(response) -> str:
    return response.content.decode()


def pins(html: str) -> dict[str, str]:
    version = re.search(r'name="version" value="(\d+)"', html)
    key = re.search(r'name="key" value="([^"]+)"', html)
    return {"version": version.group(1), **({"key": key.group(1)} if key else {})}


def test_an_empty_list_leads_to_the_picker(aid, clerk):
    case = aid.draft()
    response = clerk.get(f"/cases/{case.key}/lines/")
    html = text(response)
    assert faults(response) == []
    assert "名单上还没有人" in html
    assert f'href="/cases/{case.key}/lines/choose/"' in html
    assert "增加参保职工" in html


@pytest.mark.row("X3-95")
def test_an_empty_register_leads_there(aid, clerk):
    Record.objects.filter(register="roster").delete()
    case = aid.draft()
    html = text(clerk.get(f"/cases/{case.key}/lines/choose/"))
    assert "请先到职工名册添加或导入职工，再回来选择。" in html
    assert 'href="/office/registers/roster/"' in html


@pytest.mark.row("X3-52", "X3-53")
def test_ticked_ones_are_added_and_masked(aid, clerk):
    case = aid.draft()
    page = f"/cases/{case.key}/lines/choose/"
    response = clerk.get(page)
    html = text(response)
    assert faults(response) == []
    keys = re.findall(r'name="record" value="([^"]+)"', html)
    assert len(keys) == 6
    answer = clerk.post(page, {**pins(html), "_do": "ticked", "record": keys[:2]})
    assert answer["Location"] == f"/cases/{case.key}/lines/"
    listed = clerk.get(f"/cases/{case.key}/lines/")
    assert faults(listed) == []
    numbers = [str(worker(one)["document_no"]) for one in range(6)]
    assert [number for number in numbers if number in text(listed)] == []
    masked = [f"{number[:4]}****{number[-2:]}" for number in numbers]
    assert sum(text(listed).count(one) for one in set(masked)) == 2
    assert "名单共 2 人" in text(listed)


@pytest.mark.row("X3-97")
def test_all_who_are_not_insured_without_posting_a_single_key(aid, clerk):
    case = aid.draft()
    page = f"/cases/{case.key}/lines/choose/"
    html = text(clerk.get(page))
    assert "一键选择全部未参保职工" in html
    clerk.post(page, {**pins(html), "_do": "all", "state": "uninsured"})
    assert fresh(case).line_count == 6


@pytest.mark.row("X3-96")
def test_locked_ones_say_why_and_cannot_be_ticked(aid, clerk):
    aid.confirmed()
    case = aid.draft()
    html = text(clerk.get(f"/cases/{case.key}/lines/choose/?state="))
    assert html.count("已参加本期保障，不允许重复参保。") == 6
    assert 'name="record"' not in html
    assert '<option value="insured">已参保</option>' in html


def test_nothing_ticked_is_told(aid, clerk):
    case = aid.draft()
    page = f"/cases/{case.key}/lines/choose/"
    answer = clerk.post(page, {**pins(text(clerk.get(page))), "_do": "ticked"})
    assert (answer.status_code, "请先勾选人员。" in text(answer)) == (422, True)


def test_take_off_ticked_blocked_and_all(aid, clerk):
    case = aid.listed()
    page = f"/cases/{case.key}/lines/"
    lines = list(CaseLine.objects.filter(case=case).order_by("number"))
    html = text(clerk.get(page))
    clerk.post(f"{page}change/", {**pins(html), "_do": "ticked", "line": [lines[0].key]})
    assert fresh(case).line_count == 5
    CaseLine.objects.filter(pk=lines[1].pk).update(
        is_blocked=True, problems=[{"code": "check", "text": "不能参保", "level": "block"}]
    )
    html = text(clerk.get(f"{page}?blocked=1"))
    assert html.count("不能参保") == 1
    assert "名单上有 1 人不能提交" in html
    clerk.post(f"{page}change/", {**pins(html), "_do": "blocked"})
    assert fresh(case).line_count == 4
    html = text(clerk.get(page))
    asked = clerk.post(f"{page}change/", {**pins(html), "_do": "all"})
    assert "确定移除名单上的全部人员吗？" in text(asked)
    clerk.post(f"{page}change/", {**pins(text(asked)), "_do": "all", "sure": "1"})
    assert fresh(case).line_count == 0


def test_search_by_name_and_by_the_whole_number(aid, clerk):
    case = aid.listed()
    page = f"/cases/{case.key}/lines/"
    for wanted in (worker(3)["name"], worker(3)["document_no"]):
        html = text(clerk.get(page, {"q": wanted}))
        assert (str(worker(3)["name"]) in html, str(worker(2)["name"]) in html) == (True, False)
    assert "没有符合条件的人" in text(clerk.get(page, {"q": "没有这个人"}))
    assert clerk.get(page, {"q": "\x00", "after": "9" * 30, "state": "x"}).status_code == 200


def test_check_page_counts_and_links_to_the_list(aid, clerk):
    case = aid.complete(staff_total=7)
    response = clerk.get(f"/cases/{case.key}/check/")
    assert faults(response) == []
    assert "名单共 6 人，提交前请再核对一遍。" in text(response)
    Record.objects.filter(register="roster").first().terms.all().delete()
    posted = {**pins(text(response)), "consent": "notice"}
    answer = clerk.post(f"/cases/{case.key}/submission/", posted)
    assert answer.status_code == 422
    assert f'href="/cases/{case.key}/lines/"' in text(answer)
    assert "名单上有 1 人不能提交" in text(answer)


def test_it_is_nobodys_but_the_starters(aid):
    case = aid.listed()
    for path in ("lines/", "lines/choose/"):
        for user in (aid.city.zhou, aid.city.chen, aid.city.wu):
            client = browser(user)
            client.raise_request_exception = False
            assert client.get(f"/cases/{case.key}/{path}").status_code == 404


def test_officers_see_the_list_of_what_they_may_see(aid):
    case = aid.submitted()
    chen = browser(aid.city.chen)
    response = chen.get(f"/office/cases/{case.key}/lines/")
    assert faults(response) == []
    assert str(worker(0)["name"]) in text(response)
    assert str(worker(0)["document_no"]) not in text(response)
    page = text(chen.get(f"/office/cases/{case.key}/"))
    assert "查看全部 6 人" in page
    give(aid.city.he, "view_medical_aid", aid.city.hudong)
    he = browser(aid.city.he)
    he.raise_request_exception = False
    assert he.get(f"/office/cases/{case.key}/lines/").status_code == 404
