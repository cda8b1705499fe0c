"""Publish definitions: the one way in which what the platform does changes.

All documents of a call become current together or none does. Judging them is the linter's and
the scenarios' business; here it is only asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from permissions import grants
from unionhall import audit
from unionhall.casework.refusals import Refused
from unionhall.casework.seed_register import seed_register
from unionhall.casework.unions_in_scope import chains
from unionhall.definitions import library, selectors, store
from unionhall.definitions.folder import Source
from unionhall.definitions.library import Judged
from unionhall.definitions.store import Stored
from unionhall.definitions.trial import Trial, of_source
from unionhall.people.models import User


@dataclass(frozen=True, slots=True)
class Published:
    """One document of a publication."""

    source: Source
    stored: Stored


class NotPublishable(Refused):
    """Nothing was published. `judged` and `trials` say why, document by document."""

    def __init__(self, code: str, judged: Sequence[Judged], trials: Sequence[Trial] = ()) -> None:
        super().__init__(code, "")
        self.judged = tuple(judged)
        self.trials = tuple(trials)


def publish(
    sources: Iterable[Source], *, root: Path, by: User, now: datetime
) -> tuple[Published, ...]:
    """Make these documents current, packs first.

    The same text again makes no second revision. `root` is the folder of packs (for samples).
    Raises NotPublishable: lint-errors, scenarios-failed.
    """
    ordered = tuple(sources)
    kept = tuple(source for source in ordered if source.is_kept)
    with transaction.atomic():
        for pack in sorted({source.pack for source in ordered if source.pack}):
            store.lock(pack)

        known = library.published(root)
        if _is_current(kept, known):
            return tuple(Published(source, _store(source, by, now)) for source in kept)
        judged = library.judge(ordered, known, chains=chains() or None)
        if not all(one.is_publishable for one in judged):
            raise NotPublishable("lint-errors", judged)
        trials = tuple(of_source(source) for source in ordered if source.kind == "process")
        if any(trial.failed for trial in trials):
            raise NotPublishable("scenarios-failed", judged, trials)

        done = tuple(Published(source, _store(source, by, now)) for source in kept)
        for one in done:
            _follow(one, by, now)
            _tell(one, by, now)
    return done


def _is_current(sources: Iterable[Source], known: Iterable[Source]) -> bool:
    """Nothing would change; then nothing needs to be proved, and a second call is quick."""
    digests = {source.name: source.digest for source in known}
    return all(digests.get(source.name) == source.digest for source in sources)


def _store(source: Source, by: User, now: datetime) -> Stored:
    return store.publish(
        source.kind,
        source.key,
        pack=source.pack,
        title=source.title,
        body=source.body,
        digest=source.digest,
        by=by,
        now=now,
    )


def _tell(one: Published, by: User, now: datetime) -> None:
    revision = one.stored.revision
    if one.stored.is_moved:
        about = f"{one.source.kind}:{one.source.key}"
        values = {"title": one.source.title, "revision": revision.number, "digest": revision.digest}
        audit.record("publish", by=by, now=now, about=about, values=values)


def _follow(one: Published, by: User, now: datetime) -> None:
    """What a document brings along: permissions of a pack, records a register starts with."""
    if one.source.kind == "pack":
        grants.ensure_matter_groups(selectors.pack(one.source.key))
    elif one.source.kind == "register":
        seed_register(selectors.register(one.source.key), by=by, now=now)
