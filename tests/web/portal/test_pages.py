"""Every page of a case: the owner sees it whole, nobody else learns that it exists."""

from __future__ import annotations

import pytest

from tests.web.markup import faults
from tests.web.portal.conftest import browser

DRAFT = ("", "form/unit/", "form/account/", "lookups/unit/", "materials/", "check/", "refresh/")
ASKED = ("deletion/",)
CLOSED = ("form/unit/", "lookups/unit/", "materials/", "check/", "refresh/")


def test_every_page_of_a_draft_keeps_the_policy(lin, office):
    case = office.complete()
    for page in (*DRAFT, *ASKED):
        response = lin.get(f"/cases/{case.key}/{page}")
        assert (page, response.status_code, faults(response)) == (page, 200, [])


def test_every_page_of_a_running_case_keeps_the_policy(lin, office):
    case = office.submitted()
    for page in ("", "withdrawal/", "done/"):
        response = lin.get(f"/cases/{case.key}/{page}")
        assert (page, response.status_code, faults(response)) == (page, 200, [])


def test_old_links_into_a_case_that_was_handed_in_lead_to_the_case(lin, office):
    case = office.submitted()
    for page in CLOSED:
        response = lin.get(f"/cases/{case.key}/{page}")
        assert (page, response.status_code) == (page, 302)
        assert response["Location"] == f"/cases/{case.key}/"


@pytest.mark.parametrize("state", ["complete", "submitted"])
def test_strangers_find_nothing(wu, office, state):
    """Control: the same addresses open for the owner, in the tests above."""
    case = getattr(office, state)()
    file = case.attachments.first()
    pages = [f"/cases/{case.key}/{page}" for page in (*DRAFT, *ASKED, "withdrawal/", "done/")]
    pages += [f"/files/{file.key}/", f"/files/{file.key}/preview/"]
    assert {page: wu.get(page).status_code for page in pages} == dict.fromkeys(pages, 404)


def test_strangers_change_nothing(wu, office):
    case = office.complete()
    commands = {
        "submission/": {"version": case.version, "consent": "refund"},
        "withdrawal/": {"version": case.version},
        "deletion/": {"version": case.version},
        "refresh/": {"version": case.version, "accept": "found_date"},
        "materials/": {"version": case.version, "remove": case.attachments.first().key},
        "form/unit/": {"_version": case.version, "_go": "save", "org_type": "branch"},
        "state/unit/": {"org_type": "branch"},
        "lookups/unit/": {"_do": "choose", "row": "user_centre|x", "version": case.version},
    }
    found = {p: wu.post(f"/cases/{case.key}/{p}", d).status_code for p, d in commands.items()}
    assert found == dict.fromkeys(commands, 404)
    before = case.version
    case.refresh_from_db()
    assert (case.version, case.status, case.attachments.count()) == (before, "draft", 3)


def test_officers_have_pages_of_their_own(office):
    case = office.submitted()
    chen = browser(office.city.chen)
    assert chen.get(f"/cases/{case.key}/").status_code == 404
    file = case.attachments.first()
    assert chen.get(f"/files/{file.key}/").status_code == 200
    he = browser(office.city.he)
    assert he.get(f"/files/{file.key}/").status_code == 404


def test_who_is_not_signed_in_is_led_to_the_way_in(client, office):
    case = office.submitted()
    file = case.attachments.first()
    pages = [f"/cases/{case.key}/", f"/cases/{case.key}/check/", f"/files/{file.key}/", "/cases/"]
    for page in pages:
        assert client.get(page)["Location"] == f"/sign-in/?next={page}"


@pytest.mark.parametrize("key", ["x", "../etc", "%00", "a" * 300, "%ED%A0%80"])
def test_keys_that_are_none_are_not_found(lin, key):
    assert lin.get(f"/cases/{key}/").status_code == 404
    assert lin.get(f"/files/{key}/").status_code == 404


def test_what_is_changed_by_post_is_not_changed_by_get(lin, office):
    case = office.complete()
    assert lin.get(f"/cases/{case.key}/submission/").status_code == 405
    assert lin.get("/matters/fund-refund/cases/").status_code == 405
    case.refresh_from_db()
    assert case.status == "draft"
