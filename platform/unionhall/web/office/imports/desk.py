"""Which imports an officer has before him, and where he may import. Others are 404."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest
from django.urls import reverse

from unionhall.casework.imports.batch import unions_of
from unionhall.definitions import selectors as definitions
from unionhall.language.model import Import
from unionhall.organisation.models import Union
from unionhall.people.models import User
from unionhall.web import current_post
from unionhall.web.office.access import officer


@dataclass(frozen=True)
class Desk:
    """One import, as one officer may use it."""

    import_: Import
    user: User

    @property
    def address(self) -> str:
        return reverse("office:import", args=[self.import_.key])

    @cached_property
    def unions(self) -> list[Union]:
        return unions_of(self.user, self.import_)

    def union(self, key: str) -> Union | None:
        """One of his, by its key; the only one without a key."""
        if len(self.unions) == 1 and not key:
            return self.unions[0]
        return next((one for one in self.unions if one.key == key), None)

    def usual(self, request: HttpRequest) -> Union:
        """Of the post he works in now, else the first."""
        current = current_post.current_union(request)
        return (current and self.union(current.key)) or self.unions[0]


def open_desk(request: HttpRequest, import_key: str) -> Desk:
    """Raises Http404 for what does not exist for him."""
    try:
        import_ = definitions.import_(import_key)
    except definitions.NotPublished as unknown:
        raise Http404 from unknown
    desk = Desk(import_, officer(request))
    if not desk.unions:
        raise Http404
    return desk


def desks(request: HttpRequest) -> Iterator[Desk]:
    """Imports with a menu entry of their own that he may do somewhere."""
    for import_ in definitions.imports():
        if import_.group:
            desk = Desk(import_, officer(request))
            if desk.unions:
                yield desk
