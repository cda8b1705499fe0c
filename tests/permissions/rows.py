"""Case and task rows made directly: the gate is asked about rows, however they came about."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.factories.grants import GROUP
from unionhall.cases.models import Case, Task
from unionhall.definitions.models import Document, Revision
from unionhall.people.models import User

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def revision() -> Revision:
    found = Revision.objects.first()
    if found:
        return found
    document = Document.objects.create(kind="process", key="any", pack="lu", title="任意")
    return Revision.objects.create(
        document=document,
        number=1,
        digest="0" * 64,
        body="{}",
        published_at=NOW,
        published_by=User.objects.system(),
    )


def make_case(starter, union, status="in_progress", group=GROUP, **fields) -> Case:
    return Case.objects.create(
        process="any",
        matter_group=group,
        revision=revision(),
        starter=starter,
        union=union,
        status=status,
        created_at=NOW,
        changed_at=NOW,
        **fields,
    )


def make_task(case, union, permission=f"review_{GROUP}", done_at=None) -> Task:
    return Task.objects.create(
        case=case,
        union=union,
        permission=permission,
        process=case.process,
        stage="any",
        entered_at=NOW,
        done_at=done_at,
    )
