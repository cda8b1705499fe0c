"""Founding, changing, moving, merging and dissolving unions: what happens, and who may."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.factories.people import make_person, make_user
from tests.factories.unions import make_union
from unionhall.cases.models import Case
from unionhall.casework.refusals import Conflict, Invalid, NotYours, Refused
from unionhall.casework.unions.add import add
from unionhall.casework.unions.change import change
from unionhall.casework.unions.dissolve import dissolve
from unionhall.casework.unions.merge import merge
from unionhall.casework.unions.move import going_along, move
from unionhall.casework.unions.set_contacts import set_contacts
from unionhall.config.management.demo.numbers import EMPLOYER, GRASS_ROOTS_UNION, credit_code
from unionhall.organisation import contacts, store
from unionhall.organisation.models import Post, Union, UnionChange, Unit
from unionhall.people import store as people

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
UNIT = {"unit.name": "新港物流有限公司", "unit.code": credit_code(EMPLOYER, 9001)}
NEW = {
    "name": "新港物流有限公司工会",
    "kind": "union",
    "founded_on": "2026年10月1日",
    "contact_mobile": "154 0000 0777",
    **UNIT,
}


@pytest.mark.row("J1-03", "J1-04")
def test_the_higher_union_founds_a_union_with_its_unit(keepers):
    union = add(keepers.park.key, NEW, by=keepers.chen, now=NOW)
    assert (union.founded_on, union.contact_mobile) == (date(2026, 10, 1), "15400000777")
    assert Union.objects.get_parent(union) == keepers.park
    assert union.units.get().code == UNIT["unit.code"]
    assert union.affiliations.get().parent == keepers.park


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"name": " "}, "name"),
        ({"kind": "root"}, "kind"),
        ({"unit.code": "91790100MA0TE5T0A7"}, "unit.code"),
        ({"unit.code": credit_code(GRASS_ROOTS_UNION, 5)}, "unit.code"),
        ({"unit.name": "", "unit.code": ""}, "unit.name"),
        ({"founded_on": "2027-01-01"}, "founded_on"),
        ({"founded_on": "2026-02-30"}, "founded_on"),
        ({"contact_mobile": "123"}, "contact_mobile"),
        ({"code": "x"}, "code"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(keepers, values, path):
    with pytest.raises(Invalid) as invalid:
        add(keepers.park.key, {**NEW, **values}, by=keepers.chen, now=NOW)
    assert path in {problem.path for problem in invalid.value.problems}
    assert all(problem.text for problem in invalid.value.problems)
    assert not Unit.objects.filter(name=UNIT["unit.name"]).exists()


def test_one_unit_has_one_union(keepers):
    taken = {**NEW, "unit.name": keepers.software.name, "unit.code": keepers.software.code}
    with pytest.raises(Invalid, match="unit-taken"):
        add(keepers.park.key, taken, by=keepers.chen, now=NOW)


def test_nobody_founds_where_he_manages_nothing(keepers):
    for by in (keepers.lin, keepers.he, keepers.wu):
        with pytest.raises(NotYours):
            add(keepers.park.key, NEW, by=by, now=NOW)
    with pytest.raises(NotYours):
        add(keepers.hudong.key, NEW, by=keepers.chen, now=NOW)


@pytest.mark.row("X3-63", "X3-65", "X3-66")
def test_the_clerk_changes_the_contact_and_the_chair_not_the_legal_representative(keepers):
    union = keepers.software_union
    posted = {"chair_name": "王海", "contact_name": "李明", "contact_mobile": "15400000555"}
    done = change(union.key, posted, by=keepers.lin, now=NOW)
    union.refresh_from_db()
    assert set(done.fields) == set(posted)
    assert (union.chair_name, union.legal_representative) == ("王海", "")
    logged = {c.field: (c.before, c.after) for c in UnionChange.objects.filter(union=union)}
    assert logged["chair_name"] == ("郑海", "王海")
    assert logged["contact_name"] == ("", "李明")


def test_a_member_who_becomes_chair_gets_the_rights_and_the_old_one_loses_them(keepers):
    union = keepers.software_union
    boss = make_user("新主席", "15400000666")
    people.add_membership(boss.person, union, date(2025, 1, 1))
    change(union.key, {"chair_name": "新主席"}, by=keepers.su, now=NOW)
    union.refresh_from_db()
    assert union.chair == boss.person or union.chair is None
    note = change(union.key, {"chair_name": "路人"}, by=keepers.su, now=NOW).note
    union.refresh_from_db()
    assert (union.chair, note) == (None, "")
    assert not Post.objects.filter(person=boss.person, ended_at=None).exists()


def test_two_members_of_one_name_are_told_apart_by_mobile(keepers):
    union = keepers.software_union
    for mobile in ("15400000661", "15400000662"):
        person = make_person("同名", mobile=mobile)
        people.add_membership(person, union, date(2025, 1, 1))
    with pytest.raises(Invalid) as invalid:
        change(union.key, {"chair_name": "同名"}, by=keepers.su, now=NOW)
    assert [problem.path for problem in invalid.value.problems] == ["chair_mobile"]


def test_an_old_page_does_not_overwrite_newer_work(keepers):
    union = keepers.software_union
    change(union.key, {"phone": "0790-1234567"}, seen=0, by=keepers.lin, now=NOW)
    with pytest.raises(Conflict) as conflict:
        change(union.key, {"phone": ""}, seen=0, by=keepers.su, now=NOW)
    assert "林晓岚" in conflict.value.sentence


@pytest.mark.row("S1-08")
def test_unit_data_are_kept_with_their_history(keepers):
    union, unit = keepers.software_union, keepers.software
    posted = {"unit.name": unit.name, "unit.code": unit.code, "unit.nature": "other"}
    done = change(union.key, {**posted, "unit.headcount": "120"}, by=keepers.lin, now=NOW)
    unit.refresh_from_db()
    assert (unit.nature, unit.headcount) == ("other", 120)
    assert set(done.fields) == {"unit.nature", "unit.headcount"}
    assert union.changes.filter(field="unit.headcount", after="120").exists()


@pytest.mark.row("J1-10")
def test_the_district_moves_within_itself_and_not_out_of_it(keepers):
    along = going_along(keepers.park)
    assert (along.unions, along.members) == (3, 1)
    move(keepers.park.key, keepers.town.key, "区划调整", by=keepers.chen, now=NOW)
    with pytest.raises(Refused, match="no-such-union"):
        move(keepers.park.key, keepers.hudong.key, "跨区", by=keepers.chen, now=NOW)
    with pytest.raises(NotYours):
        move(keepers.software_union.key, keepers.town.key, "自己搬", by=keepers.lin, now=NOW)
    with pytest.raises(NotYours):  # from above only: the district does not move itself
        move(keepers.sijiang.key, keepers.town.key, "自己搬", by=keepers.chen, now=NOW)
    move(keepers.park.key, keepers.hudong.key, "跨区", by=keepers.su, now=NOW)
    with pytest.raises(Refused, match="reason"):
        move(keepers.park.key, keepers.town.key, " ", by=keepers.su, now=NOW)


def test_a_case_on_its_way_keeps_its_union(keepers, office_case):
    before = [task.union for task in office_case.tasks.filter(done_at=None)]
    move(keepers.park.key, keepers.hudong.key, "跨区", by=keepers.su, now=NOW)
    case = Case.objects.get(pk=office_case.pk)
    assert case.union == keepers.software_union
    assert [task.union for task in case.tasks.filter(done_at=None)] == before


@pytest.fixture
def office_case(keepers, settings, tmp_path):
    from tests.factories.applications import Office, record_payment

    settings.MEDIA_ROOT = tmp_path
    record_payment(keepers.software_union, keepers.su)
    return Office(keepers).submitted()


def test_merging_takes_members_units_and_unions_along(keepers):
    into = make_union("海滨联合工会", "joint", keepers.park)
    store.add_post(keepers.software_union, keepers.lin.person, "干事", date(2025, 1, 1))
    merge(keepers.software_union.key, into.key, "整合", by=keepers.chen, now=NOW)
    gone = Union.objects.get(pk=keepers.software_union.pk)
    assert (gone.is_active, gone.merged_into, gone.closed_on) == (False, into, date(2026, 11, 21))
    assert into.units.get() == keepers.software
    group = Union.objects.get(pk=keepers.research_group.pk)
    assert Union.objects.get_parent(group) == into
    assert keepers.lin.person.memberships.get(union=into).state == "transferred_in"
    assert not Post.objects.filter(person=keepers.lin.person, ended_at=None).exists()
    assert not gone.affiliations.filter(until=None).exists()


def test_a_union_with_anything_left_is_not_dissolved(keepers, office_case):
    def end(union, by=keepers.su):
        return dissolve(union.key, "已停业", by=by, now=NOW)

    with pytest.raises(Refused, match="has-children"):
        end(keepers.software_union)
    move(
        keepers.research_group.key,
        make_union("新", "union", keepers.park).key,
        "调整",
        by=keepers.su,
        now=NOW,
    )
    with pytest.raises(Refused, match="has-members"):
        end(keepers.software_union)
    with pytest.raises(Refused, match="has-open-cases"):
        merge(keepers.software_union.key, keepers.town.key, "整合", by=keepers.su, now=NOW)
    with pytest.raises(Refused, match="root-stays"):
        end(keepers.root)
    with pytest.raises(NotYours):
        end(keepers.services, by=keepers.chen)
    end(keepers.services)
    with pytest.raises(Refused, match="union-closed"):
        end(keepers.services)


@pytest.mark.row("J1-43", "J1-42")
def test_whom_to_call_by_matter_group_then_the_union_then_above(keepers):
    union = keepers.software_union
    assert contacts.call(union) is None
    Union.objects.filter(pk=keepers.sijiang.pk).update(
        phone="0790-1", service_hours="工作日 9:00–17:00"
    )
    assert contacts.call(union).phone == "0790-1"
    rows = [
        {"matter_group": "", "name": "值班", "phones": "0790-2", "hours": ""},
        {"matter_group": "preparatory_fund", "name": "张三", "phones": "0790-3", "hours": "上午"},
        {"matter_group": "", "name": "", "phones": "", "hours": ""},
    ]
    set_contacts(union.key, rows, by=keepers.lin, now=NOW)
    assert union.contacts.count() == 2
    assert contacts.call(union, "preparatory_fund").phone == "0790-3"
    assert contacts.call(union, "other").phone == "0790-2"
    assert contacts.call(keepers.research_group, "preparatory_fund").union == union.name
    assert union.changes.filter(field="contacts").exists()
    with pytest.raises(Invalid) as invalid:
        set_contacts(union.key, [{"name": "张三", "phones": ""}], by=keepers.lin, now=NOW)
    assert invalid.value.problems[0].path == "0.phones"
    with pytest.raises(NotYours):
        set_contacts(keepers.hudong.key, [], by=keepers.chen, now=NOW)
