from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from unionhall.organisation import store, tree
from unionhall.organisation.models import Post, Union, Unit


@pytest.mark.parametrize(
    ("kind", "below", "is_allowed"),
    [
        ("group", "software_union", True),
        ("group", "sijiang", False),
        ("group", "research_group", False),
        ("branch", "software_union", True),
        ("branch", "park", False),
        ("e_home", "town", True),
        ("e_home", "park", False),
        ("union", "hudong", True),
        ("root", "root", False),
    ],
)
def test_where_a_kind_may_stand(city, kind, below, is_allowed):
    parent = getattr(city, below)
    if is_allowed:
        assert Union.objects.get_parent(store.add_union("新", kind, parent)) == parent
        return
    with pytest.raises(store.Misplaced) as misplaced:
        store.add_union("新", kind, parent)
    assert (misplaced.value.kind, misplaced.value.parent) == (kind, parent.kind)


def test_only_the_root_stands_alone(db):
    with pytest.raises(store.Misplaced):
        store.add_union("孤", "district")
    assert store.add_union("鹭湾市总工会", "root").depth == 1


def test_nothing_is_hung_below_a_dissolved_union(city):
    Union.objects.filter(pk=city.park.pk).update(is_active=False)
    with pytest.raises(store.Misplaced):
        store.add_union("新", "union", Union.objects.get(pk=city.park.pk))


def test_a_stale_parent_does_no_harm(city):
    """Two requests that both read the parent before either wrote."""
    stale = Union.objects.get(pk=city.park.pk)
    store.add_union("甲", "union", city.park)
    store.add_union("乙", "union", stale)
    assert Union.objects.find_problems() == ([], [], [], [], [])
    assert Union.objects.filter(path__startswith=city.park.path, depth=4).count() == 3


def test_a_credit_code_is_registered_once(city):
    unit = store.add_unit("甲", "91790100ma0te5t0a6", city.park)
    assert Unit.objects.get(pk=unit.pk).code == "91790100MA0TE5T0A6"
    with pytest.raises(IntegrityError), transaction.atomic():
        store.add_unit("乙", "91790100MA0TE5T0A6")


def test_one_current_post_per_person_and_union(city):
    post = store.add_post(city.sijiang, city.chen.person, "审核员", date(2026, 1, 1), city.su)
    with pytest.raises(IntegrityError), transaction.atomic():
        store.add_post(city.sijiang, city.chen.person, "主任", date(2026, 1, 1))
    Post.objects.filter(pk=post.pk).update(ended_at=datetime(2026, 6, 1, tzinfo=UTC))
    store.add_post(city.sijiang, city.chen.person, "主任", date(2026, 6, 1))


def test_paths_up_and_down():
    assert tree.prefixes("000100020003") == ["000100020003", "00010002", "0001"]
    assert tree.topmost(["00010002", "0001", "000100020003", "0002"]) == ("0001", "0002")
    assert tree.topmost([]) == ()


def test_everything_below_and_nothing_else(city):
    def below(*unions: Union) -> set[Union]:
        return set(Union.objects.filter(tree.within([union.path for union in unions])))

    assert below(city.park) == {city.park, city.software_union, city.research_group}
    assert below(city.park, city.software_union) == below(city.park)
    assert below(city.hudong, city.town) == {
        city.hudong,
        city.machinery_union,
        city.town,
        city.e_home,
    }
    assert below() == set()
    assert below(city.root) == set(Union.objects.all())
