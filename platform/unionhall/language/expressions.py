"""CEL: compiling against declared names, and evaluating. The only importer of the runtime.

Two environments are at work. Sources are checked in one whose names have nullable types
(`wrapper(string)`), so that a wrong name or type is found with its position; the checked tree is
then run in one shared environment that knows no names, because the runtime insists on the declared
type when a value is bound and takes no null. Which names exist is said in `environment`.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Collection, Mapping
from typing import Any

from cel_expr_python import cel
from cel_expr_python.ext.ext_strings import ExtStrings

from unionhall.language import cost, expansion, syntax
from unionhall.language.functions import FOLD, FUNCTIONS, OF_CALENDAR, Function
from unionhall.language.working_days import NAME as CALENDAR

MAX_KEPT = 4_000

_T = cel.Type
_MAP = _T.Map(_T.STRING, _T.DYN)
_NULLABLE = {
    "string": "google.protobuf.StringValue",
    "int": "google.protobuf.Int64Value",
    "double": "google.protobuf.DoubleValue",
    "bool": "google.protobuf.BoolValue",
}
_PLAIN = {"string": _T.STRING, "int": _T.INT, "double": _T.DOUBLE, "bool": _T.BOOL}
_PLAIN |= {"dyn": _T.DYN, "map": _MAP}
_POSITION = re.compile(r"<input>:(-?\d+):(-?\d+): (.*?)(?:\s*\[[A-Z_]+\])?$", re.MULTILINE)
_STATUS = re.compile(r"^[A-Z_]+: |\s*\[[A-Z_]+\]$")
_HAS = re.compile(r"(?<![\w.])has\s*\(")
_QUOTED = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"")
_RESULTS = {"BOOL": "bool", "INT": "int", "DOUBLE": "double", "STRING": "string", "DYN": "dyn"}
_RESULTS |= {"NULL": "null", "null_type": "null"}


class ExpressionError(Exception):
    """A source that does not compile. `line` and `column` count from 1."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


