"""Somebody decides every case, whichever union it belongs to; thresholds can be met.

Proved for every chain of unions handed in; each failure names the union it fails for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from unionhall.language.environment import environment, expression
from unionhall.language.expressions import EvaluationError, ExpressionError
from unionhall.language.findings import Finding
from unionhall.language.lint.references import Chain
from unionhall.language.lint.report import found
from unionhall.language.lint.subject import Subject, at
from unionhall.language.model import Actor, Process, Stage
from unionhall.language.working_days import NAME as CALENDAR
from unionhall.language.working_days import weekdays

NOBODY: Any = object()


def rules(subject: Subject) -> Iterator[Finding]:
    for index, stage in enumerate(subject.process.stages):
        yield from _stage(subject, stage, index)
    yield from _everybody_skipped(subject)
    yield from _unknown_union(subject)


def _stage(subject: Subject, stage: Stage, index: int) -> Iterator[Finding]:
    base = at("stages", index)
    if stage.quorum > 1 and stage.if_nobody == "skip":
        yield found("THR001", base + at("quorum"), stage=stage.title, quorum=stage.quorum)
    for position, actor in enumerate(stage.actors):
        pointer = base + at("actors", position, "at")
        counter = _first_lost(subject, stage, actor)
        if counter is not None:
            yield found("ACT001", pointer, stage=stage.title, union=shown(counter))
        short = _first_short(subject, stage, actor)
        if short is not None:
            chain, holders = short
            yield found(
                "THR002",
                base + at("actors", position),
                stage=stage.title,
                right=actor.permission,
                quorum=max(stage.quorum, 1),
                holders=holders,
                union=shown(chain),
            )


def shown(chain: Chain) -> str:
    """A union by its names from itself up to the root."""
    return " < ".join(link["name"] for link in chain)


def _responsible(process: Process, actor: Actor, chain: Chain) -> Any:
    """The id of the union an actor means; NOBODY when it gives none or errs."""
    compiled = expression(process, actor.at)
    values: dict[str, Any] = {"union.chain": [dict(link) for link in chain]}
    if chain:
        own = chain[0]
        values |= {f"union.{key}": own[key] for key in ("id", "name", "kind")}
        values["union.parent"] = chain[1]["id"] if len(chain) > 1 else None
    values |= {"today": "2026-01-15", "now": "2026-01-15T09:00:00+08:00", CALENDAR: weekdays()}
    bound = {name: values.get(name) for name in compiled.references}
    try:
        place = compiled.evaluate(bound)
    except EvaluationError:
        return NOBODY
    return place["id"] if isinstance(place, Mapping) and place.get("id") else NOBODY


def _reads_only_the_union(process: Process, actor: Actor) -> bool:
    """Only then the chain alone decides; otherwise the case does, and nothing can be proved."""
    try:
        compiled = environment(process).compile(actor.at, "map")
    except ExpressionError:
        return False
    names = compiled.references
    return all(name.startswith("union.") or name in ("today", "now", CALENDAR) for name in names)


def _first_lost(subject: Subject, stage: Stage, actor: Actor) -> Chain | None:
    """A chain for which `if_nobody: error` would stop the case."""
    if stage.if_nobody != "error" or not _reads_only_the_union(subject.process, actor):
        return None
    for chain in subject.references.chains:
        if _responsible(subject.process, actor, chain) is NOBODY:
            return chain
    return None


def _first_short(subject: Subject, stage: Stage, actor: Actor) -> tuple[Chain, int] | None:
    """A real union where fewer people hold the right than have to agree, or nobody does."""
    staffing = subject.references.staffing
    if staffing is None or stage.if_nobody == "skip":
        return None
    if not _reads_only_the_union(subject.process, actor):
        return None
    right = f"{actor.permission}_{subject.process.matter_group}"
    for chain in subject.references.chains:
        wanted = _responsible(subject.process, actor, chain)
        keys = [link["id"] for link in chain]
        if wanted is NOBODY:
            asked = keys[-1:]
        elif stage.if_nobody == "parent" and wanted in keys:
            asked = keys[keys.index(wanted) :]
        else:
            asked = [wanted]
        holders = [staffing.get((key, right), 0) for key in asked]
        if max(holders, default=0) < max(stage.quorum, 1):
            return chain, max(holders, default=0)
    return None


def _everybody_skipped(subject: Subject) -> Iterator[Finding]:
    """A union for which every stage finds nobody and is skipped: the case approves itself."""
    process = subject.process
    reviews = [stage for stage in process.stages if stage.kind == "review"]
    if not reviews or any(s.if_nobody != "skip" or s.skip_when for s in reviews):
        return
    actors = [actor for stage in reviews for actor in stage.actors]
    if not all(_reads_only_the_union(process, actor) for actor in actors):
        return
    for chain in subject.references.chains:
        if all(_responsible(process, actor, chain) is NOBODY for actor in actors):
            yield found("ACT002", at("stages"), union=shown(chain))
            return


def _unknown_union(subject: Subject) -> Iterator[Finding]:
    """Whoever may start without a union must be stopped by a condition, not by the chain."""
    process = subject.process
    if process.subject.union != "applicant.union":
        return
    if all(starter.kind != "person" for starter in process.starters):
        return
    if not any(stage.kind == "review" for stage in process.stages):
        return
    for condition in process.eligibility:
        try:
            compiled = expression(process, condition.when)
            names = compiled.references
            without = {n: "x" for n in names if n.startswith("form.")}
            if compiled.evaluate(without) is not True and _speaks_of_union(names):
                return
        except (ExpressionError, EvaluationError):
            continue
    yield found("ACT003", at("subject"))


def _speaks_of_union(names: frozenset[str]) -> bool:
    about = ("applicant.union", "applicant.union_name", "applicant.is_member")
    return any(name in about or name.startswith("union.") for name in names)
