"""Where the sample files of a pack lie. Definitions name them, people download them."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from unionhall.language.model import Material, Process

KINDS = ("png", "jpg", "pdf")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


def find(process: Process, material: Material) -> Path | None:
    """Return the sample's file, or None: a material may have none (X1-57)."""
    if not material.sample or not _NAME.fullmatch(material.sample):
        return None
    packs: Path = settings.FORM_DEFINITIONS_DIR
    for kind in KINDS:
        for file in sorted(packs.glob(f"*/samples/{material.sample}.{kind}")):
            return file
    return None
