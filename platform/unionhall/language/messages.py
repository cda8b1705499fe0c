"""What a definition says about messages: the moments of a case, and reading `notices`.

Which notices are due is asked of `engine.notices`; sending them is nobody's business here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from unionhall.language.model import Addressee, Notice, Process

# Moments of a whole case; those of a stage are `<stage>.enter` and `<stage>.<action>`.
MOMENTS: Final = ("submitted", "withdrawn", "completed", "rejected", "returned")
ENTER: Final = "enter"
# Of an external stage: everything was answered; an answer is late.
ANSWERED: Final = "approve"
OVERDUE: Final = "overdue"


def parse_notices(docs: Iterable[Mapping[str, Any]]) -> tuple[Notice, ...]:
    """A notice without a key is called after its moment: `check.approve`, `check.approve-2`."""
    found: list[Notice] = []
    count: Counter[str] = Counter()
    for doc in docs:
        moment = doc["on"]
        count[moment] += 1
        numbered = moment if count[moment] == 1 else f"{moment}-{count[moment]}"
        found.append(
            Notice(
                key=doc.get("key", numbered),
                moment=moment,
                to=_addressee(doc["to"]),
                channels=tuple(doc["channels"]),
                text=doc["text"],
                values=dict(doc.get("values", {})),
                when=doc.get("when"),
            )
        )
    return tuple(found)


def moments(process: Process) -> tuple[str, ...]:
    """Every moment at which something can be said about a case of this process."""
    found = [*MOMENTS]
    for stage in process.stages:
        keys = [ENTER, *(action.key for action in stage.actions)]
        if stage.outside is not None:
            keys += [ANSWERED, OVERDUE]
        found += [f"{stage.key}.{key}" for key in dict.fromkeys(keys)]
    return tuple(found)


def _addressee(to: str | Mapping[str, str]) -> Addressee:
    if isinstance(to, str):
        return Addressee(to)  # type: ignore[arg-type]
    if "mobile" in to:
        return Addressee("mobile", to["mobile"])
    return Addressee("union", to["union"], to["permission"])
