"""The union tree under effects: moves of subtrees, no cycles, histories without overlap."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.casework.test_races import race, winners
from tests.factories.unions import make_union
from unionhall.casework.core import union as core
from unionhall.casework.core.ground import Ground
from unionhall.casework.core.writing import apply
from unionhall.casework.refusals import Refused
from unionhall.engine.shapes import RegisterWrite
from unionhall.organisation import store
from unionhall.organisation.models import Affiliation, Union, UnionChange
from unionhall.organisation.selectors import chain

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)


def move(city, union, parent, on=TODAY, now=NOW):
    core.move(union, parent, on=on, basis="调整", by=city.su, now=now)


def names(union):
    return [link.name for link in chain(Union.objects.get(pk=union.pk))]


def is_sound() -> bool:
    """treebeard finds nothing wrong; every open affiliation agrees with the tree; no overlaps."""
    assert Union.objects.find_problems() == ([], [], [], [], [])
    by_path = {union.path: union for union in Union.objects.all()}
    for union in by_path.values():
        rows = list(union.affiliations.order_by("since", "id"))
        assert [row.until is None for row in rows].count(True) == 1
        parent = by_path.get(union.path[:-4])
        assert rows[-1].parent_id == (parent.pk if parent else None), union.name
        for one, following in zip(rows, rows[1:], strict=False):
            assert one.since <= one.until <= following.since
        assert union.numchild == sum(
            p[:-4] == union.path for p in by_path if len(p) == len(union.path) + 4
        )
    return True


@pytest.mark.row("J1-09", "J1-10")
def test_a_union_moves_with_everything_below_it_and_leaves_its_history(city):
    move(city, city.park, city.town)
    assert names(city.research_group)[:4] == [
        "研发中心工会小组",
        "海滨软件有限公司工会",
        "海滨园区工会",
        "滨海街道工会",
    ]
    former, standing = Affiliation.objects.filter(union=city.park).order_by("since", "id")
    assert (former.parent, former.until) == (city.sijiang, TODAY)
    assert (standing.parent, standing.since, standing.by) == (city.town, TODAY, city.su)
    change = UnionChange.objects.get(union=city.park, field="parent")
    assert (change.before, change.after) == ("思江区总工会", "滨海街道工会")
    assert is_sound()


@pytest.mark.parametrize(
    ("union", "parent", "code"),
    [
        ("park", "park", "tree-cycle"),
        ("park", "research_group", "tree-cycle"),
        ("research_group", "sijiang", "misplaced"),
        ("e_home", "park", "misplaced"),
        ("park", "sijiang", "same-parent"),
        ("root", "park", "root-stays"),
    ],
)
def test_moves_that_cannot_be(city, union, parent, code):
    with pytest.raises(Refused, match=code):
        move(city, getattr(city, union), getattr(city, parent))
    assert is_sound()


def test_two_of_one_name_below_one_union_are_refused(city):
    make_union("海滨园区工会", "park", city.hudong)
    with pytest.raises(Refused, match="name-taken"):
        move(city, city.park, city.hudong)
    with pytest.raises(Refused, match="name-taken"):
        core.update(city.town, {"name": "海滨园区工会"}, basis="", by=city.su, now=NOW)


def test_a_stale_object_does_not_write_its_old_place_back(city):
    stale = Union.objects.get(pk=city.software_union.pk)
    move(city, city.park, city.hudong)
    core.update(stale, {"contact_name": "新联系人"}, basis="", by=city.su, now=NOW)
    assert names(city.software_union)[-2] == "湖东区总工会"
    assert is_sound()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_any_sequence_of_moves_keeps_the_tree_valid(city, seed):
    """Generated sequences of founding, moving and renaming; refused ones change nothing."""
    pick, clock = random.Random(seed), NOW  # noqa: S311
    kinds = ["union", "town", "group", "e_home", "joint", "park"]
    done, codes = 0, set()
    for step in range(40):
        clock += timedelta(days=pick.choice([0, 0, 1, 30]))
        one, other = pick.sample(list(Union.objects.all()), 2)
        try:
            if pick.random() < 0.3:
                new = {"name": f"新{step}"}
                core.add(pick.choice(kinds), one, new, basis="", by=city.su, now=clock)
            else:
                move(city, one, other, on=clock.date(), now=clock)
            done += 1
        except Refused as refused:
            codes.add(refused.code)
    assert codes <= {"tree-cycle", "misplaced", "same-parent", "root-stays", "name-taken"}
    assert done > 5
    assert is_sound()


@pytest.mark.django_db(transaction=True)
def test_two_moves_that_would_make_a_circle(city):
    def shift(one, other):
        return lambda: move(city, Union.objects.get(pk=one.pk), Union.objects.get(pk=other.pk)) or 1

    answers = race(shift(city.town, city.park), shift(city.park, city.town))
    assert len(winners(answers)) == 1
    assert [a.code for a in answers if isinstance(a, Refused)] == ["tree-cycle"]
    assert is_sound()


@pytest.mark.django_db(transaction=True)
def test_two_foundings_of_one_name_at_once(city):
    def found():
        parent = Union.objects.get(pk=city.park.pk)
        return core.add("union", parent, {"name": "同名工会"}, basis="", by=city.su, now=NOW)

    answers = race(found, found)
    assert len(winners(answers)) == 1
    assert Union.objects.filter(name="同名工会").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_foundings_of_one_name_without_the_turn(city, monkeypatch):
    """Both look before either writes: the tree gets two unions of one name."""
    monkeypatch.setattr(store, "check_name", lambda *known: None)
    answers = race(
        *[
            lambda: core.add(
                "union",
                Union.objects.get(pk=city.park.pk),
                {"name": "同名工会"},
                basis="",
                by=city.su,
                now=NOW,
            )
        ]
        * 2
    )
    assert len(winners(answers)) == 2


def test_effects_found_change_and_move_unions(city):
    ground = Ground(city.su, NOW, "case-1", "case-1", city.park)
    values = {
        "name": "新公司工会",
        "kind": "union",
        "parent": city.park.key,
        "founded_on": "2026-10-01",
    }
    apply(RegisterWrite("create", "union", {}, values), ground)
    made = Union.objects.get(name="新公司工会")
    assert made.affiliations.get().basis == "case-1"
    match = {"union": made.key}
    apply(RegisterWrite("update", "union", match, {"parent": city.hudong.key}), ground)
    apply(RegisterWrite("update", "union", match, {"contact_name": "王一", "phone": None}), ground)
    made.refresh_from_db()
    assert (names(made)[1], made.contact_name) == ("湖东区总工会", "王一")
    missing = RegisterWrite("update", "union", match, {"parent": "no-such"})
    with pytest.raises(Refused, match="no-such-union"):
        apply(missing, ground)
