"""The worker's part of verbs that take long: the verb itself, for whoever asked, once.

The moment is that of the press. Killed before the commit nothing has happened; killed after it,
the verb knows its key again and answers. What is refused is no failure: it is told on the case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from unionhall.cases import selectors
from unionhall.casework import decide, decide_lines, hand_in, lengthy, submit
from unionhall.casework.lines import add, check, fill_snapshot, name
from unionhall.casework.refusals import Invalid, Refused
from unionhall.casework.sentences import sentence
from unionhall.jobs.handlers import Beat, Done, GiveUp
from unionhall.jobs.models import Job

VERBS: Final[Mapping[str, Callable[..., Any]]] = {
    submit.VERB: submit.submit,
    hand_in.VERB: hand_in.hand_in,
    decide.VERB: decide.decide,
    decide_lines.VERB: decide_lines.decide_lines,
    add.VERB_ALL: add.add_all,
    name.VERB: name.add_named,
    check.VERB: check.recheck,
    fill_snapshot.VERB: fill_snapshot.fill,
}
MOST_PROBLEMS: Final = 100


def carry_out(job: Job, beat: Beat) -> Done:
    """Handler of jobs of kind `case`. The result: counts, or `refused` with `sentence` and
    `problems`. The wish itself, which may name thousands of people, is not kept."""
    return Done(_carried_out(job, beat), forget=(lengthy.GIVEN,))


def _carried_out(job: Job, beat: Beat) -> Mapping[str, Any]:
    case = selectors.loaded(job.about.removeprefix("case:"))
    if case is None or case.work != job.key:
        raise GiveUp("overtaken")
    beat.alive()
    given = lengthy.given_of(job)
    with lengthy.at(job):
        try:
            done = VERBS[job.values["verb"]](
                case.key, version=None, **given, by=job.by, now=job.created_at, key=job.key
            )
        except Refused as refusal:
            return _refused(refusal)
    return _counts(done)


def _counts(done: Any) -> dict[str, Any]:
    if isinstance(done, add.Added):
        counts = {"added": done.added, "there": done.there, "locked": done.refused_count}
        told = [f"{who}：{why}" for who, why in done.refused[:MOST_PROBLEMS]]
        return {"lines": done.case.line_count, **counts, "problems": told}
    return {"lines": done.line_count}


def _refused(refusal: Refused) -> dict[str, Any]:
    problems = refusal.problems[:MOST_PROBLEMS] if isinstance(refusal, Invalid) else ()
    return {
        "refused": refusal.code,
        "sentence": refusal.sentence or sentence(refusal.code),
        "problems": [one.text for one in problems if one.text],
    }
