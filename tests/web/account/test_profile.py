"""My details, help, the demonstration's outbox."""

from __future__ import annotations

import pytest

from tests.web.markup import faults
from unionhall.people.models import SentMessage

BACKEND = "unionhall.people.backends.PasswordBackend"


def test_my_details_are_masked(client, city):
    client.force_login(city.lin, backend=BACKEND)
    response = client.get("/account/")
    html = response.content.decode()
    assert faults(response) == []
    assert "林晓岚" in html
    assert "海滨软件有限公司工会" in html
    assert "154****0001" in html
    assert "15400000001" not in html


def test_help_says_whom_to_call(client, city):
    html = client.get("/account/help/").content.decode()
    assert 'href="tel:12351"' in html
    assert "忘记密码怎么办？" in html


@pytest.mark.parametrize(("demo", "status"), [(True, 200), (False, 404)])
def test_the_outbox_is_for_demonstrations_only(client, city, settings, demo, status):
    settings.DEMO = demo
    client.post("/sign-in/code/", {"mobile": "15400000001", "_do": "send"})
    response = client.get("/outbox/")
    assert response.status_code == status
    assert (SentMessage.objects.get().text in response.content.decode()) is demo


def test_the_outbox_says_when_it_is_empty(client, city, settings):
    settings.DEMO = True
    assert "还没有发送过短信" in client.get("/outbox/").content.decode()
