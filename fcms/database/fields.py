"""Columns of our own: a date of which only the year or the month may be known."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from fcms.lib import dates


def check_partial_date(value: str) -> None:
    """Raise a `ValidationError` with the sentence to show unless `value` is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`."""
    try:
        dates.parse_partial(value)
    except ValueError as problem:
        raise ValidationError(str(problem)) from None


class PartialDateFormField(forms.CharField):
    """A text field that takes `1971`, `1971-03` or `1971-03-04`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Year, year-month or full date: 1971, 1971-03 or 1971-03-04.")
        super().__init__(**{**kwargs, "max_length": 10})
        self.validators.append(check_partial_date)


class PartialDateField(models.CharField):
    """Text holding `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; empty is unknown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return PartialDateFormField(
            required=not self.blank,
            label=(self.verbose_name or self.name).capitalize(),
            **{key: value for key, value in kwargs.items() if key in {"help_text", "label", "required"}},
        )
