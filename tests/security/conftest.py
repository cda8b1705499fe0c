"""The small city under attack: everybody who might try, and one application in every state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from permissions import grants
from permissions.models import UnionGrant
from tests.factories.applications import Office, fresh, open_office
from tests.factories.grants import give
from tests.factories.people import make_user
from unionhall.cases.models import Case
from unionhall.people.models import User

BACKEND = "unionhall.people.backends.PasswordBackend"
REVIEW = "review_preparatory_fund"
STATES = ("draft", "confirm", "disburse", "returned")


@pytest.fixture(autouse=True)
def files_of_this_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


@pytest.fixture
def office(city) -> Office:
    return open_office(city)


def browser(user: User | None, *, csrf: bool = False) -> Client:
    """Faults are answers here, so that a 500 is seen as one."""
    client = Client(raise_request_exception=False, enforce_csrf_checks=csrf)
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


@dataclass(frozen=True)
class Cast:
    """`people`: actor of the matrix -> account (None: nobody is signed in)."""

    people: dict[str, User | None]

    def browsers(self) -> dict[str, Client]:
        return {name: browser(user) for name, user in self.people.items()}


@pytest.fixture
def cast(office) -> Cast:
    city = office.city
    expired = make_user("任期满", "15400000301")
    yesterday = timezone.now() - timedelta(days=1)
    UnionGrant.objects.filter(pk=give(expired, REVIEW, city.sijiang, city.su).pk).update(
        expires_at=yesterday
    )
    revoked = make_user("已撤权", "15400000302")
    give(revoked, REVIEW, city.sijiang, city.su)
    grants.revoke(revoked, REVIEW, city.sijiang)
    closed = make_user("已停用", "15400000303")
    give(closed, REVIEW, city.sijiang, city.su)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    root = make_user("超级用户", "15400000304")
    User.objects.filter(pk=root.pk).update(is_superuser=True)
    other = make_user("医疗互助", "15400000305")
    give(other, "review_medical_aid", city.root, city.su)
    return Cast(
        {
            "nobody": None,
            "stranger": city.wu,
            "other handler": city.zhou,
            "starter": city.lin,
            "district": city.chen,
            "sibling": city.he,
            "finance": city.su,
            "expired": expired,
            "revoked": revoked,
            "closed": closed,
            "superuser": root,
            "other matter": other,
        }
    )


def bring(office: Office, state: str) -> Case:
    """An application of 林晓岚 with three files, in a state of `STATES`."""
    if state == "draft":
        return office.complete()
    case = office.submitted()
    if state == "disburse":
        office.approve(case)
    if state == "returned":
        office.give_back(case, ("account_no", "material:chair_report"))
    return fresh(case)


def rows_of(*models: Any) -> list[Any]:
    """Everything stored, to be compared before and after a refused command (I14)."""
    return [list(model.objects.order_by("pk").values()) for model in models]
