"""Walking through recovery as a browser without scripts does."""

from __future__ import annotations

import re
from typing import Any

from captcha.models import CaptchaStore

from unionhall.people.models import SentMessage

NEW = "brandnew2026"


def answer() -> dict[str, str]:
    """The captcha of the page drawn last, answered."""
    row = CaptchaStore.objects.latest("id")
    return {"_captcha_key": row.hashkey, "_captcha_answer": row.response}


def look_up(client: Any, name: str) -> Any:
    client.get("/recover/")
    return client.post("/recover/", {"name": name, **answer()}, follow=True)


def send_code(client: Any) -> Any:
    client.get("/recover/mobile/")
    return client.post("/recover/mobile/", {"_do": "send", **answer()})


def code_for(mobile: str) -> str:
    text = SentMessage.objects.filter(channel="sms", address=mobile).latest("id").text
    found = re.search(r"\d{6}", text)
    assert found
    return found.group()


def reset(client: Any, code: str, password: str = NEW, again: str | None = None) -> Any:
    typed = {"_do": "reset", "code": code, "password": password, "again": again or password}
    return client.post("/recover/mobile/", typed)


def link_in(text: str) -> str:
    """The path and query of the link in a message."""
    found = re.search(r"https?://[^/]+(/recover/link/\S+)", text)
    assert found
    return found.group(1)
