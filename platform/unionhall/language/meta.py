"""Judging the shape of a document against the published meta-schemas (`meta/*.schema.json`).

jsonschema's errors become findings with a pointer and sentences in two languages. What the
document means, and the words inside `schema`, are the linter's business.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from unionhall.language.canonical import canonical
from unionhall.language.findings import Finding
from unionhall.language.validators import pattern as compiled

FOLDER: Final = Path(__file__).parent / "meta"
KINDS: Final = ("process", "register", "import", "codelist", "pack", "scenarios")
# Schemas of which others use parts.
REFERRED: Final = ("uischema", "scenarios", "process", "register")
MAX_FINDINGS: Final = 100
MAX_DEPTH: Final = 64

# The profile is published for editors; here any object passes, because the linter names each word.
_PROFILE: Final = {"title": "JSON Schema", "type": "object"}
_BOUNDS: Final = {
    "minLength": "≥", "minItems": "≥", "minimum": "≥", "minProperties": "≥",
    "maxLength": "≤", "maxItems": "≤", "maximum": "≤", "maxProperties": "≤",
}  # fmt: skip


def findings_of_shape(doc: Any) -> tuple[Finding, ...]:
    """Findings of a JSON document, in document order, at most MAX_FINDINGS. Never raises."""
    if not isinstance(doc, Mapping):
        return (Finding("DOC001", "", {"detail": "not an object"}),)
    kind = doc.get("kind")
    if kind not in KINDS:
        return (Finding("DOC004", "/kind", {"kind": kind, "allowed": KINDS}),)
    if _depth(doc, MAX_DEPTH) is None:
        return (Finding("DOC005", "", {"detail": f"deeper than {MAX_DEPTH} levels"}),)
    try:
        canonical(doc)
    except ValueError as error:
        return (Finding("DOC005", "", {"detail": str(error)}),)
    found: dict[tuple[str, str, str], Finding] = {}
    for wrong in _validator(str(kind)).iter_errors(doc):
        for finding in _findings(wrong):
            found.setdefault((finding.path, finding.code, str(finding.params)), finding)
        if len(found) >= MAX_FINDINGS:
            break
    return tuple(found.values())


def meta_schema(name: str) -> dict[str, Any]:
    """A published meta-schema: one of KINDS, `profile` or `uischema`."""
    text = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def pointer(parts: Iterable[str | int]) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)


def _pattern(_: Any, source: str, value: Any, __: Any) -> Iterator[ValidationError]:
    """By RE2, whose $ is the end of the text: Python's lets a key end in a line break."""
    if isinstance(value, str) and not _fits(source, value):
        yield ValidationError("pattern")


_Strict = extend(Draft202012Validator, {"pattern": _pattern})


@cache
def _validator(kind: str) -> Any:
    others = {name: meta_schema(name) for name in REFERRED}
    others["profile"] = _PROFILE
    resources = [
        (f"{name}.schema.json", DRAFT202012.create_resource(schema))
        for name, schema in others.items()
    ]
    registry: Registry[Any] = Registry().with_resources(resources)
    return _Strict(meta_schema(kind), registry=registry)


def _depth(value: Any, left: int) -> int | None:
    """Levels left below, None when there are none: deeper documents would exhaust the stack."""
    if left == 0:
        return None
    below: Iterable[Any] = ()
    if isinstance(value, Mapping):
        below = value.values()
    elif isinstance(value, list | tuple):
        below = value
    return None if any(_depth(item, left - 1) is None for item in below) else left


