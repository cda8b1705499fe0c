"""Columns of codes: people read and choose titles, the code is what is stored."""

from __future__ import annotations

import pytest

from tests.factories.applications import publish
from tests.factories.records import HELP
from tests.web.office.pages import words
from tests.web.office.registers import LIST, names, record_url
from unionhall.people.models import User
from unionhall.reports.codes import spelled

pytestmark = pytest.mark.django_db
BRANCHES = {
    "kind": "codelist",
    "key": "branches",
    "title": "网点",
    "items": [
        {"code": "79010", "title": "示例银行思江支行"},
        {"code": "79011", "title": "园区支行"},
    ],
}
BRANCH = {"type": "string", "title": "网点", "maxLength": 20, "x-codelist": "branches"}


@pytest.fixture
def coded(town, made):
    """Two with a branch of the list, one of which it knows nothing, one without."""
    by = User.objects.system()
    publish(BRANCHES, by)
    properties = {**HELP["schema"]["properties"], "branch": BRANCH}
    listing = {
        **HELP["lists"][0],
        "states": ["open"],
        "columns": [*HELP["lists"][0]["columns"], {"key": "branch", "title": "网点"}],
        "filters": ["branch"],
    }
    schema = {**HELP["schema"], "properties": properties}
    publish({**HELP, "schema": schema, "lists": [listing, *HELP["lists"][1:]]}, by)
    codes = {1: "79010", 2: "79011", 3: "99999"}
    return [*(made(n, branch=code) for n, code in codes.items()), made(4)]


def test_the_list_and_the_record_say_the_title(coded, town, visit):
    client = visit(town.lin)
    body = client.get(LIST).content.decode()
    assert ("示例银行思江支行" in body, "园区支行" in body, "99999" in body) == (True, True, True)
    assert ">79010<" not in body
    page = words(client.get(record_url(coded[0])))
    assert "示例银行思江支行" in page
    assert "79010" not in page


def test_a_filter_offers_the_titles_and_finds_by_code(coded, town, visit):
    client = visit(town.lin)
    body = client.get(LIST).content.decode()
    assert '<option value="79010">示例银行思江支行</option>' in body
    assert names(client.get(LIST, {"f-branch": "79011"})) == ["职工2"]


def test_a_list_that_is_gone_leaves_the_code(coded):
    leaf = {"type": "string", "x-codelist": "gone"}
    assert spelled({"branch": leaf}) == {"branch": leaf}
    titles = [one["title"] for one in spelled({"branch": BRANCH})["branch"]["oneOf"]]
    assert titles == ["示例银行思江支行", "园区支行"]
