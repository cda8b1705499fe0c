"""The guide of a matter, written by its definition; public, and its sample files."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from unionhall.definitions import selectors
from unionhall.definitions.models import Revision
from unionhall.language.model import Material, Process
from unionhall.web.portal import carried, samples
from unionhall.web.portal.steps import case_steps


def offered(key: str) -> Process:
    """Return the process new applications use; Http404 when it is not offered."""
    try:
        return selectors.current_process(key)[1]
    except LookupError as missing:
        raise Http404 from missing


def known(key: str) -> Process:
    """Return the process as it is now or last was: a withdrawn one still has its history."""
    revision = (
        Revision.objects.filter(document__kind="process", document__key=key)
        .order_by("-number")
        .first()
    )
    if revision is None:
        raise Http404
    return selectors.process_of(revision)


@login_not_required
def guide(request: HttpRequest, key: str) -> HttpResponse:
    process = offered(key)
    context = {
        "section": "hall",
        "process": process,
        "carried": carried.query(request, process),
        "steps": [replace(step, state="todo") for step in case_steps(process, "draft", "")],
        "materials": [material_row(process, m) for m in process.materials],
    }
    return render(request, "portal/guide.html", context)


def material_row(process: Process, material: Material) -> dict[str, object]:
    """What guide and checklist say of a material: obligatory, on condition or optional."""
    required = material.required
    return {
        "material": material,
        "always": required is True and material.when is None,
        "conditional": isinstance(required, str) or material.when is not None,
        "has_sample": samples.find(process, material) is not None,
    }


@login_not_required
def sample(request: HttpRequest, key: str, material: str) -> FileResponse:
    """The sample of a material (X1-57): a public file of the pack, shown in the browser."""
    process = offered(key)
    try:
        file = samples.find(process, process.material(material))
    except KeyError:
        file = None
    if file is None:
        raise Http404
    response = FileResponse(file.open("rb"), filename=file.name)
    response["Cache-Control"] = "public, max-age=3600"
    return response
