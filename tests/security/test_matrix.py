"""Every address, everybody who might try, every state of a case: nobody gets past a wrong door."""

from __future__ import annotations

import re

import pytest
from django.urls import URLPattern, get_resolver

from tests.security.conftest import STATES, bring, rows_of
from tests.security.matrix import MATRIX, NOBODY, SIGNED, audience
from unionhall.cases.models import Attachment, Case, Draft, JournalEntry
from unionhall.casework.keep_opinion import keep_opinion
from unionhall.registers.models import Record

# What a case has to say to all of them is asked in every state, the rest of the site in one.
OF_A_CASE = ("cases/<", "files/", "office/cases/")
OTHER_METHODS = ("HEAD", "PUT", "DELETE")


def routes(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from routes(entry, route)


def filled(route: str, keys: dict[str, str]) -> str:
    """The address of a route: `keys` by the part of the route that names what it is about."""
    first = route.split("/")[1] if route.startswith("office/") else route.split("/")[0]
    values = {**keys, "key": keys.get(first, "")}
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: values[found[1]], route)


def keys_of(case: Case, opinion: str) -> dict[str, str]:
    return {
        "cases": case.key,
        "files": Attachment.objects.filter(case=case).first().key,
        "matters": "fund-refund",
        "case_key": case.key,
        "process_key": "fund-refund",
        "register_key": "refund",
        "opinion_key": opinion,
        "material": "chair_report",
        "step": "account",
        "path": "unit",
    }


def tried(state: str):
    """(route, method) to be tried in this state."""
    for route in MATRIX:
        if route == "sign-out/":
            continue
        if state == "confirm" or route.startswith(OF_A_CASE):
            for method in ("GET", "POST", *(OTHER_METHODS if state == "confirm" else ())):
                yield route, method


def outcome(answer) -> str:
    """What an answer means at a door: in, sign-in, absent; 405 says the same of every key,
    and so does 400 (a form without its own fields)."""
    if answer.status_code in (400, 405):
        return "no such verb"
    if answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next="):
        return "sign-in"
    if answer.status_code == 404:
        return "absent"
    return f"fault {answer.status_code}" if answer.status_code >= 500 else "in"


def wanted(route: str, method: str, state: str, actor: str) -> set[str]:
    if actor in audience(route, method, state):
        # A page that leads on (a draft handed in, a step that is none) has let its reader in.
        absent = {"absent"} if (route, state) in MAY_BE_ABSENT else set()
        return {"in", "no such verb"} | absent
    closed = {"sign-in"} if actor in NOBODY and route != "outbox/" else {"absent"}
    return closed | {"no such verb"}


START = "matters/<slug:key>/cases/"  # asks for nothing but the press
# Let in, but there may be nothing: no sample file, no draft to be asked about, nothing to reveal.
MAY_BE_ABSENT = {
    *((route, state) for state in STATES for route in ("matters/<slug:key>/samples/<slug:material>/",)),
    *(
        ("cases/<str:key>/state/<slug:step>/", state)
        for state in STATES
        if state in ("confirm", "disburse")
    ),
    *(("office/cases/<str:case_key>/look/", state) for state in STATES),
    # nothing to draw a preview of, or deleted by the attempt before
    *(("office/opinions/<str:opinion_key>/deletion/", state) for state in STATES),
}


def test_every_address_has_a_row():
    assert sorted(set(routes())) == sorted(MATRIX)


@pytest.mark.parametrize("state", STATES)
def test_nobody_gets_past_a_wrong_door(office, cast, state):
    case = bring(office, state)
    opinion = keep_opinion(
        "return-opinions", "材料不清楚", union=office.city.sijiang.key, by=office.city.chen, now=office.now
    )
    keys, browsers = keys_of(case, opinion.key), cast.browsers()
    wrong = []
    before = rows_of(Case, Draft, JournalEntry, Attachment, Record)
    for route, method in tried(state):
        for actor, client in browsers.items():
            if actor in audience(route, method, state) and method not in ("GET", "HEAD"):
                continue
            answer = client.generic(method, filled(route, keys))
            found, right = outcome(answer), wanted(route, method, state, actor)
            if found not in right:
                wrong.append((route, method, actor, found, answer.status_code))
    assert wrong == []
    assert rows_of(Case, Draft, JournalEntry, Attachment, Record) == before


@pytest.mark.parametrize("state", STATES)
def test_an_empty_post_is_never_a_fault_and_never_a_deed(office, cast, state):
    case = bring(office, state)
    opinion = keep_opinion("return-opinions", "材料不清楚", by=office.city.su, now=office.now)
    keys, browsers = keys_of(case, opinion.key), cast.browsers()
    before = rows_of(Case, Draft, JournalEntry, Attachment)
    wrong = []
    for route in sorted({route for route, _method in tried(state)} - {START}):
        for actor in sorted(audience(route, "POST", state) & SIGNED):
            for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
                answer = browsers[actor].generic(method, filled(route, keys))
                if answer.status_code >= 500:
                    wrong.append((route, method, actor, answer.status_code))
    assert wrong == []
    assert rows_of(Case, Draft, JournalEntry, Attachment) == before
