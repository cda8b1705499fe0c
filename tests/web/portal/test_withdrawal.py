"""撤销删除: one step where the definition says so, naming what goes (J1-34)."""

from __future__ import annotations

import pytest

from tests.factories.applications import fresh
from tests.factories.enrolment import add_plan
from tests.factories.unit_enrolment import open_units
from tests.web.office.pages import words
from tests.web.portal.conftest import browser
from unionhall.cases.models import Case, CaseKey, JournalEntry, LineKey
from unionhall.organisation.models import Union
from unionhall.people.models import User
from unionhall.reports.my_cases import my_cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(city):
    return open_units(city)


@pytest.mark.row("J1-34")
def test_one_press_takes_it_back_and_deletes_it(house):
    lin, case = browser(house.city.lin), house.submitted()
    address = f"/cases/{case.key}/withdrawal/"
    assert "撤销删除" in words(lin.get(f"/cases/{case.key}/"))
    asked = words(lin.get(address))
    assert "撤销并删除这份申请？" in asked
    assert case.number in asked
    assert "包括已填写的内容、4 人的名单。" in asked
    assert fresh(case).status == "in_progress"
    answer = lin.post(address, {"version": fresh(case).version}, follow=True)
    assert "申请已撤销并删除。" in words(answer)
    case = Case.objects.get(pk=case.pk)
    assert (case.status, case.deleted_at is not None) == ("withdrawn", True)
    kinds = JournalEntry.objects.filter(case=case).order_by("seq").values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["withdrawn", "deleted"]
    assert my_cases(house.city.lin, "all").rows == ()
    assert lin.get(f"/cases/{case.key}/").status_code == 404
    assert (CaseKey.objects.count(), LineKey.objects.count()) == (0, 0)
    again = house.submitted()
    assert (again.status, again.line_count) == ("in_progress", 4)


@pytest.mark.row("J1-35")
def test_once_approved_it_is_refused_and_nothing_changed(house):
    lin, case = browser(house.city.lin), house.approve(house.submitted(), house.city.chen)
    address = f"/cases/{case.key}/withdrawal/"
    assert "撤销删除" not in words(lin.get(f"/cases/{case.key}/"))
    assert lin.get(address).status_code == 302
    answer = lin.post(address, {"version": fresh(case).version})
    assert answer.status_code == 409
    assert (fresh(case).stage, fresh(case).deleted_at) == ("contract", None)


def test_a_stranger_neither_asks_nor_does_it(house):
    case = house.submitted()
    for method in ("get", "post"):
        answer = getattr(browser(house.city.zhou), method)(f"/cases/{case.key}/withdrawal/")
        assert answer.status_code == 404
    assert fresh(case).status == "in_progress"


def test_pressed_twice_it_is_gone_once(house):
    lin, case = browser(house.city.lin), house.submitted()
    posted = {"version": fresh(case).version}
    address = f"/cases/{case.key}/withdrawal/"
    assert [lin.post(address, posted).status_code for _press in range(2)] == [302, 404]
    assert JournalEntry.objects.filter(case=case, kind="deleted").count() == 1


@pytest.mark.row("J1-32", "J1-39")
def test_who_has_passed_this_year_does_not_even_begin_again(house):
    """Told before the form, and by the year: next year's plan is open to the same union."""
    lin = browser(house.city.lin)
    conditions = "/matters/unit-enrolment/conditions/"
    assert "本年度还没有单位入会" in words(lin.get(conditions))
    house.approve(house.submitted(), house.city.chen)
    told = "本工会本年度的单位入会已经通过，不能再次提交。"
    assert told in words(lin.get(conditions))
    answer = lin.post("/matters/unit-enrolment/cases/")
    assert (answer.status_code, told in words(answer)) == (422, True)
    house.plan.state = "closed"
    house.plan.save()
    add_plan(house.city.root, User.objects.system(), scheme="association", number=2027,
             title="2027 年度", fee=0)  # fmt: skip
    assert told not in words(lin.get(conditions))


@pytest.mark.row("J1-23")
@pytest.mark.parametrize(("kind", "may"), [("union", True), ("park", False)])
def test_only_unions_of_the_base_join_as_units(house, kind, may):
    """The numbers ending in 00 were those of higher unions: here the kind of the union says so."""
    Union.objects.filter(pk=house.city.software_union.pk).update(kind=kind)
    lin, told = browser(house.city.lin), "单位入会由基层工会办理"
    assert (told not in words(lin.get("/matters/unit-enrolment/conditions/"))) is may
    answer = lin.post("/matters/unit-enrolment/cases/")
    assert answer.status_code == (302 if may else 422)
