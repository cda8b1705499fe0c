"""What a step of a scenario may expect, and how each word is compared.

`visible`, `hidden`, `required`, `optional`, `read_only`: all of the paths named are so.
`materials`: exactly these apply; `required_materials`: exactly these are obligatory. `values`:
these answers. `status`, `stage`, `number_of_tasks`, `union` (of the open tasks, several: a list).
`writes`: registers written by this step, in order, or objects whose entries all match. `refused`:
the code. `problems`: exactly these codes, or `code path`. `eligibility`: status by key. `entries`:
kinds of the journal lines this step left. `unlocked`: what a return left open. `notices`: keys of
the notices due, in order, or objects whose entries all match (`key`, `text`, `to`, `channels`,
`union`, `mobile`, `values`). `calls`: hooks called, in order, or objects (`hook`, `with`).
`lines`: the state of each line; `dispatch`: the hook something was handed to, or null; `starts`:
processes of which a case was begun.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from unionhall.engine.eligibility import verdicts
from unionhall.engine.paths import read, same
from unionhall.engine.problem import Problem
from unionhall.engine.shapes import Refused, RegisterWrite
from unionhall.engine.story import Story

Difference = tuple[str, Any, Any]
Compare = Callable[[Story, Any], Any]


def compare(story: Story, expect: Mapping[str, Any], refused: Refused | None) -> list[Difference]:
    """(word, expected, actual) of everything that is not as expected."""
    found: list[Difference] = []
    code = refused.code if refused else None
    if code != expect.get("refused"):
        actual = code if refused is None else (code, dict(refused.params))
        found.append(("refused", expect.get("refused"), actual))
    for word, expected in expect.items():
        if word == "refused":
            continue
        compare_ = WORDS.get(word)
        if compare_ is None:
            found.append(("unknown word", word, None))
            continue
        actual = compare_(story, expected)
        if actual != expected:
            found.append((word, expected, actual))
    return found


def _paths(holds: Callable[[Any], bool]) -> Compare:
    def named(story: Story, expected: Sequence[str]) -> list[str]:
        fields = story.form().fields
        return [path for path in expected if path in fields and holds(fields[path])]

    return named


def _materials(story: Story, expected: Sequence[str]) -> list[str]:
    return [item.material.key for item in story.checklist(story.form())]


def _required_materials(story: Story, expected: Sequence[str]) -> list[str]:
    return [item.material.key for item in story.checklist(story.form()) if item.required]


def _values(story: Story, expected: Mapping[str, Any]) -> dict[str, Any]:
    answers = story.form().answers
    return {
        path: value if same(read(answers, path), value) else read(answers, path)
        for path, value in expected.items()
    }


def _union(story: Story, expected: Any) -> Any:
    unions = [task.union for task in story.state.tasks]
    return unions if isinstance(expected, list) else (unions[0] if len(unions) == 1 else unions)


def _writes(story: Story, expected: Sequence[Any]) -> list[Any]:
    return _compared([_as_object(write) for write in story.writes], expected, "register")


def _as_object(write: RegisterWrite) -> dict[str, Any]:
    return {
        "do": write.do,
        "register": write.register,
        "match": dict(write.match),
        "values": dict(write.values),
    }


def _notices(story: Story, expected: Sequence[Any]) -> list[Any]:
    told = [
        {
            "key": due.key,
            "text": due.text,
            "to": due.to.kind,
            "union": due.to.union,
            "mobile": due.to.mobile,
            "channels": list(due.channels),
            "values": dict(due.values),
        }
        for due in story.notices
    ]
    return _compared(told, expected, "key")


def _calls(story: Story, expected: Sequence[Any]) -> list[Any]:
    told = [{"hook": call.hook, "with": dict(call.values)} for call in story.calls]
    return _compared(told, expected, "hook")


def _compared(told: Sequence[Mapping[str, Any]], expected: Sequence[Any], name: str) -> list[Any]:
    """Each thing by its name, or as it was expected where all entries expected match."""
    actual: list[Any] = []
    for index, one in enumerate(told):
        wanted = expected[index] if index < len(expected) else None
        if isinstance(wanted, Mapping):
            actual.append(wanted if _covers(one, wanted) else one)
        else:
            actual.append(one[name])
    return actual


def _covers(actual: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    for word, value in wanted.items():
        if isinstance(value, Mapping):
            if any(not same(actual[word].get(k), v) for k, v in value.items()):
                return False
        elif actual.get(word) != value:
            return False
    return True


def _problems(story: Story, expected: Sequence[str]) -> list[str]:
    """In the order expected; what was not expected comes last, written in full."""
    left = list(story.found)
    actual: list[str] = []
    for wanted in expected:
        hit = next((problem for problem in left if wanted in _spellings(problem)), None)
        if hit is not None:
            left.remove(hit)
            actual.append(wanted)
    return actual + [_spellings(problem)[-1] for problem in left]


def _spellings(problem: Problem) -> tuple[str, str]:
    about = problem.params.get("key") or problem.path
    return problem.code, f"{problem.code} {about}"


def _eligibility(story: Story, expected: Mapping[str, str]) -> dict[str, str]:
    answers = story.form().answers
    found = verdicts(story.process, answers, story.world(answers))
    return {verdict.key: verdict.status for verdict in found if verdict.key in expected}


def _unlocked(story: Story, expected: Any) -> Any:
    return None if story.unlocked is None else sorted(story.unlocked)


def _dispatch(story: Story) -> str | None:
    found = story.outcome.dispatch if story.outcome else None
    return found.hook if found else None


WORDS: Mapping[str, Compare] = {
    "visible": _paths(lambda field: field.visible),
    "hidden": _paths(lambda field: not field.visible),
    "required": _paths(lambda field: field.required),
    "optional": _paths(lambda field: field.visible and not field.required),
    "read_only": _paths(lambda field: field.read_only),
    "materials": _materials,
    "required_materials": _required_materials,
    "values": _values,
    "status": lambda story, expected: story.state.status,
    "stage": lambda story, expected: story.state.stage,
    "union": _union,
    "number_of_tasks": lambda story, expected: len(story.state.tasks),
    "writes": _writes,
    "notices": _notices,
    "calls": _calls,
    "problems": _problems,
    "eligibility": _eligibility,
    "entries": lambda story, expected: (
        [e.kind for e in story.outcome.entries] if story.outcome else []
    ),
    "unlocked": _unlocked,
    "lines": lambda story, expected: story.lines.states,
    "dispatch": lambda story, expected: _dispatch(story),
    "starts": lambda story, expected: (
        [one.process for one in story.outcome.starts] if story.outcome else []
    ),
}
