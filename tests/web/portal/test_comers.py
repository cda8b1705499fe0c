"""Who comes, and to what: as the manuals say it on their first page."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import html as markup

from tests.factories.membership import publish_membership
from tests.factories.people import PASSWORD
from unionhall.cases.models import Case
from unionhall.people.models import User


@pytest.mark.row("X1-04")
def test_the_handler_comes_with_his_own_mobile_and_applies_for_his_unit(office):
    lin = office.city.lin
    client = Client()
    client.post("/sign-in/", {"name": lin.mobile, "password": PASSWORD, "next": "/"})
    begun = client.post("/matters/fund-refund/cases/", {"key": "0123456789abcdef"})
    case = Case.objects.get()
    assert begun["Location"].startswith(f"/cases/{case.key}/")
    assert case.starter == lin
    tree = markup.fromstring(client.get(f"/cases/{case.key}/form/unit/").content.decode())
    told = [one.text_content().strip() for one in tree.xpath("//main//dl/div")]
    assert f"姓名{lin.person.name}" in told
    assert f"联系电话{lin.mobile[:3]}****{lin.mobile[-4:]}" in told
    assert f"所属工会{office.city.software_union.name}" in told


@pytest.mark.row("X2-01")
def test_joining_and_changing_ones_membership_are_offered_to_whoever_looks(office):
    publish_membership(User.objects.system())
    tree = markup.fromstring(Client().get("/matters/").content.decode())
    found = {one.get("href"): one.text_content() for one in tree.xpath("//main//a")}
    assert "网上入会" in found["/matters/joining/"]
    assert "会籍变更" in found["/matters/membership-transfer/"]
