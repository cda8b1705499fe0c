"""Answers at rest and in clear: values marked `x-sensitive` are sealed inside the JSON.

Everything that is stored passes `sealed...`, everything read for the engine `unsealed...`. What a
page shows is masked later; this is only about the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unionhall.language.model import Form, Process
from unionhall.language.schema import sensitive_paths
from unionhall.people import sealing

Answers = Mapping[str, Any]
Origins = Mapping[str, Mapping[str, Any]]

_paths: dict[tuple[str, str], tuple[str, ...]] = {}
_LINES = "each line"


def paths(process: Process, stage: str = "") -> tuple[str, ...]:
    """Sensitive paths of the form of the process, or of one of its stages."""
    key = (process.digest, stage)
    if key not in _paths:
        form: Form | None = process.stage(stage).form if stage else process.form
        _paths[key] = tuple(sensitive_paths(form.schema)) if form else ()
    return _paths[key]


def sealed(process: Process, answers: Answers, stage: str = "") -> dict[str, Any]:
    return sealing.seal_values(answers, paths(process, stage))


def unsealed(process: Process, answers: Answers, stage: str = "") -> dict[str, Any]:
    """Raises people.sealing.Unreadable when no key opens a value."""
    return sealing.unseal_values(answers, paths(process, stage))


def sealed_origins(process: Process, origins: Origins) -> dict[str, Any]:
    return _of_origins(process, origins, sealing.seal_values)


def unsealed_origins(process: Process, origins: Origins) -> dict[str, dict[str, Any]]:
    return _of_origins(process, origins, sealing.unseal_values)


def sealed_stages(process: Process, stages: Mapping[str, Answers]) -> dict[str, Any]:
    """`stages` by stage key; a stage that a newer revision no longer has stays as it is."""
    return {key: sealed(process, values, _known(process, key)) for key, values in stages.items()}


def unsealed_stages(process: Process, stages: Mapping[str, Answers]) -> dict[str, Any]:
    return {key: unsealed(process, values, _known(process, key)) for key, values in stages.items()}


def _known(process: Process, stage: str) -> str:
    return stage if any(one.key == stage for one in process.stages) else ""


def _of_origins(process: Process, origins: Origins, change: Any) -> dict[str, Any]:
    marked = set(paths(process))
    return {
        path: change(origin, ["value"]) if path in marked else dict(origin)
        for path, origin in origins.items()
    }


def sealed_line(process: Process, values: Answers) -> dict[str, Any]:
    """The values of one line as they are stored."""
    return sealing.seal_values(values, line_paths(process))


def unsealed_line(process: Process, values: Answers) -> dict[str, Any]:
    return sealing.unseal_values(values, line_paths(process))


def line_paths(process: Process) -> tuple[str, ...]:
    """Sensitive paths of the lines of the process."""
    key = (process.digest, _LINES)
    if key not in _paths:
        _paths[key] = tuple(sensitive_paths(process.lines.schema)) if process.lines else ()
    return _paths[key]
