"""The form renderer: the design system's markup, every field bound to its label, hint and error."""

from __future__ import annotations

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string

from fcms.web.examples import ExampleForm


class Visit(forms.Form):
    visited_on = forms.DateField(label="Date of the visit", help_text="In the office's own time.")
    at = forms.DateTimeField(initial="2026-11-20 10:15:00", required=False)
    outcome = forms.ChoiceField(choices=[("A", "Moved"), ("B", "Absent")], widget=forms.RadioSelect)
    late = forms.BooleanField(label="Entered late", required=False)
    zip = forms.CharField(max_length=5, required=False)


def html_of(form: forms.Form, field: str) -> str:
    return Template("{{ field.as_field_group }}").render(Context({"field": form[field]}))


def test_a_label_names_its_field_and_the_hint_describes_it():
    html = html_of(Visit(), "visited_on")
    assert '<label class="usa-label" for="id_visited_on">' in html
    assert 'aria-describedby="id_visited_on_helptext"' in html
    assert '<div class="usa-hint" id="id_visited_on_helptext">' in html


def test_an_error_is_bound_to_its_field_and_marks_it():
    html = html_of(Visit({"visited_on": "soon"}), "visited_on")
    assert 'aria-describedby="id_visited_on_helptext id_visited_on_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_visited_on_error"' in html
    assert "usa-form-group--error" in html
    assert "usa-input--error" in html


def test_a_date_is_entered_in_the_browser_s_own_date_field():
    assert 'type="date"' in html_of(Visit(), "visited_on")
    html = html_of(Visit(), "at")
    assert 'type="datetime-local"' in html
    assert 'value="2026-11-20T10:15"' in html


def test_choices_stand_in_a_fieldset_under_their_legend_with_the_error_described():
    html = html_of(Visit({"outcome": "Z"}), "outcome")
    assert '<fieldset class="usa-fieldset" aria-describedby="id_outcome_error">' in html
    assert "<legend" in html
    assert html.count('class="usa-radio__input"') == 2
    assert '<label class="usa-radio__label" for="id_outcome_0">Moved</label>' in html


def test_a_single_checkbox_stands_before_its_label():
    html = html_of(Visit(), "late")
    assert html.index("usa-checkbox__input") < html.index('<label class="usa-checkbox__label" for="id_late">')


def test_the_length_of_a_field_shows_in_its_width():
    assert "usa-input--xs" in html_of(Visit(), "zip")


def test_a_required_field_says_so_in_a_word_and_a_mark():
    assert '<abbr title="required"' in html_of(Visit(), "visited_on")
    assert "<abbr" not in html_of(Visit(), "zip")


def test_the_summary_links_each_error_to_its_field():
    html = str(Visit({"visited_on": "soon"}))
    assert "2 things to correct" in html
    assert 'href="#id_visited_on"' in html
    assert 'href="#id_outcome_0"' in html


def test_an_error_of_the_whole_form_stands_in_the_summary_once():
    form = Visit({"visited_on": "2026-11-20", "outcome": "A"})
    form.add_error(None, "The lead was closed meanwhile.")
    assert str(form).count("The lead was closed meanwhile.") == 1


@pytest.mark.parametrize("data", [None, {}, {"subject": "x", "verified": "RECORD"}])
def test_every_kind_of_field_renders_without_an_undefined_value(data):
    html = str(ExampleForm(data)) + render_to_string(
        "web/components/error_summary.html", {"form": ExampleForm(data)}
    )
    assert "UNDEFINED" not in html
    assert "style=" not in html
