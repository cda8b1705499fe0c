"""Whose case it is, who may begin and decide it, what an address brings along, what is proven."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from unionhall.language.environment import environment
from unionhall.language.expressions import ExpressionError
from unionhall.language.findings import Finding
from unionhall.language.lint.report import found
from unionhall.language.lint.sites import sites
from unionhall.language.lint.subject import FormPlace, Subject, at
from unionhall.language.schema import columns, nodes
from unionhall.language.working_days import NAME as CALENDAR

FORM = "form."
VERIFY = "x-verify"
# What an invitation may read: it is shown outside of any case.
OUTSIDE = ("applicant.", "today", "now", CALENDAR)


def rules(subject: Subject) -> Iterator[Finding]:
    yield from _subject(subject)
    yield from _anonymous(subject)
    yield from _not_by(subject)
    yield from _links(subject)
    yield from _invite(subject)
    for place in subject.forms:
        yield from _verify(place)
        yield from _levels(place)


def _subject(subject: Subject) -> Iterator[Finding]:
    one, fields = subject.process.subject, subject.form.fields
    if one.kind == "union" and one.source == "applicant":
        yield found("SUB001", at("subject", "from"), source=one.source)
    if one.kind == "person":
        if one.source.startswith(FORM):
            leaf = fields.get(one.source.removeprefix(FORM))
            if leaf is None or leaf.get("format") != "person-ref":
                yield found("SUB002", at("subject", "from"), field=one.source)
        elif one.source != "applicant":
            yield found("SUB001", at("subject", "from"), source=one.source)
    if one.union.startswith(FORM):
        leaf = fields.get(one.union.removeprefix(FORM))
        if leaf is None or leaf.get("format") != "union-ref":
            key = "from" if one.kind == "union" else "union"
            yield found("REF004", at("subject", key), field=one.union)


def _anonymous(subject: Subject) -> Iterator[Finding]:
    """Whoever is nobody has no union."""
    process = subject.process
    if process.subject.union != "applicant.union":
        return
    for index, starter in enumerate(process.starters):
        if starter.kind == "anonymous":
            yield found("SUB003", at("starters", index, "as"))


def _not_by(subject: Subject) -> Iterator[Finding]:
    process = subject.process
    for index, stage in enumerate(process.stages):
        for position, who in enumerate(stage.not_by):
            is_idle = (who == "deciders" and index == 0) or (
                who == "beneficiary" and process.subject.kind != "person"
            )
            if is_idle:
                pointer = at("stages", index, "not_by", position)
                yield found("DEAD005", pointer, name=who, action=stage.title)


def _links(subject: Subject) -> Iterator[Finding]:
    process = subject.process
    read = {name for site in sites(subject) for name in _names(subject, site.source, site.place)}
    for link in process.links:
        if f"link.{link.key}" not in read:
            yield found("DEAD007", at("links", link.key), link=link.key)


def _invite(subject: Subject) -> Iterator[Finding]:
    invite = subject.process.invite
    if invite is None:
        return
    for name in sorted(_names(subject, invite.when, subject.form)):
        if not name.startswith(OUTSIDE):
            yield found("INV001", at("invite", "when"), name=name)
    variables = subject.references.texts.get(invite.text)
    if variables is None:
        yield found("REF012", at("invite", "text"), text=invite.text)
    elif variables:
        names = ", ".join(sorted(variables))
        yield found("INV002", at("invite", "text"), text=invite.text, names=names)


def _verify(place: FormPlace) -> Iterator[Finding]:
    """Only a mobile number that somebody types on the application can be proven."""
    base = place.pointer + at("schema")
    fields = place.fields
    own = {path for path, leaf in fields.items() if VERIFY in leaf}
    for path in sorted(own):
        leaf, pointer = fields[path], place.field_pointer(path) + at(VERIFY)
        if leaf.get("format") != "cn-mobile" or place.stage is not None:
            yield found("VER001", pointer, field=leaf.get("title", path))
        elif leaf.get("readOnly") or path in _always_computed(place):
            yield found("VER002", pointer, field=leaf.get("title", path))
    for path, leaf in fields.items():
        for name, cell in columns(place.form.schema, leaf).items():
            if VERIFY in cell:
                yield found("VER001", _cell(base, place, path, name), field=cell.get("title", name))


def _cell(base: str, place: FormPlace, path: str, name: str) -> str:
    """Where a column is marked; the field of the table when a reference leads there."""
    wanted = place.field_pointer(path) + at("items", "properties", name)
    known = {base + pointer for pointer, _, _ in nodes(place.form.schema)}
    return wanted + at(VERIFY) if wanted in known else place.field_pointer(path)


def _always_computed(place: FormPlace) -> set[str]:
    return {one.path for one in place.form.computed if one.when is None}


def _levels(place: FormPlace) -> Iterator[Finding]:
    fields: Mapping[str, Mapping[str, Any]] = place.fields
    for spot in place.spots:
        element = spot.element
        if "levels" not in element.options:
            continue
        leaf = fields.get(element.path or "", {})
        if leaf.get("format") != "region":
            title = str(leaf.get("title", element.path or element.type))
            yield found(
                "DEAD005", spot.pointer + at("options", "levels"), name="levels", action=title
            )


def _names(subject: Subject, source: str, place: FormPlace) -> frozenset[str]:
    try:
        return environment(subject.process, place.form).compile(source).references
    except ExpressionError:
        return frozenset()
