"""The unions and units of the demonstration city, in two inserts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from unionhall.config.management.demo.numbers import (
    EMPLOYER,
    GRASS_ROOTS_UNION,
    OTHER_UNION,
    credit_code,
)
from unionhall.config.management.demo.plan import Plan
from unionhall.organisation import store
from unionhall.organisation.models import Union, Unit

FIRST, LAST = date(2012, 1, 1), date(2026, 6, 30)
GRASS_ROOTS = frozenset({"union", "joint", "branch", "group"})
LENGTH_OF_A_STREET = 9
WITHOUT_CODE = frozenset({"branch", "group", "e_home"})
Node = Mapping[str, Any]


@dataclass
class Grove:
    """Unions with their places, and the names of units with the union each belongs to."""

    plan: Plan
    unions: list[Union] = field(default_factory=list)
    units: list[tuple[str, Union | None]] = field(default_factory=list)
    firms: list[str] = field(default_factory=list)

    def region_of(self, node: Node, parent: Union | None) -> str:
        """Its own, or that of the union above; what stands right below the city has none."""
        given = node.get("region")
        return str(given) if given else parent.region if parent and parent.depth > 1 else ""

    def add(self, node: Node, parent: Union | None) -> Union:
        """Place one union; treebeard's own way of adding would cost four queries each."""
        depth = parent.depth + 1 if parent else 1
        step = parent.numchild + 1 if parent else 1
        kind = node["kind"]
        prefix = GRASS_ROOTS_UNION if kind in GRASS_ROOTS else OTHER_UNION
        founded = node.get("founded_on")
        union = Union(
            path=Union._get_path(parent.path if parent else "", depth, step),
            depth=depth,
            numchild=0,
            name=node["name"],
            kind=kind,
            code="" if kind in WITHOUT_CODE else credit_code(prefix, 1000 + len(self.unions)),
            founded_on=date.fromisoformat(founded) if founded else self.plan.day(FIRST, LAST),
            chair_name=self.plan.person_name(),
            phone=f"1540200{len(self.unions):04}",
            region=self.region_of(node, parent),
            service_hours=self.plan.data["service_hours"],
        )
        if parent:
            parent.numchild += 1
        self.unions.append(union)
        if node.get("unit"):
            self.units.append((node["unit"], union))
        return union


def plant(plan: Plan) -> tuple[list[Union], list[Unit]]:
    """Save all unions and units of the plan."""
    grove = Grove(plan, firms=plan.firm_names())
    _grow(grove, plan.data["tree"], None)
    _fill_units(grove)
    unions = store.add_many(grove.unions)
    units = [
        Unit(
            name=name,
            code=credit_code(EMPLOYER, number),
            union=union,
            region=_place(grove, number, name, union),
        )
        for number, (name, union) in enumerate(grove.units)
    ]
    return unions, store.add_many_units(units)


def _grow(grove: Grove, node: Node, parent: Union | None) -> None:
    for one in _spelled(node):
        union = grove.add(one, parent)
        for child in one.get("children", ()):
            _grow(grove, child, union)
        firms = [_firm(grove, union) for _ in range(one.get("firms", 0))]
        for number in range(one.get("groups", 0)):
            _group(grove, firms[number % len(firms)])


def _spelled(node: Node) -> Iterator[Node]:
    """A node as often as it has places, `{place}` put in everywhere below."""
    if "places" not in node:
        yield node
        return
    for place in node["places"]:
        yield _with_place({key: value for key, value in node.items() if key != "places"}, place)


def _place(grove: Grove, number: int, name: str, union: Union | None) -> str:
    """The street a unit stands in: its union's, else one of the district's, else any."""
    known = grove.plan.data["loose_regions"].get(name)
    if known or (union and len(union.region) == LENGTH_OF_A_STREET):
        return str(known or union.region if union else known)
    streets = [one.region for one in grove.unions if one.kind == "town"]
    near = [one for one in streets if union and union.region and one.startswith(union.region)]
    return (near or streets)[number % len(near or streets)]


def _with_place(value: Any, place: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        for word, said in place.items():
            value = value.replace(f"{{{word}}}", said)
        return value
    if isinstance(value, list):
        return [_with_place(item, place) for item in value]
    if isinstance(value, dict):
        return {key: _with_place(item, place) for key, item in value.items()}
    return value


def _firm(grove: Grove, parent: Union) -> Union:
    name = grove.firms.pop()
    return grove.add({"kind": "union", "name": f"{name}工会", "unit": name}, parent)


def _group(grove: Grove, firm: Union) -> None:
    part = f"{firm.name.removesuffix('工会')}第{'一二三四五六七八九'[firm.numchild]}项目部"
    grove.add({"kind": "group", "name": f"{part}工会小组", "unit": part}, firm)


def _fill_units(grove: Grove) -> None:
    """Small employers: some have founded nothing, the others share the joint unions."""
    loose = grove.plan.data["loose_units"]
    grove.units += [(name, None) for name in loose]
    grove.units += [
        (grove.firms.pop(), None) for _ in range(grove.plan.data["without_union"] - len(loose))
    ]
    joints = [union for union in grove.unions if union.kind == "joint"]
    number = 0
    while len(grove.units) < grove.plan.data["units"]:
        grove.units.append((grove.firms.pop(), joints[number % len(joints)]))
        number += 1
