from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.applications import NOW, fresh, task_of, upload
from unionhall.cases import sealed, selectors
from unionhall.cases.models import Case, CaseKey, JournalEntry, Sequence, Submission
from unionhall.casework import refusals
from unionhall.casework.attach import attach
from unionhall.casework.save import save
from unionhall.casework.submit import submit
from unionhall.casework.withdraw import withdraw
from unionhall.people.models import Consent, Person
from unionhall.registers.models import Record


def refusal_of(call, *args, **given) -> refusals.Refused:
    with pytest.raises(refusals.Refused) as refusal:
        call(*args, **given)
    return refusal.value


def everything(case: Case) -> tuple:
    """What a refused command must leave as it was (I14)."""
    case = fresh(case)
    return (
        Case.objects.filter(pk=case.pk).values().get(),
        list(case.journal.values_list("seq", "kind")),
        list(case.tasks.values()),
        list(case.attachments.values()),
        Submission.objects.count(),
        CaseKey.objects.count(),
        list(Sequence.objects.values()),
        Consent.objects.count(),
        Record.objects.count(),
        case.draft.answers,
    )


@pytest.mark.row("X1-52")
def test_what_was_handed_in_is_pinned(office):
    case = fresh(office.submitted())
    lin = office.city.lin
    submission = case.submissions.get()
    process = selectors.latest_submission(case).revision
    assert (submission.number, submission.revision_id) == (1, process.pk)
    assert submission.facts == {"refunded": False, "fund_paid": True}
    assert [one["status"] for one in submission.eligibility] == ["passed"] * 4
    assert submission.answers["account_no"].startswith("sealed:v1:")
    assert submission.materials_digest == selectors.materials_digest(selectors.attachments(case))
    assert [file.frozen for file in case.attachments.all()] == [True] * 3
    assert (case.submitted_at, case.union) == (submission.submitted_at, office.city.software_union)
    task = task_of(case)
    assert (task.union, task.permission, task.stage, task.quorum) == (
        office.city.sijiang,
        "review_preparatory_fund",
        "confirm",
        1,
    )
    assert list(case.journal.order_by("seq").values_list("kind", flat=True))[-3:] == [
        "consented",
        "submitted",
        "entered",
    ]
    assert case.search.startswith("CBJ2026110001 海滨软件")
    assert lin.person.consents.get().purpose == "fund-refund:refund"


def test_all_problems_are_told_at_once(office):
    lin, case = office.city.lin, office.draft()
    save(case.key, {"bank_branch": None, "account_no": "12"}, by=lin, now=office.now)
    before = everything(case)
    version = fresh(case).version
    lost = refusal_of(submit, case.key, version, by=lin, now=office.now)
    assert isinstance(lost, refusals.Invalid)
    assert {(one.code, one.path) for one in lost.problems if one.is_blocking} == {
        ("required", "bank_branch"),
        ("format", "account_no"),
        ("material-missing", "material:chair_report"),
        ("material-missing", "material:committee_report"),
        ("material-missing", "material:account_permit"),
        ("consent-missing", "consent:refund"),
    }
    assert everything(case) == before


def test_conditions_are_asked_again(office):
    lin, case = office.city.lin, office.complete()
    Person.objects.filter(pk=lin.person_id).update(verified_at=None)
    lin = type(lin).objects.get(pk=lin.pk)
    before = everything(case)
    lost = refusal_of(submit, case.key, case.version, ["refund"], by=lin, now=office.now)
    assert [(one.code, one.text) for one in lost.problems] == [("eligibility", "您还没有实名认证")]
    assert everything(case) == before


def test_an_exclusive_key_is_told_with_everything_else(office):
    office.submitted()
    lin, case = office.city.lin, office.complete()
    lost = refusal_of(submit, case.key, case.version, by=lin, now=office.now)
    assert [one.code for one in lost.problems] == ["consent-missing", "exclusive"]
    before = everything(case)
    lost = refusal_of(submit, case.key, case.version, ["refund"], by=lin, now=office.now)
    assert [one.code for one in lost.problems] == ["exclusive"]
    assert everything(case) == before


