"""An operation of two addresses is stopped by a claim of citizenship, and goes on only once that is decided."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Person, Program
from .fieldwork import case_of, cases_from_eid, chooses, opens_the_gates, plans, submits, takes

SignsIn = Callable[..., Person]
NUMBERS = ("A998877201", "A998877202")
OPERATION = "Sample Harvest"


@pytest.mark.promise("PIA-1.5-4", "PIA-0-3")
def test_a_claim_of_citizenship_stops_an_operation_until_it_is_decided(
    program: Program, signs_in: SignsIn, tmp_path: Path
) -> None:
    cases_from_eid(program, tmp_path, NUMBERS, "JOURNEY WAY")
    officer, supervisor = signs_in("dal.officer"), signs_in("dal.supervisor")
    cases = given_two_cases_with_every_gate_open(officer)
    actions = when_an_operation_of_two_addresses_is_assigned(officer, cases)
    claim = when_somebody_raises_a_claim_on_one_subject(officer, supervisor, actions[0], cases[0])
    then_the_start_is_refused_with_the_sentence(officer)
    and_the_operation_says_how_it_stands(officer)
    when_counsel_advises_and_the_supervisor_decides(signs_in("counsel"), supervisor, claim)
    then_it_is_assigned_and_started_again(officer, actions[0])


def given_two_cases_with_every_gate_open(officer: Person) -> list[str]:
    cases = [case_of(officer, number) for number in NUMBERS]
    for case in cases:
        opens_the_gates(officer, case)
    return cases


def when_an_operation_of_two_addresses_is_assigned(officer: Person, cases: list[str]) -> list[str]:
    actions = [plans(officer, case, OPERATION) for case in cases]
    for action in reversed(actions):
        takes(officer, action)
    officer.page_is_accessible()
    return actions


def when_somebody_raises_a_claim_on_one_subject(
    officer: Person, supervisor: Person, action: str, case: str
) -> str:
    officer.goes_to(f"/activities/field/{action}/")
    officer.sees("Yes: every gate is open.")
    supervisor.goes_to(f"/cases/{case}/claims/raise/")
    chooses(supervisor, "trigger", "CLAIM")
    supervisor.page.fill("#id_note", "Says on the telephone that she was born in El Paso.")
    submits(supervisor)
    supervisor.sees("holds from now on")
    found = re.search(r"/cases/[^/]+/claims/\d+/", supervisor.page.url)
    assert found, supervisor.page.url
    return found[0]


def then_the_start_is_refused_with_the_sentence(officer: Person) -> None:
    officer.clicks("Start")  # the page was open already when the claim was raised
    officer.sees("This field action was stopped. Nobody goes until it is planned and assigned again.")
    officer.sees("Stopped: nobody goes")
    officer.sees("A claim to United States citizenship is open")
    officer.page_is_accessible()


def and_the_operation_says_how_it_stands(officer: Person) -> None:
    officer.goes_to(f"/activities/field/?operation={OPERATION.replace(' ', '+')}")
    officer.sees("1 ready; 1 stopped: a claim to United States citizenship is open")


def when_counsel_advises_and_the_supervisor_decides(counsel: Person, supervisor: Person, claim: str) -> None:
    supervisor.goes_to(f"{claim}ask/")
    submits(supervisor)
    counsel.goes_to(f"{claim}advise/")
    chooses(counsel, "advises", "NONE")
    counsel.page.fill("#id_advice", "The birth record of Chihuahua was seen.")
    submits(counsel)
    counsel.sees("Your advice is kept")
    supervisor.goes_to(f"{claim}decide/")
    chooses(supervisor, "outcome", "NONE")
    supervisor.page.fill("#id_reason", "No evidence of citizenship, as counsel advised.")
    submits(supervisor)
    supervisor.sees("The claim is decided")


def then_it_is_assigned_and_started_again(officer: Person, action: str) -> None:
    officer.goes_to(f"/activities/field/{action}/")
    officer.sees("Free to be assigned again")
    takes(officer, action)
    officer.clicks("Start")
    officer.sees("Started. Every gate stood open.")
    officer.page_is_accessible()
