"""Two registers for these tests; no pack is needed to keep records."""

from __future__ import annotations

from datetime import UTC, datetime

from unionhall.engine.shapes import RegisterWrite
from unionhall.language.model import Register
from unionhall.people.models import User
from unionhall.registers import store
from unionhall.registers.models import Record

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def text(**more):
    return {"type": "string", **more}


PAYMENTS = Register(
    key="payment",
    title="支付",
    digest="0" * 64,
    owners=("union",),
    matter_group="any",
    schema={
        "type": "object",
        "properties": {
            "union": text(format="union-ref"),
            "day": text(format="date"),
            "amount": {"type": "integer"},
            "account_no": text(**{"x-sensitive": "bank"}),
            "is_final": {"type": "boolean"},
            "note": {"type": ["string", "null"]},
        },
        "required": ["union", "day"],
    },
    keys=(
        ("once", ("union", "day"), ("active", "paid")),
        ("account", ("account_no",), ("active",)),
    ),
    states=("active", "paid", "void"),
    columns=(),
)
OPINIONS = Register(
    key="opinion",
    title="意见",
    digest="1" * 64,
    owners=("person", "union", "platform"),
    matter_group="any",
    schema={"type": "object", "properties": {"text": text()}, "required": ["text"]},
    keys=(),
    states=("active", "void"),
    columns=(),
)


def write(do="create", values=None, *, match=None, register=PAYMENTS, now=NOW, **owner) -> Record:
    return store.apply(
        RegisterWrite(do, register.key, match or {}, values or {}),
        register,
        union=owner.get("union"),
        person=owner.get("person"),
        by=User.objects.system(),
        now=now,
        case_number="CBJ2026110001",
    )


def pay(union, day="2026-05-20", **values) -> Record:
    return write(values={"union": union.key, "day": day, **values})
