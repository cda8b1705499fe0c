"""Where sealed values lie: every column of every table that can hold one.

Found by the models, not by a list, so a table that comes later is rotated with the others: binary
columns named `sealed...` hold one value each, JSON columns hold tokens anywhere inside.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db import models
from django.db.models.functions import Cast

from unionhall.people import sealing

PREFIX: Final = "sealed"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Place:
    """The columns of one table that may hold sealed values."""

    model: type[models.Model]
    binary: tuple[str, ...]
    json: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.binary, *self.json)

    @property
    def rows(self) -> Any:
        """Rows that hold something sealed, by primary key; which key it was is not asked here."""
        rows = self.model._base_manager.order_by("pk")
        if self.binary:
            return rows
        wanted = models.Q()
        for name in self.json:
            rows = rows.annotate(**{f"{name}_text": Cast(name, models.TextField())})
            wanted |= models.Q(**{f"{name}_text__contains": sealing.TOKEN})
        return rows.filter(wanted)


def all_places() -> list[Place]:
    found = []
    for model in apps.get_models():
        if not model._meta.managed or model._meta.proxy:
            continue
        columns = model._meta.local_concrete_fields
        binary = tuple(
            one.name
            for one in columns
            if isinstance(one, models.BinaryField) and one.name.startswith(PREFIX)
        )
        json = tuple(one.name for one in columns if isinstance(one, models.JSONField))
        if binary or json:
            found.append(Place(model, binary, json))
    return found


def key_ids(value: Any) -> Iterator[str]:
    """The key of every sealed value in a column: an id, or `unknown` for what is no token."""
    if isinstance(value, bytes | memoryview):
        yield sealing.key_id_of(value)
    elif isinstance(value, str) and sealing.is_sealed(value):
        yield _key_of_token(value)
    elif isinstance(value, dict):
        for one in value.values():
            yield from key_ids(one)
    elif isinstance(value, list):
        for one in value:
            yield from key_ids(one)


def changed(value: Any, change: Callable[[bytes], bytes]) -> Any:
    """A copy of a column's value in which `change` was applied to everything sealed.

    What only looks like a token (somebody typed it) stays as it is.
    """
    if isinstance(value, bytes | memoryview):
        return change(bytes(value))
    if isinstance(value, str) and sealing.is_sealed(value):
        if _key_of_token(value) == UNKNOWN:
            return value
        raw = base64.urlsafe_b64decode(value.removeprefix(sealing.TOKEN))
        return sealing.TOKEN + base64.urlsafe_b64encode(change(raw)).decode()
    if isinstance(value, dict):
        return {key: changed(one, change) for key, one in value.items()}
    if isinstance(value, list):
        return [changed(one, change) for one in value]
    return value


def _key_of_token(token: str) -> str:
    try:
        raw = base64.urlsafe_b64decode(token.removeprefix(sealing.TOKEN))
    except ValueError:
        return UNKNOWN
    shortest = sealing.KEY_ID + sealing.NONCE
    return sealing.key_id_of(raw) if len(raw) > shortest else UNKNOWN
