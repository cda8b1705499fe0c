"""Small definitions for tests of the engine: a process around one form, or one chain.

Every part may be given; what is not is the least a definition needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unionhall.engine.state import FormState, accept
from unionhall.engine.world import World
from unionhall.language.model import Process
from unionhall.language.parse import parse_process

OWN = {"id": "u-own", "name": "海滨软件有限公司工会", "kind": "union"}
DISTRICT = {"id": "u-district", "name": "思江区总工会", "kind": "district"}
ROOT = {"id": "u-root", "name": "鹭湾市总工会", "kind": "root"}
CHAIN = [OWN, DISTRICT, ROOT]
UNION = {
    **OWN,
    "founded_on": "2025-03-01",
    "parent": "u-district",
    "parent_name": DISTRICT["name"],
    "area_name": "思江区",
    "chain_text": "鹭湾市总工会 › 思江区总工会",
    "chain": CHAIN,
}
APPLICANT = {"id": "p-1", "name": "陈小满", "verified": True, "mobile": "15400000001"}
STAFF = {
    ("u-district", "review"): frozenset({"officer", "second", "third"}),
    ("u-root", "review"): frozenset({"city"}),
    ("u-root", "disburse"): frozenset({"finance"}),
}


def world(**known: Any) -> World:
    given = {"applicant": APPLICANT, "union": UNION} | known
    return World(now="2026-01-15T09:00:00+08:00", today="2026-01-15", **given)


def text(title: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "title": title, "maxLength": 40, **more}


def yes_no(title: str) -> dict[str, Any]:
    return {"type": "boolean", "title": title}


def control(path: str, *, show: str | None = None, **rule: str) -> dict[str, Any]:
    """A control; `show="form.a == 1"`, or `require=`, `disable=`, `enable=`, `hide=`."""
    scope = "#/properties/" + path.replace(".", "/properties/")
    found: dict[str, Any] = {"type": "Control", "scope": scope}
    for effect, expr in {"show": show, **rule}.items():
        if expr is not None:
            found["rule"] = {"effect": effect.upper(), "condition": {"expr": expr}}
    return found


def group(*elements: Mapping[str, Any], show: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "Group", "label": "一节", "elements": list(elements)}
    if show:
        found["rule"] = {"effect": "SHOW", "condition": {"expr": show}}
    return found


def wizard(**steps: Mapping[str, Any] | list[Mapping[str, Any]]) -> dict[str, Any]:
    categories = []
    for key, elements in steps.items():
        inside = elements if isinstance(elements, list) else [elements]
        categories.append({"type": "Category", "key": key, "label": key, "elements": inside})
    return {"type": "Categorization", "options": {"variant": "stepper"}, "elements": categories}


def form(properties: Mapping[str, Any], *required: str, **more: Any) -> dict[str, Any]:
    """`layout`: elements; without one every property is shown."""
    schema: dict[str, Any] = {"type": "object", "properties": dict(properties)}
    if required:
        schema["required"] = list(required)
    schema |= more.pop("schema", {})
    found: dict[str, Any] = {"schema": schema, **more}
    layout = found.pop("layout", None)
    if layout is not None:
        found["uischema"] = (
            layout
            if isinstance(layout, Mapping)
            else {"type": "VerticalLayout", "elements": layout}
        )
    return found


def stage(
    key: str, at: str = "root(union.chain)", verb: str = "review", **more: Any
) -> dict[str, Any]:
    return {
        "key": key,
        "title": key,
        "kind": "review",
        "actors": [{"permission": verb, "at": at}],
        "not_by": ["starter"],
        "actions": [
            {"key": "approve", "title": "同意"},
            {"key": "return", "title": "退回", "to": ["applicant"], "reason": "required"},
            {"key": "reject", "title": "不通过", "reason": "required"},
        ],
        **more,
    }


AT_DISTRICT = "nearest(union.chain, ['district'])"


def process(**parts: Any) -> Process:
    """A process; `form` as made by `form`, everything else as in a document."""
    doc: dict[str, Any] = {
        "kind": "process",
        "key": "small",
        "title": "小事项",
        "menu": {"group": "组", "title": "小事项", "icon": "banknotes", "order": 1},
        "matter_group": "small_matters",
        "starters": [{"as": "person"}],
        "subject": {"kind": "union", "from": "applicant.union"},
        "numbering": {"pattern": "X{yyyy}{seq:04}", "scope": "year"},
        "form": form({"a": text("甲")}),
        "stages": [stage("first")],
        **parts,
    }
    return parse_process(doc)


def state(
    the_form: Mapping[str, Any],
    values: Mapping[str, Any],
    posted: Mapping[str, Any] | None = None,
    **more: Any,
) -> FormState:
    """The state of a form in a process around it."""
    small = process(form=the_form)
    return accept(small, small.form, values, posted or {}, world(), **more)


TABLE = {
    "type": "array",
    "title": "人员",
    "maxItems": 3,
    "items": {
        "type": "object",
        "properties": {"name": text("姓名"), "age": {"type": "integer", "title": "年龄"}},
        "required": ["name"],
    },
}
NESTED = {
    "type": "object",
    "properties": {"bank": text("银行"), "number": text("账号")},
    "required": ["bank"],
}
