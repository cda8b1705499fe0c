"""save, choose, refresh, consent, advance, delete, copy: the verbs on a draft."""

from __future__ import annotations

import pytest

from tests.factories.applications import (
    ACCOUNT,
    PROCESS,
    fresh,
    process_document,
    publish,
    upload,
)
from unionhall.cases import sealed
from unionhall.cases.models import Case, JournalEntry
from unionhall.casework import refusals
from unionhall.casework.advance import advance
from unionhall.casework.attach import attach
from unionhall.casework.choose import choose
from unionhall.casework.consent import consent
from unionhall.casework.copy_case import copy_case
from unionhall.casework.delete_draft import delete_draft
from unionhall.casework.refresh import refresh
from unionhall.casework.save import save
from unionhall.casework.withdraw import withdraw
from unionhall.definitions.selectors import current_process
from unionhall.organisation.models import Union
from unionhall.people.models import User
from unionhall.reports.lookups import picker


def refusal_of(call, *args, **given) -> refusals.Refused:
    with pytest.raises(refusals.Refused) as refusal:
        call(*args, **given)
    return refusal.value


def answers_of(case: Case) -> dict:
    return sealed.unsealed(current_process(PROCESS)[1], fresh(case).draft.answers)


@pytest.mark.row("X1-26")
def test_saving_keeps_everything_however_wrong_and_tells_it(office):
    lin, case = office.city.lin, office.draft()
    saved = save(
        case.key,
        {"bank_branch": "银", "account_no": "九"},
        "account",
        case.version,
        by=lin,
        now=office.now,
    )
    assert answers_of(case)["bank_branch"] == "银"
    assert {one.path for one in saved.step_problems if one.is_blocking} >= {
        "bank_branch",
        "account_no",
    }
    assert (fresh(case).draft.step, saved.case.version) == ("account", case.version + 1)
    saved = save(case.key, {"bank_branch": None}, "account", by=lin, now=office.now)
    assert "bank_branch" not in answers_of(case)


def test_what_nothing_can_store_is_refused_by_name_and_leaves_the_stored_value(office):
    lin, case = office.city.lin, office.draft()
    typed = {"bank_branch": "a\x00b", "surprise": 1, "has_account": "maybe"}
    saved = save(case.key, typed, "account", by=lin, now=office.now)
    assert {(one.code, one.path) for one in saved.problems} == {
        ("bad-characters", "bank_branch"),
        ("unknown-field", "surprise"),
        ("type", "has_account"),
    }
    kept = answers_of(case)
    assert (kept["bank_branch"], kept["has_account"]) == (ACCOUNT["bank_branch"], True)


def test_hidden_values_stay_in_the_draft_and_read_only_ones_are_the_servers(office):
    lin, case = office.city.lin, office.draft()
    save(case.key, {"has_account": False, "handler_name": "别人"}, by=lin, now=office.now)
    kept = answers_of(case)
    assert (kept["account_no"], kept["handler_name"]) == (ACCOUNT["account_no"], "林晓岚")


def test_an_old_page_does_not_overwrite(office):
    lin, case = office.city.lin, office.draft()
    save(case.key, {"bank_branch": "新的支行"}, "account", case.version, by=lin, now=office.now)
    before = fresh(case).version
    lost = refusal_of(
        save, case.key, {"bank_branch": "旧"}, "", case.version, by=lin, now=office.now
    )
    assert isinstance(lost, refusals.Conflict)
    assert lost.sentence == "您已在另一个窗口修改了本申请（已暂存），请从最新状态继续。"
    assert (fresh(case).version, answers_of(case)["bank_branch"]) == (before, "新的支行")


@pytest.mark.parametrize("who", ["wu", "zhou", "chen", "su"])
def test_a_draft_is_nobody_elses(office, who):
    case, other = office.draft(), getattr(office.city, who)
    entries = JournalEntry.objects.count()
    now = office.now
    for call in (
        lambda: save(case.key, {"bank_branch": "x"}, by=other, now=now),
        lambda: choose(case.key, "unit", office.city.software.key, by=other, now=now),
        lambda: refresh(case.key, by=other, now=now),
        lambda: refresh(case.key, None, ["chain"], by=other, now=now),
        lambda: consent(case.key, "hrss", by=other, now=now),
        lambda: attach(case.key, "chair_report", upload(), by=other, now=now),
        lambda: delete_draft(case.key, by=other, now=now),
        lambda: withdraw(case.key, by=other, now=now),
        lambda: advance(case.key, by=other, now=now),
        lambda: copy_case(case.key, by=other, now=now),
        lambda: picker(other, case.key, "unit"),
    ):
        assert isinstance(refusal_of(call), refusals.NotYours)
    assert (fresh(case).version, JournalEntry.objects.count()) == (case.version, entries)


