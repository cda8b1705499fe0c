"""Small definitions for tests of the language: the least a process needs, around what is given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from unionhall.language.model import Process
from unionhall.language.parse import parse_process

ROOT = Path(__file__).resolve().parents[2]
FUND_REFUND = ROOT / "form_definitions/lu/processes/fund-refund.json"

FIELDS: dict[str, Any] = {
    "reason": {"type": "string", "title": "原因", "enum": ["join", "move"]},
    "amount": {"type": "integer", "format": "money", "title": "金额"},
    "ratio": {"type": "number", "title": "比例"},
    "agreed": {"type": "boolean", "title": "同意"},
    "tags": {"type": "array", "maxItems": 5, "items": {"type": "string"}, "title": "标签"},
    "account": {
        "type": "object",
        "title": "账户",
        "properties": {
            "bank": {"type": "string", "title": "开户行"},
            "number": {"type": "string", "title": "账号", "x-sensitive": "bank"},
        },
        "required": ["bank"],
    },
    "rows": {
        "type": "array",
        "maxItems": 20,
        "title": "明细",
        "items": {
            "type": "object",
            "properties": {
                "name": {"type": "string", "title": "姓名"},
                "fee": {"type": "integer", "title": "费用"},
                "document_no": {"type": "string", "title": "证件号码", "x-sensitive": "id"},
            },
        },
    },
}


def document(**given: Any) -> dict[str, Any]:
    """A process as JSON. `fields` and `form` go into the form, the rest to the top."""
    fields = given.pop("fields", FIELDS)
    schema = {"type": "object", "properties": fields}
    form = {"schema": schema} | given.pop("form", {})
    stage = {
        "key": "review",
        "title": "待审核",
        "kind": "review",
        "actors": [{"permission": "review", "at": "root(union.chain)"}],
        "actions": [{"key": "approve", "title": "同意"}],
        "form": {
            "schema": {
                "type": "object",
                "properties": {"approved": {"type": "integer", "title": "核定金额"}},
            }
        },
    }
    return {
        "kind": "process",
        "key": "small",
        "title": "小事项",
        "menu": {"group": "测试"},
        "matter_group": "small",
        "starters": [{"as": "person"}],
        "subject": {"kind": "union"},
        "numbering": {"pattern": "S{yyyy}{seq:04}", "scope": "year"},
        "facts": {
            "paid": {"exists": "payment", "where": {"union": "applicant.union"}},
            "plan": {"first": "plan", "where": {"union": "applicant.union"}},
            "payments": {"list": "payment", "where": {"union": "applicant.union"}},
        },
        "form": form,
        "stages": [stage],
    } | given


def process(**given: Any) -> Process:
    return parse_process(document(**given))


def fund_refund() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FUND_REFUND.read_text(encoding="utf-8"))
    return found
