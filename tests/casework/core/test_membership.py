"""Memberships written by effects and staff: one active at a time, history, posts, numbers."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

import pytest
from stdnum import luhn

from tests.casework.test_races import race, winners
from tests.factories.grants import give
from tests.factories.people import make_person, make_user
from unionhall.casework.core import membership
from unionhall.casework.core.ground import Ground
from unionhall.casework.core.writing import apply, is_core
from unionhall.casework.refusals import Refused
from unionhall.engine.shapes import RegisterWrite
from unionhall.language.tables import TABLES
from unionhall.organisation import store as organisation
from unionhall.organisation.models import Post, Union
from unionhall.people import history, store
from unionhall.people.models import ACTIVE_STATES, Membership
from unionhall.registers.columns import BadValue
from unionhall.registers.store import NotFound

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)


def join(person, union, by, **more):
    return membership.join(person, union, since=TODAY, by=by, now=NOW, **more)


def test_the_number_is_city_year_sequence_and_a_check_digit(city):
    Union.objects.filter(pk=city.root.pk).update(region="790100")
    first = join(make_person("甲"), city.park, city.su).number
    second = join(make_person("乙"), city.park, city.su).number
    assert re.fullmatch(r"7901202600000001\d", first)
    assert re.fullmatch(r"7901202600000002\d", second)
    assert luhn.is_valid(first)
    assert luhn.is_valid(second)


def test_joining_twice_is_refused_in_words(city):
    with pytest.raises(Refused) as refused:
        join(city.lin.person, city.park, city.su)
    assert (refused.value.code, "转会" in refused.value.sentence) == ("already-member", True)


def test_a_dissolved_union_takes_nobody(city):
    Union.objects.filter(pk=city.park.pk).update(is_active=False)
    with pytest.raises(Refused, match="union-closed"):
        join(make_person("甲"), city.park, city.su)


@pytest.mark.row("X3-12")
def test_a_transfer_ends_the_posts_and_rights_at_the_old_union_only(city):
    person, was = city.lin.person, city.software_union
    for union in (was, city.hudong):
        organisation.add_post(union, person, "干事", date(2025, 1, 1))
        give(city.lin, "review_preparatory_fund", union)
    moved = membership.transfer(
        person, city.machinery_union, since=TODAY, reason="调动", by=city.su, now=NOW
    )
    former = person.memberships.get(union=was)
    assert (former.state, former.until) == ("transferred_out", TODAY)
    assert (moved.state, moved.since, moved.until) == ("transferred_in", TODAY, None)
    assert Post.objects.get(person=person, union=was).ended_at == NOW
    assert Post.objects.get(person=person, union=city.hudong).ended_at is None
    assert set(city.lin.uniongrant_set.values_list("content_object", flat=True)) == {city.hudong.pk}


def test_a_retained_member_holds_no_post_and_comes_back(city):
    person = city.lin.person
    organisation.add_post(city.software_union, person, "干事", date(2025, 1, 1))
    held = membership.change(person, state="retained", on=TODAY, by=city.su, now=NOW)
    assert (held.state, held.until) == ("retained", None)
    assert Post.objects.get(person=person).ended_at == NOW
    assert held.state_before == "joined"
    back = membership.change(person, state="joined", on=TODAY, by=city.su, now=NOW)
    assert (back.until, back.state_before) == (None, "retained")


@pytest.mark.parametrize(
    ("state", "on", "code"),
    [
        ("pending", TODAY, "bad-membership-state"),
        ("joined", TODAY, "bad-membership-state"),
        ("withdrew", date(2020, 1, 1), "bad-date"),
    ],
)
def test_what_does_not_happen_to_a_membership(city, state, on, code):
    with pytest.raises(Refused, match=code):
        membership.change(city.lin.person, state=state, on=on, by=city.su, now=NOW)
    with pytest.raises(Refused, match="not-a-member"):
        membership.leave(city.wu.person, until=TODAY, by=city.su, now=NOW)


def test_the_number_stays_and_the_history_is_complete(city):
    person = make_person("甲")
    number = join(person, city.park, city.su).number
    membership.leave(person, until=TODAY, reason="离职", by=city.su, now=NOW)
    assert join(person, city.town, city.su, case_key="k1").number == number
    told = [json.loads(one.after)["state"] for one in history.of(person)]
    assert told == ["joined", "withdrew", "joined"]
    assert history.of(person)[0].basis == "k1"
    raw = person.changes.values_list("sealed_after", flat=True)
    assert not any(b"joined" in bytes(one) for one in raw)


@pytest.mark.django_db(transaction=True)
def test_two_unions_take_one_person_at_once(city):
    person = make_person("甲")
    answers = race(
        lambda: join(person, Union.objects.get(pk=city.park.pk), city.su),
        lambda: join(person, Union.objects.get(pk=city.town.pk), city.su),
    )
    assert len(winners(answers)) == 1
    assert [a.code for a in answers if isinstance(a, Refused)] == ["already-member"]
    assert person.memberships.filter(state__in=ACTIVE_STATES).count() == 1
    assert person.changes.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_unions_take_one_person_without_the_guard(city, monkeypatch):
    """Without lock, check and index of the database both would have him."""
    from django.db import connection

    person = make_person("甲")
    [constraint] = Membership._meta.constraints
    with connection.schema_editor() as editor:
        editor.remove_constraint(Membership, constraint)
    try:
        monkeypatch.setattr(store, "lock", lambda person: None)
        monkeypatch.setattr(membership, "active_membership", lambda person: None)
        answers = race(
            lambda: join(person, Union.objects.get(pk=city.park.pk), city.su),
            lambda: join(person, Union.objects.get(pk=city.town.pk), city.su),
        )
        assert len(winners(answers)) == 2
    finally:
        Membership.objects.filter(person=person).delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Membership, constraint)


def ground(city, **more):
    return Ground(city.su, NOW, "case-1", "case-1", **more)


def test_effects_write_memberships(city):
    person = city.wu.person
    values = {"person": person.key, "union": city.park.key, "state": "joined", "source": "online"}
    apply(RegisterWrite("create", "membership", {}, values), ground(city))
    held = person.memberships.get()
    assert (held.state, held.source, held.case, held.since) == ("joined", "online", "case-1", TODAY)
    values = {"person": person.key, "union": city.town.key, "state": "transferred_in"}
    apply(RegisterWrite("create", "membership", {}, values), ground(city))
    match, ended = {"person": person.key}, {"state": "withdrew", "until": "2026-11-30"}
    apply(RegisterWrite("close", "membership", match, ended), ground(city))
    assert person.memberships.get(union=city.town).until == date(2026, 11, 30)


@pytest.mark.parametrize("table", ["membership", "union", "person", "account"])
def test_effects_write_exactly_the_columns_of_the_language(city, table):
    from unionhall.casework.core import account, person, union

    modules = {"membership": membership, "union": union, "person": person, "account": account}
    assert is_core(table)
    assert set(LANGUAGE := TABLES[table].written) <= modules[table].COLUMNS, LANGUAGE
    with pytest.raises(BadValue) as bad:
        apply(RegisterWrite("update", table, {}, {"password": "x"}), ground(city))
    assert bad.value.why == "unknown"
    with pytest.raises(BadValue):
        apply(RegisterWrite("update", table, {"secret": "x"}, {}), ground(city))


def test_effects_about_nobody_are_refused(city):
    write = RegisterWrite("close", "membership", {"person": "no-such"}, {"state": "withdrew"})
    with pytest.raises(NotFound):
        apply(write, ground(city))


def test_a_chair_named_before_gets_his_rights_on_joining(city):
    boss = make_user("新主席", "15400000888")
    Union.objects.filter(pk=city.park.pk).update(chair=boss.person, chair_name="新主席")
    join(boss.person, city.park, city.su)
    assert Post.objects.filter(person=boss.person, source="chair", ended_at=None).exists()
