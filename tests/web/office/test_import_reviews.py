"""The superior's office: batches that wait, one of them opened, approved and returned."""

from __future__ import annotations

import pytest

from tests.casework.imports.test_review import publish_with, waiting
from tests.factories.grants import give
from tests.factories.workbooks import open_desk
from tests.web.markup import faults
from tests.web.office.pages import words
from unionhall.imports.models import BatchReview
from unionhall.jobs.models import Job

pytestmark = pytest.mark.django_db
LIST = "/office/imports/reviews/"


@pytest.fixture
def desk(city, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "jobs": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "jobs")},
        }
    }
    found = open_desk(city)
    publish_with({})
    give(city.chen, "review_medical_aid", city.sijiang)
    return found


def batch_url(rest=""):
    return f"/office/imports/batches/{Job.objects.get().key}/{rest}"


def test_the_reviewer_finds_it_looks_at_it_and_approves(desk, visit):
    client = visit(desk.city.chen)
    assert "没有等待您审核的导入" in words(client.get(LIST))
    waiting(desk)
    page = client.get(LIST)
    assert faults(page) == []
    assert "待审核" in words(page)
    assert desk.union.name in words(page)
    one = client.get(batch_url())
    assert faults(one) == []
    assert one.content.decode().count("待审核") >= 3  # the batch, and each of its two good rows
    assert "等待身份核验" not in words(one)
    assert "data-seconds" not in one.content.decode()
    assert "790101" not in one.content.decode()  # numbers are masked
    assert "取消导入" not in words(one)
    assert client.get(batch_url("errors/")).status_code == 404
    answer = client.post(batch_url("review/"), {"_do": "approve"}, follow=True)
    assert "已同意" in words(answer)
    assert BatchReview.objects.get().state == "approved"


def test_a_return_needs_a_reason_which_the_handler_reads(desk, visit):
    waiting(desk)
    chen = visit(desk.city.chen)
    answer = chen.post(batch_url("review/"), {"_do": "return", "reason": ""}, follow=True)
    assert "请说明退回原因" in words(answer)
    chen.post(batch_url("review/"), {"_do": "return", "reason": "名单不对"})
    page = visit(desk.lin).get(batch_url())
    assert "已退回" in words(page)
    assert "名单不对" in words(page)
    assert "名单不对" in words(visit(desk.lin).get("/office/imports/roster/"))


def test_the_handler_sees_that_it_waits_and_cannot_decide(desk, visit):
    waiting(desk)
    client = visit(desk.lin)
    page = client.get(batch_url())
    assert "待审核" in words(page)
    assert 'name="_do"' not in page.content.decode()
    assert client.get(LIST).status_code == 404
    assert client.post(batch_url("review/"), {"_do": "approve"}).status_code == 404


def test_others_find_nothing_and_only_the_reviewer_has_the_entry(desk, visit):
    waiting(desk)
    for user in (desk.city.he, desk.city.su):
        client = visit(user)
        assert client.get(batch_url()).status_code == 404
        assert client.post(batch_url("review/"), {"_do": "approve"}).status_code == 404
    assert f'href="{LIST}"' in visit(desk.city.chen).get("/office/").content.decode()
    assert f'href="{LIST}"' not in visit(desk.lin).get("/office/").content.decode()
