"""What the definitions are written in: JSON, expressions, and the closed lists of words."""

from typing import Any, Literal

Json = Any
Cel = str
StarterKind = Literal["person", "member", "staff", "anonymous"]
SubjectKind = Literal["person", "union"]
StageKind = Literal["review", "applicant", "external"]
Nobody = Literal["parent", "error", "skip"]
Level = Literal["block", "warn"]
Moment = str
Channel = Literal["inbox", "sms", "email"]