@pytest.mark.parametrize("key", ["", "no-such-key", "x" * 99, "a\x00b", "键"])
def test_keys_that_are_none_are_not_found(office, key):
    lost = refusal_of(save, key, {}, by=office.city.lin, now=office.now)
    assert isinstance(lost, refusals.NotYours)


@pytest.mark.row("X1-27")
def test_refreshing_shows_first_and_takes_what_was_accepted(office):
    lin, case = office.city.lin, office.draft()
    Union.objects.filter(pk=office.city.software_union.pk).update(
        name="海滨软件股份有限公司工会", founded_on="2024-06-01"
    )
    shown = refresh(case.key, by=lin, now=office.now)
    assert {one.path: one.after for one in shown.changes} == {
        "handler_union": "海滨软件股份有限公司工会",
        "union_name": "海滨软件股份有限公司工会",
        "account_name": "海滨软件股份有限公司工会",
        "found_date": "2024-06-01",
        "chain": "鹭湾市总工会 / 思江区总工会 / 海滨园区工会 / 海滨软件股份有限公司工会",
    }
    assert fresh(case).version == case.version
    taken = refresh(case.key, case.version, ["union_name"], by=lin, now=office.now)
    assert taken.applied == ("union_name",)
    found = answers_of(case)
    assert (found["union_name"], found["found_date"]) == ("海滨软件股份有限公司工会", "2024-05-20")


def test_refreshing_never_replaces_what_was_typed(office):
    lin, case = office.city.lin, office.draft()
    save(case.key, {"found_date": "2024-05-21"}, "unit", by=lin, now=office.now)
    Union.objects.filter(pk=office.city.software_union.pk).update(founded_on="2024-06-01")
    shown = refresh(case.key, by=lin, now=office.now)
    assert [one.path for one in shown.changes] == []


def test_a_draft_moves_to_the_newest_form_and_loses_nothing(office):
    lin, case = office.city.lin, office.draft()
    assert advance(case.key, by=lin, now=office.now).changes == ()
    document = process_document()
    del document["form"]["schema"]["properties"]["bank_branch"]
    document["form"]["schema"]["required"].remove("bank_branch")
    account = document["form"]["uischema"]["elements"][1]["elements"][2]["elements"]
    document["form"]["uischema"]["elements"][1]["elements"][2]["elements"] = account[1:]
    newest = publish(document, User.objects.system()).revision
    moved = advance(case.key, by=lin, now=office.now)
    assert moved.set_aside == ("工会账号开户行",)
    assert len(moved.changes) > 0
    case = fresh(case)
    assert (case.revision_id, case.draft.answers["bank_branch"]) == (
        newest.pk,
        ACCOUNT["bank_branch"],
    )
    assert case.journal.order_by("-seq").first().values == {"from": 1, "to": 2}
    assert advance(case.key, by=lin, now=office.now).changes == ()


@pytest.mark.row("X1-29")
def test_a_draft_is_erased_with_its_files(office, tmp_path):
    lin, case = office.city.lin, office.draft()
    attach(case.key, "chair_report", upload(), by=lin, now=office.now)
    delete_draft(case.key, by=lin, now=office.now)
    assert Case.objects.count() == 0
    assert isinstance(refusal_of(delete_draft, case.key, by=lin, now=office.now), refusals.NotYours)


def test_lists_show_what_was_handed_in_while_it_is_being_corrected(office):
    lin, case = office.city.lin, office.submitted()
    before = fresh(case)
    assert before.summary
    assert before.search
    withdraw(case.key, before.version, by=lin, now=office.now)
    choose(case.key, "unit", office.city.machinery.key, by=lin, now=office.now)
    assert answers_of(case)["union_name"] not in before.summary
    assert (fresh(case).summary, fresh(case).search) == (before.summary, before.search)


@pytest.mark.row("X1-29")
def test_a_withdrawn_case_disappears_but_its_journal_stays(office):
    lin, case = office.city.lin, office.submitted()
    lost = refusal_of(delete_draft, case.key, by=lin, now=office.now)
    assert isinstance(lost, refusals.Conflict)
    withdraw(case.key, by=lin, now=office.now)
    delete_draft(case.key, by=lin, now=office.now)
    assert isinstance(refusal_of(save, case.key, {}, by=lin, now=office.now), refusals.NotYours)
    kept = Case.objects.get()
    assert (kept.deleted_at is None, kept.keys.count()) == (False, 0)
    assert kept.journal.order_by("-seq").first().kind == "deleted"
    office.submitted()  # the exclusive key is free again


@pytest.mark.row("X1-25")
def test_a_past_application_is_copied_as_a_new_draft(office):
    case = office.submitted()
    office.approve(case)
    office.disburse(case)
    new = copy_case(case.key, by=office.city.lin, now=office.now)
    found = answers_of(new)
    assert (new.status, new.number, found["account_no"], found["union_name"]) == (
        "draft",
        None,
        ACCOUNT["account_no"],
        "海滨软件有限公司工会",
    )
    assert new.attachments.count() == 0
