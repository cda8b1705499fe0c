"""JSON that the meta-schema accepted -> the frozen model.

Parsing checks only what cannot be represented; everything that can be wrong and still be a
definition is the linter's business.
"""

from __future__ import annotations

from unionhall.language import model
from unionhall.language.layouts import steps
from unionhall.language.messages import parse_notices
from unionhall.language.parse_imports import parse_import
from unionhall.language.parse_lines import lines_of, outside_of, period_of
from unionhall.language.parse_parts import (
    DefinitionError,
    Doc,
    digest_of,
    effects_of,
    facts_of,
    materials_of,
    of_document,
    parse_form,
)
from unionhall.language.parse_registers import parse_register
from unionhall.language.text import read_text

__all__ = [
    "DefinitionError",
    "parse_codelist",
    "parse_form",
    "parse_import",
    "parse_pack",
    "parse_process",
    "parse_register",
    "parse_text",
]


@of_document
def parse_process(doc: Doc, *, digest: str | None = None) -> model.Process:
    """Return the model of a process document."""
    form = parse_form(doc["form"])
    return model.Process(
        key=doc["key"],
        title=doc["title"],
        digest=digest_of(doc, digest),
        menu=_menu(doc),
        matter_group=doc["matter_group"],
        guide=_guide(doc.get("guide", {})),
        starters=tuple(model.Starter(s["as"], s.get("permission")) for s in doc["starters"]),
        subject=_subject(doc["subject"]),
        numbering=model.Numbering(doc["numbering"]["pattern"], doc["numbering"]["scope"]),
        summary=tuple(doc.get("summary", ())),
        exclusive=tuple(_exclusive(e) for e in doc.get("exclusive", ())),
        facts=facts_of(doc),
        eligibility=tuple(_condition(c) for c in doc.get("eligibility", ())),
        consents=tuple(
            model.Consent(c["key"], c["text"], c["at"], c["label"], c.get("required", True))
            for c in doc.get("consents", ())
        ),
        form=form,
        materials=materials_of(doc),
        stages=tuple(_stage(s) for s in doc["stages"]),
        scenarios=tuple(doc.get("scenarios", ())),
        steps=steps(form.layout),
        links=tuple(
            model.Link(key, one["format"], one["title"])
            for key, one in doc.get("links", {}).items()
        ),
        notices=parse_notices(doc.get("notices", ())),
        invite=model.Invite(**doc["invite"]) if "invite" in doc else None,
        lines=lines_of(doc),
        period=period_of(doc),
        end_title=doc.get("end_title", ""),
        withdrawal=doc.get("withdrawal", "reopen"),
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
    texts = {key: value for key, value in guide.items() if key not in ("faq", "tasks")}
    faq = tuple(model.Question(q["question"], q["answer"]) for q in guide.get("faq", ()))
    return model.Guide(**texts, faq=faq, tasks=tuple(guide.get("tasks", ())))


def _subject(subject: Doc) -> model.Subject:
    if subject["kind"] == "union":
        source = subject.get("from", "applicant.union")
        return model.Subject("union", source, source)
    union = subject.get("union", "applicant.union")
    return model.Subject("person", subject.get("from", "applicant"), union)


def _exclusive(one: Doc) -> model.Exclusive:
    return model.Exclusive(one["key"], tuple(one["paths"]), tuple(one["while"]), one["message"])


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
        effects={event: effects_of(docs) for event, docs in stage.get("on", {}).items()},
        materials=materials_of(stage),
        outside=outside_of(stage),
        lines=stage.get("lines", ""),
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


@of_document
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
    return model.CodeList(doc["key"], doc["title"], digest_of(doc, digest), items)


@of_document
def parse_pack(doc: Doc, *, digest: str | None = None) -> model.Pack:
    groups = tuple(
        model.MatterGroup(
            g["key"], g["title"], tuple(g["permissions"].items()), g.get("for_chair", True)
        )
        for g in doc.get("matter_groups", ())
    )
    return model.Pack(doc["key"], doc["title"], doc["root"], groups, digest_of(doc, digest))


def parse_text(markdown: str) -> model.Text:
    """A text document, from Markdown with a head. Raises DefinitionError with TXT findings."""
    text, findings = read_text(markdown)
    if text is None:
        raise DefinitionError(findings)
    return text
