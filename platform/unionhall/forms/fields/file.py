"""Files: references to attachments of the case, never content in the answers.

An upload saves the step and stores the file as an attachment whose material is the path of the
field; the value is the attachment's key. Also draws the upload widget of a material's row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from unionhall.forms.control import (
    ABSENT,
    KEPT,
    Control,
    FileReference,
    Missing,
    Post,
    RenderContext,
)
from unionhall.forms.fields.parts import PRESENT, describedby, labelled, present_marker
from unionhall.forms.markup import Attributes, join, tag

if TYPE_CHECKING:
    from unionhall.engine.state import FieldState

ACCEPT = ("jpg", "png", "bmp", "pdf")
REMOVE = "remove-file"


def is_many(control: Control) -> bool:
    return control.leaf.get("type") == "array"


def parse(post: Post, control: Control) -> str | list[str] | Missing:
    """Keys of the files that stay. Whether they are files of this case is asked by the wizard."""
    keys = [key for key in post.getlist(control.path) if key]
    if not keys:
        return ABSENT if control.path in post.getlist(PRESENT) else KEPT
    return keys if is_many(control) else keys[-1]


def render(
    control: Control, state: FieldState, problems: Sequence[str], context: RenderContext
) -> SafeString:
    wanted = state.value if isinstance(state.value, list) else [state.value]
    files = [file for file in context.files(control.path) if file.key in wanted]
    body = tag(
        "file-upload",
        script_words(),
        present_marker(control),
        _list(control, files, state.read_only),
        "" if state.read_only else _chooser(control, state, problems),
    )
    return labelled(control, state, problems, body)


def endings(kinds: Sequence[str]) -> str:
    """`accept` of a file input; `jpg` means both of its endings."""
    known = {"jpg": ".jpg,.jpeg"}
    return ",".join(known.get(kind, f".{kind}") for kind in kinds)


def script_words(max_bytes: int | None = None) -> Attributes:
    """Attributes of `<file-upload>`: the sentences its script says, and the largest size."""
    return {
        "class": "upload",
        "data-max-bytes": max_bytes,
        "data-wrong-type": _(
            "{name} is not a picture (jpg, png, bmp) or a PDF. Please choose another file."
        ),
        "data-too-large": _("{name} is too large. Please compress it or take a smaller picture."),
        "data-failed": _("The file could not be sent. Please try again."),
    }


def _chooser(control: Control, state: FieldState, problems: Sequence[str]) -> SafeString:
    entry = tag(
        "input",
        {
            "class": "upload__input",
            "type": "file",
            "id": control.id,
            "name": f"{control.path}:upload",
            "accept": endings(control.options.get("accept", ACCEPT)),
            "multiple": is_many(control),
            "aria-describedby": describedby(control, problems),
            "aria-required": "true" if state.required else None,
            "aria-invalid": "true" if problems else None,
        },
    )
    button = tag(
        "button",
        {
            "class": "button",
            "type": "submit",
            "name": "_go",
            "value": f"upload:{control.path}",
            "data-upload-button": True,
        },
        _("Upload"),
    )
    return join((entry, button))


def _list(control: Control, files: Sequence[FileReference], is_locked: bool) -> SafeString:
    rows = []
    for file in files:
        link = tag("a", {"href": file.url, "class": "upload__name"}, file.name)
        size = tag("span", {"class": "upload__size"}, filesizeformat(file.size))
        kept = tag("input", {"type": "hidden", "name": control.path, "value": file.key})
        about = tag("span", {"class": "visually-hidden"}, " ", file.name)
        delete = tag(
            "button",
            {
                "class": "button",
                "type": "submit",
                "name": "_go",
                "value": f"{REMOVE}:{control.path}:{file.key}",
            },
            _("Delete"),
            about,
        )
        parts = (link, " ", size, kept, "" if is_locked else delete)
        rows.append(tag("li", {"class": "upload__file"}, *parts))
    return tag("ul", {"class": "upload__files", "hidden": not rows}, *rows)
