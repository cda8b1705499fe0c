"""Opening an account on first use: a code, one's details, in."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.utils import timezone

from permissions import gate
from tests.factories.people import PASSWORD, make_person
from tests.people.together import together
from tests.web.account.test_sign_in import code_of
from tests.web.markup import faults
from unionhall.casework.accounts.terms import terms
from unionhall.casework.core import account
from unionhall.config.management.demo.numbers import resident_id
from unionhall.organisation.models import Union
from unionhall.people import fakes, sealing, store
from unionhall.people.models import Person, SmsCode, User

MOBILE = "15400000777"
NUMBER = resident_id(date(1990, 3, 5), 7)
SECRET = "luwan2026"


def prove(client, mobile=MOBILE, onward=""):
    client.post("/sign-in/code/", {"mobile": mobile, "_do": "send"})
    typed = {"mobile": mobile, "code": code_of(mobile), "next": onward}
    return client.post("/sign-in/code/", typed)


def details(**changed):
    return {
        "name": "欧阳雪",
        "kind": "111",
        "number": NUMBER,
        "password": SECRET,
        "again": SECRET,
        "terms": terms().digest,
        "consent": "terms",
    } | changed


@pytest.mark.row("X1-08", "X2-08", "X3-03", "X2-52", "J1-06")
def test_an_unknown_mobile_registers_and_is_in(client, db):
    answer = prove(client, onward="/cases/")
    assert answer["Location"] == "/sign-in/details/?next=%2Fcases%2F"
    page = client.get(answer["Location"])
    assert faults(page) == []
    assert "信息完善" in page.content.decode()
    assert MOBILE not in page.content.decode()
    answer = client.post("/sign-in/details/", details(next="/cases/"))
    assert (answer.status_code, answer["Location"]) == (302, "/cases/")
    user = User.objects.get(mobile=MOBILE)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.person.name, user.person.born_on) == ("欧阳雪", date(1990, 3, 5))
    assert user.person.gender == "1"
    assert user.person.consents.get().purpose == "account"
    assert client.get("/account/").status_code == 200


@pytest.mark.row("X1-10", "X2-09", "X3-04")
def test_a_known_mobile_is_simply_in(client, city):
    assert prove(client, "15400000001")["Location"] == "/"
    assert client.session["_auth_user_id"] == str(city.lin.pk)


@pytest.mark.row("X1-11", "X2-10", "X3-05")
def test_the_new_password_opens_by_mobile_and_by_number(client, db):
    prove(client)
    client.post("/sign-in/details/", details())
    for name in (MOBILE, NUMBER, NUMBER.lower()):
        client.logout()
        assert client.post("/sign-in/", {"name": name, "password": SECRET}).status_code == 302


@pytest.mark.row("X1-09")
def test_a_small_x_is_made_a_capital(client, db):
    number = next(n for n in (resident_id(date(1990, 3, 5), i) for i in range(99)) if n[-1] == "X")
    prove(client)
    assert client.post("/sign-in/details/", details(number=number.lower())).status_code == 302
    kept = User.objects.get(mobile=MOBILE).person.documents.get()
    assert sealing.unseal(kept.sealed_number) == number


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": "欧"}, "姓名："),
        ({"number": NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")}, "校验位"),
        ({"number": "790101900305007"}, "15 位旧号码"),
        ({"password": "12345678", "again": "12345678"}, "8 至 30 位"),
        ({"password": "short1", "again": "short1"}, "8 至 30 位"),
        ({"password": "luwan 2026", "again": "luwan 2026"}, "8 至 30 位"),
        ({"again": "luwan2027"}, "不一致"),
        ({"consent": ""}, "同意账号协议"),
        ({"terms": "0" * 64}, "同意账号协议"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_is_kept(client, db, changed, words):
    prove(client)
    answer = client.post("/sign-in/details/", details(**changed))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert faults(answer) == []
    assert f'value="{changed.get("number", NUMBER)}"' in html
    assert SECRET not in html
    assert not Person.objects.filter(name="欧阳雪").exists()


@pytest.mark.row("X1-13", "X3-99")
@pytest.mark.parametrize("kind", ["511", "516", "414", "553", "556"])
def test_other_documents_come_first_by_the_citys_accounts(client, db, settings, kind):
    settings.OIDC_ISSUER, settings.OIDC_TITLE = "https://id.example.test", "i鹭湾登录"
    prove(client)
    answer = client.post("/sign-in/details/", details(kind=kind, number="H12345678"))
    assert answer.status_code == 422
    assert "首次请在登录页用“i鹭湾登录”进入" in answer.content.decode()
    assert not User.objects.filter(mobile=MOBILE).exists()


def test_a_residence_permit_is_no_resident_card(client, db):
    number = resident_id(date(1990, 3, 5), 7)
    permit = "810000" + number[6:17]
    from stdnum.iso7064 import mod_11_2

    prove(client)
    answer = client.post(
        "/sign-in/details/", details(number=permit + mod_11_2.calc_check_digit(permit))
    )
    assert answer.status_code == 422


def test_without_a_proven_mobile_there_is_no_form(client, db):
    for answer in (client.get("/sign-in/details/"), client.post("/sign-in/details/", details())):
        assert answer["Location"] == "/sign-in/code/"
    assert not User.objects.filter(mobile=MOBILE).exists()


def test_the_person_known_by_the_document_gets_the_account(client, db):
    person = make_person("欧阳雪", NUMBER)
    prove(client)
    client.post("/sign-in/details/", details())
    assert User.objects.get(mobile=MOBILE).person == person
    assert Person.objects.filter(name="欧阳雪").count() == 1


@pytest.mark.row("X3-06")
def test_a_chair_who_registers_later_gets_what_belongs_to_him(client, city):
    person = make_person("欧阳雪", NUMBER)
    store.add_membership(person, city.software_union, date(2026, 1, 1))
    Union.objects.filter(pk=city.software_union.pk).update(chair=person)
    assert not person.posts.exists()
    prove(client)
    client.post("/sign-in/details/", details())
    post = person.posts.get()
    assert (post.union_id, post.source, post.ended_at) == (city.software_union.pk, "chair", None)
    assert gate.fresh(User.objects.get(mobile=MOBILE)).manageable_unions


def test_a_known_document_under_another_name_is_refused(client, db):
    make_person("别的人", NUMBER)
    prove(client)
    answer = client.post("/sign-in/details/", details())
    assert answer.status_code == 422
    assert "姓名与证件号码不一致" in answer.content.decode()


@pytest.mark.row("J1-48")
def test_a_document_with_an_account_gets_no_second_one(client, city):
    number = sealing.unseal(city.lin.person.documents.get().sealed_number)
    prove(client)
    answer = client.post("/sign-in/details/", details(name="林晓岚", number=number))
    assert answer.status_code == 422
    assert "不能再开第二个" in answer.content.decode()
    assert not User.objects.filter(mobile=MOBILE).exists()
    # unbound by the help line, the same person takes his account up again
    account.set_mobile(city.lin, None, basis="unbinding", by=city.su, now=timezone.now())
    Person.objects.filter(pk=city.lin.person.pk).update(mobile=MOBILE)
    answer = client.post("/sign-in/details/", details(name="林晓岚", number=number))
    assert answer.status_code == 302
    assert User.objects.get(mobile=MOBILE).pk == city.lin.pk
    assert User.objects.get(mobile=MOBILE).check_password(SECRET)


def test_an_unbound_account_is_for_the_announced_number_only(client, city):
    number = sealing.unseal(city.lin.person.documents.get().sealed_number)
    now, typed = timezone.now(), details(name="林晓岚", number=number)
    account.set_mobile(city.lin, None, basis="unbinding", by=city.su, now=now)
    Person.objects.filter(pk=city.lin.person.pk).update(mobile="15400000778")
    prove(client)
    answer = client.post("/sign-in/details/", typed)
    assert "另一个手机号码" in answer.content.decode()
    prove(client, "15400000778")
    assert client.post("/sign-in/details/", typed).status_code == 302
    assert User.objects.get(mobile="15400000778").pk == city.lin.pk


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("mismatch", "姓名与证件号码不一致"),
        ("timeout", "暂时连接不上"),
        ("limited", "暂时连接不上"),
        ("hours", "不在实名核验的服务时间内"),
    ],
)
def test_the_identity_check_says_no(client, db, settings, script, words):
    fakes.rewind()
    settings.IDENTITY_GATEWAY = f"fake: {script}, ok"
    prove(client)
    answer = client.post("/sign-in/details/", details())
    assert answer.status_code == 422
    assert words in answer.content.decode()
    # nothing is lost: the same page once more
    assert client.post("/sign-in/details/", details()).status_code == 302
    assert User.objects.get(mobile=MOBILE).person.verified_at is not None


def test_rare_signs_are_checked_by_people_later(client, db, settings):
    fakes.rewind()
    settings.IDENTITY_GATEWAY = "fake: unsure"
    prove(client)
    assert client.post("/sign-in/details/", details(name="欧阳𬱖")).status_code == 302
    assert User.objects.get(mobile=MOBILE).person.verified_at is None


@pytest.mark.django_db(transaction=True)
def test_fifty_right_codes_at_once_prove_once(client):
    from django.test import Client

    client.post("/sign-in/code/", {"mobile": MOBILE, "_do": "send"})
    code, cookies = code_of(MOBILE), client.cookies

    def post(_number):
        one = Client()
        one.cookies.update(cookies)
        return one.post("/sign-in/code/", {"mobile": MOBILE, "code": code}).status_code

    answers = together(50, post)
    assert sorted(set(answers)) == [302, 422]
    assert answers.count(302) == 1

    def open_(_number):
        one = Client()
        one.cookies.update(cookies)
        return one.post("/sign-in/details/", details())

    together(20, open_)
    assert User.objects.filter(mobile=MOBILE).count() == 1
    assert Person.objects.filter(name="欧阳雪").count() == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_wrong_codes_are_compared_five_times(client):
    from django.test import Client

    client.post("/sign-in/code/", {"mobile": MOBILE, "_do": "send"})
    wrong = f"{(int(code_of(MOBILE)) + 1) % 10**6:06}"

    def post(_number):
        one = Client()
        one.cookies.update(client.cookies)
        return one.post("/sign-in/code/", {"mobile": MOBILE, "code": wrong}).status_code

    assert set(together(50, post)) == {422}
    assert SmsCode.objects.get().tries == 5
    right = {"mobile": MOBILE, "code": code_of(MOBILE)}
    assert client.post("/sign-in/code/", right).status_code == 422


def test_passwords_are_in_no_page(client, db):
    prove(client)
    html = client.post("/sign-in/details/", details(name="")).content.decode()
    assert not re.search(rf"{SECRET}|{PASSWORD}", html)
