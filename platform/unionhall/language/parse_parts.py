"""Parts that several kinds of document have in common: JSON -> the frozen model.

Checks only what cannot be represented; the linter says what is wrong with the rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from unionhall.language import canonical, model
from unionhall.language.findings import Finding
from unionhall.language.layouts import layouts
from unionhall.language.meta import findings_of_shape
from unionhall.language.ordering import in_order

Doc = Mapping[str, Any]
Rest = ParamSpec("Rest")
Parsed = TypeVar("Parsed")


class DefinitionError(Exception):
    """A document that is no definition. `findings` say why, in both languages."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("; ".join(f"{f.path}: {f.sentence('en')}" for f in findings))
        self.findings = findings


def of_document(
    parse: Callable[Concatenate[Doc, Rest], Parsed],
) -> Callable[Concatenate[Doc, Rest], Parsed]:
    """A document that nobody judged beforehand fails with what is wrong with its shape."""

    @wraps(parse)
    def judged(doc: Doc, *args: Rest.args, **kwargs: Rest.kwargs) -> Parsed:
        try:
            return parse(doc, *args, **kwargs)
        except (AttributeError, KeyError, StopIteration, TypeError, ValueError) as error:
            shape = findings_of_shape(doc)
            raise DefinitionError(
                shape or (Finding("DOC006", "", {"detail": str(error)}),)
            ) from error

    return judged


def digest_of(doc: Doc, known: str | None) -> str:
    return known or canonical.digest(doc)


def facts_of(doc: Doc, word: str = "facts") -> tuple[model.Fact, ...]:
    """Each after those it uses."""
    return in_order([_fact(key, fact) for key, fact in doc.get(word, {}).items()])


def _fact(key: str, fact: Doc) -> model.Fact:
    op = next(op for op in ("exists", "count", "sum", "first", "list") if op in fact)
    return model.Fact(key, op, fact[op], dict(fact.get("where", {})), fact.get("column"))  # type: ignore[arg-type]


def parse_form(form: Doc) -> model.Form:
    """Return the model of a `form` (of a process or of a stage)."""
    return model.Form(
        schema=form["schema"],
        layouts=layouts(form),
        prefill=tuple(model.Prefill(p, s) for p, s in form.get("prefill", {}).items()),
        computed=tuple(_computed(p, c) for p, c in form.get("computed", {}).items()),
        checks=checks_of(form),
        lookups=tuple(_lookup(p, entry) for p, entry in form.get("lookups", {}).items()),
    )


def _computed(path: str, entry: str | Doc) -> model.Computed:
    if isinstance(entry, str):
        return model.Computed(path, entry)
    return model.Computed(path, entry["value"], entry.get("when"))


def checks_of(doc: Doc) -> tuple[model.Check, ...]:
    return tuple(_check(check) for check in doc.get("checks", ()))


def _check(check: Doc) -> model.Check:
    return model.Check(
        key=check["id"],
        assertion=check["assert"],
        message=check["message"],
        paths=tuple(check.get("paths", ())),
        level=check.get("level", "block"),
        when=check.get("when"),
    )


def _lookup(path: str, lookup: Doc) -> model.Lookup:
    return model.Lookup(
        path=path,
        source=lookup["source"],
        lists=tuple(
            model.LookupList(one["key"], one["title"], one.get("consent"))
            for one in lookup.get("lists", ())
        ),
        columns=columns_of(lookup),
        fill=dict(lookup.get("fill", {})),
        button=lookup.get("button"),
        min_chars=lookup.get("min_chars", 2),
        confirm=lookup.get("confirm"),
        empty=lookup.get("empty"),
        require=tuple((r["column"], r["message"]) for r in lookup.get("require", ())),
        where=where_of(lookup),
    )


def where_of(doc: Doc) -> dict[str, model.Cel]:
    """Column -> CEL of a `where` that may also list texts."""
    return {column: _source(given) for column, given in doc.get("where", {}).items()}


def _source(given: str | list[str]) -> model.Cel:
    """CEL as it is; a list of texts as the CEL that gives it."""
    return given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)


def columns_of(doc: Doc) -> tuple[model.Column, ...]:
    return tuple(
        model.Column(c["key"], c["title"], c.get("mask"), c.get("due", False))
        for c in doc["columns"]
    )


def empty_of(doc: Doc) -> model.Empty | None:
    empty = doc.get("empty")
    return model.Empty(empty["text"], empty.get("link")) if empty else None


def materials_of(doc: Doc) -> tuple[model.Material, ...]:
    return tuple(_material(material) for material in doc.get("materials", ()))


def _material(material: Doc) -> model.Material:
    given = {key: value for key, value in material.items() if key not in ("how", "accept")}
    given |= {key: tuple(material[key]) for key in ("how", "accept") if key in material}
    return model.Material(**given)


def effects_of(docs: Iterable[Doc]) -> tuple[model.Effect, ...]:
    return tuple(_effect(effect) for effect in docs)


def _effect(effect: Doc) -> model.Effect:
    given = "with" if effect["do"] in ("call", "start") else "set"
    return model.Effect(
        do=effect["do"],
        register=effect.get("register", ""),
        match=dict(effect.get("match", {})),
        values=dict(effect.get(given, {})),
        when=effect.get("when"),
        hook=effect.get("hook", ""),
        each=effect.get("each", ""),
        process=effect.get("process", ""),
    )
