"""Reading pages in tests: by what a person reads, not by markup."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.http import HttpResponse

TAG = re.compile(r"<(script|style|template)\b.*?</\1>|<[^>]+>", re.S)


def words(response: HttpResponse) -> str:
    """The text of a page, one space between words."""
    return " ".join(unescape(TAG.sub(" ", response.content.decode())).split())


def form(response: HttpResponse, action: str) -> dict[str, Any]:
    """The hidden values of the form that posts to an address ending in `action`."""
    page = response.content.decode()
    found = re.search(rf'<form[^>]+action="[^"]*{action}"[^>]*>(.*?)</form>', page, re.S)
    assert found, f"no form posts to {action}"
    values: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]+>", found[1]):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        kind = attributes.get("type", "text")
        if kind in {"radio", "checkbox"} and " checked" not in tag:
            continue
        if "name" in attributes and attributes["name"] != "csrfmiddlewaretoken":
            values[attributes["name"]] = unescape(attributes.get("value", ""))
    return values
