"""Who hears what of an event, without and with words of the definition."""

from __future__ import annotations

import pytest

from tests.factories.applications import PROCESS, fresh
from tests.factories.grants import give
from tests.notices.conftest import publish_text, tell, told, with_notices
from unionhall.cases.models import PendingEvent
from unionhall.casework.decide import decide
from unionhall.casework.withdraw import withdraw
from unionhall.definitions.selectors import current_process
from unionhall.messages.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(office):
    return current_process(PROCESS)[1].title


def test_a_task_is_told_to_whoever_may_decide_it_and_to_nobody_else(office, matter):
    city = office.city
    give(city.wu, "view_preparatory_fund", city.sijiang)
    give(city.lin, "review_preparatory_fund", city.sijiang)
    case = office.submitted()
    assert tell() == 1
    assert told() == [("陈思远", "inbox", f"新的待办：{matter}")]
    text = Message.objects.get().text
    assert case.number in text
    assert "林晓岚" in text


def test_saving_is_told_to_nobody(office):
    office.complete()
    assert not PendingEvent.objects.exists()


def test_an_approval_is_told_to_the_next_stage_and_the_end_to_the_applicant(office, matter):
    case = office.submitted()
    office.approve(case)
    office.disburse(case)
    assert tell() == 3
    assert told(recipient=office.city.lin) == [("林晓岚", "inbox", f"已办结：{matter}")]


def test_a_task_that_was_decided_meanwhile_is_told_to_nobody(office):
    case = office.submitted()
    office.approve(case)
    tell()
    assert told(recipient=office.city.chen) == []
    assert [who for who, *_ in told(recipient=office.city.su)] == ["苏文"]


def test_a_return_is_told_with_its_reason(office, matter):
    office.give_back(office.submitted())
    tell()
    assert told(recipient=office.city.lin) == [("林晓岚", "inbox", f"退回补正：{matter}")]
    assert "请更正" in Message.objects.get(recipient=office.city.lin).text


def test_a_rejection_is_told(office, matter):
    case = fresh(office.submitted())
    task = case.tasks.get()
    decide(
        case.key,
        task.pk,
        "reject",
        case.version,
        None,
        "材料不实",
        by=office.city.chen,
        now=office.now,
    )
    tell()
    assert told(recipient=office.city.lin) == [("林晓岚", "inbox", f"审核不通过：{matter}")]


def test_taking_back_is_told_to_those_who_had_it(office, matter):
    case = office.submitted()
    tell()
    withdraw(case.key, by=office.city.lin, now=office.now)
    tell()
    assert told() == [
        ("陈思远", "inbox", f"新的待办：{matter}"),
        ("陈思远", "inbox", f"申请已撤回：{matter}"),
    ]


APPROVED = {
    "on": "confirm.approve",
    "to": "applicant",
    "channels": ["inbox", "sms", "email"],
    "text": "approved-words",
    "values": {"number": "case.number", "amount": "string(stage.confirm.approved_amount)"},
}
DONE = {"on": "completed", "to": "applicant", "channels": ["inbox"], "text": "done-words"}


def test_words_of_the_definition_go_over_every_channel_the_person_has(office):
    with_notices(APPROVED)
    case = office.submitted()
    office.approve(case, amount=500_000)
    tell()
    number = fresh(case).number
    assert told(recipient=office.city.lin) == [
        ("林晓岚", "inbox", f"已确认 {number}"),
        ("林晓岚", "sms", f"已确认 {number}"),
    ]
    assert Message.objects.get(channel="sms").text == f"您的申请 {number} 已确认 500000 分。"


def test_a_mail_goes_to_a_proven_address_only(office):
    with_notices(APPROVED, {**DONE, "channels": ["email"]})
    publish_text("done-words", "结束", "已结束。")
    lin = office.city.lin
    lin.email = "lin@example.test"
    lin.save()
    case = office.approve(office.submitted())
    tell()
    assert not Message.objects.filter(channel="email").exists()
    office.disburse(case)
    lin.email_verified_at = office.now
    lin.save()
    tell()
    assert [title for *_, title in told(channel="email")] == ["结束"]


def test_the_definition_s_own_message_replaces_the_common_one(office):
    with_notices({**DONE, "values": {"number": "case.number"}})
    case = office.submitted()
    office.approve(case)
    office.disburse(case)
    tell()
    assert told(recipient=office.city.lin) == [
        ("林晓岚", "inbox", f"办结 {fresh(case).number}"),
    ]


def test_notices_reach_staff_of_a_union_and_a_bare_number(office):
    union = {"union": "union.id", "permission": "review"}
    give(office.city.zhou, "review_preparatory_fund", office.city.software_union)
    with_notices(
        {"on": "submitted", "to": union, "channels": ["inbox"], "text": "done-words"},
        {
            "on": "submitted",
            "to": {"mobile": "'15400000777'"},
            "channels": ["sms"],
            "text": "done-words",
        },
        {
            "on": "submitted",
            "to": {"mobile": "'no number'"},
            "channels": ["sms"],
            "text": "done-words",
        },
    )
    office.submitted()
    tell()
    found = [(who, channel) for who, channel, _ in told()]
    assert ("周启明", "inbox") in found
    assert ("15400000777", "sms") in found
    assert len(found) == 3  # and the officer's own task


def test_a_missing_text_keeps_nothing_else_back(office):
    with_notices(
        {**DONE, "on": "submitted", "text": "nobody-wrote-it"}, {**DONE, "on": "submitted"}
    )
    office.submitted()
    assert tell() == 1
    assert [who for who, *_ in told()] == ["林晓岚", "陈思远"]


def test_no_number_of_a_person_goes_out_by_sms(office):
    publish_text("numbered", "提示", "证件号 {number} 已登记。")
    with_notices(
        {
            "on": "submitted",
            "to": "applicant",
            "channels": ["sms", "inbox"],
            "text": "numbered",
            "values": {"number": "'79010119850101001X'"},
        }
    )
    office.submitted()
    tell()
    sms = Message.objects.get(channel="sms")
    assert (sms.state, sms.problem) == ("dead", "number")
    assert not Message.objects.filter(text__contains="79010119850101001X").exists()
