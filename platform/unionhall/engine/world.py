"""What an evaluation may know besides the form's own values.

Everything here was read by the caller before the engine was asked; the engine reads nothing by
itself. An absent entry is null in expressions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from unionhall.language.working_days import Calendar


@dataclass(frozen=True, slots=True)
class World:
    """`now` and `today` are ISO strings; `union` is {} while it is not known whose case it is.

    `applicant`, `union` and `case` are keyed by the short names of the language (`name`, not
    `applicant.name`); `stages` by stage key, then field; `facts` by fact key. `application`:
    while the form of a stage is evaluated, the answers of the application it does not shadow.
    `links`: what the address brought along. `proofs`: path -> whether the value that stands there
    was proven by a code, or the value that was. `item`: the line an evaluation is about, {} outside
    of lines; `lines`: how many there are (`total`, `open`, `passed`, `failed`). `period` gives the
    columns of the process's period for the names of an evaluation: which one it is depends on the
    answers (`engine.period`). `calendar` gives the days that work, to expressions that count them.
    """

    now: str
    today: str
    applicant: Mapping[str, Any] = field(default_factory=dict)
    union: Mapping[str, Any] = field(default_factory=dict)
    case: Mapping[str, Any] = field(default_factory=dict)
    stages: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    application: Mapping[str, Any] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    proofs: Mapping[str, str | bool] = field(default_factory=dict)
    item: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    period: Callable[[Any], Mapping[str, Any]] | None = None
    calendar: Callable[[], Calendar] | None = None
    more: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
