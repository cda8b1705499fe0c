"""The tables the platform keeps itself, as definitions see them; and what they may call.

What facts ask of them, which of it effects may change, how a picker shows them. The tables are
filled and answered elsewhere (`registers.tables`, `casework.core`), tested against this page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Leaf = Mapping[str, Any]
Leaves = Mapping[str, Leaf]

_TEXT: Final[Leaf] = {"type": "string"}
_DATE: Final[Leaf] = {"type": "string", "format": "date"}
_FLAG: Final[Leaf] = {"type": "boolean"}
# What the platform guards itself: answers sealed in a form may be written here.
_NUMBER: Final[Leaf] = {"type": "string", "x-sensitive": "id"}
_MOBILE: Final[Leaf] = {"type": "string", "x-sensitive": "mobile"}

STATES: Final = (
    *("pending", "joined", "transferred_in", "transferred_out", "retained"),
    *("withdrew", "expelled", "deceased"),
)
KINDS: Final = (
    *("root", "industry", "district", "direct", "committee", "town", "park", "community"),
    *("e_home", "union", "joint", "branch", "group"),
)


@dataclass(frozen=True, slots=True)
class CoreTable:
    """`columns`: what facts may ask for and read. An effect finds its record by `matched` and
    writes `written`; a new one needs `required`. `verbs`: what effects may do. `shown`: further
    columns of a register that shows the table, of the person or union a row belongs to."""

    columns: Leaves
    verbs: tuple[str, ...] = ()
    matched: Leaves = field(default_factory=dict)
    written: Leaves = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    shown: Leaves = field(default_factory=dict)


def _texts(*names: str) -> dict[str, Leaf]:
    return dict.fromkeys(names, _TEXT)


def _one_of(*values: str) -> Leaf:
    return {"type": "string", "enum": list(values)}


_PERSON: Final = _texts(
    *("name", "gender", "nationality", "ethnicity", "education", "political", "household"),
    *("residence_region", "residence", "work_state", "work_title", "skill", "mobile"),
)
_UNION: Final = _texts(
    *("name", "code", "region", "address", "legal_representative", "chair_name"),
    *("contact_name", "contact_mobile", "phone", "service_hours"),
)

TABLES: Final[Mapping[str, CoreTable]] = {
    "union": CoreTable(
        {
            **_texts("id", "name", "code", "chair_name", "region", "parent", "area"),
            **_texts("contact_name", "contact_mobile", "legal_representative"),
            "kind": _one_of(*KINDS),
            "founded_on": _DATE,
            "is_active": _FLAG,
        },
        ("create", "update"),
        _texts("union"),
        {
            **_UNION,
            **_texts("parent"),
            "kind": _one_of(*KINDS),
            **dict.fromkeys(("founded_on", "term_from", "term_until"), _DATE),
        },
        frozenset({"name", "kind", "parent"}),
    ),
    "unit": CoreTable(_texts("id", "name", "code", "union", "region", "nature")),
    "person": CoreTable(
        {
            **_texts("id", "document_no"),
            **{n: _TEXT for n in _PERSON if n not in ("work_title", "skill", "residence")},
            "born_on": _DATE,
            "verified": _FLAG,
        },
        ("update", "upsert"),
        {**_texts("person", "document_kind"), "document_no": _NUMBER},
        {
            **_PERSON,
            "mobile": _MOBILE,
            "born_on": _DATE,
            "document_no": _NUMBER,
            "document_kind": _TEXT,
        },
        frozenset({"name", "document_no"}),
    ),
    "membership": CoreTable(
        {
            **_texts("person", "union", "number", "reason", "source", "state_before"),
            "state": _one_of(*STATES),
            "since": _DATE,
            "until": _DATE,
            "is_active": _FLAG,
        },
        ("create", "update", "close"),
        _texts("person"),
        {
            **_texts("person", "union", "source", "reason"),
            "state": _one_of(*STATES),
            "since": _DATE,
            "until": _DATE,
        },
        frozenset({"person", "union", "state"}),
        {
            **_texts("name", "gender", "union_name", "unit_name"),
            "mobile": _MOBILE,
            "document_no": _NUMBER,
        },
    ),
    "post": CoreTable({**_texts("person", "union", "title"), "is_current": _FLAG}),
    "account": CoreTable(
        {**_texts("person", "mobile"), "has_email": _FLAG},
        ("update",),
        {**_texts("person"), "document_no": _NUMBER},
        {"mobile": _MOBILE},
        frozenset({"mobile"}),
    ),
    "case": CoreTable(
        {
            **_texts("id", "number", "process", "matter_group", "stage", "union", "person"),
            "status": _one_of("in_progress", "returned", "withdrawn", "completed", "rejected"),
            "submitted_on": _DATE,
        },
    ),
}

# What a picker shows of them: the columns of each candidate, `where` may limit by all of them.
PICKERS: Final[Mapping[str, tuple[str, ...]]] = {
    "units": ("id", "name", "code", "source", "union", "union_name", "region", "nature"),
    "unions": (
        *("id", "name", "code", "kind", "kind_title", "region", "parent", "parent_name"),
        *("area", "area_name", "union", "union_name"),
    ),
    "members": ("id", "name", "number", "state", "union", "union_name"),
}

# Functions of the platform that an effect may call: hook -> parameters, all of them needed.
HOOKS: Final[Mapping[str, Leaves]] = {
    "password-reset": {"mobile": _MOBILE, "document_no": _NUMBER},
}
