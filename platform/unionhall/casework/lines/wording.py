"""What is wrong with a line, as it is stored and shown: {code, text, level}."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from unionhall.casework.refusals import Refused
from unionhall.casework.sentences import sentence
from unionhall.engine.problem import Problem
from unionhall.engine.shapes import LINES
from unionhall.language.model import Lines


def told(problem: Problem) -> dict[str, Any]:
    """The definition's own words, where it has some."""
    text = problem.text or _sentence(problem)
    return {"code": problem.code, "text": text[:300], "level": problem.level}


def all_told(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    return [told(problem) for problem in problems]


def taken(message: str) -> Problem:
    """Another case has this person."""
    return Problem("taken", "", {}, message)


def stranger(union: str) -> Problem:
    """The case is about this union, and the person is in the register of another."""
    text = _("Not in the register of {union}. Please take this person off the list.")
    return Problem("other-union", "", {"union": union}, text.format(union=union))


def too_few(lines: Lines) -> Problem:
    text = _("At least {count} must be on the list.").format(count=lines.least)
    return Problem("too-few-lines", LINES, {"title": lines.title}, text)


def too_many(lines: Lines) -> Problem:
    text = _("At most {count} may be on the list.").format(count=lines.most)
    return Problem("too-many-lines", LINES, {"title": lines.title}, text)


def refused_many(lines: Lines) -> Refused:
    """The same as a verb says it that would make it so."""
    told = too_many(lines)
    return Refused(told.code, told.text or "")


def blocked(lines: Lines, names: Sequence[str], count: int) -> Problem:
    """The first few by name: the list itself shows all of them with their reasons."""
    text = _("{count} on the list cannot be handed in: {names}. The reason stands beside each.")
    if count > len(names):
        text = _(
            "{count} on the list cannot be handed in: {names} and others. The reason stands beside"
            " each."
        )
    said = text.format(count=count, names="、".join(names))
    return Problem("lines-blocked", LINES, {"title": lines.title, "count": count}, said)


def _sentence(problem: Problem) -> str:
    if problem.code == "required":
        return _("{title} is missing in the register.").format(title=problem.params["title"])
    return sentence(problem.code)
