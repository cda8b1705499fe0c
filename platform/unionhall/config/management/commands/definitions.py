"""`manage.py definitions`: lint, test, diff, publish, show, graph, schema.

Only talks to the person at the terminal: judging is `definitions.library`, publishing is the verb
`casework.publish`. It stands in the top package because publishing also touches permissions.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from unionhall.casework.publish import NotPublishable, publish
from unionhall.config.management.definitions import files, output
from unionhall.definitions import selectors
from unionhall.definitions.models import Revision
from unionhall.definitions.trial import Trial, of_source, with_coverage
from unionhall.language import graph, meta
from unionhall.language.diff import diff
from unionhall.language.model import Process
from unionhall.language.parse import parse_process
from unionhall.people.models import User

KINDS = ("process", "register", "import", "codelist", "text", "pack")


class Command(BaseCommand):
    help = "Check, test, compare and publish definitions."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb, words in (
            ("lint", "say what is wrong with definitions"),
            ("test", "run the scenarios of processes and say what they cover"),
            ("diff", "say what changed since the published revision"),
            ("publish", "make definitions current, all or none"),
        ):
            one = verbs.add_parser(verb, help=words)
            one.add_argument("paths", nargs="*", help="files or folders; all packs when left out")
            one.add_argument("--pack", help="whose the files are, when no pack.json stands above")
            one.add_argument("--language", choices=("zh", "en"), default="zh")
            one.add_argument("--format", choices=("text", "json"), default="text")
            if verb == "lint":
                one.add_argument("--live", action="store_true", help="for the unions there are")
            if verb == "diff":
                one.add_argument("--exit-code", action="store_true", help="exit 1 on any change")
            if verb == "publish":
                one.add_argument("--by", help="account recorded as publisher (default: system)")
        for verb, words in (("show", "print a revision"), ("graph", "draw the chain")):
            one = verbs.add_parser(verb, help=words)
            one.add_argument("key", help="key of a published document, or a file")
            one.add_argument("--revision", type=int)
            if verb == "show":
                one.add_argument("--kind", choices=KINDS, default="process")
            else:
                one.add_argument("--format", choices=("svg", "mermaid"), default="mermaid")
                one.add_argument("--out", type=Path)
        one = verbs.add_parser("schema", help="print the JSON Schema that editors use")
        one.add_argument("kind", choices=(*meta.KINDS, "profile", "uischema"))

    def handle(self, *args: Any, **options: Any) -> None:
        verbs: dict[str, Callable[[dict[str, Any]], None]] = {
            "lint": self.lint,
            "test": self.test,
            "diff": self.diff,
            "publish": self.publish,
            "show": self.show,
            "graph": self.graph,
            "schema": self.schema,
        }
        verbs[options["verb"]](options)

    def lint(self, options: dict[str, Any]) -> None:
        sources = files.chosen(options["paths"], options["pack"])
        judged = with_coverage(files.judged(sources, live=options["live"]))
        if options["format"] == "json":
            self._json(output.findings_json(judged, options["language"]))
        else:
            self._lines(output.findings(judged, options["language"]))
        if not all(one.is_publishable for one in judged):
            sys.exit(1)

    def test(self, options: dict[str, Any]) -> None:
        sources = files.chosen(options["paths"], options["pack"])
        judged = files.judged(sources)
        if not all(one.is_publishable for one in judged):
            self._lines(output.findings(judged, options["language"]))
            sys.exit(1)
        trials = [of_source(source) for source in sources if source.kind == "process"]
        if options["format"] == "json":
            self._json([_trial_json(trial) for trial in trials])
        else:
            for trial in trials:
                self._lines(output.trial(trial, options["language"]))
        if not all(trial.is_complete for trial in trials):
            sys.exit(1)

    def diff(self, options: dict[str, Any]) -> None:
        known = {source.name: source for source in files.published()}
        compared = []
        for source in files.chosen(options["paths"], options["pack"]):
            if source.problem is not None:
                raise CommandError(f"{files.shown(source.path)}: {source.problem.sentence('en')}")
            if not source.is_kept:
                continue
            before = known.get(source.name)
            changes = diff(before.doc if before else None, source.doc)
            compared.append((source.name, changes))
        language = options["language"]
        if options["format"] == "json":
            self._json([output.changes_json(name, found, language) for name, found in compared])
        else:
            for name, found in compared:
                self._lines(output.changes(name, found, language))
        if options["exit_code"] and any(found for _, found in compared):
            sys.exit(1)

    def publish(self, options: dict[str, Any]) -> None:
        language = options["language"]
        sources = files.chosen(options["paths"], options["pack"])
        by = _publisher(options["by"])
        try:
            done = publish(sources, root=files.root(), by=by, now=timezone.now())
        except NotPublishable as refusal:
            self._lines(output.findings(refusal.judged, language))
            for trial in refusal.trials:
                self._lines(output.trial(trial, language))
            self.stderr.write(output.word("refused", language))
            sys.exit(1)
        for one in done:
            moved = "again" if one.stored.is_moved else "current"
            key = "published" if one.stored.is_new else moved
            said = output.word(key, language, number=one.stored.revision.number)
            if key != "current" or options["verbosity"] > 1:
                self.stdout.write(f"{one.source.name}  {said}")
        if not any(one.stored.is_moved for one in done):
            self.stdout.write(output.word("unchanged", language))

    def show(self, options: dict[str, Any]) -> None:
        revision = _revision(options["kind"], options["key"], options["revision"])
        body = selectors.body(revision)
        if isinstance(body, str):
            self.stdout.write(body)
        else:
            self._json(body)

    def graph(self, options: dict[str, Any]) -> None:
        process, rights = _process(options["key"], options["revision"])
        draw = graph.svg if options["format"] == "svg" else graph.mermaid
        picture = draw(process, rights)
        if options["out"] is None:
            self.stdout.write(picture, ending="")
        else:
            options["out"].write_text(picture, encoding="utf-8")

    def schema(self, options: dict[str, Any]) -> None:
        self._json(meta.meta_schema(options["kind"]))

    def _lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)

    def _json(self, value: Any) -> None:
        self.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True))


def _trial_json(trial: Trial) -> dict[str, Any]:
    return {
        "process": trial.process.key,
        "scenarios": [
            {
                "title": result.title,
                "passed": result.passed,
                "failures": [
                    {
                        "step": one.step,
                        "what": one.what,
                        "expected": str(one.expected),
                        "actual": str(one.actual),
                    }
                    for one in result.failures
                ],
            }
            for result in trial.results
        ],
        "missing": list(trial.coverage.missing),
    }


def _publisher(username: str | None) -> User:
    if username is None:
        system: User = User.objects.system()
        return system
    found = User.objects.filter(username=username).first()
    if found is None:
        raise CommandError(f"no account {username!r}")
    return found


def _revision(kind: str, key: str, number: int | None) -> Revision:
    try:
        if number is None:
            return selectors.current(kind, key)
        return selectors.numbered(kind, key, number)
    except selectors.NotPublished as error:
        raise CommandError(f"not published: {error}") from error


def _process(key: str, number: int | None) -> tuple[Process, dict[str, str]]:
    """A process by file or by key, and what its rights are called."""
    if Path(key).is_file():
        source = files.chosen([key])[0]
        judged = files.judged([source])[0]
        if source.kind != "process" or not judged.is_publishable:
            raise CommandError(f"{key} is no sound process; see `definitions lint`")
        process = parse_process(source.doc, digest=source.digest)
    else:
        process = selectors.process_of(_revision("process", key, number))
    group = selectors.matter_groups().get(process.matter_group)
    return process, dict(group.permissions) if group else {}
