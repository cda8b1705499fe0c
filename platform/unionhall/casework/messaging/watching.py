"""Who watches over the platform: reads the audit trail, repeats messages that did not arrive."""

from __future__ import annotations

from permissions import gate
from permissions.managing import MANAGE_STAFF, VIEW_AUDIT
from unionhall.organisation import selectors as organisation
from unionhall.people.models import User


def may_watch(user: User) -> bool:
    """The city's own people: either right, held on the highest union."""
    return _holds(user, VIEW_AUDIT) or _holds(user, MANAGE_STAFF)


def may_audit(user: User) -> bool:
    """Who may read the audit trail, which is of all unions."""
    return _holds(user, VIEW_AUDIT)


def _holds(user: User, codename: str) -> bool:
    place = gate.of(user).scope(codename)
    root = organisation.root() if place else None
    return root is not None and place.covers(root.pk, root.path)
