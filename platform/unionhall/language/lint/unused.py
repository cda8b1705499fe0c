"""Dead keys: what stands in a definition and can never have an effect."""

from __future__ import annotations

import re
from collections.abc import Iterator

from unionhall.language.expressions import ExpressionError
from unionhall.language.findings import Finding
from unionhall.language.lint.report import found
from unionhall.language.lint.sites import sites
from unionhall.language.lint.subject import FormPlace, Subject, at

START, SUBMIT = "start", "submit"
DELETE = "delete"


def rules(subject: Subject) -> Iterator[Finding]:
    yield from _facts(subject)
    yield from _consents(subject)
    yield from _withdrawal(subject)
    for place in subject.forms:
        yield from _definitions(place)
        yield from _sources(place)


def _facts(subject: Subject) -> Iterator[Finding]:
    read: set[str] = set()
    for site in sites(subject):
        try:
            names = site.seen(subject.process).compile(site.source).references
        except ExpressionError:
            names = frozenset(re.findall(r"facts\.\w+", site.source))
        own = site.pointer.rsplit("/", 3)[1] if site.use == "fact" else ""
        read |= {name.split(".")[1] for name in names if name.startswith("facts.")} - {own}
    lines = subject.process.lines
    for base, facts in (("", subject.process.facts), (at("lines"), lines.facts if lines else ())):
        for fact in facts:
            if fact.key not in read:
                yield found("DEAD001", base + at("facts", fact.key), fact=fact.key)


def _consents(subject: Subject) -> Iterator[Finding]:
    opening = {
        one.consent
        for lookup in subject.process.form.lookups
        for one in lookup.lists
        if one.consent is not None
    }
    for index, consent in enumerate(subject.process.consents):
        if consent.at not in (START, SUBMIT) and consent.key not in opening:
            yield found("DEAD002", at("consents", index), consent=consent.key)


def _withdrawal(subject: Subject) -> Iterator[Finding]:
    """What withdrawing does, where nobody can withdraw."""
    process = subject.process
    if process.withdrawal == DELETE and not any(one.withdrawable for one in process.stages):
        yield found("DEAD005", at("withdrawal"), name="withdrawal", action=process.title)


def _definitions(place: FormPlace) -> Iterator[Finding]:
    named = place.form.schema.get("$defs") or {}
    text = str(place.form.schema)
    for key in named:
        if f"#/$defs/{key}'" not in text:
            yield found("DEAD003", place.pointer + at("schema", "$defs", key), key=key)


def _sources(place: FormPlace) -> Iterator[Finding]:
    """A value that is always computed is never prefilled; a read-only one is never picked."""
    always = {one.path for one in place.form.computed if one.when is None}
    for prefill in place.form.prefill:
        if prefill.path in always:
            yield found("DEAD006", place.pointer + at("prefill", prefill.path), field=prefill.path)
    for path, leaf in place.fields.items():
        if path in always and "default" in leaf:
            pointer = place.field_pointer(path) + at("default")
            yield found("DEAD006", pointer, field=path)
