"""What stands in an address, a header or a cookie may be anything: an answer, never a fault."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest
from django.test import RequestFactory

from tests.security.conftest import bring, browser
from unionhall.config.wsgi import application

ODD = [
    *(
        "%00",
        "%FF%FE",
        "%ED%A0%80",
        "%E2%80%AE",
        "a%00b",
        "%F0%9F%98%80" * 50,
        "%25",
        "_",
        "'",
        "%5C",
    ),
    *(
        "9" * 30,
        "9" * 119,
        "-1",
        "1e400",
        "NaN",
        "0001-01-01",
        "9999-12-31",
        "2026-02-30",
        "x" * 5000,
    ),
    *(
        "%EF%BC%91%EF%BC%92",
        "٣",
        "[]",
        "{}",
        "%0d%0aSet-Cookie:a=b",
        "..%2F..%2Fetc",
        "١٢",
        "%3Cscript%3E",
    ),
]
NAMES = (
    "q",
    "tab",
    "union",
    "stage",
    "since",
    "until",
    "cursor",
    "trail",
    "page",
    "next",
    "row",
    "problems",
    "text",
)


def cursor(*position) -> str:
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


CURSORS = [
    cursor("0001-01-01T00:00:00+14:00", 1),
    cursor("9999-12-31T23:59:59-12:00", 1),
    cursor("2026-11-21T00:00:00+00:00", 2**62),
    cursor("2026-11-21T00:00:00+00:00", 2**63 - 1),
    cursor("2026-11-21T00:00:00+00:00", -(2**63) + 1),
    cursor("2026-11-21T00:00:00", 1),
    cursor("2026-11-21T00:00:00+00:00", True),
    cursor("2026-11-21T00:00:00+00:00", 1.5),
    cursor({"a": 1}, []),
    base64.urlsafe_b64encode(b"[" * 80).decode().rstrip("="),
    base64.urlsafe_b64encode(b"\xff" * 20).decode().rstrip("="),
]
LISTS = ("/cases/", "/matters/fund-refund/history/")
OFFICE = (
    "/office/queue/fund-refund/",
    "/office/registers/refund/",
    "/office/opinions/",
    "/office/",
)


def statuses(client, addresses, **headers) -> dict[str, int]:
    found = {one: client.get(one, headers=headers).status_code for one in addresses}
    return {one: status for one, status in found.items() if status >= 500}


def test_odd_parameters_are_no_fault(office):
    case = bring(office, "confirm")
    draft = office.draft(office.city.zhou, office.city.machinery)
    lin, chen = browser(office.city.lin), browser(office.city.chen)
    zhou = browser(office.city.zhou)
    both = [f"{name}={value}" for name in NAMES for value in ODD]
    assert statuses(lin, [f"{LISTS[0]}?{one}" for one in both[::2]]) == {}
    assert (
        statuses(chen, [f"{page}?tab=done&{one}" for page in OFFICE[:3] for one in both[::3]]) == {}
    )
    pages = (f"/cases/{draft.key}/lookups/unit/", f"/cases/{draft.key}/form/unit/")
    assert statuses(zhou, [f"{page}?{one}" for page in pages for one in both[::5]]) == {}
    assert case.status == "in_progress"


@pytest.mark.parametrize("tab", ["waiting", "done", "returned"])
def test_the_ends_of_time_are_no_fault(office, tab):
    bring(office, "confirm")
    chen = browser(office.city.chen)
    days = ["0001-01-01", "0001-01-02", "9999-12-30", "9999-12-31"]
    asked = [f"since={a}&until={b}" for a in days for b in days]
    asked += [f"cursor={one}" for one in CURSORS]
    assert statuses(chen, [f"{OFFICE[0]}?tab={tab}&{one}" for one in asked]) == {}


def test_bad_cursors_start_from_the_beginning(office):
    case = bring(office, "confirm")
    lin = browser(office.city.lin)
    for one in CURSORS[-4:]:
        answer = lin.get(f"/cases/?tab=all&page={one}")
        assert answer.status_code == 200
        assert case.key in answer.content.decode()
    assert statuses(lin, [f"{page}?tab=all&page={one}" for page in LISTS for one in CURSORS]) == {}


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "unicode_escape", "latin-1"])
def test_what_is_not_utf_8_is_refused(office, charset):
    lin, case = browser(office.city.lin), office.draft()
    asked = lin.get("/cases/?q=%2B2AA-", headers={"Content-Type": f"text/plain; charset={charset}"})
    assert asked.status_code == 400
    body = '--b\r\nContent-Disposition: form-data; name="q"\r\n\r\n+2AA-\\ud800\r\n--b--\r\n'
    for kind in ("multipart/form-data; boundary=b", "application/x-www-form-urlencoded"):
        page = f"/cases/{case.key}/lookups/unit/"
        answer = lin.generic("POST", page, body, content_type=f"{kind}; charset={charset}")
        assert (kind, answer.status_code) == (kind, 400)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "charset", ["=rot13", "=base64", "=IDNA", '="rot13"', "=zlib", "*=utf-8''rot13"]
)
def test_charsets_that_break_the_request_itself_are_refused(charset):
    environ = RequestFactory().get("/?q=%41").environ | {"CONTENT_TYPE": f"a/b; charset{charset}"}
    told = []
    application(environ, lambda status, headers: told.append(status))
    assert told == ["400 Bad Request"]


@pytest.mark.parametrize(
    "kind", ["text/plain; charset=nonsense", "text/plain", "a/b; charset=UTF-8"]
)
def test_utf_8_and_unknown_charsets_are_read(office, kind):
    assert (
        browser(office.city.lin)
        .get("/cases/?q=%E6%B5%B7", headers={"Content-Type": kind})
        .status_code
        == 200
    )


@pytest.mark.parametrize(
    "key", ["a\x00b", "\ud800", "x" * 3000, "..", "%", "'", "𝟘" * 32, "fund-refund\x00"]
)
def test_odd_keys_are_absent(office, key):
    case = office.draft()
    lin, chen = browser(office.city.lin), browser(office.city.chen)
    odd = quote(key.encode("utf-8", "surrogatepass"), safe="")
    own = [f"/cases/{odd}/", f"/files/{odd}/", f"/files/{odd}/preview/", f"/cases/{odd}/form/"]
    own += [f"/cases/{case.key}/lookups/{odd}/", f"/matters/{odd}/"]
    mine = [f"/office/cases/{odd}/", f"/office/queue/{odd}/", f"/office/registers/{odd}/"]
    wrong = {one: lin.get(one).status_code for one in own} | {
        one: chen.get(one).status_code for one in mine
    }
    assert {one: status for one, status in wrong.items() if status not in (404, 301)} == {}


def test_odd_cookies_are_nobody(office, client):
    for cookie in ('"aaaaaaaaaaaa\\000"', '"\\355\\240\\200aaaaaaaa"', "é" * 40, "a" * 4000):
        answer = client.get(
            "/cases/", headers={"Cookie": f"sessionid={cookie}; csrftoken={cookie}"}
        )
        assert answer.status_code == 302
