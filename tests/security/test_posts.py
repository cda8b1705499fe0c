"""Forms that no page of ours ever sent: nothing is written that was not asked for, never a 500."""

from __future__ import annotations

import json

import pytest

from tests.factories.applications import ACCOUNT, fresh
from tests.security.conftest import bring, browser, rows_of
from unionhall.cases import sealed, selectors
from unionhall.cases.models import Attachment, Case, Draft, JournalEntry, Task
from unionhall.casework.save import save
from unionhall.definitions.selectors import process_of

TYPED = {**ACCOUNT, "has_account": "true"}


def answers(case) -> dict:
    case = selectors.loaded(case.key)
    return sealed.unsealed(process_of(case.revision), case.draft.answers)


def press(client, case, step="account", **typed):
    version = fresh(case).version
    return client.post(
        f"/cases/{case.key}/form/{step}/", {"_version": version, "_go": "save", **typed}
    )


@pytest.fixture
def draft(office):
    return office.draft()


@pytest.fixture
def lin(office):
    return browser(office.city.lin)


READ_ONLY = (
    "handler_name",
    "handler_document_no",
    "handler_mobile",
    "unit",
    "union_name",
    "parent_union",
    "chain",
    "area",
)


@pytest.mark.parametrize("name", READ_ONLY)
def test_what_nobody_types_stays(lin, draft, office, name):
    before = answers(draft)
    press(lin, draft, "unit", **{name: "伪造", "found_date": "2024-05-20"})
    save(draft.key, {name: "伪造"}, "unit", by=office.city.lin, now=office.now)
    assert answers(draft)[name] == before[name]


@pytest.mark.parametrize(
    "name",
    [
        "union",
        "unit_name",
        "nonsense",
        "account_no.x",
        "constructor",
        "status",
        "starter",
        "a\x00b",
    ],
)
def test_names_the_step_does_not_have_are_refused_whole(lin, draft, name):
    before = rows_of(Draft, Case, JournalEntry)
    assert press(lin, draft, "unit", **{name: "x", "org_type": "joint"}).status_code == 422
    assert rows_of(Draft, Case, JournalEntry) == before


def test_a_computed_value_is_worked_out_never_taken(office):
    city = office.city
    case = office.draft()
    save(case.key, {"org_type": "group", "to_parent": True}, "account", by=city.lin, now=office.now)
    press(
        browser(city.lin), case, to_parent="true", has_account="true", account_name="我的私人账户"
    )
    page = browser(city.lin).get(f"/cases/{case.key}/check/").content.decode()
    assert "我的私人账户" not in page
    assert "海滨园区工会" in page


def test_hidden_values_do_not_count(office):
    case, city = office.complete(), office.city
    press(browser(city.lin), case, **{**TYPED, "has_account": "false"})
    page = browser(city.lin).get(f"/cases/{case.key}/check/").content.decode()
    assert ACCOUNT["bank_branch"] not in page


def test_locked_fields_of_a_returned_case_stay(office):
    case, city = bring(office, "returned"), office.city
    before = answers(case)
    client = browser(city.lin)
    press(client, case, **{**TYPED, "account_no": "6222000011112222", "bank_branch": "别的支行"})
    press(client, case, "unit", found_date="2020-01-01", org_type="joint")
    save(
        case.key,
        {"bank_branch": "别的支行", "found_date": "2020-01-01"},
        by=city.lin,
        now=office.now,
    )
    after = answers(case)
    changed = {key for key in after if after[key] != before.get(key)}
    assert changed <= {"account_no"}
    lookup = {
        "row": f"user_centre|{city.research.key}",
        "sure": "1",
        "version": fresh(case).version,
    }
    assert client.post(f"/cases/{case.key}/lookups/unit/", lookup).status_code == 422
    assert answers(case)["unit"] == before["unit"]


@pytest.mark.parametrize(
    "version", ["", "-1", "0", "9" * 30, "1.0", "١", "1e1", "NaN", "null", "[]"]
)
def test_a_wrong_version_writes_nothing(lin, draft, version):
    before = rows_of(Draft, Case, JournalEntry)
    answer = lin.post(
        f"/cases/{draft.key}/form/account/", {**TYPED, "_version": version, "bank_branch": "新支行"}
    )
    assert answer.status_code == 409
    assert rows_of(Draft, Case, JournalEntry) == before


ODD = ["a\x00b", "9" * 400, "-1", "1e400", "NaN", "Infinity", "{}", "[]", "x" * 200_000, "\u202e", "true\x00", "9007199254740993", "<script>", "{{7*7}}", "2024-02-30", "0000-00-00", "٢٠٢٤-٠١-٠١"]  # fmt: skip
FIELDS = (
    "found_date",
    "org_type",
    "has_account",
    "to_parent",
    "bank_branch",
    "account_name",
    "account_no",
)


