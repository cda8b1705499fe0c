"""Whose jobs are whose: one's own, those of the unions one works for, all for the city's people."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from permissions import gate
from unionhall.casework.messaging.watching import may_watch
from unionhall.casework.refusals import NotYours
from unionhall.jobs import selectors
from unionhall.jobs.models import Job
from unionhall.people.models import User


def visible(user: User) -> QuerySet[Job]:
    """One's own and those of the unions one holds a right on, newest first; watchers see all."""
    found = selectors.newest()
    if may_watch(user):
        return found
    unions = [union.pk for union in gate.of(user).unions]
    return found.filter(Q(by=user) | Q(union_id__in=unions))


def may_steer(user: User, job: Job) -> bool:
    """Cancel and repeat: whoever asked for it, and who watches over the platform."""
    return job.by_id == user.pk or may_watch(user)


def steered(job_key: str, user: User) -> Job:
    """The job, to be cancelled or repeated by this user. Raises NotYours."""
    job = selectors.job(job_key)
    if job is None or not may_steer(user, job):
        raise NotYours
    return job
