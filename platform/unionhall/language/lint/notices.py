"""Notices: their moment comes, somebody gets them, the text gets its variables and no secrets."""

from __future__ import annotations

from collections.abc import Iterator

from unionhall.language.environment import environment, environment_of_lines
from unionhall.language.expressions import ExpressionError
from unionhall.language.findings import Finding
from unionhall.language.lint.report import found
from unionhall.language.lint.subject import Subject, at
from unionhall.language.messages import MOMENTS, moments
from unionhall.language.model import Notice, Process
from unionhall.language.schema import sensitive_paths

# At these nobody has anything left to do.
_IDLE = ("withdrawn", "completed", "rejected", "returned")


def rules(subject: Subject) -> Iterator[Finding]:
    known = moments(subject.process)
    secret = _secret(subject)
    for index, notice in enumerate(subject.process.notices):
        path = at("notices", index)
        if notice.moment not in known:
            yield found("NTC001", path + at("on"), moment=notice.moment)
        yield from _recipient(subject, notice, path)
        yield from _text(subject, notice, path)
        for name, source in notice.values.items():
            for read in sorted(_read(subject, notice, source) & secret):
                yield found("NTC006", path + at("values", name), name=read, text=notice.text)


def _recipient(subject: Subject, notice: Notice, path: str) -> Iterator[Finding]:
    kind, process = notice.to.kind, subject.process
    if kind == "actors" and _is_idle(notice):
        yield found("NTC002", path + at("to"), moment=notice.moment)
    if kind == "subject" and process.subject.kind != "person":
        yield found("NTC003", path + at("to"))
    if kind == "mobile" and notice.channels != ("sms",):
        yield found("NTC004", path + at("channels"))
    if kind == "lines" and process.lines is None:
        yield found("LIN001", path + at("to"))
    elif kind == "lines" and not _is_reachable(process):
        yield found("LIN008", path + at("to"))
    permission = notice.to.permission
    verbs = subject.references.matter_groups.get(process.matter_group)
    if permission is not None and verbs is not None and permission not in verbs:
        pointer = path + at("to", "permission")
        yield found("REF020", pointer, right=permission, group=process.matter_group)


def _is_reachable(process: Process) -> bool:
    """Whether a line says whom it is about, or which number he has."""
    lines = process.lines
    numbers = sensitive_paths(lines.schema).values() if lines else ()
    return lines is not None and (lines.subject is not None or "mobile" in numbers)


def _is_idle(notice: Notice) -> bool:
    if notice.moment in MOMENTS:
        return notice.moment in _IDLE
    return notice.moment.endswith(".reject")


def _text(subject: Subject, notice: Notice, path: str) -> Iterator[Finding]:
    variables = subject.references.texts.get(notice.text)
    if variables is None:
        yield found("REF012", path + at("text"), text=notice.text)
        return
    for name in sorted(variables - set(notice.values)):
        yield found("NTC005", path + at("values"), name=name, text=notice.text)
    for name in notice.values:
        if name not in variables:
            yield found("NTC007", path + at("values", name), name=name, text=notice.text)


def _secret(subject: Subject) -> frozenset[str]:
    """Names that no message may carry."""
    marked = {"applicant.document_no"}
    for place in subject.forms:
        prefix = "form." if place.stage is None else f"stage.{place.stage}."
        marked |= {f"{prefix}{path}" for path in sensitive_paths(place.form.schema)}
    if subject.process.lines is not None:
        marked |= {f"item.{path}" for path in sensitive_paths(subject.process.lines.schema)}
    return frozenset(marked)


def _read(subject: Subject, notice: Notice, source: str) -> frozenset[str]:
    names = environment_of_lines if notice.to.kind == "lines" else environment
    try:
        return names(subject.process).compile(source).references
    except ExpressionError:
        return frozenset()
