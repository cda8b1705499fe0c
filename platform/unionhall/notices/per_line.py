"""A notice to everybody on the list of a case: its words once per line, each to that person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from unionhall.cases import line_selectors
from unionhall.cases.models import CaseLine
from unionhall.casework.lines.sheet import Sheet
from unionhall.engine.many import Item, LineAsking
from unionhall.engine.names import FAILURES
from unionhall.engine.notices import Due
from unionhall.engine.paths import read
from unionhall.language.model import Notice, Process, Text
from unionhall.language.schema import leaves
from unionhall.language.text import plain
from unionhall.notices.event import Event
from unionhall.notices.wanted import Wanted
from unionhall.people.codes import is_mobile
from unionhall.people.documents import normal_number
from unionhall.people.models import User


def each(event: Event, due: Due, words: Text) -> Iterator[Wanted]:
    """One message per line that went the way of the case. The account of the person, where he has
    one; else the mobile number that stands on the line. Who has neither is passed over."""
    notice = _notice(event.process, due)
    if notice is None or event.process.lines is None:
        return
    sheet = Sheet(event.context, event.answers, event.world)
    path = _mobile_path(event.process)
    for some in line_selectors.portions(event.case, line_selectors.STANDING):
        users = _users(some)
        for line in some:
            item = sheet.item(line)
            values = {name: _said(sheet.asking, one, item) for name, one in notice.values.items()}
            user = users.get(line.person_id or 0)
            mobile = normal_number(str(read(item.values, path) or "")) if path else ""
            mine = replace(due, key=f"{due.key}:{line.number}", values=values)
            to = (user,) if user else ()
            other = (mobile,) if not user and is_mobile(mobile) else ()
            if to or other:
                yield Wanted(mine, plain(words.title, values), plain(words.body, values), to, other)


def _users(lines: list[CaseLine]) -> Mapping[int, User]:
    people = [line.person_id for line in lines if line.person_id]
    found = User.objects.filter(person_id__in=people, is_active=True).select_related("person")
    return {user.person_id: user for user in found if user.person_id} if people else {}


def _notice(process: Process, due: Due) -> Notice | None:
    same = (n for n in process.notices if (n.key, n.moment) == (due.key, due.moment))
    return next(same, None)


def _mobile_path(process: Process) -> str:
    """Where the number of a person stands on a line."""
    known = leaves(process.lines.schema) if process.lines else {}
    marked = (path for path, leaf in known.items() if leaf.get("x-sensitive") == "mobile")
    return next(marked, "")


def _said(asking: LineAsking, source: str, item: Item) -> str:
    try:
        value: Any = asking.ask(source, item)
    except FAILURES:
        return ""
    return value if isinstance(value, str) else "" if value is None else str(value)
