"""Lists of one's own cases: tabs, search, pages, history."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.markup import faults
from tests.web.portal.conftest import browser
from unionhall.cases.models import Case

TABS = ["我的待办", "办理中", "已完成", "审核不通过", "全部"]


def counts(html: str) -> dict[str, str]:
    pairs = re.findall(r'tabs__tab[^>]*>([^<]+?) ?<span class="tabs__count">(\d+\+?)<', html)
    return dict(pairs)


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
    ("page", "queries"), [("/cases/?tab=all", 5), ("/matters/fund-refund/history/", 6)]
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
