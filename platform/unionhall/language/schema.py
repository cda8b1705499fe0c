"""Walking a schema of the profile (language.md 2.1): its fields, their paths, what they carry.

Reads schemas that the meta-schema has accepted; validating values is `validators`' business.
Paths are dotted through objects (`account.bank`); an array is one leaf, its columns are asked
with `columns`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

MAX_DEPTH = 8
MAX_NODES = 2_000
MAX_BYTES = 200_000
MAX_PATTERN = 200
MAX_REFERENCES = 16

_CEL = {"string": "string", "integer": "int", "number": "double", "boolean": "bool"}
_CEL |= {"object": "map"}
_NAMED = ("properties", "$defs", "dependentSchemas")
_LISTED = ("oneOf", "allOf")
_SINGLE = ("items", "if", "then", "else", "not")


class SchemaError(ValueError):
    """A `$ref` that leads nowhere or round in a circle, or nesting beyond MAX_DEPTH."""

    def __init__(self, message: str, place: str) -> None:
        super().__init__(f"{message}: {place}")
        self.place = place


def resolved(root: Schema, schema: Schema) -> Schema:
    """Follows local `$ref`s; words beside one win. Raises SchemaError."""
    for _ in range(MAX_REFERENCES):
        reference = schema.get("$ref")
        if reference is None:
            return schema
        own = {key: value for key, value in schema.items() if key != "$ref"}
        schema = {**_target(root, str(reference)), **own}
    raise SchemaError("reference in a circle", str(schema.get("$ref")))


def leaves(schema: Schema) -> dict[str, Schema]:
    """Every field by dotted path, in document order, references resolved. Raises SchemaError.

    Fields that only a branch (`allOf`, `then`, `else`, `dependentSchemas`) declares are included.
    """
    found: dict[str, Schema] = {}
    for path, leaf in _walk(schema, schema, "", 0):
        # A branch names a field again only to narrow it; what it is was said first.
        found.setdefault(path, leaf)
    return found


def columns(root: Schema, leaf: Schema) -> dict[str, Schema]:
    """Columns of a table field (an array of objects), empty for any other."""
    items = leaf.get("items")
    if not isinstance(items, Mapping):
        return {}
    return dict(_walk(root, resolved(root, items), "", 0))


def sensitive_paths(schema: Schema) -> dict[str, str]:
    """Path -> kind of `x-sensitive`. The cell of a table is `rows.*.document_no`."""
    found: dict[str, str] = {}
    for path, leaf in leaves(schema).items():
        if "x-sensitive" in leaf:
            found[path] = str(leaf["x-sensitive"])
        for name, cell in columns(schema, leaf).items():
            if "x-sensitive" in cell:
                found[f"{path}.*.{name}"] = str(cell["x-sensitive"])
    return found


def required_paths(schema: Schema) -> frozenset[str]:
    """Paths required without condition: of fields, and of objects on the way to them."""
    return frozenset(_required(schema, schema, "", 0))


def types_of(leaf: Schema) -> tuple[str, ...]:
    """JSON types without `null`; those of the values when only `enum`/`const`/`oneOf` is given."""
    declared = leaf.get("type")
    if isinstance(declared, str):
        return (declared,)
    if isinstance(declared, list | tuple):
        return tuple(name for name in declared if name != "null")
    values = [leaf["const"]] if "const" in leaf else list(leaf.get("enum", ()))
    values += [option["const"] for option in leaf.get("oneOf", ()) if "const" in option]
    return tuple(dict.fromkeys(type_of_value(value) for value in values if value is not None))


def kind(leaf: Schema) -> str:
    """The one JSON type of a leaf, `string` when nothing says."""
    return next(iter(types_of(leaf)), "string")


def choices(leaf: Schema) -> tuple[tuple[Any, str], ...]:
    """(value, title) of each choice; an `enum` is its own title. Empty for a free field."""
    options = leaf.get("oneOf") or ()
    if options and all("const" in option for option in options):
        return tuple((one["const"], str(one.get("title", one["const"]))) for one in options)
    return tuple((value, str(value)) for value in leaf.get("enum", ()))


def cel_type(leaf: Schema) -> str:
    """The type under which an expression sees a field: `string`, `list<map>`, `dyn`, ..."""
    names = types_of(leaf)
    if len(names) != 1:
        return "dyn"
    if names[0] != "array":
        return _CEL.get(names[0], "dyn")
    items = leaf.get("items")
    inner = cel_type(items) if isinstance(items, Mapping) else "dyn"
    return f"list<{'dyn' if '<' in inner else inner}>"


def nodes(schema: Schema, pointer: str = "", depth: int = 1) -> Iterator[tuple[str, Schema, int]]:
    """(JSON pointer, subschema, depth) of every subschema: what limits and profile are judged by.

    `depth` counts the schemas above, so it is not what MAX_DEPTH limits when `$defs` are used.
    """
    yield pointer, schema, depth
    for word in _NAMED:
        for name, below in _mapping(schema.get(word)).items():
            escaped = str(name).replace("~", "~0").replace("/", "~1")
            if isinstance(below, Mapping):
                yield from nodes(below, f"{pointer}/{word}/{escaped}", depth + 1)
    for word in _LISTED:
        listed = schema.get(word)
        for index, below in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(below, Mapping):
                yield from nodes(below, f"{pointer}/{word}/{index}", depth + 1)
    for word in _SINGLE:
        if isinstance(schema.get(word), Mapping):
            yield from nodes(schema[word], f"{pointer}/{word}", depth + 1)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _target(root: Schema, reference: str) -> Schema:
    target: Any = root
    for part in reference.removeprefix("#").split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        target = target.get(name) if isinstance(target, Mapping) else None
    if not reference.startswith("#/") or not isinstance(target, Mapping):
        raise SchemaError("reference leads nowhere", reference)
    return target


def _walk(root: Schema, raw: Schema, prefix: str, depth: int) -> Iterator[tuple[str, Schema]]:
    if depth > MAX_DEPTH:
        raise SchemaError("nested too deep", prefix.rstrip("."))
    schema = resolved(root, raw)
    for name, below in _mapping(schema.get("properties")).items():
        leaf = resolved(root, below)
        path = f"{prefix}{name}"
        if "properties" in leaf:
            yield from _walk(root, leaf, f"{path}.", depth + 1)
        elif isinstance(leaf.get("items"), Mapping):
            yield path, {**leaf, "items": resolved(root, leaf["items"])}
        else:
            yield path, leaf
    for branch in _branches(schema):
        yield from _walk(root, branch, prefix, depth + 1)


def _branches(schema: Schema) -> Iterator[Schema]:
    yield from schema.get("allOf") or ()
    yield from (schema[word] for word in ("then", "else") if word in schema)
    yield from _mapping(schema.get("dependentSchemas")).values()
    yield from (option for option in schema.get("oneOf") or () if "properties" in option)


def _required(root: Schema, raw: Schema, prefix: str, depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH:
        raise SchemaError("nested too deep", prefix.rstrip("."))
    schema = resolved(root, raw)
    for name in schema.get("required") or ():
        yield f"{prefix}{name}"
    for name, below in _mapping(schema.get("properties")).items():
        if "properties" in resolved(root, below):
            yield from _required(root, below, f"{prefix}{name}.", depth + 1)


def type_of_value(value: Any) -> str:
    """The JSON type of a value that is not null."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    return "string" if isinstance(value, str) else "object"
