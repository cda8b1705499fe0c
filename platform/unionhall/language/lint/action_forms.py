"""Forms of row actions, judged by the rules for the forms of stages.

An action becomes the only stage of a process made for it; of what the rules find there, what is
about the form is kept, under its place in the register.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from unionhall.language.environment_of_records import environment_of_register
from unionhall.language.findings import Finding
from unionhall.language.lint import cycles, duplicates, expressions, hidden, links, paths, unused
from unionhall.language.lint.references import References
from unionhall.language.lint.sensitive import of_schema
from unionhall.language.lint.subject import Subject, at
from unionhall.language.model import (
    Form,
    Guide,
    Menu,
    Numbering,
    Process,
    RecordAction,
    Register,
    Stage,
)
from unionhall.language.model import Subject as About

Json = Any
HERE = at("stages", 0, "form")
EMPTY: Mapping[str, Json] = {"type": "object", "properties": {}}
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
    process = Process(
        key=one.key,
        title=one.title,
        digest=f"{one.digest}/{action.key}",
        menu=Menu("", one.title, "", "", 0, ""),
        matter_group=one.matter_group,
        guide=Guide(),
        starters=(),
        subject=About("union", "applicant.union", "applicant.union"),
        numbering=Numbering("", "all"),
        summary=(),
        exclusive=(),
        facts=one.facts,
        eligibility=(),
        consents=(),
        form=Form(EMPTY, {}),
        materials=(),
        stages=(Stage(action.key, action.title, "review", (), (), form=action.form),),
        scenarios=(),
        names=environment_of_register(one, action),
    )
    doc = {"form": {"schema": EMPTY}, "stages": [{"form": form}]}
    return Subject(doc, process, references)
