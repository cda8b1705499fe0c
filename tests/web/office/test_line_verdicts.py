"""Ticking people of a collective application and saying yes or no to them."""

from __future__ import annotations

import re

import pytest

from tests.casework.outside.small import APPROVE, LINES, REVIEW, begun, document, lines_of
from tests.factories.applications import fresh, open_office
from tests.web.markup import faults
from tests.web.portal.conftest import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(city, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return open_office(city)


@pytest.fixture
def case(office):
    first = {"key": "first", "title": "待审核", **REVIEW, "lines": "each", "actions": [APPROVE]}
    last = {"key": "last", "title": "待确认", **REVIEW, "actions": [APPROVE]}
    return begun(office, document("each", [first, last], lines=LINES), names=3)


@pytest.fixture
def chen(office):
    return browser(office.city.chen)


def pins(page):
    html = page.content.decode()
    found = re.findall(r'name="(_task|_version|_digest|_key)" value="([^"]*)"', html)
    return dict(found)


def press(client, case, action, lines, **more):
    url = f"/office/cases/{case.key}/lines/"
    said = {**pins(client.get(url)), "_action": action, "line": [one.key for one in lines], **more}
    return client.post(f"{url}verdicts/", said, follow=True)


def test_ticked_ones_pass_or_fail_until_the_stage_is_over(chen, case):
    page = chen.get(f"/office/cases/{case.key}/lines/")
    assert faults(page) == []
    a, b, c = lines_of(case)
    said = press(chen, case, "failed", [b]).content.decode()
    assert "请写明" in said or "原因" in said
    assert {line.state for line in lines_of(case)} == {"open"}
    assert "1 人：已记录" in press(chen, case, "failed", [b], _reason="重名").content.decode()
    over = press(chen, case, "passed", [a, c])
    assert over.redirect_chain == [(f"/office/cases/{case.key}/", 302)]
    assert fresh(case).stage == "last"
    assert [line.state for line in lines_of(case)] == ["passed", "failed", "passed"]
    after = chen.get(f"/office/cases/{case.key}/lines/").content.decode()
    assert "勾选的通过" not in after


def test_nobody_else_is_offered_it_nor_gets_through(office, case):
    url = f"/office/cases/{case.key}/lines/verdicts/"
    for other in (office.city.lin, office.city.wu):
        assert browser(other).post(url, {"_task": 1, "_version": 1}).status_code == 404
    su = browser(office.city.su)
    assert "勾选的通过" not in su.get(f"/office/cases/{case.key}/lines/").content.decode()
    press(su, case, "passed", lines_of(case), _task=case.tasks.get().pk, _version=case.version)
    assert {line.state for line in lines_of(case)} == {"open"}
