"""Everybody else gets 404 on every address of a case; nobody at all is asked to sign in."""

from __future__ import annotations

import re

import pytest

from tests.journeys import refund

pytestmark = pytest.mark.e2e
PAGES = [
    "", "form/", "form/unit/", "form/account/", "materials/", "check/", "done/", "refresh/",
    "lookups/unit/", "withdrawal/", "deletion/",
]  # fmt: skip
FORMS = [
    "form/unit/", "form/account/", "state/unit/", "state/account/", "lookups/unit/", "materials/",
    "refresh/", "submission/", "withdrawal/", "deletion/",
]  # fmt: skip


def addresses(handler, case):
    """(method, address) of everything that belongs to a case, its files included."""
    handler.go(case)
    links = handler.page.locator("main a[href^='/files/']")
    files = sorted({link.get_attribute("href") for link in links.all()})
    assert len(files) == 3
    shown = [f"{case}{page}" for page in PAGES] + files + [f"{file}preview/" for file in files]
    shown.append(f"/office{case}")
    posted = [f"{case}{form}" for form in FORMS] + [f"/office{case}decision/"]
    return [("GET", one) for one in shown] + [("POST", one) for one in posted]


def asked(visitor, method, address):
    if method == "GET":
        return visitor.status_of(address)
    pins = {"version": "1", "_version": "1", "_task": "1", "_digest": "", "_key": "k" * 22}
    return visitor.send(address, **pins, _action="approve", _confirmed="1")


@pytest.mark.parametrize("state", ["draft", "in_progress"])
def test_a_case_does_not_exist_for_others(arrive, employer, state):
    handler = arrive(refund.HANDLER)
    case = refund.fill_in(handler, employer())
    everything = addresses(handler, case)
    if state == "in_progress":
        handler.go(f"{case}check/")
        refund.submit(handler)
    others = [refund.SIBLING, refund.STRANGER, refund.GROUP_HANDLER]
    if state == "draft":
        others += [refund.DISTRICT, refund.FINANCE]
    for account in others:
        other = arrive(account)
        found = {(method, one): asked(other, method, one) for method, one in everything}
        assert {key: status for key, status in found.items() if status != 404} == {}
        assert other.go(case) == 404
        other.look("404")
    nobody = arrive()
    for method, one in everything:
        if method == "GET":
            answer = nobody.context.request.get(one, max_redirects=0)
            assert (one, answer.status) == (one, 302)
            assert re.search(r"/sign-in/\?next=", answer.headers["location"])
        else:
            assert (one, asked(nobody, method, one)) in {(one, 302), (one, 403)}
    assert handler.go(case) == 200


def test_the_office_is_closed_to_members(arrive):
    stranger = arrive(refund.STRANGER)
    for one in (
        "/office/",
        "/office/queue/fund-refund/",
        "/office/registers/refund/",
        "/office/opinions/",
    ):
        assert (one, stranger.status_of(one)) == (one, 404)
