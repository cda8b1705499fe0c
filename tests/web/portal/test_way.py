"""The whole way of one application through the pages, without a script: hall to number."""

from __future__ import annotations

import re

import pytest

from tests.factories.applications import ACCOUNT, upload
from tests.web.markup import faults
from unionhall.cases.models import Case
from unionhall.people.models import Consent

GUIDE = "/matters/fund-refund/"


def field(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found.group(1)


@pytest.mark.row("X1-22", "X1-33", "X1-40", "X1-46", "X1-52", "X1-56")
def test_from_the_hall_to_the_number(lin, office):
    html = lin.get("/").content.decode()
    assert f'href="{GUIDE}"' in html
    html = lin.get(f"{GUIDE}conditions/").content.decode()
    response = lin.post(f"{GUIDE}cases/", {"key": field(html, "key")})
    case = Case.objects.get()
    base = f"/cases/{case.key}"
    assert response["Location"] == f"{base}/form/"
    assert lin.get(f"{base}/form/")["Location"] == f"{base}/form/unit/"

    html = lin.get(f"{base}/form/unit/").content.decode()
    typed = {"_version": field(html, "_version"), "_go": "lookup:unit"}
    response = lin.post(f"{base}/form/unit/", typed)
    assert response["Location"] == f"{base}/lookups/unit/"
    html = lin.get(f"{base}/lookups/unit/").content.decode()
    row = f"user_centre|{office.city.software.key}"
    assert f'value="{row}"' in html
    typed = {"version": field(html, "version"), "_do": "choose", "row": row}
    response = lin.post(f"{base}/lookups/unit/", typed)
    assert "确定为“海滨软件有限公司”申请退还建会筹备金吗？" in response.content.decode()
    response = lin.post(f"{base}/lookups/unit/", {**typed, "sure": "1"})
    assert response["Location"].startswith(f"{base}/form/unit/#")

    html = lin.get(f"{base}/form/unit/").content.decode()
    assert "海滨软件有限公司工会" in html
    typed = {"_version": field(html, "_version"), "_go": "next"}
    typed |= {"found_date": "2024-05-20", "org_type": "union"}
    response = lin.post(f"{base}/form/unit/", typed)
    assert response["Location"] == f"{base}/form/account/"
    html = lin.get(f"{base}/form/account/").content.decode()
    answers = {**ACCOUNT, "has_account": "true"}
    typed = {"_version": field(html, "_version"), "_go": "next", **answers}
    response = lin.post(f"{base}/form/account/", typed)
    if response.status_code == 200 or response["Location"].endswith("/form/account/"):
        html = lin.get(f"{base}/form/account/").content.decode()
        response = lin.post(f"{base}/form/account/", {**typed, "_version": field(html, "_version")})
    assert response["Location"] == f"{base}/materials/"

    for material in ("chair_report", "committee_report", "account_permit"):
        sent = {"version": "0", "material": material, "file": upload()}
        response = lin.post(f"{base}/materials/", sent)
        assert response["Location"] == f"{base}/materials/#material-{material}"
    html = lin.get(f"{base}/check/").content.decode()
    assert 'id="problems"' not in html
    typed = {"version": field(html, "version"), "key": field(html, "key"), "consent": "refund"}
    response = lin.post(f"{base}/submission/", typed)
    assert response["Location"] == f"{base}/done/"
    case.refresh_from_db()
    response = lin.get(f"{base}/done/")
    assert faults(response) == []
    assert case.number in response.content.decode()
    assert [one.text_key for one in Consent.objects.all()] == ["refund-commitment"]
    assert lin.post(f"{base}/submission/", typed)["Location"] == f"{base}/done/"
    assert Case.objects.count() == 1
