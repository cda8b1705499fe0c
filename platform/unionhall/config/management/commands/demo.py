"""`manage.py demo`: make the demonstration city of every pack that has one. Again is harmless.

Nothing is known here of a pack's processes: what is made is in `form_definitions/*/demo`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from permissions.grants import ensure_matter_groups
from unionhall.casework.refusals import Refused
from unionhall.config.management.demo import cases, contacts, plan, records, rights, tree, workforce
from unionhall.language.model import Register
from unionhall.language.parse import parse_pack, parse_register
from unionhall.organisation.models import Union
from unionhall.people.models import User

FOLDER = Path(settings.BASE_DIR) / "form_definitions"


class Command(BaseCommand):
    help = "Make the demonstration city (invented people); again is harmless."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Everybody knows the demonstration's password: not in production.")
        for pack in sorted(path.parent for path in FOLDER.glob("*/pack.json")):
            found = plan.load(pack)
            if found is not None:
                with transaction.atomic():
                    self.make(pack, found)
                self.show(found)

    def make(self, folder: Path, city: plan.Plan) -> None:
        """Build one city, unless its root union stands already."""
        pack = parse_pack(_json(folder / "pack.json"))
        ensure_matter_groups(pack)
        by, now = User.objects.system(), timezone.now()
        if Union.objects.filter(depth=1, name=pack.root).exists():
            return
        unions, units = tree.plant(city)
        contacts.publish(city, unions)
        workers = workforce.settle(city, units, unions, now)
        staff = rights.appoint(city, workers, unions, units, by, now)
        written = records.fill(city, _registers(folder), unions, units, workers, by, now)
        try:
            cases.begin(city, now)
        except Refused as refused:  # the city is of use also without an application under way
            self.stderr.write(f"{pack.title}: no application could be begun: {refused.sentence}")
        self.stdout.write(
            f"{pack.title}: {len(unions)} unions, {len(units)} units, {len(workers)} people, "
            f"{staff} staff, {written} register records"
        )

    def show(self, city: plan.Plan) -> None:
        """Print who may be tried."""
        self.stdout.write(f"\n  演示账号（密码均为 {workforce.PASSWORD}）")
        for account in city.data["accounts"]:
            if account["mobile"]:
                self.stdout.write(f"  {account['mobile']}  {account['name']}  {account['note']}")


def _registers(folder: Path) -> dict[str, Register]:
    found = [parse_register(_json(path)) for path in sorted(folder.glob("registers/*.json"))]
    return {register.key: register for register in found}


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
