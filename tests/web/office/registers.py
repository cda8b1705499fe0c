"""What tests of the pages of registers share: addresses, and reading what a page shows."""

from __future__ import annotations

import re

LIST = "/office/registers/help/lists/all/"
MANY = f"{LIST}selection/"
ADD = "/office/registers/help/additions/add/"


def record_url(record, rest=""):
    return f"/office/registers/help/records/{record.key}/{rest}"


def names(page):
    found = re.findall(r'class="register__name"[^>]*><a[^>]*>([^<]*)<', page.content.decode())
    return [one.strip() for one in found]


def link(page, rel):
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page.content.decode())
    assert found
    return found[1].replace("&amp;", "&")


def form_values(page):
    """The hidden fields of the form in the middle of the page."""
    found = re.search(r'<form class="register__form".*?</form>', page.content.decode(), re.S)
    assert found
    pairs = re.findall(r'type="hidden" name="(_[^"]+)" value="([^"]*)"', found[0])
    return {name: value for name, value in pairs if name != "csrfmiddlewaretoken"}
