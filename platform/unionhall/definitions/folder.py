"""Definitions as files: reading a pack's folder or single files into documents.

Knows where each kind lives and what an unreadable file is called; judging what the documents say
is the linter's business, keeping them is `store`'s.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from unionhall.language.canonical import canonical, canonical_text, digest
from unionhall.language.findings import Finding
from unionhall.language.text import read_text

PACK = "pack.json"
STORIES = "scenarios"
FOLDERS = {
    "process": "processes",
    "register": "registers",
    "import": "imports",
    "codelist": "codelists",
    STORIES: "scenarios",
}
TEXTS = "texts"
SAMPLES = "samples"
SAMPLE_KINDS = (".png", ".jpg", ".pdf")
MAX_BYTES = 1_000_000
Json = Any


@dataclass(frozen=True, slots=True)
class Source:
    """One file. `doc` is the JSON value, or the Markdown of a text; `problem` when unreadable.

    `key` is what the document calls itself, the file's name when it does not say; scenarios go by
    their process. `stories`: scenarios in a file beside a process test it and are no part of it.
    """

    path: Path
    pack: str
    kind: str
    key: str
    title: str
    doc: Json
    body: str
    digest: str
    problem: Finding | None = None
    stories: tuple[Mapping[str, Json], ...] = ()

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.key}"

    @property
    def is_kept(self) -> bool:
        """Whether publishing stores it; scenarios only say whether it may."""
        return self.kind != STORIES


class UnreadableStories(ValueError):
    """The file of scenarios beside a process is no list of scenarios."""


class DoubleKey(ValueError):
    """A JSON object names one key twice: the first value would be lost without a word."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def read(paths: Iterable[Path], pack: str | None = None) -> tuple[Source, ...]:
    """Documents of files and folders, packs first, in a stable order.

    `pack` is whose the files are when no `pack.json` stands above them. Raises FileNotFoundError.
    """
    files: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(path)
        for file in _files(path) if path.is_dir() else (path,):
            files.setdefault(file.resolve(), None)
    sources = [_source(file, pack) for file in files]
    return tuple(sorted(sources, key=lambda s: (s.kind != "pack", s.pack, s.kind, s.key)))


def of_body(kind: str, body: str, *, path: Path, pack: str) -> Source:
    """A published body as a source."""
    if kind == "text":
        return of_text(body, path=path, pack=pack)
    return of_document(json.loads(body), path=path, pack=pack)


def samples(pack: Source) -> frozenset[str]:
    """Keys of the sample files beside a `pack.json`: file names without their ending."""
    files = (pack.path.parent / SAMPLES).glob("*")
    return frozenset(file.stem for file in files if file.suffix in SAMPLE_KINDS)


def pack_folder(file: Path) -> Path | None:
    """The folder of the pack in which a file lies, None outside any pack."""
    for folder in file.resolve().parents:
        if (folder / PACK).is_file():
            return folder
    return None


def _pack_of(file: Path) -> str | None:
    """Key of the pack in whose folder a file lies; a folder is named after its pack."""
    folder = pack_folder(file)
    return folder.name if folder else None


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        if file.name == PACK or file.parent.name in FOLDERS.values():
            if file.suffix == ".json" and file.is_file():
                yield file
        elif file.parent.name == TEXTS and file.suffix == ".md":
            yield file


def _source(file: Path, pack: str | None) -> Source:
    owner = pack or _pack_of(file) or ""
    try:
        raw = file.read_bytes()
        if len(raw) > MAX_BYTES:
            return _unreadable(file, owner, "DOC002", size=len(raw), limit=MAX_BYTES)
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _unreadable(file, owner, "DOC001", detail=f"byte {error.start}: not UTF-8")
    if file.suffix == ".md":
        return of_text(text, path=file, pack=owner)
    try:
        doc = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
    except DoubleKey as error:
        return _unreadable(file, owner, "DOC003", key=error.key)
    except (ValueError, RecursionError) as error:
        return _unreadable(file, owner, "DOC001", detail=str(error))
    if not isinstance(doc, dict):
        return _unreadable(file, owner, "DOC001", detail="not an object")
    try:
        source = of_document(doc, path=file, pack=owner)
        return replace(source, stories=_stories(file, source.key))
    except UnreadableStories as error:
        return _unreadable(file, owner, "DOC001", detail=str(error))
    except ValueError as error:
        return _unreadable(file, owner, "DOC005", detail=str(error))


def of_document(doc: Mapping[str, Json], *, path: Path, pack: str) -> Source:
    """A JSON document as a source; a pack is its own pack."""
    kind = str(doc.get("kind", ""))
    key = str(doc.get("process" if kind == STORIES else "key", path.stem))
    return Source(
        path=path,
        pack=key if kind == "pack" else pack,
        kind=kind,
        key=key,
        title=str(doc.get("title", key)),
        doc=doc,
        body=canonical(doc),
        digest=digest(doc),
    )


def of_text(markdown: str, *, path: Path, pack: str) -> Source:
    """A text as a source: kept as written, addressed by the digest that consents keep."""
    text, found = read_text(markdown)
    if text is None:
        key = path.stem
        return Source(path, pack, "text", key, key, markdown, "", "", found[0])
    body = canonical_text(markdown)
    return Source(path, pack, "text", text.key, text.title, markdown, body, text.digest)


def _stories(file: Path, key: str) -> tuple[Mapping[str, Json], ...]:
    """Scenarios of `<pack>/scenarios/<key>.json`. Raises UnreadableStories."""
    beside = file.parent.parent / FOLDERS[STORIES] / f"{key}.json"
    if file.parent.name != FOLDERS["process"] or not beside.is_file():
        return ()
    try:
        doc = json.loads(beside.read_text(encoding="utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise UnreadableStories(f"{beside.name}: {error}") from error
    told = doc.get("scenarios") if isinstance(doc, dict) else None
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise UnreadableStories(f"{beside.name}: no list of scenarios")
    return tuple(told)


def _unreadable(file: Path, pack: str, code: str, **params: Any) -> Source:
    kind = "text" if file.suffix == ".md" else ""
    finding = Finding(code, "", params)
    return Source(file, pack, kind, file.stem, file.stem, None, "", "", finding)


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for key, value in pairs:
        if key in found:
            raise DoubleKey(key)
        found[key] = value
    return found


def _refuse(constant: str) -> Json:
    raise ValueError(f"{constant} is not JSON")
