"""Asking the same expressions of many lines or records.

A source is compiled once, what does not depend on the line is asked once, and equal questions have
one answer: thirty thousand lines are a matter of seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from unionhall.engine.facts import PREFIX
from unionhall.engine.names import FAILURES, Names
from unionhall.engine.paths import is_absent, read
from unionhall.engine.world import World
from unionhall.language.environment import environment_of_lines
from unionhall.language.environment_of_records import environment_of_picker
from unionhall.language.expressions import Environment, Expression
from unionhall.language.model import Process, Register
from unionhall.language.schema import leaves, required_paths

MOST_KNOWN = 50_000


@dataclass(slots=True)
class Item:
    """One line while it is being looked at: `values` in clear; `line` what the platform knows of
    it, `answer` what an outside system said; `facts` by key once they were asked."""

    values: Mapping[str, Any] = field(default_factory=dict)
    line: Mapping[str, Any] = field(default_factory=dict)
    answer: Mapping[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    def get(self, name: str) -> Any:
        group, _, rest = name.partition(".")
        if group == "item":
            return _or_null(read(self.values, rest))
        return _or_null(getattr(self, group).get(rest))


@dataclass(slots=True)
class Candidate:
    """A record that may become a line."""

    record: Mapping[str, Any]

    def get(self, name: str) -> Any:
        return _or_null(self.record.get(name.removeprefix("record.")))


class ManyAsking:
    """Expressions over many lines or records, for one case at one moment. `own` says which names
    differ from one to the next."""

    def __init__(self, environment: Environment, names: Names, own: Callable[[str], bool]) -> None:
        self.environment, self.names, self._is_own = environment, names, own
        self._prepared: dict[str, tuple[Expression, tuple[str, ...], str]] = {}
        self._shared: dict[str, Any] = {}
        self._known: dict[tuple[Any, ...], tuple[Any, Exception | None]] = {}

    def ask(self, source: str, of: Item | Candidate) -> Any:
        """Raises one of FAILURES."""
        compiled, own, bare = self._prepare(source)
        if bare:
            return of.get(bare) if own else self._shared[bare]
        values = [of.get(name) for name in own]
        try:
            known = (source, *((type(value), value) for value in values))
            found = self._known.get(known)
        except TypeError:  # a map or a list among them
            return self._evaluated(compiled, own, values)
        if found is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            found = self._known[known] = self._tried(compiled, own, values)
        answer, failure = found
        if failure is not None:
            raise failure
        return answer

    def reads(self, source: str | None) -> frozenset[str]:
        """Names a source uses; none when it does not compile."""
        try:
            return self._prepare(source)[0].references if source else frozenset()
        except FAILURES:
            return frozenset()

    def _prepare(self, source: str) -> tuple[Expression, tuple[str, ...], str]:
        found = self._prepared.get(source)
        if found is None:
            compiled = self.environment.compile(source)
            names = compiled.references
            own = tuple(sorted(name for name in names if self._is_own(name)))
            bare = source.strip() if names == {source.strip()} else ""
            for name in names - set(own):
                self._shared.setdefault(name, self.names.get(name))
            found = self._prepared[source] = (compiled, own, bare)
        return found

    def _tried(
        self, compiled: Expression, own: Sequence[str], values: Sequence[Any]
    ) -> tuple[Any, Exception | None]:
        try:
            return self._evaluated(compiled, own, values), None
        except FAILURES as failure:
            return None, failure

    def _evaluated(self, compiled: Expression, own: Sequence[str], values: Sequence[Any]) -> Any:
        bound = {name: self._shared[name] for name in compiled.references if name not in own}
        return compiled.evaluate(bound | dict(zip(own, values, strict=True)))


class LineAsking(ManyAsking):
    """Expressions over the lines of a process: facts, checks, keys, effects."""

    def __init__(self, process: Process, answers: Mapping[str, Any], world: World) -> None:
        assert process.lines is not None
        self.lines = process.lines
        self.leaves = leaves(process.lines.schema)
        self.required = sorted(required_paths(process.lines.schema))
        # by assertion and condition of a check: whether it waits for the form, on every line alike
        self.waits: dict[tuple[str, str | None], bool] = {}
        facts = {PREFIX + fact.key for fact in process.lines.facts}

        def is_own(name: str) -> bool:
            return name.partition(".")[0] in ("item", "line", "answer") or name in facts

        super().__init__(environment_of_lines(process), Names(answers, world), is_own)


class PickAsking(ManyAsking):
    """Expressions over records that lines are picked from: what they fill, why they cannot be."""

    def __init__(
        self, process: Process, register: Register, answers: Mapping[str, Any], world: World
    ) -> None:
        assert process.lines is not None
        self.lines = process.lines
        names = Names(answers, world)
        super().__init__(environment_of_picker(process, register), names, _is_of_record)


def _is_of_record(name: str) -> bool:
    return name.startswith("record.")


def _or_null(value: Any) -> Any:
    return None if isinstance(value, str) and is_absent(value) else value
