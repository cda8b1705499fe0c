"""Records of cases. Written by `casework` alone, through `store`."""

from unionhall.cases.models.case import (
    Attachment,
    Case,
    CaseKey,
    CaseStatus,
    CommandKey,
    Decision,
    Draft,
    JournalEntry,
    Look,
    MaterialVerdict,
    PendingEvent,
    Sequence,
    Submission,
    Task,
)
from unionhall.cases.models.lines import CaseLine, LineKey, LineState
from unionhall.cases.models.outside import Dispatch, DispatchAnswer

__all__ = [
    "Attachment",
    "Case",
    "CaseKey",
    "CaseLine",
    "CaseStatus",
    "CommandKey",
    "Decision",
    "Dispatch",
    "DispatchAnswer",
    "Draft",
    "JournalEntry",
    "LineKey",
    "LineState",
    "Look",
    "MaterialVerdict",
    "PendingEvent",
    "Sequence",
    "Submission",
    "Task",
]
