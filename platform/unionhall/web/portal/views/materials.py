"""The materials step (X1-53..57): one row per material of the checklist; upload and delete."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from unionhall.casework import refusals
from unionhall.casework.attach import attach
from unionhall.casework.detach import detach
from unionhall.web.portal import desk, frame, review
from unionhall.web.portal.asked import version_of
from unionhall.web.requests import SignedRequest


@desk.drafting
def materials(request: SignedRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _remove(request, key) if request.POST.get("remove") else _upload(request, key)
    return _page(request, key)


def _page(
    request: SignedRequest, key: str, wrong: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    work = desk.open_draft(request.user, key)
    context = {**frame.of_draft(work, here="materials"), "items": review.items(work, wrong or {})}
    return render(request, "portal/materials.html", context, status=status)


def _remove(request: SignedRequest, key: str) -> HttpResponse:
    name = request.POST["remove"][:64]
    detach(key, name, version_of(request), by=request.user, now=timezone.now())
    messages.success(request, _("The file was deleted."))
    return HttpResponseRedirect(reverse("portal:materials", args=[key]))


def _upload(request: SignedRequest, key: str) -> HttpResponse:
    """Each file stands for itself: a bad one is told, the good ones before it are kept.

    The version is not asked: adding a file overwrites nothing anybody else wrote.
    """
    material = request.POST.get("material", "")[:80]
    uploads = request.FILES.getlist("file")
    if not uploads:
        return _refuse(request, key, material, _("Please choose a file first."))
    for upload in uploads:
        try:
            attach(key, material, upload, None, by=request.user, now=timezone.now())
        except refusals.NotYours:
            raise
        except refusals.Refused as refusal:
            return _refuse(request, key, material, refusal.sentence)
    if _wants_json(request):
        return JsonResponse({"material": material, "files": len(uploads)})
    messages.success(request, _("Uploaded."))
    address = reverse("portal:materials", args=[key])
    return HttpResponseRedirect(f"{address}#material-{material}")


def _refuse(request: SignedRequest, key: str, material: str, sentence: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"material": material, "message": sentence}, status=422)
    return _page(request, key, {material: sentence}, status=422)


def _wants_json(request: SignedRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
