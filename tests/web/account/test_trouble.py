"""账号问题: the ways back into an account, and whom to call."""

from __future__ import annotations

import pytest
from lxml import html as markup

from tests.web.markup import faults
from unionhall.organisation.models import Contact, Union

pytestmark = pytest.mark.django_db


def told(client) -> dict[str, str]:
    response = client.get("/account/help/")
    assert response.status_code == 200
    assert faults(response) == []
    tree = markup.fromstring(response.content.decode())
    rows = tree.xpath("//main//dl/div")
    return {label.text_content(): text.text_content() for label, text in rows}


@pytest.mark.row("J1-41")
def test_each_district_and_industry_is_called_by_its_own_number(client, city):
    Union.objects.filter(pk=city.root.pk).update(phone="0790-1000", service_hours="9:00-17:00")
    Union.objects.filter(pk=city.services.pk).update(phone="0790-3000")
    Union.objects.filter(pk=city.software_union.pk).update(phone="0790-9999")
    Contact.objects.create(union=city.sijiang, phones="0790-2001、0790-2002", order=1)
    Contact.objects.create(union=city.hudong, phones="0790-4000", matter_group="medical_aid")
    assert told(client) == {
        "鹭湾市总工会": "0790-1000 · 9:00-17:00",
        "思江区总工会": "0790-2001、0790-2002",
        "服务业工会联合会": "0790-3000",
    }
    page = client.get("/account/help/").content.decode()
    assert "请按本单位所属的区或产业工会拨打" in page
    assert "如遇占线，请稍后再拨" in page


def test_where_nobody_has_a_number_the_help_line_stands_alone(client, city, settings):
    assert told(client) == {}
    assert settings.HELP_PHONE in client.get("/account/help/").content.decode()
