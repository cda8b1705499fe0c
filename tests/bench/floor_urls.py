"""The two floors. (a) one indexed SELECT; (b) the rows an operation reads and writes, no rules."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from unionhall.cases import models as cases
from unionhall.people.models import User


def one_select(request: HttpRequest, key: str) -> HttpResponse:
    case = cases.Case.objects.filter(key=key).values_list("title", "status").first()
    return HttpResponse(str(case))


def render_rows(request: HttpRequest, key: str) -> HttpResponse:
    user = User.objects.get(username="bench-handler")
    case = cases.Case.objects.select_related("draft", "revision").get(key=key, starter=user)
    return HttpResponse(str(len(case.draft.answers)) + str(len(case.revision.body)))


@csrf_exempt
def submit_rows(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    with transaction.atomic():
        user = User.objects.get(username="bench-handler")
        case = cases.Case.objects.select_related("draft", "revision").get(key=key, starter=user)
        list(case.attachments.all())
        sequence, _ = cases.Sequence.objects.get_or_create(scope="floor")
        cases.Sequence.objects.filter(pk=sequence.pk).update(last=sequence.last + 1)
        cases.Submission.objects.create(
            case=case,
            number=1,
            revision=case.revision,
            answers=case.draft.answers,
            materials_digest="0" * 64,
            submitted_at=now,
        )
        union = user.person.memberships.select_related("union").get().union
        cases.Task.objects.create(
            case=case,
            union=union,
            permission="review_bench",
            process=case.process,
            stage="review",
            entered_at=now,
        )
        for seq in (8, 9):
            cases.JournalEntry.objects.create(
                case=case, seq=seq, kind="floor", union=union, by=user, at=now
            )
        cases.Case.objects.filter(pk=case.pk, version=case.version).update(
            status="in_progress",
            stage="review",
            version=case.version + 1,
            number=f"F{sequence.last + 1:08}",
            submitted_at=now,
            changed_at=now,
        )
    return HttpResponse("ok")


@csrf_exempt
def approve_rows(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    with transaction.atomic():
        user = User.objects.get(username="bench-officer")
        task = cases.Task.objects.select_related("case__revision", "union").get(
            case__key=key, done_at=None
        )
        submission = task.case.submissions.order_by("-number").first()
        list(task.case.attachments.all())
        cases.Decision.objects.create(task=task, action="approve", by=user, at=now)
        cases.Task.objects.filter(pk=task.pk).update(done_at=now, outcome="approve")
        for seq in (18, 19):
            cases.JournalEntry.objects.create(
                case=task.case, seq=seq, kind="floor", union=task.union, by=user, at=now
            )
        cases.Case.objects.filter(pk=task.case_id, version=task.case.version).update(
            status="completed",
            stage="",
            version=task.case.version + 1,
            closed_at=now,
            changed_at=now,
        )
    return HttpResponse(str(len(submission.answers)))


def queue_rows(request: HttpRequest) -> HttpResponse:
    user = User.objects.get(username="bench-officer")
    tasks = (
        cases.Task.objects.filter(
            union__in=[g.content_object_id for g in user.uniongrant_set.all()],
            permission__startswith="review_",
            done_at=None,
        )
        .select_related("case", "union")
        .order_by("entered_at", "id")[:21]
    )
    return HttpResponse("".join(f"{t.case.number}{t.union.name}" for t in tasks))


urlpatterns = [
    path("one/<str:key>/", one_select),
    path("render/<str:key>/", render_rows),
    path("submit/<str:key>/", submit_rows),
    path("approve/<str:key>/", approve_rows),
    path("queue/", queue_rows),
]
