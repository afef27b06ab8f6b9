"""The fields of the form that a reason or a step needs, as policy names them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from . import rules
from .needs import LONGEST, Field, need_of

PREFIX = "evidence_"


class WithEvidence(forms.Form):
    """A form of a step that asks what the step rests on, before anything else that is said of it."""

    needs = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = need_of(self.need)
        others = list(self.fields)
        for field in self.asked:
            self.fields[PREFIX + field.name] = _asking(field)
        last = [name for name in others if name == "note"]
        self.order_fields([name for name in self.fields if name not in last] + last)

    @property
    def need(self) -> str:
        """The code of what policy asks for."""
        return self.needs

    def clean(self) -> dict[str, Any]:
        """Hand what was given on as `evidence`, and say of a day to come that it is none."""
        given = super().clean() or {}
        evidence = {field.name: given.pop(PREFIX + field.name, None) for field in self.asked}
        if not self.errors:
            verdict = rules.may_rest_on(self.asked, evidence, today=timezone.localdate())
            if not verdict:
                self.add_error(None, verdict.sentence)
        return {**given, "evidence": evidence}


def _asking(field: Field) -> forms.Field:
    said: dict[str, Any] = {
        "label": field.label,
        "required": not field.optional,
        "help_text": field.missing,
        "error_messages": {"required": field.missing},
    }
    if field.kind == "choice":
        return forms.ChoiceField(choices=[("", "Choose"), *field.choices.items()], **said)
    if field.kind == "date":
        return forms.DateField(**said)
    return forms.CharField(max_length=LONGEST, **said)
