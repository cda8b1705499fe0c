"""From a raw cell to a value of its schema, or the first thing that is wrong with it.

A judge is made once per column and asked once per cell: no schema is interpreted row by row.
Values stay in the result when they are wrong, so that messages can name them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from unionhall.language import identity, validators
from unionhall.language.formats import Format, format_of, normal_date, normal_money
from unionhall.language.half_width import code, folded, single_blanks, without_blanks
from unionhall.language.model import CodeList, ImportCell, ImportColumn
from unionhall.language.schema import kind as type_of
from unionhall.workbooks import choices, look_alikes
from unionhall.workbooks.raw import RawCell

Json = Any
Said = tuple[str, Mapping[str, Any]]  # a finding and its parameters
# (the cell, code of the document kind that stands beside it) -> (value, what is wrong)
Judge = Callable[[RawCell, str], tuple[Json, Said | None]]

MOST_CHARS: Final = 500
_MOST_WHOLE: Final = 2**53
_RESIDENT: Final = "111"
# Numbers that lose digits or leading zeros when a sheet takes them for quantities.
_CODES: Final = (
    "cn-resident-id", "cn-id-document", "cn-uscc", "cn-bank-card", "cn-bank-account",
    "cn-bank-branch", "region",
)  # fmt: skip
_SPOKEN: Final = {
    **dict.fromkeys(("是", "有", "true", "yes", "y", "1", "√", "✓", "对"), True),
    **dict.fromkeys(("否", "无", "false", "no", "n", "0", "×", "✗", "错"), False),
}
# Words of a leaf that the judges below know; another makes the whole schema be asked as well.
_KNOWN: Final = frozenset(
    ("type", "format", "enum", "oneOf", "const", "title", "description", "examples", "maxLength")
    + ("minLength", "minimum", "maximum", "pattern", "default", "readOnly", "errorMessage")
    + ("x-sensitive", "x-label", "x-verify", "x-codelist")
)


def judge_of(
    cell: ImportCell | ImportColumn, codelists: Mapping[str, CodeList], today: date
) -> Judge:
    """What a column or header cell makes of a raw cell that is not empty."""
    schema = cell.schema
    if cell.codelist or schema.get("enum") or schema.get("oneOf"):
        judge = _chosen(choices.offered(cell, codelists, today.isoformat()))
    else:
        judge = _typed(schema, today)
    if not schema.keys() <= _KNOWN:
        judge = _also_by_schema(judge, schema, today)
    return _readable(judge)


def kind_column(schema: Mapping[str, Any]) -> str:
    """The column whose document kind decides how a number must be written: the format
    `cn-id-document:<column>`; "" for every other."""
    name, _, column = str(schema.get("format", "")).partition(":")
    return column if name == "cn-id-document" and column not in identity.CHECKS else ""


def _typed(schema: Mapping[str, Any], today: date) -> Judge:
    type_, name = type_of(schema), str(schema.get("format", ""))
    if type_ == "boolean":
        return _boolean
    if name == "money":
        return _money(schema)
    if type_ in ("integer", "number"):
        return _number(schema, type_ == "integer")
    if name == "date":
        return _date
    if kind_column(schema):
        return _document(today)
    known = format_of(name)
    if name == "cn-person-name" and known:
        return _name(known)
    return _formatted(name, known, today) if known else _text(schema)


def _readable(judge: Judge) -> Judge:
    """Formulas and error values are wrong in every column; nothing is recalculated here."""

    def readable(cell: RawCell, kind: str) -> tuple[Json, Said | None]:
        if cell.kind == "formula":
            return cell.text, ("formula", {})
        if cell.kind == "error":
            return cell.text, ("error-cell", {})
        return judge(cell, kind)

    return readable


def _also_by_schema(judge: Judge, schema: Mapping[str, Any], today: date) -> Judge:
    compiled = validators.validator(schema)

    def judged(cell: RawCell, kind: str) -> tuple[Json, Said | None]:
        value, said = judge(cell, kind)
        if said is None and not compiled.is_valid(value, today):
            return value, ("invalid", {})
        return value, said

    return judged


def _chosen(options: tuple[tuple[Json, str], ...]) -> Judge:
    exact = {title: value for value, title in options if isinstance(title, str)}
    known = choices.by_words(options)
    offered = "、".join(title for _, title in options[:12])

    def chosen(cell: RawCell, kind: str) -> tuple[Json, Said | None]:
        text = cell.text
        if text in exact:
            return exact[text], None
        words = choices.folded(text)
        if words in known:
            return known[words], None
        return text.strip(), ("choice", {"options": offered})

    return chosen


def _boolean(cell: RawCell, kind: str) -> tuple[Json, Said | None]:
    words = choices.folded(cell.text)
    if words in _SPOKEN:
        return _SPOKEN[words], None
    return cell.text.strip(), ("choice", {"options": "是、否"})


def _money(schema: Mapping[str, Any]) -> Judge:
    """Yuan in the sheet, fen in the value."""

    def money(cell: RawCell, kind: str) -> tuple[Json, Said | None]:
        text = normal_money(cell.text)
        try:
            fen = Decimal(text) * 100
        except InvalidOperation:
            return cell.text.strip(), ("format", {"format": "money"})
        if fen != fen.to_integral_value() or abs(fen) > _MOST_WHOLE:
            return cell.text.strip(), ("format", {"format": "money", "reason": "decimals"})
        return int(fen), _bounds(int(fen), schema)

    return money


def _number(schema: Mapping[str, Any], is_whole: bool) -> Judge:
    def number(cell: RawCell, kind: str) -> tuple[Json, Said | None]:
        text = without_blanks(cell.text).replace(",", "")
        try:
            value = Decimal(text)
        except InvalidOperation:
            return cell.text.strip(), ("type", {})
        if not value.is_finite() or abs(value) > _MOST_WHOLE or cell.kind == "date":
            return cell.text.strip(), ("type", {})
        if value == value.to_integral_value():
            return int(value), _bounds(int(value), schema)
        return (text, ("type", {})) if is_whole else (float(value), _bounds(float(value), schema))

    return number


def _bounds(value: float, schema: Mapping[str, Any]) -> Said | None:
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is not None and value < least:
        return "range", {"limit": least}
    if most is not None and value > most:
        return "range", {"limit": most}
    return None


def _date(cell: RawCell, kind: str) -> tuple[Json, Said | None]:
    text = cell.text.strip()
    if cell.kind == "date":
        text = text.partition("T")[0]
    digits = without_blanks(text)
    if len(digits) == 8 and digits.isascii() and digits.isdigit():
        text = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    value = normal_date(text)
    known = format_of("date")
    reason = known.check(value) if known else None
    return value, ("format", {"format": "date", "reason": reason}) if reason else None


def _document(today: date) -> Judge:
    """A number whose kind stands in another column; without one it is a resident's."""

    def document(cell: RawCell, kind: str) -> tuple[Json, Said | None]:
        if cell.kind != "text":
            return cell.text, ("not-text", {"format": "cn-id-document"})
        of = kind.partition("-")[0]
        of = of if of in identity.CHECKS else _RESIDENT
        value = code(cell.text)
        check = identity.CHECKS[of]
        reason = check(value, today)
        if reason is None:
            return value, None
        return value, _wrong_code(value, "cn-id-document", reason, lambda v: not check(v, today))

    return document


