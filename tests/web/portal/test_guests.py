"""Without signing in: begin, prove, hand in, come back by number and code; nothing else opens."""

from __future__ import annotations

import re

import pytest
from captcha.models import CaptchaStore
from django.test import Client
from django.urls import get_resolver, reverse

from tests.factories.appeals import APPEAL, NEW_MOBILE, Appeals, code_sent, open_appeals
from tests.factories.applications import fresh, open_office, upload
from tests.web.account.recovering import answer
from tests.web.markup import faults
from unionhall.cases.models import Case
from unionhall.people.models import SentMessage, User
from unionhall.web.middleware.guests import PAGES

START = f"/matters/{APPEAL}/cases/"
CONDITIONS = f"/matters/{APPEAL}/conditions/"


@pytest.fixture
def appeals(city, settings, tmp_path) -> Appeals:
    settings.MEDIA_ROOT = tmp_path
    return open_appeals(city)


def begun(client: Client) -> Case:
    client.post(START)
    return Case.objects.latest("id")


def form_of(case: Case) -> str:
    return f"/cases/{case.key}/form/appeal/"


def typed(appeals: Appeals, case: Case, go: str, **more: str) -> dict[str, str]:
    return {**appeals.answers(), "_version": str(fresh(case).version), "_go": go, **more}


def filled(client: Client, appeals: Appeals) -> Case:
    """By the buttons a browser without scripts has."""
    case = begun(client)
    client.get(form_of(case))
    client.post(form_of(case), typed(appeals, case, "send-code:mobile", **answer()))
    code = code_sent(NEW_MOBILE)
    response = client.post(form_of(case), typed(appeals, case, "next", **{"mobile:code": code}))
    assert response["Location"] == f"/cases/{case.key}/materials/"
    for material in ("front", "back"):
        client.post(response["Location"], {"material": material, "file": upload()})
    return fresh(case)


def handed_in(client: Client, appeals: Appeals) -> tuple[Case, str]:
    case = filled(client, appeals)
    sent = {"version": case.version, "consent": "truth", "key": "once-and-only"}
    page = client.post(f"/cases/{case.key}/submission/", sent)
    html = page.content.decode()
    assert faults(page) == []
    found = re.search(r'id="query-code">([^<]+)<', html)
    assert found, html
    case = fresh(case)
    assert str(case.number) in html
    return case, found.group(1)


def test_conditions_of_an_open_matter_are_for_everybody(client, appeals):
    page = client.get(CONDITIONS)
    assert page.status_code == 200
    assert faults(page) == []
    assert "本事项无需账号即可办理" in page.content.decode()
    assert "发起申请" in page.content.decode()


def test_other_matters_send_to_sign_in(client, city):
    open_office(city)
    for page in ("/matters/fund-refund/conditions/",):
        assert client.get(page)["Location"].startswith("/sign-in/?next=")
    assert client.post("/matters/fund-refund/cases/")["Location"].startswith("/sign-in/?next=")
    assert not User.objects.filter(is_guest=True).exists()


@pytest.mark.row("X1-77", "X1-78", "X1-79")
def test_the_form_shows_its_fields_and_that_nobody_is_signed_in(client, appeals):
    case = begun(client)
    page = client.get(form_of(case))
    html = page.content.decode()
    assert faults(page) == []
    assert "未登录" in html
    for words in ("您需申诉的问题", "写明正确的旧手机号码", "真实姓名", "证件类型", "证件号码"):
        assert words in html
    for words in ("手机号码", "发送验证码", "图形验证码", "短信验证码"):
        assert words in html
    assert "guest-" not in html


def test_a_guest_answers_a_captcha_before_a_code_is_sent(client, appeals):
    case = begun(client)
    client.get(form_of(case))
    page = client.post(form_of(case), typed(appeals, case, "send-code:mobile"))
    assert page.status_code == 422
    assert "图形验证码不正确" in page.content.decode()
    assert not SentMessage.objects.exists()
    assert appeals.answers()["problem"] in page.content.decode()
    asked = typed(appeals, case, "send-code:mobile", **answer())
    assert client.post(form_of(case), asked).status_code == 302
    assert SentMessage.objects.filter(address=NEW_MOBILE).count() == 1


