"""What an expression may cost, judged once from its tree when it is compiled.

The runtime itself stops after 10,000 iterations and 32 levels of nesting. Measured, that leaves
three ways to waste seconds: a whole list handed on inside a loop (5 s for `count(list)` over 2,000
rows), lists of lists as a result, and `+` inside loops, which multiplies text. Each is refused
here, so that evaluation needs no clock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from unionhall.language.syntax import Node, walk

MAX_SOURCE = 1_000
MAX_LIST = 2_000
MAX_LOOPS = 4
MAX_LOOP_DEPTH = 2
MAX_SUMS_IN_LOOPS = 8

# Reading a list through these costs no copy of it.
_CHEAP = ("size", "@in", "_[_]")


def objections(tree: Node, lists: Collection[str]) -> Iterator[tuple[str, int]]:
    """(message, offset) of whatever makes the expression too dear. `lists`: names of lists."""
    loops = [node for node in walk(tree) if node.kind == "loop"]
    if len(loops) > MAX_LOOPS:
        yield f"more than {MAX_LOOPS} loops (all, exists, filter, map)", loops[-1].offset
    yield from _nested(tree, 0)
    bodies = [body for loop in loops for body in loop.children[1:]]
    yield from _lists_in(bodies, frozenset(lists))
    sums = {id(node): node for body in bodies for node in walk(body) if _is_written_sum(node)}
    if len(sums) > MAX_SUMS_IN_LOOPS:
        yield f"more than {MAX_SUMS_IN_LOOPS} times + inside loops", tree.offset


def _nested(node: Node, depth: int) -> Iterator[tuple[str, int]]:
    if node.kind == "loop":
        if depth >= MAX_LOOP_DEPTH:
            yield f"loops nested deeper than {MAX_LOOP_DEPTH}", node.offset
            return
        yield from _nested(node.children[0], depth)
        for child in node.children[1:]:
            yield from _nested(child, depth + 1)
        return
    for child in node.children:
        yield from _nested(child, depth)


def _lists_in(bodies: list[Node], lists: frozenset[str]) -> Iterator[tuple[str, int]]:
    for body in bodies:
        for node, parent, place in _with_parents(body, None, 0):
            if node.kind != "name" or node.text not in lists:
                continue
            is_range = parent is not None and parent.kind == "loop" and place == 0
            is_cheap = parent is not None and parent.kind == "call" and parent.text in _CHEAP
            if not is_range and not is_cheap:
                yield f"the whole list {node.text} inside a loop", node.offset


def _with_parents(
    node: Node, parent: Node | None, place: int
) -> Iterator[tuple[Node, Node | None, int]]:
    yield node, parent, place
    for index, child in enumerate(node.children):
        yield from _with_parents(child, node, index)


def _is_written_sum(node: Node) -> bool:
    """`map` and `filter` themselves expand to `result + [x]`; that one grows by one."""
    if node.kind != "call" or node.text != "_+_":
        return False
    return not any(child.kind == "name" and child.text == "@result" for child in node.children)
