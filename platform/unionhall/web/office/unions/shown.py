"""Fields of the register as inputs: what was typed, what is wrong with it, all at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from unionhall.casework.unions.fields import Field
from unionhall.engine.problem import Problem

TYPES = {"date": "date", "number": "number", "mobile": "tel", "phone": "tel"}


@dataclass(frozen=True, slots=True)
class Input:
    name: str
    title: str
    type: str
    value: str
    is_required: bool
    help: str
    choices: tuple[tuple[str, str], ...]
    longest: int
    error: str

    @property
    def id(self) -> str:
        return f"field-{self.name.replace('.', '-')}"


def typed(post: QueryDict, names: Iterable[str]) -> dict[str, str]:
    """What was posted of these names, as text the database can hold."""
    return {name: _clean(post.get(name, "")) for name in names if name in post}


def inputs(
    known: Iterable[Field],
    values: Mapping[str, Any],
    problems: Iterable[Problem] = (),
    prefix: str = "",
) -> list[Input]:
    """`values` by the posted names. An input keeps what was typed, also what is wrong."""
    wrong = {problem.path: problem.text or "" for problem in problems}
    return [
        Input(
            name=prefix + field.name,
            title=str(field.title),
            type="choice" if field.choices else TYPES.get(field.kind, "text"),
            value=_text(values.get(prefix + field.name)),
            is_required=field.is_required,
            help=str(field.help),
            choices=tuple((value, str(title)) for value, title in field.choices),
            longest=field.longest,
            error=wrong.get(prefix + field.name, ""),
        )
        for field in known
    ]


def summary(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """For the list of problems on top, each with the way to its field."""
    return [
        {
            "target": f"field-{problem.path.replace('.', '-')}" if problem.path else "",
            "text": problem.text or "",
        }
        for problem in problems
    ]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _clean(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()[:400]
