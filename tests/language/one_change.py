"""One change of the small definition after the other: patch, what it is called, where, how heavy."""

from __future__ import annotations

F = "/form/schema/properties"
L = "/form/uischema/elements"


def add(path, value):
    return {"op": "add", "path": path, "value": value}


def put(path, value):
    return {"op": "replace", "path": path, "value": value}


def drop(path):
    return {"op": "remove", "path": path}


FIELDS = [
    (put(f"{F}/school/title", "就读学校"), "field-title", f"{F}/school/title", "invisible"),
    (add(f"{F}/school/description", "全称"), "field-help", f"{F}/school", "invisible"),
    (put(f"{F}/school/maxLength", 80), "field-loosened", f"{F}/school/maxLength", "invisible"),
    (put(f"{F}/school/maxLength", 40), "field-tightened", f"{F}/school/maxLength", "re-validate"),
    (put(f"{F}/school/minLength", 1), "field-loosened", f"{F}/school/minLength", "invisible"),
    (drop(f"{F}/school/minLength"), "field-loosened", f"{F}/school/minLength", "invisible"),
    (add(f"{F}/course/x-codelist", "c"), "field-codelist", f"{F}/course/x-codelist", "invisible"),
    (add(f"{F}/course/x-verify", "sms"), "field-verify", f"{F}/course/x-verify", "re-validate"),
    (add(f"{F}/course/minLength", 2), "field-tightened", f"{F}/course/minLength", "re-validate"),
    (
        put(f"{F}/degree_no/pattern", "[0-9]+"),
        "field-pattern",
        f"{F}/degree_no/pattern",
        "re-validate",
    ),
    (put(f"{F}/fee/type", "number"), "field-type", f"{F}/fee/type", "ask"),
    (drop(f"{F}/fee/format"), "field-format", f"{F}/fee/format", "re-validate"),
    (add(f"{F}/fee/default", 100), "field-default", f"{F}/fee/default", "invisible"),
    (add(f"{F}/course/readOnly", True), "field-read-only", f"{F}/course/readOnly", "re-validate"),
    (drop(f"{F}/name/readOnly"), "field-writable", f"{F}/name/readOnly", "re-validate"),
    (add(f"{F}/course/x-sensitive", "name"), "field-sensitive", f"{F}/course/x-sensitive", "stay"),
    (put(f"{F}/level/oneOf/1/title", "技能证书"), "choice-title", f"{F}/level/oneOf", "invisible"),
    (
        add(f"{F}/level/oneOf/-", {"const": "x", "title": "其他"}),
        "choice-added",
        f"{F}/level/oneOf",
        "invisible",
    ),
    (drop(f"{F}/level/oneOf/1"), "choice-removed", f"{F}/level/oneOf", "re-validate"),
    (drop("/form/schema/required/0"), "field-optional", f"{F}/school", "invisible"),
    (add("/form/schema/required/-", "receipts"), "field-required", f"{F}/receipts", "ask"),
    (
        add(f"{F}/remark", {"type": "string", "title": "备注"}),
        "field-added",
        f"{F}/remark",
        "invisible",
    ),
    (drop(f"{F}/receipts"), "field-removed", f"{F}/receipts", "re-validate"),
    (
        add(f"{F}/receipts/items/properties/date", {"type": "string", "title": "日期"}),
        "field-added",
        f"{F}/receipts/items/properties/date",
        "invisible",
    ),
    (
        put(f"{F}/account/properties/bank/title", "银行"),
        "field-title",
        f"{F}/account/properties/bank/title",
        "invisible",
    ),
    (
        add("/form/schema/dependentRequired", {"fee": ["share"]}),
        "schema-rule",
        "/form/schema/dependentRequired",
        "re-validate",
    ),
]
FORM = [
    (
        put("/form/prefill/name", "applicant.union_name"),
        "prefill",
        "/form/prefill/name",
        "invisible",
    ),
    (
        put("/form/computed/amount/value", "form.fee"),
        "computed",
        "/form/computed/amount",
        "re-validate",
    ),
    (
        put("/form/checks/1/assert", "form.fee <= 1"),
        "check-changed",
        "/form/checks/1",
        "re-validate",
    ),
    (
        put("/form/checks/1/message", "请核对。"),
        "check-text",
        "/form/checks/1/message",
        "invisible",
    ),
    (drop("/form/checks/1"), "check-removed", "/form/checks/1", "invisible"),
    (
        add("/form/checks/-", {"id": "x", "assert": "true", "message": "m"}),
        "check-added",
        "/form/checks/2",
        "re-validate",
    ),
    (
        put(f"{L}/0/elements/5/rule/effect", "HIDE"),
        "rule-changed",
        f"{L}/0/elements/5/rule",
        "re-validate",
    ),
    (drop(f"{L}/0/elements/5/rule"), "rule-removed", f"{L}/0/elements/5/rule", "re-validate"),
    (
        add(f"{L}/0/elements/3/rule", {"effect": "SHOW", "condition": {"expr": "true"}}),
        "rule-added",
        f"{L}/0/elements/3/rule",
        "re-validate",
    ),
    (put(f"{L}/1/label", "费用和账户"), "layout", f"{L}/1", "invisible"),
    (
        add(f"{L}/-", {"type": "Category", "key": "more", "label": "其他", "elements": []}),
        "step-added",
        f"{L}/2",
        "invisible",
    ),
    (
        add("/form/lookups", {"course": {"source": "units", "columns": []}}),
        "lookup",
        "/form/lookups/course",
        "invisible",
    ),
]
AROUND = [
    (put("/title", "补助"), "title", "/title", "invisible"),
    (put("/menu/order", 1), "menu", "/menu/order", "invisible"),
    (put("/guide/fee", "免费"), "guide", "/guide/fee", "invisible"),
    (add("/guide/tasks", ["收集名单"]), "guide", "/guide/tasks", "invisible"),
    (put("/matter_group", "other"), "matter-group", "/matter_group", "stay"),
    (put("/starters/0/as", "person"), "starters", "/starters", "stay"),
    (put("/subject/kind", "union"), "subject", "/subject", "ask"),
    (put("/numbering/scope", "month"), "numbering", "/numbering", "invisible"),
    (put("/summary/0", "form.course"), "summary", "/summary", "invisible"),
    (add("/withdrawal", "delete"), "withdrawal", "/withdrawal", "stay"),
    (add("/end_title", "已办结"), "end-title", "/end_title", "invisible"),
    (put("/exclusive/0/paths/1", "level"), "exclusive-changed", "/exclusive/0", "re-validate"),
    (drop("/exclusive/0"), "exclusive-removed", "/exclusive/0", "invisible"),
    (put("/facts/member/exists", "unit"), "fact-changed", "/facts/member", "re-validate"),
    (add("/facts/more", {"count": "award"}), "fact-added", "/facts/more", "re-validate"),
    (put("/eligibility/0/when", "true"), "condition-changed", "/eligibility/0", "re-validate"),
    (put("/eligibility/0/fail", "请先入会。"), "condition-text", "/eligibility/0", "invisible"),
    (drop("/eligibility/1"), "condition-removed", "/eligibility/1", "invisible"),
    (put("/consents/0/text", "other"), "consent-changed", "/consents/0", "ask"),
    (drop("/consents/0"), "consent-removed", "/consents/0", "invisible"),
    (
        add("/materials/-", {"key": "id", "title": "身份证"}),
        "material-added",
        "/materials/2",
        "ask",
    ),
    (
        add("/materials/-", {"key": "id", "title": "身份证", "required": False}),
        "material-added",
        "/materials/2",
        "invisible",
    ),
    (drop("/materials/0"), "material-removed", "/materials/0", "invisible"),
    (add("/materials/0/required", False), "material-required", "/materials/0", "invisible"),
    (put("/materials/1/when", "true"), "material-when", "/materials/1/when", "re-validate"),
    (add("/materials/0/max_files", 1), "material-limits", "/materials/0", "re-validate"),
    (put("/materials/0/title", "证书"), "material-text", "/materials/0", "invisible"),
    (add("/eligibility/0/level", "warn"), "condition-level", "/eligibility/0/level", "re-validate"),
    (add("/menu/beside", ["membership"]), "menu", "/menu/beside", "invisible"),
    (add("/invite", {"when": "!applicant.is_member"}), "invite", "/invite", "invisible"),
    (
        add("/links", {"unit": {"format": "unit-ref", "title": "单位"}}),
        "link-added",
        "/links/unit",
        "invisible",
    ),
    (
        add("/notices", [{"on": "completed", "to": "applicant", "channels": ["sms"], "text": "t"}]),
        "notice-added",
        "/notices/0",
        "invisible",
    ),
    (put("/scenarios", [{"title": "x"}]), "scenarios", "/scenarios", "invisible"),
]
CHAIN = [
    (put("/stages/0/title", "初审"), "stage-title", "/stages/0/title", "invisible"),
    (put("/stages/0/actors/0/permission", "pay"), "stage-actors", "/stages/0/actors", "stay"),
    (add("/stages/0/quorum", 2), "stage-quorum", "/stages/0/quorum", "stay"),
    (put("/stages/1/if_nobody", "skip"), "stage-nobody", "/stages/1/if_nobody", "stay"),
    (put("/stages/0/not_by", []), "stage-not-by", "/stages/0/not_by", "stay"),
    (add("/stages/1/skip_when", "true"), "stage-skip", "/stages/1/skip_when", "stay"),
    (add("/stages/1/not_by", ["deciders"]), "stage-not-by", "/stages/1/not_by", "stay"),
    (put("/stages/0/withdrawable", False), "stage-withdrawable", "/stages/0/withdrawable", "stay"),
    (add("/stages/0/reveals", ["account.number"]), "stage-reveals", "/stages/0/reveals", "stay"),
    (put("/stages/0/next/0/to", "pay"), "stage-next", "/stages/0/next", "stay"),
    (drop("/stages/1"), "stage-removed", "/stages/1", "stay"),
    (add("/stages/-", {"key": "x", "title": "归档"}), "stage-added", "/stages/3", "stay"),
    (drop("/stages/0/actions/2"), "action-removed", "/stages/0/actions/2", "stay"),
    (
        add("/stages/2/actions/-", {"key": "reject", "title": "不通过"}),
        "action-added",
        "/stages/2/actions/1",
        "stay",
    ),
    (put("/stages/0/actions/1/reason", "none"), "action-changed", "/stages/0/actions/1", "stay"),
    (put("/stages/0/actions/1/title", "退件"), "action-text", "/stages/0/actions/1", "invisible"),
    (put("/stages/2/on/approve/0/set/paid_on", "now"), "effects", "/stages/2/on/approve", "stay"),
    (
        put("/stages/0/form/schema/properties/approved/maximum", 5),
        "field-tightened",
        "/stages/0/form/schema/properties/approved/maximum",
        "re-validate",
    ),
]
