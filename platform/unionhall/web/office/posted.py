"""What a decision form posts, read into values. Names of the platform begin with `_`.

Everything else belongs to the form of the stage and is read by `forms`. Nothing is judged here:
whether it may be done is the verb's business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import BadRequest
from django.http import QueryDict

VERDICT, VERDICT_REASON = "_verdict-", "_verdict-reason-"
MATERIAL = "material:"
# asked again on the question page, so not carried over as hidden inputs
_ASKED = {
    "_action", "_task", "_version", "_digest", "_key", "_reason", "_item", "_to", "_keep",
    "_keep_for", "_confirmed", "_back", "_fill", "_opinion", "csrfmiddlewaretoken",
}  # fmt: skip
_LONGEST = 1000
_MOST_ITEMS = 200


@dataclass(frozen=True, slots=True)
class Verdict:
    """`choice`: accept or correct."""

    choice: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """One press of a button on the decision page or on its question.

    `version` and `digest` are those of the case and its materials that were on the screen;
    `items` are field paths and `material:<key>`; `kept` is what the question carries along.
    """

    task: int
    version: int
    digest: str
    key: str
    action: str
    reason: str = ""
    items: tuple[str, ...] = ()
    to: str | None = None
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    kept: tuple[tuple[str, str], ...] = ()
    is_confirmed: bool = False
    is_back: bool = False
    fills: str = ""
    keeps: bool = False
    keep_for: str = ""

    @property
    def to_correct(self) -> tuple[str, ...]:
        """Materials whose verdict is "to be corrected", as items."""
        return tuple(
            f"{MATERIAL}{key}" for key, one in self.verdicts.items() if one.choice == "correct"
        )


def read(post: QueryDict) -> Posted:
    """Raises BadRequest when the form's own fields were tampered with."""
    return Posted(
        task=_number(post, "_task"),
        version=_number(post, "_version"),
        digest=_text(post, "_digest", 64),
        key=_text(post, "_key", 64),
        action=_text(post, "_action", 80),
        reason=_text(post, "_reason", _LONGEST),
        items=tuple(cleaned(item, 200) for item in post.getlist("_item")[:_MOST_ITEMS]),
        to=_text(post, "_to", 80) or None,
        verdicts=dict(_verdicts(post)),
        kept=tuple(_kept(post)),
        is_confirmed="_confirmed" in post and "_fill" not in post,
        is_back="_back" in post,
        fills=_text(post, "_opinion", 64) if "_fill" in post else "",
        keeps="_keep" in post,
        keep_for=_text(post, "_keep_for", 64),
    )


def stage_values(post: QueryDict) -> QueryDict:
    """Return only what belongs to the form of the stage."""
    own = QueryDict(mutable=True)
    for name, values in post.lists():
        if not name.startswith("_") and name != "csrfmiddlewaretoken":
            own.setlist(name, values)
    return own


def _verdicts(post: QueryDict) -> Iterator[tuple[str, Verdict]]:
    for name in post:
        if not name.startswith(VERDICT) or name.startswith(VERDICT_REASON):
            continue
        material, choice = name.removeprefix(VERDICT), post[name]
        if choice in {"accept", "correct"}:
            yield material, Verdict(choice, _text(post, f"{VERDICT_REASON}{material}", 200))


def _kept(post: QueryDict) -> Iterator[tuple[str, str]]:
    for name, values in post.lists():
        if name not in _ASKED:
            yield from ((name, str(value)) for value in values)


def _number(post: QueryDict, name: str) -> int:
    text = post.get(name) or ""
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise BadRequest(name)
    return int(text)


def _text(post: QueryDict, name: str, longest: int) -> str:
    return cleaned(post.get(name) or "", longest)


def cleaned(text: str, longest: int) -> str:
    """NUL and lone surrogates would reach the database as an error."""
    printable = text.replace("\x00", "").encode("utf-8", "ignore").decode()
    return printable.replace("\r\n", "\n").strip()[:longest]
