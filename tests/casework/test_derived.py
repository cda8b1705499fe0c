"""Cases that a decision begins: with it or not at all, seen from both, never without end."""

from __future__ import annotations

import pytest

from tests.casework.outside.small import APPROVE, REVIEW, begun, document
from tests.factories.applications import fresh, publish, task_of
from tests.web.portal.conftest import browser
from unionhall.cases import selectors
from unionhall.cases.models import Case
from unionhall.casework import derived, refusals
from unionhall.casework.decide import decide
from unionhall.people.models import User

pytestmark = pytest.mark.django_db


def doc(key="first-thing", follows="next-thing", **more):
    effect = {"do": "start", "process": follows, "with": {"name": "form.name"}, **more}
    stage = {
        "key": "check",
        "title": "待审核",
        **REVIEW,
        "actions": [APPROVE],
        "on": {"approve": [effect]},
    }
    return document(key, [stage])


NEXT = document("next-thing", [{"key": "check", "title": "待审核", **REVIEW, "actions": [APPROVE]}])


def approved(office, case):
    case = fresh(case)
    by = office.city.chen
    return decide(case.key, task_of(case).pk, "approve", case.version, by=by, now=office.now)


def test_a_draft_of_the_next_process_begins_with_the_decision(office):
    publish(NEXT, User.objects.system())
    case = begun(office, doc())
    approved(office, case)
    child = Case.objects.get(parent=case)
    assert (child.process, child.status, child.starter) == ("next-thing", "draft", office.city.lin)
    assert child.draft.answers["name"] == "甲"
    assert child.union == case.union
    assert [one.kind for one in selectors.journal(fresh(case))][-1] == "derived"
    started = selectors.journal(child)[0]
    assert (started.kind, started.values) == ("started", {"parent": fresh(case).number})


def test_both_cases_show_each_other_to_who_may_see_them(office):
    publish(NEXT, User.objects.system())
    case = begun(office, doc())
    approved(office, case)
    child = Case.objects.get(parent=case)
    lin, chen = browser(office.city.lin), browser(office.city.chen)
    assert f"/cases/{child.key}/" in lin.get(f"/cases/{case.key}/").content.decode()
    assert f"/cases/{case.key}/" in lin.get(f"/cases/{child.key}/").content.decode()
    # a draft is its starter's alone
    assert child.key not in chen.get(f"/office/cases/{case.key}/").content.decode()


def test_without_the_next_process_nothing_is_decided(office):
    case = begun(office, doc())
    with pytest.raises(refusals.Refused) as caught:
        approved(office, case)
    assert caught.value.code == "not-derived"
    assert (fresh(case).status, Case.objects.filter(parent=case).count()) == ("in_progress", 0)


def test_only_where_its_condition_holds(office):
    publish(NEXT, User.objects.system())
    case = begun(office, doc(when="form.name == '乙'"))
    approved(office, case)
    assert not Case.objects.filter(parent=case).exists()


def test_a_chain_of_cases_has_an_end(office):
    publish(NEXT, User.objects.system())
    case = begun(office, doc())
    above = case
    for _number in range(derived.DEEPEST):
        made = Case.objects.create(
            process="x", matter_group="x", revision=case.revision, starter=case.starter,
            created_at=office.now, changed_at=office.now,
        )  # fmt: skip
        Case.objects.filter(pk=above.pk).update(parent=made)
        above = made
    with pytest.raises(refusals.Refused) as caught:
        approved(office, case)
    assert caught.value.code == "not-derived"
