"""The wizard on real drafts of the first process: records, verbs, pages together."""

from __future__ import annotations

import json

import pytest

from tests.factories.applications import NOW, fresh, publish, upload
from tests.forms.making import HERE, tree
from unionhall.cases import selectors
from unionhall.cases.models import Draft
from unionhall.casework.start import start

GROUP = {"org_type": "group"}


def address(case, step="account"):
    return f"/cases/{case.key}/form/{step}/"


def shown(response):
    return tree(response.content.decode())


@pytest.fixture
def at_desk(office, client):
    client.force_login(office.city.lin)
    return client


def test_both_steps_are_drawn(office, at_desk):
    case = office.draft()
    page = shown(at_desk.get(address(case, "unit")))
    words = page.text_content()
    assert "海滨软件有限公司" in words
    assert office.city.lin.person.mobile not in words
    assert page.xpath("//form[@id='draft-form']//button[@value='lookup:unit']") != []
    account = shown(at_desk.get(address(case)))
    assert account.xpath("//input[@name='bank_branch']/@value") == ["鹭湾银行思江支行"]


@pytest.mark.row("X1-26")
def test_saving_keeps_the_answers_of_the_step(office, at_desk):
    case = office.draft()
    post = {"_version": case.version, "bank_branch": "湖东支行", "_go": "save"}
    response = at_desk.post(address(case), post)
    assert (response.status_code, response.headers["Location"]) == (302, address(case))
    assert Draft.objects.get(case=case).answers["bank_branch"] == "湖东支行"
    assert fresh(case).version == case.version + 1


@pytest.mark.row("X1-48")
def test_a_conditional_question_appears_without_a_script(office, at_desk):
    case = office.draft()
    hidden = shown(at_desk.get(address(case))).xpath("//input[@name='to_parent']")
    assert [box for box in hidden if not box.xpath("ancestor::template")] == []
    post = {"_version": case.version, "org_type": "group", "_go": "update"}
    assert at_desk.post(address(case, "unit"), post).status_code == 302
    asked = shown(at_desk.get(address(case))).xpath("//input[@name='to_parent']")
    assert len([box for box in asked if not box.xpath("ancestor::template")]) == 2


@pytest.mark.row("X1-51")
def test_the_state_call_computes_the_account_name(office, at_desk):
    case = office.draft()
    post = {"_version": case.version, "org_type": "group", "_go": "save"}
    at_desk.post(address(case, "unit"), post)
    answer = at_desk.post(
        f"/cases/{case.key}/state/account/",
        {"has_account": "true", "to_parent": "true", "account_name": "别的名称"},
    ).json()
    name = answer["fields"]["account_name"]
    parent = Draft.objects.get(case=case).answers["parent_union"]
    assert (name["read_only"], name["value"]) == (True, parent)


def test_problems_of_a_step_come_all_at_once(office, at_desk):
    case = office.draft()
    post = {"_version": case.version, "bank_branch": "", "account_no": "12ab", "_go": "next"}
    response = at_desk.post(address(case), post)
    assert response.status_code == 422
    links = shown(response).xpath("//div[@id='problems']//a/@href")
    assert links == ["#f-bank_branch", "#f-account_no"]


def test_next_leads_to_the_materials(office, at_desk):
    case = office.draft()
    response = at_desk.post(address(case), {"_version": case.version, "_go": "next"})
    assert response.headers["Location"] == f"/cases/{case.key}/materials/"


def test_two_windows_meet_in_a_sentence_and_nothing_is_lost(office, at_desk):
    case = office.draft()
    post = {"_version": case.version, "bank_branch": "甲支行甲", "_go": "save"}
    at_desk.post(address(case), post)
    response = at_desk.post(address(case), {**post, "bank_branch": "乙支行乙"})
    assert response.status_code == 409
    page = shown(response)
    assert page.xpath("//input[@name='bank_branch']/@value") == ["乙支行乙"]
    assert Draft.objects.get(case=case).answers["bank_branch"] == "甲支行甲"
    version = page.xpath("//input[@name='_version']/@value")[0]
    again = at_desk.post(address(case), {**post, "bank_branch": "乙支行乙", "_version": version})
    assert again.status_code == 302


def test_strangers_find_nothing(office, client):
    case = office.draft()
    client.force_login(office.city.chen)
    assert client.get(address(case)).status_code == 404
    assert client.post(address(case), {"_version": case.version}).status_code == 404
    assert client.post(f"/cases/{case.key}/state/account/").status_code == 404


def test_the_page_of_a_step_takes_few_queries(office, at_desk, django_assert_max_num_queries):
    case = office.draft()
    at_desk.get(address(case))
    with django_assert_max_num_queries(22):
        at_desk.get(address(case))


def sink(office):
    for name in ("sink-regions", "kitchen-sink"):
        publish(json.loads((HERE / f"{name}.json").read_text()), office.city.su)
    return start("kitchen-sink", by=office.city.lin, now=NOW)


def test_a_file_is_stored_as_attachment_and_its_key_as_the_answer(office, at_desk):
    case = sink(office)
    post = {
        "_version": case.version,
        "home.detail": "一号",
        "_go": "upload:portrait",
        "portrait:upload": upload("照片.png"),
    }
    response = at_desk.post(address(case, "family"), post)
    assert (response.status_code, response.headers["Location"]) == (302, address(case, "family"))
    answers = Draft.objects.get(case=case).answers
    file = case.attachments.get()
    assert answers == {**answers, "home": {"detail": "一号"}, "portrait": file.key}
    page = shown(at_desk.get(address(case, "family")))
    assert page.xpath(f"//a[@href='/files/{file.key}/']/text()") == ["照片.png"]

    version = page.xpath("//input[@name='_version']/@value")[0]
    gone = {
        "_version": version,
        "_present": "portrait",
        "portrait": file.key,
        "_go": f"remove-file:portrait:{file.key}",
    }
    assert at_desk.post(address(case, "family"), gone).status_code == 302
    assert "portrait" not in Draft.objects.get(case=case).answers
    assert selectors.attachments(case) == []


def test_a_file_that_is_none_is_refused_in_words_and_the_rest_is_kept(office, at_desk):
    case = sink(office)
    post = {
        "_version": case.version,
        "home.detail": "一号",
        "_go": "upload:portrait",
        "portrait:upload": upload("照片.png", b"MZ not a picture"),
    }
    response = at_desk.post(address(case, "family"), post)
    assert response.status_code == 422
    assert shown(response).xpath("//div[@id='problems']//h2/text()") != []
    assert Draft.objects.get(case=case).answers["home"] == {"detail": "一号"}
