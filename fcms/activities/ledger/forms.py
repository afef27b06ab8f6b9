"""What is asked when an address is marked, and when a mark is lifted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from . import policy, rules

WORDS = "Only what explains the mark, such as the number of an order. Name nobody: no resident, no neighbour."


class AtAddress(forms.Form):
    """What is recorded on a case says at which of its addresses it was; on a lead that is the lead's own."""

    place = forms.ChoiceField(label="At which address?", required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, places: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        """Offer `places` (code, address), where there are any to choose from."""
        super().__init__(*args, **kwargs)
        self.offered = places or []
        if places:
            self.fields["place"].choices = [*places, *self.besides()]  # type: ignore[attr-defined]
        else:
            del self.fields["place"]

    def besides(self) -> list[tuple[str, str]]:
        """What else can be chosen."""
        return [(rules.ELSEWHERE_CODE, "At another place, written below")]

    def place_or_words(self, words: str) -> None:
        """Ask for the place in words where none of the addresses was chosen."""
        chosen = self.cleaned_data.get("place", "")
        if not self.cleaned_data.get("location") and chosen in ("", rules.ELSEWHERE_CODE):
            self.add_error("location" if chosen or not self.offered else "place", words)


class MarkForm(forms.Form):
    """Why an address is to be left alone, until when, and for whom where the reason is about one subject."""

    place = forms.ChoiceField(label="Which address?", widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label="Why is it to be left alone?",
        widget=forms.RadioSelect,
        error_messages={"required": rules.SAY_REASON},
    )
    case = forms.ChoiceField(
        label="Whose case is it about?",
        required=False,
        help_text="Only for a reason that is about one subject.",
    )
    until = forms.DateField(
        label="Until", required=False, help_text="Left empty, as long as is usual for the reason."
    )
    words = forms.CharField(label="In words", required=False, max_length=300, help_text=WORDS)

    def __init__(
        self,
        *args: Any,
        today: date,
        places: list[tuple[str, str]] | None = None,
        cases: list[tuple[str, str]] | None = None,
        about_one: bool = False,
        **kwargs: Any,
    ) -> None:
        """Offer the `places` and `cases` there are to choose from; `about_one` where the subject is known already."""
        super().__init__(*args, **kwargs)
        self.today, self.about_one = today, about_one
        reasons = [one for one in policy.table().by_hand if one.everybody or about_one or cases]
        self.fields["reason"].choices = [(one.code, _told(one)) for one in reasons]  # type: ignore[attr-defined]
        for name, choices in (("place", places), ("case", cases)):
            if choices:
                first = [("", "Choose")] if name == "case" else []
                self.fields[name].choices = [*first, *choices]  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Fill in the usual end, and put the rules' sentences beside the fields they are about."""
        given = super().clean() or {}
        reason = policy.table().reasons.get(given.get("reason", ""))
        if reason is None:
            return given
        if not given.get("until") and "until" not in self.errors:
            given["until"] = self.today + timedelta(days=reason.days)
        if until := given.get("until"):
            verdict = rules.ends_in_time(until, today=self.today, most=reason.most)
            if not verdict:
                self.add_error("until", verdict.sentence)
        if "case" in self.fields and not reason.everybody and not given.get("case"):
            self.add_error("case", "This reason is about one subject. Choose whose case it is.")
        return given


def _told(reason: policy.Reason) -> str:
    whom = "for everybody" if reason.everybody else "for one subject"
    return f"{reason.label} ({whom}, usually {reason.days} days)"


class LiftForm(forms.Form):
    """Why a mark no longer holds."""

    reason = forms.CharField(
        label="Why does it no longer hold?",
        max_length=200,
        help_text="The reason stays in the ledger. Name nobody.",
        error_messages={"required": rules.SAY_LIFT},
    )
