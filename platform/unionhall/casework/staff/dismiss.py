"""End a post by decision (停用)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from permissions.policy import Verdict
from unionhall.casework.refusals import Expired
from unionhall.casework.staff import parties
from unionhall.casework.staff.ending import end_post
from unionhall.casework.staff.sentences import SENTENCES, from_verdict, refused
from unionhall.organisation.models import Post
from unionhall.people import store as people
from unionhall.people.models import User


def dismiss(union_key: str, post_number: int, reason: str = "", *, by: User, now: datetime) -> Post:
    """Whoever manages the staff may stop anybody there but the chair and himself.

    Raises NotYours, Expired: ended, Refused: of-the-chair, to-yourself.
    """
    with transaction.atomic():
        union = parties.managed_union(union_key, by)
        post = parties.post_of(union, post_number)
        people.lock(post.person)
        post.refresh_from_db()
        if post.source == "chair":
            raise refused("of-the-chair")
        if post.person_id == by.person_id:
            raise from_verdict(Verdict(False, "to-yourself"))

        words = " ".join(reason.replace("\x00", "").split())[: parties.LONGEST_NOTE]
        if not end_post(post, words or "dismissed", by=by, now=now):
            raise Expired("ended", str(SENTENCES["ended"]))
    return post
