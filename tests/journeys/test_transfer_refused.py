"""A supervisor proposes that another office takes a case; its director refuses, then accepts; history tells it all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Person

SignsIn = Callable[..., Person]
WHY, NO, AGAIN, YES = (
    "The subject was seen twice in Houston.",
    "The tip was of another man of that name.",
    "The landlord in Houston knew the photograph.",
    "Our team knows the building.",
)


@pytest.mark.promise("PIA-3.1-1", "PIA-0-1")
def test_a_transfer_is_refused_then_proposed_again_and_accepted(signs_in: SignsIn) -> None:
    supervisor, director = signs_in("dal.supervisor"), signs_in("hou.director")
    case = given_an_open_case_of_dallas(supervisor)
    when_the_supervisor_proposes_that_houston_takes_it(supervisor, case, WHY)
    then_it_waits_first_on_the_page_of_the_case_which_stays_in_dallas(supervisor, case)
    when_the_director_refuses_and_must_say_why(director, case)
    then_whoever_proposed_it_sees_the_reason(supervisor, case)
    when_the_supervisor_proposes_that_houston_takes_it(supervisor, case, AGAIN)
    when_the_director_accepts(director, case)
    then_the_case_belongs_to_houston_and_its_history_says_who_did_what(director, case)
    and_dallas_changes_it_no_more(supervisor, case)


def given_an_open_case_of_dallas(supervisor: Person) -> str:
    """An open case of which no transfer waits already."""
    supervisor.goes_to("/cases/?status=OPEN&sort=number")
    links = supervisor.page.locator("tbody a[href^='/cases/C']").evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    )
    for link in links:
        supervisor.goes_to(f"{link}transfer/")
        if supervisor.page.locator("h1", has_text="Propose a transfer").count():
            return str(link).split("/")[2]
    raise AssertionError("every open case of Dallas waits for an answer")


def when_the_supervisor_proposes_that_houston_takes_it(supervisor: Person, case: str, why: str) -> None:
    supervisor.goes_to(f"/cases/{case}/transfer/")
    supervisor.sees_heading("Propose a transfer")
    supervisor.page.select_option("#id_office", "HOU")
    supervisor.page.fill("#id_note", why)
    supervisor.clicks("Propose the transfer")
    supervisor.sees(f"The transfer of case {case} to Houston is proposed.")


def then_it_waits_first_on_the_page_of_the_case_which_stays_in_dallas(supervisor: Person, case: str) -> None:
    supervisor.goes_to(f"/cases/{case}/")
    supervisor.sees("A transfer waits for an answer")
    supervisor.sees(WHY)
    supervisor.sees("Held by")
    supervisor.goes_to("/cases/transfers/?way=out")
    supervisor.sees(case)


def when_the_director_refuses_and_must_say_why(director: Person, case: str) -> None:
    director.goes_to("/")
    director.sees("Transfers that wait for your answer")
    director.clicks(f"Answer the transfer of case {case}", "link")
    director.sees_heading(f"Does Houston take case {case}?")
    director.page_is_accessible()
    director.page.get_by_text("No, it stays where it is").click()
    director.clicks("Answer")
    director.sees("Say why your office does not take the case")
    director.page_is_accessible()
    director.page.get_by_text("No, it stays where it is").click()
    director.page.fill("#id_reason", NO)
    director.clicks("Answer")
    director.sees(f"Refused. Case {case} stays with Dallas.")
    director.page_is_accessible()


def then_whoever_proposed_it_sees_the_reason(supervisor: Person, case: str) -> None:
    supervisor.goes_to("/")
    supervisor.sees("Transfers that were refused")
    supervisor.sees(NO)
    supervisor.goes_to(f"/cases/{case}/")
    supervisor.sees("Refused: Dallas to Houston")


def when_the_director_accepts(director: Person, case: str) -> None:
    director.goes_to("/cases/transfers/")
    director.clicks(f"Answer the transfer of case {case}", "link")
    director.page.get_by_text("Yes, it is ours from now on").click()
    director.page.fill("#id_reason", YES)
    director.clicks("Answer")
    director.sees(f"Case {case} belongs to Houston now.")


def then_the_case_belongs_to_houston_and_its_history_says_who_did_what(director: Person, case: str) -> None:
    director.goes_to(f"/cases/{case}/")
    director.sees("From Dallas to Houston")
    director.sees("Refused: Dallas to Houston")
    shown = director.page.locator("main").inner_text()
    assert all(said in shown for said in (AGAIN, YES, "Proposed by"))
    director.goes_to(f"/cases/{case}/history/")
    director.sees("case transferred")


def and_dallas_changes_it_no_more(supervisor: Person, case: str) -> None:
    supervisor.page.goto(f"{supervisor.program.address}/cases/{case}/transfer/")
    supervisor.sees("This record belongs to another office")