def _findings(error: ValidationError) -> Iterator[Finding]:
    word, path = str(error.validator), pointer(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        path += pointer([str(error.instance)])
    if word in ("oneOf", "anyOf"):
        yield from _of_branches(error, path)
    elif word in _BOUNDS:
        yield _of_size(error, path)
    elif word in _TRANSLATED:
        yield from _TRANSLATED[word](error, path)
    else:
        yield Finding("SHP012", path, {"rule": word})


def _of_branches(error: ValidationError, path: str) -> Iterator[Finding]:
    """The branch the author meant: right type, most of its keys, least wrong."""
    branches = error.validator_value
    inner: dict[int, list[ValidationError]] = {}
    for one in error.context or ():
        inner.setdefault(int(one.schema_path[0]), []).append(one)
    likeness = {n: _likeness(error.instance, branch) for n, branch in enumerate(branches)}
    meant = [n for n in inner if likeness[n] > 0]
    if meant:
        for one in inner[max(meant, key=lambda n: (likeness[n], -len(inner[n])))]:
            yield from _findings(one)
        return
    forms = [branch.get("title", str(branch.get("required", ""))) for branch in branches]
    yield Finding("SHP009", path, {"forms": forms})


def _likeness(value: Any, branch: Mapping[str, Any]) -> int:
    if "type" not in branch or not Draft202012Validator({"type": branch["type"]}).is_valid(value):
        return 0
    known = branch.get("properties", {})
    return 1 + sum(key in known for key in value) if isinstance(value, Mapping) else 1


def _unknown(error: ValidationError, path: str) -> Iterator[Finding]:
    known = sorted(error.schema.get("properties", ()))
    patterns = error.schema.get("patternProperties", ())
    for key in error.instance:
        if key in known or any(_fits(pattern, key) for pattern in patterns):
            continue
        near = get_close_matches(key, known, 1, 0.6)
        here = path + pointer([key])
        if near:
            yield Finding("SHP002", here, {"key": key, "near": near[0]})
        else:
            yield Finding("SHP001", here, {"key": key, "allowed": known})


def _missing(error: ValidationError, path: str) -> Iterator[Finding]:
    for key in error.validator_value:
        if key not in error.instance and error.message.startswith(repr(key)):
            yield Finding("SHP003", path, {"key": key})


def _typed(error: ValidationError, path: str) -> Iterator[Finding]:
    yield Finding(
        "SHP004", path, {"expected": error.validator_value, "actual": _type(error.instance)}
    )


def _chosen(error: ValidationError, path: str) -> Iterator[Finding]:
    values = error.validator_value if error.validator == "enum" else [error.validator_value]
    yield Finding("SHP005", path, {"value": error.instance, "allowed": values})


def _written(error: ValidationError, path: str) -> Iterator[Finding]:
    yield Finding("SHP006", path, {"value": error.instance, "hint": error.validator_value})


def _twice(error: ValidationError, path: str) -> Iterator[Finding]:
    yield Finding("SHP008", path)


def _forbidden(error: ValidationError, path: str) -> Iterator[Finding]:
    unwanted = error.validator_value
    if "enum" in unwanted:
        yield Finding("SHP010", path, {"value": error.instance})
        return
    for words in (unwanted, *unwanted.get("anyOf", ())):
        for key in words.get("required", ()):
            if isinstance(error.instance, Mapping) and key in error.instance:
                yield Finding("SHP001", path + pointer([key]), {"key": key, "allowed": ()})


def _together(error: ValidationError, path: str) -> Iterator[Finding]:
    for key, needs in error.validator_value.items():
        absent = [name for name in needs if name not in error.instance]
        if key in error.instance and absent:
            yield Finding("SHP011", path, {"key": key, "needs": absent})


def _of_size(error: ValidationError, path: str) -> Finding:
    value, word = error.instance, str(error.validator)
    actual = value if isinstance(value, int | float) else len(value)
    bound = _BOUNDS[word]
    return Finding(
        "SHP007", path, {"bound": bound, "limit": error.validator_value, "actual": actual}
    )


def _fits(pattern: str, key: str) -> bool:
    return compiled(pattern).search(key) is not None


def _type(value: Any) -> str:
    for name in ("null", "boolean", "integer", "number", "string", "array", "object"):
        if Draft202012Validator.TYPE_CHECKER.is_type(value, name):
            return name
    return type(value).__name__


_TRANSLATED: Final[Mapping[str, Callable[[ValidationError, str], Iterator[Finding]]]] = {
    "additionalProperties": _unknown,
    "required": _missing,
    "type": _typed,
    "enum": _chosen,
    "const": _chosen,
    "pattern": _written,
    "uniqueItems": _twice,
    "not": _forbidden,
    "dependentRequired": _together,
}
