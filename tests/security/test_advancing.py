"""A newer definition without a sensitive field: what was typed there stays sealed for ever."""

from __future__ import annotations

import json

from tests.factories.applications import ACCOUNT, fresh, process_document, publish
from tests.security.test_at_rest import stored
from unionhall.casework.advance import advance
from unionhall.casework.save import save
from unionhall.engine.paths import read
from unionhall.people.models import User
from unionhall.people.selectors import applicant_facts


def without(doc: dict, names: tuple[str, ...]) -> dict:
    """The definition without these fields of its form."""
    for name in names:
        doc["form"]["schema"]["properties"].pop(name)
        doc["form"]["prefill"].pop(name, None)
    doc["form"]["schema"]["required"] = [
        n for n in doc["form"]["schema"]["required"] if n not in names
    ]
    gone = {f"#/properties/{name}" for name in names}

    def kept(element):
        element["elements"] = [
            kept(e) if "elements" in e else e
            for e in element["elements"]
            if e.get("scope") not in gone
        ]
        return element

    kept(doc["form"]["uischema"])
    for stage in doc["stages"]:
        stage.pop("reveals", None)
        stage.pop("on", None)
    return doc


def test_set_aside_values_stay_sealed(office):
    lin = office.city.lin
    case = office.draft()
    numbers = (ACCOUNT["account_no"], applicant_facts(lin)["document_no"])
    publish(
        without(process_document(), ("account_no", "handler_document_no")),
        User.objects.system(),
        office.now,
    )
    moved = advance(case.key, by=lin, now=office.now)
    assert moved.set_aside
    assert [table for table, text in stored().items() if any(n in text for n in numbers)] == []
    save(case.key, {"bank_branch": "新的支行"}, "account", by=lin, now=office.now)
    assert [table for table, text in stored().items() if any(n in text for n in numbers)] == []
    publish(process_document() | {"title": "又一版"}, User.objects.system(), office.now)
    back = advance(case.key, by=lin, now=office.now).case
    assert fresh(back).draft.answers["account_no"].startswith("sealed:v1:")
    assert "sealed" not in json.dumps(read(fresh(back).draft.answers, "bank_branch"))
    page = save(case.key, {}, "account", by=lin, now=office.now)
    assert page.state.values["account_no"] == ACCOUNT["account_no"]
