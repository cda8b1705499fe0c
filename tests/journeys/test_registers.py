"""会员转出、保留、恢复 (P16), and the roster of workers: what staff do with lists of people."""

from __future__ import annotations

import pytest

CLERK, OTHER_CLERK = "15400000117", "15400000108"
PLANNER = "15400000116"
NUMBER = """
from unionhall.people.models import User
from unionhall.people.sealing import unseal
person = User.objects.get(mobile="15400000002").person
print("RESULT", unseal(person.documents.get().sealed_number))
"""
BACK = """
from django.utils import timezone
from unionhall.casework.core import membership
from unionhall.organisation.models import Union
from unionhall.people.models import Person, User
person = Person.objects.get(name="李强", mobile="")
membership.join(person, Union.objects.get(name="海滨软件有限公司工会"), since=timezone.localdate(),
                by=User.objects.system(), now=timezone.now())
"""


@pytest.mark.e2e
@pytest.mark.row("J1-13", "J1-14", "J1-15", "J1-16", "J1-17", "J1-20", "J1-21")
def test_a_member_leaves_and_another_is_retained_and_restored(site, arrive):
    clerk = arrive(CLERK)
    clerk.go("/office/")
    clerk.press("会员信息", within=".office__rail")
    assert "次日 8 点后再到互助会后台提交" in clerk.text()
    clerk.look("members")

    clerk.page.fill("#filter-q", "李强")
    clerk.press("搜索")
    clerk.press("修改 李强")
    clerk.page.get_by_label("转出").check()
    clerk.look("member-change")
    clerk.press("修改")
    assert "请填写变更原因" in clerk.text()
    assert clerk.page.get_by_label("转出").is_checked()
    clerk.page.get_by_label("变更原因").fill("离职")
    clerk.press("修改")
    assert "修改：已记录" in clerk.text()
    assert "入会 → 转出" in clerk.text()
    clerk.look("member-record")
    clerk.go("/office/registers/member-roll/?q=李强")
    assert not clerk.offers("修改 李强")
    site.shell(BACK)  # the city is shared

    phone = arrive(OTHER_CLERK, device="phone")
    phone.go("/office/registers/member-roll/?q=孙秀兰")
    phone.look("members-phone")
    for verb, then, why in (("恢复", "入会", "返聘"), ("保留", "保留", "")):
        phone.page.locator("input[name=_tick]").first.check()
        phone.press(verb)
        assert f"{verb}：1 条" in phone.text()
        if why:
            phone.page.get_by_label("恢复原因").fill(why)
        else:
            phone.page.get_by_label("退休").check()
        phone.look(f"members-{verb}")
        phone.press(verb)
        assert "已办理 1 条" in phone.text()
        phone.press("返回列表")
        assert then in phone.page.locator(".register__table .badge").first.inner_text()


@pytest.mark.e2e
@pytest.mark.row("J1-14")
def test_who_is_a_member_already_is_not_entered_again(site, arrive):
    number = site.shell(NUMBER).split("RESULT ")[1].split()[0]
    clerk = arrive(CLERK)
    clerk.go("/office/registers/member-roll/")
    clerk.press("新增")
    clerk.page.get_by_label("姓名").fill("周启明")
    clerk.page.get_by_label("证件号码").fill(number)
    clerk.page.get_by_label("手机号码").fill("15400000002")
    clerk.press("新增")
    assert "请本人在首页【会籍变更】申请转入本工会" in clerk.text()
    assert clerk.page.get_by_label("姓名").input_value() == "周启明"
    clerk.look("member-add-again")


@pytest.mark.e2e
@pytest.mark.row("X3-18", "X3-26", "X3-96")
def test_the_roster_is_kept_without_scripts_and_the_insured_stay(site, arrive):
    clerk = arrive(CLERK, device="phone", scripts=False)
    clerk.go("/office/")
    clerk.press("职工名册", within=".office__rail")
    clerk.look("roster")
    clerk.press("新增")
    clerk.page.get_by_label("姓名").fill("试 名")
    clerk.page.get_by_label("证件号码").fill("12")
    clerk.press("新增")
    assert "请改正以下内容" in clerk.text()
    clerk.look("roster-add")

    clerk.go("/office/registers/roster/?f-state=insured")
    assert "未参保" not in clerk.page.locator("table").inner_text()
    insured = clerk.page.locator(".register__name a").first.inner_text()
    clerk.page.locator("input[name=_tick]").first.check()
    clerk.press("移出名册")
    assert "已参保的职工不能移出名册" in clerk.text()
    clerk.look("roster-none")
    clerk.press("返回列表")
    assert insured in clerk.text()


@pytest.mark.e2e
def test_the_city_opens_a_plan_and_ends_it(site, arrive):
    planner = arrive(PLANNER)
    planner.go("/office/")
    planner.press("保障计划期", within=".office__rail")
    planner.look("plans")
    planner.press("第二十期职工医疗互助保障活动")
    planner.look("plan")
    assert "累计最高限额" in planner.text()
    assert not planner.offers("结束")
