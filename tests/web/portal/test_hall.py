"""Hall, guide, samples: public, and written by the definition."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web.markup import faults
from unionhall.definitions.models import Document


@pytest.mark.row("X1-01", "X1-22")
def test_the_hall_shows_groups_and_cards(client, office):
    response = client.get("/")
    html = response.content.decode()
    assert faults(response) == []
    assert "筹备金返还</h2>" in html
    assert "工会建会筹备金返还</a>" in html
    assert "新建会单位申请退还建会前缴纳的筹备金" in html
    assert "鹭湾市总工会" in html


@pytest.mark.parametrize(
    ("words", "found"), [("筹备金", 1), ("经办人", 1), ("筹备 返还", 1), ("医疗", 0)]
)
def test_search_looks_at_all_words(client, office, words, found):
    html = client.get("/", {"q": words}).content.decode()
    assert html.count('class="matter-card"') == found
    assert ("没有找到这个事项" in html) is (found == 0)


def test_an_empty_hall_says_what_to_do(client, db):
    assert "暂无可办理的事项" in client.get("/").content.decode()


@pytest.mark.row("X1-53", "X1-54", "X1-55", "X1-57")
def test_the_guide_is_written_by_the_definition(client, office):
    response = client.get("/matters/fund-refund/")
    html = response.content.decode()
    assert faults(response) == []
    wanted = (
        "办理对象",
        "办理条件",
        "申请材料",
        "办理流程",
        "办理时限",
        "收费",
        "办理依据",
        "咨询方式",
        "常见问题",
    )
    assert [word for word in wanted if word not in html] == []
    assert (
        html.index("提交申请")
        < html.index("等待确认")
        < html.index("等待发放")
        < html.index("完成")
    )
    assert html.count("查看范例") == 2
    assert "单位下面的工会小组怎样申请？" in html


def test_a_sample_is_a_picture_of_the_pack(client, office):
    response = client.get("/matters/fund-refund/samples/chair_report/")
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response)[:4] == b"\x89PNG"


@pytest.mark.parametrize(
    "page",
    [
        "/matters/unknown/",
        "/matters/unknown/samples/chair_report/",
        "/matters/fund-refund/samples/account_permit/",
        "/matters/fund-refund/samples/unknown/",
    ],
)
def test_what_is_not_offered_is_not_found(client, office, page):
    assert client.get(page).status_code == 404


def test_a_withdrawn_process_keeps_its_history_only(lin, office):
    office.submitted()
    Document.objects.filter(key="fund-refund").update(current=None)
    assert lin.get("/matters/fund-refund/").status_code == 404
    assert lin.get("/matters/fund-refund/conditions/").status_code == 404
    assert lin.get("/matters/fund-refund/history/").status_code == 200


def test_the_hall_needs_few_queries(client, office, django_assert_num_queries):
    client.get("/")
    with django_assert_num_queries(1):
        Client().get("/")
