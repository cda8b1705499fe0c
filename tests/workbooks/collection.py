"""An import whose catalogue says the sixteen messages of the manual word for word (S1-48..64)."""

from __future__ import annotations

from datetime import date
from typing import Any

from unionhall.config.management.demo.numbers import resident_id
from unionhall.language.model import CodeItem, CodeList, Import
from unionhall.language.parse import parse_import

TODAY = date(2026, 11, 20)
UNION = "鹭湾市机械厂工会委员会"
KINDS = (
    ("111", "居民身份证"), ("414", "护照"), ("554", "外国人居留许可证"),
    ("516-hk", "港澳居民来往内地通行证（香港）"), ("990", "其他"),
)  # fmt: skip
FOREIGN = "wrong.document_no != '' || (has_value(row.document_kind) && row.document_kind != '111')"
MESSAGES = {
    "E48": "工会名称不匹配！",
    "E49": "职工平均月收入编码错误！",
    "E50": "单位类型填写错误！",
    "E51": "无效的领卡网点！",
    "E52": "是否深圳通请填写【是】或【否】！",
    "E53": "请把表头内容填写完整！",
    "E54": '身份证号码无效，请核对身份证原件,并检查所填数据中是否存在字母"O"！',
    "E55": "证件号码无效或者为非居民身份证时，国家/地区必填！",
    "E56": "证件号码无效或者为非居民身份证时，证件类型必填！",
    "E57": "证件号码无效或者为非居民身份证时，出生日期必填！",
    "E58": "身份证号码格式错误，请填写18位正确的身份证号码！",
    "E59": "手机号码：{value}为无效手机号，请填写长度为11位数字的有效手机号码。",
    "E60": "同{row}行的{name}证件号码相同。",
    "E61": "该证件号码已存在！",
    "E62": "该证件号码已存在！",
    "E63": "该证件号码在【{union}】中已存在！",
}
CODES = {
    "layout": "E53",
    "union_name:stray-blank": "E48",
    "unit_type:choice": "E50",
    "income:choice": "E49",
    "branch:choice": "E51",
    "transport:choice": "E52",
    "document_no:length": "E58",
    "document_no:old-number": "E58",
    "document_no:format": "E54",
    "document_no:duplicate": "E60",
    "document_kind:required": "E56",
    "country:required": "E55",
    "born_on:required": "E57",
    "mobile:format": "E59",
}


def _choices(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {"type": "string", "oneOf": [{"const": c, "title": t} for c, t in pairs]}


def _text(**words: Any) -> dict[str, Any]:
    return {"type": "string", **words}


def _cell(key: str, title: str, places: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    label, cell = places.split()
    return {"key": key, "title": title, "label_cell": label, "cell": cell, "schema": schema, **more}


def _column(key: str, title: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"key": key, "title": title, "schema": schema, **more}


def _template() -> dict[str, Any]:
    bands = [(str(n), text) for n, text in enumerate(("0–4999", "5000–19999", "20000–49999"), 1)]
    return {
        "sheet": "会员信息采集",
        "file": "工会会员信息采集汇总表.xlsx",
        "version": "2026.1",
        "head_row": 6,
        "anchors": [{"cell": "A1", "text": "附件2"}, {"cell": "A2", "text": "汇总表"}],
        "header": [
            _cell("union_name", "填报工会", "A3 C3", _text(maxLength=120)),
            _cell("unit_type", "单位类型", "A4 C4", _choices(("60", "企业"), ("39", "其他"))),
            _cell("income", "职工平均月收入", "E4 G4", _choices(*bands)),
            _cell("branch", "领卡网点", "A5 C5", _text(), codelist="branches"),
            _cell("transport", "是否加载深圳通", "E5 G5", _choices(("yes", "是"), ("no", "否"))),
        ],
        "columns": [
            _column("sequence", "序号", _text(maxLength=10), width=8),
            _column("name", "姓名", _text(format="cn-person-name"), required=True, example="张晓明"),
            _column("document_no", "证件号码", _text(format="cn-id-document:document_kind"), required=True, note="18 位。"),
            _column("mobile", "手机号码", _text(format="cn-mobile"), required=True),
            _column("document_kind", "证件类型", _choices(*KINDS), required="wrong.document_no != ''"),
            _column("country", "国家/地区", _text(maxLength=20), required=FOREIGN),
            _column("gender", "性别", _choices(("1", "男"), ("2", "女"))),
            _column("born_on", "出生日期", _text(format="date"), required=FOREIGN),
            _column("ethnicity", "民族", _text(maxLength=10)),
            _column("education", "学历", _text(maxLength=10)),
            _column("residence", "住址", _text(maxLength=100)),
            _column("children", "子女数", {"type": "integer", "minimum": 0, "maximum": 9}),
            _column("remark", "备注", _text(maxLength=20)),
        ],
        "instructions": ["带 * 的必填项全部填写。"],
    }  # fmt: skip


def document(**changes: Any) -> dict[str, Any]:
    """The JSON of the import; `template` is merged, the rest replaced."""
    errors = {
        code: {
            "type": "表头" if code < "E54" else "会员",
            "message": text,
            "cause": "原因",
            "remedy": "办法",
        }
        for code, text in MESSAGES.items()
    }
    doc: dict[str, Any] = {
        "kind": "import",
        "key": "collection",
        "title": "会员信息采集",
        "matter_group": "members",
        "template": {**_template(), **changes.pop("template", {})},
        "unique": ["document_no"],
        "errors": errors,
        "codes": CODES,
        "facts": {
            "holder": {"first": "person", "where": {"document_no": "row.document_no"}},
            "member": {"first": "membership", "where": {"person": "facts.holder.id"}},
        },
        "header_checks": [
            {"id": "own-union", "assert": "header.union_name == union.name", "code": "E48", "column": "union_name"},
        ],
        "row_checks": [
            {"id": "same-name", "when": "facts.holder != null", "assert": "facts.holder.name == row.name", "code": "E61", "column": "document_no"},
            {"id": "known-union", "when": "facts.member != null", "assert": "facts.member.union_name == ''", "code": "E63", "column": "document_no", "values": {"union": "facts.member.union_name"}},
            {"id": "elsewhere", "when": "facts.member != null", "assert": "facts.member.union == union.id", "code": "E62", "column": "document_no"},
        ],
        "effects": [{"do": "upsert", "register": "roster", "match": {"document_no": "row.document_no"}, "set": {"name": "row.name"}}],
    }  # fmt: skip
    return {**doc, **changes}


def definition(**changes: Any) -> Import:
    return parse_import(document(**changes))


COLLECTION = definition()
BRANCHES = {
    "branches": CodeList("branches", "网点", "d", (CodeItem("79010", "鹭湾支行"), CodeItem("79011", "思江支行")))
}  # fmt: skip
HEADER = {
    "union_name": UNION,
    "unit_type": "60",
    "income": "2",
    "branch": "79010",
    "transport": "是",
}


def number(serial: int) -> str:
    """A right number of an invented person, another for each serial below 990."""
    return resident_id(date(1990, 1, 1 + serial % 28), 1 + serial)


def person(serial: int = 1, **cells: Any) -> dict[str, Any]:
    """A row without a fault."""
    return {
        "sequence": str(serial),
        "name": "张晓明",
        "document_no": number(serial),
        "mobile": f"154{serial:08d}",
        **cells,
    }
