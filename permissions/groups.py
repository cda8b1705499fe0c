"""What may be granted: the matter groups of the packs, and those the platform brings itself.

The built-in ones are about the house: `staff` who works at a union, `union` its register and the
unions below, `audit` the trail of everybody's deeds. Managing reaches down the tree; every other
permission acts on its own union alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from permissions.managing import VIEW_AUDIT
from permissions.policy import matter_group_of
from unionhall.definitions import selectors
from unionhall.language.model import MatterGroup

# Rights of a chair end at his union's business: nobody reads the whole trail by being elected.
NOT_OF_A_CHAIR = frozenset({VIEW_AUDIT})


class UnknownMatterGroup(LookupError):
    """Neither a matter group nor a permission of one. `name` is what was given."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def built_in() -> tuple[MatterGroup, ...]:
    """The platform's own, with titles in the product's language: they are stored."""
    with translation.override(settings.LANGUAGE_CODE):
        manage = _("Manage")
        return (
            MatterGroup("staff", _("Staff management"), (("manage", manage),)),
            MatterGroup("union", _("Union management"), (("manage", manage),)),
            MatterGroup("audit", _("Audit trail"), (("view", _("View")),)),
        )


def offered() -> tuple[MatterGroup, ...]:
    """All of them in the order they are shown: those of the packs first."""
    return (*selectors.matter_groups().values(), *built_in())


def codenames(group: MatterGroup) -> tuple[str, ...]:
    return tuple(f"{verb}_{group.key}" for verb, _title in group.permissions)


def expand(names: Iterable[str]) -> frozenset[str]:
    """Codenames of matter groups; a codename stands for itself. Raises UnknownMatterGroup."""
    known = {group.key: codenames(group) for group in offered()}
    single = {one for many in known.values() for one in many}
    found: set[str] = set()
    for name in names:
        if name not in known and name not in single:
            raise UnknownMatterGroup(str(name)[:80])
        found.update(known.get(name, (name,)))
    return frozenset(found)


def of_a_chair() -> frozenset[str]:
    """What comes with being the chair of a union (X3-06)."""
    every = {one for group in offered() if group.for_chair for one in codenames(group)}
    return frozenset(every - NOT_OF_A_CHAIR)


def in_words(held: Collection[str]) -> list[str]:
    """Codenames as people read them: a matter group, and its verbs where not all are held."""
    wanted, said = set(held), []
    for group in offered():
        titles = [title for verb, title in group.permissions if f"{verb}_{group.key}" in wanted]
        if len(titles) == len(group.permissions):
            said.append(group.title)
        elif titles:
            with translation.override(settings.LANGUAGE_CODE):
                names = {"group": group.title, "verbs": _(", ").join(titles)}
                said.append(_("%(group)s (%(verbs)s)") % names)
        wanted -= set(codenames(group))
    return said + sorted(matter_group_of(one) for one in wanted)
