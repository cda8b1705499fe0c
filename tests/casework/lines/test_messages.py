"""Who hears what of an enrolment: the clerk at each step, and everybody on the list at its end."""

from __future__ import annotations

import json

import pytest

from tests.factories.applications import NOW, PACK, fresh
from tests.factories.enrolment import worker
from unionhall.definitions import store as definition_store
from unionhall.language.canonical import canonical_text, digest_of_text
from unionhall.messages.models import Message
from unionhall.notices.work import tell
from unionhall.people.models import User


@pytest.fixture
def texts(aid):
    names = ("case-received", "enrolment-pay", "enrolment-done", "enrolment-insured")
    for key in names:
        body = canonical_text((PACK / "texts" / f"{key}.md").read_text())
        definition_store.publish(
            "text",
            key,
            pack="lu",
            title="参保成功" if key.startswith("enrolment-") else "申请已提交",
            body=body,
            digest=digest_of_text(body),
            by=User.objects.system(),
            now=NOW,
        )


def sent(channel: str) -> list[tuple[str, str]]:
    rows = Message.objects.filter(channel=channel).order_by("pk")
    return [(one.address or str(one.recipient), one.text) for one in rows]


@pytest.mark.row("X3-57")
def test_the_clerk_is_told_what_to_pay(aid, texts):
    case = aid.at_pay()
    tell(lambda: aid.clock)
    text = (
        "第二十一期职工医疗互助保障活动参保申请已通过复审，共 6 人，应缴 360.00 元。请用申请中登记的"
        "缴费账号缴费，然后打开本申请上传缴费凭证。"
    )
    assert text in [words for _to, words in sent("sms")]
    assert fresh(case).status == "in_progress"


@pytest.mark.row("X3-61")
def test_everybody_on_the_list_hears_of_it_once(aid, texts):
    aid.confirmed()
    tell(lambda: aid.clock)
    tell(lambda: aid.clock)
    told = [(to, text) for to, text in sent("sms") if "已为您参加" in text]
    assert [to for to, _text in told] == [str(worker(one)["mobile"]) for one in range(6)]
    assert told[0][1] == (
        f"{worker(0)['name']}，海滨软件有限公司工会已为您参加第二十一期职工医疗互助保障活动，保障期 "
        "2026-11-22 至 2027-11-21。登录办事大厅，在“我的 › 我的权益”中查看。"
    )
    assert json.dumps([text for _to, text in told]).count("790") == 0
