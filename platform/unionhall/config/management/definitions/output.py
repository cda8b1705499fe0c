"""What the command says: findings, results, changes, as text in two languages or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from unionhall.config.management.definitions.files import shown
from unionhall.definitions.library import Judged
from unionhall.definitions.trial import Trial
from unionhall.engine.scenarios import Failure
from unionhall.language.diff import Change

Language = Literal["zh", "en"]

WORDS: dict[str, tuple[str, str]] = {
    "error": ("错误", "error"),
    "warning": ("提醒", "warning"),
    "sound": (
        "{files} 个文件，没有错误，{warnings} 条提醒。",
        "{files} files, no errors, {warnings} warnings.",
    ),
    "unsound": (
        "{files} 个文件，{errors} 处错误，{warnings} 条提醒。",
        "{files} files, {errors} errors, {warnings} warnings.",
    ),
    "passed": ("通过", "passed"),
    "failed": ("未通过", "failed"),
    "step": ("第 {step} 步", "step {step}"),
    "story": ("整个情景", "the whole story"),
    "expected": ("应为 {expected}，实为 {actual}", "expected {expected}, got {actual}"),
    "coverage": ("覆盖", "coverage"),
    "stages": ("环节", "stages"),
    "actions": ("操作", "actions"),
    "conditions": ("条件", "conditions"),
    "effects": ("登记", "effects"),
    "notices": ("通知", "notices"),
    "missing": ("未覆盖：{marks}", "not covered: {marks}"),
    "no-scenarios": ("没有测试情景", "no scenarios"),
    "unchanged": ("没有变化", "no change"),
    "published": ("已发布第 {number} 版", "published as revision {number}"),
    "current": ("已是当前版本（第 {number} 版）", "is current already (revision {number})"),
    "again": ("改回第 {number} 版", "revision {number} is current again"),
    "refused": ("没有发布任何文件。", "Nothing was published."),
}
PARTS = ("stages", "actions", "conditions", "effects", "notices")


def word(key: str, language: Language, **params: Any) -> str:
    return WORDS[key][0 if language == "zh" else 1].format(**params)


def findings(judged: Iterable[Judged], language: Language) -> Iterator[str]:
    """`file: path: CODE level: sentence`, one line each, then the sum."""
    files = errors = warnings = 0
    for one in judged:
        files += 1
        for finding in one.findings:
            errors += finding.level == "error"
            warnings += finding.level == "warning"
            place = f"{shown(one.source.path)}: {finding.path or '/'}"
            level = word(finding.level, language)
            yield f"{place}: {finding.code} {level}: {finding.sentence(language)}"
    key = "unsound" if errors else "sound"
    yield word(key, language, files=files, errors=errors, warnings=warnings)


def findings_json(judged: Iterable[Judged], language: Language) -> list[dict[str, Any]]:
    """The same for programs."""
    return [
        {
            "file": shown(one.source.path),
            "kind": one.source.kind,
            "key": one.source.key,
            "findings": [
                {
                    "code": finding.code,
                    "level": finding.level,
                    "path": finding.path,
                    "params": {name: str(value) for name, value in finding.params.items()},
                    "sentence": finding.sentence(language),
                }
                for finding in one.findings
            ],
        }
        for one in judged
    ]


def trial(one: Trial, language: Language) -> Iterator[str]:
    """Each scenario, what failed in it, and the coverage of all."""
    yield f"{one.process.key} · {one.process.title}"
    if not one.results:
        yield f"  {word('no-scenarios', language)}"
    for result in one.results:
        yield f"  {word('passed' if result.passed else 'failed', language)}  {result.title}"
        for failure in result.failures:
            yield f"      {_failure(failure, language)}"
    shares = []
    for part in PARTS:
        share = getattr(one.coverage, part)
        done = share.total - len(share.missing)
        shares.append(f"{word(part, language)} {done}/{share.total}")
    yield f"  {word('coverage', language)}  " + "  ".join(shares)
    if one.coverage.missing:
        yield f"  {word('missing', language, marks=', '.join(one.coverage.missing))}"


def _failure(failure: Failure, language: Language) -> str:
    where = "story" if failure.step is None else "step"
    place = word(where, language, step=(failure.step or 0) + 1)
    said = word("expected", language, expected=failure.expected, actual=failure.actual)
    return f"{place} · {failure.what}: {said}"


def changes(name: str, all_: Sequence[Change], language: Language) -> Iterator[str]:
    """One document: its changes by meaning, each with its class."""
    yield name
    if not all_:
        yield f"  {word('unchanged', language)}"
    for change in all_:
        yield f"  [{change.klass}] {change.sentence(language)}  {change.path}"


def changes_json(name: str, all_: Sequence[Change], language: Language) -> dict[str, Any]:
    """The same for programs."""
    return {
        "document": name,
        "changes": [
            {
                "kind": change.kind,
                "path": change.path,
                "class": change.klass,
                "before": change.before,
                "after": change.after,
                "sentence": change.sentence(language),
            }
            for change in all_
        ],
    }
