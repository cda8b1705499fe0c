"""The member roll, the roster and the plans as they are shipped: what their definitions promise."""

from __future__ import annotations

import json

import pytest

from permissions import grants
from tests.factories.applications import PACK, publish
from tests.factories.grants import give
from tests.factories.people import make_person
from tests.factories.records import NOW
from tests.web.office.pages import words
from tests.web.office.registers import form_values
from unionhall.definitions import selectors as definitions
from unionhall.engine.shapes import RegisterWrite
from unionhall.language.parse import parse_pack
from unionhall.people.models import Membership, User
from unionhall.people.store import add_membership
from unionhall.registers import store
from unionhall.registers.models import Record

pytestmark = pytest.mark.django_db
ADD_MEMBER = "/office/registers/member-roll/additions/add/"
NUMBER, OTHER = "790101199001010011", "790101199001010038"
PLAN = {
    "title": "第二十二期职工医疗互助保障活动", "scheme": "aid", "number": "22", "enrol_from": "2027-01-01",
    "enrol_to": "2027-03-31", "funding": "paid", "fee": "60.00", "ratio_base": "staff",
    "ratio_government": "80", "ratio_institution": "80", "ratio_state_owned": "80", "ratio_other": "50",
    "ratio_policy": "block", "cover_rule": "next_day", "claim_to": "2028-12-31",
    "limit_total": "150000.00", "shares": "1",
}  # fmt: skip


@pytest.fixture
def shipped(city):
    """林晓岚 keeps members and the roster of her union, 苏文 the plans of the city."""
    grants.ensure_matter_groups(parse_pack(json.loads((PACK / "pack.json").read_text())))
    for name in ("member-roll", "roster", "aid-plan"):
        document = json.loads((PACK / "registers" / f"{name}.json").read_text())
        for listing in document["lists"]:
            listing.pop("imports", None)
            listing.pop("empty", None)
        publish(document, User.objects.system())
    give(city.lin, "handle_member_management", city.software_union)
    give(city.lin, "handle_medical_aid", city.software_union)
    give(city.su, "handle_aid_plan", city.root)
    return city


def enter(client, **typed):
    page = client.get(ADD_MEMBER)
    given = {"name": "新会员", "document_kind": "111", "document_no": NUMBER}
    given |= {"mobile": "15400000501", "since": "2026-11-20"}
    return client.post(ADD_MEMBER, form_values(page) | given | typed)


@pytest.mark.row("J1-13")
def test_a_new_member_is_a_person_with_a_membership_here(shipped, visit):
    assert enter(visit(shipped.lin)).status_code == 302
    made = Membership.objects.get(person__name="新会员")
    assert (made.union, made.state, made.number != "") == (shipped.software_union, "joined", True)


@pytest.mark.row("J1-14")
def test_who_is_a_member_is_told_where_and_what_to_do(shipped, visit):
    here, there = make_person("张三", NUMBER), make_person("李四", OTHER)
    add_membership(here, shipped.software_union, NOW.date())
    add_membership(there, shipped.machinery_union, NOW.date())
    client = visit(shipped.lin)
    told = words(enter(client, name="张三"))
    assert "已经是本工会会员，不用重复录入" in told
    told = words(enter(client, name="李四", document_no=OTHER))
    assert "请本人在首页【会籍变更】申请转入本工会" in told
    assert "湖东机械" not in told
    assert "登记的是另一个姓名" in words(enter(client, name="王五"))
    assert Membership.objects.filter(person__in=(here, there)).count() == 2


@pytest.mark.row("J1-15", "J1-16", "J1-17")
@pytest.mark.parametrize(("state", "shown"), [("transferred_out", "转出"), ("retained", "保留")])
def test_a_membership_is_changed_with_its_reason(shipped, visit, state, shown):
    person = make_person("张三", NUMBER)
    held = add_membership(person, shipped.software_union, NOW.date().replace(year=2024))
    url = f"/office/registers/member-roll/records/{person.key}-{held.pk}/actions/change/"
    client = visit(shipped.lin)
    typed = form_values(client.get(url)) | {"to_state": state, "on": "2026-11-01"}
    assert "请填写变更原因" in words(client.post(url, typed))
    told = words(client.post(url, typed | {"reason": "离岗"}, follow=True))
    assert f"入会 → {shown}" in told
    held.refresh_from_db()
    assert (held.state, held.reason) == (state, "离岗")


