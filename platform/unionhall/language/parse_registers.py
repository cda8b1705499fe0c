"""A register as JSON -> the frozen model, with its states, actions and lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unionhall.language import model
from unionhall.language.parse_parts import (
    Doc,
    checks_of,
    columns_of,
    digest_of,
    effects_of,
    empty_of,
    facts_of,
    of_document,
    parse_form,
)
from unionhall.language.tables import TABLES


@of_document
def parse_register(doc: Doc, *, digest: str | None = None) -> model.Register:
    """Return the model; of a table of the platform schema, states and owners are the table's."""
    table = doc.get("table", "")
    schema = schema_of_table(table) if table else doc["schema"]
    states = _states(doc, schema)
    return model.Register(
        key=doc["key"],
        title=doc["title"],
        digest=digest_of(doc, digest),
        owners=tuple(n for n in ("union", "person") if n in schema["properties"])
        if table
        else tuple(doc["owner"]),
        matter_group=doc.get("matter_group", ""),
        schema=schema,
        keys=tuple(
            (k["key"], tuple(k["paths"]), tuple(k.get("while", states)))
            for k in doc.get("keys", ())
        ),
        states=states,
        columns=columns_of(doc),
        seed=tuple(doc.get("seed", ())),
        state_titles={
            one["key"]: model.RecordState(one["key"], one["title"], one.get("tone", ""))
            for one in doc.get("states", ())
            if isinstance(one, Mapping)
        },
        key_messages={k["key"]: k["message"] for k in doc.get("keys", ()) if "message" in k},
        actions=tuple(_action(one) for one in doc.get("actions", ())),
        lists=tuple(_listing(one) for one in doc.get("lists", ())),
        facts=facts_of(doc),
        checks=checks_of(doc),
        table=table,
        snapshot=doc["snapshot"]["at"] if "snapshot" in doc else "",
        mine=_mine(doc["mine"]) if "mine" in doc else None,
    )


def schema_of_table(table: str) -> dict[str, Any]:
    """The schema of a register that shows a table of the platform."""
    core = TABLES[table]
    return {"type": "object", "properties": {**core.columns, **core.shown}}


def _states(doc: Doc, schema: Doc) -> tuple[str, ...]:
    """Those said; of a table of the platform without any, all that it knows."""
    said = doc.get("states")
    if said is None:
        return tuple(schema["properties"].get("state", {}).get("enum", ()))
    return tuple(one["key"] if isinstance(one, Mapping) else one for one in said)


def _action(action: Doc) -> model.RecordAction:
    return model.RecordAction(
        key=action["key"],
        title=action["title"],
        permission=action["permission"],
        do=action.get("do", "act"),
        states=tuple(action.get("from", ())),
        to=action.get("to"),
        bulk=action.get("bulk", False),
        when=action.get("when"),
        refusal=action.get("refusal", ""),
        confirm=action.get("confirm", ""),
        reason=action.get("reason", "none"),
        form=parse_form(action["form"]) if "form" in action else None,
        fields=tuple(action.get("fields", ())),
        values=dict(action.get("set", {})),
        effects=effects_of(action.get("effects", ())),
    )


def _listing(listing: Doc) -> model.RecordList:
    """A list without a menu is reached through others only."""
    menu = listing.get("menu", {})
    return model.RecordList(
        key=listing["key"],
        title=listing["title"],
        columns=columns_of(listing),
        group=menu.get("group", ""),
        icon=menu.get("icon", "table-cells"),
        order=menu.get("order", 100),
        permission=listing.get("permission", "view"),
        states=tuple(listing.get("states", ())),
        where={column: tuple(values) for column, values in listing.get("where", {}).items()},
        filters=tuple(listing.get("filters", ())),
        search=tuple(listing.get("search", ())),
        sort=tuple(listing.get("sort", ())),
        actions=tuple(listing.get("actions", ())),
        starts=tuple(listing.get("start", ())),
        imports=tuple(listing.get("imports", ())),
        export=listing.get("export", True),
        note=listing.get("note", ""),
        empty=empty_of(listing),
    )


def _mine(mine: Doc) -> model.OwnList:
    return model.OwnList(_listing({**mine, "key": "mine", "export": False}), dict(mine["match"]))
