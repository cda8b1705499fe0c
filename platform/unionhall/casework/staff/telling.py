"""What every change of posts and rights leaves behind: an audit entry and a message.

The message is stored in the product's language, whoever did it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from permissions import groups
from unionhall import audit
from unionhall.messages import store as messages
from unionhall.organisation.models import Post
from unionhall.people.models import Person, User


def account_of(person: Person) -> User | None:
    return User.objects.filter(person=person).first()


def post_changed(
    post: Post,
    deed: str,
    *,
    given: Collection[str] = (),
    taken: Collection[str] = (),
    reason: str = "",
    by: User,
    now: datetime,
) -> None:
    """`deed`: begun, changed or ended."""
    about = f"person:{post.person.key}"
    facts = {"union": post.union.name, "title": post.title, "source": post.source}
    values = {**facts, "deed": deed, "until": post.until, "reason": reason}
    audit.record("post", by=by, now=now, about=about, values=values)
    for kind, codenames in (("grant", given), ("revoke", taken)):
        if codenames:
            rights = {**facts, "rights": groups.in_words(codenames)}
            audit.record(kind, by=by, now=now, about=about, values=rights)
    recipient = account_of(post.person)
    if recipient is not None:
        title, text = _words(post, deed, given, taken)
        dedupe = f"post:{post.pk}:{deed}:{now.timestamp()}"
        messages.queue("inbox", title, text, dedupe=dedupe, now=now, recipient=recipient)


def _words(
    post: Post, deed: str, given: Collection[str], taken: Collection[str]
) -> tuple[str, str]:
    with translation.override(settings.LANGUAGE_CODE):
        titles = {
            "begun": _("You hold a post at %(union)s"),
            "changed": _("Your rights at %(union)s were changed"),
            "ended": _("Your post at %(union)s has ended"),
        }
        lines = [_("Post: %(title)s.") % {"title": post.title}]
        if given:
            lines.append(_("Given: %(rights)s.") % {"rights": _(", ").join(groups.in_words(given))})
        if taken:
            lines.append(_("Taken: %(rights)s.") % {"rights": _(", ").join(groups.in_words(taken))})
        if post.until and deed != "ended":
            lines.append(_("Until %(day)s.") % {"day": post.until.isoformat()})
        lines.append(_("The change holds from your next click; signing in again is not needed."))
        return titles[deed] % {"union": post.union.name}, "\n".join(lines)
