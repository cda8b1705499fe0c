"""What the addresses of the matrix are about: an application, staff, a code, messages."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from permissions.models import UnionGrant
from tests.factories.applications import NOW, Office, publish
from tests.factories.records import HELP, OWN, values
from tests.security.workbooks import imports_of
from unionhall.cases.models import Attachment, Case, Dispatch
from unionhall.casework.export_list import Wish, asked
from unionhall.casework.jobs import files
from unionhall.casework.jobs.enqueue import enqueue
from unionhall.casework.keep_opinion import keep_opinion
from unionhall.casework.registers.add_record import add_record
from unionhall.casework.staff.issue_code import write as write_code
from unionhall.definitions import selectors as definitions
from unionhall.engine.shapes import RegisterWrite
from unionhall.jobs.models import Job, JobState
from unionhall.messages.models import Channel, Message, MessageState
from unionhall.messages.store import queue
from unionhall.organisation.store import add_post
from unionhall.people.models import User
from unionhall.registers import store as registers

Keys = dict[str, str]


def furnish(office: Office, people: dict[str, Any], case: Case) -> Keys:
    """Put there what is asked for; the key of each by the part of a route that names it, or by
    the word that stands before it."""
    city, starter = office.city, office.city.lin
    opinion = keep_opinion(
        "return-opinions", "材料不清楚", union=city.sijiang.key, by=city.chen, now=office.now
    )
    code, _clear = write_code(
        city.software_union, "管理员", ["manage_staff"], by=people["union manager"], now=_today()
    )
    queue("inbox", "通知", "您的申请有了进展", dedupe="matrix:inbox", now=NOW, recipient=starter)
    queue("sms", "通知", "您的申请有了进展", dedupe="matrix:sms", now=NOW, address="15400000999")
    Message.objects.filter(channel=Channel.SMS).update(state=MessageState.DEAD, due_at=None)
    return {
        **work_of(people["own staff"], city.software_union),
        "dead_dispatch": dead_dispatch(case).key,
        **kept_by(people["own staff"]),
        **about(starter),
        **imports_of(people["own staff"], city.software_union),
        "cases": case.key,
        "files": Attachment.objects.filter(case=case).first().key,
        "matters": "fund-refund",
        "captcha": "nothing",
        "hook": "small-bank",
        "dispatch_key": "nothing",
        "kind": "xlsx",
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


def dead_dispatch(case: Case) -> Dispatch:
    """What could not be handed over, of a stage long passed."""
    return Dispatch.objects.create(
        case=case, stage="confirm", round=99, hook="bank", state=Dispatch.State.DEAD, created_at=NOW
    )


def work_of(user: User, union: Any) -> Keys:
    """Background work of one person: waiting, given up, and an export that is ready."""
    lists = [{**HELP["lists"][0], "export": True}]
    publish({**HELP, "key": "handed-out", "lists": lists}, User.objects.system())
    wish = Wish(register="handed-out", listing="all", format="csv")
    waiting, dead, ready = (
        enqueue("export", by=user, union=union, now=NOW, values={"title": "名单"} | asked(wish))
        for _ in range(3)
    )
    Job.objects.filter(pk=dead.pk).update(state=JobState.FAILED, problem="OSError")
    stored = files.save(io.BytesIO(b"x"))
    Job.objects.filter(pk=ready.pk).update(
        state=JobState.DONE, stored_name=stored, file_name="名单.csv", result={"rows": 1}
    )
    return {
        "job_key": waiting.key,
        "dead_job": dead.key,
        "export_job": ready.key,
        "exported_register": "handed-out",
        "exported_list": "all",
    }


def kept_by(user: User) -> Keys:
    """A register with a record that this member of the staff entered."""
    publish({**HELP, "key": "kept", "facts": {}, "checks": []}, User.objects.system())
    record = add_record("kept", "add", None, values(1), by=user, now=NOW)
    return {
        "kept_register": "kept",
        "kept_list": "all",
        "kept_record": record,
        "kept_addition": "add",
        "kept_action": "edit",
    }


def about(user: User) -> Keys:
    """A register that shows people what is on record about them, with a record about this one."""
    publish(OWN, User.objects.system())
    write = RegisterWrite("create", "own", {}, {"person": user.person.key, "name": "慰问"})
    record = registers.apply(
        write, definitions.register("own"), union=None, by=User.objects.system(), now=NOW
    )
    return {"own_register": "own", "own_record": record.key}


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
