"""Cases that a decision begins: the draft of another process, filled from this one's values.

In the transaction of the decision: either both stand or neither. The draft belongs to whoever
began the first case; it names its parent, and the parent's journal tells of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from unionhall.cases import store
from unionhall.cases.models import Case
from unionhall.casework.answers import keep
from unionhall.casework.context import Context
from unionhall.casework.sentences import refused
from unionhall.casework.settling import Material, settle
from unionhall.definitions.selectors import NotPublished, current_process
from unionhall.engine.normalise import normalise
from unionhall.engine.paths import Nested, write
from unionhall.engine.shapes import CaseStart, Entry

# A case that began itself again and again would never end: definitions cannot say so (the linter
# looks at each pack), two packs published one after the other could.
DEEPEST = 5


def begin_all(context: Context, starts: Iterable[CaseStart]) -> list[Entry]:
    """Begin them and give what the journal of this case tells. Raises Refused: not-derived."""
    found: list[Entry] = []
    for start in starts:
        child = _begin(context, start)
        found.append(Entry("derived", context.case.stage, values={"process": child.process}))
    return found


def _begin(context: Context, start: CaseStart) -> Case:
    parent = context.case
    try:
        revision, process = current_process(start.process)
    except NotPublished as missing:
        raise refused("not-derived") from missing
    if _depth(parent) >= DEEPEST:
        raise refused("not-derived")
    fields = {
        "process": process.key,
        "matter_group": process.matter_group,
        "title": process.title,
        "parent": parent,
    }
    case = store.create(revision, fields, by=context.starter, now=context.now)
    child = Context(case, context.now, process)
    given: Nested = {}
    for path, value in start.values.items():
        write(given, path, value)
    held = Material(normalise(process.form, given).values, {}, None, None)
    settled = settle(child, held, fills=True)
    told = Entry("started", values={"parent": parent.number})
    keep(child, settled, [told], by=context.starter)
    return case


def _depth(case: Case) -> int:
    """How many cases stand above it; counted no further than matters."""
    depth, above = 0, case.parent
    while above is not None and depth < DEEPEST:
        depth, above = depth + 1, above.parent
    return depth
