"""A union of more than a thousand enrols all of them: the worker does what takes long, its page
tells how far it is, and nobody stands before a page that does not answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.journeys import enrolment
from tests.journeys.backstage import Site
from tests.journeys.enrolment import CHAIR, CITY, CLERK, DISTRICT, MATTER
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.e2e
PEOPLE = 1_100
ENLISTED = """
from django.utils import timezone
from tests.factories.enrolment import worker
from unionhall.definitions import selectors as definitions
from unionhall.engine.shapes import RegisterWrite
from unionhall.organisation.models import Union
from unionhall.people.models import User
from unionhall.registers import store_bulk as bulk
union, by = Union.objects.get(name="海滨软件有限公司工会"), User.objects.system()
bulk.apply_many(
    [
        bulk.Item(RegisterWrite(
            "create", "roster", {}, {"union": union.key, **worker(serial)}
        ), union, None)
        for serial in range(20_000, 20_000 + PEOPLE)
    ],
    definitions.register("roster"), by=by, now=timezone.now(),
)
""".replace("PEOPLE", str(PEOPLE))
GONE = """
from unionhall.cases.models import CaseLine, LineKey
from unionhall.registers.models import Record
LineKey.objects.all().delete()
CaseLine.objects.filter(case__line_count__gt=1_000).delete()
Record.objects.filter(register="enrolment").delete()
Record.objects.filter(register="roster", state="insured").update(state="uninsured")
newest = Record.objects.filter(register="roster", union__name="海滨软件有限公司工会")
Record.objects.filter(pk__in=newest.order_by("-pk").values("pk")[:PEOPLE]).delete()
""".replace("PEOPLE", str(PEOPLE))


@pytest.fixture
def a_large_union(site: Site) -> Iterator[None]:
    site.shell(ENLISTED)
    yield
    site.shell(GONE)


def worked(visitor: Visitor, title: str) -> None:
    """The page tells that it is being done, and by itself that it is."""
    card = visitor.page.locator("#working")
    assert "可以关闭本页" in card.inner_text() or title in card.inner_text()  # or done already
    card.get_by_text(title).wait_for(timeout=120_000)


@pytest.mark.slow
@pytest.mark.usefixtures("a_large_union")
def test_more_than_a_thousand_are_enrolled(arrive):
    clerk = arrive(CLERK, device="phone")
    enrolment.register_contact(arrive(CHAIR))
    case = enrolment.begin(clerk, MATTER)
    enrolment.describe(clerk, staff=PEOPLE)
    clerk.press("下一步")
    clerk.press("增加参保职工")
    clerk.press("一键选择全部未参保职工")
    clerk.look("working")
    worked(clerk, "名单已生成")
    clerk.look("worked")
    clerk.press("查看名单")
    count = int("".join(filter(str.isdigit, clerk.page.locator("#lines-title + p").inner_text())))
    assert count >= PEOPLE
    clerk.look("lines-many")
    clerk.press("核对名单")
    worked(clerk, "名单已核对")
    clerk.go(f"{case}form/union/")
    clerk.page.get_by_label("单位从业人数").fill(str(count))
    clerk.press("下一步")
    clerk.press("下一步")
    enrolment.hand_materials_in(clerk)
    clerk.page.get_by_label("我已阅读参保须知", exact=False).check()
    clerk.press("提交", within="main form")
    worked(clerk, "申请已提交")
    clerk.look("worked-submitted")
    (number,) = re.findall(r"CBFW\d{10}", clerk.page.locator(".case__number").inner_text())

    for officer in (arrive(DISTRICT), arrive(CITY)):
        enrolment.decide(officer, MATTER, number, "同意")
    enrolment.pay(clerk, case, count * 60)
    city = arrive(CITY)
    enrolment.decide(city, MATTER, number, "确认")
    assert "/office/cases/" in city.page.url
    city.look("office-working")
    worked(city, "审核结果已办理")
    city.look("office-worked")
    clerk.go(case)
    assert "已完成" in clerk.text() or "办结" in clerk.text()
