"""An import document as JSON -> the frozen model."""

from __future__ import annotations

from collections.abc import Iterable

from unionhall.language import model
from unionhall.language.parse_parts import Doc, digest_of, effects_of, facts_of, of_document


@of_document
def parse_import(doc: Doc, *, digest: str | None = None) -> model.Import:
    """Return the model; the errors of its catalogue stand in the order of their codes."""
    template, menu = doc["template"], doc.get("menu", {})
    return model.Import(
        key=doc["key"],
        title=doc["title"],
        digest=digest_of(doc, digest),
        matter_group=doc["matter_group"],
        permission=doc.get("permission", "handle"),
        sheet=template["sheet"],
        file_name=template["file"],
        version=template["version"],
        head_row=template["head_row"],
        columns=tuple(_column(column) for column in template["columns"]),
        errors=tuple(
            model.ImportProblem(code, e["type"], e["message"], e["cause"], e["remedy"])
            for code, e in sorted(doc["errors"].items())
        ),
        codes=dict(doc["codes"]),
        effects=effects_of(doc["effects"]),
        anchors=tuple((one["cell"], one["text"]) for one in template.get("anchors", ())),
        header=tuple(_cell(cell) for cell in template.get("header", ())),
        instructions=tuple(template.get("instructions", ())),
        facts=facts_of(doc),
        header_facts=facts_of(doc, "header_facts"),
        header_checks=_checks(doc.get("header_checks", ())),
        row_checks=_checks(doc.get("row_checks", ())),
        unique=tuple(doc.get("unique", ())),
        identity=_identity(doc),
        policy=doc.get("policy", "partial"),
        window=_window(doc),
        outside_window=doc.get("outside_window", "queue"),
        max_rows=doc.get("max_rows", 50_000),
        group=menu.get("group", ""),
        icon=menu.get("icon", "arrow-up-tray"),
        order=menu.get("order", 100),
        consents=tuple(
            model.Consent(one["key"], one["text"], "submit", one["label"], required=True)
            for one in doc.get("consents", ())
        ),
        review=model.ImportReview(**doc["review"]) if "review" in doc else None,
    )


def _cell(cell: Doc) -> model.ImportCell:
    return model.ImportCell(**cell)


def _column(column: Doc) -> model.ImportColumn:
    return model.ImportColumn(**column)


def _checks(checks: Iterable[Doc]) -> tuple[model.ImportCheck, ...]:
    return tuple(
        model.ImportCheck(
            key=one["id"],
            assertion=one["assert"],
            code=one["code"],
            column=one.get("column", ""),
            when=one.get("when"),
            values=dict(one.get("values", {})),
        )
        for one in checks
    )


def _identity(doc: Doc) -> model.IdentityCheck | None:
    one = doc.get("identity")
    if one is None:
        return None
    return model.IdentityCheck(
        name=one["name"],
        document=one["document"],
        mismatch=one["mismatch"],
        timeout=one["timeout"],
        when=one.get("when"),
        window=_window(one),
    )


def _window(doc: Doc) -> tuple[str, str] | None:
    window = doc.get("window")
    return (window[0], window[1]) if window else None