@pytest.mark.row("J1-17")
@pytest.mark.parametrize("state", ["joined", "transferred_in"])
@pytest.mark.parametrize("action", ["change", "restore"])
def test_what_was_retained_goes_back_to_what_it_was(shipped, visit, state, action):
    person = make_person("张三", NUMBER)
    since = NOW.date().replace(year=2024)
    held = add_membership(person, shipped.software_union, since, state)
    url = f"/office/registers/member-roll/records/{person.key}-{held.pk}/actions/"
    client = visit(shipped.lin)
    back = {"on": "2026-11-02", "reason": "返聘"}
    for verb, typed in (
        ("change", {"to_state": "retained", "on": "2026-11-01", "reason": "退休"}),
        (action, {"to_state": "joined", **back} if action == "change" else back),
    ):
        page = client.get(f"{url}{verb}/")
        assert client.post(f"{url}{verb}/", form_values(page) | typed).status_code == 302
    held.refresh_from_db()
    assert (held.state, held.state_before, held.reason) == (state, "retained", "返聘")


@pytest.mark.row("J1-17")
def test_only_what_was_retained_is_restored(shipped, visit):
    person = make_person("张三", NUMBER)
    held = add_membership(person, shipped.software_union, NOW.date().replace(year=2024))
    url = f"/office/registers/member-roll/records/{person.key}-{held.pk}/actions/change/"
    client = visit(shipped.lin)
    typed = {"to_state": "joined", "on": "2026-11-01", "reason": "误操作"}
    told = words(client.post(url, form_values(client.get(url)) | typed))
    assert "只有保留的会籍可以恢复" in told


@pytest.mark.row("X3-26", "X3-96")
@pytest.mark.parametrize(("state", "then"), [("insured", "insured"), ("uninsured", "removed")])
def test_the_insured_stay_on_the_roster(shipped, visit, state, then):
    values = {"union": shipped.software_union.key, "name": "张三", "document_kind": "111"}
    values |= {"document_no": NUMBER, "mobile": "15400000501", "state": state}
    write = RegisterWrite("create", "roster", {}, values)
    record = store.apply(
        write, definitions.register("roster"), union=shipped.software_union, by=shipped.lin, now=NOW
    )
    url = f"/office/registers/roster/records/{record.key}/actions/remove/"
    client = visit(shipped.lin)
    page = client.post(url, form_values(client.get(url)) | {"_reason": "离职"}, follow=True)
    record.refresh_from_db()
    assert record.state == then
    assert ("已参保的职工不能移出名册" in words(page)) == (state == "insured")


def test_a_plan_is_prepared_opened_and_ended_by_the_city_only(shipped, visit):
    client = visit(shipped.su)
    add = "/office/registers/aid-plan/additions/add/"
    late = client.post(add, form_values(client.get(add)) | PLAN | {"enrol_to": "2026-01-01"})
    assert "参保截止日早于参保开始日" in words(late)
    assert client.post(add, form_values(client.get(add)) | PLAN).status_code == 302
    plan = Record.objects.get(register="aid-plan")
    assert (plan.state, plan.values["fee"], plan.union) == ("draft", 6000, shipped.root)
    for action, more, state in (("open", {}, "open"), ("close", {"_reason": "到期"}, "closed")):
        url = f"/office/registers/aid-plan/records/{plan.key}/actions/{action}/"
        client.post(url, form_values(client.get(url)) | more)
        plan.refresh_from_db()
        assert plan.state == state
    assert visit(shipped.lin).get(add).status_code == 404
