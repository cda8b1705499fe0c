"""`manage.py activation_code`: the code by which the first administrator of the highest union, or
of any other, takes his post. Everybody else gets his rights from somebody who has them."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from permissions import groups
from unionhall.casework.refusals import Refused
from unionhall.casework.staff import issue_code
from unionhall.organisation.models import Union
from unionhall.organisation.selectors import root
from unionhall.people.models import User


class Command(BaseCommand):
    help = "Print an activation code with every matter group; it is shown once, for seven days."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--union", help="its whole name; left out: the highest union")
        parser.add_argument("--title", default="管理员", help="title of the post")

    def handle(self, *args: Any, **options: Any) -> None:
        union = _union(options["union"])
        everything = {one for group in groups.offered() for one in groups.codenames(group)}
        try:
            with transaction.atomic():
                _row, code = issue_code.write(
                    union,
                    options["title"][:50],
                    everything,
                    by=User.objects.system(),
                    now=timezone.now(),
                )
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        self.stdout.write(f"{union.name}: {code}")


def _union(name: str | None) -> Union:
    found = root() if name is None else Union.objects.filter(name=name, is_active=True).first()
    if found is None:
        raise CommandError("There is no such union.")
    return found
