"""A step, or the form of a stage, as HTML: sections, controls, neighbouring facts in one list.

What is not relevant is written into `<template>`: a browser without JavaScript neither shows nor
posts it, `form-state` puts it on the page, hidden, and shows it when the server says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from django.utils.safestring import SafeString

from unionhall.engine.state import FieldState, FormState
from unionhall.forms.control import Control, RenderContext
from unionhall.forms.fields import is_fact, render_field
from unionhall.forms.layout import HINT, Parts, Plan, Section
from unionhall.forms.markup import join, tag

Errors = Mapping[str, tuple[str, ...]]


def render_parts(
    parts: Parts, state: FormState, context: RenderContext, *, level: int = 2
) -> SafeString:
    """HTML of controls and sections; `level` is the heading level of the sections.

    Controls that stand outside any section get one without a heading, so that they look alike.
    """
    drawn = [
        part if is_section else tag("div", {"class": "form-section"}, part)
        for is_section, part in _runs(parts, state, context, level)
    ]
    return join(drawn)


def _runs(
    parts: Parts, state: FormState, context: RenderContext, level: int
) -> Iterator[tuple[bool, SafeString]]:
    """(is a section, HTML): sections one by one, controls between them together."""
    loose: list[Control] = []
    for part in parts:
        if isinstance(part, Control):
            loose.append(part)
            continue
        if loose:
            yield False, _controls(loose, state, context)
            loose = []
        yield True, _section(part, state, context, level)
    if loose:
        yield False, _controls(loose, state, context)


def _section(section: Section, state: FormState, context: RenderContext, level: int) -> SafeString:
    heading_id = f"section{section.position.replace('/', '-')}"
    name = "form-section" + (" form-section--across" if section.across else "")
    if level > 2:
        name += " form-section--inner"
    heading: SafeString | str = ""
    if section.label:
        title = {"class": "form-section__title", "id": heading_id}
        heading = tag(f"h{min(level, 6)}", title, section.label)
    inner = [part for _is_section, part in _runs(section.parts, state, context, level + 1)]
    is_shown = any(state_of(control, state).visible for control in section.controls)
    return tag(
        "section" if section.label else "div",
        {
            "class": name,
            "aria-labelledby": heading_id if section.label else None,
            "data-section": True,
            "hidden": not is_shown,
        },
        heading,
        tag("div", {"class": "form-section__parts"}, *inner),
    )


def _controls(controls: Sequence[Control], state: FormState, context: RenderContext) -> SafeString:
    drawn = []
    pairs = [(control, state_of(control, state)) for control in controls]
    for are_facts, run in groupby(pairs, key=lambda pair: is_fact(*pair)):
        rows = [_control(control, one, context) for control, one in run]
        drawn.append(tag("dl", {"class": "facts"}, *rows) if are_facts else join(rows))
    return join(drawn)


def _control(control: Control, one: FieldState, context: RenderContext) -> SafeString:
    drawn = render_field(control, one, context.errors.get(control.path, ()), context)
    return drawn if one.visible else tag("template", {"data-field-of": control.path}, drawn)


def page_context(
    context: RenderContext,
    plan: Plan,
    state: FormState,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Errors | None = None,
    extra_rows: Mapping[str, int] | None = None,
) -> RenderContext:
    """What surrounds the fields, completed by what this form and this moment add."""
    return replace(
        context,
        values=state.values,
        titles=plan.titles,
        sensitive=plan.sensitive,
        references=plan.references,
        placed=plan.placed,
        typed=typed or {},
        errors=errors or {},
        extra_rows=extra_rows or {},
    )


def state_of(control: Control, state: FormState) -> FieldState:
    """The engine's state of a control; hints are elements of the layout without a value."""
    if control.kind == "hint":
        shown = state.elements.get(control.path.removeprefix(HINT), True)
        return FieldState(control.path, control.leaf, shown, False, True, None)
    found = state.fields.get(control.path)
    if found is not None:
        return found
    # A definition that was never linted may show what its schema does not have.
    return FieldState(control.path, control.leaf, True, False, True, None)


def errors_of(problems: Iterable[tuple[str, str]]) -> Errors:
    """Sentences by posted name (`rows.0.name`) from (path, sentence) pairs."""
    found: dict[str, tuple[str, ...]] = {}
    for path, sentence in problems:
        name = path.replace("/", ".")
        found[name] = (*found.get(name, ()), sentence)
    return found
