"""Reading published definitions, parsed and cached by digest.

A revision never changes, so what it parses into is kept for the life of the process and its body
is read once; which revision is current is asked of the database every time. Query counts below
are those of known revisions: what nobody has parsed yet costs one more. Nothing here reads files.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from unionhall.definitions.models import Document, Revision
from unionhall.language.model import CodeList, Import, MatterGroup, Pack, Process, Register, Text
from unionhall.language.parse import (
    parse_codelist,
    parse_import,
    parse_pack,
    parse_process,
    parse_register,
    parse_text,
)

Parsed = TypeVar("Parsed")
PARSERS: dict[str, Callable[..., Any]] = {
    "process": parse_process,
    "register": parse_register,
    "import": parse_import,
    "codelist": parse_codelist,
    "pack": parse_pack,
    "text": parse_text,
}


class NotPublished(LookupError):
    """No published revision of this kind and key (or number) exists, or it is not offered."""

    def __init__(self, kind: str, key: str, number: int | None = None) -> None:
        super().__init__(f"{kind}:{key}" + (f" #{number}" if number else ""))
        self.kind = kind
        self.key = key
        self.number = number


def current(kind: str, key: str) -> Revision:
    """The revision new drafts use. One query. Raises NotPublished."""
    if "\x00" in key:  # an address may hold it, PostgreSQL cannot be asked for it
        raise NotPublished(kind, key)
    found = (
        Document.objects.filter(kind=kind, key=key, current__isnull=False)
        .select_related("current")
        .defer("current__body")
    )
    document = next(iter(found), None)
    if document is None:
        raise NotPublished(kind, key)
    revision = _current_of(document)
    revision.document = document
    return revision


def numbered(kind: str, key: str, number: int) -> Revision:
    """One revision by its number. Raises NotPublished."""
    revision = (
        Revision.objects.filter(document__kind=kind, document__key=key, number=number)
        .select_related("document")
        .first()
    )
    if revision is None:
        raise NotPublished(kind, key, number)
    return revision


def current_process(key: str) -> tuple[Revision, Process]:
    """What a new draft of this process starts from. One query. Raises NotPublished."""
    revision = current("process", key)
    return revision, process_of(revision)


def process_of(revision: Revision) -> Process:
    """The process of a revision, whichever is current now."""
    process: Process = _parsed("process", revision)
    return process


def process_at(revision_id: int, digest: str) -> Process:
    """`process_of` for lists that read no models. No query once the digest was parsed."""
    found: Process | None = _known.get(("process", digest))
    if found is None:
        body = Revision.objects.values_list("body", flat=True).get(pk=revision_id)
        found = _remembered("process", digest, body)
    return found


def catalogue() -> list[tuple[Document, Process]]:
    """Every process offered now, in menu order. One query."""
    found = _offered("process")
    return sorted(found, key=lambda pair: (pair[1].menu.group, pair[1].menu.order, pair[0].key))


def register(key: str) -> Register:
    """Raises NotPublished, as all that follow."""
    found: Register = _of(current("register", key))
    return found


def registers() -> list[Register]:
    """All published registers by key. One query."""
    return _all("register")


def import_(key: str) -> Import:
    found: Import = _of(current("import", key))
    return found


def import_of(revision: Revision) -> Import:
    """The import of a revision: one that runs keeps the rules of the day it was handed in."""
    found: Import = _parsed("import", revision)
    return found


def imports() -> list[Import]:
    """All published import documents by key. One query."""
    return _all("import")


def codelist(key: str) -> CodeList:
    found: CodeList = _of(current("codelist", key))
    return found


def text(key: str) -> Text:
    """The wording shown now; a consent keeps its digest."""
    found: Text = _of(current("text", key))
    return found


def text_of_digest(digest: str) -> Text:
    """The very words somebody agreed to."""
    revision = Revision.objects.filter(document__kind="text", digest=digest).first()
    if revision is None:
        raise NotPublished("text", digest)
    found: Text = _of(revision)
    return found


def pack(key: str) -> Pack:
    found: Pack = _of(current("pack", key))
    return found


def packs() -> list[Pack]:
    """All published packs by key. One query."""
    return _all("pack")


def matter_groups() -> dict[str, MatterGroup]:
    """Matter groups of all packs by key. One query."""
    return {group.key: group for one in packs() for group in one.matter_groups}


def body(revision: Revision) -> Any:
    """What was published: a JSON value, or the Markdown of a text."""
    is_text = revision.document.kind == "text"
    return revision.body if is_text else json.loads(revision.body)


def _all(kind: str) -> list[Any]:
    return sorted((one for _, one in _offered(kind)), key=lambda one: str(one.key))


def _offered(kind: str) -> list[tuple[Document, Any]]:
    """Documents with what their current revisions parse into; bodies stay where they are."""
    rows = list(Document.objects.filter(kind=kind, current__isnull=False).values_list(*COLUMNS))
    parsed = {digest: _known.get((kind, digest)) for *_, digest in rows}
    new = [current for *_, current, digest in rows if parsed[digest] is None]
    if new:  # what nobody has parsed yet, together
        bodies = Revision.objects.filter(pk__in=new).values_list("digest", "body")
        parsed |= {digest: _remembered(kind, digest, body) for digest, body in bodies}
    return [(Document(*columns), parsed[digest]) for *columns, digest in rows]


def _of(revision: Revision) -> Any:
    return _parsed(revision.document.kind, revision)


def _current_of(document: Document) -> Revision:
    if document.current is None:
        raise NotPublished(document.kind, document.key)
    return document.current


# The columns of a document, its last one the current revision, and that revision's digest.
COLUMNS = ("id", "kind", "key", "pack", "title", "current_id", "current__digest")
# By kind and digest. Emptied when full: threads share it, and what is current is soon back.
_known: dict[tuple[str, str], Any] = {}
_MOST = 512


def _parsed(kind: str, revision: Revision) -> Any:
    """A revision that came without its body reads it when it was never parsed."""
    found = _known.get((kind, revision.digest))
    return _remembered(kind, revision.digest, revision.body) if found is None else found


def _remembered(kind: str, digest: str, body: str) -> Any:
    parse = PARSERS[kind]
    if kind == "text":
        found = parse(body)
    else:
        doc = json.loads(body)
        found = parse(doc) if kind == "pack" else parse(doc, digest=digest)
    if len(_known) >= _MOST:
        _known.clear()
    _known[kind, digest] = found
    return found
