"""What an expression may cost, judged once from its tree when it is compiled.

The runtime itself stops after 10,000 iterations and 32 levels of nesting. Measured over 2,000 rows,
that leaves three ways to waste seconds: a whole list handed on inside a loop (`count(list)`: 5 s),
lists built upon lists (each `map` or `filter` copies what it has so far: 0.15 s the first, 0.5 s
two), and `+` inside loops, which multiplies text. Each is bounded here, so that evaluating needs no
clock: the dearest expression left takes about half a second.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from unionhall.language.syntax import Node, walk

MAX_SOURCE: Final = 1_000
MAX_LIST: Final = 2_000
# A list inside a value of a list or of a map: looking at it in a loop copies it each time.
MAX_INNER_LIST: Final = 50
MAX_LOOPS: Final = 4
MAX_BUILDERS: Final = 2
MAX_LOOP_DEPTH: Final = 2
MAX_SUMS_IN_LOOPS: Final = 3

# Reading a list through these does not copy it; looking for a row compares every column.
_CHEAP: Final = ("size", "_[_]")
_CHEAP_OF_SCALARS: Final = (*_CHEAP, "@in")


def objections(tree: Node, variables: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """(message, offset) of whatever makes the expression too dear. `variables`: their types."""
    loops = [node for node in walk(tree) if node.kind == "loop"]
    builders = [loop for loop in loops if _builds(loop)]
    if len(loops) > MAX_LOOPS:
        yield f"more than {MAX_LOOPS} loops (all, exists, filter, map)", loops[-1].offset
    if len(builders) > MAX_BUILDERS:
        yield f"more than {MAX_BUILDERS} times filter or map", builders[-1].offset
    yield from _nested(tree, 0)
    bodies = [body for loop in loops for body in loop.children[1:]]
    yield from _lists_in(bodies, variables)
    sums = {id(node) for body in bodies for node in walk(body) if _is_written_sum(node)}
    if len(sums) > MAX_SUMS_IN_LOOPS:
        yield f"more than {MAX_SUMS_IN_LOOPS} times + inside loops", tree.offset


def _nested(node: Node, depth: int) -> Iterator[tuple[str, int]]:
    if node.kind != "loop":
        for child in node.children:
            yield from _nested(child, depth)
        return
    if depth >= MAX_LOOP_DEPTH:
        yield f"loops nested deeper than {MAX_LOOP_DEPTH}", node.offset
        return
    yield from _nested(node.children[0], depth)
    for child in node.children[1:]:
        yield from _nested(child, depth + 1)


def _lists_in(bodies: list[Node], variables: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    for body in bodies:
        for node, parent, place in _with_parents(body, None, 0):
            type_ = variables.get(node.text, "") if node.kind == "name" else ""
            if not type_.startswith("list<"):
                continue
            cheap = _CHEAP if type_ in ("list<map>", "list<dyn>") else _CHEAP_OF_SCALARS
            is_range = parent is not None and parent.kind == "loop" and place == 0
            is_cheap = parent is not None and parent.kind == "call" and parent.text in cheap
            if not is_range and not is_cheap:
                yield f"the whole list {node.text} inside a loop", node.offset


def _with_parents(
    node: Node, parent: Node | None, place: int
) -> Iterator[tuple[Node, Node | None, int]]:
    yield node, parent, place
    for index, child in enumerate(node.children):
        yield from _with_parents(child, node, index)


def _builds(loop: Node) -> bool:
    """`map` and `filter` expand to `@result + [x]`, all others to `&&`, `||` or a count."""
    own = (node for body in loop.children[1:] for node in walk(body))
    return any(node.text == "_+_" and _adds_list(node) for node in own)


def _adds_list(node: Node) -> bool:
    return any(child.kind == "list" for child in node.children) and _adds_to_result(node)


def _adds_to_result(node: Node) -> bool:
    return any(child.kind == "name" and child.text == "@result" for child in node.children)


def _is_written_sum(node: Node) -> bool:
    return node.kind == "call" and node.text == "_+_" and not _adds_to_result(node)
