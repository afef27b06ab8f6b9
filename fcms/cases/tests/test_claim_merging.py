"""What holds on one of two subjects holds on the one they become, and on both again when they are separated."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from fcms.cases import holds
from fcms.cases.claims import actions
from fcms.cases.claims.queries import open_claims
from fcms.cases.clearances import actions as clearances
from fcms.cases.clearances.queries import in_force
from fcms.cases.models import Case
from fcms.lib.verdict import Refused
from fcms.subjects.merging import actions as merging
from fcms.subjects.models import Subject
from fcms.subjects.tests.make import make_officer, make_subject

from .make import make_case

pytestmark = pytest.mark.django_db


def claim(subject: Subject) -> Any:
    return actions.raise_claim(subject, by=make_officer("DAL"), trigger="CLAIM", note="Says so.")


def merged(kept: Subject, other: Subject) -> Any:
    return merging.merge(kept, other, by=make_officer("HQ", "hq_supervisor"), reason="One person.")


def separated(merge: Any) -> None:
    merging.unmerge(merge, by=make_officer("HQ", "hq_supervisor"), reason="They are two.")


def citizen(case: Case) -> None:
    found = actions.ask_counsel(claim(case.subject), by=make_officer("DAL"))
    found = actions.advise(found, by=make_officer("HQ", "counsel"), advises="CITIZEN", advice="Born here.")
    actions.decide(found, by=make_officer("DAL", "director"), outcome="CITIZEN", reason="Born here.")


def test_an_open_claim_holds_on_the_one_that_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, other = make_case().subject, make_subject()
    raised = claim(other)
    told: list[tuple[str, int]] = []
    monkeypatch.setattr(holds, "RAISED", [lambda subject, *_: told.append(("raised", subject))])
    monkeypatch.setattr(holds, "LIFTED", [lambda subject, *_: told.append(("lifted", subject))])
    merge = merged(kept, other)
    assert open_claims([kept.pk, other.pk]) == {kept.pk: raised}
    assert told == [("raised", kept.pk)]
    separated(merge)
    assert open_claims([kept.pk, other.pk]) == {other.pk: raised}
    assert told[-1] == ("lifted", kept.pk)


def test_of_two_open_claims_one_goes_on_and_both_hold_again_afterwards() -> None:
    kept, other = make_case().subject, make_subject()
    mine, theirs = claim(kept), claim(other)
    merge = merged(kept, other)
    assert open_claims([kept.pk, other.pk]) == {kept.pk: mine}
    separated(merge)
    assert open_claims([kept.pk, other.pk]) == {kept.pk: mine, other.pk: theirs}
    theirs.refresh_from_db()
    assert theirs.status == "WITH_COUNSEL"


def test_no_live_case_comes_to_a_citizen_by_a_merge() -> None:
    one, live = make_case(), make_case()
    citizen(one)
    for kept, other in ((one.subject, live.subject), (live.subject, one.subject)):
        with pytest.raises(Refused, match="found to be a citizen"):
            merged(kept, other)


def test_what_was_disclosed_of_a_merged_subject_counts_as_the_citizens() -> None:
    from fcms.disclosures.corrections.queries import still_owed

    from .make_claims import disclosed

    kept, other = make_case(), make_subject()
    disclosed(other)
    merged(kept.subject, other)
    citizen(Case.objects.get(pk=kept.pk))
    assert [one.disclosure.subject_number for one in still_owed()] == [other.number]


def test_clearances_follow_their_subject() -> None:
    kept, other = make_case().subject, make_case(confidential_1367=True).subject
    today = timezone.localdate()
    given = clearances.give(
        other,
        by=make_officer("DAL", "director"),
        allows="A visit.",
        reason="Asked by herself.",
        from_on=today,
        until_on=today + timedelta(days=3),
    )
    merge = merged(kept, other)
    assert in_force([kept.pk, other.pk], today) == {kept.pk: given}
    separated(merge)
    assert in_force([kept.pk, other.pk], today) == {other.pk: given}
