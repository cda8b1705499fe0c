"""The first process with messages of its own, and what its journal tells people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.applications import NOW, Office, open_office, process_document, publish
from unionhall.definitions import store as definitions
from unionhall.language.canonical import canonical_text, digest_of_text
from unionhall.messages.models import Message
from unionhall.notices import work
from unionhall.people.models import SentMessage, User

LATER = NOW + timedelta(days=1)
TEXT = "---\nkey: {key}\ntitle: {title}\nvariables: number, amount\n---\n{body}\n"


@pytest.fixture(autouse=True)
def files_of_this_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def office(city) -> Office:
    return open_office(city)


def publish_text(key: str, title: str, body: str) -> None:
    text = canonical_text(TEXT.format(key=key, title=title, body=body))
    definitions.publish(
        "text",
        key,
        pack="lu",
        title=title,
        body=text,
        digest=digest_of_text(text),
        by=User.objects.system(),
        now=NOW,
    )


def with_notices(*notices: dict) -> None:
    """Publish the process anew with these."""
    publish_text("approved-words", "已确认 {number}", "您的申请 {number} 已确认 {amount} 分。")
    publish_text("done-words", "办结 {number}", "申请 {number} 已办结。")
    publish({**process_document(), "notices": list(notices)}, User.objects.system())


def tell() -> int:
    return work.tell(lambda: LATER)


def send(at=LATER) -> int:
    return work.send(lambda: at)


def told(**narrowed) -> list[tuple[str, str, str]]:
    """(who, channel, title) of all messages, in the order of writing."""
    rows = Message.objects.filter(**narrowed).select_related("recipient__person").order_by("id")
    return [(str(m.recipient or m.address), m.channel, m.title) for m in rows]


def gone() -> list[tuple[str, str, str]]:
    return list(SentMessage.objects.order_by("id").values_list("channel", "address", "text"))
