"""Asking the expressions of one form, each once, with what a failure means.

Fails closed: what errs, or answers neither true nor false, never hides, disables or computes;
it is remembered as a problem of the field.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from unionhall.engine.names import FAILURES, Names, bound
from unionhall.engine.nodes import Ask, Guard, Node
from unionhall.engine.problem import Problem
from unionhall.language.expressions import EvaluationError


class Asking:
    """Answers while a form is being resolved. What an expression reads must be settled before it
    is asked (`plan` orders fields so), because its answer is kept."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.failed: dict[str, Problem] = {}
        self._known: dict[str, Any] = {}

    def shows(self, guards: Iterable[Guard], node: Node | None) -> bool:
        for guard in guards:
            if guard.effect == "SHOW" and not self.holds(guard.when, node, failed=True):
                return False
            if guard.effect == "HIDE" and self.holds(guard.when, node, failed=False):
                return False
        return True

    def disables(self, guards: Iterable[Guard], node: Node) -> bool:
        for guard in guards:
            if guard.effect == "DISABLE" and self.holds(guard.when, node, failed=False):
                return True
            if guard.effect == "ENABLE" and not self.holds(guard.when, node, failed=True):
                return True
        return False

    def requires(self, guards: Iterable[Guard], node: Node) -> bool:
        return any(
            guard.effect == "REQUIRE" and self.holds(guard.when, node, failed=True)
            for guard in guards
        )

    def computes(self, node: Node) -> bool:
        """Is the value computed now? Where that errs it is, so that nothing is typed instead."""
        if node.computed is None:
            return False
        return node.computed_when is None or self.holds(node.computed_when, node, failed=True)

    def computed(self, node: Node) -> Any:
        """Null when it errs; that is a problem unless some value it reads is absent."""
        ask = node.computed
        assert ask is not None
        try:
            return self.value(ask)
        except FAILURES:
            references = ask.compiled.references if ask.compiled else ()
            if all(self.names.get(name) is not None for name in references):
                self._fail(node)
            return None

    def holds(self, ask: Ask, node: Node | None, *, failed: bool) -> bool:
        """The condition, or `failed` when it has no answer; that is a problem of `node`."""
        try:
            value = self.value(ask)
        except FAILURES:
            value = None
        if isinstance(value, bool):
            return value
        if node is not None:
            self._fail(node)
        return failed

    def value(self, ask: Ask) -> Any:
        """Raises one of FAILURES, the same one each time."""
        if ask.compiled is None:
            raise EvaluationError(ask.source)
        if ask.source not in self._known:
            try:
                self._known[ask.source] = ask.compiled.evaluate(bound(ask.compiled, self.names))
            except FAILURES as failure:
                self._known[ask.source] = failure
        value = self._known[ask.source]
        if isinstance(value, FAILURES):
            raise value
        return value

    def _fail(self, node: Node) -> None:
        problem = Problem("expression-failed", node.path, {"title": node.title})
        self.failed.setdefault(node.path, problem)