def test_control_who_is_signed_in_needs_none(client, appeals):
    client.force_login(appeals.city.wu)
    case = begun(client)
    assert "图形验证码" not in client.get(form_of(case)).content.decode()
    assert not CaptchaStore.objects.exists()
    asked = typed(appeals, case, "send-code:mobile")
    assert client.post(form_of(case), asked).status_code == 302
    assert SentMessage.objects.filter(address=NEW_MOBILE).count() == 1


def test_the_script_hears_what_became_of_the_code(client, appeals):
    case = begun(client)
    client.get(form_of(case))
    json = {"Accept": "application/json"}
    wrong = client.post(form_of(case), typed(appeals, case, "send-code:mobile"), headers=json)
    assert (wrong.status_code, wrong.json()["version"]) == (422, fresh(case).version)
    asked = typed(appeals, case, "send-code:mobile", **answer())
    sent = client.post(form_of(case), asked, headers=json).json()
    assert sent["version"] == fresh(case).version
    assert "验证码已发送" in sent["message"]


def test_a_wrong_code_is_said_and_a_changed_number_asks_again(client, appeals):
    case = begun(client)
    client.get(form_of(case))
    client.post(form_of(case), typed(appeals, case, "send-code:mobile", **answer()))
    code = code_sent(NEW_MOBILE)
    wrong = {"mobile:code": f"{(int(code) + 1) % 10**6:06}"}
    page = client.post(form_of(case), typed(appeals, case, "next", **wrong))
    assert page.status_code == 422
    assert "验证码不正确或已失效" in page.content.decode()
    page = client.post(form_of(case), typed(appeals, case, "next"))
    assert "请先验证该号码" in page.content.decode()
    done = client.post(form_of(case), typed(appeals, case, "prove:mobile", **{"mobile:code": code}))
    assert done.status_code == 302
    assert "已通过短信验证" in client.get(form_of(case)).content.decode()
    other = typed(appeals, case, "next", mobile="15400006666")
    assert "请先验证该号码" in client.post(form_of(case), other).content.decode()


@pytest.mark.row("X1-80", "X1-81")
def test_two_photographs_with_samples(client, appeals):
    case = begun(client)
    page = client.get(f"/cases/{case.key}/materials/")
    html = page.content.decode()
    assert "证件正面照" in html
    assert "证件背面照" in html
    assert "不超过 5MB" in html
    assert "jpg、png、bmp" in html
    for material in ("front", "back"):
        sample = client.get(f"/matters/{APPEAL}/samples/{material}/")
        assert sample["Content-Type"] == "image/png"


def test_number_and_code_are_shown_once(client, appeals):
    case, code = handed_in(client, appeals)
    again = client.get(f"/cases/{case.key}/done/").content.decode()
    assert code not in again
    assert "获取新的查询码" in again
    sent = client.post(f"/cases/{case.key}/query-code/", {"_do": "send", "code": code})
    assert code in sent.content.decode()
    assert code in SentMessage.objects.latest("id").text
    renewed = client.post(f"/cases/{case.key}/query-code/", {"_do": "new"}).content.decode()
    assert code not in renewed


def test_back_by_number_and_code(client, appeals):
    case, code = handed_in(client, appeals)
    browser = Client()
    page = browser.get("/query/")
    assert faults(page) == []
    asked = {"number": str(case.number).lower(), "code": code.lower().replace("-", ""), **answer()}
    assert browser.post("/query/", asked)["Location"] == f"/cases/{case.key}/"
    page = browser.get(f"/cases/{case.key}/")
    assert faults(page) == []
    assert "等待受理" in page.content.decode()
    assert NEW_MOBILE not in page.content.decode()


