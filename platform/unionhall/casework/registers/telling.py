"""Who was first, which key is taken, which column is wrong: refusals about one record in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from unionhall.casework.refusals import Invalid, Refused
from unionhall.casework.registers.sentences import refused, sentence
from unionhall.engine.problem import Problem
from unionhall.language.model import Register
from unionhall.people.models import User
from unionhall.registers import columns, listing
from unionhall.registers.rows import Row


def who_was_first(register: Register, row: Row, by: User) -> str:
    """ "Already handled by …": the newest change of a record, in the words of its action."""
    changes = listing.history(register, row)
    if not changes:
        return _("The record has changed meanwhile. Please look at it again.")
    last = changes[-1]
    action = register.action(last.action)
    deed = action.title if action else register.title
    if last.by_name == str(by):
        return _(
            "You changed this record in another window: %(deed)s. Please go on from the newest "
            "state."
        ) % {"deed": deed}
    return _("Already handled by %(who)s: %(deed)s.") % {"who": last.by_name, "deed": deed}


def key_taken(register: Register, key: str) -> Invalid:
    """At the first column of the key, in the words of the register."""
    text = register.key_messages.get(key) or sentence("key-taken")
    paths = next((paths for name, paths, _states in register.keys if name == key), ())
    problem = Problem("check", paths[0] if paths else "", {"key": key, "paths": paths}, text)
    return Invalid("key-taken", text, (problem,))


def bad_value(register: Register, bad: columns.BadValue) -> Refused:
    """A value the form let through and the column does not hold."""
    leaf = register.schema.get("properties", {}).get(bad.path)
    if leaf is None:
        return refused("register")
    code = "required" if bad.why == "missing" else "type"
    problem = Problem(code, bad.path, {"title": str(leaf.get("title") or bad.path)})
    return Invalid("invalid-values", sentence("invalid-values"), (problem,))
