"""Which union, and may he: what every verb of the union register asks first."""

from __future__ import annotations

from permissions import gate
from unionhall.casework.core.sentences import refused
from unionhall.casework.refusals import NotYours
from unionhall.organisation.models import Union
from unionhall.organisation.selectors import union_by_key
from unionhall.people.models import User


def managed(key: object, by: User) -> Union:
    """A union whose register entry he keeps. Raises NotYours: nobody learns what else there is."""
    union = union_by_key(key)
    if union is None or not gate.fresh(by).may_manage_union(union):
        raise NotYours
    return union


def managed_from_above(key: object, by: User) -> tuple[Union, Union]:
    """(union, the one above it): its place in the tree is the higher union's to change.

    Raises NotYours, Refused("root-stays").
    """
    union = managed(key, by)
    parent = Union.objects.get_parent(union, update=True)
    if parent is None:
        raise refused("root-stays")
    if not gate.fresh(by).may_manage_union(parent):
        raise NotYours
    return union, parent


def target(key: object, by: User) -> Union:
    """Where something is to go: one he manages too. Raises Refused("no-such-union")."""
    union = union_by_key(key)
    if union is None or not gate.fresh(by).may_manage_union(union):
        raise refused("no-such-union")
    if not union.is_active:
        raise refused("union-closed")
    return union
