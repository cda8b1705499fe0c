"""Fields that a schema asks for under a condition: `if`/`then`, `dependentRequired`, `allOf`.

Prepared once per form, so that a page can show which fields are required before anything is
submitted. What is hidden is taken out by `state`; values are judged by `violations`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from unionhall.engine.effective import resolved, written_out
from unionhall.engine.paths import read
from unionhall.language.validators import Validator, validator

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Clause:
    """While it holds of the object at `prefix`, `names` are required and `clauses` are asked.

    `given`: a property that has to be there; `test` has to be `wanted`.
    """

    prefix: str
    names: tuple[str, ...] = ()
    given: str | None = None
    test: Validator | None = None
    wanted: bool = True
    clauses: tuple[Clause, ...] = ()

    def demands(self, answers: Mapping[str, Any]) -> Iterator[str]:
        values = read(answers, self.prefix) if self.prefix else answers
        if not isinstance(values, Mapping):
            return
        if self.given is not None and self.given not in values:
            return
        if self.test is not None and self.test.is_valid(values) is not self.wanted:
            return
        for name in self.names:
            yield f"{self.prefix}.{name}" if self.prefix else name
        for clause in self.clauses:
            yield from clause.demands(answers)


def clauses_of(root: Schema) -> tuple[Clause, ...]:
    """All clauses of a form's schema, those of nested objects included; mostly none."""
    return tuple(_clauses(root, root, ""))


def _clauses(root: Schema, schema: Schema, prefix: str) -> Iterator[Clause]:
    for given, names in schema.get("dependentRequired", {}).items():
        yield Clause(prefix, tuple(names), given)
    for given, below in schema.get("dependentSchemas", {}).items():
        yield _branch(root, below, prefix, given=given)
    for below in schema.get("allOf", ()):
        yield _branch(root, below, prefix)
    if "if" in schema:
        test = validator(written_out(root, schema["if"]))
        for word, wanted in (("then", True), ("else", False)):
            if word in schema:
                yield _branch(root, schema[word], prefix, test=test, wanted=wanted)
    for name, raw in schema.get("properties", {}).items():
        below = resolved(root, raw)
        if "properties" in below:
            yield from _clauses(root, below, f"{prefix}.{name}" if prefix else name)


def _branch(root: Schema, raw: Schema, prefix: str, **condition: Any) -> Clause:
    schema = resolved(root, raw)
    nested: list[Clause] = list(_clauses(root, schema, prefix))
    for name, below in schema.get("properties", {}).items():
        if "required" in below:
            path = f"{prefix}.{name}" if prefix else name
            nested.append(Clause(path, tuple(below["required"])))
    names = tuple(schema.get("required", ()))
    return Clause(prefix, names, clauses=tuple(nested), **condition)
