"""The union register on its pages: what is listed, changed, refused in words."""

from __future__ import annotations

import pytest
from django.urls import reverse

from permissions import grants
from tests.factories.grants import give
from unionhall.config.management.demo.numbers import EMPLOYER, credit_code
from unionhall.definitions import selectors as definitions
from unionhall.organisation.models import Union


@pytest.fixture
def keeper(hall, visit):
    """陈思远 keeps the register of 思江区."""
    for pack in definitions.packs():
        grants.ensure_matter_groups(pack)
    city = hall.city
    give(city.chen, "manage_union", city.sijiang)
    return visit(city.chen)


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.row("J1-05")
def test_the_list_goes_down_the_tree_and_finds_by_part_and_initials(hall, keeper):
    url = reverse("office:unions")
    page = text(keeper.get(url))
    assert "海滨园区工会" in page
    assert "湖东" not in page
    assert "海滨软件有限公司工会" in text(keeper.get(url, {"under": hall.city.park.key}))
    assert "海滨软件有限公司工会" in text(keeper.get(url, {"q": "软件有限"}))
    assert "海滨软件有限公司工会" in text(keeper.get(url, {"q": "hbrj"}))
    assert "湖东机械" not in text(keeper.get(url, {"q": "机械"}))
    assert keeper.get(url, {"under": hall.city.hudong.key}).status_code == 404
    assert reverse("office:codes", args=[hall.city.park.key]) in text(
        keeper.get(reverse("office:union", args=[hall.city.park.key]))
    )


@pytest.mark.row("X3-64", "X3-65")
def test_an_entry_is_changed_and_the_history_tells(hall, keeper):
    union = hall.city.software_union
    url = reverse("office:union_change", args=[union.key])
    assert "主席/组织员/小组长" in text(keeper.get(url))
    answer = keeper.post(
        url, {"chair_name": "王海", "contact_name": "李明", "_seen": "0"}, follow=True
    )
    page = text(answer)
    assert "已保存" in page
    assert "李明" in page
    assert "陈思远" in page
    again = keeper.post(url, {"contact_name": "别人", "_seen": "0"})
    assert again.status_code == 409
    assert "别人" in text(again)


def test_what_is_wrong_stays_on_the_page_with_its_reason(hall, keeper):
    url = reverse("office:union_change", args=[hall.city.park.key])
    answer = keeper.post(url, {"name": "新名字", "contact_mobile": "123", "founded_on": "x"})
    page = text(answer)
    assert answer.status_code == 422
    assert "请填写11位手机号" in page
    assert "新名字" in page
    assert Union.objects.get(pk=hall.city.park.pk).name == "海滨园区工会"


@pytest.mark.row("J1-04")
def test_a_union_is_founded_below(hall, keeper):
    url = reverse("office:union_add", args=[hall.city.park.key])
    posted = {
        "name": "新港物流有限公司工会",
        "kind": "union",
        "unit.name": "新港物流有限公司",
        "unit.code": credit_code(EMPLOYER, 9001),
    }
    assert keeper.post(url, {**posted, "kind": ""}).status_code == 422
    assert "岗位激活码" in text(keeper.post(url, posted, follow=True))
    assert keeper.post(url, posted).status_code == 422  # the name, and the unit, are taken now


def test_a_union_moves_after_saying_what_goes_along(hall, keeper):
    city = hall.city
    url = reverse("office:union_move", args=[city.park.key])
    page = text(keeper.get(url, {"q": "街道"}))
    assert "3个工会" in page
    assert "滨海街道工会" in page
    assert "湖东" not in text(keeper.get(url, {"q": "湖东"})).split("<main", 1)[1].replace(
        'value="湖东"', ""
    )
    kept = keeper.post(url, {"q": "街道", "reason": "区划调整", "_search": "1"})
    assert (kept.status_code, "区划调整" in text(kept)) == (200, True)
    assert keeper.post(url, {"reason": "区划调整"}).status_code == 422
    answer = keeper.post(url, {"target": city.town.key, "reason": "区划调整"}, follow=True)
    assert "隶属关系已变更" in text(answer)
    refused = keeper.post(url, {"target": city.software_union.key, "reason": "调整"})
    assert (refused.status_code, "下级之下" in text(refused)) == (422, True)


@pytest.mark.parametrize("name", ["change", "add", "contacts", "move", "merge", "dissolve"])
def test_every_page_opens_for_its_keeper_and_for_nobody_else(hall, keeper, visit, name):
    url = reverse(f"office:union_{name}", args=[hall.city.park.key])
    assert keeper.get(url).status_code == 200
    assert keeper.get(url.replace(hall.city.park.key, hall.city.hudong.key)).status_code == 404
    assert visit(hall.city.he).get(url).status_code == 404


def test_contacts_are_kept_and_emptied(hall, keeper):
    url = reverse("office:union_contacts", args=[hall.city.park.key])
    row = {"0.matter_group": "", "0.name": "值班", "0.phones": "0790-1234567", "0.hours": "工作日"}
    assert "0790-1234567" in text(keeper.post(url, row, follow=True))
    bad = keeper.post(url, {**row, "0.phones": ""})
    assert (bad.status_code, "值班" in text(bad)) == (422, True)
    keeper.post(url, dict.fromkeys(row, ""))
    assert hall.city.park.contacts.count() == 0
