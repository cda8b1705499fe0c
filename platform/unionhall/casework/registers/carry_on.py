"""The worker's part of an action on many records: one by one, going on where it was stopped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from unionhall.casework.refusals import NotYours, Refused
from unionhall.casework.registers.act_on_many import Done, bulk_action, do_one
from unionhall.casework.registers.acting import asked
from unionhall.casework.registers.selection import register_of
from unionhall.jobs.handlers import Beat, GiveUp
from unionhall.jobs.models import Job
from unionhall.people import sealing

STEP = 20


def carry_on(job: Job, beat: Beat) -> Mapping[str, Any]:
    """Handler of jobs of kind `register-action`: what he may is asked again for each record."""
    told = json.loads(sealing.unseal_values(job.values, ["wish"])["wish"])
    keys, result = job.values["keys"], Done()
    try:
        register = register_of(job.values["register"])
        action = bulk_action(register, job.values["action"], job.by)
        wish = asked(register, action, told["answers"], told["reason"], job.by, timezone.now())
    except NotYours as gone:
        raise GiveUp("not-found") from gone
    except Refused as no:
        raise GiveUp(no.code) from no
    for number, key in enumerate(keys):
        # the key of this very step: a job that is taken up again does nothing twice
        do_one(wish, key, f"{job.key}:{number}", result)
        if number % STEP == STEP - 1:
            beat.progress(number + 1, len(keys))
    return {
        "register": register.key,
        "action": action.key,
        "done": result.done,
        "refused": result.refused_count,
        "told": [list(one) for one in result.refused],
    }
