"""Expressions compile, give what is asked of them, and read only what is known by then."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches

from unionhall.language.environment import environment
from unionhall.language.expressions import Expression, ExpressionError
from unionhall.language.findings import Finding
from unionhall.language.lint.absence import failing
from unionhall.language.lint.report import found
from unionhall.language.lint.sites import Site, sites
from unionhall.language.lint.subject import Subject, at

UNKNOWN = re.compile(r"undeclared reference to '([^']+)'")
LIKE_ENOUGH = 0.8
HAS = re.compile(r"(?<![\w.])has\s*\(")
STRING = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"")
# A failure elsewhere is harmless by definition: nothing is filled, computed or found.
GUARDED = (
    *("rule", "check", "condition", "material", "actor", "chain", "effect", "notice", "invite"),
)


def rules(subject: Subject) -> Iterator[Finding]:
    for site in sites(subject):
        yield from _site(subject, site)
    yield from _facts_in_order(subject)


def _site(subject: Subject, site: Site) -> Iterator[Finding]:
    if HAS.search(STRING.sub("''", site.source)):
        yield found("EXP003", site.pointer, source=site.source)
        return
    names = environment(subject.process, site.place.form)
    try:
        compiled = names.compile(site.source)
    except ExpressionError as error:
        yield _uncompilable(site, error, names.variables)
        return
    is_one_of = site.use == "fact" and compiled.type_name == "list"
    if site.returns is not None and not is_one_of and not _gives(compiled, site.returns):
        yield found(
            "EXP002",
            site.pointer,
            source=site.source,
            actual=compiled.type_name,
            expected=site.returns,
        )
        return
    early = tuple(_too_early(site, compiled))
    if early:
        yield from early
    elif not compiled.references and site.returns == "bool" and site.use != "fact":
        yield found("EXP006", site.pointer, source=site.source)
    elif site.use in GUARDED:
        yield from _absent(subject, site)


def _uncompilable(site: Site, error: ExpressionError, known: Collection[str]) -> Finding:
    unknown = UNKNOWN.search(error.message)
    if unknown is None:
        return found(
            "EXP001",
            site.pointer,
            source=site.source,
            message=error.message,
            line=error.line,
            column=error.column,
        )
    name = unknown[1]
    tried = (name, f"form.{name}")
    near = [one for spelt in tried for one in get_close_matches(spelt, known, 1, LIKE_ENOUGH)]
    if near:
        return found("EXP008", site.pointer, source=site.source, name=name, near=near[0])
    return found("EXP009", site.pointer, source=site.source, name=name)


def _gives(compiled: Expression, returns: str) -> bool:
    """Whether the static type fits; what is dynamic is only known when it runs."""
    wanted = returns.partition("<")[0]
    if compiled.type_name == "null":
        return wanted != "bool"
    is_widened = wanted == "double" and compiled.type_name == "int"
    return wanted == "dyn" or compiled.type_name in ("dyn", wanted) or is_widened


def _too_early(site: Site, compiled: Expression) -> Iterator[Finding]:
    for name in sorted(compiled.references):
        if not name.startswith("stage."):
            continue
        stage = name.split(".")[1]
        if stage not in site.before:
            yield found("EXP005", site.pointer, source=site.source, name=name)


def _absent(subject: Subject, site: Site) -> Iterator[Finding]:
    failure = failing(subject, site)
    if failure is None:
        return
    absent = sorted(name for name, value in failure.values.items() if value is None)
    if absent:
        names = ", ".join(absent)
        yield found("EXP004", site.pointer, source=site.source, names=names, detail=failure.message)
    else:
        shown = ", ".join(f"{name} = {value!r}" for name, value in sorted(failure.values.items()))
        yield found(
            "EXP007", site.pointer, source=site.source, values=shown, detail=failure.message
        )


def _facts_in_order(subject: Subject) -> Iterator[Finding]:
    """Facts are asked after those they use, so what is not known yet is part of a circle."""
    process = subject.process
    known: set[str] = set()
    for fact in process.facts:
        for column, source in fact.where.items():
            try:
                read = environment(process).compile(source).references
            except ExpressionError:
                continue
            for name in sorted(read):
                key = name.removeprefix("facts.")
                if name.startswith("facts.") and key not in known:
                    pointer = at("facts", fact.key, "where", column)
                    yield found("EXP005", pointer, source=source, name=name)
        known.add(fact.key)
