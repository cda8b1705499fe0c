"""The audit trail and the messages that did not arrive: for the city's own people alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from permissions import grants
from tests.factories.applications import NOW, open_office, task_of
from tests.web.markup import faults
from unionhall import audit
from unionhall.audit.models import AuditEntry
from unionhall.casework.look import look
from unionhall.language.model import MatterGroup, Pack
from unionhall.messages import store
from unionhall.messages.models import Message, MessageState

pytestmark = pytest.mark.django_db
BUILT_IN = Pack(
    key="-",
    title="平台",
    root="",
    matter_groups=(
        MatterGroup("audit", "审计", (("view", "查看"),)),
        MatterGroup("staff", "人员", (("manage", "管理"),)),
    ),
)


@pytest.fixture
def auditor(city):
    grants.ensure_matter_groups(BUILT_IN)
    grants.grant(city.wu, "view_audit", city.root, None)
    return city.wu


@pytest.fixture
def at_root(client, auditor):
    client.force_login(auditor)
    return client


def row(**values):
    audit.record("grant", by=None, now=NOW, about="user:1", values=values, address="192.0.2.9")


def test_deeds_are_listed_with_who_when_and_what(at_root, city, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    office = open_office(city)
    case = office.submitted()
    look(case.key, task_of(case).pk, by=city.chen, now=office.now)
    office.approve(case)
    response = at_root.get("/office/audit/")
    html = response.content.decode()
    assert faults(response) == []
    for word in ("陈思远", "审批办件", "查看敏感信息", f"办件 {case.number}"):
        assert word in html
    assert case.key not in html


def test_filters_narrow_by_kind_person_and_day(at_root, city):
    audit.record("sign-in", by=city.lin, now=NOW, about="user:1", values={"way": "code"})
    audit.record("grant", by=city.chen, now=NOW + timedelta(days=2), about="user:2")
    audit.record("publish", by=city.su, now=NOW + timedelta(days=4), about="text:t")
    for query, who in (
        ("stage=grant", {"陈思远"}),
        ("q=晓岚", {"林晓岚"}),
        ("since=2026-11-24", {"苏文"}),
        ("until=2026-11-21", {"林晓岚"}),
        ("since=2026-11-22&until=2026-11-23", {"陈思远"}),
        ("stage=nothing&since=x", {"林晓岚", "陈思远", "苏文"}),
    ):
        html = at_root.get(f"/office/audit/?{query}").content.decode()
        assert {name for name in ("林晓岚", "陈思远", "苏文") if name in html} == who, query
    assert "没有符合条件的记录" in at_root.get("/office/audit/?q=nobody").content.decode()


def test_pages_follow_each_other_without_a_gap(at_root):
    for number in range(25):
        row(name=f"n{number:03}")
    first = at_root.get("/office/audit/").content.decode()
    assert "n024" in first
    assert "n004" not in first
    cursor = AuditEntry.objects.order_by("-id")[19].pk
    assert f"cursor={cursor}" in first
    second = at_root.get(f"/office/audit/?cursor={cursor}").content.decode()
    assert "n004" in second
    assert "n005" not in second
    assert at_root.get("/office/audit/?cursor=99999999999999999999").status_code == 200


@pytest.mark.parametrize("path", ["/office/audit/", "/office/messages/"])
def test_everybody_else_is_told_there_is_no_such_page(client, city, auditor, path):
    grants.grant(city.he, "view_audit", city.hudong, None)
    for user in (city.lin, city.chen, city.he):
        client.force_login(user)
        assert client.get(path).status_code == 404
        assert path not in client.get("/office/", follow=True).content.decode()
    client.force_login(auditor)
    assert client.get(path).status_code == 200
    assert path in client.get("/office/").content.decode()


def test_who_manages_staff_at_the_root_sees_undelivered_ones_but_not_the_trail(
    client, city, auditor
):
    grants.grant(city.su, "manage_staff", city.root, None)
    client.force_login(city.su)
    assert client.get("/office/messages/").status_code == 200
    assert client.get("/office/audit/").status_code == 404


@pytest.fixture
def dead(db):
    store.queue("sms", "标题", "正文", dedupe="x", now=timezone.now(), address="15400000777")
    Message.objects.update(state=MessageState.DEAD, problem="timeout", tries=7, due_at=None)
    return Message.objects.get()


def test_a_message_that_was_given_up_is_sent_again(at_root, dead):
    response = at_root.get("/office/messages/")
    html = response.content.decode()
    assert faults(response) == []
    assert "154****0777" in html
    assert "15400000777" not in html
    assert "通道没有响应" in html
    assert at_root.get(f"/office/messages/{dead.key}/repeat/").status_code == 405
    page = at_root.post(f"/office/messages/{dead.key}/repeat/", follow=True).content.decode()
    assert "消息将立即重新发送" in page
    assert "消息均已送达" in page
    dead.refresh_from_db()
    assert (dead.state, dead.tries) == (MessageState.QUEUED, 0)
    assert AuditEntry.objects.filter(kind="message", about=f"message:{dead.key}").exists()
    refused = at_root.post(f"/office/messages/{dead.key}/repeat/")
    assert refused.status_code == 422


def test_nobody_else_sends_one_again(client, city, auditor, dead):
    for user in (city.lin, city.chen):
        client.force_login(user)
        assert client.post(f"/office/messages/{dead.key}/repeat/").status_code == 404
    client.force_login(auditor)
    assert client.post("/office/messages/nothing/repeat/").status_code == 404
    dead.refresh_from_db()
    assert dead.state == MessageState.DEAD
