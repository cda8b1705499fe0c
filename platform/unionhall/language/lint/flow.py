"""The chain can be walked: stages are reached, cases end, loops have people in them."""

from __future__ import annotations

from collections.abc import Iterator

from unionhall.language.edges import (
    ADVANCING,
    APPLICANT,
    END,
    REJECTED,
    edges,
    may_be_skipped,
    reached,
    reaching,
)
from unionhall.language.findings import Finding
from unionhall.language.lint.report import found
from unionhall.language.lint.subject import Subject, at
from unionhall.language.model import Action, Process, Stage

# What the engine does when somebody presses a button; any other key would be a dead button.
EXECUTED = ("approve", "return", "reject")


def rules(subject: Subject) -> Iterator[Finding]:
    process = subject.process
    for index, stage in enumerate(process.stages):
        yield from _branches(stage, index)
        yield from _actions(stage, index)
    yield from _graph(process)
    yield from _loops(process)


def _branches(stage: Stage, index: int) -> Iterator[Finding]:
    if not stage.branches:
        return
    base = at("stages", index, "next")
    if stage.branches[-1].when is not None:
        yield found("FLOW004", base, stage=stage.title)
    for position, branch in enumerate(stage.branches[:-1]):
        if branch.when is None:
            yield found("FLOW005", base + at(position + 1), stage=stage.title)
            break


def _actions(stage: Stage, index: int) -> Iterator[Finding]:
    for position, action in enumerate(stage.actions):
        path = at("stages", index, "actions", position)
        if action.key not in EXECUTED:
            yield found("FLOW006", path + at("key"), action=action.key)
        elif action.key != "return" and action.to:
            yield found("DEAD005", path + at("to"), name="to", action=action.title)
        if stage.kind != "review":
            yield from _waiting(stage, action, path)
        if action.bulk and (action.key == "return" or (action.key == "approve" and stage.form)):
            yield found("FLOW008", path + at("bulk"), action=action.title)
        if action.opinions and action.reason == "none":
            yield found("DEAD005", path + at("opinions"), name="opinions", action=action.title)


def _waiting(stage: Stage, action: Action, path: str) -> Iterator[Finding]:
    """What is due from the starter is only handed in; nobody presses the yes of an outside."""
    if stage.kind == APPLICANT and action.key != ADVANCING:
        yield found("STG002", path + at("key"), action=action.title, stage=stage.title)
    is_pressed = stage.kind == "external" and action.key != ADVANCING
    for name in ("bulk", "reason"):
        value = getattr(action, name)
        if value not in (False, "none") and not is_pressed:
            yield found("DEAD005", path + at(name), name=name, action=action.title)


def _graph(process: Process) -> Iterator[Finding]:
    known = {APPLICANT, END, REJECTED, *(stage.key for stage in process.stages)}
    moves = [edge for edge in edges(process) if edge.target in known]
    forward = [edge for edge in moves if edge.move not in ("return", "reject")]
    entered = reached(APPLICANT, forward)
    ending = reaching((END, REJECTED), moves)
    completing = reaching((END,), forward)
    for index, stage in enumerate(process.stages):
        if stage.key not in entered:
            yield found("FLOW001", at("stages", index), stage=stage.title)
        if stage.key not in ending:
            yield found("FLOW002", at("stages", index), stage=stage.title)
        elif stage.key not in completing:
            yield found("FLOW007", at("stages", index), stage=stage.title)


def _loops(process: Process) -> Iterator[Finding]:
    """A way round on which every stage may be skipped needs no human act: it never stops."""
    skippable = {stage.key for stage in process.stages if may_be_skipped(stage)}
    passing = [edge for edge in edges(process) if edge.move == "skip"]
    for index, stage in enumerate(process.stages):
        if stage.key not in skippable:
            continue
        after = {edge.target for edge in passing if edge.source == stage.key}
        if any(stage.key in reached(target, passing) for target in after):
            yield found("FLOW003", at("stages", index), stage=stage.title)
