"""Numbers proven inside a form, as the page draws them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.http import QueryDict

from tests.forms.making import control, draft, draw
from unionhall.forms import proofs

MOBILE = {"type": "string", "format": "cn-mobile", "title": "手机号码", "x-verify": "sms"}


def drawn(is_guest: bool, *paths: str) -> list[str]:
    """Each number on one page of a visitor."""
    request = SimpleNamespace(
        user=SimpleNamespace(is_guest=is_guest), POST=QueryDict(), META={"REMOTE_ADDR": "192.0.2.7"}
    )
    context = proofs.with_captcha(request, draft()).context
    return [draw(control(MOBILE, path), "15400000001", context=context) for path in paths]


@pytest.mark.django_db
def test_two_numbers_on_one_page_share_one_captcha():
    first, second = drawn(True, "mobile", "other")
    assert first.count('name="_captcha_answer"') == 1
    assert "_captcha" not in second
    assert "发送验证码" in second
    assert drawn(True, "mobile") != [second]


def test_who_is_signed_in_is_asked_for_none():
    assert all("_captcha" not in one for one in drawn(False, "mobile", "other"))
