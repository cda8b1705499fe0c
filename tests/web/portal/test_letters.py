"""What one agrees to before the form: a page of its own, read and agreed to with a button."""

from __future__ import annotations

import pytest

from tests.factories.membership import publish_membership
from tests.web.markup import faults
from unionhall.cases.models import Case
from unionhall.organisation.models import Union
from unionhall.people.models import Membership, Person, User

CONDITIONS = "/matters/joining/conditions/"
LETTERS = "/matters/joining/agreement/"
START = "/matters/joining/cases/"


@pytest.fixture
def newcomer(lin, office):
    publish_membership(User.objects.system())
    Membership.objects.all().delete()
    return lin


@pytest.mark.row("X2-15", "X2-28")
def test_the_letter_stands_between_the_conditions_and_the_form(newcomer):
    html = newcomer.get(CONDITIONS).content.decode()
    assert f'method="get" action="{LETTERS}"' in html
    assert 'name="consent"' not in html
    response = newcomer.get(LETTERS)
    assert faults(response) == []
    letter = response.content.decode()
    assert letter.count("中华全国总工会入会申请书</h") == 1
    assert "同意</button>" in letter
    assert "不同意</a>" in letter
    assert Case.objects.count() == 0


@pytest.mark.row("X2-15")
def test_agreeing_begins_and_is_kept_with_the_case(newcomer):
    begun = newcomer.post(START, {"consent": "application"})
    case = Case.objects.get()
    assert begun["Location"] == f"/cases/{case.key}/form/"
    assert "入会申请书" in newcomer.get("/me/consents/").content.decode()


def test_without_agreeing_the_letter_stays(newcomer):
    response = newcomer.post(START)
    assert response.status_code == 422
    assert "点“同意”后继续" in response.content.decode()
    assert Case.objects.count() == 0


def test_who_may_not_begin_sees_the_conditions(newcomer, office):
    Person.objects.update(verified_at=None)
    assert newcomer.get(LETTERS)["Location"] == CONDITIONS


def test_a_matter_without_a_letter_has_no_such_page(newcomer):
    other = newcomer.get("/matters/fund-refund/agreement/")
    assert other["Location"] == "/matters/fund-refund/conditions/"


def test_what_the_address_brings_goes_along(newcomer):
    union = Union.objects.filter(kind="union").first()
    asked = newcomer.get(CONDITIONS, {"union": union.key}).content.decode()
    assert f'<input type="hidden" name="union" value="{union.key}">' in asked
    letter = newcomer.get(LETTERS, {"union": union.key}).content.decode()
    assert f'action="{START}?union={union.key}"' in letter


def test_the_letter_is_for_who_is_signed_in(client, newcomer):
    assert client.get(LETTERS)["Location"] == f"/sign-in/?next={CONDITIONS}"
