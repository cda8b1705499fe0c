"""The message centre: what is unread, where a message leads, and that it is one's own (SC-17)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.applications import NOW
from unionhall.messages import store
from unionhall.messages.models import Message
from unionhall.notices import work

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def see(client):
    """A user's page, as text."""

    def seen(user, path="/messages/") -> str:
        client.force_login(user)
        return client.get(path).content.decode()

    return seen


def write(user, count=1, **more):
    for number in range(count):
        store.queue(
            "inbox",
            f"消息{number:03}",
            "正文",
            dedupe=f"{user.pk}:{number}",
            now=NOW,
            recipient=user,
            **more,
        )


@pytest.mark.row("X3-58")
def test_a_message_opens_the_application_it_is_about(client, office):
    case = office.submitted()
    office.give_back(case)
    work.tell(lambda: LATER)
    lin, chen = office.city.lin, office.city.chen
    for user, place in ((lin, f"/cases/{case.key}/"), (chen, "/messages/")):
        client.force_login(user)
        message = Message.objects.filter(recipient=user).last()
        if message is not None:
            answer = client.post(f"/messages/{message.key}/")
            assert answer["Location"] == place
            message.refresh_from_db()
            assert message.read_at is not None
    assert client.get(f"/cases/{case.key}/").status_code == 404


@pytest.mark.row("J1-46")
def test_an_officer_is_told_of_his_task_and_opens_it(client, office):
    case = office.submitted()
    work.tell(lambda: LATER)
    client.force_login(office.city.chen)
    page = client.get("/messages/").content.decode()
    assert "新的待办" in page
    assert case.number in page
    message = Message.objects.get(recipient=office.city.chen)
    assert client.post(f"/messages/{message.key}/")["Location"] == f"/office/cases/{case.key}/"


def test_without_the_right_any_more_it_says_so(client, city, office):
    case = office.submitted()
    work.tell(lambda: LATER)
    message = Message.objects.get()
    message.recipient = city.wu
    message.save()
    client.force_login(city.wu)
    answer = client.post(f"/messages/{message.key}/", follow=True)
    assert case.number in answer.content.decode()
    assert "您目前没有查看该办件的权限" in answer.content.decode()


def test_a_message_of_somebody_else_does_not_exist(client, city):
    write(city.lin)
    key = Message.objects.get().key
    client.force_login(city.wu)
    for path in (f"/messages/{key}/", "/messages/nothing/", "/messages/a%00b/"):
        assert client.post(path).status_code == 404
        assert client.get(path).status_code == 404
    assert Message.objects.get().read_at is None
    assert "消息000" not in client.get("/messages/").content.decode()


def test_only_a_post_marks_as_read(client, city):
    write(city.lin)
    key = Message.objects.get().key
    client.force_login(city.lin)
    assert client.get(f"/messages/{key}/").status_code == 405
    assert client.get("/messages/read/").status_code == 405
    assert Message.objects.get().read_at is None
    assert client.post(f"/messages/{key}/")["Location"] == "/messages/"
    assert Message.objects.get().read_at is not None


def test_all_are_marked_at_once(client, city):
    write(city.lin, 3)
    write(city.wu, 2)
    client.force_login(city.lin)
    page = client.post("/messages/read/", follow=True).content.decode()
    assert "已将 3 条消息标为已读" in page
    assert "全部已读" not in page
    assert Message.objects.filter(read_at=None).count() == 2


def test_unread_ones_have_a_tab_and_an_empty_list_says_so(see, city):
    assert "还没有消息" in see(city.lin)
    write(city.lin, 2)
    Message.objects.filter(title="消息001").update(read_at=NOW)
    page = see(city.lin, "/messages/?tab=unread")
    assert "消息000" in page
    assert "消息001" not in page
    Message.objects.update(read_at=NOW)
    assert "没有未读消息" in see(city.lin, "/messages/?tab=unread")


def test_long_lists_have_pages(see, city):
    write(city.lin, 25)
    first = see(city.lin)
    assert "消息024" in first
    assert "消息004" not in first
    key = Message.objects.get(title="消息005").key
    assert f"page={key}" in first
    second = see(city.lin, f"/messages/?page={key}")
    assert "消息004" in second
    assert "消息005" not in second
    assert "消息024" in see(city.lin, "/messages/?page=nonsense")


@pytest.mark.parametrize(("count", "shown"), [(0, ""), (7, "7"), (99, "99"), (120, "99+")])
def test_the_bell_says_how_many_are_unread(see, city, count, shown):
    write(city.lin, count)
    page = see(city.lin, "/account/")
    found = page.partition('href="/messages/"')[2].partition("</a>")[0]
    assert (f'<span class="count">{shown}<' in found) == bool(shown)
    assert ("条未读" in found) == bool(shown)


def test_nobody_signed_in_sees_no_bell(client, office):
    assert 'href="/messages/"' not in client.get("/").content.decode()
    assert client.get("/messages/").status_code == 302


def test_the_page_takes_few_queries(client, city, django_assert_max_num_queries):
    write(city.lin, 25)
    client.force_login(city.lin)
    client.get("/messages/")
    with django_assert_max_num_queries(8):
        client.get("/messages/")
