"""Joining, changing and verifying a membership through the pages, on a PC and in WeChat."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories.membership import publish_membership
from tests.web.markup import faults
from unionhall.cases.models import Case
from unionhall.people.models import Membership, User

PC = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0"
WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile MicroMessenger/8.0"
BEGIN = ">发起申请<"
TRANSFER = "/matters/membership-transfer/"
REASONS = {
    "changed_work": ("劳动（工作）关系发生变化", "新单位已经建会"),
    "laid_off": ("在本单位下岗后待岗", "在原单位下岗"),
    "bankrupt": ("所在企业破产", "原单位破产"),
    "unemployed": ("失业", "已经从原单位离职"),
    "unit_without_union": ("转入单位未建会", "新单位还没有建会"),
    "retired": ("退休", "已经退休"),
    "military": ("服兵役", "正在服兵役"),
    "leaving": ("个人要求退会", "自愿退出工会"),
    "expelled": ("因犯罪被开除会籍", "因犯罪被开除会籍，须提交"),
}
WITH_UNIT = {"changed_work", "unit_without_union"}

pytestmark = pytest.mark.usefixtures("matters")


@pytest.fixture
def matters(office):
    publish_membership(User.objects.system())


def body(client: Client, page: str, **query: str) -> str:
    response = client.get(page, query)
    assert response.status_code == 200, response
    assert faults(response) == []
    return response.content.decode()


def field(html: str, path: str) -> str:
    """The markup of one field of the form."""
    found = re.search(rf'<div[^>]*data-field="{path}"[^>]*>', html)
    assert found, path
    return found.group()


def begun(client: Client, key: str, consent: str) -> Case:
    client.post(f"/matters/{key}/cases/", {"consent": consent})
    return Case.objects.latest("id")


@pytest.mark.row("X2-26", "X2-54", "X2-58", "X2-59")
@pytest.mark.parametrize("agent", [PC, WECHAT])
def test_from_the_hall_by_guide_conditions_and_reminder_to_the_form(lin, office, agent):
    lin.defaults["HTTP_USER_AGENT"] = agent
    hall = body(lin, "/matters/")
    group = hall[hall.index("会员基础类业务") :]
    assert f'href="{TRANSFER}"' in group
    assert 'href="/matters/joining/"' in group
    guide = body(lin, TRANSFER)
    assert f'href="{TRANSFER}conditions/">在线办理' in guide
    conditions = body(lin, f"{TRANSFER}conditions/")
    assert "您是工会会员" in conditions
    assert BEGIN in conditions
    case = begun(lin, "membership-transfer", "reminder")
    form = body(lin, f"/cases/{case.key}/form/change/")
    assert all(title in form for title, _about in REASONS.values())


@pytest.mark.row("X2-14")
def test_one_condition_that_is_not_met_keeps_everybody_out(lin, office):
    """林晓岚 is a member, so she cannot join; everything else about her is as it should be."""
    page = "/matters/joining/conditions/"
    assert BEGIN not in body(lin, page)
    refused = lin.post("/matters/joining/cases/", {"consent": "application"})
    assert refused.status_code == 422
    assert not Case.objects.exists()
    Membership.objects.all().delete()
    assert BEGIN in body(lin, page)
    assert lin.post("/matters/joining/cases/", {"consent": "application"}).status_code == 302


@pytest.mark.row("X2-33", "X2-34", "X2-35", "X2-36", "X2-37", "X2-38", "X2-39", "X2-40")
@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_is_explained_and_asks_for_its_own(lin, office, reason):
    """Nine reasons; only two of them ask for the unit one goes to (X2-41)."""
    case = begun(lin, "membership-transfer", "reminder")
    page = f"/cases/{case.key}/form/change/"
    title, about = REASONS[reason]
    html = body(lin, page)
    assert html.count('name="reason"') == len(REASONS)
    box = html[html.index(f'value="{reason}"') :].split("choice__item")[0]
    assert title in box
    assert about in box
    typed = {"_version": str(Case.objects.get(pk=case.pk).version), "reason": reason}
    assert lin.post(page, {**typed, "_go": "update"}).status_code == 302
    after = body(lin, page)
    for path in ("unit", "unit_region"):
        assert ("hidden" not in field(after, path)) is (reason in WITH_UNIT)
    note = re.search(r'<textarea[^>]*name="note"[^>]*>', after)
    assert note
    assert ('aria-required="true"' in note.group()) is (reason in {"leaving", "expelled"})


@pytest.mark.row("X2-17", "X2-18", "X2-30")
@pytest.mark.parametrize(
    ("key", "consent", "step", "name", "value"),
    [
        ("joining", "application", "person", "residence", "滨海路 1 号"),
        ("membership-transfer", "reminder", "change", "note", "换了单位"),
    ],
)
def test_a_draft_is_kept_and_found_among_my_matters(lin, office, key, consent, step, name, value):
    if key == "joining":
        Membership.objects.all().delete()
    case = begun(lin, key, consent)
    page = f"/cases/{case.key}/form/{step}/"
    html = body(lin, page)
    assert "必填" in html
    assert "暂存" in html
    typed = {"_version": str(Case.objects.get(pk=case.pk).version), name: value, "_go": "save"}
    assert lin.post(page, typed).status_code == 302
    assert f"/cases/{case.key}/" in body(lin, "/cases/", tab="todo")
    assert value in body(lin, page)


@pytest.mark.row("X2-06")
@pytest.mark.parametrize(
    ("is_member", "kind"),
    [(False, "线下已入会，系统里没有登记"), (True, "系统里有登记，信息需要更正")],
)
def test_verification_is_for_those_without_a_record_and_with_a_wrong_one(
    lin, office, is_member, kind
):
    if not is_member:
        Membership.objects.all().delete()
    lin.post("/matters/membership-verification/cases/", {"consent": "commitment"})
    case = Case.objects.get()
    step = lin.get(f"/cases/{case.key}/form/")["Location"]
    html = body(lin, step)
    assert kind in html
    assert ("hidden" in field(html, "joined_on")) is is_member


def test_a_region_that_stops_too_high_is_told_wherever_the_step_is_judged(lin, office):
    """`levels` of the control: the town, not only its district; also when asked by ?problems."""
    Membership.objects.all().delete()
    case = begun(lin, "joining", "application")
    page = f"/cases/{case.key}/form/person/"
    typed = {"_version": str(Case.objects.get(pk=case.pk).version), "_go": "save"}
    region = {"residence_region:0": "790000", "residence_region:1": "790101"}
    lin.post(page, {**typed, **region, "residence_region:1:of": "790000"})
    assert "field--error" not in field(body(lin, page), "residence_region")
    judged = body(lin, page, problems="1")
    assert "field--error" in field(judged, "residence_region")


def test_text_over_its_limit_stays_on_the_page(lin, office):
    case = begun(lin, "membership-transfer", "reminder")
    page = f"/cases/{case.key}/form/change/"
    long = "换" * 301
    typed = {"_version": str(Case.objects.get(pk=case.pk).version), "note": long, "_go": "next"}
    response = lin.post(page, typed)
    assert response.status_code == 422
    assert long in response.content.decode()
    assert "field--error" in field(response.content.decode(), "note")
