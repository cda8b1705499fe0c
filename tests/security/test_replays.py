"""Commands sent twice, too late, by somebody else, or with a key that belonged to another deed."""

from __future__ import annotations

import pytest

from permissions import grants
from tests.factories.applications import fresh, task_of
from tests.security.conftest import REVIEW, bring, browser, rows_of
from unionhall.cases.models import Attachment, Case, Decision, Draft, JournalEntry, Submission, Task
from unionhall.casework import refusals
from unionhall.casework.decide import decide
from unionhall.casework.delete_draft import delete_draft
from unionhall.casework.save import save
from unionhall.casework.submit import submit
from unionhall.casework.withdraw import withdraw
from unionhall.reports.case_page import case_page

KEY = "k" * 22


def everything():
    return rows_of(Case, Draft, Submission, Attachment, Task, Decision, JournalEntry)


def refusal(call, *args, **given) -> str:
    before = everything()
    with pytest.raises(refusals.Refused) as refused:
        call(*args, **given)
    assert everything() == before
    return refused.value.code


def test_a_key_of_one_case_is_no_answer_for_another(office):
    lin = office.city.lin
    first, second = office.draft(), office.draft()
    typed = {"bank_branch": "新的支行"}
    save(first.key, typed, "account", first.version, by=lin, now=office.now, key=KEY)
    again = {"by": lin, "now": office.now, "key": KEY}
    assert refusal(save, second.key, typed, "account", second.version, **again) == "key-reused"
    assert refusal(save, second.key, typed, "account", None, **again) == "key-reused"
    assert refusal(withdraw, first.key, None, **again) == "key-reused"
    assert save(first.key, {}, "account", first.version, **again).case.key == first.key


def test_somebody_elses_key_is_just_a_key(office):
    city = office.city
    case = office.complete()
    submit(case.key, case.version, ["refund"], by=city.lin, now=office.now, key=KEY)
    for stranger in (city.wu, city.zhou, city.he):
        given = {"by": stranger, "now": office.now, "key": KEY}
        assert refusal(submit, case.key, case.version, ["refund"], **given) == "not-found"


@pytest.mark.parametrize("verb", ["submission", "withdrawal", "deletion"])
def test_an_officer_is_not_told_about_verbs_of_the_applicant(office, verb):
    case = bring(office, "confirm")
    before = everything()
    for user in (office.city.chen, office.city.su, office.city.he):
        for version in (0, case.version, 10**9):
            answer = browser(user).post(
                f"/cases/{case.key}/{verb}/", {"version": version, "key": KEY}
            )
            assert (user, answer.status_code) == (user, 404)
    assert everything() == before


def posted(case, user, **more):
    page = case_page(user, case.key)
    pins = {
        "_task": task_of(case).pk,
        "_version": page.case.version,
        "_digest": page.digest,
        "_key": KEY,
    }
    return {**pins, "_action": "approve", "_confirmed": "1", "approved_amount": "5000.00", **more}


def test_a_grant_that_ended_between_page_and_press(office):
    case, chen = bring(office, "confirm"), office.city.chen
    client, form = browser(chen), posted(case, chen)
    grants.revoke(chen, REVIEW, office.city.sijiang)
    before = everything()
    assert client.post(f"/office/cases/{case.key}/decision/", form).status_code == 404
    assert everything() == before


def test_a_decision_is_taken_once(office):
    case, chen = bring(office, "confirm"), office.city.chen
    client, form = browser(chen), posted(case, chen)
    address = f"/office/cases/{case.key}/decision/"
    assert [client.post(address, form).status_code for _ in range(3)] == [302, 302, 302]
    assert client.post(address, {**form, "_key": "other" * 5}).status_code == 409
    assert Decision.objects.count() == 1


def test_a_case_that_was_withdrawn_is_not_decided(office):
    case, chen = bring(office, "confirm"), office.city.chen
    form = posted(case, chen)
    withdraw(case.key, case.version, by=office.city.lin, now=office.now)
    before = everything()
    for version in (form["_version"], fresh(case).version):
        answer = browser(chen).post(
            f"/office/cases/{case.key}/decision/", {**form, "_version": version}
        )
        assert answer.status_code == 409
    assert everything() == before


def test_tasks_of_other_cases_and_of_the_future_are_refused(office):
    city = office.city
    mine, other = bring(office, "confirm"), office.submitted(city.zhou, city.machinery)
    given = {"by": city.chen, "now": office.now}
    for task in (task_of(other).pk, 0, 10**15):
        code = refusal(
            decide, mine.key, task, "approve", mine.version, {"approved_amount": 1}, **given
        )
        assert code == "already-decided"
    assert (
        refusal(decide, other.key, task_of(other).pk, "approve", other.version, {}, **given)
        == "not-found"
    )
    form = posted(mine, city.chen, _action="disburse")
    answer = browser(city.chen).post(f"/office/cases/{mine.key}/decision/", form)
    assert answer.status_code in (409, 422)


def test_the_starter_decides_nothing_even_as_an_officer(office, cast):
    from tests.factories.grants import give

    city = office.city
    give(city.lin, REVIEW, city.sijiang, city.su)
    case = bring(office, "confirm")
    given = {"by": city.lin, "now": office.now}
    values = {"approved_amount": 1}
    assert (
        refusal(decide, case.key, task_of(case).pk, "approve", case.version, values, **given)
        == "own-case"
    )
    page = browser(city.lin).get(f"/office/cases/{case.key}/")
    assert (page.status_code, b"_confirmed" in page.content) == (200, False)
    assert browser(city.lin).post(f"/office/cases/{case.key}/look/").status_code in (302, 404)
    draft = office.draft(city.zhou, city.machinery)
    assert browser(city.lin).get(f"/office/cases/{draft.key}/").status_code == 404


def test_deleted_is_gone_for_everybody(office):
    case, city = bring(office, "returned"), office.city
    file = Attachment.objects.first()
    delete_draft(case.key, case.version, by=city.lin, now=office.now)
    for user in (city.lin, city.chen, city.su):
        client = browser(user)
        for page in (f"/cases/{case.key}/", f"/files/{file.key}/", f"/office/cases/{case.key}/"):
            assert client.get(page).status_code == 404
    given = {"by": city.lin, "now": office.now}
    assert refusal(submit, case.key, fresh(case).version, ["refund"], **given) == "not-found"
