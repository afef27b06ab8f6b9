"""What the database itself refuses about claims, clearances, reviews and corrections, whoever asks (keepers)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

from fcms.cases.claims.lifecycle import ClaimLife, ClaimStatus
from fcms.cases.models import CitizenshipClaim
from fcms.cases.reviews import actions as reviews
from fcms.disclosures.models import CorrectionOwed
from fcms.lib.actor import Job, acting
from fcms.lib.lifecycle import moves_of
from fcms.subjects.tests.make import make_officer

from .make import make_case
from .make_claims import advised, asked, cleared, decided, disclosed, raised
from .test_keepers import ask, refused

pytestmark = pytest.mark.django_db
CLAIM = "update cases_citizenshipclaim set {} where id = %s"
DECIDED = (
    "status = 'DECIDED', outcome = 'NONE', reason = 'Seen.', decided_at = now(),"
    " decided_by_id = (select id from accounts_user where role = 'supervisor' limit 1)"
)
STEP = (
    "insert into cases_citizenshipclaimstep (claim_id, step, status, outcome, note, at, by_id, adviser_id)"
    " values (%s, %s, %s, %s, 'Said.', now(), %s, %s)"
)
PAIRS = {(source, move.to) for _, move in moves_of(ClaimLife) for source in move.sources}


@pytest.mark.promise("PIA-0-3")
@pytest.mark.parametrize("was", [ClaimStatus.RAISED, ClaimStatus.WITH_COUNSEL])
def test_keeper_nothing_is_decided_but_by_the_moves_of_a_claim(was: ClaimStatus) -> None:
    make_officer("DAL", "supervisor")
    claim = raised() if was == ClaimStatus.RAISED else asked()
    adviser = make_officer("HQ", "counsel")
    given = (
        f"asked_at = now(), asked_by_id = {adviser.pk}, advised_at = now(), advised_by_id = {adviser.pk},"
        " advises = 'NONE', advice = 'Said.'"
    )
    with refused(f"No move of a claim leads from {was} to DECIDED"):
        ask(CLAIM.format(f"{DECIDED}, {given}"), claim.pk)
        ask(STEP, claim.pk, "DECIDED", "DECIDED", "NONE", make_officer("DAL").pk, adviser.pk)


@pytest.mark.promise("PIA-0-3")
def test_keeper_no_claim_changes_without_its_step() -> None:
    claim = advised()
    make_officer("DAL", "supervisor")
    with refused("only together with a step"):
        ask(CLAIM.format(DECIDED), claim.pk)


@pytest.mark.promise("PIA-0-3")
@pytest.mark.parametrize(
    "change",
    [
        "status = 'DECIDED'",
        DECIDED.replace("outcome = 'NONE', ", ""),
        DECIDED.replace("'NONE'", "'PROBATIVE'"),
        DECIDED.replace("reason = 'Seen.', ", ""),
        f"{DECIDED}, advised_by_id = null",
    ],
)
def test_keeper_a_decided_claim_says_who_what_and_why(change: str) -> None:
    claim, by = advised(), make_officer("DAL", "supervisor")
    with refused("cases_claim_status_says_who_and_why"):
        ask(CLAIM.format(change), claim.pk)
        ask(STEP, claim.pk, "DECIDED", "DECIDED", "NONE", by.pk, claim.advised_by_id)


@pytest.mark.promise("PIA-0-3")
def test_keeper_the_adviser_does_not_decide() -> None:
    claim, by = advised(), make_officer("DAL", "supervisor")
    with refused("cases_claim_not_decided_by_its_adviser"):
        ask(CLAIM.format(f"{DECIDED}, advised_by_id = {by.pk}"), claim.pk)
        ask(STEP, claim.pk, "DECIDED", "DECIDED", "NONE", by.pk, claim.advised_by_id)


@pytest.mark.promise("PIA-0-3")
def test_keeper_no_step_of_a_decision_is_the_advisers() -> None:
    claim = advised()
    with refused("cases_claimstep_not_decided_by_the_adviser"):
        ask(STEP, claim.pk, "DECIDED", "ADVISED", "PROBATIVE", claim.advised_by_id, claim.advised_by_id)


@pytest.mark.promise("PIA-0-3")
def test_keeper_a_subject_has_one_open_claim() -> None:
    claim = raised()
    with refused("cases_claim_one_open_each"):
        copy = CitizenshipClaim.objects.create(
            subject_id=claim.subject_id,
            trigger="CLAIM",
            note="Again.",
            raised_at=claim.raised_at,
            raised_by=claim.raised_by,
        )
        ask(STEP, copy.pk, "RAISED", "RAISED", "", claim.raised_by_id, None)


@pytest.mark.promise("PIA-0-3")
def test_keeper_nobody_is_found_a_citizen_while_a_case_is_live() -> None:
    claim, by = advised(), make_officer("DAL", "supervisor")
    with refused("has no live case"):
        ask(CLAIM.format(DECIDED.replace("'NONE'", "'CITIZEN'")), claim.pk)
        ask(STEP, claim.pk, "DECIDED", "DECIDED", "CITIZEN", by.pk, claim.advised_by_id)


@pytest.mark.promise("PIA-0-3")
def test_keeper_no_case_of_a_citizen_is_opened_or_opened_again() -> None:
    case = make_case()
    decided("CITIZEN", case)
    step = (
        "insert into cases_casestep (case_id, step, status, was, office_id, reason, note, effective_on, at, actor)"
        " select max(id), %s, 'OPEN', '', max(office_id), '', '', current_date, now(), 'job:tests' from cases_case"
    )
    with refused("has no live case"):
        ask(
            "update cases_case set status = 'OPEN', closed_at = null, closed_by_id = null, closure_reason = ''"
            " where id = %s",
            case.pk,
        )
        ask(step, "REOPENED")
    with refused("has no live case"):
        ask(
            "insert into cases_case (subject_id, office_id, status, basis, basis_on, statement_id, opened_at,"
            " opened_on, closure_reason, changed_at) select subject_id, office_id, 'OPEN', basis, basis_on,"
            " statement_id, now(), opened_on, '', now() from cases_case where id = %s",
            case.pk,
        )
        ask(step, "OPENED")


@pytest.mark.promise("PIA-0-3")
@pytest.mark.parametrize(
    "sql",
    [
        "update cases_citizenshipclaim set note = 'Never said.' where id = %s",
        "update cases_citizenshipclaimstep set note = 'Never said.' where claim_id = %s",
        "delete from cases_citizenshipclaim where id = %s",
        "delete from cases_citizenshipclaimstep where claim_id = %s",
    ],
)
def test_keeper_what_was_said_about_a_claim_is_never_edited_or_taken_away(sql: str) -> None:
    claim = raised()
    with refused("permission denied"):
        ask(sql, claim.pk)


@pytest.mark.promise("PIA-1.5-4")
@pytest.mark.parametrize(
    ("change", "match"),
    [
        ("until_on = until_on + 300", "permission denied"),
        ("allows = 'Anything.'", "permission denied"),
        ("withdrawn_at = now()", "cases_clearance_withdrawn_says_who_and_why"),
    ],
)
def test_keeper_a_clearance_is_not_lengthened_or_widened(change: str, match: str) -> None:
    given = cleared(make_case(confidential_1367=True))
    with refused(match):
        ask(f"update cases_clearance set {change} where id = %s", given.pk)


@pytest.mark.promise("PIA-1.5-4")
@pytest.mark.parametrize(
    ("allows", "reason", "days"), [("", "Why.", 1), ("What.", "", 1), ("What.", "Why.", -1)]
)
def test_keeper_a_clearance_says_what_why_and_when(allows: str, reason: str, days: int) -> None:
    case, by = make_case(confidential_1367=True), make_officer("DAL", "director")
    with refused("cases_clearance_says_what_why_and_when"):
        ask(
            "insert into cases_clearance"
            " (subject_id, allows, reason, from_on, until_on, given_at, given_by_id, withdrawn_because)"
            " values (%s, %s, %s, current_date, current_date + %s, now(), %s, '')",
            *(case.subject_id, allows, reason, days, by.pk),
        )


@pytest.mark.promise("PIA-1.5-4")
@pytest.mark.parametrize(
    "verb", ["update cases_casereview set finding = 'NO_BAR'", "delete from cases_casereview"]
)
def test_keeper_a_look_is_never_edited_or_taken_away(verb: str) -> None:
    review = reviews.record(
        make_case(),
        by=make_officer("DAL"),
        what="A_FILE",
        finding="BAR",
        reviewed_on=timezone.localdate(),
        reference="A-file, volume 1",
        note="A motion is pending.",
    )
    with refused("permission denied"):
        ask(f"{verb} where id = %s", review.pk)


@pytest.mark.promise("PIA-7.2-1")
@pytest.mark.parametrize(
    "verb",
    ["update disclosures_correctionowed set because = 'Nothing.'", "delete from disclosures_correctionowed"],
)
def test_keeper_what_is_owed_is_never_edited_or_taken_away(verb: str) -> None:
    case = make_case()
    disclosed(case.subject)
    decided("CITIZEN", case)
    owed = CorrectionOwed.objects.get()
    with refused("permission denied"):
        ask(f"{verb} where id = %s", owed.pk)


def test_a_legal_move_with_its_step_passes() -> None:
    claim, by = advised(), make_officer("DAL", "supervisor")
    with acting(Job("tests"), "a move"):
        ask(CLAIM.format(DECIDED), claim.pk)
        ask(STEP, claim.pk, "DECIDED", "DECIDED", "NONE", by.pk, claim.advised_by_id)
        ask("set constraints all immediate")


def test_the_moves_of_the_lifecycle_and_of_the_database_are_the_same() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select prosrc from pg_proc where proname = 'cases_claim_life'")
        source = cursor.fetchone()[0]
    for was in ClaimStatus:
        for becomes in ClaimStatus:
            assert (f"('{was}', '{becomes}')" in source) == ((was, becomes) in PAIRS), (was, becomes)
