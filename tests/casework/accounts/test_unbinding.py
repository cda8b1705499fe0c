"""A mobile that works no more: unbound by two of support, taken up again with the announced one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.appeals import number_of
from tests.factories.applications import fresh, open_office, task_of
from tests.factories.grants import give
from tests.factories.membership import publish_membership
from tests.web.account.test_complete import details, prove
from unionhall.cases.models import Case
from unionhall.casework.core import account
from unionhall.casework.decide import decide
from unionhall.casework.refusals import Refused
from unionhall.casework.save import save
from unionhall.casework.start import start
from unionhall.casework.submit import submit
from unionhall.people import history
from unionhall.people.models import Person, User

OLD, NEW, OTHER = "15400000001", "15400000778", "15400000779"
SECRET = "luwan2026"


@pytest.fixture
def support(city, settings, tmp_path):
    """何静 takes the calls, 陈思远 is the second; 林晓岚 has an application of her own."""
    settings.MEDIA_ROOT = tmp_path
    open_office(city)
    publish_membership(User.objects.system())
    for who in (city.he, city.chen):
        for verb in ("handle", "review"):
            give(who, f"{verb}_support", city.root, city.su)
        Person.objects.filter(pk=who.person.pk).update(verified_at=timezone.now())
    return city


def submitted(city, now, mobile=NEW):
    case = start("mobile-unbinding", city.root.key, by=city.he, now=now)
    told = {
        "name": city.lin.person.name,
        "document_no": number_of(city.lin),
        "caller": "原号码已注销，今天上午来电。",
        "checked": ["unit", "joined"],
        "new_mobile": mobile,
    }
    save(case.key, told, "caller", None, by=city.he, now=now)
    case = fresh(case)
    return submit(case.key, case.version, ["duty"], by=city.he, now=now)


def approve(case, by, now):
    case, task = fresh(case), task_of(case)
    return decide(case.key, task.pk, "approve", case.version, by=by, now=now)


@pytest.mark.row("J1-48")
def test_the_whole_way_back_to_the_same_account(support, client):
    city, now = support, timezone.now()
    own = start("fund-refund", city.software_union.key, by=city.lin, now=now)
    case = submitted(city, now)
    with pytest.raises(Refused):
        approve(case, city.he, now)
    assert User.objects.get(pk=city.lin.pk).mobile == OLD
    case = approve(case, city.chen, now + timedelta(minutes=1))
    assert fresh(case).status == "completed"
    lin = User.objects.select_related("person").get(pk=city.lin.pk)
    assert (lin.mobile, lin.person.mobile) == (None, NEW)
    assert "account.mobile" in {one.field for one in history.of(lin.person)}

    typed = details(name="林晓岚", number=number_of(city.lin))
    prove(client, OTHER)
    refusal = client.post("/sign-in/details/", typed)
    assert refusal.status_code == 422
    assert "另一个手机号码" in refusal.content.decode()
    prove(client, NEW)
    assert client.post("/sign-in/details/", typed).status_code == 302
    assert client.session["_auth_user_id"] == str(lin.pk)
    assert User.objects.get(pk=lin.pk).mobile == NEW
    assert Case.objects.get(pk=own.pk).starter_id == lin.pk
    assert client.get(f"/cases/{own.key}/", follow=True).status_code == 200


def test_nobody_takes_up_an_account_without_an_announced_mobile(city, client):
    account.set_mobile(city.lin, None, basis="x", by=city.su, now=timezone.now())
    prove(client, OTHER)
    refusal = client.post("/sign-in/details/", details(name="林晓岚", number=number_of(city.lin)))
    assert refusal.status_code == 422
    assert "申诉找回" in refusal.content.decode()
    assert User.objects.get(pk=city.lin.pk).mobile is None
    assert not User.objects.get(pk=city.lin.pk).check_password(SECRET)


def test_administrators_are_not_unbound(support):
    city, now = support, timezone.now()
    give(city.lin, "manage_staff", city.root, city.su)
    case = submitted(city, now)
    with pytest.raises(Refused) as refusal:
        approve(case, city.chen, now)
    assert refusal.value.code == "administrator"
    assert fresh(case).status == "in_progress"
    assert User.objects.get(pk=city.lin.pk).mobile == OLD


def test_control_staff_of_a_district_are(support):
    city, now = support, timezone.now()
    give(city.lin, "manage_staff", city.sijiang, city.su)
    assert fresh(approve(submitted(city, now), city.chen, now)).status == "completed"
