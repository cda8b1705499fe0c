"""Which union a page is about, and whether its register is his to keep (404 otherwise)."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.urls import reverse

from permissions import gate
from unionhall.organisation.models import Union
from unionhall.organisation.selectors import chain, union_by_key
from unionhall.web.office import rail


def managed(request: HttpRequest, union_key: str) -> Union:
    union = union_by_key(union_key)
    if union is None or not gate.of(request.user).may_manage_union(union):
        raise Http404
    return union


def managed_from_above(request: HttpRequest, union_key: str) -> Union:
    """Its place in the tree is for whoever manages the union above it."""
    union = managed(request, union_key)
    parent = Union.objects.get_parent(union)
    if parent is None or not union.is_active or not gate.of(request.user).may_manage_union(parent):
        raise Http404
    return union


def frame(request: HttpRequest) -> dict[str, object]:
    return rail.frame(request, reverse("office:unions"))


def crumbs(request: HttpRequest, union: Union, title: str = "") -> list[tuple[str, str]]:
    """The way down to the union, as far up as he manages; `title` of a page below it."""
    rights = gate.of(request.user)
    links = [link for link in reversed(chain(union)) if rights.may_manage_union(link)]
    found = [(link.name, reverse("office:union", args=[link.key])) for link in links]
    if title:
        return [*found, (title, "")]
    return [*found[:-1], (union.name, "")]
