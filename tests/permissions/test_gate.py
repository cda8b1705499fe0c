from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from permissions import gate, grants, sentences
from permissions.models import UnionGrant, UnionGroupGrant
from tests.factories.grants import GROUP, give
from tests.permissions.rows import NOW, make_case, make_task
from unionhall.cases.models import Case, Task
from unionhall.people.models import User

REVIEW, VIEW = f"review_{GROUP}", f"view_{GROUP}"
HOUR = timedelta(hours=1)


@pytest.fixture
def case(city):
    return make_case(city.lin, city.software_union, person=city.lin.person)


@pytest.fixture
def task(case, city):
    return make_task(case, city.sijiang)


def sees(user, case) -> tuple[bool, bool]:
    """What the single check says and what the list says."""
    listed = gate.visible_cases(user, Case.objects.all()).filter(pk=case.pk).exists()
    return gate.may_view(user, case).allowed, listed


def test_who_sees_the_case(city, case, task):
    seen = {
        name: sees(getattr(city, name), case) for name in ("lin", "chen", "su", "he", "zhou", "wu")
    }
    assert seen == {
        "lin": (True, True),
        "chen": (True, True),
        "su": (True, True),
        "he": (False, False),
        "zhou": (False, False),
        "wu": (False, False),
    }


def test_a_draft_is_nobody_else_s(city):
    draft = make_case(city.lin, city.software_union, status="draft")
    assert [sees(user, draft) for user in (city.lin, city.chen, city.su)] == [
        (True, True),
        (False, False),
        (False, False),
    ]


@pytest.mark.parametrize(
    "status", ["in_progress", "returned", "withdrawn", "completed", "rejected"]
)
def test_what_was_handed_in_stays_visible(city, status):
    assert sees(city.chen, make_case(city.lin, city.software_union, status=status)) == (True, True)


def test_the_union_of_a_task_sees_the_case_too(city, case):
    assert sees(city.he, case) == (False, False)
    make_task(case, city.hudong, done_at=NOW)
    assert sees(city.he, case) == (True, True)


def test_superuser_staff_flag_global_and_group_permissions_open_nothing(city, case, task):
    User.objects.filter(pk=city.wu.pk).update(is_superuser=True, is_staff=True)
    permission = grants.permission(REVIEW)
    city.wu.user_permissions.add(permission)
    group = Group.objects.create(name="审核")
    city.wu.groups.add(group)
    UnionGroupGrant.objects.create(group=group, permission=permission, content_object=city.sijiang)
    wu = User.objects.get(pk=city.wu.pk)
    assert wu.has_perm(f"organisation.{REVIEW}") is True  # there is something that could leak
    assert sees(wu, case) == (False, False)
    assert gate.may_decide(wu, task).code == "no-permission"
    assert list(gate.tasks_for(wu, Task.objects.all())) == []
    assert gate.of(wu).is_staff is False


def test_a_grant_ends_by_time_by_revoking_and_with_the_account(city, case, task):
    assert gate.may_decide(city.chen, task).allowed is True
    give(city.chen, REVIEW, city.sijiang, until=timezone.now() - HOUR)
    assert gate.may_decide(city.chen, task).code == "no-permission"
    assert sees(city.chen, case) == (False, False)

    give(city.chen, REVIEW, city.sijiang, until=timezone.now() + HOUR)
    assert gate.may_decide(city.chen, task).allowed is True
    assert grants.revoke(city.chen, REVIEW, city.sijiang) is True
    assert grants.revoke(city.chen, REVIEW, city.sijiang) is False
    assert gate.may_decide(city.chen, task).code == "no-permission"

    give(city.chen, REVIEW, city.sijiang)
    city.chen.is_active = False
    city.chen.save()
    assert gate.may_decide(city.chen, task).code == "not-signed-in"
    assert sees(city.chen, case) == (False, False)


def test_a_remembered_grant_ends_while_it_is_remembered(city, task, time_machine):
    give(city.chen, REVIEW, city.sijiang, until=timezone.now() + HOUR)
    rights = gate.of(city.chen)
    assert rights.may_decide(task).allowed is True
    time_machine.move_to(timezone.now() + 2 * HOUR)
    assert gate.of(city.chen) is rights
    assert rights.may_decide(task).allowed is False
    assert list(rights.tasks(Task.objects.all())) == []


def test_deciding_looks_at_the_table_not_at_memory(city, task):
    rights = gate.of(city.chen)
    UnionGrant.objects.filter(user=city.chen).delete()  # as another process would
    assert rights.may_decide(task).allowed is True
    assert gate.may_decide(city.chen, task).allowed is False


