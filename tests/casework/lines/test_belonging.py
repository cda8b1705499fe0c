"""A draft that comes to be about another union: who is on the list of the old one is marked."""

from __future__ import annotations

import pytest

from tests.factories.applications import fresh
from tests.factories.enrolment import enlist
from tests.factories.grants import give
from tests.factories.unit_enrolment import open_units
from unionhall.cases import selectors
from unionhall.cases.entries import read
from unionhall.cases.models import CaseLine
from unionhall.casework.context import Context
from unionhall.casework.lines import belonging
from unionhall.casework.lines.add import add
from unionhall.casework.lines.check import Blocked, hand_in, recheck
from unionhall.casework.lines.remove import remove
from unionhall.casework.save import save
from unionhall.casework.settling import material, settle
from unionhall.definitions.selectors import process_of
from unionhall.people.models import Membership
from unionhall.registers.models import Record

TEXT = "不在{union}的名册中，请移出名单。"


def belongs_to(person, union):
    """As a transfer leaves it."""
    Membership.objects.filter(person=person).update(union=union)


def told(case):
    lines = CaseLine.objects.filter(case=case).order_by("number")
    return [[one["text"] for one in line.problems] for line in lines]


def save_as(aid, case):
    """Saved by 林晓岚, freshly read: her union is asked anew."""
    lin = type(aid.city.lin).objects.get(pk=aid.city.lin.pk)
    return save(case.key, {}, by=lin, now=aid.now)


@pytest.fixture
def case(aid):
    """Her draft with four people of the software union; she may act for the machinery union too."""
    city = aid.city
    for verb in ("handle_medical_aid", "view_medical_aid"):
        give(city.lin, verb, city.machinery_union)
    found = aid.draft()
    keys = Record.objects.filter(register="roster", union=city.software_union).order_by("pk")
    add(found.key, list(keys.values_list("key", flat=True))[:4], by=city.lin, now=aid.now)
    recheck(found.key, by=city.lin, now=aid.now)
    return fresh(found)


def test_who_is_of_the_old_union_is_marked_and_the_journal_tells(aid, case):
    assert told(case) == [[]] * 4
    belongs_to(aid.city.lin.person, aid.city.machinery_union)
    save_as(aid, case)
    case = fresh(case)
    assert case.union == aid.city.machinery_union
    assert told(case) == [[TEXT.format(union=aid.city.machinery_union.name)]] * 4
    assert CaseLine.objects.filter(case=case, is_blocked=True).count() == 4
    entry = selectors.last_entry(case, ["list_left"])
    assert entry.values == {"union": aid.city.machinery_union.name, "count": 4}
    said = read(entry, process_of(case.revision), by_name="林晓岚").sentence
    assert said == f"申请已改为{aid.city.machinery_union.name}办理，名单中有 4 人属于其他工会。"
    save_as(aid, case)
    assert [one.kind for one in selectors.journal(fresh(case))].count("list_left") == 1


def test_back_with_the_old_union_they_are_right_again(aid, case):
    belongs_to(aid.city.lin.person, aid.city.machinery_union)
    save_as(aid, case)
    belongs_to(aid.city.lin.person, aid.city.software_union)
    save_as(aid, case)
    assert told(case) == [[]] * 4
    assert [one.kind for one in selectors.journal(fresh(case))].count("list_left") == 1


def test_a_new_check_marks_only_strangers(aid, case):
    enlist(aid.city.machinery_union, [20])
    belongs_to(aid.city.lin.person, aid.city.machinery_union)
    save_as(aid, case)
    lin = type(aid.city.lin).objects.get(pk=aid.city.lin.pk)
    own = Record.objects.get(register="roster", union=aid.city.machinery_union)
    add(case.key, [own.key], by=lin, now=aid.now)
    recheck(case.key, by=lin, now=aid.now)
    marks = [any("不在" in text for text in texts) for texts in told(case)]
    assert marks == [True] * 4 + [False]
    remove(case.key, "blocked", by=lin, now=aid.now)
    assert CaseLine.objects.filter(case=case).count() == 1


def test_nothing_is_handed_in_with_people_of_another_union(aid, case):
    """Also when nothing was saved after the union changed."""
    belongs_to(aid.city.lin.person, aid.city.machinery_union)
    context = Context(fresh(case), aid.now)
    with pytest.raises(Blocked) as caught:
        hand_in(context, settle(context, material(context)))
    assert [one.code for one in caught.value.problems] == ["lines-blocked"]
    assert len(caught.value.found) == 4


def test_control_without_the_question_they_stay_unmarked(aid, case, monkeypatch):
    monkeypatch.setattr(belonging, "strangers", lambda context, lines: set())
    belongs_to(aid.city.lin.person, aid.city.machinery_union)
    save_as(aid, case)
    assert told(case) == [[]] * 4


def test_a_list_of_a_table_of_the_platform_is_asked_as_well(city):
    """The members of a unit, as of yesterday's snapshot."""
    house = open_units(city)
    case = house.draft()
    belongs_to(city.lin.person, city.machinery_union)
    lin = type(city.lin).objects.get(pk=city.lin.pk)
    save(case.key, {}, by=lin, now=house.now)
    marks = [any("不在" in text for text in texts) for texts in told(case)]
    assert marks.count(True) == len(marks) - 1, "her own membership moved with her"
