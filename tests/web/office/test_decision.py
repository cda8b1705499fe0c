"""The decision page: what an officer sees, asks and does."""

from __future__ import annotations

import pytest

from tests.web.office.pages import form, words
from unionhall.cases.models import CaseStatus, Decision, MaterialVerdict
from unionhall.registers.models import Record

pytestmark = pytest.mark.django_db


def press(client, case, action, **values):
    """Open the page, fill it in, press a verb: the answer is the question."""
    page = client.get(f"/office/cases/{case.key}/")
    posted = form(page, "/decision/") | values | {"_action": action}
    return client.post(f"/office/cases/{case.key}/decision/", posted)


def confirm(client, case, question, **values):
    posted = form(question, "/decision/") | values | {"_confirmed": "1"}
    return client.post(f"/office/cases/{case.key}/decision/", posted)


@pytest.mark.row("X1-31", "X1-32", "X3-90")
def test_shows_answers_masked_with_materials_and_conditions(hall, visit):
    case = hall.hand_in()
    text = words(visit(hall.city.chen).get(f"/office/cases/{case.key}/"))
    for part in (case.number, "海滨软件有限公司", "工会主席呈报表", "呈报表.png", "单位已建会"):
        assert part in text
    assert hall.city.lin.mobile not in text
    assert "154****0001" in text


@pytest.mark.row("X3-91")
def test_agreeing_asks_first_then_moves_the_case_on(hall, visit):
    case = hall.hand_in()
    client = visit(hall.city.chen)
    question = press(client, case, "approve", approved_amount="12000.00")
    assert question.status_code == 200
    assert "办件进入“等待发放”" in words(question)
    assert "12,000.00" in words(question)
    case.refresh_from_db()
    assert case.stage == "confirm"
    done = confirm(client, case, question)
    assert (done.status_code, done["Location"]) == (302, "/office/queue/fund-refund/")
    case.refresh_from_db()
    assert (case.status, case.stage) == (CaseStatus.IN_PROGRESS, "disburse")
    assert Decision.objects.get().values == {"approved_amount": 1_200_000}


def test_an_amount_that_is_none_is_told_beside_its_field_and_nothing_is_lost(hall, visit):
    case = hall.hand_in()
    answer = press(visit(hall.city.chen), case, "approve", approved_amount="一万二")
    assert answer.status_code == 422
    assert "核定金额" in words(answer)
    assert "一万二" in answer.content.decode()
    assert Decision.objects.count() == 0


def test_agreeing_with_a_material_to_be_corrected_is_a_contradiction(hall, visit):
    case = hall.hand_in()
    verdict = {"_verdict-chair_report": "correct"}
    answer = press(visit(hall.city.chen), case, "approve", approved_amount="1", **verdict)
    assert answer.status_code == 422
    assert "有材料标为“需补正”" in words(answer)


@pytest.mark.row("X3-92")
def test_returning_names_items_and_needs_a_reason(hall, visit):
    case = hall.hand_in()
    client = visit(hall.city.chen)
    verdict = {"_verdict-chair_report": "correct", "_verdict-reason-chair_report": "未盖章"}
    question = press(client, case, "return", **verdict)
    text = words(question)
    assert "未盖章" in text
    assert "材料未加盖公章，请盖章后重新上传。" in text
    empty = confirm(client, case, question, _reason="")
    assert empty.status_code == 422
    items = ["account_no", "material:chair_report"]
    done = confirm(client, case, question, _reason="请补盖公章", _item=items, **verdict)
    assert done.status_code == 302
    case.refresh_from_db()
    assert (case.status, case.draft.unlocked) == (CaseStatus.RETURNED, items)
    assert MaterialVerdict.objects.get(material="chair_report").is_accepted is False


def test_without_a_script_a_stock_opinion_is_filled_in_by_the_server(hall, visit):
    case = hall.hand_in()
    client = visit(hall.city.chen)
    question = press(client, case, "return")
    opinion = Record.objects.filter(register="return-opinions").first()
    filled = client.post(
        f"/office/cases/{case.key}/decision/",
        form(question, "/decision/") | {"_fill": "1", "_opinion": opinion.key},
    )
    assert opinion.values["text"] in filled.content.decode().split("<textarea")[1].split("</")[0]


def test_rejecting_ends_the_case_with_its_reason(hall, visit):
    case = hall.hand_in()
    client = visit(hall.city.chen)
    question = press(client, case, "reject")
    assert "就此结束" in words(question)
    confirm(client, case, question, _reason="不符合返还条件")
    case.refresh_from_db()
    assert case.status == CaseStatus.REJECTED


