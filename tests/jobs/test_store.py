"""Jobs as rows: one for each occasion, lists without what the work was given."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from tests.jobs.conftest import NOW
from unionhall.jobs import selectors, store
from unionhall.jobs.models import Job, JobState
from unionhall.people.models import User

pytestmark = pytest.mark.django_db


def job(**more) -> Job:
    by = User.objects.system()
    return Job(kind="test", by=by, created_at=NOW, dedupe="test:once", **more)


def test_an_open_one_of_the_same_occasion_is_given_back():
    first = store.add(job())
    assert store.add(job()).pk == first.pk
    assert Job.objects.count() == 1


def test_one_that_ends_just_then_makes_room_for_another(monkeypatch):
    first = store.add(job())
    insert = QuerySet.bulk_create

    def late(self, *args, **more):
        made = insert(self, *args, **more)
        Job.objects.filter(pk=first.pk).update(state=JobState.DONE, dedupe=None)
        return made

    monkeypatch.setattr(QuerySet, "bulk_create", late)
    assert store.add(job()).pk != first.pk
    assert Job.objects.count() == 2


def test_a_list_reads_the_words_of_its_jobs_and_not_their_keys():
    store.add(job(values={"title": "花名册", "keys": ["k" * 32] * 1_000}))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        (found,) = selectors.newest()
        words = [selectors.said(found, name) for name in selectors.SAID]
    assert words == ["花名册", ""]
    assert len(asked) == 1
    assert "values" in found.get_deferred_fields()
    assert selectors.said(Job.objects.get(), "title") == "花名册"
