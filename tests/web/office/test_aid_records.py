"""What an enrolment leaves behind, as the union finds it afterwards: enrolments and the invoice."""

from __future__ import annotations

import pytest

from tests.factories.enrolment import enlist, open_aid
from tests.web.office.pages import words
from unionhall.registers.models import Record

pytestmark = pytest.mark.django_db
LISTS = "/office/registers/"


@pytest.fixture
def aid(city):
    found = open_aid(city)
    enlist(city.software_union, [1, 2])
    found.case = found.confirmed(staff_total=2)
    return found


@pytest.mark.row("X3-62")
def test_the_invoice_is_in_the_menu_and_opens(aid, visit):
    client, invoice = visit(aid.city.lin), Record.objects.get(register="invoice")
    assert "发票管理" in words(client.get("/office/"))
    shown = words(client.get(f"{LISTS}invoice/"))
    assert "海滨软件有限公司工会" in shown
    assert "待开具" in shown
    record = words(client.get(f"{LISTS}invoice/records/{invoice.key}/"))
    assert "120.00" in record
    assert str(aid.case.number) in record
    other = visit(aid.city.zhou)
    assert "海滨软件" not in words(other.get(f"{LISTS}invoice/"))
    assert other.get(f"{LISTS}invoice/records/{invoice.key}/").status_code == 404


@pytest.mark.parametrize("register", ["union-enrolment", "enrolment"])
def test_enrolments_are_found_by_the_own_union_only(aid, visit, register):
    record = Record.objects.filter(register=register).first()
    place = f"{LISTS}{register}/records/{record.key}/"
    own = visit(aid.city.lin)
    assert "第二十一期职工医疗互助保障活动" in words(own.get(f"{LISTS}{register}/"))
    assert own.get(place).status_code == 200
    other = visit(aid.city.zhou)
    assert "还没有参保记录" in words(other.get(f"{LISTS}{register}/"))
    assert other.get(place).status_code == 404
