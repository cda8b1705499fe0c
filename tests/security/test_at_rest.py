"""After a whole life of a case no clear number lies anywhere: not in a table, a file, a log."""

from __future__ import annotations

import logging
import re

import pytest
from django.apps import apps

from tests.factories.applications import ACCOUNT, fresh
from tests.factories.people import PASSWORD
from tests.security.conftest import bring, browser
from unionhall.cases.models import Look
from unionhall.casework.choose import choose
from unionhall.casework.refresh import refresh
from unionhall.people.selectors import applicant_facts


def stored() -> dict[str, str]:
    """Everything the database holds, as text, by table."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        rows = model.objects.all() if hasattr(model, "objects") else ()
        found[model._meta.db_table] = "\n".join(
            repr([getattr(row, field.attname) for field in model._meta.concrete_fields])
            for row in rows
        )
    return found


@pytest.fixture
def life(office):
    """Typed, chosen, refreshed, handed in, returned, corrected, handed in, paid; and looked at."""
    city = office.city
    case = bring(office, "returned")
    choose_again(office, case)
    client = browser(city.lin)
    for page in ("", "form/account/", "check/", "materials/"):
        client.get(f"/cases/{case.key}/{page}")
    case = fresh(case)
    typed = {"version": case.version, "key": "k" * 22, "consent": "refund"}
    assert client.post(f"/cases/{case.key}/submission/", typed)["Location"].endswith("/done/")
    office.approve(case)
    look = browser(city.su).post(f"/office/cases/{case.key}/look/")
    assert ACCOUNT["account_no"] in look.content.decode()
    office.disburse(case)
    return fresh(case)


def choose_again(office, case) -> None:
    lin = office.city.lin
    refresh(case.key, fresh(case).version, ["account_name"], by=lin, now=office.now)
    other = office.draft()
    choose(
        other.key, "unit", office.city.software.key, source="user_centre", by=lin, now=office.now
    )


def test_no_clear_number_is_stored(office, life):
    facts = applicant_facts(office.city.lin)
    assert len(facts["document_no"]) == 18
    for number in (ACCOUNT["account_no"], facts["document_no"]):
        where = [table for table, text in stored().items() if number in text]
        assert where == []
    # an account is known by its mobile, and nothing else may repeat it
    where = [table for table, text in stored().items() if facts["mobile"] in text]
    assert {name for name in where if not name.startswith("people_")} == set()
    assert not any(PASSWORD in text for text in stored().values())
    assert Look.objects.count() == 1


def test_no_number_and_no_password_is_logged(office, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    lin = office.city.lin
    facts = applicant_facts(lin)
    client = browser(None)
    for password in (PASSWORD + "x", PASSWORD):
        client.post("/sign-in/", {"name": facts["document_no"], "password": password})
    case = bring(office, "confirm")
    client.get(f"/cases/?q={ACCOUNT['account_no']}")
    client.post(f"/cases/{case.key}/form/account/", {"account_no": ACCOUNT["account_no"]})
    client.get("/cases/nothing/")
    written = "".join(
        record.getMessage() + str(record.__dict__.get("params", ""))
        for record in caplog.records
        if not record.name.startswith("django.db")
    )
    written += "".join(capsys.readouterr())
    for secret in (ACCOUNT["account_no"], facts["document_no"], PASSWORD):
        assert secret not in written


def test_pages_mask_numbers_for_everybody(office):
    case = bring(office, "disburse")
    facts, city = applicant_facts(office.city.lin), office.city
    numbers = (facts["document_no"], facts["mobile"], ACCOUNT["account_no"])
    pages = {
        city.lin: (f"/cases/{case.key}/", "/cases/", "/account/"),
        city.chen: (
            f"/office/cases/{case.key}/",
            "/office/queue/fund-refund/?tab=done",
            "/office/",
        ),
        city.su: (f"/office/cases/{case.key}/", "/office/registers/refund/"),
    }
    for user, addresses in pages.items():
        for address in addresses:
            text = re.sub(r'(name|mobile)="[^"]*"', "", browser(user).get(address).content.decode())
            assert [(address, one) for one in numbers if one in text] == []


def test_lists_hold_only_what_is_in_scope(office):
    city = office.city
    mine, theirs = office.submitted(), office.submitted(city.zhou, city.machinery)
    for case, by in ((mine, city.chen), (theirs, city.he)):
        office.approve(case, by)
        office.disburse(case)
    for user, own, other in (
        (city.chen, "海滨软件", "湖东机械"),
        (city.he, "湖东机械", "海滨软件"),
    ):
        client = browser(user)
        for page in (
            "/office/registers/refund/",
            "/office/queue/fund-refund/?tab=done",
            "/office/registers/fund-payment/",
        ):
            for query in ("", "q=有限公司", "union=工会", f"q={other}", f"union={other}"):
                answer = client.get(f"{page}{'&' if '?' in page else '?'}{query}")
                if answer.status_code == 404:
                    continue
                body = answer.content.decode().partition("<tbody")[2].partition("</tbody")[0]
                assert (page, query, other in body) == (page, query, False)
        assert own in client.get("/office/registers/refund/").content.decode()
