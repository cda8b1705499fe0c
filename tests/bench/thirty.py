"""The application type the bench submits: thirty fields of every common kind, made as data."""

from __future__ import annotations

from typing import Any

KEY = "bench-thirty"
CHOICES = [{"const": c, "title": t} for c, t in (("a", "甲"), ("b", "乙"), ("c", "丙"))]


def _property(number: int) -> dict[str, Any]:
    title = f"第 {number} 项"
    kinds: list[dict[str, Any]] = [
        {"type": "string", "maxLength": 80},
        {"type": "integer", "minimum": 0, "maximum": 100000},
        {"type": "string", "format": "date"},
        {"type": "integer", "format": "money", "minimum": 0, "maximum": 100000000},
        {"type": "string", "oneOf": CHOICES},
        {"type": "boolean"},
    ]
    return {"title": title, **kinds[number % len(kinds)]}


ANSWERS: tuple[Any, ...] = ("文字内容", 42, "2026-03-05", 123450, "b", True)
POSTED: tuple[str, ...] = ("文字内容", "42", "2026-03-05", "1234.50", "b", "true")


def answers() -> dict[str, Any]:
    """Return valid answers for all thirty fields, as JSON values."""
    return {f"f{n}": ANSWERS[n % len(ANSWERS)] for n in range(1, 31)}


def posted() -> dict[str, str]:
    """Return the same answers as a browser posts them."""
    return {f"f{n}": POSTED[n % len(POSTED)] for n in range(1, 31)}


def definition(matter_group: str, register_of_opinions: str) -> dict[str, Any]:
    """Return the process: one step of thirty fields, two rules, one check, one review."""
    return {
        "kind": "process",
        "key": KEY,
        "title": "三十项申请",
        "menu": {
            "group": "测试",
            "title": "三十项申请",
            "description": "用于测量速度",
            "icon": "clock",
            "audience": "会员",
            "order": 99,
        },
        "matter_group": matter_group,
        "guide": {},
        "starters": [{"as": "person"}],
        "subject": {"kind": "person", "from": "applicant"},
        "numbering": {"pattern": "T{yyyy}{mm}{seq:08}", "scope": "month"},
        "summary": ["form.f6"],
        "form": _form(),
        "materials": [],
        "stages": [_stage(register_of_opinions)],
        "scenarios": [],
    }


def _form() -> dict[str, Any]:
    names = [f"f{n}" for n in range(1, 31)]
    controls: list[dict[str, Any]] = [
        {"type": "Control", "scope": f"#/properties/{name}"} for name in names
    ]
    controls[10]["rule"] = {"effect": "SHOW", "condition": {"expr": "form.f4 == 'b'"}}
    controls[11]["rule"] = {"effect": "SHOW", "condition": {"expr": "form.f5 == true"}}
    step = {"type": "Category", "key": "all", "label": "申请内容", "elements": controls}
    return {
        "schema": {
            "type": "object",
            "properties": {f"f{n}": _property(n) for n in range(1, 31)},
            "required": names,
        },
        "uischema": {
            "type": "Categorization",
            "options": {"variant": "stepper"},
            "elements": [step],
        },
        "checks": [
            {
                "id": "date",
                "assert": "form.f2 <= today",
                "message": "日期不能晚于今天。",
                "paths": ["f2"],
            }
        ],
    }


def _stage(register_of_opinions: str) -> dict[str, Any]:
    return {
        "key": "review",
        "title": "待审核",
        "kind": "review",
        "actors": [{"permission": "review", "at": "nearest(union.chain, ['district'])"}],
        "if_nobody": "parent",
        "not_by": ["starter"],
        "withdrawable": True,
        "actions": [
            {"key": "approve", "title": "同意"},
            {
                "key": "return",
                "title": "退回",
                "to": ["applicant"],
                "reason": "required",
                "opinions": register_of_opinions,
            },
        ],
    }
