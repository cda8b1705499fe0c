"""A step as a Django form: reading, judging, drawing."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from tests.forms.making import draft, kitchen_sink, tree
from unionhall.forms.steps import step_form

FAMILY = {"married": True, "spouse": "周", "home": {"region": "790101", "detail": "一号"}}


def bound(step: str, post: str, values=None):
    opened = draft(values)
    return step_form(opened.process, step)(QueryDict(post), draft=opened)


def test_the_class_is_built_once_per_definition_and_step():
    process = kitchen_sink()
    assert step_form(process, "person") is step_form(process, "person")
    assert step_form(process, "person") is not step_form(process, "family")
    with pytest.raises(KeyError):
        step_form(process, "nowhere")


def test_it_is_a_django_form_with_the_controls_as_fields():
    assert list(step_form(kitchen_sink(), "family").base_fields) == [
        "married", "spouse", "home.region", "home.detail", "family", "portrait", "truth",
    ]  # fmt: skip


def test_posted_values_are_nested_normalised_and_cleared_by_none():
    form = bound(
        "family", "married=false&home.detail= 一号 &home.region:0=79&spouse=&_present=truth"
    )
    assert form.posted.values == {
        "married": False,
        "home": {"detail": "一号", "region": "79"},
        "spouse": None,
        "truth": None,
    }


def test_a_missing_name_keeps_the_stored_value():
    form = bound("family", "married=true", {"spouse": "周"})
    assert form.state.values["spouse"] == "周"


def test_unknown_names_are_refused_by_name():
    form = bound("family", "married=true&salary=5&family.0.wage=1&_go=next&csrfmiddlewaretoken=x")
    assert [(p.code, p.path) for p in form.refused] == [
        ("unknown-field", "salary"),
        ("unknown-field", "family.0.wage"),
    ]


def test_a_file_of_another_case_is_refused():
    form = bound("family", "portrait=stolen&_present=portrait")
    assert [(p.code, p.path) for p in form.refused] == [("choice", "portrait")]
    assert form.posted.values == {}


def test_a_region_that_does_not_exist_is_refused():
    form = bound("family", "home.region:0=88")
    assert [(p.code, p.path) for p in form.refused] == [("choice", "home.region")]


def test_all_problems_of_the_step_at_once_each_with_its_link():
    form = bound("family", "married=true&family.0.name=甲&family.0.income=许多&_present=truth")
    assert not form.is_valid()
    assert [(e.path, e.href) for e in form.summary()] == [
        ("family/0/income", "#f-family-0-income"),
        ("spouse", "#f-spouse"),
        ("home.region", "#f-home-region"),
        ("home.detail", "#f-home-detail"),
        ("family/0/relation", "#f-family-0-relation"),
        ("truth", "#f-truth"),
    ]
    page = tree(form.html(form.found))
    assert all(page.get_element_by_id(entry.href[1:]) is not None for entry in form.summary())


def test_hidden_fields_are_neither_required_nor_on_the_page_without_a_script():
    form = bound("family", "married=false")
    assert "spouse" not in [entry.path for entry in form.summary()]
    page = tree(form.html())
    assert page.xpath("//template[@data-field-of='spouse']//input/@name") == ["spouse"]
    assert [
        i for i in page.xpath("//input[@name='spouse']") if not i.xpath("ancestor::template")
    ] == []


def test_a_hidden_value_stays_in_the_draft_and_out_of_the_answers():
    form = bound("family", "married=false&spouse=周")
    assert (form.state.values["spouse"], form.state.answers.get("spouse")) == ("周", None)


def test_read_only_and_computed_values_cannot_be_posted():
    form = bound("person", "handler=forged&half=1&amount=100&unit=u&unit_name=x")
    assert form.posted.values == {"amount": 10000}
    assert form.state.fields["half"].value == 5000
    assert form.refused == ()


def test_what_was_typed_is_shown_again_even_when_it_could_not_be_read():
    page = tree(bound("person", "amount=许多&children=x&story=" + "长" * 600).html())
    assert page.xpath("//input[@name='amount']/@value") == ["许多"]
    assert page.xpath("//input[@name='children']/@value") == ["x"]
    assert page.xpath("//textarea[@name='story']")[0].text.strip() == "长" * 600


def test_a_complete_step_is_valid():
    form = bound(
        "family", "_present=truth&truth=true&family.0.name=甲&family.0.relation=子女", FAMILY
    )
    assert [e.text for e in form.summary()] == []
    assert form.is_valid()