@pytest.mark.parametrize("wrong", ["number", "code", "of an account", "captcha", "odd"])
def test_every_wrong_query_is_answered_alike(client, appeals, wrong):
    case, code = handed_in(client, appeals)
    browser = Client()
    browser.get("/query/")
    asked = {"number": str(case.number), "code": code, **answer()}
    if wrong == "number":
        asked["number"] = "SS2026019999"
    elif wrong == "code":
        asked["code"] = "AAAAA-AAAAA"
    elif wrong == "of an account":
        Case.objects.filter(pk=case.pk).update(starter=appeals.city.lin)
        asked["code"] = "unionhall-demo"
    elif wrong == "odd":
        asked |= {"number": "\x00字" * 50, "code": "\x00" * 99}
    else:
        asked["_captcha_answer"] = "?"
    page = browser.post("/query/", asked)
    assert page.status_code == 422
    sentence = "图形验证码不正确" if wrong == "captcha" else "编号或查询码不正确，请核对后重试。"
    assert sentence in page.content.decode()
    assert "_auth_user_id" not in browser.session


def test_guessing_codes_ends_after_five(client, appeals):
    case, code = handed_in(client, appeals)
    browser = Client()
    for _ in range(5):
        browser.get("/query/")
        asked = {"number": str(case.number), "code": "AAAAA-AAAAA", **answer()}
        assert "编号或查询码不正确" in browser.post("/query/", asked).content.decode()
    browser.get("/query/")
    page = browser.post("/query/", {"number": str(case.number), "code": code, **answer()})
    assert "尝试次数过多" in page.content.decode()
    assert "_auth_user_id" not in browser.session


def addresses(case: Case) -> dict[str, str]:
    """view name -> an address of it, for every address of the site with keys of this case."""
    keys = {"key": case.key, "case_key": case.key, "step": "appeal", "path": "unit"}
    keys |= {"material": "front", "process_key": APPEAL, "register_key": "refund"}
    keys["opinion_key"] = "x"
    found: dict[str, str] = {}
    for space in ("account", "portal", "office", "web"):
        entry = get_resolver().namespace_dict.get(space)
        assert entry, space
        for name in {name for name in entry[1].reverse_dict if isinstance(name, str)}:
            for _possible, params in [(p, p[0][0][1]) for p in entry[1].reverse_dict.getlist(name)]:
                given = {one: keys.get(one, "1") for one in params}
                found[f"{space}:{name}"] = reverse(f"{space}:{name}", kwargs=given)
    return found


def test_a_guest_opens_nothing_but_his_application(client, appeals):
    """Every address of the site: what is not of his case answers as it answers nobody."""
    case = begun(client)
    nobody = Client()
    differing = {}
    for name, address in addresses(case).items():
        if name in PAGES:
            continue
        for method in ("get", "post"):
            mine = getattr(client, method)(address, {})
            theirs = getattr(nobody, method)(address, {})
            if (mine.status_code, mine.get("Location")) != (
                theirs.status_code,
                theirs.get("Location"),
            ):
                differing[name, method] = (mine.status_code, theirs.status_code)
    assert differing == {}


def test_nor_the_application_of_anybody_else(client, appeals):
    other = begun(Client())
    begun(client)
    closed = {
        name: client.get(address).status_code
        for name, address in addresses(other).items()
        if name in PAGES and name != "account:sign_out"
    }
    assert set(closed.values()) <= {404, 405}, closed


def test_a_guest_takes_his_application_out(client, appeals):
    case = begun(client)
    answer = client.post(f"/cases/{case.key}/export/")
    assert answer.status_code == 200
    assert answer["Content-Type"].endswith("sheet")


def test_leaving_ends_the_guest_session(client, appeals):
    case = begun(client)
    assert client.get(f"/cases/{case.key}/").status_code == 200
    client.post("/sign-out/")
    assert client.get(f"/cases/{case.key}/").status_code == 302
