"""Applications without an account: who carries them, who may, what comes back by code."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.appeals import APPEAL, NEW_MOBILE, Appeals, code_sent, open_appeals
from tests.factories.applications import NOW, PROCESS, fresh, open_office, task_of, upload
from tests.people.together import together
from unionhall.cases.models import Case, Draft
from unionhall.casework.attach import attach
from unionhall.casework.decide import decide
from unionhall.casework.issue_query_code import issue_query_code
from unionhall.casework.prove import prove
from unionhall.casework.refusals import Invalid, NotYours, Refused
from unionhall.casework.save import save
from unionhall.casework.send_proof import send_proof
from unionhall.casework.send_query_code import send_query_code
from unionhall.casework.start import start
from unionhall.casework.start_as_guest import start_as_guest
from unionhall.casework.submit import submit
from unionhall.people import guests
from unionhall.people.models import SentMessage, User


@pytest.fixture
def appeals(city) -> Appeals:
    return open_appeals(city)


def test_a_guest_carries_exactly_one_application(appeals):
    case = appeals.begun()
    guest = case.starter
    assert (guest.is_guest, guest.person, guest.has_usable_password()) == (True, None, False)
    assert guest.username.startswith("guest-")
    assert case.person is None
    with pytest.raises(Refused) as refusal:
        start(APPEAL, by=guest, now=appeals.now)
    assert refusal.value.code == "one-application"


def test_other_matters_need_an_account(city):
    open_office(city)
    with pytest.raises(Refused) as refusal:
        start_as_guest(PROCESS, by=User.objects.system(), now=NOW)
    assert refusal.value.code == "not-a-starter"
    assert not User.objects.filter(is_guest=True).exists()
    with pytest.raises(Refused) as refusal:
        start(PROCESS, by=guests.add(), now=NOW)
    assert refusal.value.code == "not-a-starter"


def test_who_has_an_account_may_begin_too(appeals):
    assert start(APPEAL, by=appeals.city.wu, now=NOW).person == appeals.city.wu.person


def test_nobody_but_the_system_makes_guests(appeals):
    with pytest.raises(TypeError):
        start_as_guest(APPEAL, by=appeals.city.lin, now=NOW)


def test_one_address_begins_no_more_than_thirty_an_hour(appeals):
    for _ in range(30):
        guests.may_begin("192.0.2.9", NOW)
    with pytest.raises(Refused) as refusal:
        start_as_guest(APPEAL, by=User.objects.system(), now=NOW, address="192.0.2.9")
    assert refusal.value.code == "too-many-guests"
    assert start_as_guest(
        APPEAL, by=User.objects.system(), now=NOW + timedelta(hours=1), address="192.0.2.9"
    )


@pytest.mark.row("X1-77", "X1-79", "X2-71", "X3-107")
def test_the_new_number_must_be_proven(appeals):
    case = appeals.begun()
    save(case.key, appeals.answers(), "appeal", None, by=case.starter, now=appeals.now)
    for material in ("front", "back"):
        attach(case.key, material, upload(), by=case.starter, now=appeals.now)
    with pytest.raises(Invalid) as refusal:
        submit(case.key, fresh(case).version, ["truth"], by=case.starter, now=appeals.now)
    assert [(p.code, p.path) for p in refusal.value.problems] == [("not-verified", "mobile")]
    case = appeals.proven(case)
    assert NEW_MOBILE not in str(Draft.objects.get(case=case).proofs)
    done = submit(case.key, case.version, ["truth"], by=case.starter, now=appeals.now)
    assert done.status == "in_progress"


def test_another_number_needs_another_proof(appeals):
    case = appeals.complete()
    save(case.key, {"mobile": "15400006666"}, "appeal", None, by=case.starter, now=appeals.now)
    with pytest.raises(Invalid) as refusal:
        submit(case.key, fresh(case).version, ["truth"], by=case.starter, now=appeals.now)
    assert [p.code for p in refusal.value.problems] == ["not-verified"]
    save(case.key, {"mobile": NEW_MOBILE}, "appeal", None, by=case.starter, now=appeals.now)
    submit(case.key, fresh(case).version, ["truth"], by=case.starter, now=appeals.now)


@pytest.mark.parametrize("wrong", ["code", "session", "number", "path"])
def test_what_proves_nothing(appeals, wrong):
    case = appeals.begun()
    by, now = case.starter, appeals.now
    send_proof(case.key, "mobile", NEW_MOBILE, bound_to="here", address=None, by=by, now=now)
    code = code_sent(NEW_MOBILE)
    given = {"code": f"{(int(code) + 1) % 10**6:06}"}.get(wrong, code)
    path = "name" if wrong == "path" else "mobile"
    mobile = "15400006666" if wrong == "number" else NEW_MOBILE
    bound_to = "elsewhere" if wrong == "session" else "here"
    with pytest.raises(Refused):
        prove(case.key, path, mobile, given, bound_to=bound_to, by=by, now=now)
    assert Draft.objects.get(case=case).proofs == {}
    assert prove(case.key, "mobile", NEW_MOBILE, code, bound_to="here", by=by, now=now)


def test_wrong_codes_stay_counted(appeals):
    case = appeals.begun()
    by, now = case.starter, appeals.now
    send_proof(case.key, "mobile", NEW_MOBILE, bound_to="here", address=None, by=by, now=now)
    code = code_sent(NEW_MOBILE)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _ in range(5):
        with pytest.raises(Refused):
            prove(case.key, "mobile", NEW_MOBILE, wrong, bound_to="here", by=by, now=now)
    with pytest.raises(Refused):
        prove(case.key, "mobile", NEW_MOBILE, code, bound_to="here", by=by, now=now)


def test_nobody_proves_in_the_application_of_another(appeals):
    case, other = appeals.begun(), appeals.begun()
    for who in (other.starter, appeals.city.lin, appeals.city.su):
        with pytest.raises(NotYours):
            send_proof(case.key, "mobile", NEW_MOBILE, bound_to="x", address=None, by=who, now=NOW)
        with pytest.raises(NotYours):
            prove(case.key, "mobile", NEW_MOBILE, "000000", bound_to="x", by=who, now=NOW)
    assert not SentMessage.objects.exists()


def test_a_query_code_is_told_once_and_replaced_by_the_next(appeals):
    case = appeals.submitted()
    _case, first = issue_query_code(case.key, by=case.starter, now=appeals.now)
    guest = User.objects.get(pk=case.starter_id)
    assert guests.is_right(guest, first.lower().replace("-", " "))
    assert first not in guest.password
    _case, second = issue_query_code(case.key, by=guest, now=appeals.now)
    guest = User.objects.get(pk=guest.pk)
    assert (guests.is_right(guest, first), guests.is_right(guest, second)) == (False, True)


def test_query_codes_are_long_and_unambiguous():
    import math

    assert math.log2(len(guests.SIGNS)) * guests.LENGTH >= 40
    assert len(set(guests.SIGNS)) == len(guests.SIGNS)
    for pair in ("0O", "1I", "5S", "8B", "2Z"):
        assert sum(sign in guests.SIGNS for sign in pair) <= 1
    assert len({guests.new_code() for _ in range(200)}) == 200


def test_codes_are_for_guests_with_a_number(appeals):
    draft = appeals.begun()
    with pytest.raises(NotYours):
        issue_query_code(draft.key, by=draft.starter, now=appeals.now)
    case = appeals.submitted()
    for who in (draft.starter, appeals.city.lin, appeals.city.he):
        with pytest.raises(NotYours):
            issue_query_code(case.key, by=who, now=appeals.now)
    own = start(APPEAL, by=appeals.city.wu, now=appeals.now)
    with pytest.raises(NotYours):
        issue_query_code(own.key, by=appeals.city.wu, now=appeals.now)


def test_number_and_code_go_to_the_proven_mobile(appeals):
    case = appeals.submitted()
    _case, code = issue_query_code(case.key, by=case.starter, now=appeals.now)
    guest = User.objects.get(pk=case.starter_id)
    with pytest.raises(Refused) as refusal:
        send_query_code(case.key, "AAAAA-AAAAA", by=guest, now=appeals.now)
    assert refusal.value.code == "wrong-query-code"
    send_query_code(case.key, code, by=guest, now=appeals.now)
    sent = SentMessage.objects.filter(channel="sms").latest("id")
    assert sent.address == NEW_MOBILE
    assert code in sent.text
    assert str(Case.objects.get(pk=case.pk).number) in sent.text
    with pytest.raises(Refused) as refusal:
        send_query_code(case.key, code, by=guest, now=appeals.clock)
    assert refusal.value.code == "sms-too-soon"


def test_two_different_officers_decide(appeals):
    case = appeals.accepted(appeals.submitted())
    with pytest.raises(Refused):
        appeals.passed(case, by=appeals.city.he)
    assert fresh(case).status == "in_progress"
    assert appeals.passed(case).status == "completed"


@pytest.mark.django_db(transaction=True)
def test_of_many_parallel_approvals_one_decides(appeals):
    case = appeals.accepted(appeals.submitted())
    task, version, now = task_of(case), fresh(case).version, appeals.now

    def approve(_: int) -> bool:
        try:
            decide(case.key, task.pk, "approve", version, by=appeals.city.chen, now=now)
        except Refused:
            return False
        return True

    assert sum(together(8, approve)) == 1
