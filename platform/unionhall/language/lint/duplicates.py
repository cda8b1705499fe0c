"""Keys that tell things apart do tell them apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from unionhall.language.edges import APPLICANT, END, REJECTED
from unionhall.language.findings import Finding
from unionhall.language.lint.report import found
from unionhall.language.lint.subject import FormPlace, Subject, at

RESERVED = (APPLICANT, END, REJECTED, "enter", "start")


def rules(subject: Subject) -> Iterator[Finding]:
    process = subject.process
    lists: list[tuple[str, str, list[str]]] = [
        ("/eligibility", "id", [one.key for one in process.eligibility]),
        ("/consents", "key", [one.key for one in process.consents]),
        ("/exclusive", "key", [one.key for one in process.exclusive]),
        ("/stages", "key", [one.key for one in process.stages]),
        ("/notices", "key", [one.key for one in process.notices]),
        ("/scenarios", "title", [str(one.get("title", "")) for one in process.scenarios]),
    ]
    for index, stage in enumerate(process.stages):
        path = at("stages", index, "actions")
        lists.append((path, "key", [action.key for action in stage.actions]))
        given = at("stages", index, "materials")
        lists.append((given, "key", [one.key for one in stage.materials]))
        if stage.key in RESERVED:
            yield found("DUP002", at("stages", index, "key"), key=stage.key)
    for place in subject.forms:
        lists.append((place.pointer + at("checks"), "id", [c.key for c in place.form.checks]))
        for lookup in place.form.lookups:
            path = place.pointer + at("lookups", lookup.path, "lists")
            lists.append((path, "key", [one.key for one in lookup.lists]))
        yield from _layout(place)
    if process.lines is not None:
        lists.append(("/lines/checks", "id", [one.key for one in process.lines.checks]))
        lists.append(("/lines/exclusive", "key", [one.key for one in process.lines.exclusive]))
        lists.append(("/lines/columns", "key", [one.key for one in process.lines.columns]))
    # A material is told by its key alone, whichever stage it is handed in at.
    handed: set[str] = set()
    for path, key, keys in [("/materials", "key", [m.key for m in process.materials]), *lists]:
        is_material = path.endswith("/materials")
        yield from repeated(path, key, keys, handed if is_material else ())
        handed |= set(keys) if is_material else set()


def repeated(
    path: str, key: str, keys: Iterable[str], known: Iterable[str] = ()
) -> Iterator[Finding]:
    """One finding per item whose key an earlier item of the list has, or another list `known`."""
    seen = set(known)
    for index, name in enumerate(keys):
        if name in seen:
            yield found("DUP001", path + at(index, key), key=name)
        seen.add(name)


def _layout(place: FormPlace) -> Iterator[Finding]:
    steps: set[str] = set()
    controls: set[tuple[str, str]] = set()
    for spot in place.spots:
        element = spot.element
        if element.type == "Category" and element.key is not None:
            name = f"{spot.layout} {element.key}"
            if name in steps:
                yield found("DUP001", spot.pointer + at("key"), key=element.key)
            steps.add(name)
        if element.type == "Control" and element.path is not None:
            control = (spot.layout, element.path)
            if control in controls:
                yield found("DUP003", spot.pointer, field=element.path)
            controls.add(control)