def test_nobody_in_charge_refuses_and_changes_nothing(office):
    from permissions import grants

    city, case = office.city, office.complete()
    grants.revoke(city.chen, "review_preparatory_fund", city.sijiang)
    before = everything(case)
    lost = refusal_of(submit, case.key, case.version, ["refund"], by=city.lin, now=office.now)
    assert lost.code == "no-actor"
    assert everything(case) == before


def test_a_case_escalates_where_nobody_is_responsible(office):
    from permissions import grants
    from tests.factories.grants import give

    city, case = office.city, office.complete()
    grants.revoke(city.chen, "review_preparatory_fund", city.sijiang)
    give(city.su, "review_preparatory_fund", city.root)
    submit(case.key, case.version, ["refund"], by=city.lin, now=office.now)
    assert task_of(case).union == city.root
    assert "escalated" in case.journal.values_list("kind", flat=True)


@pytest.mark.row("X1-61")
def test_withdrawn_corrected_and_handed_in_again_keeps_its_number(office):
    lin, case = office.city.lin, office.submitted()
    case = withdraw(case.key, fresh(case).version, by=lin, now=office.now)
    assert (case.status, fresh(case).tasks.filter(done_at=None).count()) == ("withdrawn", 0)
    attach(case.key, "chair_report", upload("第二页.png"), by=lin, now=office.now)
    saved = save(case.key, {"bank_branch": "另一支行"}, by=lin, now=office.now)
    again = submit(case.key, saved.case.version, ["refund"], by=lin, now=office.now)
    assert (again.number, fresh(again).round) == (case.number, 2)
    first, second = Submission.objects.order_by("number")
    assert (first.answers["bank_branch"], second.answers["bank_branch"]) == (
        "鹭湾银行思江支行",
        "另一支行",
    )
    assert len(selectors.files_of(fresh(case), first)) == 3
    assert len(selectors.files_of(fresh(case), second)) == 4


def test_only_what_was_named_unlocks_after_a_return(office):
    lin, case = office.city.lin, office.submitted()
    office.give_back(case, ("bank_branch", "material:chair_report"))
    case = fresh(case)
    assert case.draft.unlocked == ["bank_branch", "material:chair_report"]
    save(
        case.key,
        {"bank_branch": "改过的支行", "account_no": "79001122334455"},
        by=lin,
        now=office.now,
    )
    answers = sealed.unsealed(selectors_process(case), fresh(case).draft.answers)
    assert (answers["bank_branch"], answers["account_no"]) == ("改过的支行", "7900112233445566")
    attach(case.key, "chair_report", upload(), by=lin, now=office.now)
    lost = refusal_of(attach, case.key, "committee_report", upload(), by=lin, now=office.now)
    assert lost.code == "locked-material"
    case = submit(case.key, fresh(case).version, ["refund"], by=lin, now=office.now)
    assert (case.status, case.stage, fresh(case).draft.unlocked) == ("in_progress", "confirm", None)


def selectors_process(case: Case):
    from unionhall.definitions.selectors import process_of

    return process_of(case.revision)


def test_the_numbers_begin_again_each_month(office):
    one = office.submitted()
    case = office.complete(office.city.zhou, office.city.machinery)
    december = NOW + timedelta(days=20)
    other = submit(case.key, case.version, ["refund"], by=office.city.zhou, now=december)
    assert (one.number, other.number) == ("CBJ2026110001", "CBJ2026120001")
    assert JournalEntry.objects.filter(kind="submitted").count() == 2


def test_the_month_is_that_of_the_city(office):
    """31 December, 18:00 in Greenwich is New Year's Day in Luwan."""
    from datetime import UTC, datetime

    case = office.complete()
    late = datetime(2026, 12, 31, 18, 0, tzinfo=UTC)
    case = submit(case.key, case.version, ["refund"], by=office.city.lin, now=late)
    assert case.number == "CBJ2027010001"


def test_few_queries(office):
    case = office.complete()
    lin = office.city.lin
    with CaptureQueriesContext(connection) as found:
        submit(case.key, case.version, ["refund"], by=lin, now=office.now, key="k")
    statements = [one["sql"] for one in found if "SAVEPOINT" not in one["sql"]]
    # 12 of any submission, 2 facts, 3 of the consent, 1 freezing, 1 exclusive key
    assert len(statements) == 19, "\n".join(statements)
