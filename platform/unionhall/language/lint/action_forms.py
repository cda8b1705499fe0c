"""Forms of row actions, judged by the rules for the forms of stages.

An action becomes the only stage of a process made for it; of what the rules find there, what is
about the form is kept, under its place in the register.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from unionhall.language.action_process import NOTHING, action_process
from unionhall.language.findings import Finding
from unionhall.language.lint import cycles, duplicates, expressions, hidden, links, paths, unused
from unionhall.language.lint.references import References
from unionhall.language.lint.sensitive import of_schema
from unionhall.language.lint.subject import Subject, at
from unionhall.language.model import RecordAction, Register

Json = Any
HERE = at("stages", 0, "form")
RULES = (paths, links, hidden, cycles, duplicates, unused, expressions)


def forms(doc: Mapping[str, Json], one: Register, references: References) -> Iterator[Finding]:
    for index, action in enumerate(one.actions):
        if action.form is None:
            continue
        place = at("actions", index, "form")
        yield from of_schema(action.form.schema, place + at("schema"))
        subject = _subject(doc["actions"][index]["form"], one, action, references)
        for module in RULES:
            for finding in module.rules(subject):
                if finding.path.startswith(HERE + "/"):
                    yield replace(finding, path=place + finding.path.removeprefix(HERE))


def _subject(
    form: Mapping[str, Json], one: Register, action: RecordAction, references: References
) -> Subject:
    assert action.form is not None
    process = action_process(one, action, action.form)
    doc = {"form": {"schema": NOTHING.schema}, "stages": [{"form": form}]}
    return Subject(doc, process, references)