def _formatted(name: str, known: Format, today: date) -> Judge:
    base = name.partition(":")[0]
    is_code = base in _CODES

    def formatted(cell: RawCell, kind: str) -> tuple[Json, Said | None]:
        if cell.kind != "text" and (is_code or cell.kind in ("date", "bool")):
            return cell.text, ("not-text", {"format": base})
        value = known.normalise(cell.text)
        reason = known.check(value, today)
        if reason is None:
            return value, None
        return value, _wrong_code(value, base, reason, lambda v: not known.check(v, today))

    return formatted


def _wrong_code(value: str, name: str, reason: str, is_right: Callable[[str], bool]) -> Said:
    """A wrong number, and perhaps which letter was taken for a digit."""
    if reason not in ("length", "old-number") and name != "email":
        meant = look_alikes.meant(value, is_right)
        letter = look_alikes.strange(value) or look_alikes.misread(value)
        if meant or letter:
            return "look-alike", {"format": name, "letter": letter, "meant": meant}
    return "format", {"format": name, "reason": reason}


def _name(known: Format) -> Judge:
    """A blank inside a Chinese name hides a second person or a column that slipped."""

    def name(cell: RawCell, kind: str) -> tuple[Json, Said | None]:
        if cell.kind != "text":
            return cell.text, ("format", {"format": "cn-person-name", "reason": "characters"})
        typed = single_blanks(cell.text)
        if " " in typed and any(identity.is_han(sign) for sign in typed):
            return typed, ("inner-blank", {"format": "cn-person-name"})
        value = known.normalise(typed)
        strange = look_alikes.strange(value)
        if strange and any(sign.isascii() and sign.isalpha() for sign in value):
            return value, ("look-alike", {"format": "cn-person-name", "letter": strange})
        reason = known.check(value)
        if reason is None:
            return value, None
        return value, ("format", {"format": "cn-person-name", "reason": reason})

    return name


def _text(schema: Mapping[str, Any]) -> Judge:
    least = int(schema.get("minLength", 0))
    most = int(schema.get("maxLength", MOST_CHARS))
    pattern = schema.get("pattern")

    def text(cell: RawCell, kind: str) -> tuple[Json, Said | None]:
        value = cell.text
        if not value.isascii():
            value = unicodedata.normalize("NFC", value)
        value = value.strip()
        if cell.kind == "number" and "e+" in value:
            return value, ("not-text", {})
        if "\n" in value or "\t" in value:
            value = " ".join(value.split())
        if len(value) > most:
            return value[:most], ("too-long", {"limit": most})
        if len(value) < least:
            return value, ("too-short", {"limit": least})
        if pattern and not validators.matches(pattern, folded(value)):
            return value, ("pattern", {})
        return value, None

    return text
