"""Signing in with the city's own accounts, against a real provider."""

from __future__ import annotations

from datetime import date

import pytest
from allauth.socialaccount.models import SocialAccount

from tests.web.account import provider
from tests.web.account.test_complete import NUMBER, SECRET, details
from tests.web.account.test_sign_in import code_of
from tests.web.markup import faults
from unionhall.people import sealing
from unionhall.people.models import SentMessage, User

MOBILE = "15400000778"
OTHER = "15400000779"


@pytest.fixture(scope="module")
def there():
    with provider.running() as one:
        one.knows(
            "u-1",
            name="何美玲",
            phone_number=f"+86{MOBILE}",
            email="ho@example.test",
            email_verified=True,
        )
        one.knows("u-2", name="欧阳雪", phone_number=MOBILE, email="snow@example.test")
        yield one


@pytest.fixture(autouse=True)
def offered(settings, there, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = there.url, "unionhall"
    settings.OIDC_CLIENT_SECRET, settings.OIDC_TITLE = "a-secret", "i鹭湾登录"
    settings.SITE_URL = "http://testserver"


def come(client, there, subject, onward="/cases/"):
    """Press the button, sign in there, come back."""
    off = client.post("/sign-in/outside/", {"next": onward})
    assert off.status_code == 302
    return client.get(there.sign_in(off["Location"], subject))


def complete(client, mobile=MOBILE, **changed):
    typed = details(mobile=mobile, **changed)
    client.post("/sign-in/details/", typed | {"_do": "send"})
    return client.post("/sign-in/details/", typed | {"code": code_of(mobile)})


@pytest.mark.row("X1-15", "X1-16")
def test_the_button_leads_there_with_proof_key_and_state(client, db, there):
    html = client.get("/sign-in/code/").content.decode()
    assert "i鹭湾登录" in html
    off = client.post("/sign-in/outside/")["Location"]
    assert off.startswith(f"{there.url}/oauth2/authorize?")
    asked = provider.asked(off)
    assert asked["redirect_uri"] == "http://testserver/sign-in/outside/back/"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["state"]) >= 16


@pytest.mark.row("X1-17", "X1-18", "X1-20", "X3-100")
def test_a_new_subject_completes_his_details_and_is_in(client, db, there):
    answer = come(client, there, "u-2")
    assert answer["Location"] == "/sign-in/details/"
    page = client.get("/sign-in/details/")
    html = page.content.decode()
    assert faults(page) == []
    assert f'value="{MOBILE}"' in html
    assert 'value="snow@example.test"' in html
    answer = complete(client, email="snow@example.test")
    assert (answer.status_code, answer["Location"]) == (302, "/cases/")
    user = User.objects.get(mobile=MOBILE)
    assert client.session["_auth_user_id"] == str(user.pk)
    kept = SocialAccount.objects.get()
    assert (kept.user, kept.uid, kept.extra_data) == (user, "u-2", {})
    # not proven there, so it has to be proven here
    assert user.email is None
    assert "/account/email/" in SentMessage.objects.get(channel="mail").text


@pytest.mark.row("X1-16")
def test_a_known_subject_goes_straight_in(client, db, there):
    come(client, there, "u-2")
    complete(client)
    client.logout()
    assert come(client, there, "u-2")["Location"] == "/cases/"
    assert "_auth_user_id" in client.session


@pytest.mark.row("X1-13", "X1-14", "X3-99")
@pytest.mark.parametrize(
    ("kind", "number", "more"),
    [
        ("516", "H12345678", {}),
        ("511", "12345678", {}),
        ("414", "E12345678", {"country": "SGP"}),
        ("554", "ABC12345", {"country": "FRA", "born_on": "1988-04-02"}),
    ],
)
def test_other_documents_may_come_first_this_way(client, db, there, kind, number, more):
    come(client, there, "u-1")
    answer = complete(client, name="何美玲", kind=kind, number=number, **more)
    assert answer.status_code == 302
    user = User.objects.get(mobile=MOBILE)
    document = user.person.documents.get()
    assert (document.kind, sealing.unseal(document.sealed_number)) == (kind, number)
    client.logout()
    typed = {"name": MOBILE, "password": SECRET}
    assert client.post("/sign-in/", typed).status_code == 302


def test_a_passport_needs_its_country_and_a_permit_the_birth_date(client, db, there):
    come(client, there, "u-1")
    answer = complete(client, name="何美玲", kind="414", number="E12345678")
    assert "签发国家或地区" in answer.content.decode()
    typed = details(mobile=MOBILE, name="何美玲", kind="554", number="ABC12345", country="FRA")
    answer = client.post("/sign-in/details/", typed)
    assert "出生日期" in answer.content.decode()
    assert not User.objects.filter(mobile=MOBILE).exists()


