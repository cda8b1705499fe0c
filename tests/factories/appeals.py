"""The appeal of somebody without a way in: begun by nobody, proven by a code, decided by two."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.factories.applications import NOW, PACK, fresh, publish, task_of, upload
from tests.factories.city import City
from tests.factories.grants import give
from unionhall.cases.models import Case
from unionhall.casework.attach import attach
from unionhall.casework.decide import decide
from unionhall.casework.prove import prove
from unionhall.casework.save import save
from unionhall.casework.send_proof import send_proof
from unionhall.casework.start_as_guest import start_as_guest
from unionhall.casework.submit import submit
from unionhall.definitions import store as definition_store
from unionhall.language.canonical import canonical_text, digest_of_text
from unionhall.people import sealing
from unionhall.people.models import SentMessage, User

APPEAL = "account-appeal"
NEW_MOBILE = "15400005555"
SESSION = "a-browser"


def publish_appeal(by: User) -> None:
    """The process of the pack with its texts."""
    publish(json.loads((PACK / "pack.json").read_text()), by)
    publish(json.loads((PACK / "registers" / "return-opinions.json").read_text()), by)
    for file in sorted(PACK.glob("texts/appeal-*.md")):
        body = canonical_text(file.read_text())
        definition_store.publish(
            "text",
            file.stem,
            pack="lu",
            title=file.stem,
            body=body,
            digest=digest_of_text(body),
            by=by,
            now=NOW,
        )
    publish(json.loads((PACK / "processes" / f"{APPEAL}.json").read_text()), by)


def number_of(user: User) -> str:
    assert user.person
    return sealing.unseal(user.person.documents.get().sealed_number)


def code_sent(mobile: str) -> str:
    text = SentMessage.objects.filter(channel="sms", address=mobile).latest("id").text
    found = re.search(r"\d{6}", text)
    assert found
    return found.group()


@dataclass
class Appeals:
    """何静 accepts, 陈思远 is the second; 林晓岚 has lost her mobile."""

    city: City
    clock: datetime = field(default=NOW)

    @property
    def now(self) -> datetime:
        self.clock += timedelta(minutes=2)
        return self.clock

    def answers(self, **other: Any) -> dict[str, Any]:
        lin = self.city.lin
        return {
            "problem": f"旧手机号 {lin.mobile} 已停机，无法接收短信。",
            "name": lin.person.name,
            "document_kind": "111",
            "document_no": number_of(lin),
            "mobile": NEW_MOBILE,
            **other,
        }

    def begun(self, address: str | None = "192.0.2.1") -> Case:
        return start_as_guest(APPEAL, by=User.objects.system(), now=self.now, address=address)

    def proven(self, case: Case, mobile: str = NEW_MOBILE) -> Case:
        by = case.starter
        send_proof(case.key, "mobile", mobile, bound_to=SESSION, address=None, by=by, now=self.now)
        code = code_sent(mobile)
        prove(case.key, "mobile", mobile, code, bound_to=SESSION, by=by, now=self.clock)
        return fresh(case)

    def complete(self, **other: Any) -> Case:
        case = self.begun()
        save(case.key, self.answers(**other), "appeal", None, by=case.starter, now=self.now)
        case = self.proven(case, self.answers(**other)["mobile"])
        for material in ("front", "back"):
            attach(case.key, material, upload(), by=case.starter, now=self.now)
        return fresh(case)

    def submitted(self, **other: Any) -> Case:
        case = self.complete(**other)
        return submit(case.key, case.version, ["truth"], by=case.starter, now=self.now)

    def accepted(self, case: Case, by: User | None = None) -> Case:
        values = {"compared": True}
        case, task = fresh(case), task_of(case)
        who = by or self.city.he
        return decide(case.key, task.pk, "approve", case.version, values, by=who, now=self.now)

    def passed(self, case: Case, by: User | None = None) -> Case:
        case, task = fresh(case), task_of(case)
        who = by or self.city.chen
        return decide(case.key, task.pk, "approve", case.version, by=who, now=self.now)


def open_appeals(city: City) -> Appeals:
    publish_appeal(User.objects.system())
    for who, verbs in ((city.he, ("handle", "review")), (city.chen, ("handle", "review"))):
        for verb in verbs:
            give(who, f"{verb}_support", city.root, city.su)
    return Appeals(city)
