from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.applications import fresh
from unionhall.casework.refusals import NotYours
from unionhall.casework.withdraw import withdraw
from unionhall.reports.case_page import case_page


def queries_of(call):
    with CaptureQueriesContext(connection) as found:
        answer = call()
    return answer, [one["sql"] for one in found]


def test_the_applicant_sees_the_draft_judged_as_a_submission_would_be(office):
    case = office.draft()
    page = case_page(office.city.lin, case.key, office.now)
    assert page.is_starter is True
    assert page.applicant_actions == ("edit", "submit", "delete")
    assert [(row.material.key, row.required, len(row.files)) for row in page.materials] == [
        ("chair_report", True, 0),
        ("committee_report", True, 0),
        ("account_permit", True, 0),
    ]
    assert [(one.key, one.status) for one in page.eligibility] == [
        ("verified", "passed"),
        ("has-union", "passed"),
        ("fund-paid", "passed"),
        ("not-refunded", "passed"),
    ]
    assert [(one.code, one.path) for one in page.problems] == [
        ("material-missing", "material:chair_report"),
        ("material-missing", "material:committee_report"),
        ("material-missing", "material:account_permit"),
    ]


@pytest.mark.row("X1-30", "X1-61")
def test_the_applicant_sees_who_is_in_charge_and_may_withdraw(office):
    case = office.submitted()
    page = case_page(office.city.lin, case.key, office.now)
    assert page.applicant_actions == ("withdraw",)
    assert [(one.stage, one.union) for one in page.in_charge] == [("等待确认", "思江区总工会")]
    assert [(one.kind, one.by, one.union) for one in page.timeline] == [
        ("started", "林晓岚", ""),
        ("submitted", "林晓岚", ""),
        ("entered", "", "思江区总工会"),
    ]
    assert page.task is None
    office.approve(case)
    page = case_page(office.city.lin, case.key, office.now)
    assert page.applicant_actions == ()
    assert [(one.kind, one.by, one.union) for one in page.timeline][3:] == [
        ("approved", "", "思江区总工会"),
        ("entered", "", "鹭湾市总工会"),
    ]


def test_the_officer_gets_task_actions_and_form_and_the_number_of_queries_is_small(office):
    case = office.submitted()
    page, sql = queries_of(lambda: case_page(office.city.chen, case.key, office.now))
    assert [action.key for action in page.actions] == ["approve", "return", "reject"]
    assert page.task is not None
    assert list(page.stage_form.fields) == ["approved_amount"]
    assert page.answers["account_no"] == "7900112233445566"
    assert page.digest == page.submission.materials_digest
    assert len(sql) == 5, sql
    _, more = queries_of(lambda: (list(page.timeline), list(page.materials)))
    assert len(more) == 2, more  # only who draws the page pays for them


def test_a_foreign_officer_and_a_stranger_see_nothing(office):
    """First somebody who sees it, so that something could leak."""
    case = office.submitted()
    assert case_page(office.city.chen, case.key).case.key == case.key
    for user in (office.city.he, office.city.wu, office.city.zhou):
        with pytest.raises(NotYours):
            case_page(user, case.key)


def test_the_finance_officer_sees_it_but_it_is_not_his_turn_yet(office):
    case = office.submitted()
    page = case_page(office.city.su, case.key, office.now)
    assert (page.task, page.actions) == (None, ())
    assert page.why_not != ""


def test_staff_see_what_was_handed_in_while_the_applicant_corrects(office):
    from unionhall.casework.save import save

    case = office.submitted()
    withdraw(case.key, by=office.city.lin, now=office.now)
    typed = {"bank_branch": "另一家银行"}
    save(case.key, typed, "account", by=office.city.lin, now=office.now)
    theirs = case_page(office.city.chen, case.key, office.now)
    own = case_page(office.city.lin, case.key, office.now)
    assert theirs.answers["bank_branch"] == "鹭湾银行思江支行"
    assert own.answers["bank_branch"] == "另一家银行"
    assert [(one.path, one.before, one.after) for one in own.differences] == [
        ("bank_branch", "鹭湾银行思江支行", "另一家银行")
    ]
    assert fresh(case).status == "withdrawn"
