"""Entrances that lead to a matter with something filled in, found in the definitions.

`{% entrances union as found %}`: for each matter that an address can bring this union to, its
title, the address and that of its QR code. No matter is named here.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.urls import reverse

from unionhall.definitions import selectors
from unionhall.organisation.models import Union

register = template.Library()
UNION = "union-ref"


@dataclass(frozen=True, slots=True)
class Entrance:
    title: str
    address: str
    picture: str


@register.simple_tag
def entrances(union: Union) -> list[Entrance]:
    """Return the entrances of one union, in the order of the hall."""
    found = []
    for _document, process in sorted(
        selectors.catalogue(), key=lambda one: (one[1].menu.order, one[1].key)
    ):
        link = next((one for one in process.links if one.format == UNION), None)
        if link is None:
            continue
        query = f"?{urlencode({link.key: union.key})}"
        guide = reverse("portal:guide", args=[process.key])
        picture = reverse("portal:qr", args=[process.key])
        found.append(
            Entrance(process.menu.title, f"{settings.SITE_URL}{guide}{query}", picture + query)
        )
    return found
