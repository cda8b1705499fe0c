"""The small form of an action on a record, made of its definition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from unionhall.casework.registers import surroundings
from unionhall.casework.registers.look import look
from unionhall.engine import records
from unionhall.engine.problem import Problem
from unionhall.engine.shapes import Refused
from unionhall.forms.control import RenderContext
from unionhall.forms.stages import StageForm, has_fields, stage_form
from unionhall.language.model import RecordAction
from unionhall.organisation.models import Union
from unionhall.registers import columns
from unionhall.registers import selectors as registers
from unionhall.registers.rows import Row
from unionhall.web.office.registers.desk import Desk


def of(
    desk: Desk,
    action: RecordAction,
    row: Row | None,
    context: RenderContext,
    post: QueryDict | None,
    union: Union | None,
) -> StageForm | None:
    """None for an action that asks nothing. An edit begins with what the record has."""
    process = records.form_process(desk.register, action)
    stage = process.stages[0]
    if not has_fields(stage):
        return None
    names = surroundings.names_of_row(desk.register, row) if row else {}
    stored = {}
    if row is not None and action.do == "edit":
        asked = process.form.schema.get("properties", {})
        values = surroundings.clear(desk.register, row)
        stored = {key: value for key, value in values.items() if key in asked}
    world = surroundings.world(union, timezone.now(), names)
    return stage_form(process, stage, world, context, post, stored=stored)


def shows_clear(desk: Desk, action: RecordAction) -> bool:
    """Whether the form shows what is masked elsewhere: then opening it is a look."""
    if action.do != "edit":
        return False
    hidden = set(columns.sensitive(desk.register))
    return bool(hidden & set(action.fields or desk.register.schema.get("properties", {})))


def record_look(desk: Desk, action: RecordAction, row: Row) -> None:
    if shows_clear(desk, action):
        look(desk.key, row.key, by=desk.user, now=timezone.now())


def problems(
    desk: Desk, action: RecordAction, row: Row, answers: Mapping[str, Any]
) -> tuple[Problem, ...]:
    """What is wrong with the answers whatever record they are for; tried with one of them. Rules
    that look at the record are asked of each when it is done."""
    around = surroundings.world(
        row.union, timezone.now(), surroundings.names_of_row(desk.register, row)
    )
    stored = surroundings.clear(desk.register, row)
    try:
        records.deed_of(desk.register, action, stored, answers, around, registers.answer)
    except Refused as refused:
        found: tuple[Problem, ...] = refused.params.get("problems", ())
        return tuple(one for one in found if one.code not in ("check", "expression-failed"))
    return ()
