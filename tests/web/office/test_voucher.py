"""Whoever confirms a payment has the voucher before him first."""

from __future__ import annotations

import pytest
from lxml import html as markup

from tests.factories.enrolment import Aid, enlist, open_aid

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files_of_this_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def aid(city) -> Aid:
    found = open_aid(city)
    enlist(city.software_union, range(2))
    return found


def materials(client, case) -> list[str]:
    tree = markup.fromstring(client.get(f"/office/cases/{case.key}/").content.decode())
    return [one.text.strip() for one in tree.xpath("//h3[@class='materials__title']")]


def test_the_voucher_comes_before_what_was_handed_in_with_the_application(aid, visit):
    handed_in = ["参保申请表", "参保人员花名册", "社会保险缴费证明", "延迟退休证明"]
    paid = aid.paid(staff_total=4)
    assert materials(visit(aid.city.wu), paid) == ["缴费凭证", *handed_in]
