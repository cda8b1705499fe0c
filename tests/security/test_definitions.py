"""A definition as an attack: refused by the linter, or shown as mere words."""

from __future__ import annotations

import time

import pytest

from tests.factories.applications import process_document, publish
from tests.security.conftest import browser
from unionhall.casework.save import save
from unionhall.language.lint import lint
from unionhall.language.lint.references import References
from unionhall.language.meta import findings_of_shape
from unionhall.language.text import read_text, to_html
from unionhall.people.models import User

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{7*7}}"


def spoilt(change) -> list[str]:
    doc = process_document()
    change(doc, doc["form"]["schema"]["properties"])
    found = findings_of_shape(doc)
    if not any(one.level == "error" for one in found):
        found = lint(doc, References())
    return [one.code for one in found if one.level == "error"]


def nested(depth: int) -> dict:
    leaf: dict = {"type": "string", "title": "x"}
    for _ in range(depth):
        leaf = {"type": "object", "title": "x", "properties": {"a": leaf}}
    return leaf


CHANGES = {
    "back reference": lambda doc, fields: fields["bank_branch"].update(pattern=r"^(a)\1$"),
    "bad regex": lambda doc, fields: fields["bank_branch"].update(pattern="("),
    "huge enum": lambda doc, fields: fields["bank_branch"].update(
        enum=[str(n) for n in range(200_000)]
    ),
    "deep": lambda doc, fields: fields.update(deep=nested(200)),
    "remote ref": lambda doc, fields: fields.update(x={"$ref": "http://evil.test/x.json"}),
    "file ref": lambda doc, fields: fields.update(x={"$ref": "file:///etc/passwd"}),
    "own ref": lambda doc, fields: fields.update(x={"$ref": "#/properties/x"}),
    "unknown word": lambda doc, fields: doc.update(handler="import os"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_spoilt_definitions_are_refused(name):
    sound = set(spoilt(lambda doc, fields: None))
    assert set(spoilt(CHANGES[name])) - sound


def test_a_regex_bomb_does_not_go_off(office):
    doc = process_document()
    doc["form"]["schema"]["properties"]["bank_branch"]["pattern"] = "^(a+)+$"
    publish(doc, User.objects.system(), office.now)
    case, begun = office.draft(), time.monotonic()
    save(case.key, {"bank_branch": "a" * 58 + "!"}, "account", by=office.city.lin, now=office.now)
    assert time.monotonic() - begun < 5


def test_words_of_a_definition_are_words(office):
    doc = process_document()
    fields = doc["form"]["schema"]["properties"]
    for one in (
        doc,
        doc["menu"],
        fields["bank_branch"],
        doc["materials"][0],
        doc["stages"][0],
        doc["form"]["checks"][2],
    ):
        one["message" if "message" in one else "title"] = f"{EVIL}"[:60]
    doc["guide"]["conditions"] = doc["menu"]["description"] = EVIL
    doc["form"]["lookups"]["unit"]["confirm"] = EVIL + "{name}"
    publish(doc, User.objects.system(), office.now)
    case, client = office.draft(), browser(office.city.lin)
    for page in (
        "/",
        "/matters/fund-refund/",
        "/matters/fund-refund/conditions/",
        f"/cases/{case.key}/",
        *(
            f"/cases/{case.key}/{p}/"
            for p in ("form/account", "materials", "check", "lookups/unit")
        ),
    ):
        body = client.get(page).content.decode()
        assert (page, "<script>alert" in body, "<img src=x" in body) == (page, False, False)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//evil.test",
        "/\\evil.test",
        "http://evil.test",
        'https://a"onclick=x',
    ],
)
def test_links_of_texts_lead_home_or_to_https(link):
    text = f"---\nkey: a\ntitle: a\n---\n\n[看]({link})\n"
    _found, findings = read_text(text)
    html = to_html(f"[看]({link})")
    assert findings or "(" in link or '"' in link  # then it is no link at all, only words
    assert 'href="j' not in html.lower()
    assert 'href="//' not in html
    assert '"onclick' not in html


def test_html_in_texts_is_refused_and_never_drawn():
    _found, findings = read_text(f"---\nkey: a\ntitle: a\n---\n\n{EVIL}\n")
    assert findings
    assert "<script" not in to_html(EVIL)
