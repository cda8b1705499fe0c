"""What a story touches of the lines of a case: conditions asked of each, effects done for each."""

from __future__ import annotations

from collections.abc import Sequence

from unionhall.engine.coverage_marks import Condition, line_conditions
from unionhall.engine.many import Item, LineAsking
from unionhall.engine.names import FAILURES, Names
from unionhall.engine.story import Story
from unionhall.engine.story_lines import StoryLine
from unionhall.language.model import Process, Stage


class LineObserver:
    def __init__(self, process: Process) -> None:
        self.process = process
        self.seen: set[str] = set()
        self._conditions = tuple(line_conditions(process))

    def look(self, story: Story, names: Names) -> None:
        """The checks of every line, as a submission asks them."""
        if not self._conditions:
            return
        asking = LineAsking(self.process, names.answers, names.world)
        for item in story.lines.items(asking, story.lines.lines, story.asked):
            for condition in self._conditions:
                if condition.guard and self._ask(asking, condition.guard, item) is not True:
                    continue
                self._note(condition, self._ask(asking, condition.source, item))

    def effect(
        self,
        stage: Stage,
        moment: str,
        index: int,
        story: Story,
        names: Names,
        lines: Sequence[StoryLine] | None,
    ) -> None:
        """One effect per line: done where it held for any of them."""
        effect = stage.effects[moment][index]
        asking = LineAsking(self.process, names.answers, names.world)
        about = story.lines.standing if lines is None else lines
        for item in story.lines.items(asking, about, story.asked):
            held = True
            if effect.when is not None:
                value = self._ask(asking, effect.when, item)
                self._note(Condition(f"condition:effect/{stage.key}/{moment}/{index}", ""), value)
                held = value is True
            if held:
                self.seen.add(f"effect:{stage.key}.{moment}.{index}")

    def _ask(self, asking: LineAsking, source: str, item: Item) -> object:
        try:
            return asking.ask(source, item)
        except FAILURES:
            return None

    def _note(self, condition: Condition, value: object) -> None:
        if isinstance(value, bool):
            self.seen.add(f"{condition.mark}={str(value).lower()}")
