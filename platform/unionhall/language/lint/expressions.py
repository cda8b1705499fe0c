"""Expressions compile, give what is asked of them, and read only what is known by then."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from unionhall.language.environment import environment, environment_of_lines
from unionhall.language.expressions import Environment, Expression, ExpressionError
from unionhall.language.findings import Finding
from unionhall.language.lint.absence import Failure, failing
from unionhall.language.lint.report import found
from unionhall.language.lint.sites import Site, sites
from unionhall.language.lint.subject import Subject, at
from unionhall.language.model import Fact

UNKNOWN = re.compile(r"undeclared reference to '([^']+)'")
LIKE_ENOUGH = 0.8
HAS = re.compile(r"(?<![\w.])has\s*\(")
STRING = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"")
# A failure elsewhere is harmless by definition: nothing is filled, computed or found.
GUARDED = (
    *("rule", "check", "condition", "material", "actor", "chain", "effect", "notice", "invite"),
    *("line", "picked"),
)


def rules(subject: Subject) -> Iterator[Finding]:
    for site in sites(subject):
        yield from _site(subject, site)
    yield from _facts_in_order(subject)


def _site(subject: Subject, site: Site) -> Iterator[Finding]:
    names = site.seen(subject.process)
    compiled = judged(names, site.pointer, site.source, site.returns, is_fact=site.use == "fact")
    if isinstance(compiled, Finding):
        yield compiled
        return
    early = tuple(_too_early(site, compiled))
    if early:
        yield from early
    elif not compiled.references and site.returns == "bool" and site.use != "fact":
        yield found("EXP006", site.pointer, source=site.source)
    elif site.use in GUARDED:
        yield from _absent(subject, site)


def judged(
    names: Environment, pointer: str, source: str, returns: str | None, *, is_fact: bool = False
) -> Expression | Finding:
    """The compiled expression, or why there is none of the type that is needed here."""
    if HAS.search(STRING.sub("''", source)):
        return found("EXP003", pointer, source=source)
    try:
        compiled = names.compile(source)
    except ExpressionError as error:
        return _uncompilable(pointer, source, error, names.variables)
    is_one_of = is_fact and compiled.type_name == "list"
    if returns is not None and not is_one_of and not _gives(compiled, returns):
        actual = compiled.type_name
        return found("EXP002", pointer, source=source, actual=actual, expected=returns)
    return compiled


def _uncompilable(
    pointer: str, source: str, error: ExpressionError, known: Collection[str]
) -> Finding:
    unknown = UNKNOWN.search(error.message)
    if unknown is None:
        return found(
            "EXP001",
            pointer,
            source=source,
            message=error.message,
            line=error.line,
            column=error.column,
        )
    name = unknown[1]
    tried = (name, f"form.{name}")
    near = [one for spelt in tried for one in get_close_matches(spelt, known, 1, LIKE_ENOUGH)]
    if near:
        return found("EXP008", pointer, source=source, name=name, near=near[0])
    return found("EXP009", pointer, source=source, name=name)


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
    if failure is not None:
        yield unanswered(site.pointer, site.source, failure)


def unanswered(pointer: str, source: str, failure: Failure) -> Finding:
    """Which absent values leave the expression without an answer, or which others."""
    absent = sorted(name for name, value in failure.values.items() if value is None)
    detail = failure.message
    if absent:
        return found("EXP004", pointer, source=source, names=", ".join(absent), detail=detail)
    shown = ", ".join(f"{name} = {value!r}" for name, value in sorted(failure.values.items()))
    return found("EXP007", pointer, source=source, values=shown, detail=detail)


def _facts_in_order(subject: Subject) -> Iterator[Finding]:
    process, lines = subject.process, subject.process.lines
    yield from in_order(process.facts, environment(process), "")
    if lines is not None:
        known = {fact.key for fact in process.facts}
        yield from in_order(lines.facts, environment_of_lines(process), at("lines"), known)


def in_order(
    facts: Iterable[Fact],
    names: Environment,
    base: str,
    before: Iterable[str] = (),
    word: str = "facts",
) -> Iterator[Finding]:
    """Facts are asked after those they use, so what is not known yet is part of a circle."""
    known = set(before)
    for fact in facts:
        for column, source in fact.where.items():
            try:
                read = names.compile(source).references
            except ExpressionError:
                continue
            for name in sorted(read):
                key = name.removeprefix("facts.")
                if name.startswith("facts.") and key not in known:
                    pointer = base + at(word, fact.key, "where", column)
                    yield found("EXP005", pointer, source=source, name=name)
        known.add(fact.key)
