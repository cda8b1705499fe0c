"""What a process says about its lines, its period and outside systems -> the frozen model."""

from __future__ import annotations

from unionhall.language import model
from unionhall.language.parse_parts import (
    Doc,
    checks_of,
    columns_of,
    empty_of,
    facts_of,
    where_of,
)


def lines_of(process: Doc) -> model.Lines | None:
    lines = process.get("lines")
    if lines is None:
        return None
    return model.Lines(
        title=lines["title"],
        schema=lines["schema"],
        columns=columns_of(lines),
        picker=_picker(lines["picker"]),
        values=dict(lines["set"]),
        fill=lines.get("fill", "picked"),
        unique=tuple(lines.get("unique", ())),
        exclusive=tuple(
            model.LineKeyRule(e["key"], tuple(e["paths"]), tuple(e["while"]), e["message"])
            for e in lines.get("exclusive", ())
        ),
        facts=facts_of(lines),
        checks=checks_of(lines),
        least=lines.get("min", 1),
        most=lines.get("max", 30_000),
        subject=lines.get("subject"),
    )


def _picker(picker: Doc) -> model.LinePicker:
    return model.LinePicker(
        register=picker["register"],
        columns=columns_of(picker),
        where=where_of(picker),
        filters=tuple(picker.get("filters", ())),
        match=tuple(picker.get("match", ())),
        lock=picker.get("lock"),
        select_all=picker.get("select_all", ""),
        button=picker.get("button", ""),
        empty=empty_of(picker),
    )


def period_of(process: Doc) -> model.Period | None:
    return model.Period(**process["period"]) if "period" in process else None


def outside_of(stage: Doc) -> model.Outside | None:
    outside = stage.get("outside")
    if outside is None:
        return None
    return model.Outside(
        hook=outside["hook"],
        columns=dict(outside["send"]),
        answer_days=outside.get("answer_days", 3),
        answers=tuple(outside.get("answers", ())),
    )
