"""Before a workbook is handed in somebody answers for it: the words he saw stay with the batch."""

from __future__ import annotations

import io
import json

import pytest

from tests.factories.applications import PACK, publish
from tests.factories.workbooks import NOW, ROSTER, hand_in, person, workbook
from unionhall.audit.models import AuditEntry
from unionhall.casework.imports.sentences import SENTENCES
from unionhall.casework.imports.start import start
from unionhall.casework.refusals import Refused
from unionhall.definitions import selectors as definitions
from unionhall.definitions import store
from unionhall.jobs.models import Job
from unionhall.language.canonical import canonical_text, digest_of_text
from unionhall.people.models import Consent, User

pytestmark = pytest.mark.django_db
TEXT = "roster-notice"


def data(serial=1):
    return workbook(definitions.import_(ROSTER), [person(serial)])


def handed_in_with(desk, consents):
    return start(
        ROSTER,
        desk.union.key,
        io.BytesIO(data()),
        file_name="名单.xlsx",
        consents=consents,
        by=desk.lin,
        now=NOW,
        address="127.0.0.8",
        agent="a browser",
    )


@pytest.mark.parametrize("given", [(), ("other",)])
def test_without_the_tick_nothing_is_taken(desk, given):
    with pytest.raises(Refused) as refusal:
        handed_in_with(desk, given)
    assert (refusal.value.code, refusal.value.sentence) == (
        "import-consent-needed",
        str(SENTENCES["import-consent-needed"]),
    )
    assert not Job.objects.exists()
    assert not Consent.objects.exists()


def test_the_batch_keeps_who_agreed_to_which_words(desk):
    job = handed_in_with(desk, ["told"])
    digest = definitions.text(TEXT).digest
    assert job.values["consents"] == [{"consent": "told", "text": TEXT, "digest": digest}]
    kept = Consent.objects.get()
    assert (kept.person, kept.purpose, kept.text_digest) == (desk.lin.person, "roster:told", digest)
    assert (kept.given_at, kept.address, kept.agent) == (NOW, "127.0.0.8", "a browser")
    entry = AuditEntry.objects.get(kind="import")
    assert entry.values["consents"] == {TEXT: digest}


def test_other_words_are_agreed_to_anew_and_the_old_stay_with_the_old_batch(desk):
    first = hand_in(ROSTER, desk.union, data(1), desk.lin)
    body = canonical_text(f"---\nkey: {TEXT}\ntitle: 告知\n---\n# 告知\n别的话。\n")
    kept = {"pack": "lu", "title": "告知", "body": body, "digest": digest_of_text(body)}
    store.publish("text", TEXT, **kept, by=User.objects.system(), now=NOW)
    second = hand_in(ROSTER, desk.union, data(2), desk.lin)
    digests = [job.values["consents"][0]["digest"] for job in (first, second)]
    assert digests == [digests[0], digest_of_text(body)]
    assert digests[0] != digests[1]
    assert definitions.text_of_digest(digests[0]).title == "职工信息导入告知"
    assert Consent.objects.count() == 2


def test_an_import_without_consents_asks_for_none(desk):
    doc = json.loads((PACK / "imports" / "roster.json").read_text())
    publish({key: value for key, value in doc.items() if key != "consents"}, User.objects.system())
    assert handed_in_with(desk, ()).values["consents"] == []
