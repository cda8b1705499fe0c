"""Applications under way in the demonstration city, handed in by the verbs."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from unionhall.cases.models import Case

pytestmark = pytest.mark.slow


def test_one_transfer_is_under_way(db):
    """With the definitions published, as `make run` does; the verbs of the city hand it in."""
    call_command("definitions", "publish", stdout=StringIO())
    told = StringIO()
    call_command("demo", stdout=StringIO(), stderr=told)
    assert told.getvalue() == ""
    case = Case.objects.get()
    found = (case.process, case.status, case.stage, case.starter.mobile)
    assert found == ("membership-transfer", "in_progress", "knowledge", "15400000210")
