"""The two floors. (a) one indexed SELECT; (b) the rows an operation reads and writes, no rules.

(b) is what somebody would write by hand with Django alone: the statements an operation cannot do
without (who asks, what he holds, the case, what changes), no form, no check, no page.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from permissions.models import UnionGrant
from unionhall.cases import models as cases
from unionhall.definitions.models import Document
from unionhall.organisation import tree
from unionhall.organisation.models import Union
from unionhall.people.models import Membership, User
from unionhall.registers.models import Record, RecordCell


def one_select(request: HttpRequest, key: str) -> HttpResponse:
    case = cases.Case.objects.filter(key=key).values_list("title", "status").first()
    return HttpResponse(str(case))


def render_rows(request: HttpRequest, key: str) -> HttpResponse:
    user = _user(request)
    case = _case(key)
    member = _membership(user)
    grants = _grants(user)
    return HttpResponse(f"{len(case.draft.answers)} {len(case.revision.body)} {member} {grants}")


@csrf_exempt
def submit_rows(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    user = _user(request)
    with transaction.atomic():
        _take(key, now)
        case = _case(key)
        list(case.attachments.filter(removed_at=None))
        union = _membership(user).union
        district = _chain(union)[-2]
        _holders(district)
        sequence, _ = cases.Sequence.objects.select_for_update().get_or_create(scope="floor")
        cases.Sequence.objects.filter(pk=sequence.pk).update(last=sequence.last + 1)
        cases.Submission.objects.create(
            case=case,
            number=1,
            revision=case.revision,
            answers=case.draft.answers,
            materials_digest="0" * 64,
            submitted_at=now,
        )
        cases.Task.objects.create(
            case=case,
            union=district,
            permission="review_floor",
            process="floor",
            stage="review",
            entered_at=now,
        )
        _tell(case, user, union, now)
        changes = {"status": "in_progress", "stage": "review", "union": union}
        number = f"F{sequence.last + 1:08}"
        cases.Case.objects.filter(pk=case.pk).update(
            number=number, submitted_at=now, changed_at=now, last_submission=1, **changes
        )
        cases.CommandKey.objects.create(user=user, key=f"s-{key}", verb="floor", case=case, at=now)
    return HttpResponse("ok")


@csrf_exempt
def approve_rows(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    user = _user(request)
    grants = _grants(user)
    with transaction.atomic():
        _take(key, now)
        case = _case(key)
        task = cases.Task.objects.select_related("union").get(case=case, done_at=None)
        submission = cases.Submission.objects.select_related("revision").get(case=case, number=1)
        list(case.attachments.filter(removed_at=None))
        _holders(_chain(case.union)[-2])
        cases.Decision.objects.create(task=task, action="approve", by=user, at=now)
        cases.Task.objects.filter(pk=task.pk).update(done_at=now, outcome="approve")
        _tell(case, user, task.union, now)
        cases.Case.objects.filter(pk=case.pk).update(
            status="completed", stage="", closed_at=now, changed_at=now
        )
        cases.CommandKey.objects.create(user=user, key=f"a-{key}", verb="floor", case=case, at=now)
    following = _waiting(task.union_id, task.permission, task.process).first()
    return HttpResponse(f"{len(submission.answers)} {following} {grants}")


def queue_rows(request: HttpRequest, process: str) -> HttpResponse:
    user = _user(request)
    grants = _grants(user)
    Document.objects.select_related("current").get(kind="process", key=process)
    place = (grants[0].content_object_id, grants[0].permission.codename, process)
    total = _waiting(*place).values("pk")[:1001].count()
    rows = _waiting(*place).select_related("union", "case__union", "case__starter__person")[:21]
    return HttpResponse(f"{total} " + "".join(f"{r.case.number}{r.case.starter}" for r in rows))


def register_rows(request: HttpRequest, register: str) -> HttpResponse:
    """`q` as it is asked, `before` an id: what a list of one union's records cannot do without."""
    user = _user(request)
    grants = _grants(user)
    Document.objects.select_related("current").get(kind="register", key=register)
    rows = Record.objects.filter(register=register, union=grants[0].content_object_id)
    if request.GET.get("state"):
        rows = rows.filter(state=request.GET["state"])
    if request.GET.get("q"):
        cells = {"column": f"{register}.?", "text__contains": request.GET["q"]}
        rows = rows.filter(pk__in=RecordCell.objects.filter(**cells).values("record"))
    total = rows.values("pk")[:1001].count()
    if request.GET.get("before"):
        rows = rows.filter(pk__lt=request.GET["before"])
    shown = rows.select_related("union", "person").order_by("-pk")[:21]
    return HttpResponse(f"{total} " + "".join(f"{one.values}{one.union}" for one in shown))


def _user(request: HttpRequest) -> User:
    session = SessionStore(request.COOKIES["sessionid"])
    return User.objects.select_related("person").get(pk=session["_auth_user_id"])


def _take(key: str, now: datetime) -> None:
    cases.Case.objects.filter(key=key).update(version=1, changed_at=now)


def _case(key: str) -> cases.Case:
    return cases.Case.objects.select_related("draft", "revision", "union").get(key=key)


def _membership(user: User) -> Membership:
    return user.person.memberships.select_related("union").get()


def _chain(union: Union) -> list[Union]:
    return list(Union.objects.filter(path__in=tree.prefixes(union.path)).order_by("-depth"))


def _holders(union: Union) -> list[int]:
    return list(UnionGrant.objects.filter(content_object=union).values_list("user_id", flat=True))


def _grants(user: User) -> list[UnionGrant]:
    held = UnionGrant.objects.filter(user=user)
    return list(held.select_related("content_object", "permission"))


def _tell(case: cases.Case, user: User, union: Union, now: datetime) -> None:
    first = cases.JournalEntry.objects.filter(case=case).count() + 1
    cases.JournalEntry.objects.bulk_create(
        cases.JournalEntry(case=case, seq=seq, kind="floor", union=union, by=user, at=now)
        for seq in (first, first + 1)
    )


def _waiting(union: int, permission: str, process: str) -> cases.models.QuerySet[cases.Task]:
    place = {"union_id": union, "permission": permission, "process": process, "done_at": None}
    return cases.Task.objects.filter(**place).order_by("entered_at", "id")


urlpatterns = [
    path("one/<str:key>/", one_select),
    path("render/<str:key>/", render_rows),
    path("submit/<str:key>/", submit_rows),
    path("approve/<str:key>/", approve_rows),
    path("queue/<str:process>/", queue_rows),
    path("register/<str:register>/", register_rows),
]
