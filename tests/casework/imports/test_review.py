"""Good rows of a batch wait for somebody else's yes, where the import says so."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from permissions.models import UnionGrant
from tests.casework.imports.conftest import states
from tests.factories.applications import PACK, publish
from tests.factories.grants import give
from tests.factories.workbooks import NOW, ROSTER, hand_in, person, work, workbook
from unionhall.audit.models import AuditEntry
from unionhall.casework.imports import review
from unionhall.casework.imports.cancel import cancel
from unionhall.casework.refusals import NotYours, Refused
from unionhall.definitions import selectors as definitions
from unionhall.imports.models import BatchReview
from unionhall.jobs.models import JobState
from unionhall.messages.models import Message
from unionhall.people.models import User
from unionhall.registers.models import Record

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)
ROWS = [person(1), person(2, mobile="12"), person(3)]


@pytest.fixture
def reviewed(desk):
    """The roster asks the union above; 陈思远 reviews in the district."""
    publish_with({})
    give(desk.city.chen, "review_medical_aid", desk.city.sijiang)
    return desk


def publish_with(changes):
    doc = json.loads((PACK / "imports" / "roster.json").read_text())
    asked = {"review": {"permission": "review", "at": "parent(union.chain)"}}
    publish({**doc, **asked, **changes}, User.objects.system())


def waiting(desk, rows=ROWS):
    return work(hand_in(ROSTER, desk.union, workbook(definitions.import_(ROSTER), rows), desk.lin))


def of_roster():
    return Record.objects.filter(register="roster").count()


def refused(verb, *args, **more):
    with pytest.raises(Refused) as refusal:
        verb(*args, now=LATER, **more)
    return refusal.value.code


def test_checked_rows_wait_and_the_reviewer_hears_of_it(reviewed):
    before = of_roster()
    job = waiting(reviewed)
    assert (job.state, of_roster()) == (JobState.WAITING, before)
    assert states(job) == {3: "pending", 4: "rejected", 5: "pending"}
    asked = BatchReview.objects.get()
    assert (asked.union, asked.state) == (reviewed.city.sijiang, "waiting")
    (told,) = Message.objects.filter(recipient=reviewed.city.chen)
    assert reviewed.union.name in told.text
    again = work(job, NOW + timedelta(days=2))
    assert (again.state, of_roster(), Message.objects.count()) == (JobState.WAITING, before, 1)


def test_approved_rows_are_written(reviewed):
    job, before = waiting(reviewed), of_roster()
    review.approve(job.key, by=reviewed.city.chen, now=LATER)
    assert of_roster() == before
    done = work(job, LATER)
    assert (done.state, of_roster()) == (JobState.DONE, before + 2)
    assert states(done) == {3: "created", 4: "rejected", 5: "created"}
    entry = AuditEntry.objects.filter(kind="import").last()
    assert (entry.values["deed"], entry.actor_id) == ("approve", reviewed.city.chen.pk)
    assert Message.objects.filter(recipient=reviewed.lin).count() == 1


def test_a_returned_batch_writes_nothing_and_says_why(reviewed):
    job, before = waiting(reviewed), of_roster()
    assert refused(review.give_back, job.key, "  ", by=reviewed.city.chen) == "import-reason"
    review.give_back(job.key, "名单不是本单位的", by=reviewed.city.chen, now=LATER)
    done = work(job, LATER)
    assert (done.state, of_roster()) == (JobState.CANCELLED, before)
    assert states(done) == {3: "cancelled", 4: "rejected", 5: "cancelled"}
    assert BatchReview.objects.get().reason == "名单不是本单位的"
    assert "名单不是本单位的" in Message.objects.get(recipient=reviewed.lin).text
    assert refused(review.approve, job.key, by=reviewed.city.chen) == "import-not-waiting"
    assert of_roster() == before


def test_only_who_holds_the_right_there_and_never_who_handed_it_in(reviewed):
    job, city = waiting(reviewed), reviewed.city
    for user in (city.he, city.su, city.zhou, reviewed.lin):
        for verb in (review.approve, lambda key, **g: review.give_back(key, "x", **g)):
            with pytest.raises(NotYours):
                verb(job.key, by=user, now=LATER)
    give(reviewed.lin, "review_medical_aid", city.sijiang)
    assert refused(review.approve, job.key, by=reviewed.lin) == "import-own"
    UnionGrant.objects.filter(user=city.chen).delete()
    with pytest.raises(NotYours):
        review.approve(job.key, by=User.objects.get(pk=city.chen.pk), now=LATER)
    assert BatchReview.objects.get().state == "waiting"


def test_one_decision_and_none_after_it_was_stopped(reviewed):
    job, chen = waiting(reviewed), reviewed.city.chen
    review.approve(job.key, by=chen, now=LATER)
    assert refused(review.approve, job.key, by=chen) == "import-not-waiting"
    assert refused(review.give_back, job.key, "x", by=chen) == "import-not-waiting"
    other = waiting(reviewed, [person(8)])
    cancel(other.key, by=reviewed.lin, now=LATER)
    assert refused(review.approve, other.key, by=chen) == "import-not-waiting"
    assert BatchReview.objects.get(job=other).state == "waiting"


def test_whoever_decided_on_what_he_saw_before_is_told(reviewed, monkeypatch):
    """Both have the page open; without the condition of the UPDATE both would have decided."""
    job, chen = waiting(reviewed), reviewed.city.chen
    seen = BatchReview.objects.get()
    review.approve(job.key, by=chen, now=LATER)
    batch = review.opened(job.key, by=chen, now=LATER)[0]
    monkeypatch.setattr(review, "opened", lambda *args, **given: (batch, seen))
    assert seen.state == "waiting"
    assert refused(review.give_back, job.key, "x", by=chen) == "import-not-waiting"
    assert BatchReview.objects.get().state == "approved"


def test_where_nobody_holds_it_the_next_union_above_is_asked(reviewed):
    UnionGrant.objects.filter(user=reviewed.city.chen).delete()
    give(reviewed.city.su, "review_medical_aid", reviewed.city.root)
    waiting(reviewed)
    assert BatchReview.objects.get().union == reviewed.city.root


def test_an_expression_that_errs_asks_at_the_top(reviewed):
    publish_with({"review": {"permission": "review", "at": "union.chain[99]"}})
    waiting(reviewed)
    assert BatchReview.objects.get().union == reviewed.city.root


def test_with_nothing_good_nobody_is_asked(reviewed):
    job = waiting(reviewed, [person(2, mobile="12")])
    assert (job.state, BatchReview.objects.count()) == (JobState.DONE, 0)


def test_all_or_nothing_waits_too_and_is_not_written_with_a_wrong_row(reviewed):
    publish_with({"policy": "all_or_nothing"})
    before = of_roster()
    good = waiting(reviewed, [person(11), person(12)])
    assert (good.state, of_roster()) == (JobState.WAITING, before)
    review.approve(good.key, by=reviewed.city.chen, now=LATER)
    work(good, LATER)
    assert of_roster() == before + 2
