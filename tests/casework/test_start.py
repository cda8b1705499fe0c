from __future__ import annotations

import pytest

from tests.factories.applications import NOW, PROCESS, fresh, process_document, publish
from unionhall.cases import sealed
from unionhall.cases.models import Case
from unionhall.casework import refusals
from unionhall.casework.start import start
from unionhall.definitions.models import Document
from unionhall.people.models import User


def code_of(call, **given) -> str:
    with pytest.raises(refusals.Refused) as refusal:
        call(**given)
    return refusal.value.code


@pytest.mark.row("X1-22", "X1-31")
def test_a_draft_is_filled_with_what_is_registered(office):
    lin = office.city.lin
    case = fresh(start(PROCESS, by=lin, now=office.now))
    assert (case.status, case.number, case.version, case.title) == (
        "draft",
        None,
        0,
        "工会建会筹备金退还",
    )
    answers = sealed.unsealed(process(), case.draft.answers)
    assert {key: answers[key] for key in answers if key != "handler_document_no"} == {
        "handler_name": "林晓岚",
        "handler_gender": "女",
        "handler_document_kind": "居民身份证",
        "handler_mobile": "15400000001",
        "handler_unit": "海滨软件有限公司",
        "handler_union": "海滨软件有限公司工会",
        "handler_area": "思江区总工会",
    }
    assert case.draft.origins["handler_name"]["source"] == "applicant.name"


def process():
    from unionhall.definitions.selectors import current_process

    return current_process(PROCESS)[1]


def test_sensitive_values_are_sealed_at_rest(office):
    """First the clear value, so that something could leak."""
    lin = office.city.lin
    case = fresh(start(PROCESS, by=lin, now=office.now))
    clear = sealed.unsealed(process(), case.draft.answers)["handler_document_no"]
    assert len(clear) == 18
    assert clear not in str(case.draft.answers) + str(case.draft.origins)
    assert case.draft.answers["handler_document_no"].startswith("sealed:v1:")


def test_the_same_press_twice_is_one_case(office):
    lin = office.city.lin
    one = start(PROCESS, by=lin, now=office.now, key="press")
    two = start(PROCESS, by=lin, now=office.now, key="press")
    other = start(PROCESS, by=lin, now=office.now, key="another")
    assert (one.pk == two.pk, other.pk == one.pk, Case.objects.count()) == (True, False, 2)


def test_a_key_belongs_to_its_verb_and_to_its_user(office):
    from unionhall.casework.withdraw import withdraw

    city = office.city
    case = start(PROCESS, by=city.lin, now=office.now, key="press")
    other = start(PROCESS, by=city.zhou, now=office.now, key="press")
    assert case.pk != other.pk
    assert code_of(withdraw, case_key=case.key, by=city.lin, now=NOW, key="press") == "key-reused"


@pytest.mark.parametrize("key", ["x" * 65, "空", "a\x00b"])
def test_a_strange_key_is_refused(office, key):
    assert code_of(start, process_key=PROCESS, by=office.city.lin, now=NOW, key=key) == "bad-key"


def test_who_may_not_start(office):
    lin, system = office.city.lin, User.objects.system()
    assert code_of(start, process_key="no-such", by=lin, now=NOW) == "not-offered"
    assert code_of(start, process_key=PROCESS, by=system, now=NOW) == "no-person"
    for starters, code in (
        ([{"as": "member"}], "not-a-starter"),
        ([{"as": "staff", "permission": "handle"}], "not-a-starter"),
    ):
        publish({**process_document(), "starters": starters}, system)
        assert code_of(start, process_key=PROCESS, by=office.city.wu, now=NOW) == code
    publish({**process_document(), "starters": [{"as": "member"}]}, system)
    assert start(PROCESS, by=lin, now=NOW).status == "draft"
    publish({**process_document(), "starters": [{"as": "staff", "permission": "review"}]}, system)
    assert start(PROCESS, by=office.city.chen, now=NOW).status == "draft"
    Document.objects.filter(key=PROCESS).update(current=None)
    assert code_of(start, process_key=PROCESS, by=lin, now=NOW) == "not-offered"


def test_nobody_cannot_act_and_a_clock_needs_its_zone(office):
    with pytest.raises(TypeError):
        start(PROCESS, by=None, now=NOW)
    with pytest.raises(TypeError):
        start(PROCESS, now=NOW)
    with pytest.raises(ValueError, match="time zone"):
        start(PROCESS, by=office.city.lin, now=NOW.replace(tzinfo=None))


def test_many_drafts_are_refused(office, monkeypatch):
    from unionhall.casework import start as module

    monkeypatch.setattr("unionhall.casework.start.MOST_DRAFTS", 2)
    assert module is not None
    lin = office.city.lin
    for _ in range(2):
        start(PROCESS, by=lin, now=office.now)
    assert code_of(start, process_key=PROCESS, by=lin, now=NOW) == "too-many-drafts"
