"""The buttons of a step: what `_go` says, read once, unknown words meaning 【下一步】.

`save` stays, `next` goes on, `back` goes back, `update` shows what became relevant, `check` and
`refresh` lead to their pages, `autosave` is the script. `add`, `delete`, `lookup`, `upload` and
`remove-file` name a field, and a row or a file; `send-code` and `prove` a number to be proven.
`captcha` shows another one.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from unionhall.forms.layout import Step
from unionhall.people import captcha

NAME = "_go"
PLAIN = frozenset({"save", "next", "back", "update", "check", "refresh", "autosave", "captcha"})
ABOUT_A_FIELD = {
    "add": "table",
    "delete": "table",
    "lookup": "lookup",
    "upload": "file",
    "remove-file": "file",
    "send-code": "verified",
    "prove": "verified",
}


@dataclass(frozen=True, slots=True)
class Pressed:
    """`path` of the field and `item` (number of a row, key of a file) where the verb has them."""

    verb: str
    path: str = ""
    item: str = ""

    @property
    def judges(self) -> bool:
        """Does it want the step to be complete?"""
        return self.verb == "next"


def pressed(post: QueryDict, step: Step) -> Pressed:
    """Never raises: a button that names no field of the step counts as 【更新表单】."""
    if captcha.AGAIN in post:
        return Pressed("captcha")
    verb, _, rest = (post.get(NAME) or "next").partition(":")
    if verb in PLAIN:
        return Pressed(verb)
    path, _, item = rest.partition(":")
    kinds = {control.path: control.kind for control in step.controls}
    if verb in ABOUT_A_FIELD and kinds.get(path) == ABOUT_A_FIELD[verb]:
        return Pressed(verb, path, item)
    return Pressed("update")


def without_row(post: QueryDict, path: str, number: str) -> QueryDict:
    """The post as it would be without one row of a table."""
    left = post.copy()
    for name in list(left):
        if name.startswith(f"{path}.{number}."):
            del left[name]
    return left


def without_file(post: QueryDict, path: str, key: str) -> QueryDict:
    """The post as it would be without one file of a field."""
    left = post.copy()
    left.setlist(path, [kept for kept in post.getlist(path) if kept != key])
    return left
