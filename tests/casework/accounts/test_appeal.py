"""After an appeal: another mobile, one link to it, a warning to the old one."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.factories.appeals import NEW_MOBILE, Appeals, open_appeals
from tests.factories.applications import fresh, task_of
from tests.factories.grants import give
from tests.factories.people import PASSWORD
from unionhall.casework.accounts.deliver_links import deliver_links
from unionhall.casework.accounts.recover_by_link import recover_by_link
from unionhall.casework.decide import decide
from unionhall.casework.refusals import Refused
from unionhall.config.management.demo.numbers import resident_id
from unionhall.messages.models import Message
from unionhall.notices import work
from unionhall.people import gateways
from unionhall.people.models import RecoveryToken, SentMessage, User

NEW = "brandnew2026"


@pytest.fixture
def appeals(city, settings, tmp_path) -> Appeals:
    settings.MEDIA_ROOT = tmp_path
    return open_appeals(city)


def secret_sent() -> str:
    text = SentMessage.objects.filter(channel="sms", address=NEW_MOBILE).latest("id").text
    found = re.search(r"key=(\S+)", text)
    assert found, text
    return found.group(1)


@pytest.mark.row("X1-76", "X1-78", "X1-80", "X1-81", "X2-71", "X3-108")
def test_the_whole_way(appeals, django_capture_on_commit_callbacks):
    lin = appeals.city.lin
    old = lin.mobile
    case = appeals.accepted(appeals.submitted())
    assert User.objects.get(pk=lin.pk).mobile == old
    with django_capture_on_commit_callbacks(execute=True):
        appeals.passed(case)
    assert User.objects.get(pk=lin.pk).mobile == NEW_MOBILE
    warned = Message.objects.filter(channel="sms", address=old, case_key=case.key)
    assert warned.count() == 1
    assert "不再用于该账号" in warned.get().text
    secret = secret_sent()
    recover_by_link(secret, NEW, NEW, by=User.objects.system(), now=appeals.now)
    assert User.objects.get(pk=lin.pk).check_password(NEW)
    with pytest.raises(Refused) as refusal:
        recover_by_link(secret, NEW, NEW, by=User.objects.system(), now=appeals.now)
    assert refusal.value.code == "link-used"
    assert secret not in str(list(RecoveryToken.objects.values()))


def test_not_passing_changes_nothing_and_says_why_to_the_new_mobile(appeals):
    lin, case = appeals.city.lin, appeals.submitted()
    case, task = fresh(case), task_of(case)
    decide(
        case.key,
        task.pk,
        "reject",
        case.version,
        None,
        "证件照片不清晰",
        by=appeals.city.he,
        now=appeals.now,
    )
    assert fresh(case).status == "rejected"
    assert User.objects.get(pk=lin.pk).mobile == lin.mobile
    assert not RecoveryToken.objects.exists()
    work.tell(lambda: appeals.now)
    (told,) = Message.objects.filter(address=NEW_MOBILE, text__contains="没有通过")
    assert told.channel == "sms"
    assert fresh(case).number in told.text
    assert told.text.endswith("原因：证件照片不清晰")


def test_administrators_are_not_recovered_by_an_appeal(appeals):
    lin = appeals.city.lin
    give(lin, "manage_staff", appeals.city.root, appeals.city.su)
    case = appeals.accepted(appeals.submitted())
    with pytest.raises(Refused) as refusal:
        appeals.passed(case)
    assert refusal.value.code == "administrator"
    assert fresh(case).status == "in_progress"
    assert User.objects.get(pk=lin.pk).mobile == lin.mobile
    assert User.objects.get(pk=lin.pk).check_password(PASSWORD)


def test_control_staff_elsewhere_are_no_administrators(appeals):
    give(appeals.city.lin, "manage_staff", appeals.city.sijiang, appeals.city.su)
    assert appeals.passed(appeals.accepted(appeals.submitted())).status == "completed"


@pytest.mark.parametrize(
    "other",
    [{"document_no": resident_id(date(1999, 9, 9), 7)}, {"mobile": "15400000002"}],
    ids=["who", "taken"],
)
def test_what_fits_no_account_cannot_be_passed(appeals, other):
    case = appeals.accepted(appeals.submitted(**other))
    with pytest.raises(Refused):
        appeals.passed(case)
    assert fresh(case).status == "in_progress"


def test_a_link_that_did_not_leave_is_sent_by_the_worker(
    appeals, monkeypatch, django_capture_on_commit_callbacks
):
    class Down:
        def send(self, *_a, **_k):
            raise gateways.GatewayDown

    case = appeals.accepted(appeals.submitted())
    with monkeypatch.context() as patched:
        patched.setattr(gateways, "sms", Down)
        with django_capture_on_commit_callbacks(execute=True):
            appeals.passed(case)
    assert RecoveryToken.objects.get().digest is None
    system = User.objects.system()
    assert deliver_links(by=system, now=appeals.now) == 1
    assert deliver_links(by=system, now=appeals.now) == 0
    recover_by_link(secret_sent(), NEW, NEW, by=system, now=appeals.now)
