"""JSON that the meta-schema accepted -> the frozen model.

Parsing checks only what cannot be represented; everything that can be wrong and still be a
definition is the linter's business.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from unionhall.language import canonical, model
from unionhall.language.findings import Finding
from unionhall.language.layouts import layouts, steps
from unionhall.language.messages import parse_notices
from unionhall.language.meta import findings_of_shape
from unionhall.language.ordering import in_order
from unionhall.language.text import read_text

Doc = Mapping[str, Any]
Rest = ParamSpec("Rest")
Parsed = TypeVar("Parsed")


class DefinitionError(Exception):
    """A document that is no definition. `findings` say why, in both languages."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("; ".join(f"{f.path}: {f.sentence('en')}" for f in findings))
        self.findings = findings


def _of_document(
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


def _digest(doc: Doc, known: str | None) -> str:
    return known or canonical.digest(doc)


@_of_document
def parse_process(doc: Doc, *, digest: str | None = None) -> model.Process:
    """Return the model of a process document."""
    form = parse_form(doc["form"])
    return model.Process(
        key=doc["key"],
        title=doc["title"],
        digest=_digest(doc, digest),
        menu=_menu(doc),
        matter_group=doc["matter_group"],
        guide=_guide(doc.get("guide", {})),
        starters=tuple(model.Starter(s["as"], s.get("permission")) for s in doc["starters"]),
        subject=_subject(doc["subject"]),
        numbering=model.Numbering(doc["numbering"]["pattern"], doc["numbering"]["scope"]),
        summary=tuple(doc.get("summary", ())),
        exclusive=tuple(_exclusive(e) for e in doc.get("exclusive", ())),
        facts=in_order(_fact(key, fact) for key, fact in doc.get("facts", {}).items()),
        eligibility=tuple(_condition(c) for c in doc.get("eligibility", ())),
        consents=tuple(
            model.Consent(c["key"], c["text"], c["at"], c["label"], c.get("required", True))
            for c in doc.get("consents", ())
        ),
        form=form,
        materials=tuple(_material(m) for m in doc.get("materials", ())),
        stages=tuple(_stage(s) for s in doc["stages"]),
        scenarios=tuple(doc.get("scenarios", ())),
        steps=steps(form.layout),
        links=tuple(
            model.Link(key, one["format"], one["title"])
            for key, one in doc.get("links", {}).items()
        ),
        notices=parse_notices(doc.get("notices", ())),
        invite=model.Invite(**doc["invite"]) if "invite" in doc else None,
    )


def _menu(doc: Doc) -> model.Menu:
    menu = doc["menu"]
    return model.Menu(
        group=menu["group"],
        title=menu.get("title", doc["title"]),
        icon=menu.get("icon", "document-text"),
        audience=menu.get("audience", ""),
        order=menu.get("order", 100),
        description=menu.get("description", ""),
        beside=tuple(menu.get("beside", ())),
    )


def _guide(guide: Doc) -> model.Guide:
    texts = {key: value for key, value in guide.items() if key != "faq"}
    faq = tuple(model.Question(q["question"], q["answer"]) for q in guide.get("faq", ()))
    return model.Guide(**texts, faq=faq)


def _subject(subject: Doc) -> model.Subject:
    if subject["kind"] == "union":
        source = subject.get("from", "applicant.union")
        return model.Subject("union", source, source)
    union = subject.get("union", "applicant.union")
    return model.Subject("person", subject.get("from", "applicant"), union)


def _exclusive(one: Doc) -> model.Exclusive:
    return model.Exclusive(one["key"], tuple(one["paths"]), tuple(one["while"]), one["message"])


def _fact(key: str, fact: Doc) -> model.Fact:
    op = next(op for op in ("exists", "count", "sum", "first", "list") if op in fact)
    return model.Fact(key, op, fact[op], dict(fact.get("where", {})), fact.get("column"))  # type: ignore[arg-type]


def _condition(one: Doc) -> model.Condition:
    aid = one.get("help")
    return model.Condition(
        key=one["id"],
        title=one["title"],
        when=one["when"],
        passed=one["pass"],
        failed=one["fail"],
        help=model.Help(aid["text"], aid.get("link")) if aid else None,
        level=one.get("level", "block"),
    )


def parse_form(form: Doc) -> model.Form:
    """Return the model of a `form` (of a process or of a stage)."""
    return model.Form(
        schema=form["schema"],
        layouts=layouts(form),
        prefill=tuple(model.Prefill(p, s) for p, s in form.get("prefill", {}).items()),
        computed=tuple(_computed(p, c) for p, c in form.get("computed", {}).items()),
        checks=tuple(_check(c) for c in form.get("checks", ())),
        lookups=tuple(_lookup(p, entry) for p, entry in form.get("lookups", {}).items()),
    )


def _computed(path: str, entry: str | Doc) -> model.Computed:
    if isinstance(entry, str):
        return model.Computed(path, entry)
    return model.Computed(path, entry["value"], entry.get("when"))


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
        columns=tuple(_column(c) for c in lookup["columns"]),
        fill=dict(lookup.get("fill", {})),
        button=lookup.get("button"),
        min_chars=lookup.get("min_chars", 2),
        confirm=lookup.get("confirm"),
        empty=lookup.get("empty"),
        require=tuple((r["column"], r["message"]) for r in lookup.get("require", ())),
        where={column: _source(given) for column, given in lookup.get("where", {}).items()},
    )


