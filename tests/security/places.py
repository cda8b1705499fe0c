"""What the addresses of the matrix are about: an application, staff, a code, messages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from permissions.models import UnionGrant
from tests.factories.applications import NOW, Office
from unionhall.cases.models import Attachment, Case
from unionhall.casework.keep_opinion import keep_opinion
from unionhall.casework.staff.issue_code import write
from unionhall.messages.models import Channel, Message, MessageState
from unionhall.messages.store import queue
from unionhall.organisation.store import add_post
from unionhall.people.models import User

Keys = dict[str, str]


def furnish(office: Office, people: dict[str, Any], case: Case) -> Keys:
    """Put there what is asked for; the key of each by the part of a route that names it, or by
    the word that stands before it."""
    city, starter = office.city, office.city.lin
    opinion = keep_opinion(
        "return-opinions", "材料不清楚", union=city.sijiang.key, by=city.chen, now=office.now
    )
    code, _clear = write(
        city.software_union, "管理员", ["manage_staff"], by=people["union manager"], now=_today()
    )
    queue("inbox", "通知", "您的申请有了进展", dedupe="matrix:inbox", now=NOW, recipient=starter)
    queue("sms", "通知", "您的申请有了进展", dedupe="matrix:sms", now=NOW, address="15400000999")
    Message.objects.filter(channel=Channel.SMS).update(state=MessageState.DEAD, due_at=None)
    return {
        "cases": case.key,
        "files": Attachment.objects.filter(case=case).first().key,
        "matters": "fund-refund",
        "captcha": "nothing",
        "email": "nothing",
        "case_key": case.key,
        "process_key": "fund-refund",
        "register_key": "refund",
        "opinion_key": opinion.key,
        "material": "chair_report",
        "step": "account",
        "path": "unit",
        "union_key": city.software_union.key,
        "person_key": people["colleague"].person.key,
        "posts": str(post_of(people["own staff"]).pk),
        "codes": str(code.pk),
        "messages": Message.objects.get(channel=Channel.INBOX).key,
        "message_key": Message.objects.get(channel=Channel.SMS).key,
    }


def post_of(user: User) -> Any:
    """The post to which the rights of a member of the staff belong; made on first use."""
    grant = UnionGrant.objects.filter(user=user).select_related("content_object").first()
    assert grant is not None
    standing = user.person.posts.first() if user.person else None
    if standing is None:
        standing = add_post(grant.content_object, user.person, "经办人", NOW.date())
        UnionGrant.objects.filter(user=user).update(post=standing)
    return standing


def _today() -> datetime:
    """Codes run out by the clock, not by the hour of the office."""
    return datetime.now(UTC)
