"""The cases a case began, and the one it was begun from, as far as a user may see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from permissions import gate
from unionhall.cases.models import Case, CaseStatus
from unionhall.language.model import Effect, Process
from unionhall.people.models import User

MOST = 20


@dataclass(frozen=True, slots=True)
class Kin:
    """`is_parent`: the other one was there first."""

    key: str
    title: str
    number: str
    status: str
    is_parent: bool = False


def family(user: User, case: Case, process: Process) -> tuple[Kin, ...]:
    """No query for a case that neither began another one nor was begun by one."""
    found = [*_parent(user, case)]
    if any(effect.do == "start" for effect in _effects(process)):
        rows = Case.objects.filter(parent=case, deleted_at=None).select_related("union")
        found += [_kin(one) for one in rows.order_by("pk")[:MOST] if _may_see(user, one)]
    return tuple(found)


def _parent(user: User, case: Case) -> Iterator[Kin]:
    if case.parent_id is None:
        return
    rows = Case.objects.filter(pk=case.parent_id, deleted_at=None).select_related("union")
    for parent in rows:
        if _may_see(user, parent):
            yield _kin(parent, is_parent=True)


def _may_see(user: User, case: Case) -> bool:
    if case.starter_id == user.pk:
        return True
    return case.status != CaseStatus.DRAFT and gate.may_view(user, case).allowed


def _kin(case: Case, *, is_parent: bool = False) -> Kin:
    return Kin(case.key, case.title, case.number or "", case.status, is_parent)


def _effects(process: Process) -> Iterator[Effect]:
    for stage in process.stages:
        for effects in stage.effects.values():
            yield from effects
