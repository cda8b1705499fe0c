"""The whole way of one application through the pages, without a script: hall to number."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories.applications import ACCOUNT, upload
from tests.web.markup import faults
from unionhall.cases.models import Case
from unionhall.people.models import Consent

GUIDE = "/matters/fund-refund/"


def field(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found.group(1)


class Applicant:
    """林晓岚 at her browser: each method is one page, filled in and sent."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.base = ""

    def page(self, address: str) -> str:
        return self.client.get(address).content.decode()

    def send(self, page: str, **typed: object) -> str:
        """Post a page of the case; the address it leads to."""
        html = self.page(f"{self.base}/{page}")
        version = {"_version": field(html, "_version")} if "_version" in html else {}
        if not version:
            version = {"version": field(html, "version")}
        return self.client.post(f"{self.base}/{page}", {**version, **typed})["Location"]

    def begin(self) -> Case:
        html = self.page(f"{GUIDE}conditions/")
        self.client.post(f"{GUIDE}cases/", {"key": field(html, "key")})
        case = Case.objects.get()
        self.base = f"/cases/{case.key}"
        return case

    def choose_unit(self, row: str) -> str:
        assert self.send("form/unit/", _go="lookup:unit") == f"{self.base}/lookups/unit/"
        assert f'value="{row}"' in self.page(f"{self.base}/lookups/unit/")
        html = self.page(f"{self.base}/lookups/unit/")
        typed = {"version": field(html, "version"), "_do": "choose", "row": row}
        asked = self.client.post(f"{self.base}/lookups/unit/", typed).content.decode()
        assert "确定为“海滨软件有限公司”申请退还建会筹备金吗？" in asked
        return self.client.post(f"{self.base}/lookups/unit/", {**typed, "sure": "1"})["Location"]


@pytest.mark.row("X1-22", "X1-33", "X1-40", "X1-46", "X1-52", "X1-56")
def test_from_the_hall_to_the_number(lin, office):
    handler = Applicant(lin)
    assert f'href="{GUIDE}"' in handler.page("/")
    case = handler.begin()
    base = handler.base
    assert lin.get(f"{base}/form/")["Location"] == f"{base}/form/unit/"

    back = handler.choose_unit(f"user_centre|{office.city.software.key}")
    assert back.startswith(f"{base}/form/unit/#")
    assert "海滨软件有限公司工会" in handler.page(f"{base}/form/unit/")
    typed = {"_go": "next", "found_date": "2024-05-20", "org_type": "union"}
    assert handler.send("form/unit/", **typed) == f"{base}/form/account/"
    typed = {"_go": "next", **ACCOUNT, "has_account": "true"}
    assert handler.send("form/account/", **typed) == f"{base}/materials/"

    for material in ("chair_report", "committee_report", "account_permit"):
        after = handler.send("materials/", material=material, file=upload())
        assert after == f"{base}/materials/#material-{material}"
    html = handler.page(f"{base}/check/")
    assert 'id="problems"' not in html
    typed = {"version": field(html, "version"), "key": field(html, "key"), "consent": "refund"}
    for _pressed_twice in range(2):
        response = lin.post(f"{base}/submission/", typed)
        assert response["Location"] == f"{base}/done/"
    case.refresh_from_db()
    response = lin.get(f"{base}/done/")
    assert faults(response) == []
    assert case.number in response.content.decode()
    assert [one.text_key for one in Consent.objects.all()] == ["refund-commitment"]
