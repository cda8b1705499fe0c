"""A process with a stage for its applicant and one for a bank, its cases brought there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.factories.applications import NOW, Office, fresh, publish, task_of, upload
from unionhall.cases import line_store
from unionhall.cases.models import Case, CaseLine, Dispatch
from unionhall.casework.attach import attach
from unionhall.casework.decide import decide
from unionhall.casework.hand_in import hand_in, keep
from unionhall.casework.save import save
from unionhall.casework.start import start
from unionhall.casework.submit import submit
from unionhall.people.models import User

HOOK = "small-bank"
SECRET = "k" * 32
NAME = {"type": "string", "title": "姓名", "maxLength": 40}
RETURN = {"key": "return", "title": "退回", "to": ["pay", "applicant"], "reason": "required"}
APPROVE = {"key": "approve", "title": "同意"}
REVIEW = {
    "kind": "review",
    "actors": [{"permission": "review", "at": "nearest(union.chain, ['district'])"}],
    "not_by": ["starter"],
    "actions": [APPROVE, RETURN],
}
PAY = {
    "key": "pay",
    "title": "上传缴费凭证",
    "kind": "applicant",
    "withdrawable": True,
    "form": {
        "schema": {
            "type": "object",
            "properties": {
                "serial": {"type": "string", "title": "流水号", "minLength": 4, "maxLength": 30},
                "account": {
                    "type": "string",
                    "title": "付款账号",
                    "x-sensitive": "bank",
                    "maxLength": 30,
                },
            },
            "required": ["serial"],
        }
    },
    "materials": [{"key": "voucher", "title": "缴费凭证", "max_files": 2}],
    "actions": [{"key": "approve", "title": "提交凭证"}],
}
BANK: dict[str, Any] = {
    "key": "bank",
    "title": "等待银行回复",
    "kind": "external",
    "outside": {"hook": HOOK, "send": {"name": "form.name"}, "answer_days": 3},
    "actions": [],
}
FORM = {"schema": {"type": "object", "properties": {"name": NAME}, "required": ["name"]}}
LINES = {
    "title": "人员",
    "schema": {"type": "object", "properties": {"name": NAME}},
    "columns": [{"key": "name", "title": "姓名"}],
    "picker": {"register": "refund", "columns": [{"key": "union_name", "title": "姓名"}]},
    "set": {"name": "record.union_name"},
    "unique": ["name"],
}


def document(key: str, stages: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {
        "kind": "process",
        "key": key,
        "title": key,
        "menu": {"group": "组", "title": key, "icon": "banknotes", "order": 1},
        "matter_group": "preparatory_fund",
        "starters": [{"as": "person"}],
        "subject": {"kind": "union", "from": "applicant.union"},
        "numbering": {"pattern": key[:2].upper() + "{yyyy}{seq:04}", "scope": "year"},
        "form": FORM,
        "stages": stages,
        **more,
    }


def voucher_case(**more: Any) -> dict[str, Any]:
    """review › what is due from the applicant › review."""
    return document(
        "voucher", [{"key": "first", "title": "待审核", **REVIEW, "actions": [APPROVE]}, PAY,
                    {"key": "last", "title": "待确认", **REVIEW}], **more
    )  # fmt: skip


def bank_case(**bank: Any) -> dict[str, Any]:
    """An answer per case, or per line when the stage says so."""
    more = {"lines": LINES} if bank.get("lines") else {}
    stages = [{**BANK, **bank}, {"key": "last", "title": "待确认", **REVIEW, "actions": [APPROVE]}]
    return document("batch", stages, **more)


def begun(office: Office, doc: dict[str, Any], names: int = 0, by: User | None = None) -> Case:
    """Handed in by 林晓岚; `names`: how many lines it has."""
    publish(doc, User.objects.system())
    by = by or office.city.lin
    case = start(doc["key"], by=by, now=office.now)
    save(case.key, {"name": "甲"}, by=by, now=office.now)
    rows = [line_store.NewLine(f"d{n}", {"name": f"职工{n}"}, f"职工{n}") for n in range(names)]
    if rows:
        line_store.add(case, rows, 30_000)
    case = fresh(case)
    return submit(case.key, case.version, by=by, now=office.now)


def at_pay(office: Office, doc: dict[str, Any] | None = None) -> Case:
    case = fresh(begun(office, doc or voucher_case()))
    decide(case.key, task_of(case).pk, "approve", case.version, by=office.city.chen, now=office.now)
    return fresh(case)


def handed_in(office: Office, case: Case, serial: str = "P-0001") -> Case:
    by = office.city.lin
    keep(case.key, "pay", {"serial": serial, "account": "6222000011112222"}, by=by, now=office.now)
    attach(case.key, "voucher", upload("凭证.png"), by=by, now=office.now)
    return fresh(hand_in(case.key, "pay", fresh(case).version, by=by, now=office.now))


def dispatch_of(case: Case) -> Dispatch:
    return Dispatch.objects.get(case=case)


def lines_of(case: Case) -> list[CaseLine]:
    return list(CaseLine.objects.filter(case=case).order_by("number"))


def later(**span: float):
    """A clock that stands some time after the cases were made."""
    return lambda: NOW + timedelta(hours=2) + timedelta(**span)
