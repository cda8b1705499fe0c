"""The valid definitions of this folder and what they may refer to."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from unionhall.definitions import folder, library
from unionhall.language.lint.references import References

HERE = Path(__file__).resolve().parent
VALID = HERE / "valid"
PACK = VALID / "pack"
# Registers with actions, an import, a collective case: apart, because nobody publishes it.
CREW = VALID / "crew"


def document(name: str = "minimal.json") -> Any:
    """A fresh copy of one valid JSON document; `registers/award.json` is one of the pack."""
    path = next(at / name for at in (VALID, PACK, CREW) if (at / name).exists())
    return json.loads(path.read_text(encoding="utf-8"))


def references() -> References:
    """What the valid packs offer, with the sample tree of unions."""
    return library.gather(folder.read([PACK, CREW]))


def patched(doc: Any, patch: list[dict[str, Any]]) -> Any:
    """RFC 6902 in miniature: add, replace, remove; `-` appends to a list."""
    doc = copy.deepcopy(doc)
    for change in patch:
        *way, last = [
            part.replace("~1", "/").replace("~0", "~") for part in change["path"].split("/")[1:]
        ]
        node = doc
        for part in way:
            node = node[int(part)] if isinstance(node, list) else node[part]
        if isinstance(node, list):
            place = len(node) if last == "-" else int(last)
            if change["op"] == "add":
                node.insert(place, change["value"])
            elif change["op"] == "replace":
                node[place] = change["value"]
            else:
                del node[place]
        elif change["op"] == "remove":
            del node[last]
        else:
            assert (last in node) == (change["op"] == "replace"), change
            node[last] = change["value"]
    return doc
