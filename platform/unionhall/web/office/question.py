"""The one question before a decision: what will happen, in a sentence, and what is still asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from permissions import gate
from unionhall.definitions import selectors as definitions
from unionhall.engine.shapes import APPLICANT, LINES, MATERIAL
from unionhall.forms.control import RenderContext
from unionhall.forms.display import sections
from unionhall.forms.layout import plan
from unionhall.language.model import Action, Stage
from unionhall.people.models import User
from unionhall.reports.case_page import CasePage
from unionhall.reports.opinions import Opinion, opinions
from unionhall.web.office import dossier
from unionhall.web.office.posted import Posted


def ask(
    page: CasePage,
    action: Action,
    posted: Posted,
    values: Mapping[str, Any],
    context: RenderContext,
    officer: User,
) -> dict[str, Any]:
    """Return what `office/question.html` shows. `values`: what this stage fills in, valid."""
    assert page.task is not None
    stage = page.process.stage(page.task.stage)
    targets = [(key, target_title(page, key)) for key in action.to]
    to = posted.to or (action.to[0] if action.to else APPLICANT)
    stock = stock_of(officer, action)
    return {
        "action": action.key,
        "title": _("{action}: {case}").format(action=action.title, case=dossier.title_of(page)),
        "sentence": action.confirm or consequence(page, stage, action),
        "rows": _filled_in(page, stage, values, context) if action.key == "approve" else [],
        "targets": targets,
        "to": to,
        "items": _items(page, posted, context) if action.key == "return" else [],
        "asks_reason": action.reason != "none",
        "needs_reason": action.reason == "required",
        "reason": with_opinion(posted, stock) or _from_verdicts(page, posted, action),
        "opinions": grouped(stock),
        "may_keep": bool(action.opinions),
        "keep": posted.keeps,
        "keep_for": posted.keep_for,
        "unions": gate.staff_unions(officer),
        "verb": action.title,
        "tone": "primary" if action.key == "approve" else "danger",
    }


def consequence(page: CasePage, stage: Stage, action: Action) -> str:
    """Say in one sentence what the decision brings about."""
    if action.key == "return":
        if action.to in ((), (APPLICANT,)):
            return _(
                "The applicant is told, corrects what you tick and submits again;"
                " the case then comes back to “{stage}”."
            ).format(stage=stage.title)
        return _("The case leaves “{stage}” and goes back to where you say.").format(
            stage=stage.title
        )
    if action.key == "reject":
        return _("The case ends here and cannot be changed any more; the applicant is told why.")
    return f"{_onward(page, stage)}{_written(stage, action)}"


def _onward(page: CasePage, stage: Stage) -> str:
    """Name the next stage where it is certain: no branch, no stage that may be skipped."""
    keys = [one.key for one in page.process.stages]
    later = page.process.stages[keys.index(stage.key) + 1 :]
    if stage.branches or stage.quorum > 1 or len(stage.actors) > 1:
        return _("Your agreement is recorded, and the case goes on.")
    if not later:
        return _("The case is completed and the applicant is told.")
    if later[0].skip_when:
        return _("The case goes on to its next stage.")
    return _("The case goes on to “{stage}”.").format(stage=later[0].title)


def _written(stage: Stage, action: Action) -> str:
    names = []
    for effect in stage.effects.get(action.key, ()):
        try:
            names.append(definitions.register(effect.register).title)
        except definitions.NotPublished:
            continue
    if not names:
        return ""
    return _(" It is entered in {registers}.").format(registers=_(", ").join(dict.fromkeys(names)))


def target_title(page: CasePage, key: str) -> str:
    return _("the applicant") if key == APPLICANT else page.process.stage(key).title


def stock_of(officer: User, action: Action) -> tuple[Opinion, ...]:
    return opinions(officer, (action.opinions,)) if action.opinions else ()


def grouped(stock: tuple[Opinion, ...]) -> list[dict[str, Any]]:
    """Own first, then each union's, then the platform's; empty groups left out."""
    groups: dict[str, list[Opinion]] = {}
    for one in stock:
        title = {"own": _("My opinions"), "platform": _("For everybody")}.get(
            one.level, one.union_name
        )
        groups.setdefault(title, []).append(one)
    return [{"title": title, "opinions": found} for title, found in groups.items()]


def with_opinion(posted: Posted, stock: tuple[Opinion, ...]) -> str:
    """Return the reason with the chosen stock opinion put behind it."""
    text = next((one.text for one in stock if one.key == posted.fills), "")
    if not text or text in posted.reason:
        return posted.reason
    return f"{posted.reason}\n{text}".strip()


def _from_verdicts(page: CasePage, posted: Posted, action: Action) -> str:
    """Return a first draft of the reason: what was noted beside the materials."""
    if action.key != "return" or posted.is_confirmed:
        return ""
    titles = {row.material.key: row.material.title for row in page.materials}
    lines = [
        _("{material}: {problem}").format(material=titles[key], problem=one.reason)
        for key, one in posted.verdicts.items()
        if one.choice == "correct" and one.reason and key in titles
    ]
    return "\n".join(lines)


def _filled_in(
    page: CasePage, stage: Stage, values: Mapping[str, Any], context: RenderContext
) -> list[dict[str, str]]:
    found = sections(page.process, values, context, stage=stage.key)
    return [{"label": row.label, "text": row.text} for section in found for row in section.rows]


def _items(page: CasePage, posted: Posted, context: RenderContext) -> list[dict[str, Any]]:
    """What can be ticked: fields the applicant himself filled in, the list of people, materials."""
    ticked = {*posted.items, *posted.to_correct}
    compiled = plan(page.process)
    groups = []
    for section in sections(page.process, page.answers, context):
        choices: dict[str, dict[str, Any]] = {}
        for row in section.rows:
            path = row.path.split("/")[0]
            control = compiled.control(path)
            if control is None or control.leaf.get("readOnly"):
                continue
            choices.setdefault(
                path, {"value": path, "title": control.label, "is_ticked": path in ticked}
            )
        if choices:
            groups.append({"title": section.label, "choices": list(choices.values())})
    if page.process.lines is not None:
        titles = {LINES: page.process.lines.title}
        groups.append({"title": _("People"), "choices": _choices(titles, ticked)})
    titles = {f"{MATERIAL}{row.material.key}": row.material.title for row in page.materials}
    if titles:
        groups.append({"title": _("Materials"), "choices": _choices(titles, ticked)})
    return groups


def _choices(titles: Mapping[str, str], ticked: Collection[str]) -> list[dict[str, Any]]:
    return [
        {"value": key, "title": title, "is_ticked": key in ticked} for key, title in titles.items()
    ]
