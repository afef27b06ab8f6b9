"""The shape of what a reviewer sends."""

from __future__ import annotations

from typing import Any

from django import forms

from . import sources
from .lifecycle import Decision, RowState
from .queries import Cell


class UploadForm(forms.Form):
    """An extract: its kind and its file."""

    kind = forms.ChoiceField(label="Kind of extract")
    file = forms.FileField(
        help_text="A bundle (ZIP with manifest.json) or, where the kind has one file, its CSV."
    )
    producer = forms.CharField(
        max_length=80,
        required=False,
        help_text="Who sent it, where no manifest says so: State DOC, for example.",
    )
    as_of = forms.DateField(
        required=False,
        label="As of",
        help_text="The day it speaks of, where no manifest says so. Today if left empty.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.code, kind.name) for kind in sources.KINDS.values()]  # type: ignore[attr-defined]


class RowFilter(forms.Form):
    """Which rows of an intake to show."""

    state = forms.ChoiceField(required=False, choices=[("", "All states"), *RowState.choices])
    decision = forms.ChoiceField(
        required=False,
        choices=[("", "Any decision"), ("WAITING", "Waiting"), *[c for c in Decision.choices if c[0]]],
    )
    rule = forms.ChoiceField(required=False)
    effect = forms.ChoiceField(required=False, label="Would change")
    file = forms.ChoiceField(required=False)

    def __init__(
        self, *args: Any, broken: list[str], files: list[str], effects: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [("", "Any rule"), *[(rule, rule) for rule in broken]]  # type: ignore[attr-defined]
        self.fields["file"].choices = [("", "All files"), *[(name, name) for name in files]]  # type: ignore[attr-defined]
        self.fields["effect"].choices = [("", "Whatever it changes"), *effects]  # type: ignore[attr-defined]
        if len(files) < 2:
            del self.fields["file"]
        if not effects:
            del self.fields["effect"]

    def chosen(self) -> dict[str, str]:
        """The filters that hold; a value that is not in its list counts as none."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class RowForm(forms.Form):
    """The cells of a row, to correct. A masked cell that is left alone keeps its value."""

    def __init__(self, *args: Any, cells: list[Cell], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for cell in cells:
            long = len(cell.value) > 80 or cell.column == "notes"
            self.fields[cell.column] = forms.CharField(
                required=False,
                max_length=5000,
                label=cell.column.replace("_", " ").capitalize(),
                initial="" if cell.sealed else cell.value,
                help_text="Kept sealed. Leave it empty to keep the value."
                if cell.sealed and cell.value
                else "",
                widget=forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput(),
            )

    def changed(self, cells: list[Cell]) -> dict[str, str]:
        """The cells that were changed, as text."""
        return {
            cell.column: self.cleaned_data[cell.column]
            for cell in cells
            if (
                self.cleaned_data[cell.column]
                if cell.sealed
                else self.cleaned_data[cell.column] != cell.value
            )
        }


class RejectForm(forms.Form):
    """Why rows, or a whole extract, are not taken."""

    reason = forms.CharField(max_length=300)
