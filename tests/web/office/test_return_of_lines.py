"""A return that names the list of people: the applicant changes it, and nothing else."""

from __future__ import annotations

import pytest

from tests.factories.applications import fresh, task_of
from tests.factories.enrolment import Aid, enlist, open_aid
from tests.web.markup import faults
from tests.web.office.pages import words
from tests.web.portal.conftest import browser
from unionhall.cases.models import CaseLine
from unionhall.casework.lines.remove import remove
from unionhall.casework.refusals import Refused
from unionhall.casework.save import save
from unionhall.engine.shapes import LINES

pytestmark = pytest.mark.django_db


@pytest.fixture
def aid(city) -> Aid:
    found = open_aid(city)
    enlist(city.software_union, range(10))
    return found


def returned(aid, *items):
    case = aid.submitted()
    aid.approve(case, aid.city.chen, "return", reason="名单有误", items=items, to="applicant")
    return fresh(case)


def test_the_office_offers_the_list_as_something_to_correct(aid):
    case = aid.submitted()
    client, url = browser(aid.city.chen), f"/office/cases/{case.key}/"
    said = {"_task": task_of(case).pk, "_version": case.version, "_action": "return"}
    page = client.post(f"{url}decision/", said)
    assert faults(page) == []
    assert '<input type="checkbox" name="_item" value="lines">参保人员信息' in page.content.decode()


def test_only_the_list_can_be_changed_then(aid):
    case, lin = returned(aid, LINES), aid.city.lin
    assert case.draft.unlocked == [LINES]
    client = browser(lin)
    case_page = client.get(f"/cases/{case.key}/").content.decode()
    assert f'<a href="/cases/{case.key}/lines/">参保人员信息</a>' in case_page
    page = client.get(f"/cases/{case.key}/lines/")
    assert faults(page) == []
    assert 'name="_do" value="ticked"' in page.content.decode()
    save(case.key, {"staff_total": 99}, "union", by=lin, now=aid.now)
    one = CaseLine.objects.filter(case=case).first()
    remove(case.key, [one.key], by=lin, now=aid.now)
    assert fresh(case).line_count == 9
    again = fresh(aid.submit(case))
    assert (again.status, again.line_count) == ("in_progress", 9)
    answers = again.submissions.order_by("-pk").first().answers
    assert (answers["join_total"], answers["staff_total"]) == (9, 10)


def test_a_list_that_was_not_named_stays_shut(aid):
    case, lin = returned(aid, "staff_total"), aid.city.lin
    one = CaseLine.objects.filter(case=case).first()
    for which in ([one.key], "all"):
        with pytest.raises(Refused) as refusal:
            remove(case.key, which, by=lin, now=aid.now)
        assert refusal.value.code == "locked-lines"
    page = browser(lin).get(f"/cases/{case.key}/lines/")
    assert "不能修改" in words(page)
    assert 'name="_do" value="ticked"' not in page.content.decode()


def test_who_cannot_be_handed_in_any_more_goes_also_from_a_shut_list(aid):
    case = returned(aid, "staff_total")
    CaseLine.objects.filter(pk=CaseLine.objects.filter(case=case).first().pk).update(
        is_blocked=True
    )
    remove(case.key, "blocked", by=aid.city.lin, now=aid.now)
    assert fresh(case).line_count == 9
