"""Which tone a state, an action or an event is shown in. Words carry the meaning, tones help."""

from __future__ import annotations

from unionhall.cases.models import CaseStatus

_STATUS = {
    CaseStatus.IN_PROGRESS: "info",
    CaseStatus.RETURNED: "warn",
    CaseStatus.COMPLETED: "success",
    CaseStatus.REJECTED: "danger",
}
_ACTION = {"approve": "success", "return": "warn", "reject": "danger"}
_BUTTON = {"approve": "primary", "reject": "danger"}
_EVENT = {
    "approved": "success",
    "completed": "success",
    "returned": "warn",
    "withdrawn": "warn",
    "rejected": "danger",
}


def of_status(status: str) -> str:
    return _STATUS.get(CaseStatus(status), "")


def of_action(action: str) -> str:
    return _ACTION.get(action, "")


def of_button(action: str) -> str:
    """One primary per page: agreeing."""
    return _BUTTON.get(action, "")


def of_event(kind: str) -> str:
    return _EVENT.get(kind, "info")
