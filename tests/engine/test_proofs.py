"""A value that has to be proven is refused at its step and at the submission until it is."""

from __future__ import annotations

import pytest

from tests.engine.small import control, form, process, text, wizard, world
from unionhall.engine.state import resolve
from unionhall.engine.validation import problems

MOBILE = "15400000001"
PROVED = text("手机号码", format="cn-mobile") | {"x-verify": "sms"}
WITH_STEPS = process(
    form=form(
        {"a": text("甲"), "mobile": PROVED},
        layout=wizard(
            one=control("a"), two=control("mobile", show="!has_value(form.a) || form.a == 'x'")
        ),
    )
)


def codes(values, mode="submit", step=None, process=WITH_STEPS, **proofs):
    known = world(proofs=proofs)
    state = resolve(process, process.form, values, known)
    found = problems(process, process.form, state, known, mode=mode, step=step)
    return [(one.code, one.path) for one in found]


def test_unproven_is_said_at_the_step_and_at_the_submission_not_while_typing():
    values = {"mobile": MOBILE}
    assert codes(values) == [("not-verified", "mobile")]
    assert codes(values, "step", "two") == [("not-verified", "mobile")]
    assert codes(values, "step", "one") == []
    assert codes(values, "draft") == []


@pytest.mark.parametrize(
    ("proof", "expected"),
    [(True, []), (MOBILE, []), (False, ["not-verified"]), ("15400000002", ["not-verified"])],
)
def test_a_proof_is_of_exactly_this_value(proof, expected):
    assert [code for code, _ in codes({"mobile": MOBILE}, mobile=proof)] == expected


def test_nothing_typed_needs_no_proof():
    assert codes({}) == []


def test_what_is_hidden_needs_no_proof():
    assert codes({"a": "y", "mobile": MOBILE}) == []


def test_one_problem_of_a_field_at_a_time():
    """A number that is none is told first."""
    assert codes({"mobile": "15"}) == [("format", "mobile")]


def test_it_blocks():
    known = world()
    state = resolve(WITH_STEPS, WITH_STEPS.form, {"mobile": MOBILE}, known)
    (problem,) = problems(WITH_STEPS, WITH_STEPS.form, state, known, mode="submit")
    assert problem.is_blocking
    assert problem.params == {"title": "手机号码"}