def test_nobody_may_nothing(case, task):
    for nobody in (None, AnonymousUser()):
        assert gate.may_view(nobody, case).code == "not-signed-in"
        assert gate.may_decide(nobody, task).code == "not-signed-in"
        assert list(gate.visible_cases(nobody, Case.objects.all())) == []
        assert list(gate.tasks_for(nobody, Task.objects.all())) == []
        assert gate.staff_unions(nobody) == []


def test_nobody_decides_his_own_matter(city, case, task):
    give(city.lin, REVIEW, city.sijiang)
    assert gate.may_decide(city.lin, task).code == "own-case"


def test_tasks_go_to_the_holders_of_exactly_that_permission_there(city, case):
    review = make_task(case, city.sijiang)
    pay = make_task(case, city.root, f"disburse_{GROUP}")
    done = make_task(case, city.sijiang, done_at=NOW)
    assert list(gate.tasks_for(city.chen, Task.objects.order_by("id"))) == [review, done]
    assert list(gate.tasks_for(city.su, Task.objects.all())) == [pay]
    assert list(gate.tasks_for(city.he, Task.objects.all())) == []


def test_a_page_costs_one_query_for_grants(city, case, task):
    chen = User.objects.select_related("person").get(pk=city.chen.pk)
    case = Case.objects.select_related("union").get(pk=case.pk)
    task = Task.objects.select_related("union", "case__union").get(pk=task.pk)
    with CaptureQueriesContext(connection) as queries:
        for _ in range(20):
            gate.may_view(chen, case)
            gate.of(chen).may_decide(task)
            gate.scope(chen, REVIEW)
            gate.staff_unions(chen)
            gate.tasks_for(chen, Task.objects.all())
    assert len(queries) == 1


def test_staffing_of_a_chain_in_one_query(city, settings):
    from unionhall.language.model import Actor, Stage

    give(city.he, REVIEW, city.sijiang, until=timezone.now() - HOUR)
    give(city.wu, REVIEW, city.root)
    User.objects.filter(pk=city.wu.pk).update(is_active=False)

    def stage(verb):
        return Stage(verb, verb, "review", (Actor(verb, "root(union.chain)"),), ())

    class Process:
        matter_group = GROUP
        stages = (stage("review"), stage("disburse"))

    with CaptureQueriesContext(connection) as queries:
        found = gate.staffing(Process, [city.software_union, city.park, city.sijiang, city.root])
    assert len(queries) == 1
    assert found == {
        (city.sijiang.key, "review"): frozenset({city.chen.pk}),
        (city.root.key, "disburse"): frozenset({city.su.pk}),
    }


def test_unions_and_matters_of_staff(city):
    give(city.chen, "view_medical_aid", city.park)
    rights = gate.of(city.chen)
    assert gate.staff_unions(city.chen) == [city.sijiang, city.park]
    assert rights.matter_groups == {GROUP, "medical_aid"}
    assert rights.codenames == {REVIEW, "view_medical_aid"}
    assert gate.of(city.lin).is_staff is False


def test_the_permission_of_an_unknown_matter_cannot_be_given(city):
    with pytest.raises(grants.UnknownPermission):
        grants.grant(city.wu, "review_no_such_matter", city.root, city.su)


def test_why_in_words(city, case, task):
    day = timezone.localtime(UnionGrant.objects.get(user=city.chen).granted_at)
    assert [sentences.sentence(v) for v in gate.explain(city.chen, case)] == [
        f"可以：您在上级工会思江区总工会有此事项的权限。授权人：苏文，授权日期：{day:%Y-%m-%d}。",
        f"可以：您在思江区总工会有此项权限。授权人：苏文，授权日期：{day:%Y-%m-%d}。",
    ]
    assert [sentences.sentence(v) for v in gate.explain(city.he, case)] == [
        "不可以：您的权限在其他工会。",
        "不可以：该环节须有思江区总工会的权限，您没有。",
    ]
    give(city.he, REVIEW, city.sijiang, until=timezone.now() + 2000 * HOUR)
    assert "有效期至" in sentences.sentence(gate.explain(city.he, case)[0])


def test_every_code_has_a_sentence():
    import ast
    import inspect

    from permissions import managing, policy

    codes = {
        node.args[1].value
        for rules in (policy, managing)
        for node in ast.walk(ast.parse(inspect.getsource(rules)))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Verdict"
    }
    assert codes == set(sentences.SENTENCES)
