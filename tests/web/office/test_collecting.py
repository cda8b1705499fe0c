"""Collecting members as the guide of the service card tells it: the way in, what is kept."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.factories.people import PASSWORD
from tests.factories.workbooks import Desk, open_desk
from tests.web.markup import faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(city) -> Desk:
    return open_desk(city)


@pytest.mark.row("S1-05")
def test_the_template_tells_that_copies_of_documents_are_kept(desk, visit):
    answer = visit(desk.lin).get("/office/imports/member-collection/template/")
    book = load_workbook(io.BytesIO(answer.content))
    told = [cell.value for row in book["录入说明"].iter_rows() for cell in row if cell.value]
    assert [text for text in told if "身份证复印件等资料由工会留存" in str(text)] != []


@pytest.mark.row("S1-06")
def test_the_first_page_leads_to_the_workplace_of_unions_through_the_way_in(desk):
    client = Client()
    home = client.get("/")
    assert faults(home) == []
    assert '<a href="/office/">基层工会工作平台</a>' in home.content.decode()
    asked = client.get("/office/")
    assert asked["Location"] == "/sign-in/?next=/office/"
    given = {"name": desk.lin.mobile, "password": PASSWORD, "next": "/office/"}
    arrived = client.post("/sign-in/", given, follow=True)
    assert arrived.redirect_chain[-1][0] == "/office/"
    assert "<h1>工作台</h1>" in arrived.content.decode()


def test_it_is_not_offered_to_whom_it_is_closed(city, visit):
    assert "基层工会工作平台" not in visit(city.wu).get("/").content.decode()