@pytest.mark.row("X1-19", "X3-100")
def test_another_mobile_needs_a_code_of_its_own(client, db, there):
    come(client, there, "u-2")
    typed = details(mobile=MOBILE)
    client.post("/sign-in/details/", typed | {"_do": "send"})
    code = code_of(MOBILE)
    answer = client.post("/sign-in/details/", details(mobile=OTHER, code=code))
    assert answer.status_code == 422
    assert "验证码不正确" in answer.content.decode()
    assert complete(client, mobile=OTHER).status_code == 302
    assert User.objects.get(person__isnull=False).mobile == OTHER


def test_a_proven_mobile_is_not_asked_for_again(client, db, there):
    come(client, there, "u-2")
    answer = complete(client, again="another1")
    assert answer.status_code == 422
    assert client.post("/sign-in/details/", details(mobile=MOBILE)).status_code == 302


def test_an_address_proven_there_is_proven_here(client, db, there):
    come(client, there, "u-1")
    complete(client, name="何美玲", email="ho@example.test")
    user = User.objects.get(person__isnull=False)
    assert (user.email, user.email_verified_at is not None) == ("ho@example.test", True)


def test_cancelling_is_said(client, db, there):
    answer = come(client, there, None)
    page = client.get(answer["Location"]).content.decode()
    assert "您取消了“i鹭湾登录”" in page
    assert "_auth_user_id" not in client.session


def test_a_state_is_good_once_and_only_in_its_browser(client, db, there):
    from django.test import Client

    off = client.post("/sign-in/outside/")["Location"]
    back = there.sign_in(off, "u-2")
    stranger = Client()
    for browser in (stranger, client, client):
        answer = browser.get(back)
        if browser is client and answer["Location"] == "/sign-in/details/":
            continue
        page = browser.get(answer["Location"]).content.decode()
        assert "“i鹭湾登录”没有成功" in page
    assert "outside" not in stranger.session


@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=made-up", "?error=server_error"])
def test_a_made_up_way_back_is_said(client, db, query):
    answer = client.get(f"/sign-in/outside/back/{query}")
    assert answer["Location"] == "/sign-in/code/"


def test_a_provider_that_is_away_is_said(client, db, settings):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    assert client.post("/sign-in/outside/")["Location"] == "/sign-in/code/"


def test_a_mobile_of_another_account_is_a_conflict(client, city, there):
    come(client, there, "u-2")
    answer = complete(client, mobile="15400000001")
    assert answer.status_code == 422
    assert "这个手机号码已有账号" in answer.content.decode()
    assert not SocialAccount.objects.exists()


def test_ones_own_account_is_joined_by_mobile_and_document(client, city, there):
    number = sealing.unseal(city.lin.person.documents.get().sealed_number)
    come(client, there, "u-2")
    answer = complete(client, mobile="15400000001", name="林晓岚", number=number)
    assert answer.status_code == 302
    assert SocialAccount.objects.get().user == city.lin
    city.lin.refresh_from_db()
    assert not city.lin.check_password(SECRET)


def test_a_closed_account_stays_closed(client, db, there):
    come(client, there, "u-2")
    complete(client)
    client.logout()
    User.objects.update(is_active=False)
    come(client, there, "u-2")
    assert "_auth_user_id" not in client.session


def test_without_an_issuer_there_is_no_such_page(client, db, settings):
    settings.OIDC_ISSUER = ""
    assert client.post("/sign-in/outside/").status_code == 404
    assert client.get("/sign-in/outside/back/?code=x&state=y").status_code == 404
    assert "i鹭湾登录" not in client.get("/sign-in/").content.decode()


@pytest.mark.parametrize(
    "path",
    ["accounts/login/", "accounts/signup/", "accounts/2fa/", "accounts/oidc/oidc/login/"],
)
def test_none_of_the_librarys_own_pages_exists(client, db, path):
    assert client.get(f"/{path}").status_code == 404


def test_born_on_is_taken_from_the_number(client, db, there):
    come(client, there, "u-2")
    complete(client, number=NUMBER, born_on="2001-01-01")
    assert User.objects.get(person__isnull=False).person.born_on == date(1990, 3, 5)


def test_what_somebody_else_left_in_the_browser_is_not_linked(client, db, there):
    come(client, there, "u-1")
    client.post("/sign-in/code/", {"mobile": OTHER, "_do": "send"})
    client.post("/sign-in/code/", {"mobile": OTHER, "code": code_of(OTHER)})
    client.post("/sign-in/details/", details())
    assert User.objects.filter(mobile=OTHER).exists()
    assert not SocialAccount.objects.exists()