def test_the_reason_can_be_kept_for_the_union(hall, visit):
    case = hall.hand_in()
    client = visit(hall.city.chen)
    question = press(client, case, "return")
    union = hall.city.sijiang
    assert f'name="_keep_for" value="{union.key}"' in question.content.decode()
    confirm(client, case, question, _reason="请补交建会批复", _keep="1", _keep_for=union.key)
    assert Record.objects.get(union=union, register="return-opinions").values == {
        "text": "请补交建会批复"
    }


def test_who_comes_second_learns_who_was_first(hall, visit):
    case = hall.hand_in()
    client = visit(hall.city.chen)
    question = press(client, case, "approve", approved_amount="100")
    from tests.factories.grants import give
    from tests.factories.people import make_user

    other = make_user("高敏", "15400000109")
    give(other, "review_preparatory_fund", hall.city.sijiang)
    hall.decide(case, other, "reject", reason="重复申请")
    late = confirm(client, case, question)
    assert late.status_code == 409
    assert "高敏" in words(late)
    assert "审核不通过" in words(late)
    assert Decision.objects.count() == 1


def test_a_verb_pressed_too_late_names_who_was_first(hall, visit):
    case = hall.hand_in()
    first, second = visit(hall.city.chen), visit(hall.city.chen)
    stale = form(second.get(f"/office/cases/{case.key}/"), "/decision/")
    question = press(first, case, "approve", approved_amount="100")
    confirm(first, case, question)
    late = second.post(f"/office/cases/{case.key}/decision/", stale | {"_action": "approve"})
    assert late.status_code == 409
    assert "另一个窗口" in words(late)


def test_pressing_twice_decides_once(hall, visit):
    case = hall.hand_in()
    client = visit(hall.city.chen)
    question = press(client, case, "approve", approved_amount="100")
    first = confirm(client, case, question)
    second = confirm(client, case, question)
    assert (first.status_code, second.status_code) == (302, 302)
    assert Decision.objects.count() == 1


def test_going_back_keeps_what_was_typed(hall, visit):
    case = hall.hand_in()
    client = visit(hall.city.chen)
    question = press(client, case, "approve", approved_amount="345.60")
    back = client.post(
        f"/office/cases/{case.key}/decision/", form(question, "/decision/") | {"_back": "1"}
    )
    assert back.status_code == 200
    assert form(back, "/decision/")["approved_amount"] == "345.60"


def test_paying_completes_the_case_and_fills_the_register(hall, visit):
    case = hall.hand_in()
    hall.decide(case, hall.city.chen, "approve", values={"approved_amount": 1_200_000})
    client = visit(hall.city.su)
    paid = {"paid_amount": "12000", "paid_on": "2026-11-03", "voucher_no": "PZ20261103"}
    question = press(client, case, "approve", **paid)
    assert "筹备金返还台账" in words(question)
    assert confirm(client, case, question).status_code == 302
    case.refresh_from_db()
    assert case.status == CaseStatus.COMPLETED
    page = words(client.get("/office/registers/refund/"))
    assert case.number in page
    assert "12,000.00" in page


@pytest.mark.parametrize("who", ["he", "wu", "lin", "zhou"])
def test_nobody_else_finds_the_case(hall, visit, who):
    case = hall.hand_in()
    assert visit(hall.city.chen).get(f"/office/cases/{case.key}/").status_code == 200
    client = visit(getattr(hall.city, who))
    pins = {"_task": "1", "_version": "1", "_action": "approve", "_confirmed": "1"}
    seen = client.get(f"/office/cases/{case.key}/").status_code
    done = client.post(f"/office/cases/{case.key}/decision/", pins).status_code
    by_address = client.get(f"/office/cases/{case.key}/decision/").status_code
    assert (seen, done, by_address) == (404, 404, 404)
    assert Decision.objects.count() == 0


@pytest.mark.parametrize(
    "bad", [{"_version": "x"}, {"_task": "9" * 30}, {"_version": ""}, {"_task": "\x00"}]
)
def test_a_tampered_form_is_a_bad_request(hall, visit, bad):
    case = hall.hand_in()
    pins = {"_task": "1", "_version": "1", "_action": "approve"} | bad
    answer = visit(hall.city.chen).post(f"/office/cases/{case.key}/decision/", pins)
    assert answer.status_code == 400


def test_reloading_the_question_leads_back_to_the_case(hall, visit):
    case = hall.hand_in()
    answer = visit(hall.city.chen).get(f"/office/cases/{case.key}/decision/")
    assert (answer.status_code, answer["Location"]) == (302, f"/office/cases/{case.key}/")
