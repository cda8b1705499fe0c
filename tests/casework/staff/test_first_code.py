"""Set-up: where nobody has a right yet, the command line issues the first code."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories.staff import rights
from unionhall.casework.staff.redeem_code import redeem_code


def test_the_first_administrator_of_the_city_takes_every_right(house):
    said = StringIO()
    call_command("activation_code", stdout=said)
    code = said.getvalue().rpartition(" ")[2].strip()
    redeem_code(code, by=house.city.wu, now=house.now)
    held = {codename for codename, union in rights(house.city.wu)}
    assert {"manage_staff", "manage_union", "view_audit"} <= held
    assert {union for _, union in rights(house.city.wu)} == {house.city.root.name}


def test_one_code_at_a_time_and_only_for_a_union_there_is(house):
    call_command("activation_code", stdout=StringIO())
    with pytest.raises(CommandError, match="作废"):
        call_command("activation_code", stdout=StringIO())
    with pytest.raises(CommandError, match="no such union"):
        call_command("activation_code", union="没有这个工会", stdout=StringIO())
