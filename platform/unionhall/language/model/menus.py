"""What is read before anything is begun: menu entry, invitation, guide."""

from __future__ import annotations

from dataclasses import dataclass

from unionhall.language.model.values import Cel


@dataclass(frozen=True, slots=True)
class Menu:
    group: str
    title: str
    icon: str
    audience: str
    order: int
    description: str
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Invite:
    """A dialog after sign-in for whom `when` (over `applicant.*`) holds."""

    when: Cel
    title: str
    text: str
    button: str


@dataclass(frozen=True, slots=True)
class Question:
    """One entry of a frequently-asked list: both sides are plain text."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Guide:
    """`tasks`: what the applicant does, in this order."""

    audience: str = ""
    conditions: str = ""
    time_limit: str = ""
    fee: str = ""
    basis: str = ""
    contacts: str = ""
    faq: tuple[Question, ...] = ()
    tasks: tuple[str, ...] = ()
