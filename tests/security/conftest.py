"""The small city under attack: everybody who might try, and one application in every state."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from permissions import grants
from permissions.grants import ensure_matter_groups
from permissions.models import UnionGrant
from tests.factories.applications import PACK, Office, fresh, open_office
from tests.factories.grants import give
from tests.factories.people import make_user
from unionhall.cases.models import Case
from unionhall.language.parse import parse_pack
from unionhall.people.models import User
from unionhall.people.store import add_membership

BACKEND = "unionhall.people.backends.PasswordBackend"
REVIEW = "review_preparatory_fund"


@pytest.fixture(autouse=True)
def files_of_this_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kept = {**settings.STORAGES["jobs"], "OPTIONS": {"location": str(tmp_path / "jobs")}}
    settings.STORAGES = {**settings.STORAGES, "jobs": kept}
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
    others = _staff(office)
    guest = User.objects.create_user("guest-of-the-matrix", None, is_guest=True)
    return Cast(
        {
            "nobody": None,
            "guest": guest,
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
            **others,
        }
    )


def _staff(office: Office) -> dict[str, User]:
    """Everybody with rights near the case: actor -> (union, permissions)."""
    city = office.city
    ensure_matter_groups(parse_pack(json.loads((PACK / "pack.json").read_text())))
    near = {
        "own staff": (city.software_union, ["handle_preparatory_fund"]),
        "chair": (
            city.software_union,
            [
                "handle_preparatory_fund",
                "view_preparatory_fund",
                "manage_staff",
                "manage_union",
            ],
        ),
        "park": (city.park, ["view_preparatory_fund"]),
        "other matter": (city.root, ["review_medical_aid"]),
        "support": (city.root, ["handle_support", "review_support"]),
        "auditor": (city.root, ["view_audit"]),
        "union manager": (city.sijiang, ["manage_staff", "manage_union"]),
    }
    found = {"colleague": make_user("同工会会员", "15400000310")}
    for number, (name, (union, codenames)) in enumerate(near.items()):
        found[name] = make_user(f"人员{number}", f"1540000032{number}")
        for codename in codenames:
            give(found[name], codename, union, city.su)
    for name in ("colleague", "own staff", "chair"):
        add_membership(found[name].person, city.software_union, date(2024, 6, 1))
    return found


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
