"""What is asked when a claim to citizenship is raised, advised on and decided."""

from __future__ import annotations

from typing import Any

from django import forms

from fcms.lib.claims import indicia

from . import rules
from .lifecycle import OPEN, Outcome, Trigger

ADVICE = {
    Outcome.CITIZEN: "A citizen: the evidence is conclusive",
    Outcome.PROBATIVE: "Some evidence, which is not conclusive: the hold stays",
    Outcome.NONE: "No evidence of citizenship",
}
DECISION = {
    Outcome.CITIZEN: "A citizen: the live case closes, and earlier recipients are to be told",
    Outcome.PROBATIVE: "Some evidence, not conclusive: the hold stays, and it goes back to counsel",
    Outcome.NONE: "No evidence of citizenship: the hold ends",
}


def text(label: str, say: str, help_text: str = "", *, required: bool = True) -> forms.CharField:
    """A text with the rule's own sentence for when it is missing."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=4000,
        required=required,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": say},
    )


def one_of(label: str, choices: dict[Outcome, str]) -> forms.ChoiceField:
    """One of the three outcomes."""
    return forms.ChoiceField(
        label=label,
        choices=[(one.value, words) for one, words in choices.items()],
        widget=forms.RadioSelect,
        error_messages={"required": rules.SAY_OUTCOME},
    )


class RaiseForm(forms.Form):
    """Why nobody may act on this person from now on."""

    trigger = forms.ChoiceField(
        label="What is it?",
        choices=[
            (Trigger.CLAIM, "The person or somebody else says so"),
            (Trigger.INDICIA, "Something points to it"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether somebody claims it, or something points to it."},
    )
    indicia = forms.MultipleChoiceField(
        label="What points to it", required=False, widget=forms.CheckboxSelectMultiple
    )
    note = text(
        "What was said or seen",
        rules.SAY_CLAIM,
        "Who said it, when and in which words; which document was shown. Name nobody who is not the subject.",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what policy lists."""
        super().__init__(*args, **kwargs)
        self.fields["indicia"].choices = list(indicia().items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask the rule whether this is enough."""
        given = super().clean() or {}
        verdict = rules.says_why(given.get("trigger"), given.get("indicia", ()), given.get("note", ""))
        if not verdict:
            self.add_error("note" if verdict.sentence == rules.SAY_CLAIM else "indicia", verdict.sentence)
        return given


class AskForm(forms.Form):
    """What counsel should know."""

    note = text(
        "What counsel should look at",
        "",
        "The question, and where the documents are. Who asked and when is kept by itself.",
        required=False,
    )


class AdviseForm(forms.Form):
    """Counsel's advice."""

    advises = one_of("What do you advise?", ADVICE)
    advice = text("What the advice rests on", rules.SAY_ADVICE)


class DecideForm(forms.Form):
    """The decision, one of three, and why."""

    outcome = one_of("What do you decide?", DECISION)
    reason = text("Why", rules.SAY_REASON)


class TakeBackForm(forms.Form):
    """Why the decision was wrong."""

    reason = text("What showed that the decision was wrong", rules.SAY_TAKE_BACK)


class Filters(forms.Form):
    """What the list of claims is narrowed by."""

    status = forms.ChoiceField(
        required=False,
        label="Waits for",
        choices=[
            ("", "Anything"),
            *zip(
                [one.value for one in OPEN],
                ("Counsel to be asked", "Counsel's advice", "A supervisor's decision"),
                strict=True,
            ),
        ],
    )

    @property
    def chosen(self) -> str:
        """The status that was chosen, "" for any."""
        self.is_valid()
        return str(self.cleaned_data.get("status", ""))
