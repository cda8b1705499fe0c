"""What definitions may refer to, gathered from files and from what is published; linting them.

Files win over published documents of the same key, so that a pack is judged as it will be.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from unionhall.definitions import folder
from unionhall.definitions.folder import Source
from unionhall.definitions.models import Document
from unionhall.definitions.selectors import PARSERS
from unionhall.language.findings import Finding, errors
from unionhall.language.lint import lint
from unionhall.language.lint.references import CORE, Chain, References, table_of, table_of_codes
from unionhall.language.meta import findings_of_shape
from unionhall.language.parse import DefinitionError
from unionhall.language.text import read_text

Staffing = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Judged:
    """A file and everything wrong with it."""

    source: Source
    findings: tuple[Finding, ...]

    @property
    def is_publishable(self) -> bool:
        return not errors(self.findings)


def judge(
    sources: Iterable[Source],
    published: Iterable[Source] = (),
    *,
    chains: tuple[Chain, ...] | None = None,
    staffing: Staffing | None = None,
) -> tuple[Judged, ...]:
    """Lint all sources against each other and what is published beside them.

    `chains` and `staffing`: the real unions and who holds what there; without them every shape
    of the sample tree is tried.
    """
    own = tuple(sources)
    replaced = {source.name for source in own}
    known = (*own, *(source for source in published if source.name not in replaced))
    references = gather(known)
    if chains:
        references = replace(references, chains=chains, staffing=staffing)
    owners = {source.name: source.pack for source in published}
    processes = {source.key for source in known if source.kind == "process"}
    packs = {source.key for source in known if source.kind == "pack"}
    seen: dict[str, Path] = {}
    judged = []
    for source in own:
        around = tuple(_around(source, seen, owners, packs))
        seen.setdefault(source.name, source.path)
        if source.kind == folder.STORIES and source.key not in processes:
            around = (*around, Finding("LIB005", "/process", {"process": source.key}))
        judged.append(Judged(source, (*around, *findings_of(source, references))))
    return tuple(judged)


def findings_of(source: Source, references: References) -> tuple[Finding, ...]:
    """What is wrong inside one document."""
    if source.problem is not None:
        return (source.problem,)
    if source.kind == "text":
        return read_text(source.doc)[1]
    return lint(source.doc, references)


def _around(
    source: Source, seen: Mapping[str, Path], owners: Mapping[str, str], packs: Collection[str]
) -> Iterator[Finding]:
    """Two files with one key, a key of another pack, a file outside any pack."""
    if source.problem is not None:
        return
    if source.name in seen:
        yield Finding("LIB001", "/key", {"name": source.name, "other": str(seen[source.name])})
    if source.pack not in packs:
        yield Finding("LIB003", "")
    if owners.get(source.name, source.pack) != source.pack:
        yield Finding("LIB002", "/key", {"name": source.name, "pack": owners[source.name]})
    if source.kind != "pack" and source.path.name and source.path.stem != source.key:
        yield Finding("LIB004", "/key", {"key": source.key})


def gather(sources: Iterable[Source]) -> References:
    """References from every document that can be read at all; broken ones offer nothing."""
    tables = dict(CORE)
    texts: dict[str, frozenset[str]] = {}
    codelists: set[str] = set()
    groups: dict[str, frozenset[str]] = {}
    files: set[str] = set()
    whole: dict[str, dict[str, Any]] = {"register": {}, "process": {}, "import": {}}
    for source in sources:
        parsed = _parsed(source)
        if parsed is None:
            continue
        if source.kind in whole:
            whole[source.kind][source.key] = parsed
        if source.kind == "register" and not parsed.table:
            tables[source.key] = table_of(parsed)
        elif source.kind == "text":
            texts[source.key] = frozenset(parsed.variables)
        elif source.kind == "codelist":
            codelists.add(source.key)
            tables.setdefault(source.key, table_of_codes(parsed))
        elif source.kind == "pack":
            for group in parsed.matter_groups:
                groups[group.key] = frozenset(verb for verb, _ in group.permissions)
            files |= folder.samples(source)
    return References(
        tables,
        texts,
        frozenset(codelists),
        groups,
        frozenset(files),
        registers=whole["register"],
        processes=whole["process"],
        imports=whole["import"],
    )


def _parsed(source: Source) -> Any:
    if source.problem is not None:
        return None
    parse: Callable[..., Any] | None = PARSERS.get(source.kind)
    if parse is None:
        return None
    if source.kind != "text" and errors(findings_of_shape(source.doc)):
        return None
    try:
        return parse(source.doc)
    except DefinitionError:
        return None  # said where the document itself is judged


def published(root: Path) -> tuple[Source, ...]:
    """Everything current in the database, as if read from files. One query.

    `root`: the folder of packs; samples are files and stay there.
    """
    documents = Document.objects.filter(current__isnull=False).select_related("current")
    found = []
    for one in documents.order_by("kind", "key"):
        revision = one.current
        assert revision is not None  # filtered above
        path = root / one.pack / (folder.PACK if one.kind == "pack" else "")
        found.append(folder.of_body(one.kind, revision.body, path=path, pack=one.pack))
    return tuple(found)
