"""Forms that really do something, by the name a deed of the matrix has. All but the sender fits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.factories.applications import ACCOUNT, Office, fresh, task_of, upload
from tests.security.workbooks import filled_in
from unionhall.cases.models import Attachment, Case, CaseStatus, Submission
from unionhall.cases.selectors import materials_digest

Form = Callable[[Office, Case], dict[str, Any]]
KEY = "k" * 22


def typing(_office: Office, case: Case) -> dict[str, Any]:
    return {**ACCOUNT, "has_account": "true", "_version": case.version, "_go": "save"}


def choosing(office: Office, case: Case) -> dict[str, Any]:
    row = f"user_centre|{office.city.software.key}"
    return {"row": row, "sure": "1", "version": case.version}


def attaching(_office: Office, _case: Case) -> dict[str, Any]:
    return {"material": "chair_report", "file": upload()}


def detaching(_office: Office, case: Case) -> dict[str, Any]:
    file = Attachment.objects.filter(case=case, material="chair_report").first()
    return {"remove": file.key if file else "x", "version": case.version}


def handing_in(_office: Office, case: Case) -> dict[str, Any]:
    return {"version": case.version, "key": KEY, "consent": "refund"}


def versioned(_office: Office, case: Case) -> dict[str, Any]:
    return {"version": case.version, "key": KEY}


def decision(case: Case, action: str, **more: Any) -> dict[str, Any]:
    is_open = case.status == CaseStatus.IN_PROGRESS
    digest = ""
    if Submission.objects.filter(case=case).exists():
        digest = materials_digest(list(Attachment.objects.filter(case=case, removed_at=None)))
    pins = {
        "_task": task_of(case).pk if is_open else 0,
        "_version": case.version,
        "_digest": digest,
        "_key": KEY,
    }
    return {**pins, "_action": action, "_confirmed": "1", **more}


def approving(_office: Office, case: Case) -> dict[str, Any]:
    return decision(case, "approve", approved_amount="5000.00")


def returning(_office: Office, case: Case) -> dict[str, Any]:
    return decision(case, "return", _reason="请更正", _item="account_no")


def paying(_office: Office, case: Case) -> dict[str, Any]:
    paid = {"paid_amount": "5000.00", "paid_on": "2026-11-20", "voucher_no": "V000001"}
    return decision(case, "approve", **paid)


def appointing(_office: Office, _case: Case) -> dict[str, Any]:
    return {"title": "组织员", "rights": ["handle_preparatory_fund"]}


def too_much(_office: Office, _case: Case) -> dict[str, Any]:
    return {"title": "组织员", "rights": ["handle_preparatory_fund", "view_audit"]}


def changing(_office: Office, _case: Case) -> dict[str, Any]:
    return {"title": "组织员", "rights": ["handle_preparatory_fund", "view_preparatory_fund"]}


def dismissing(_office: Office, _case: Case) -> dict[str, Any]:
    return {"reason": "换届"}


def contacts(_office: Office, _case: Case) -> dict[str, Any]:
    return {"0.matter_group": "", "0.name": "办公室", "0.phones": "15403009991", "0.hours": ""}


def entering(_office: Office, _case: Case) -> dict[str, Any]:
    return {"name": "新人", "document_no": "D77", "year": "2026", "amount": "100", "_key": KEY}


def editing(_office: Office, _case: Case) -> dict[str, Any]:
    return {"name": "改名", "amount": "100", "_key": KEY}


def ending(_office: Office, _case: Case) -> dict[str, Any]:
    return {"_all": "1", "_action": "void", "_confirmed": "1", "_reason": "重复", "_key": KEY}


def nothing(_office: Office, _case: Case) -> dict[str, Any]:
    return {}


def importing(_office: Office, _case: Case) -> dict[str, Any]:
    return {"file": filled_in(), "consent": "told"}


FORMS: dict[str, Form] = {
    "importing": importing,
    "stopping an import": nothing,
    "trying rows again": nothing,
    "typing": typing,
    "choosing": choosing,
    "attaching": attaching,
    "detaching": detaching,
    "handing in": handing_in,
    "taking back": versioned,
    "deleting": versioned,
    "approving": approving,
    "returning": returning,
    "paying": paying,
    "looking": nothing,
    "dropping": nothing,
    "contacts": contacts,
    "appointing": appointing,
    "giving more than one has": too_much,
    "changing rights": changing,
    "dismissing": dismissing,
    "revoking a code": nothing,
    "reading a message": nothing,
    "sending again": nothing,
    "stopping work": nothing,
    "handing over again": nothing,
    "entering a record": entering,
    "changing a record": editing,
    "ending records": ending,
    "repeating work": nothing,
}


def form_of(name: str, office: Office, case: Case) -> dict[str, Any]:
    return FORMS[name](office, fresh(case))
