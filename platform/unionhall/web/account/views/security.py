"""账号安全: what can be changed about one's account, the password, and where one is signed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from permissions import gate
from unionhall.casework.accounts import end_sessions
from unionhall.casework.accounts.change_password import change_password
from unionhall.casework.refusals import Invalid, Refused
from unionhall.engine.problem import Problem
from unionhall.language.masks import mask
from unionhall.people import second_factor, sessions
from unionhall.people.models import User
from unionhall.web.account import entering, entries
from unionhall.web.requests import SignedRequest

ALL = "others"


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    text: str
    url: str
    icon: str


@require_GET
def security(request: SignedRequest) -> HttpResponse:
    """The list that leads to the pages below."""
    return render(
        request,
        "account/security.html",
        {"section": "account", "lines": _lines(request.user)},
    )


def _lines(user: User) -> list[Line]:
    changed = user.password_changed_at
    when = date_format(timezone.localtime(changed), "Y-m-d") if changed else ""
    since = _("Changed on {day}").format(day=when) if when else _("Not changed yet")
    lines = [
        Line(_("Change the password"), since, reverse("account:password"), "lock-closed"),
        Line(
            _("Change the mobile number"),
            str(mask(user.mobile, "mobile")) or _("not bound"),
            reverse("account:mobile"),
            "device-phone-mobile",
        ),
        Line(
            _("E-mail"),
            str(mask(user.email, "email")) or _("not bound"),
            reverse("account:email"),
            "envelope",
        ),
        Line(
            _("Devices"),
            _("Where you are signed in"),
            reverse("account:sessions"),
            "computer-desktop",
        ),
    ]
    if may_have_second_step(user):
        on = _("On") if second_factor.has(user) else _("Off")
        lines.append(Line(_("Second step"), on, reverse("account:second_step_setup"), "key"))
    return lines


def may_have_second_step(user: User) -> bool:
    """Staff, where the settings offer it; and whoever has one still."""
    if settings.STAFF_TOTP == "off":
        return False
    return gate.of(user).is_staff or second_factor.has(user)


@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
def password(request: SignedRequest) -> HttpResponse:
    """修改密码; the only page there is for who still has the password he was given."""
    if request.method == "GET":
        return _password_page(request)
    old, new, again = (request.POST.get(name, "") for name in ("old", "new", "again"))
    was_first = request.user.must_change_password
    here, now = request.session.session_key, timezone.now()
    try:
        change_password(old, new, again, here=here, by=request.user, now=now)
    except Invalid as refusal:
        return _password_page(request, refusal.problems)
    except Refused as refusal:
        return _password_page(request, refusal=refusal.sentence)
    entering.renew(request, request.user)
    messages.success(request, _("The password was changed. All other devices were signed out."))
    onward = "account:profile" if was_first else "account:security"
    return HttpResponseRedirect(reverse(onward))


def _password_page(
    request: SignedRequest, problems: Sequence[Problem] = (), *, refusal: str = ""
) -> HttpResponse:
    is_first = request.user.must_change_password
    rule = _("8 to 30 characters with letters and digits")
    fields = [
        entries.secret("old", _("The password you were given") if is_first else _("Old password")),
        entries.secret("new", _("New password"), new=True, help_text=rule),
        entries.secret("again", _("The new password again"), new=True),
    ]
    lead = _("Your account was opened with an initial password. Choose one of your own to begin.")
    return entries.page(
        request,
        "account/form.html",
        fields,
        problems,
        refusal=refusal,
        title=_("Change the password"),
        lead=lead if is_first else "",
        button=_("Save"),
        back="" if is_first else reverse("account:security"),
    )


@require_http_methods(["GET", "POST"])
def devices(request: SignedRequest) -> HttpResponse:
    """Where one is signed in; ending one, or all others."""
    here, now = request.session.session_key, timezone.now()
    if request.method == "GET":
        places = sessions.places(request.user, here)
        shown = {"section": "account", "places": places, "others": len(places) > 1}
        return render(request, "account/sessions.html", shown)
    key = request.POST.get("key", "")
    if key == ALL:
        count = end_sessions.end_others(here, by=request.user, now=now)
        said = ngettext(
            "{n} other device was signed out.", "{n} other devices were signed out.", count
        )
        messages.success(request, said.format(n=count))
    elif key.isascii() and key.isdecimal() and len(key) < 18:
        end_sessions.end_one(int(key), by=request.user, now=now)
        messages.success(request, _("The device was signed out."))
    else:
        raise Http404
    return HttpResponseRedirect(reverse("account:sessions"))
