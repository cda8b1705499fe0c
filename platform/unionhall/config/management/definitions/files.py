"""Which files a command is about, and what stands around them.

A file is judged among the other files of its pack and what is published; without a database
(continuous integration, a first set-up) among the files alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError, transaction
from django.utils import timezone

from unionhall.casework import unions_in_scope
from unionhall.definitions import folder, library
from unionhall.definitions.folder import Source
from unionhall.definitions.library import Judged


def root() -> Path:
    """The folder of packs."""
    return Path(settings.FORM_DEFINITIONS_DIR)


def chosen(paths: Sequence[str], pack: str | None = None) -> tuple[Source, ...]:
    """Documents of the paths given, of all packs when none is. Raises CommandError."""
    try:
        return folder.read([Path(path) for path in paths] or [root()], pack)
    except FileNotFoundError as error:
        raise CommandError(f"no such file or folder: {error}") from error


def surroundings(sources: Sequence[Source]) -> tuple[Source, ...]:
    """What is published, and the files of the same packs, which win."""
    found = {source.name: source for source in published()}
    packs = sorted({source.pack for source in sources if source.pack})
    folders = {root() / pack for pack in packs}
    for source in sources:
        owner = folder.pack_folder(source.path)
        if owner is not None:
            folders.add(owner)
    for place in sorted(folders):
        if place.is_dir():
            for source in folder.read([place]):
                if source.problem is None:
                    found[source.name] = source
    return tuple(found.values())


def published() -> tuple[Source, ...]:
    """Everything published; nothing when there is no database (yet)."""
    try:
        with transaction.atomic():
            return library.published(root())
    except DatabaseError:
        return ()


def judged(sources: Sequence[Source], *, live: bool = False) -> tuple[Judged, ...]:
    """`live`: prove the chain for the unions and grants in the database, not for the sample."""
    around = surroundings(sources)
    if not live:
        return library.judge(sources, around)
    held = unions_in_scope.staffing(timezone.now())
    return library.judge(sources, around, chains=unions_in_scope.chains(), staffing=held)


def shown(path: Path) -> str:
    """A path as a person would type it here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
