"""A chair makes a member one of his staff; the menu comes and goes with it at the next click."""

from __future__ import annotations

import pytest

CHAIR, MEMBER = "15400000106", "15400000206"
MOVE = """
from django.utils import timezone
from unionhall.casework.core import membership
from unionhall.organisation.models import Union
from unionhall.people.models import User
user = User.objects.get(mobile="15400000206")
membership.transfer(user.person, Union.objects.get(name="NAME"), since=timezone.localdate(),
                    by=User.objects.system(), now=timezone.now())
"""
HOME, AWAY = "海滨软件有限公司工会", "滨海街道工会"


@pytest.mark.e2e
@pytest.mark.row("X3-10", "X3-11", "X3-12", "X3-14", "X3-15")
def test_rights_come_and_go_at_the_next_click(site, arrive):
    member = arrive(MEMBER, device="phone")
    member.go("/me/")
    assert not member.offers("工作台")

    chair = arrive(CHAIR)
    chair.go("/office/staff/")
    chair.press(HOME, exact=False)
    chair.press("新增")
    chair.page.fill("#staff-q", MEMBER)
    chair.press("搜索")
    chair.look("staff-search")
    chair.press("选择", exact=False)
    chair.page.fill("#post-title", "组织员")
    chair.page.check("#right-review_membership")
    chair.look("staff-form")
    chair.press("保存")
    assert "组织员" in chair.text()
    chair.look("staff-list")

    member.go("/me/")
    member.press("工作台")
    assert "我的权限" in member.text()
    member.go("/account/posts/")
    assert "组织员" in member.text()
    member.look("my-posts")

    site.shell(MOVE.replace("NAME", AWAY))
    assert member.go("/office/") == 404
    member.go("/me/")
    assert not member.offers("工作台")
    site.shell(MOVE.replace("NAME", HOME))  # the city is shared
