"""Persons and accounts written by effects: sealed history, documents, sessions."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.factories.people import make_person
from unionhall.casework.core import account, person
from unionhall.casework.core.ground import Ground
from unionhall.casework.core.writing import apply
from unionhall.casework.refusals import Refused
from unionhall.config.management.demo.numbers import resident_id
from unionhall.engine.shapes import RegisterWrite
from unionhall.people import history, sealing
from unionhall.people.models import User
from unionhall.people.selectors import person_by_document
from unionhall.registers.columns import BadValue

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def update(city, who, **values):
    return person.update(who, values, basis="case-1", by=city.su, now=NOW)


def test_only_what_differs_is_changed_and_kept(city):
    who = city.lin.person
    changed = update(city, who, name="林晓蓝", education="30", mobile=who.mobile, born_on=None)
    assert set(changed) == {"name", "education"}
    who.refresh_from_db()
    assert (who.name, who.education, who.initials) == ("林晓蓝", "30", "lxl")
    kept = {one.field: (one.before, one.after, one.basis) for one in history.of(who)}
    assert kept["name"] == ("林晓岚", "林晓蓝", "case-1")


@pytest.mark.parametrize(
    "values",
    [{"name": ""}, {"name": 7}, {"born_on": "2026-02-30"}, {"gender": "x"}, {"education": "12345"}],
)
def test_values_that_do_not_fit_raise(city, values):
    with pytest.raises(BadValue):
        update(city, city.lin.person, **values)


def test_the_word_for_a_gender_is_read_as_its_code(city):
    update(city, city.lin.person, gender="男")
    city.lin.person.refresh_from_db()
    assert city.lin.person.gender == "1"


def test_a_new_number_replaces_the_old_one_and_another_kind_stands_beside_it(city):
    who, number = make_person("甲"), resident_id(date(1990, 5, 5), 777)
    update(city, who, document_no=number)
    assert who.documents.count() == 1
    assert person_by_document("111", number) == who
    update(city, who, document_no="E12345678", document_kind="414")
    assert who.documents.count() == 2
    assert who.documents.get(is_primary=True).kind == "414"
    assert number not in str([bytes(d.sealed_number) for d in who.documents.all()])
    assert update(city, who, document_no="E12345678", document_kind="414") == ()
    kept = [one for one in history.of(who) if one.field == "document"]
    assert kept[-1].after == f"111 {number}"


def test_a_document_of_somebody_else_is_refused(city):
    other = sealing.unseal(city.zhou.person.documents.get().sealed_number)
    with pytest.raises(Refused, match="document-taken"):
        update(city, city.lin.person, document_no=other)
    assert person_by_document("111", other) == city.zhou.person


def test_another_mobile_ends_every_session(city, client):
    client.force_login(city.lin)
    other = Client()
    other.force_login(city.wu)
    assert account.set_mobile(city.lin, "154 0000 0555", basis="case-1", by=city.su, now=NOW)
    user = User.objects.get(pk=city.lin.pk)
    assert (user.mobile, user.person.mobile) == ("15400000555", "15400000555")
    alive = {s.get_decoded().get("_auth_user_id") for s in Session.objects.all()}
    assert alive == {str(city.wu.pk)}
    assert history.of(user.person)[0].field == "account.mobile"


def test_effects_find_the_account_by_document_number(city):
    number = sealing.unseal(city.lin.person.documents.get().sealed_number)
    ground = Ground(city.su, NOW, "case-1", "case-1")
    write = RegisterWrite("update", "account", {"document_no": number}, {"mobile": "15400000556"})
    apply(write, ground)
    assert User.objects.get(pk=city.lin.pk).mobile == "15400000556"
    taken = RegisterWrite(
        "update", "account", {"person": city.wu.person.key}, {"mobile": "15400000556"}
    )
    with pytest.raises(Refused, match="mobile-taken"):
        apply(taken, ground)
    nobody = RegisterWrite("update", "account", {"document_no": "000"}, {"mobile": "15400000557"})
    with pytest.raises(Refused, match="no-account"):
        apply(nobody, ground)
