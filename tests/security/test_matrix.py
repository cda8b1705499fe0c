"""Every address, everybody who might try, every state of a case: nobody gets past a wrong door.

The matrix is `matrix.toml`. What is asked here is printed at the end of the run (plugin.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from permissions.models import UnionGrant
from tests.security import deeds, matrix
from tests.security.conftest import bring, rows_of
from tests.security.matrix import DEEDS, NOBODY, ROWS, STATES
from tests.security.places import furnish
from unionhall.cases.models import (
    Attachment,
    Case,
    Decision,
    Dispatch,
    Draft,
    JournalEntry,
    Look,
    Submission,
    Task,
)
from unionhall.jobs.models import Job
from unionhall.messages.models import Message
from unionhall.organisation.models import ActivationCode, Contact, Post, Union, UnionChange
from unionhall.people.models import Membership, Person
from unionhall.registers.models import Record

RECORDS = (
    *(Case, Draft, Submission, Attachment, Task, Decision, JournalEntry, Look, Record),
    *(Union, UnionChange, Contact, Post, UnionGrant, ActivationCode, Membership, Person, Message),
    *(Job, Dispatch),
)
OTHER_METHODS = ("HEAD", "PUT", "DELETE")
# Methods nobody uses are tried by some of each sort.
CURIOUS = frozenset({"nobody", "stranger", "starter", "sibling", "district", "superuser"})
# Pages that may be kept: they are the same for everybody.
PUBLIC = frozenset({"matters/<slug:key>/samples/<slug:material>/", "matters/<slug:key>/qr/"})


def routes(resolver: Any = None, prefix: str = "") -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from routes(entry, route)


def filled(route: str, keys: dict[str, str]) -> str:
    """The address of a route: `keys` by the name of the part, or by what stands before it."""
    said = ROWS[route].keys

    def part(found: re.Match[str]) -> str:
        name = found[1]
        if name in said:
            return keys[said[name]]
        before = route[: found.start()].rstrip("/").rpartition("/")[2]
        return keys[name] if name in keys else keys[before]

    return "/" + re.sub(r"<\w+:(\w+)>", part, route)


def outcome(answer: Any) -> str:
    """What an answer means at a door: in, sign-in, absent; 405 says the same of every key,
    and so do 400 (a form without its own fields) and 415 (a call that is no JSON)."""
    if answer.status_code in (400, 405, 415):
        return "no such verb"
    if answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next="):
        return "sign-in"
    if answer.status_code == 404:
        return "absent"
    return f"fault {answer.status_code}" if answer.status_code >= 500 else "in"


def wanted(row: matrix.Row, method: str, state: str, actor: str) -> set[str]:
    if actor in row.audience(method, state):
        # A page that leads on (a draft handed in, a step that is none) has let its reader in.
        return {"in", "no such verb"} | ({"absent"} if row.may_be_absent else set())
    return {closed(row, actor), "no such verb"}


def closed(row: matrix.Row, actor: str) -> str:
    """How a shut door looks. Guests are led through the pages of a case, so they see 404."""
    if row.hidden or (actor == "guest" and row.route.startswith(("cases/<", "files/"))):
        return "absent"
    return "sign-in" if actor in NOBODY else "absent"


def lines(wrong: list[Any]) -> str:
    return "\n".join(map(str, wrong))


def test_every_address_has_a_row_and_every_row_an_address(record_property):
    known = sorted(set(routes()))
    record_property("matrix-addresses", f"{len(ROWS.keys() & set(known))} of {len(known)}")
    assert sorted(ROWS) == known


def test_the_matrix_names_only_what_exists(cast):
    assert sorted(cast.people) == sorted(matrix.ACTORS)
    assert {deed.form for deed in DEEDS} == set(deeds.FORMS)
    for row in ROWS.values():
        for method in matrix.METHODS:
            for state in STATES:
                assert row.audience(method, state) <= set(matrix.ACTORS)
    assert {deed.route for deed in DEEDS} <= set(ROWS)


@pytest.mark.parametrize("state", STATES)
def test_nobody_gets_past_a_wrong_door(office, cast, state, record_property):
    case = bring(office, state)
    keys, browsers = furnish(office, cast.people, case), cast.browsers()
    wrong, asked = [], 0
    before = rows_of(*RECORDS)
    for row in ROWS.values():
        if row.leaves or state not in row.states():
            continue
        for method in (*matrix.METHODS, *(OTHER_METHODS if state == "confirm" else ())):
            for actor, client in browsers.items():
                if method not in ("GET", "HEAD") and actor in row.audience(method, state):
                    continue
                if method in OTHER_METHODS and actor not in CURIOUS:
                    continue
                answer = client.generic(method, filled(row.route, keys))
                asked += 1
                found = outcome(answer)
                if found not in wanted(row, method, state, actor):
                    wrong.append((row.route, method, actor, found, answer.status_code))
                if is_kept(row, answer):
                    wrong.append((row.route, method, actor, "may be kept", answer.status_code))
    record_property("matrix-cells", asked)
    assert not wrong, lines(wrong)
    assert rows_of(*RECORDS) == before


def is_kept(row: matrix.Row, answer: Any) -> bool:
    """Whether a browser or proxy may keep what somebody was shown."""
    return row.route not in PUBLIC and "no-store" not in answer.headers.get("Cache-Control", "")


@pytest.mark.parametrize("state", STATES)
def test_an_empty_post_is_never_a_fault_and_never_a_deed(office, cast, state, record_property):
    case = bring(office, state)
    keys, browsers = furnish(office, cast.people, case), cast.browsers()
    before = rows_of(Case, Draft, JournalEntry, Attachment, Decision)
    wrong, asked = [], 0
    for row in ROWS.values():
        if row.leaves or row.creates or state not in row.states():
            continue
        inside = sorted(row.audience("POST", state) - NOBODY)
        for actor in [one for one in inside if one in CURIOUS] or inside[:2]:
            is_curious = state == "confirm" and actor in ("starter", "district")
            for method in ("POST", "PATCH", "OPTIONS") if is_curious else ("POST",):
                answer = browsers[actor].generic(method, filled(row.route, keys))
                asked += 1
                if answer.status_code >= 500:
                    wrong.append((row.route, method, actor, answer.status_code))
    record_property("matrix-cells", asked)
    assert not wrong, lines(wrong)
    assert rows_of(Case, Draft, JournalEntry, Attachment, Decision) == before


@pytest.mark.parametrize("state", STATES)
def test_verbs_obey_whom_the_matrix_says(office, cast, state, record_property):
    """A form that is right but for its sender changes nothing; from the right one it does."""
    case = bring(office, state)
    keys, browsers = furnish(office, cast.people, case), cast.browsers()
    wrong, asked = [], 0
    before = rows_of(*RECORDS)
    for deed in DEEDS:
        if state not in ROWS[deed.route].states() and state not in deed.by:
            continue
        row, address = ROWS[deed.route], filled(deed.route, keys)
        for actor, client in browsers.items():
            asked += 1
            status, is_done = tried(client, address, deed.form, office, case, before)
            if is_done != (actor in deed.audience(state)):
                wrong.append((deed.form, actor, "done" if is_done else "refused", status))
            elif not is_done and actor not in row.audience("POST", state):
                shut = {302} if closed(row, actor) == "sign-in" else {404}
                if status not in shut:
                    wrong.append((deed.form, actor, "door", status))
    record_property("matrix-cells", asked)
    assert not wrong, lines(wrong)
    assert rows_of(*RECORDS) == before


def tried(
    client: Client, address: str, form: str, office: Any, case: Case, before: list[Any]
) -> tuple[int, bool]:
    """Status, and whether anything was changed; then it is as if it had not been."""
    with transaction.atomic():
        answer = client.post(address, deeds.form_of(form, office, case))
        is_done = answer.status_code < 400 and rows_of(*RECORDS) != before
        transaction.set_rollback(True)
    return answer.status_code, is_done
