"""工会参保 as its pages show it: what the manual promises to the handler of a union."""

from __future__ import annotations

import re

import pytest
from django.utils.timezone import localtime
from lxml import html as markup

from tests.factories.grants import give
from tests.factories.unions import make_union
from tests.web.markup import faults
from tests.web.portal.conftest import browser
from unionhall.organisation.models import Union
from unionhall.people.models import Membership

STEPS = ["提交申请", "待初审", "待复审", "上传缴费凭证", "待确认", "已办结"]


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert faults(response) == []
    return markup.fromstring(response.content.decode())


def words(node) -> str:
    return " ".join(node.text_content().split())


def version(tree) -> str:
    return tree.xpath("//main//form//input[@name='_version']/@value")[0]


def steps(tree) -> list[str]:
    return [words(one) for one in tree.xpath("(//ol[@class='step-bar'])[1]/li")]


def facts(tree) -> dict[str, str]:
    """What stands in definition lists, by its label."""
    found = {}
    for one in tree.xpath("//dl/div"):
        label, *texts = (words(part) for part in one)
        found[label] = " ".join(texts)
    return found


@pytest.mark.row("X3-16", "X3-17", "X3-68")
def test_the_guide_tells_the_six_steps_and_the_four_things_to_do(aid):
    tree = page(browser(None), "/matters/aid-enrolment/")
    assert steps(tree) == STEPS
    tasks = [words(one) for one in tree.xpath("//ol[contains(@class, 'guide__list')]/li")]
    assert len(tasks) == 4
    for task, told in zip(tasks, ("导入职工名册", "提交参保申请", "线下缴费", "发票"), strict=True):
        assert told in task


@pytest.mark.row("X3-35", "X3-68")
def test_the_application_has_four_parts_below_the_six_steps(aid, clerk):
    case = aid.draft()
    tree = page(clerk, f"/cases/{case.key}/form/union/")
    assert steps(tree) == STEPS
    parts = [words(one) for one in tree.xpath("//*[@class='form-steps__link']")]
    assert parts == ["申请信息", "经办人信息", "参保人员信息", "申请材料", "核对并提交"]
    assert facts(page(clerk, f"/cases/{case.key}/form/handler/"))["经办人"] == "林晓岚"


@pytest.mark.row("X3-39")
def test_the_notice_names_the_union_and_both_its_links_lead_somewhere(aid, clerk):
    case = aid.draft()
    tree = page(clerk, f"/cases/{case.key}/form/union/")
    hints = tree.xpath("//*[@class='hint']")
    assert "【海滨软件有限公司工会】" in words(hints[0])
    links = {words(one): one.get("href") for one in tree.xpath("//a[@class='hint__link']")}
    assert links == {"会籍变更": "/matters/membership-transfer/", "基层工会管理": "/office/unions/"}
    unions = page(clerk, links["基层工会管理"])
    assert "海滨软件有限公司工会" in words(unions)
    assert "请本工会主席" in words(unions)
    assert facts(unions)["联系人"] == "方晓"
    give(aid.city.lin, "manage_union", aid.city.software_union)
    own = page(browser(aid.city.lin), links["基层工会管理"])
    assert own.xpath(f"//a[@href='/office/unions/{aid.city.software_union.key}/']")


@pytest.mark.row("X3-41", "X3-42", "X3-43")
def test_all_five_unions_above_stand_in_the_form_and_the_industry_among_them(aid):
    """市总 → 产业联合会 → 工委 → 园区 → 公司, as in the picture of the manual."""
    city = aid.city
    committee = make_union("信息产业工会工作委员会", "committee", city.services)
    park = make_union("软件园二期工会", "park", committee)
    firm = make_union("云帆网络有限公司工会", "union", park)
    Union.objects.filter(pk=firm.pk).update(chair_name="罗一鸣", contact_name="方晓")
    Membership.objects.filter(person=city.zhou.person).update(union=firm)
    give(city.zhou, "handle_medical_aid", firm)
    case = aid.draft(city.zhou)
    told = facts(page(browser(city.zhou), f"/cases/{case.key}/form/union/"))
    assert told["参保工会"] == "云帆网络有限公司工会"
    assert told["隶属工会"].split(" / ") == [
        "鹭湾市总工会", "服务业工会联合会", "信息产业工会工作委员会", "软件园二期工会",
        "云帆网络有限公司工会",
    ]  # fmt: skip
    assert told["所属区或产业工会"] == "服务业工会联合会"


