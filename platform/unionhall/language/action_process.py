"""An action on a record as a process: its only stage is the action, its form that of the stage.

So the forms of actions are shown, judged and linted by the rules for the forms of stages. The
expressions know the names of the register.
"""

from __future__ import annotations

from unionhall.language.environment_of_records import environment_of_register
from unionhall.language.model import (
    Form,
    Guide,
    Menu,
    Numbering,
    Process,
    RecordAction,
    Register,
    Stage,
    Subject,
)

NOTHING = Form({"type": "object", "properties": {}}, {})


def action_process(
    register: Register, action: RecordAction | None, form: Form, application: Form = NOTHING
) -> Process:
    """`form` is what the action asks for; without an action it stands for the register's checks.
    `application`: the form of the process itself."""
    key, title = (action.key, action.title) if action else ("", register.title)
    return Process(
        key=register.key,
        title=register.title,
        digest=f"{register.digest}/{key}",
        menu=Menu("", register.title, "", "", 0, ""),
        matter_group=register.matter_group,
        guide=Guide(),
        starters=(),
        subject=Subject("union", "applicant.union"),
        numbering=Numbering("", "all"),
        summary=(),
        exclusive=(),
        facts=register.facts,
        eligibility=(),
        consents=(),
        form=application,
        materials=(),
        stages=(Stage(key or "check", title, "review", (), (), form=form),),
        scenarios=(),
        names=environment_of_register(register, action),
    )
