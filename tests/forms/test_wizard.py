"""The wizard over a draft: what each button does, what is kept, what is said."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory
from formtools.wizard.views import NamedUrlWizardView

from tests.forms.making import draft, tree
from unionhall.casework.refusals import Conflict, Refused
from unionhall.forms import wizard
from unionhall.forms.drafts import OpenDraft
from unionhall.forms.wizard import DraftWizard

pytestmark = pytest.mark.urls("tests.forms.addresses")
HERE = "/cases/k/form/family/"


class Desk:
    """Stands for `casework`: remembers what was saved, says no when told to."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.draft = draft(values)
        self.saved: list[tuple[dict[str, Any], str, int]] = []
        self.refusal: Refused | None = None

    def open(self, request: Any, key: str) -> OpenDraft:
        return self.draft

    def save(self, opened: OpenDraft, values, step, version, *, by, now) -> Any:
        if self.refusal:
            raise self.refusal
        if version != self.draft.version:
            raise Conflict("changed", "已由其他窗口修改。")
        self.saved.append((values, step, version))
        state, world = opened.settled(values)
        self.draft = replace(self.draft, version=version + 1, values=state.values, _known=[])
        return SimpleNamespace(
            case=SimpleNamespace(version=version + 1), state=state, step_problems=None
        )


@pytest.fixture
def desk(monkeypatch):
    made = Desk({"married": False})
    monkeypatch.setattr(wizard, "save_draft", made.save)
    return made


def press(desk: Desk, post: str, step: str = "family", version: int = 3, **headers: str):
    request = RequestFactory().post(
        f"/cases/k/form/{step}/",
        f"_version={version}&{post}",
        content_type="application/x-www-form-urlencoded",
        headers=headers,
    )
    return send(desk, request, step)


def look(desk: Desk, step: str | None = "family", query: str = ""):
    return send(desk, RequestFactory().get(f"/cases/k/form/{step}/{query}"), step)


def send(desk: Desk, request, step):
    request.user = SimpleNamespace(pk=1)
    request.session = {}
    request._messages = FallbackStorage(request)

    class Page(DraftWizard):
        def open_draft(self, request, key):
            return desk.open(request, key)

    kwargs = {"key": "k"} | ({"step": step} if step else {})
    return Page.as_view()(request, **kwargs)


def html(response) -> Any:
    return tree(str(response.context_data["form_html"]))


def test_it_is_a_formtools_wizard():
    assert issubclass(DraftWizard, NamedUrlWizardView)


def test_without_a_step_it_leads_to_the_first():
    assert look(Desk({}), None).headers["Location"] == "/cases/k/form/person/"
    assert look(Desk({}), "nowhere").headers["Location"] == "/cases/k/form/person/"


def test_a_step_is_drawn_from_the_draft():
    response = look(Desk({"married": True, "spouse": "周"}))
    page = html(response)
    assert response.status_code == 200
    assert page.xpath("//form/@action") == [HERE]
    assert page.xpath("//input[@name='_version']/@value") == ["3"]
    assert page.xpath("//input[@name='spouse']/@value") == ["周"]
    assert page.xpath("//form//button[@type='submit']")[0].get("value") == "next"
    assert [s["title"] for s in response.context_data["form_steps"]] == [
        "本人情况", "家庭情况", "核对并提交",
    ]  # fmt: skip


@pytest.mark.row("X1-26")
def test_save_keeps_the_values_and_stays(desk):
    response = press(desk, "married=true&spouse=周&_go=save")
    assert (response.status_code, response.headers["Location"]) == (302, HERE)
    assert desk.saved == [({"married": True, "spouse": "周"}, "family", 3)]


def test_next_tells_all_problems_at_once_and_keeps_what_was_typed(desk):
    response = press(desk, "married=true&spouse=&_go=next")
    assert response.status_code == 422
    assert desk.saved == [({"married": True, "spouse": None}, "family", 3)]
    page = html(response)
    links = page.xpath("//div[@role='alert']//a/@href")
    assert links == ["#f-spouse", "#f-home-region", "#f-home-detail", "#f-family", "#f-truth"]
    assert page.xpath("//input[@name='_version']/@value") == ["4"]


