"""Where one can go from a list: add, import, export, begin a matter; what an empty list advises."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions import gate
from unionhall.casework.start import may_start
from unionhall.definitions import selectors as definitions
from unionhall.language.model import Import, Process, Register
from unionhall.registers.models import Snapshot
from unionhall.web.office.registers.desk import Desk


def action_address(register: str, record: str, action: str) -> str:
    return reverse("office:register_action", args=[register, record, action])


def additions(desk: Desk) -> list[tuple[str, str]]:
    """(title, address) of what makes a new record."""
    return [
        (one.title, reverse("office:register_add", args=[desk.key, one.key]))
        for one in desk.additions
    ]


def tools(request: HttpRequest, desk: Desk) -> list[dict[str, str]]:
    """导入、下载模板、查看导入结果 of each import of the list that he may do."""
    held = gate.of(request.user).codenames
    found: list[dict[str, str]] = []
    for one in _imports(desk):
        if f"{one.permission}_{one.matter_group}" not in held:
            continue
        page = _address("office:import", one.key)
        wanted = (
            (_("Import"), page, "arrow-up-tray"),
            (
                _("Download the template"),
                _address("office:import_template", one.key),
                "arrow-down-tray",
            ),
            (
                _("Results of imports"),
                f"{page}#batches" if page else "",
                "list-bullet",
            ),
        )
        several = len(desk.listing.imports) > 1
        found += [
            {"title": f"{title} · {one.title}" if several else title, "url": url, "icon": icon}
            for title, url, icon in wanted
            if url
        ]
    return found


def starts(desk: Desk) -> list[tuple[str, str]]:
    """(key, title) of the matters whose people he may tick here: they pick them from this very
    register, by hand."""
    return [
        (process.key, process.menu.title)
        for process in _begun(desk)
        if process.lines is not None
        and process.lines.fill == "picked"
        and process.lines.picker.register == desk.key
    ]


def matters(desk: Desk) -> list[dict[str, str]]:
    """Title, icon and address of every matter that the list names and he may begin: its guide."""
    return [
        {
            "title": process.menu.title,
            "icon": process.menu.icon,
            "url": _address("portal:guide", process.key),
        }
        for process in _begun(desk)
    ]


def _begun(desk: Desk) -> Iterator[Process]:
    for key in desk.listing.starts:
        process = _process(key)
        if process is not None and may_start(process, desk.user):
            yield process


def as_of(desk: Desk) -> datetime | None:
    """Of when what others see of this register is, when it is published once a day."""
    if not desk.register.snapshot:
        return None
    published = Snapshot.objects.filter(register=desk.key, published_at__lte=timezone.now())
    newest = published.order_by("-as_of").first()
    return newest.as_of if newest else None


def export_address(desk: Desk) -> str:
    """ "" where the list is not handed out."""
    return _address("office:export", desk.key, desk.listing.key) if desk.listing.export else ""


def job_address(key: str) -> str:
    return _address("office:job", key)


def empty(desk: Desk) -> dict[str, str]:
    """The definition's words and way on; else those that fit every register."""
    own = desk.listing.empty
    title = _("Nothing is registered yet")
    url, action = _named(desk, own.link) if own and own.link else ("", "")
    if not url and additions(desk):
        action, url = additions(desk)[0]
    if own:
        return {"title": title, "text": own.text, "url": url, "action": action}
    return {
        "title": title,
        "text": _("A row appears here when the first application is completed."),
        "url": url or reverse("office:home"),
        "action": action or _("To the workbench"),
    }


def _named(desk: Desk, link: str) -> tuple[str, str]:
    """(address, words) of `register:<key>`, `import:<key>`, `process:<key>` or a page's name."""
    kind, _colon, key = link.partition(":")
    if kind == "import":
        one = next((one for one in _imports(desk) if one.key == key), None)
        return (_address("office:import", key), one.title) if one else ("", "")
    if kind == "register":
        register = _register(key)
        return (_address("office:register", key), register.title) if register else ("", "")
    if kind == "process":
        process = _process(key)
        return (_address("portal:guide", key), process.title) if process else ("", "")
    return _address(link), _("Continue there")


def _imports(desk: Desk) -> list[Import]:
    found = []
    for key in desk.listing.imports:
        try:
            found.append(definitions.import_(key))
        except definitions.NotPublished:
            continue
    return found


def _register(key: str) -> Register | None:
    try:
        return definitions.register(key)
    except definitions.NotPublished:
        return None


def _process(key: str) -> Process | None:
    try:
        return definitions.current_process(key)[1]
    except definitions.NotPublished:
        return None


def _address(name: str, *args: Any) -> str:
    """A definition may name a page that this installation does not have."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
