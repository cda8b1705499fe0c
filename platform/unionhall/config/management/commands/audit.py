"""`manage.py audit`: verify the chain of the audit trail, show its newest entries."""

from __future__ import annotations

import argparse
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from unionhall.audit import chain, kinds, selectors


class Command(BaseCommand):
    help = "Check that nobody changed the audit trail, or read its newest entries."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="walk the chain; exit code 1 when it is broken")
        verify.add_argument(
            "--seen", metavar="SEQ:DIGEST", help="what an earlier run printed, kept elsewhere"
        )
        show = verbs.add_parser("show", help="print the newest entries, newest first")
        show.add_argument("--kind", choices=sorted(kinds.KINDS))
        show.add_argument("--actor", type=int, help="number of an account")
        show.add_argument("--last", type=int, default=20)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "verify":
            self._verify(_seen(options["seen"]))
        else:
            self._show(options)

    def _verify(self, seen: tuple[int, str] | None) -> None:
        verdict = chain.verify(seen)
        if verdict.broken:
            raise CommandError(f"Broken: {verdict.broken}.", returncode=1)
        self.stdout.write(f"Whole: {verdict.seq} entries, {verdict.unsealed} not sealed yet.")
        self.stdout.write(f"{verdict.seq}:{verdict.digest}")

    def _show(self, options: dict[str, Any]) -> None:
        asked = selectors.Asked(kind=options["kind"] or "", actor_id=options["actor"])
        for entry in selectors.entries(asked)[: options["last"]]:
            at = timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S")
            who = f"{entry.actor_name or '-'} ({entry.actor_id or '-'})"
            values = json.dumps(entry.values, ensure_ascii=False, sort_keys=True)
            seq = entry.seq or "unsealed"
            self.stdout.write(
                f"{seq} {at} {entry.kind} {who} {entry.about} {values} {entry.address or ''}"
            )


def _seen(given: str | None) -> tuple[int, str] | None:
    if given is None:
        return None
    seq, _, digest = given.partition(":")
    if not (seq.isdecimal() and len(digest) == 64):
        raise CommandError("--seen wants SEQ:DIGEST, the last line of an earlier run")
    return int(seq), digest
