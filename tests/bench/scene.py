"""What the bench measures on: the small city, the process of thirty fields, drafts ready to go."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from tests.bench import thirty
from tests.factories.applications import publish, publish_pack
from tests.factories.city import City, build
from tests.factories.grants import GROUP
from unionhall.cases.models import Case, Draft, JournalEntry
from unionhall.casework.save import save
from unionhall.casework.start import start
from unionhall.people.models import User


@dataclass(frozen=True)
class Scene:
    city: City
    draft: Case

    @property
    def handler(self) -> User:
        return self.city.lin

    @property
    def officer(self) -> User:
        return self.city.chen

    def drafts(self, count: int) -> list[str]:
        """Keys of `count` more drafts like the first, filled in and never handed in."""
        like = Case.objects.select_related("draft").get(pk=self.draft.pk)
        entries = list(like.journal.all())
        copies = []
        for _ in range(count):
            copy = Case.objects.get(pk=like.pk)
            copy.pk, copy.key = None, Case._meta.get_field("key").get_default()
            copies.append(copy)
        Case.objects.bulk_create(copies)
        for copy in copies:
            for entry in entries:
                entry.pk, entry.case = None, copy
            JournalEntry.objects.bulk_create(entries)
        held = like.draft
        Draft.objects.bulk_create(
            Draft(
                case=c,
                answers=held.answers,
                origins=held.origins,
                step="all",
                saved_at=held.saved_at,
            )
            for c in copies
        )
        return [copy.key for copy in copies]


def build_scene() -> Scene:
    city = build()
    by = User.objects.system()
    publish_pack(by)
    publish(thirty.definition(GROUP, "stock-opinion"), by)
    case = start(thirty.KEY, by=city.lin, now=timezone.now())
    saved = save(case.key, thirty.answers(), "all", case.version, by=city.lin, now=timezone.now())
    if saved.step_problems:
        raise RuntimeError(f"the thirty answers are not valid: {saved.step_problems}")
    return Scene(city, saved.case)


def session_of(user: User) -> dict[str, str]:
    """The cookie of a session in the database, as signing in makes it."""
    from importlib import import_module

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return {settings.SESSION_COOKIE_NAME: str(store.session_key)}