def _source(given: str | list[str]) -> model.Cel:
    """CEL as it is; a list of texts as the CEL that gives it."""
    return given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)


def _column(column: Doc) -> model.Column:
    return model.Column(column["key"], column["title"], column.get("mask"))


def _material(material: Doc) -> model.Material:
    given = {key: value for key, value in material.items() if key not in ("how", "accept")}
    given |= {key: tuple(material[key]) for key in ("how", "accept") if key in material}
    return model.Material(**given)


def _stage(stage: Doc) -> model.Stage:
    return model.Stage(
        key=stage["key"],
        title=stage["title"],
        kind=stage["kind"],
        actors=tuple(model.Actor(a["permission"], a["at"]) for a in stage.get("actors", ())),
        actions=tuple(_action(a) for a in stage.get("actions", ())),
        if_nobody=stage.get("if_nobody", "parent"),
        quorum=stage.get("quorum", 1),
        not_by=tuple(stage.get("not_by", ())),
        skip_when=stage.get("skip_when"),
        withdrawable=stage.get("withdrawable", False),
        reveals=tuple(stage.get("reveals", ())),
        form=parse_form(stage["form"]) if "form" in stage else None,
        branches=tuple(model.Branch(b["to"], b.get("when")) for b in stage.get("next", ())),
        effects={event: tuple(map(_effect, e)) for event, e in stage.get("on", {}).items()},
    )


def _action(action: Doc) -> model.Action:
    return model.Action(
        key=action["key"],
        title=action["title"],
        reason=action.get("reason", "none"),
        to=tuple(action.get("to", ())),
        opinions=action.get("opinions"),
        confirm=action.get("confirm"),
        reenter=action.get("reenter", "returner"),
        bulk=action.get("bulk", False),
    )


def _effect(effect: Doc) -> model.Effect:
    return model.Effect(
        do=effect["do"],
        register=effect.get("register", ""),
        match=dict(effect.get("match", {})),
        values=dict(effect.get("with" if effect["do"] == "call" else "set", {})),
        when=effect.get("when"),
        hook=effect.get("hook", ""),
    )


@_of_document
def parse_register(doc: Doc, *, digest: str | None = None) -> model.Register:
    return model.Register(
        key=doc["key"],
        title=doc["title"],
        digest=_digest(doc, digest),
        owners=tuple(doc["owner"]),
        matter_group=doc.get("matter_group", ""),
        schema=doc["schema"],
        keys=tuple(
            (k["key"], tuple(k["paths"]), tuple(k.get("while", doc["states"])))
            for k in doc.get("keys", ())
        ),
        states=tuple(doc["states"]),
        columns=tuple(_column(c) for c in doc["columns"]),
        seed=tuple(doc.get("seed", ())),
    )


@_of_document
def parse_codelist(doc: Doc, *, digest: str | None = None) -> model.CodeList:
    items = tuple(
        model.CodeItem(
            code=i["code"],
            title=i["title"],
            parent=i.get("parent"),
            valid_from=i.get("valid_from"),
            valid_to=i.get("valid_to"),
            values=dict(i.get("values", {})),
        )
        for i in doc["items"]
    )
    return model.CodeList(doc["key"], doc["title"], _digest(doc, digest), items)


@_of_document
def parse_pack(doc: Doc, *, digest: str | None = None) -> model.Pack:
    groups = tuple(
        model.MatterGroup(
            g["key"], g["title"], tuple(g["permissions"].items()), g.get("for_chair", True)
        )
        for g in doc.get("matter_groups", ())
    )
    return model.Pack(doc["key"], doc["title"], doc["root"], groups, _digest(doc, digest))


def parse_text(markdown: str) -> model.Text:
    """A text document, from Markdown with a head. Raises DefinitionError with TXT findings."""
    text, findings = read_text(markdown)
    if text is None:
        raise DefinitionError(findings)
    return text
