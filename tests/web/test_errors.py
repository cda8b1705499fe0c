"""Error pages: Chinese, a trace number, no internals, and they work when nothing else does."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import path

from tests.web.markup import FORBIDDEN
from unionhall.casework.refusals import Conflict, NotYours, Refused
from unionhall.config import urls as site
from unionhall.web import errors

RAISED = {
    "suspicious": SuspiciousOperation("secret detail"),
    "denied": PermissionDenied("secret detail"),
    "broken": RuntimeError("secret detail"),
    "database": OperationalError("secret detail"),
    "not-yours": NotYours(),
    "conflict": Conflict("already-decided", "已由陈思远处理。"),
    "refused": Refused("reason-required", "请填写理由。"),
}


def _raise(request, name):
    raise RAISED[name]


handler400, handler403 = site.handler400, site.handler403
handler404, handler500 = site.handler404, site.handler500
urlpatterns = [path("raise/<str:name>/", _raise), *site.urlpatterns]

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def visitor(monkeypatch):
    """A browser; raising views are open to everybody here."""
    monkeypatch.setattr(_raise, "login_required", False, raising=False)
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("name", "status", "title"),
    [
        ("suspicious", 400, "无法识别这次请求"),
        ("denied", 403, "没有权限"),
        ("broken", 500, "页面暂时无法显示"),
        ("database", 503, "系统繁忙"),
        ("not-yours", 404, "找不到这个页面"),
        ("conflict", 409, "已由陈思远处理。"),
        ("refused", 422, "请填写理由。"),
    ],
)
def test_every_kind_of_error_has_its_page(visitor, name, status, title):
    """No database mark: none of these pages may ask it."""
    response = visitor.get(f"/raise/{name}/")
    html = response.content.decode()
    assert response.status_code == status
    assert title in html
    assert response["X-Trace-Id"] in html
    assert "secret detail" not in html
    assert [fault for fault, pattern in FORBIDDEN.items() if pattern.search(html)] == []


def test_unknown_addresses(visitor):
    response = visitor.get("/nowhere/at/all/")
    assert response.status_code == 404
    assert "找不到这个页面" in response.content.decode()


def test_scripts_are_answered_in_their_own_language(visitor):
    response = visitor.get("/raise/conflict/", headers={"Accept": "application/json"})
    assert json.loads(response.content) == {
        "code": "already-decided",
        "message": "已由陈思远处理。",
        "trace": response["X-Trace-Id"],
    }


def test_what_was_typed_survives_a_database_that_is_away(visitor):
    """All but secrets goes back into the page, with a button that sends it again."""
    typed = {"reason": "<b>缺章</b>", "password": "hunter2", "item": ["a", "b"]}
    response = visitor.post("/raise/database/?step=2", typed)
    html = response.content.decode()
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert 'action="/raise/database/?step=2"' in html
    assert 'name="reason" value="&lt;b&gt;缺章&lt;/b&gt;"' in html
    assert html.count('name="item"') == 2
    assert "hunter2" not in html


def test_a_form_without_its_token_is_explained():
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/display/", {"size": "large"})
    assert response.status_code == 403
    assert "请重新提交一次" in response.content.decode()


def test_the_last_page_needs_no_request_of_ours():
    """500 outside the middleware: no trace id, no cookie, still a page."""
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "页面暂时无法显示" in response.content.decode()
