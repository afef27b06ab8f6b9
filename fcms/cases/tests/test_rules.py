"""Each rule says yes, or no with a sentence that says what to do."""

from __future__ import annotations

from datetime import date

import pytest

from fcms.cases import rules
from fcms.cases.lifecycle import Basis, CaseLife, Status
from fcms.lib.lifecycle import moves_of
from fcms.lib.policyfiles import case_categories
from fcms.lib.verdict import Verdict

TODAY = date(2026, 11, 20)
RULES = {
    "go_cold": rules.may_go_cold,
    "revive": rules.may_revive,
    "arrest": rules.may_arrest,
    "release": rules.may_release,
    "remove": rules.may_remove,
    "close": rules.may_close,
    "reopen": rules.may_reopen,
}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("name", RULES)
def test_the_rule_of_a_move_agrees_with_the_lifecycle_and_refuses_in_a_sentence(
    name: str, status: Status
) -> None:
    move = dict(moves_of(CaseLife))[name]
    verdict: Verdict = RULES[name](status)  # type: ignore[operator]
    assert bool(verdict) is move.allows(status)
    assert verdict or verdict.sentence.endswith(".")


def test_every_move_of_the_lifecycle_has_a_rule() -> None:
    assert RULES.keys() == dict(moves_of(CaseLife)).keys()


def test_a_case_is_closed_with_a_reason_of_the_list_and_its_evidence() -> None:
    assert rules.may_close(Status.OPEN).allowed
    assert rules.may_close(Status.OPEN, reason="", note="").sentence == "Say why the case is closed."
    assert rules.may_close(Status.OPEN, reason="TIRED", note="x").sentence == "Say why the case is closed."
    assert rules.may_close(Status.OPEN, reason="DIED", note="  ").sentence.startswith(
        "Say how the reason was"
    )
    assert rules.may_close(Status.OPEN, reason="DIED", note="Certificate seen.").allowed
    late = rules.may_close(Status.OPEN, reason="DIED", note="x", effective_on=date(2026, 11, 21), today=TODAY)
    assert "future" in late.sentence


def test_an_arrest_lies_neither_in_the_future_nor_before_the_basis() -> None:
    basis_on = date(2004, 5, 6)
    assert rules.may_arrest(Status.COLD, custody_on=TODAY, basis_on=basis_on, today=TODAY)
    assert "future" in rules.may_arrest(Status.OPEN, custody_on=date(2026, 11, 21), today=TODAY).sentence
    early = rules.may_arrest(Status.OPEN, custody_on=date(2004, 5, 5), basis_on=basis_on, today=TODAY)
    assert "not yet a fugitive" in early.sentence


def test_a_release_or_removal_does_not_lie_before_the_arrest() -> None:
    held, before = date(2026, 3, 4), date(2026, 3, 3)
    said = rules.may_release(Status.IN_CUSTODY, custody_on=held, released_on=before, today=TODAY)
    assert said.sentence == "The release lies before the arrest. Correct its date."
    said = rules.may_remove(Status.IN_CUSTODY, custody_on=held, removed_on=before, today=TODAY)
    assert said.sentence == "The removal lies before the arrest. Correct its date."
    assert rules.may_remove(Status.IN_CUSTODY, custody_on=held, removed_on=held, today=TODAY)


@pytest.mark.parametrize(
    ("say", "rule", "status"),
    [
        ("go_cold", rules.may_go_cold, Status.OPEN),
        ("revive", rules.may_revive, Status.COLD),
        ("release", rules.may_release, Status.IN_CUSTODY),
        ("reopen", rules.may_reopen, Status.CLOSED),
        ("transfer", rules.may_transfer, Status.OPEN),
    ],
)
def test_a_move_without_a_word_is_refused_with_what_to_say(say: str, rule: object, status: Status) -> None:
    assert rule(status, note=" ").sentence == rules.SAY[say]  # type: ignore[operator]
    assert rule(status, note="Because.")  # type: ignore[operator]


def test_a_transfer_goes_to_another_field_office() -> None:
    assert rules.may_transfer(Status.OPEN, office="DAL", to="HOU", note="Moved there.")
    assert "already" in rules.may_transfer(Status.OPEN, office="DAL", to="DAL").sentence
    assert "sub-office" in rules.may_transfer(Status.OPEN, office="DAL", to="HOU-CRP").sentence
    assert rules.may_transfer(Status.CLOSED, office="DAL", to="HOU").sentence.endswith("Re-open it first.")


def test_another_live_case_is_named_with_what_to_do() -> None:
    expected = (
        "This subject has a live case, C26-000001-4. Work on that one: a subject has one live case at a time."
    )
    assert rules.may_reopen(Status.CLOSED, live="C26-000001-4").sentence == expected
    assert rules.may_open("5B", live="C26-000001-4").sentence == expected


@pytest.mark.promise("PIA-0-1")
def test_a_case_opens_from_the_categories_that_mean_fugitive_or_failure_to_report_and_from_no_other() -> None:
    opening = {
        code: rules.basis_of_category(code) for code in case_categories() if rules.category_opens(code)
    }
    assert opening == {
        "5B": Basis.FINAL_ORDER,
        "8E": Basis.FINAL_ORDER,
        "8I": Basis.FINAL_ORDER,
        "1C": Basis.FAILED_TO_REPORT,
        "5A": Basis.FAILED_TO_REPORT,
    }


def test_a_protected_or_pending_category_is_refused_with_its_meaning() -> None:
    protected = rules.category_opens("5C").sentence
    assert "withholding of deportation or removal" in protected
    assert "protected from removal" in protected
    assert "proceedings" in rules.category_opens("2A").sentence
    assert "no removal case category" in rules.category_opens("").sentence
    assert "not a removal case category of the list" in rules.category_opens("ZZ").sentence
    assert "final order" in rules.category_opens("5B", Basis.FAILED_TO_REPORT).sentence


def test_no_case_opens_on_someone_who_died_or_was_removed() -> None:
    assert "died" in rules.may_open("5B", died=True).sentence
    assert "removed" in rules.may_open("5B", removed=True).sentence
