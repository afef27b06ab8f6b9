"""Every table that points at a person is known to retention, so that nothing of somebody stays behind unseen."""

from __future__ import annotations

from collections.abc import Iterator

from django.core import checks
from django.db.models import PROTECT, RESTRICT, ForeignKey, Model

from fcms.accounts.models import User
from fcms.pia.classification import every_field_is_classified, models_of_fcms
from fcms.subjects.models import Subject

WITH_THE_SUBJECT = "goes with the subject"
GOES: dict[str, str] = {
    **dict.fromkeys(
        (
            "subjects.ANumber.subject",
            "subjects.Alias.subject",
            "subjects.Address.subject",
            "subjects.Identifier.subject",
            "subjects.RemovalCharge.subject",
            "subjects.Apprehension.subject",
            "subjects.Conviction.subject",
            "subjects.Photograph.subject",
            "subjects.Statement.subject",
            "subjects.NameKeys.subject",
            "exchange.Match.subject",
            "exchange.StandingFinding.subject",
            "exchange.StandingFinding.other",
            "subjects.Conflict.subject",
            "subjects.GangReview.subject",
            "subjects.Merge.kept",
            "subjects.Merge.other",
            "cases.CitizenshipClaim.subject",
            "cases.Clearance.subject",
        ),
        WITH_THE_SUBJECT,
    ),
    "subjects.Subject.merged_into": "two subjects who are one person go together, with the last of their cases",
    "cases.Case.subject": "carries the clock, which its end starts; the subject goes with the last of its cases",
    "exchange.BatchToken.subject": WITH_THE_SUBJECT,
    "activities.DoNotReturn.subject": WITH_THE_SUBJECT,
    "leads.Lead.subject": "goes with the case; a lead on nobody goes by its own age",
}
"""Every key to a person, and what becomes of its row when that person's record is destroyed (the schedule of PIA 3.2).

The engine that reads this from declarations comes with the schedule; until then this list is what it must cover.
"""


def keys_to(person: type[Model]) -> Iterator[str]:
    """Every column that points at a person, as app.Model.field."""
    for model in models_of_fcms():
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey) and issubclass(field.related_model, person):
                yield f"{model._meta.label}.{field.name}"


def test_every_key_to_a_subject_is_named_for_retention():
    assert set(keys_to(Subject)) == GOES.keys()


def test_only_what_belongs_to_the_subject_goes_with_it():
    """A record goes by the schedule, not because something that it points to went."""
    cascading = {
        f"{model._meta.label}.{field.name}"
        for model in models_of_fcms()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
        and issubclass(field.related_model, Subject | User)
        and field.remote_field.on_delete not in (PROTECT, RESTRICT)
    }
    assert cascading <= {key for key, what in GOES.items() if what == WITH_THE_SUBJECT}


def test_every_field_is_classified_whenever_the_program_starts():
    registered = checks.registry.registry.get_checks()
    assert every_field_is_classified in registered
    assert every_field_is_classified() == []
