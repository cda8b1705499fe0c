"""Whatever is posted: no error, nothing hidden counts, nothing unknown is kept."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.forms.making import draft
from unionhall.forms.layout import plan
from unionhall.forms.state_call import step_state
from unionhall.forms.steps import step_form

PROCESS = draft().process
STEPS = ("person", "family")
NAMES = [c.path for s in plan(PROCESS).steps for c in s.controls] + [
    "family.0.name", "family.0.income", "family.1.works", "family.99.born_on", "family.x.name",
    "family.0.", "family..", "home.region:0", "home.region:1", "home.region:1:of", "_present", "_go",
    "portrait:upload", "home", "", ".", "__class__", "csrfmiddlewaretoken",
]  # fmt: skip
TYPED = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "true",
            "false",
            "illness",
            "1,234.50",
            "2026年3月5日",
            "79",
            "7901",
            "\x00",
            "9" * 400,
            "family",
        ]
    ),
)
POSTS = st.lists(
    st.tuples(st.one_of(st.sampled_from(NAMES), st.text(max_size=8)), TYPED), max_size=12
)


def query(pairs) -> QueryDict:
    clean = [(n.encode("utf-8", "ignore"), v.encode("utf-8", "ignore")) for n, v in pairs]
    return QueryDict(urlencode(clean))


@settings(max_examples=150, deadline=None)
@given(pairs=POSTS, step=st.sampled_from(STEPS))
def test_a_random_post_is_read_judged_and_drawn(pairs, step):
    opened = draft({"married": True, "spouse": "周"})
    form = step_form(PROCESS, step)(query(pairs), draft=opened)
    form.is_valid()
    assert form.html(form.found).startswith("<")
    known = set(PROCESS.form.schema["properties"])
    assert set(form.state.values) <= known
    hidden = {p for p, f in form.state.fields.items() if not f.visible}
    assert {path for path in hidden if path in form.state.answers} == set()


@settings(max_examples=60, deadline=None)
@given(pairs=POSTS, step=st.sampled_from(STEPS))
def test_the_state_call_answers_any_post_with_json(pairs, step):
    answer = step_state(draft(), step, query(pairs))
    shown = json.loads(json.dumps(answer))
    assert set(shown["fields"]) == {c.path for c in plan(PROCESS).step(step).controls}