def test_next_leads_on_when_nothing_blocks(desk):
    post = (
        "married=false&home.region:0=79&home.region:1=7901&home.region:1:of=79"
        "&home.region:2=790101&home.region:2:of=7901&home.detail=一号"
        "&family.0.name=甲&family.0.relation=子女&truth=true&_go=next"
    )
    response = press(desk, post)
    assert response.headers["Location"] == "/cases/k/check/"


def test_enter_means_next_and_an_unknown_button_updates(desk):
    assert press(desk, "married=false").status_code == 422
    assert press(desk, "married=false&_go=lookup:married", version=4).headers["Location"] == HERE


def test_back_does_not_judge(desk):
    response = press(desk, "married=true&spouse=&_go=back")
    assert response.headers["Location"] == "/cases/k/form/person/"


def test_update_shows_what_became_relevant_without_a_script(desk):
    assert press(desk, "married=true&_go=update").headers["Location"] == HERE
    boxes = html(look(desk)).xpath("//input[@name='spouse'][not(ancestor::template)]")
    assert len(boxes) == 1


def test_the_picker_opens_after_saving(desk):
    response = press(desk, "amount=5&_go=lookup:unit", step="person")
    assert response.headers["Location"] == "/cases/k/lookups/unit/"
    assert desk.saved[0][0] == {"amount": 500}


def test_rows_are_added_and_deleted_without_a_script(desk):
    post = "family.0.name=甲&family.1.name=乙"
    added = press(desk, f"{post}&_go=add:family")
    assert added.headers["Location"] == f"{HERE}?row=family#f-family-field"
    page = html(look(desk, query="?row=family"))
    assert len(page.xpath("//ol/li[not(ancestor::template)]")) == 3
    press(desk, f"{post}&_go=delete:family:0", version=4)
    assert desk.saved[-1][0] == {"family": [{"name": "乙"}]}


def test_what_cannot_be_read_is_shown_again_and_the_rest_is_kept(desk):
    response = press(desk, "amount=许多&children=2&_go=save", step="person")
    assert response.status_code == 422
    assert desk.saved[0][0] == {"children": 2}
    page = html(response)
    assert page.xpath("//input[@name='amount']/@value") == ["许多"]
    assert page.xpath("//div[@role='alert']//a/@href") == ["#f-amount"]


def test_an_unknown_name_is_refused_by_name_and_nothing_is_saved(desk):
    response = press(desk, "married=true&salary=1&_go=save")
    assert (response.status_code, desk.saved) == (422, [])
    assert "salary" in html(response).xpath("//div[@role='alert']")[0].text_content()


@pytest.mark.parametrize("version", ["2", "x", "", "-1", "9" * 30])
def test_a_conflict_says_so_and_loses_nothing(desk, version):
    response = press(desk, "married=true&spouse=周&_go=save", version=version)
    assert response.status_code == 409
    page = html(response)
    assert "已由其他窗口修改。" in page.xpath("//div[@role='alert']")[0].text_content()
    assert page.xpath("//input[@name='spouse']/@value") == ["周"]
    assert page.xpath("//input[@name='_version']/@value") == ["3"]


def test_autosave_answers_with_the_next_version_and_the_time(desk):
    response = press(desk, "married=true&_go=autosave", Accept="application/json")
    answer = json.loads(response.content)
    assert (response.status_code, answer["version"], answer["problems"]) == (200, 4, [])
    assert len(answer["saved_at"]) == 5


def test_autosave_names_what_it_could_not_keep(desk):
    post = "amount=许多&children=2&_go=autosave"
    answer = json.loads(press(desk, post, step="person", Accept="application/json").content)
    assert [p["path"] for p in answer["problems"]] == ["amount"]
    assert desk.saved[0][0] == {"children": 2}


def test_autosave_meets_a_conflict_in_words(desk):
    response = press(desk, "married=true&_go=autosave", version=1, Accept="application/json")
    assert response.status_code == 409
    assert json.loads(response.content) == {"message": "已由其他窗口修改。"}


def test_any_other_refusal_is_a_sentence_on_the_page(desk):
    desk.refusal = Refused("no", "请稍后再试。")
    response = press(desk, "married=true&_go=save")
    assert response.status_code == 422
    assert "请稍后再试。" in html(response).xpath("//div[@role='alert']")[0].text_content()


def test_problems_are_shown_on_request_when_coming_from_the_check_page():
    page = html(look(Desk({}), query="?problems"))
    assert page.xpath("//div[@role='alert']//a/@href")[0] == "#f-married"