@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value[:12]))
def test_odd_values_are_told_or_kept_never_a_fault(lin, draft, value):
    for name in FIELDS:
        step = "unit" if name in ("found_date", "org_type") else "account"
        for page in (f"form/{step}/", f"state/{step}/"):
            typed = {name: [value, "second"], "_version": fresh(draft).version, "_go": "next"}
            answer = lin.post(f"/cases/{draft.key}/{page}", typed)
            assert (name, page, answer.status_code < 500) == (name, page, True)
    for page in ("form/unit/", "form/account/", "check/", "materials/"):
        assert lin.get(f"/cases/{draft.key}/{page}").status_code == 200


NESTED = [
    {"account_no": {"a": 1}}, {"account_no": ["1"]}, {"account_no": 2**60}, {"has_account": float("nan")},
    {"has_account": "\ud800"}, {"bank_branch": "\ud800"}, {"\ud800": 1}, {"org_type": []}, {"found_date": True},
    {"unit": {"id": "x"}}, {"account_no": float("inf")}, {1: 2}, {"bank_branch": "a\x00"},
]  # fmt: skip


@pytest.mark.parametrize("value", NESTED, ids=repr)
def test_the_verb_itself_takes_no_junk(draft, office, value):
    before = answers(draft)
    saved = save(draft.key, value, "account", by=office.city.lin, now=office.now)
    assert saved.problems or next(iter(value)) == "unit"
    assert answers(draft) == before


def kinds(case):
    yield "application/json", json.dumps({"_version": case.version, **ACCOUNT})
    yield "text/plain", "bank_branch=x"
    yield "multipart/form-data", "--x"
    yield (
        "multipart/form-data; boundary=x",
        '--x\r\nContent-Disposition: form-data; name="bank_branch"\r\n',
    )
    yield "multipart/form-data; boundary=" + "x" * 300, "--x"
    yield "application/x-www-form-urlencoded", "a=" + "x" * 3_000_000
    yield "application/x-www-form-urlencoded", "&".join(f"f{n}=1" for n in range(2000))
    yield "application/x-www-form-urlencoded", "%ff%fe=%00&&=&" * 50
    yield "application/x-www-form-urlencoded", "_go=delete:people:0&_go=upload:nonsense&_go=add:../"


def test_bodies_of_every_kind(office, lin, draft):
    before = rows_of(Draft, Attachment, Task)
    wrong = []
    for page in (
        "form/account/",
        "state/account/",
        "lookups/unit/",
        "materials/",
        "refresh/",
        "submission/",
    ):
        for kind, body in kinds(draft):
            answer = lin.generic("POST", f"/cases/{draft.key}/{page}", body, content_type=kind)
            if answer.status_code >= 500:
                wrong.append((page, kind, body[:30], answer.status_code))
    assert wrong == []
    assert rows_of(Draft, Attachment, Task) == before


BUTTONS = [
    "delete:people:0",
    "remove-file:x:y",
    "upload:account_no",
    "lookup:../../",
    "lookup:nonsense",
    "add:x",
    "nonsense",
    "next:",
    ":::",
    "\x00",
]


@pytest.mark.parametrize("button", BUTTONS)
def test_buttons_that_do_not_exist(lin, draft, button):
    answer = press(lin, draft, _go=button, **TYPED)
    assert answer.status_code < 500
    if answer.status_code == 302:
        assert answer["Location"].startswith(f"/cases/{draft.key}/")


DECISIONS = [
    {"_task": "x"}, {"_version": "9" * 15}, {"_digest": "0" * 64}, {"_action": "disburse"}, {"_action": "\x00"},
    {"approved_amount": "NaN"}, {"approved_amount": "9" * 50}, {"approved_amount": ""}, {"stage": "x"},
    {"_key": "ключ"}, {"_verdict-chair_report": "x"}, {"_verdict-\ud7ff": "accept"},
    {"paid_amount": "1"}, {"_item": "nonsense", "_action": "return", "_reason": "x"},
    {"_to": "disburse", "_action": "return", "_reason": "x"}, {"_action": "return", "_reason": ""},
    {"_keep_for": "x", "_keep": "1", "_action": "return", "_reason": ""},
]  # fmt: skip


@pytest.mark.parametrize("change", DECISIONS, ids=str)
def test_spoilt_decisions_are_told_and_change_nothing(office, change):
    from tests.security.test_replays import everything, posted

    case, chen = bring(office, "confirm"), office.city.chen
    form = posted(case, chen, **change)
    before = everything()
    answer = browser(chen).post(f"/office/cases/{case.key}/decision/", form)
    harmless = "_verdict" in str(change) or "_keep_for" in change
    if answer.status_code == 302 and harmless:
        return
    assert answer.status_code in (400, 409, 422)
    assert everything() == before
