"""`manage.py keys`: status, rotate, reindex. See docs/how-to/rotate-keys.md.

Shows numbers of values and short names of keys (hashes), never a key or a value.
"""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from unionhall.config.management.keys import reindexing, rotation
from unionhall.people import sealing


class Command(BaseCommand):
    help = "Say which keys seal the stored numbers; seal with the newest one; compute indexes."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("status", help="count the sealed values by column and key")
        one = verbs.add_parser("rotate", help="seal with the newest key what older ones sealed")
        one.add_argument("--batch", type=int, default=rotation.BATCH, help="rows at once")
        verbs.add_parser("reindex", help="after BLIND_INDEX_KEY changed; stop the site first")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "rotate":
            self.rotate(max(1, options["batch"]))
        elif options["verb"] == "reindex":
            for what, count in reindexing.reindex(timezone.now()).items():
                self.stdout.write(f"{what}: {count}")
        else:
            self.status()

    def status(self) -> None:
        newest = sealing.newest_key_id()
        older = 0
        for column, keys in sorted(rotation.status().items()):
            for key, count in keys.most_common():
                older += count if key != newest else 0
                note = "newest" if key == newest else "older"
                self.stdout.write(f"{column}\t{key}\t{note}\t{count}")
        self.stdout.write(f"newest key {newest}; {older} values under older keys")

    def rotate(self, batch: int) -> None:
        tally = rotation.rotate(batch)
        for table, rows in sorted(tally.rows.items()):
            self.stdout.write(f"{table}: {rows} rows sealed anew")
        self.stdout.write(f"{tally.rows.total()} rows sealed anew")
        if tally.unreadable:
            where = ", ".join(f"{table} {count}" for table, count in tally.unreadable.items())
            raise CommandError(f"No key of SEALING_KEYS opens: {where}. They were left alone.")
