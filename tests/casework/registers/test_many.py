"""Many at once: each has a result; what is too much for a request is the worker's."""

from __future__ import annotations

import pytest

from permissions.models import UnionGrant
from tests.factories.grants import GROUP, give
from tests.factories.records import NOW
from unionhall.casework import refusals
from unionhall.casework.registers import act_on_many as many
from unionhall.casework.registers.act_on_many import act_on_many
from unionhall.casework.registers.carry_on import carry_on
from unionhall.casework.registers.preview import preview
from unionhall.casework.registers.selection import Selection
from unionhall.jobs.handlers import GiveUp, Lost
from unionhall.jobs.models import Job, JobState
from unionhall.registers.models import Record, RecordChange

DAY = {"paid_on": "2026-11-20"}
ALL = Selection("all")


@pytest.fixture
def records(desk):
    """Four: the third is too dear, the fourth paid already."""
    made = [desk.add(number, amount=60_000 if number == 2 else 100) for number in range(4)]
    desk.press(made[3], "pay", DAY)
    return made


def pay(desk, chosen, by=None, **given):
    answers = given.pop("answers", DAY)
    return act_on_many("help", "pay", chosen, answers, by=by or desk.city.lin, now=NOW, **given)


def states():
    rows = Record.objects.filter(register="help").order_by("pk")
    return list(rows.values_list("state", flat=True))


def test_each_ticked_record_has_a_result(desk, records):
    keys = [record.key for record in records]
    done = pay(desk, [*keys, keys[0], "no-such"])
    assert (done.done, done.refused_count, done.job) == (2, 3, None)
    assert done.refused == [
        (keys[2], "职工2", "五百元以上须先报批。"),
        (keys[3], "职工3", "记录当前的状态不能进行此操作。"),
        ("no-such", "", "该记录不存在，或不在您的查看范围内。"),
    ]
    assert states() == ["paid", "paid", "open", "paid"]


def test_all_that_match_within_the_scope_of_the_list(desk, records):
    assert pay(desk, Selection("all", {}, "职工1")).done == 1
    assert states() == ["open", "paid", "open", "paid"]
    done = pay(desk, Selection("all", {"state": ["open"]}))
    assert (done.done, done.refused_count) == (1, 1)


def test_a_preview_tells_how_many_and_why_not(desk, records):
    seen = preview("help", "pay", ALL, by=desk.city.lin, now=NOW)
    assert (seen.total, seen.able, seen.unable) == (4, 2, 2)
    assert [row.values["name"] for row in seen.first] == ["职工0", "职工1"]
    assert dict(seen.reasons) == {
        "五百元以上须先报批。": 1,
        "记录当前的状态不能进行此操作。": 1,
    }
    assert states() == ["open", "open", "open", "paid"]


@pytest.mark.parametrize(
    ("action", "chosen", "code"),
    [
        ("edit", ALL, "no-bulk"),
        ("add", ALL, "no-bulk"),
        ("pay", [], "nothing-chosen"),
        ("pay", Selection("all", {"state": ["void"]}), "nothing-chosen"),
        ("pay", Selection("no-such"), "not-found"),
        ("no-such", ALL, "not-found"),
        ("void", ALL, "reason-required"),
    ],
)
def test_what_is_refused_as_a_whole(desk, records, action, chosen, code):
    with pytest.raises(refusals.Refused) as refused:
        act_on_many("help", action, chosen, {}, by=desk.city.lin, now=NOW)
    assert refused.value.code == code


def test_who_only_sees_acts_on_none(desk, records):
    for user in (desk.city.chen, desk.city.zhou, desk.city.wu):
        with pytest.raises(refusals.NotYours):
            pay(desk, ALL, by=user)
    give(desk.city.zhou, f"handle_{GROUP}", desk.city.machinery_union)
    done = pay(desk, [record.key for record in records], by=desk.city.zhou)
    assert (done.done, done.refused_count) == (0, 4)
    assert {title for _key, title, _sentence in done.refused} == {""}
    assert states() == ["open", "open", "open", "paid"]


def test_too_many_to_choose_is_told(desk, records, monkeypatch):
    monkeypatch.setattr("unionhall.casework.registers.selection.MOST", 3)
    with pytest.raises(refusals.Refused) as refused:
        pay(desk, ALL)
    assert refused.value.code == "too-many-chosen"


class Beats:
    """A worker that loses its lease after so many beats."""

    def __init__(self, lives=100):
        self.lives, self.seen = lives, []

    def progress(self, done, total=None):
        self.seen.append((done, total))
        self.lives -= 1
        if self.lives == 0:
            raise Lost


@pytest.fixture
def job(desk, records, monkeypatch):
    monkeypatch.setattr(many, "AT_ONCE", 2)
    monkeypatch.setattr("unionhall.casework.registers.carry_on.STEP", 1)
    done = act_on_many("help", "void", ALL, reason="年度清理", by=desk.city.lin, now=NOW, key="k")
    assert (done.done, states()) == (0, ["open", "open", "open", "paid"])
    return done.job


def test_the_worker_does_what_is_too_much_for_a_request(desk, records, job):
    again = act_on_many("help", "void", ALL, reason="年度清理", by=desk.city.lin, now=NOW, key="k")
    assert again.job == job
    assert Job.objects.count() == 1
    assert "年度清理" not in str(job.values)
    beats = Beats()
    assert carry_on(job, beats) == {
        "register": "help",
        "action": "void",
        "done": 4,
        "refused": 0,
        "told": [],
    }
    assert beats.seen[-1] == (4, 4)
    reasons = RecordChange.objects.filter(action="void").values_list("reason", flat=True)
    assert list(reasons) == ["年度清理"] * 4


def test_the_same_page_sent_again_after_the_work_is_done_begins_nothing(desk, records, job):
    carry_on(job, Beats())
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE, dedupe=None)
    Record.objects.filter(register="help").update(state="open", closed_at=None)
    again = act_on_many("help", "void", ALL, reason="年度清理", by=desk.city.lin, now=NOW, key="k")
    assert (again.job, Job.objects.count()) == (job, 1)
    assert states() == ["open"] * 4


def test_a_worker_that_dies_is_followed_by_one_that_does_nothing_twice(desk, records, job):
    with pytest.raises(Lost):
        carry_on(job, Beats(lives=2))
    assert states() == ["void", "void", "open", "paid"]
    result = carry_on(job, Beats())
    assert (result["done"], result["refused"]) == (4, 0)
    assert RecordChange.objects.filter(action="void").count() == 4


def test_rights_are_asked_again_when_the_worker_comes_to_it(desk, records, job):
    UnionGrant.objects.filter(user=desk.city.lin).delete()
    with pytest.raises(GiveUp) as given_up:
        carry_on(job, Beats())
    assert given_up.value.code == "not-found"
    assert states() == ["open", "open", "open", "paid"]
