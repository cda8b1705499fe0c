"""A union enrols its workers through all six stages."""

from __future__ import annotations

import pytest

from tests.journeys import enrolment
from tests.journeys.enrolment import CHAIR, CITY, CLERK, DISTRICT, MATTER

pytestmark = pytest.mark.e2e
# as on a new city, however often this is played on it
WITHOUT_CONTACT = """
from unionhall.cases.models import LineKey
from unionhall.organisation.models import Union
from unionhall.registers.models import Record
LineKey.objects.all().delete()
Record.objects.filter(register="enrolment").delete()
Record.objects.filter(register="roster", state="insured").update(state="uninsured")
Union.objects.filter(name="海滨软件有限公司工会").update(contact_name="", contact_mobile="")
"""


@pytest.mark.row(
    "X3-01", "X3-38", "X3-40", "X3-45", "X3-50", "X3-52", "X3-55", "X3-59", "X3-60", "X3-97"
)
def test_a_union_enrols_its_workers(arrive, site):
    site.shell(WITHOUT_CONTACT)
    clerk = arrive(CLERK)
    case = enrolment.begin(clerk, MATTER)
    enrolment.describe(clerk, staff=400)
    assert "请到「基层工会管理」填写" in clerk.text()
    enrolment.register_contact(arrive(CHAIR))
    enrolment.refresh(clerk, case)
    clerk.go(f"{case}form/union/")
    clerk.press("下一步")
    clerk.look("enrolment-handler")
    clerk.press("下一步")
    count = enrolment.list_everybody(clerk)
    assert count > 2
    clerk.go(f"{case}form/union/")
    clerk.page.get_by_label("单位从业人数").fill(str(count))
    clerk.press("下一步")
    clerk.press("下一步")
    enrolment.hand_materials_in(clerk)
    number = enrolment.submit(clerk, "我已阅读参保须知")
    clerk.go(case)
    clerk.press("查看名单")
    clerk.look("enrolment-people")
    assert f"名单共 {count} 人" in clerk.text()

    for officer in (arrive(DISTRICT), arrive(CITY)):
        enrolment.decide(officer, MATTER, number, "同意")
    clerk.go(case)
    clerk.look("enrolment-to-pay")
    assert "上传缴费凭证" in clerk.text()
    fee = 60
    enrolment.pay(clerk, case, count * fee)
    city = arrive(CITY)
    enrolment.decide(city, MATTER, number, "确认")
    clerk.go(case)
    assert "已完成" in clerk.text() or "办结" in clerk.text()

    clerk.go("/office/registers/enrolment/")
    clerk.look("enrolment-register")
    assert clerk.page.locator("tbody tr").count() > 2
    again = enrolment.begin(clerk, MATTER)
    clerk.press("选择计划", exact=False)
    clerk.page.locator("main input[type=radio][name=row]").first.check()
    clerk.press("确定")
    clerk.go(f"{again}lines/choose/?state=insured")
    clerk.look("lines-locked")
    assert "不允许重复参保" in clerk.text()


@pytest.mark.row("X3-52", "X3-54")
def test_the_list_on_a_phone_without_scripts(arrive, site):
    site.shell(WITHOUT_CONTACT)
    clerk = arrive(CLERK, device="phone", scripts=False)
    case = enrolment.begin(clerk, MATTER)
    clerk.press("选择计划", exact=False)
    clerk.page.locator("main input[type=radio][name=row]").first.check()
    clerk.press("确定")
    clerk.go(f"{case}lines/choose/")
    clerk.look("lines-choose-phone")
    clerk.page.locator("input[name=record]").first.check()
    clerk.press("确定")
    clerk.look("lines-phone")
    assert "名单共 1 人" in clerk.text()
    clerk.press("核对名单")
    assert "名单已重新核对，共 1 人。" in clerk.text()
    clerk.page.locator("input[name=line]").first.check()
    clerk.press("移除勾选人员")
    assert "已移除 1 人。" in clerk.text()
    clerk.go(f"{case}deletion/")
    clerk.press("删除")
