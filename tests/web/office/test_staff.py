"""The pages of the staff of a union: who sees them, what they do, what they never show."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.grants import GROUP, give
from tests.factories.staff import open_house, rights
from unionhall.audit.models import AuditEntry
from unionhall.casework.staff.appoint import appoint
from unionhall.organisation.models import ActivationCode, Post

BACKEND = "unionhall.people.backends.PasswordBackend"
REVIEW = f"review_{GROUP}"


@pytest.fixture
def house(city):
    return open_house(city)


def browse(user) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def text_of(answer) -> str:
    return answer.content.decode()


def put(house, groups=(REVIEW,)):
    place = house.city.software_union
    return appoint(place.key, house.mei.person.key, "干事", groups, by=house.city.su, now=house.now)


@pytest.mark.row("X3-10", "X3-11", "X3-13")
def test_choosing_a_union_and_adding_a_member(house):
    su, place = browse(house.city.su), house.city.software_union
    listed = text_of(su.get(reverse("office:staff"), {"q": "海滨软件"}))
    assert reverse("office:union_staff", args=[place.key]) in listed
    assert "还没有工作人员" in text_of(su.get(reverse("office:union_staff", args=[place.key])))

    search = reverse("office:staff_search", args=[place.key])
    found = text_of(su.post(search, {"q": "梅雨"}))
    address = reverse("office:staff_add", args=[place.key, house.mei.person.key])
    assert address in found
    assert house.mei.mobile not in found
    form = text_of(su.get(address))
    for words in ("审批事项", place.name, "梅雨", "筹备金返还", f'value="{REVIEW}"'):
        assert words in form

    answer = su.post(address, {"title": "干事", "rights": [REVIEW], "until": "2999-12-31"})
    assert answer.status_code == 302
    shown = text_of(su.get(answer["Location"]))
    assert "梅雨" in shown
    assert "筹备金返还（确认）" in shown
    assert rights(house.mei) == {(REVIEW, place.name)}


@pytest.mark.row("X3-12")
@pytest.mark.parametrize("typed", ["周启明", "15400000002", "没有这个人"])
def test_who_is_no_member_here_is_not_shown_and_the_way_is(house, typed):
    place = house.city.software_union
    answer = browse(house.city.su).post(
        reverse("office:staff_search", args=[place.key]), {"q": typed}
    )
    assert "请先将会籍转入本工会" in text_of(answer)
    assert house.city.zhou.person.key not in text_of(answer)
    zhou = reverse("office:staff_add", args=[place.key, house.city.zhou.person.key])
    assert browse(house.city.su).get(zhou).status_code == 404


def test_members_are_found_by_mobile_and_by_document(house):
    from unionhall.people import sealing
    from unionhall.people.selectors import primary_document

    number = sealing.unseal(primary_document(house.mei.person).sealed_number)
    place = reverse("office:staff_search", args=[house.city.software_union.key])
    for typed in (house.mei.mobile, number):
        assert house.mei.person.key in text_of(browse(house.city.su).post(place, {"q": typed}))


def test_a_mistake_keeps_what_was_typed(house):
    address = reverse(
        "office:staff_add", args=[house.city.software_union.key, house.mei.person.key]
    )
    typed = {"title": "干事", "rights": [REVIEW], "until": "2026-02-30", "note": "值班"}
    answer = browse(house.city.su).post(address, typed)
    assert answer.status_code == 422
    assert "值班" in text_of(answer)
    assert re.search(rf'value="{REVIEW}" checked', text_of(answer))
    assert not Post.objects.exists()


def test_changing_and_stopping(house):
    post, su = put(house), browse(house.city.su)
    address = reverse("office:post", args=[post.union.key, post.pk])
    assert re.search(rf'value="{REVIEW}" checked', text_of(su.get(address)))
    su.post(address, {"title": "组织员", "rights": ["view_medical_aid"]})
    assert {codename for codename, _ in rights(house.mei)} == {"view_medical_aid"}

    end = reverse("office:post_end", args=[post.union.key, post.pk])
    assert "停用梅雨的岗位？" in text_of(su.get(end))
    assert su.post(end, {"reason": "调离"}).status_code == 302
    assert rights(house.mei) == set()
    assert su.post(end).status_code == 404


@pytest.mark.row("X3-14")
def test_menus_follow_the_grants_at_the_next_click(house):
    mei = browse(house.mei)
    assert mei.get(reverse("office:home")).status_code == 404
    post = put(house, ("staff", REVIEW))
    shown = text_of(mei.get(reverse("office:home")))
    assert reverse("office:staff") in shown
    browse(house.city.su).post(
        reverse("office:post", args=[post.union.key, post.pk]),
        {"title": "干事", "rights": [REVIEW]},
    )
    shown = text_of(mei.get(reverse("office:home")))
    assert reverse("office:staff") not in shown
    assert mei.get(reverse("office:union_staff", args=[post.union.key])).status_code == 404


def test_other_unions_do_not_exist(house):
    place = house.city.machinery_union
    for name, args in (
        ("union_staff", ()),
        ("staff_search", ()),
        ("staff_add", (house.city.zhou.person.key,)),
        ("codes", ()),
    ):
        address = reverse(f"office:{name}", args=[place.key, *args])
        assert browse(house.city.chen).get(address).status_code == 404
        assert browse(house.city.su).get(address).status_code == 200


@pytest.mark.row("J1-05", "J1-07", "J1-08")
def test_a_code_is_shown_once_and_redeemed_in_my_posts(house):
    place, su = house.city.machinery_union, browse(house.city.su)
    address = reverse("office:codes", args=[place.key])
    shown = text_of(su.post(address, {"title": "管理员", "rights": ["manage_staff", REVIEW]}))
    code = re.search(r'id="new-code">([0-9A-Z-]{19})<', shown)[1]
    again = text_of(su.get(address))
    assert code not in again
    assert "有一个未使用的激活码" in again

    wu = browse(house.city.wu)
    mine = reverse("account:posts")
    wrong = wu.post(mine, {"code": "ABCD"})
    assert wrong.status_code == 422
    assert "激活码不存在" in text_of(wrong)
    assert wu.post(mine, {"code": code}).status_code == 302
    shown = text_of(wu.get(mine))
    assert place.name in shown
    assert "您的会籍还不在本工会" in shown
    assert wu.get(reverse("office:union_staff", args=[place.key])).status_code == 200


def test_an_unused_code_is_revoked(house):
    place, su = house.city.machinery_union, browse(house.city.su)
    su.post(reverse("office:codes", args=[place.key]), {"title": "管理员", "rights": [REVIEW]})
    row = ActivationCode.objects.get()
    revocation = reverse("office:code_revoke", args=[place.key, row.pk])
    assert browse(house.city.chen).post(revocation).status_code == 404
    assert su.post(revocation).status_code == 302
    assert su.post(revocation).status_code == 409


def test_switching_the_post_narrows_the_office_and_never_widens_it(house):
    from tests.factories.grants import give

    place = house.city.software_union
    put(house)
    give(house.mei, REVIEW, house.city.machinery_union)
    mei, switch = browse(house.mei), reverse("account:post_switch")
    assert mei.post(switch, {"union": place.key})["Location"] == reverse("office:home")
    home = mei.get(reverse("office:home"))
    assert home.context["union"] == place
    assert mei.get(reverse("office:home"), {"union": ""}).context["union"] is None
    mei.post(switch, {"union": house.city.root.key})
    assert mei.get(reverse("office:home")).context["union"] is None


def test_why_shows_my_rights_and_answers_about_people_here(house):
    put(house)
    chen, address = browse(house.city.chen), reverse("office:why")
    own = text_of(chen.get(address))
    assert "苏文" in own
    place = house.city.software_union
    found = text_of(chen.post(address, {"union": place.key, "q": "梅雨"}))
    assert house.mei.person.key in found
    told = text_of(chen.post(address, {"union": place.key, "person": house.mei.person.key}))
    assert f"可以：在{place.name}持有这项权限。" in told
    assert "由苏文于" in told or "苏文" in told


def test_why_says_nothing_about_other_unions(house):
    chen, address = browse(house.city.chen), reverse("office:why")
    place = house.city.machinery_union
    told = chen.post(address, {"union": place.key, "person": house.city.zhou.person.key})
    assert "周启明" not in text_of(told)
    near = house.city.software_union
    told = chen.post(address, {"union": near.key, "person": house.city.zhou.person.key})
    assert "周启明" not in text_of(told)


def test_support_asks_about_anybody_and_leaves_it_in_the_trail(house):
    give(house.city.wu, "view_audit", house.city.root)
    wu, address = browse(house.city.wu), reverse("office:why")
    zhou, place = house.city.zhou, house.city.machinery_union
    assert "没有找到" in text_of(wu.post(address, {"union": "", "q": "周启"}))  # never by part
    found = text_of(wu.post(address, {"union": "", "q": "周启明"}))
    assert place.name in found
    assert zhou.person.key in found
    assert zhou.mobile not in found
    entries = AuditEntry.objects.filter(kind="reveal")
    assert entries.count() == 0
    told = text_of(wu.post(address, {"union": place.key, "person": zhou.person.key}))
    assert "不可以" in told
    entry = entries.get()
    assert (entry.actor_name, entry.about) == (str(house.city.wu), f"person:{zhou.person.key}")
    assert entry.values == {"deed": "asked", "union": place.name}


def test_control_the_trail_of_one_union_does_not_make_support(house):
    give(house.city.wu, "view_audit", house.city.hudong)
    wu, address = browse(house.city.wu), reverse("office:why")
    zhou, place = house.city.zhou, house.city.machinery_union
    for posted in ({"q": "周启明"}, {"union": place.key, "person": zhou.person.key}):
        assert "周启明" not in text_of(wu.post(address, posted)).replace('value="周启明"', "")


def test_asking_about_staff_is_audited_and_about_oneself_is_not(house):
    put(house)
    give(house.mei, "manage_staff", house.city.software_union)
    mei, address = browse(house.mei), reverse("office:why")
    place = house.city.software_union.key
    mei.post(address, {"union": place, "person": house.mei.person.key})
    assert AuditEntry.objects.filter(kind="reveal").count() == 0
    mei.post(address, {"union": place, "person": house.city.lin.person.key})
    assert AuditEntry.objects.filter(kind="reveal").count() == 1


def test_why_is_open_to_staff_who_manage_nobody(house):
    shown = text_of(browse(house.city.he).get(reverse("office:why")))
    assert "筹备金返还（确认）" in shown
    assert "查询某人的权限" not in shown