class EvaluationError(Exception):
    """An expression that has no answer for these values; callers fail closed."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Expression:
    """A compiled source. `references`: the declared names it uses, and `calendar` when it counts
    working days. `type_name`: of its result, one of `bool int double string list map null dyn`."""

    __slots__ = (
        "_columns", "_empty", "_program", "_wide", "expected", "references", "source", "type_name",
    )  # fmt: skip

    def __init__(
        self,
        source: str,
        program: Any,
        type_: str,
        expected: str | None,
        names: frozenset[str],
        environment: Environment,
    ) -> None:
        self.source = source
        self.type_name = type_
        self.expected = expected
        self.references = names
        self._program = program
        known = environment.variables
        self._columns = {n: environment.columns[n] for n in names & environment.columns.keys()}
        self._empty = names & environment.empty
        self._wide = frozenset(n for n in names if known.get(n) in ("double", "list<double>"))

    def evaluate(self, values: Mapping[str, Any]) -> Any:
        """The value as JSON. A referenced name without a value is null.

        Raises EvaluationError: a null where a value is needed, a wrong type, a list over
        `cost.MAX_LIST`, the runtime's own limits, a `bool` that was asked for and not given.
        """
        bound = {name: self._bound(name, values.get(name)) for name in self.references}
        if CALENDAR in bound:
            bound[_HIDDEN] = bound.pop(CALENDAR)
            if bound[_HIDDEN] is None:
                raise EvaluationError("no calendar of working days is at hand")
        try:
            answer = self._program.eval(data=bound)
            kind = answer.type().name()
            value = _owned(answer.plain_value())
        except Exception as error:  # the binding raises whatever a conversion raised
            raise EvaluationError(_without_status(str(error))) from error
        if kind in ("ERROR", "UNKNOWN"):
            raise EvaluationError(_without_status(str(value)))
        if self.expected == "bool" and not isinstance(value, bool):
            raise EvaluationError(f"the condition gave {value!r}, neither true nor false")
        return value

    def _bound(self, name: str, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return self._bound_list(name, value)
        if isinstance(value, Mapping):
            return _checked_map(name, value)
        if value is None and name in self._empty:
            return []
        if name in self._wide and type(value) is int:
            return float(value)
        return value

    def _bound_list(self, name: str, value: list[Any] | tuple[Any, ...]) -> list[Any]:
        if len(value) > cost.MAX_LIST:
            raise EvaluationError(f"{name} has more than {cost.MAX_LIST} entries")
        if name in self._wide:
            return [float(item) if type(item) is int else item for item in value]
        blank: dict[str, Any] = dict.fromkeys(self._columns.get(name, ()))
        return [
            _checked_map(name, {**blank, **item}) if isinstance(item, Mapping) else item
            for item in value
        ]


_take_reference = ctypes.pythonapi.Py_IncRef
_take_reference.argtypes = [ctypes.py_object]


def _owned(value: Any) -> Any:
    """The same value, with a reference taken to every null in it.

    The runtime hands out each null without one (measured on 0.1.3), and before Python 3.12 a
    process whose count of None reaches zero is aborted: "none_dealloc". One too many is harmless.
    """
    if value is None:
        _take_reference(None)
    elif isinstance(value, list):
        for item in value:
            _owned(item)
    elif isinstance(value, dict):
        for item in value.values():
            _owned(item)
    return value


class Environment:
    """Declared names and what compiles under them.

    `variables`: name -> type, one of `string int double bool map dyn` or `list<one of these>`.
    `columns`: name of a list of rows -> its columns; a row without one reads it as null.
    `empty`: names of lists that are empty when absent, so that loops over them need no guard.
    """

    def __init__(
        self,
        variables: Mapping[str, str],
        columns: Mapping[str, tuple[str, ...]] | None = None,
        empty: Collection[str] = (),
    ) -> None:
        self.variables = dict(variables)
        self.columns = dict(columns or {})
        self.empty = frozenset(empty)
        self._known: dict[tuple[str, str | None], Expression] = {}
        self._checker = cel.NewEnv(
            variables={name: _declared_type(type_) for name, type_ in self.variables.items()},
            functions=[_declared(function) for function in FUNCTIONS],
        )

    def compile(self, source: str, returns: str | None = None) -> Expression:
        """`returns`: the type the place needs, e.g. `bool`. `dyn` passes, null passes for anything
        but `bool`; a `bool` is asked again at run time. Kept per source and type.

        Raises ExpressionError.
        """
        found = self._known.get((source, returns))
        if found is None:
            found = self._compiled(source, returns)
            if len(self._known) >= MAX_KEPT:
                self._known.clear()
            self._known[source, returns] = found
        return found

    def _compiled(self, source: str, returns: str | None) -> Expression:
        checked = self._checked(source)
        name = checked.return_type().name()
        type_ = _result(name)
        if type_ is None:
            raise ExpressionError(f"the result is {name.lower()}, which no answer can hold")
        if returns is not None and not _fits(type_, returns):
            raise ExpressionError(f"the result is {type_}, {returns} is needed")
        serialised = checked.serialize()
        tree = syntax.tree(serialised)
        for message, offset in cost.objections(tree, self.variables):
            raise ExpressionError(message, *_position(source, offset))
        used = frozenset(node.text for node in syntax.names(tree)) & self.variables.keys()
        if any(node.kind == "call" and node.text in OF_CALENDAR for node in syntax.walk(tree)):
            used |= {CALENDAR}
        program = _RUNTIME.deserialize(expansion.expanded(serialised, _BODIES))
        return Expression(source, program, type_, returns, used, self)

    def _checked(self, source: str) -> Any:
        if len(source) > cost.MAX_SOURCE:
            raise ExpressionError(f"longer than {cost.MAX_SOURCE} characters")
        if not source.strip():
            raise ExpressionError("the expression is empty")
        # With qualified names the runtime's has() gives back the value instead of asking for it.
        bare = _QUOTED.sub(lambda quoted: " " * len(quoted.group()), source)
        if found := _HAS.search(bare):
            message = "has() does not work on names; write has_value()"
            raise ExpressionError(message, *_position(source, found.start()))
        try:
            return self._checker.compile(source)
        except Exception as error:  # RuntimeError, and what odd characters make the binding raise
            raise _compile_error(str(error)) from error


def _checked_map(name: str, value: Mapping[str, Any]) -> dict[str, Any]:
    for inner in value.values():
        if isinstance(inner, list | tuple) and len(inner) > cost.MAX_INNER_LIST:
            raise EvaluationError(f"{name} holds a list of over {cost.MAX_INNER_LIST} entries")
    return dict(value)


def _declared_type(name: str) -> Any:
    if name.startswith("list<"):
        return _T.List(_PLAIN[name[5:-1]])
    return _T(_NULLABLE[name]) if name in _NULLABLE else _PLAIN[name]


def _declared(function: Function) -> Any:
    takes = [
        _T.List(_PLAIN[name[5:-1]]) if name.startswith("list<") else _PLAIN[name]
        for name in function.takes
    ]
    overload = cel.Overload(function.name, _PLAIN[function.returns], takes, False)
    return cel.FunctionDecl(function.name, [overload])


def _bodies() -> dict[str, bytes]:
    """What each of our functions means, compiled; in these bodies text has `substring`."""
    names = dict.fromkeys((*_PARAMETERS, CALENDAR), _T.DYN)
    maker = cel.NewEnv(variables=names, extensions=[ExtStrings()])
    return {
        function.name: expansion.fold()
        if function.body == FOLD
        else expansion.body(maker.compile(function.body).serialize(), (*_PARAMETERS, CALENDAR))
        for function in FUNCTIONS
    }


_PARAMETERS = ("x", "y")
_HIDDEN = f"@{CALENDAR}"  # as `expansion.body` renames it
_BODIES = _bodies()
_RUNTIME = cel.NewEnv(extensions=[ExtStrings()])


def _result(name: str) -> str | None:
    if name.startswith("LIST<LIST"):
        return None
    if name.startswith("LIST"):
        return "list"
    return "map" if name.startswith("MAP") else _RESULTS.get(name)


def _fits(type_: str, returns: str) -> bool:
    if type_ == "null":
        return returns != "bool"
    return returns == "dyn" or type_ in ("dyn", returns)


def _position(source: str, offset: int) -> tuple[int, int]:
    before = source[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def _compile_error(text: str) -> ExpressionError:
    found = _POSITION.search(text)
    if found is None:
        return ExpressionError(_without_status(text))
    line, column = (max(int(found.group(index)), 1) for index in (1, 2))
    return ExpressionError(found.group(3).replace(" (in container '')", ""), line, column)


def _without_status(text: str) -> str:
    return _STATUS.sub("", text.split("\n")[0])
