"""What a page needs to know about one control of a layout, and what surrounds its rendering.

Belongs here: the values that field modules receive. Nothing here reads a request or the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol

from unionhall.language.model import CodeItem, CodeList, Lookup

if TYPE_CHECKING:
    from unionhall.engine.state import FieldState


_IN_ID = str.maketrans(".:/", "---")


class Missing(Enum):
    """Why a post gives no value: `KEPT` it was not on the page, `ABSENT` it was left empty."""

    KEPT = "kept"
    ABSENT = "absent"


KEPT = Missing.KEPT
ABSENT = Missing.ABSENT


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something was typed that is no value of the field: a code of `messages`, and its words.

    `name` is the posted name that holds it, when that is not the path of the control.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Partly:
    """A list of rows of which some cells could not be read; `value` holds the rest."""

    value: Any
    unreadable: tuple[Unreadable, ...]


class Post(Protocol):
    """The part of Django's QueryDict that field modules use."""

    def __contains__(self, key: str, /) -> bool: ...
    def get(self, key: str, /) -> str | None: ...
    def getlist(self, key: str, /) -> Sequence[str]: ...
    def __iter__(self) -> Iterator[str]: ...


@dataclass(frozen=True, slots=True)
class Control:
    """One control: `path` dotted, `kind` a field module, `leaf` its schema, `columns` of a table
    `dynamic`: it may become read-only and typable again while other fields are typed."""

    path: str
    kind: str
    leaf: Mapping[str, Any]
    label: str
    help: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    lookup: Lookup | None = None
    columns: tuple[Control, ...] = ()
    dynamic: bool = False

    @property
    def id(self) -> str:
        """The id of the (first) input; error links point here."""
        return "f-" + self.path.translate(_IN_ID)

    @property
    def sensitive(self) -> str | None:
        return self.leaf.get("x-sensitive")

    @property
    def codelist(self) -> str:
        """The list whose titles its codes are shown by; "" for none."""
        return str(self.options.get("codelist") or self.leaf.get("x-codelist") or "")

    def at(self, prefix: str) -> Control:
        """The same control inside a row: `people` + `0` gives `people.0.name`."""
        return replace(self, path=f"{prefix}.{self.path}")


@dataclass(frozen=True, slots=True)
class FileReference:
    """A file already handed in: `key` is the attachment's, `url` where it is read."""

    key: str
    name: str
    size: int
    url: str


def _no_name(format_: str, key: str) -> str | None:
    return None


def _no_codes(key: str) -> CodeList | None:
    return None


def no_captcha() -> str:
    return ""


def _no_files(path: str) -> tuple[FileReference, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class RenderContext:
    """What a field may ask while it is drawn.

    `names(format, key)`: the name of a referenced union, unit or person. `codes`, `files`: by key
    of a code list, by path. `typed`: raw text that could not be read, by posted name. `values`:
    the draft. By path: `titles`, `sensitive` (mask kind), `references` (keys of records, not
    words), `placed` (has a control of its own), `errors` (sentences, cells included),
    `extra_rows` (blank rows at the end of a table), `proven` (holds the value that was proven).
    `captcha`: asked before a code is sent, "" where none is needed. `today` (ISO) decides what a
    code list still offers, "" offers all.
    """

    names: Callable[[str, str], str | None] = _no_name
    codes: Callable[[str], CodeList | None] = _no_codes
    files: Callable[[str], tuple[FileReference, ...]] = _no_files
    typed: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    sensitive: Mapping[str, str] = field(default_factory=dict)
    references: frozenset[str] = frozenset()
    placed: frozenset[str] = frozenset()
    errors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    extra_rows: Mapping[str, int] = field(default_factory=dict)
    proven: frozenset[str] = frozenset()
    captcha: Callable[[], str] = no_captcha
    today: str = ""

    def offered(self, key: str) -> tuple[CodeItem, ...] | None:
        """Items of a code list that may be chosen today; None when there is no such list."""
        codes = self.codes(key)
        if codes is None:
            return None
        return tuple(item for item in codes.items if self._is_valid(item))

    def _is_valid(self, item: CodeItem) -> bool:
        if not self.today:
            return True
        return (item.valid_from or "") <= self.today <= (item.valid_to or "9999")


Parse = Callable[[Post, Control], Any]
Render = Callable[[Control, "FieldState", Sequence[str], RenderContext], str]
