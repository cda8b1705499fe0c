"""Writing messages. Called by `casework` alone, inside its transactions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import structlog
from django.db.models import F

from unionhall.audit import scrubbing
from unionhall.messages import wake
from unionhall.messages.models import WAITING, Channel, Message, MessageState
from unionhall.messages.outgoing import Outgoing
from unionhall.people.models import User

log = structlog.get_logger(__name__)
LONGEST_TITLE = 120


def queue(
    channel: str,
    title: str,
    text: str,
    *,
    dedupe: str,
    now: datetime,
    recipient: User | None = None,
    address: str = "",
    case_key: str = "",
) -> None:
    """Write one message in the caller's transaction; the worker sends it after the commit.

    `dedupe` names the occasion and the recipient (`post:<id>:granted:<user>`); a second call with
    the same for the same channel does nothing. A message of the inbox has arrived by being
    written. Raises ValueError when there is nobody to send it to.
    """
    one = Outgoing(title, text, dedupe, recipient, address, case_key)
    queue_all([(channel, one)], now=now)


def queue_all(messages: Iterable[tuple[str, Outgoing]], *, now: datetime) -> None:
    """Write many at once; see `queue`."""
    rows = [_row(Channel(channel), one, now) for channel, one in messages]
    if not rows:
        return
    Message.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    if any(row.state == MessageState.QUEUED for row in rows):
        wake.worker()


def _row(channel: Channel, one: Outgoing, now: datetime) -> Message:
    if one.recipient is None and (channel is Channel.INBOX or not one.address):
        raise ValueError("a message needs somebody to reach")
    row = Message(
        recipient=one.recipient,
        channel=channel,
        address=one.address,
        # nobody's numbers leave the house, and none lie about in the message centre
        title=scrubbing.text(one.title, LONGEST_TITLE),
        text=scrubbing.masked(one.text.replace("\x00", "")),
        case_key=one.case_key,
        dedupe=f"{one.dedupe}:{channel}",
        state=MessageState.QUEUED,
        created_at=now,
        due_at=now,
    )
    if channel is Channel.INBOX:
        row.state, row.due_at, row.sent_at = MessageState.SENT, None, now
    elif scrubbing.holds_number(f"{one.title}\n{one.text}"):
        row.state, row.due_at, row.problem = MessageState.DEAD, None, "number"
        log.warning("message-refused", reason="number", dedupe=row.dedupe)
    return row


def claim(message: Message, *, until: datetime) -> bool:
    """Take a due message for one try. False: somebody else was first."""
    taken = Message.objects.filter(
        pk=message.pk, tries=message.tries, due_at=message.due_at, state__in=WAITING
    ).update(state=MessageState.SENDING, tries=F("tries") + 1, due_at=until)
    if taken:
        message.tries += 1
    return taken == 1


def sent(message: Message, *, now: datetime) -> bool:
    """The gateway took it. False: the lease ran out and another try has it now."""
    return _end(message, state=MessageState.SENT, sent_at=now, due_at=None, problem="")


def failed(message: Message, problem: str, *, due: datetime | None) -> bool:
    """It did not leave; `due` is when to try again, None: never by itself."""
    state = MessageState.DEAD if due is None else MessageState.FAILED
    return _end(message, state=state, due_at=due, problem=problem)


def _end(message: Message, **fields: object) -> bool:
    held = Message.objects.filter(pk=message.pk, state=MessageState.SENDING, tries=message.tries)
    return held.update(**fields) == 1


def repeat(message: Message, *, now: datetime) -> bool:
    """Begin anew with a dead message, with all its tries."""
    dead = Message.objects.filter(pk=message.pk, state=MessageState.DEAD)
    changed = dead.update(state=MessageState.QUEUED, tries=0, due_at=now, problem="")
    if changed:
        wake.worker()
    return changed == 1


def mark_read(recipient: User, keys: Sequence[str] | None = None, *, now: datetime) -> int:
    """Mark these messages of his inbox as read, or all of them. Returns how many were unread."""
    unread = Message.objects.filter(recipient=recipient, channel=Channel.INBOX, read_at=None)
    if keys is not None:
        unread = unread.filter(key__in=keys)
    return unread.update(read_at=now)