@pytest.mark.row("X3-44", "X3-46")
def test_the_nature_is_one_of_four_and_the_number_of_workers_is_a_number(aid, clerk):
    case = aid.draft()
    path = f"/cases/{case.key}/form/union/"
    tree = page(clerk, path)
    natures = tree.xpath("//input[@name='unit_nature']")
    assert [one.get("type") for one in natures] == ["radio"] * 4
    labels = {one.get("for"): words(one) for one in tree.xpath("//label[@for]")}
    assert [labels[one.get("id")] for one in natures] == ["机关", "事业", "国企", "其他"]
    sent = {"_version": version(tree), "_go": "next", "unit_nature": "firm", "staff_total": "十"}
    answer = clerk.post(path, sent)
    told = markup.fromstring(answer.content.decode())
    assert answer.status_code == 422
    problems = [words(one) for one in told.xpath("//*[@class='error-summary']//a")]
    assert [one.partition("：")[0] for one in problems] == ["单位性质", "单位从业人数"]
    assert told.xpath("//input[@name='staff_total']/@value") == ["十"]


@pytest.mark.row("X3-51")
def test_paying_accounts_are_a_table_that_says_when_it_is_empty(aid, clerk):
    case = aid.draft(accounts=None)
    path = f"/cases/{case.key}/form/union/"
    tree = page(clerk, path)
    (table,) = tree.xpath("//row-table")
    empty = table.xpath(".//*[@class='rows__empty']")[0]
    assert (words(empty), empty.get("hidden")) == ("暂无数据", None)
    add = table.xpath(".//button[@data-add]")[0]
    assert words(add).startswith("添加账号")
    drawn = clerk.post(path, {"_version": version(tree), "_go": add.get("value")}, follow=True)
    row = markup.fromstring(drawn.content.decode()).xpath("//row-table/ol/li")[0]
    assert words(row.xpath(".//*[@data-row-title]")[0]) == "第 1 行"
    assert [words(one).split()[0] for one in row.xpath(".//label")] == ["账户名称", "卡号"]
    assert words(row.xpath(".//button")[0]).startswith("删除")


@pytest.mark.row("X3-67", "X3-93")
def test_refresh_brings_what_was_registered_and_leaves_what_was_typed(aid, clerk):
    case = aid.draft(staff_total=17)
    software = aid.city.software_union
    Union.objects.filter(pk=software.pk).update(contact_name="新联系人", chair_name="新主席")
    asked = page(clerk, f"/cases/{case.key}/refresh/")
    changes = [words(one) for one in asked.xpath("//tbody/tr/th")]
    assert changes == ["工会主席", "工会联系人"]
    version = asked.xpath("//form//input[@name='version']/@value")[0]
    paths = asked.xpath("//input[@name='accept']/@value")
    clerk.post(f"/cases/{case.key}/refresh/", {"version": version, "accept": paths})
    tree = page(clerk, f"/cases/{case.key}/form/union/")
    assert (facts(tree)["工会主席"], facts(tree)["工会联系人"]) == ("新主席", "新联系人")
    assert tree.xpath("//input[@name='staff_total']/@value") == ["17"]
    assert tree.xpath("//input[@name='unit_nature'][@checked]/@value") == ["other"]
    assert tree.xpath("//input[@name='accounts.0.name']/@value") == ["海滨软件有限公司工会"]


@pytest.mark.row("X3-49", "X3-56")
def test_number_and_time_come_with_handing_in_and_stand_in_my_cases(aid, clerk):
    draft = aid.complete()
    assert "申报时间" not in words(page(clerk, f"/cases/{draft.key}/"))
    case = aid.submit(draft)
    assert re.fullmatch(r"CBFW\d{6}\d{4}", case.number)
    assert case.number.startswith(f"CBFW{localtime(case.submitted_at):%Y%m}")
    head = words(page(clerk, f"/cases/{case.key}/"))
    assert case.number in head
    assert f"申报时间 {localtime(case.submitted_at):%Y-%m-%d %H:%M}" in head
    listed = page(clerk, "/cases/?tab=in_progress")
    (row,) = [one for one in listed.xpath("//main//li") if case.number in words(one)]
    assert "待初审" in words(row)
    assert row.xpath(f".//a[@href='/cases/{case.key}/']")
