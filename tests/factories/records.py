"""Registers made for tests: help for members (with every kind of action), and the members."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.factories.applications import publish
from tests.factories.city import City
from tests.factories.grants import GROUP, give
from unionhall.people.models import User

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
HELP = {
    "kind": "register",
    "key": "help",
    "title": "慰问登记",
    "owner": ["union"],
    "matter_group": GROUP,
    "schema": {
        "type": "object",
        "properties": {
            "union": {"type": "string", "format": "union-ref", "title": "工会"},
            "name": {"type": "string", "maxLength": 20, "title": "姓名"},
            "document_no": {"type": "string", "x-sensitive": "id", "title": "证件号码"},
            "year": {"type": "integer", "title": "年度"},
            "amount": {"type": "integer", "minimum": 1, "title": "金额"},
            "paid_on": {"type": "string", "format": "date", "title": "发放日期"},
            "is_urgent": {"type": "boolean", "title": "加急"},
        },
        "required": ["name", "year", "amount"],
    },
    "columns": [{"key": "name", "title": "姓名"}],
    "states": [
        {"key": "open", "title": "待发放"},
        {"key": "paid", "title": "已发放", "tone": "success"},
        {"key": "void", "title": "已作废"},
    ],
    "keys": [
        {
            "key": "once",
            "paths": ["document_no", "year"],
            "while": ["open", "paid"],
            "message": "该职工本年度已登记过，请勿重复登记。",
        }
    ],
    "facts": {
        "spent": {
            "sum": "help",
            "column": "amount",
            "where": {"union": "record.union", "state": "['open', 'paid']"},
        }
    },
    "checks": [
        {
            "id": "budget",
            "assert": "facts.spent <= 100000",
            "message": "慰问总额不能超过 1000 元。",
            "paths": ["amount"],
        }
    ],
    "actions": [
        {"key": "add", "title": "新增", "do": "add", "permission": "handle"},
        {
            "key": "edit",
            "title": "修改",
            "do": "edit",
            "permission": "handle",
            "from": ["open"],
            "fields": ["name", "amount", "is_urgent"],
        },
        {
            "key": "pay",
            "title": "发放",
            "permission": "handle",
            "from": ["open"],
            "to": "paid",
            "bulk": True,
            "when": "record.amount <= 50000",
            "refusal": "五百元以上须先报批。",
            "form": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "paid_on": {"type": "string", "format": "date", "title": "发放日期"}
                    },
                    "required": ["paid_on"],
                },
                "checks": [
                    {
                        "id": "not-later",
                        "assert": "form.paid_on <= today",
                        "message": "发放日期不能晚于今天。",
                        "paths": ["paid_on"],
                    }
                ],
            },
            "set": {"paid_on": "form.paid_on"},
        },
        {
            "key": "void",
            "title": "作废",
            "do": "remove",
            "permission": "handle",
            "from": ["open", "paid"],
            "reason": "required",
            "bulk": True,
        },
        {
            "key": "restore",
            "title": "恢复",
            "permission": "review",
            "from": ["void"],
            "to": "open",
        },
    ],
    "lists": [
        {
            "key": "all",
            "title": "慰问登记",
            "menu": {"group": "困难帮扶", "icon": "heart", "order": 1},
            "permission": "view",
            "columns": [{"key": "name", "title": "姓名"}, {"key": "amount", "title": "金额"}],
            "filters": ["year", "is_urgent"],
            "search": ["name", "document_no"],
            "sort": ["name", "amount", "paid_on"],
            "actions": ["add", "edit", "pay", "void", "restore"],
        }
    ],
}
MEMBERS = {
    "kind": "register",
    "key": "members",
    "title": "会员信息",
    "table": "membership",
    "columns": [{"key": "name", "title": "姓名"}],
    "matter_group": GROUP,
    "states": [
        {"key": "joined", "title": "入会"},
        {"key": "transferred_in", "title": "转入"},
        {"key": "retained", "title": "保留"},
        {"key": "transferred_out", "title": "转出"},
    ],
    "actions": [
        {
            "key": "join",
            "title": "新增",
            "do": "add",
            "permission": "handle",
            "form": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "name": {"type": "string", "title": "姓名"},
                        "document_no": {"type": "string", "x-sensitive": "id", "title": "证件号"},
                        "since": {"type": "string", "format": "date", "title": "入会日期"},
                    },
                    "required": ["name", "document_no", "since"],
                }
            },
            "effects": [
                {
                    "do": "upsert",
                    "register": "person",
                    "match": {"document_kind": "'111'", "document_no": "form.document_no"},
                    "set": {"name": "form.name"},
                },
                {
                    "do": "create",
                    "register": "membership",
                    "set": {"union": "union.id", "state": "'joined'", "since": "form.since"},
                },
            ],
        },
        {
            "key": "retain",
            "title": "保留",
            "permission": "handle",
            "from": ["joined", "transferred_in"],
            "to": "retained",
            "reason": "required",
            "bulk": True,
        },
        {
            "key": "restore",
            "title": "恢复",
            "permission": "handle",
            "from": ["retained"],
            "to": "joined",
        },
        {
            "key": "transfer-out",
            "title": "转出",
            "permission": "handle",
            "from": ["joined", "transferred_in", "retained"],
            "reason": "required",
            "form": {
                "schema": {
                    "type": "object",
                    "properties": {"on": {"type": "string", "format": "date", "title": "日期"}},
                    "required": ["on"],
                }
            },
            "effects": [
                {
                    "do": "update",
                    "register": "membership",
                    "match": {"person": "record.person"},
                    "set": {"state": "'transferred_out'", "until": "form.on"},
                }
            ],
        },
    ],
    "lists": [
        {
            "key": "members",
            "title": "会员信息",
            "permission": "view",
            "columns": [{"key": "name", "title": "姓名"}, {"key": "number", "title": "会员号"}],
            "filters": ["state", "gender"],
            "search": ["name", "number", "document_no", "mobile"],
            "sort": ["name", "since"],
            "actions": ["retain", "restore", "transfer-out"],
        }
    ],
}
# What is on record about a person, shown to him.
OWN: dict[str, Any] = {
    "kind": "register",
    "key": "own",
    "title": "慰问",
    "owner": ["person"],
    "matter_group": GROUP,
    "schema": {
        "type": "object",
        "properties": {
            "person": {"type": "string", "format": "person-ref", "title": "会员"},
            "name": {"type": "string", "title": "名称", "maxLength": 20},
            "document_no": {"type": "string", "x-sensitive": "id", "title": "证件号码"},
            "remark": {"type": "string", "title": "内部备注", "maxLength": 40},
        },
        "required": ["name"],
    },
    "columns": [{"key": "name", "title": "名称"}],
    "states": [
        {"key": "open", "title": "待发放"},
        {"key": "paid", "title": "已发放", "tone": "success"},
        {"key": "void", "title": "已作废"},
    ],
    "mine": {
        "title": "我的慰问",
        "menu": {"group": "我的待遇", "icon": "gift", "order": 5},
        "match": {"person": "person"},
        "states": ["open", "paid"],
        "columns": [
            {"key": "name", "title": "名称"},
            {"key": "document_no", "title": "证件号码", "mask": "id"},
        ],
        "note": "由所在工会发放。",
        "empty": {"text": "还没有慰问记录。"},
    },
}


def open_registers(city: City) -> None:
    """Both registers published; 林晓岚 handles those of her union, 陈思远 sees his district."""
    by = User.objects.system()
    for document in (HELP, MEMBERS):
        publish(document, by)
    give(city.lin, f"handle_{GROUP}", city.software_union)


def values(number: int = 1, **more: Any) -> dict[str, Any]:
    """A valid record; no two numbers are the same person."""
    base = {"name": f"职工{number}", "document_no": f"D{number:08}", "year": 2026, "amount": 100}
    return {**base, **more}
