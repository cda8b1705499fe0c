"""Lists of one's own cases: tabs, search, pages, history."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.applications import fresh, task_of
from tests.web.markup import faults
from tests.web.portal.conftest import browser
from unionhall.cases.models import Case
from unionhall.casework.decide import decide
from unionhall.casework.submit import submit
from unionhall.casework.withdraw import withdraw

TABS = ["我的待办", "办理中", "已完成", "审核不通过", "全部"]


def counts(html: str) -> dict[str, str]:
    """Name of a tab on a wide screen -> its number."""
    pairs = re.findall(r'tabs__tab[^>]*>(.+?)<span class="tabs__count">(\d+\+?)<', html)
    return {name_on(title, "wide"): number for title, number in pairs}


def name_on(markup: str, screen: str) -> str:
    other = {"wide": "narrow", "narrow": "wide"}[screen]
    shown = re.sub(rf'<span class="only-{other}">.*?</span>', "", markup)
    return re.sub("<[^>]+>", "", shown).strip()


@pytest.mark.row("X1-26", "X1-58", "X1-59")
def test_five_tabs_with_counts(lin, office):
    office.draft()
    office.submitted(unit=office.city.software)
    response = lin.get("/cases/")
    html = response.content.decode()
    assert faults(response) == []
    assert counts(html) == dict(zip(TABS, "11002", strict=True))
    assert html.count('class="list__item') == 1
    assert "暂无申报号" in html


@pytest.mark.row("X2-62")
def test_phones_call_two_tabs_by_shorter_names(lin, office):
    html = lin.get("/cases/").content.decode()
    titles = re.findall(r'tabs__tab[^>]*>(.+?)<span class="tabs__count">', html)
    assert [name_on(one, "narrow") for one in titles] == [
        "待办",
        "办理中",
        "已完成",
        "不通过",
        "全部",
    ]
    assert [name_on(one, "wide") for one in titles] == TABS


@pytest.mark.row("X2-44", "X2-45", "X2-46", "X2-47", "X2-48", "X2-49")
def test_every_application_stands_in_the_tab_of_its_state(lin, office):
    """Drafts, those taken back and returned ones are to do; the rest by what became of it."""
    city = office.city
    other = office.submitted()
    refused = fresh(other)
    decide(
        other.key, task_of(other).pk, "reject", refused.version, None, "没有缴纳筹备金",
        by=city.chen, now=office.now,
    )  # fmt: skip
    case = office.submitted()
    page = f"/cases/{case.key}/"

    def tabs_of() -> list[str]:
        return [
            tab
            for tab in ("todo", "in_progress", "completed", "rejected")
            if page in lin.get("/cases/", {"tab": tab}).content.decode()
        ]

    assert tabs_of() == ["in_progress"]
    assert "撤回" in lin.get(page).content.decode()
    case = withdraw(case.key, case.version, by=city.lin, now=office.now)
    assert tabs_of() == ["todo"]
    case = submit(case.key, case.version, ["refund"], by=city.lin, now=office.now)
    case = office.give_back(case)
    assert tabs_of() == ["todo"]
    case = submit(case.key, case.version, ["refund"], by=city.lin, now=office.now)
    office.approve(case)
    assert tabs_of() == ["in_progress"]
    office.disburse(case)
    assert tabs_of() == ["completed"]
    assert other.number in lin.get("/cases/?tab=rejected").content.decode()
    assert "没有缴纳筹备金" in lin.get(f"/cases/{other.key}/").content.decode()
    draft = office.draft()
    everything = lin.get("/cases/?tab=all").content.decode()
    assert [one in everything for one in (page, other.key, draft.key)] == [True] * 3
    assert draft.key in lin.get("/cases/?tab=todo").content.decode()


@pytest.mark.row("X1-60")
def test_a_running_case_opens_from_its_tab(lin, office):
    case = office.submitted()
    html = lin.get("/cases/?tab=in_progress").content.decode()
    assert f'href="/cases/{case.key}/"' in html
    assert case.number in html
    assert "等待确认" in html


def test_search_by_number_looks_everywhere(lin, office):
    case = office.submitted()
    html = lin.get("/cases/", {"q": case.number}).content.decode()
    assert f'href="/cases/{case.key}/"' in html
    html = lin.get("/cases/", {"q": "CBJ1999"}).content.decode()
    assert "没有找到相符的办件" in html


def test_an_empty_list_leads_to_the_hall(wu, office):
    html = wu.get("/cases/").content.decode()
    assert "这里还没有办件" in html
    assert ">去办事大厅</a>" in html


@pytest.mark.parametrize("query", ["tab=x", "page=%00", "page=AAAA", "trail=..", "q=%ED%A0%80"])
def test_odd_addresses_are_pages_too(lin, office, query):
    assert lin.get(f"/cases/?{query}").status_code == 200


def test_pages_go_there_and_back(lin, office):
    """21 cases: the second page has one, and leads back to the first."""
    first = office.draft()
    for number in range(20):
        Case.objects.create(
            process=first.process,
            matter_group=first.matter_group,
            revision=first.revision,
            starter=first.starter,
            title=f"copy {number}",
            created_at=first.created_at,
            changed_at=first.changed_at,
        )
    html = lin.get("/cases/?tab=todo").content.decode()
    assert html.count('class="list__item') == 20
    onward = re.search(r'rel="next" href="([^"]+)"', html)
    assert onward
    html = lin.get("/cases/" + onward.group(1).replace("&amp;", "&")).content.decode()
    assert html.count('class="list__item') == 1
    back = re.search(r'rel="prev" href="([^"]+)"', html)
    assert back
    assert back.group(1) == "?tab=todo"


@pytest.mark.row("X1-25")
def test_history_lists_this_process_only(lin, office):
    case = office.submitted()
    response = lin.get("/matters/fund-refund/history/")
    assert faults(response) == []
    assert case.number in response.content.decode()
    html = browser(office.city.zhou).get("/matters/fund-refund/history/").content.decode()
    assert "您还没有申请过这个事项" in html


@pytest.mark.parametrize(
    ("page", "queries"), [("/cases/?tab=all", 6), ("/matters/fund-refund/history/", 7)]
)
def test_queries_do_not_grow_with_the_list(lin, office, page, queries):
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert lin.get(page).status_code == 200
        return len(found)

    office.draft()
    lin.get(page)
    assert asked() == queries
    office.draft()
    office.draft()
    assert asked() == queries


def test_an_empty_tab_says_where_the_others_are(lin, office):
    office.submitted(unit=office.city.software)
    html = lin.get("/cases/").content.decode()
    assert "这一栏没有办件" in html
    assert 'href="?tab=all"' in html
    Case.objects.all().delete()
    assert "去办事大厅" in lin.get("/cases/").content.decode()
