"""What may be recorded, corrected and counted, and the sentence that says why not. Pure: values in, a verdict out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from fcms.cases import rules as case_rules
from fcms.cases.lifecycle import Status as CaseStatus
from fcms.encounters.rules import EARLIEST
from fcms.leads.lifecycle import Status as LeadStatus
from fcms.lib.identifiers import STATES
from fcms.lib.verdict import Verdict, first_no, no, yes

from .models import ActivityType, CheckResult, CheckSystem, VisitOutcome

LATE_AFTER = timedelta(days=2)
"""An action recorded more than this after it was taken is marked as entered late."""

ABOUT_SOMEONE = frozenset(
    {
        ActivityType.RECORDS_CHECK,
        ActivityType.ADDRESS_CHECK,
        ActivityType.INTERVIEW,
        ActivityType.SURVEILLANCE,
        ActivityType.VISIT,
    }
)
"""Types that make sense only on a lead or a case."""

RESULTS = {
    ActivityType.RECORDS_CHECK: (
        CheckResult.STILL_FUGITIVE,
        CheckResult.NOT_FUGITIVE,
        CheckResult.IN_CUSTODY,
        CheckResult.NO_RECORD,
        CheckResult.UNCLEAR,
    ),
    ActivityType.ADDRESS_CHECK: (
        CheckResult.ADDRESS_CONFIRMED,
        CheckResult.ADDRESS_NOT_CONFIRMED,
        CheckResult.UNCLEAR,
    ),
}
"""What each kind of check can say."""


SAY_SYSTEM = "Say which system was asked."
SAY_RESULT = "Say what the check found."
SAY_OUTCOME = "Say what the visit found."
SAY_REASON = "Say why it is corrected. The reason stays in the history."
SAY_ADDRESS = "Choose which address was checked. One that is not here is added to the subject first."
SAY_PLACE = "Choose the address that was visited, or write where it was."
SAY_TYPE = "Choose a type of action from the list."
SAY_STREET = "Give the street address where the arrest was made."
SAY_CITY = "Give the city where the arrest was made."
SAY_VERIFIED = (
    "Verify identity and status before counting the arrest, and say how: the system that was asked, the day,"
    " and whether by interview, fingerprints or documents."
)


def may_record(*, permitted: bool, within: bool) -> Verdict:
    """Say whether a person records here: by role, and by office or an open lead that the office holds."""
    return first_no(
        yes()
        if permitted
        else no(
            "Your role reads activities but does not record them. Ask an officer of the office that works it."
        ),
        yes()
        if within
        else no(
            "This record belongs to another office. Its office, or one that holds an open lead on it, records what"
            " was done. Ask that office, or have the record transferred."
        ),
    )


def may_record_for(*, themselves: bool, same_office: bool, supervises: bool) -> Verdict:
    """Say whether a person enters what another officer did."""
    if themselves or (supervises and same_office):
        return yes()
    return no("Record your own actions. A supervisor may enter what an officer of the same office did.")


def dated_in_time(acted_on: date, *, today: date) -> Verdict:
    """Say whether the day of an action can be right; `today` is the office's own."""
    if acted_on > today:
        return no("The date lies in the future. Give the day on which it was done.")
    if acted_on < EARLIEST:
        return no(f"The date lies before the programme began in {EARLIEST.year}. Check the year.")
    return yes()


def is_late(acted_on: date, *, today: date) -> bool:
    """Say whether an action is recorded so long after it was taken that it is marked."""
    return today - acted_on > LATE_AFTER


def says_enough(
    type: str, *, about: bool, check_system: str = "", check_result: str = "", visit_outcome: str = ""
) -> Verdict:
    """Say whether an action says what it was about, what was asked and what was found."""
    listed = CheckSystem.values, CheckResult.values, VisitOutcome.values
    given = check_system, check_result, visit_outcome
    if any(value and value not in values for value, values in zip(given, listed, strict=True)):
        return no("Choose from the lists: system, result and outcome take no words of their own.")
    return first_no(
        no(SAY_TYPE) if type not in ActivityType.values else yes(),
        no("Record it on the lead or the case that it was about.")
        if type in ABOUT_SOMEONE and not about
        else yes(),
        _check_says_enough(type, check_system, check_result),
        no(SAY_OUTCOME) if type == ActivityType.VISIT and not visit_outcome else yes(),
    )


def _check_says_enough(type: str, system: str, result: str) -> Verdict:
    fitting = RESULTS.get(ActivityType(type)) if type in ActivityType.values else None
    if fitting is None:
        return yes()
    if type == ActivityType.RECORDS_CHECK and not system:
        return no(SAY_SYSTEM)
    if not result:
        return no(SAY_RESULT)
    if result not in fitting:
        words = "; ".join(choice.label.lower() for choice in fitting)
        return no(f"Choose a result that fits this kind of check: {words}.")
    return yes()


def may_correct(*, own: bool, supervises: bool, within: bool) -> Verdict:
    """Say whether a person corrects a recorded activity."""
    if within and (own or supervises):
        return yes()
    return no(
        "An activity is corrected by the officer who took it or by a supervisor of that office. Ask one of them."
    )


WHERE_AND_WHEN = frozenset({"acted_on", "location", "line_1", "line_2", "city", "state", "zip"})
"""What the gates of a field action were asked for."""


def may_change(
    changed: Collection[str], *, non_fugitive: bool, reason: str, checked: bool = False
) -> Verdict:
    """Say whether these columns of an activity may be corrected; the reason stays in its history.

    `checked`: it was recorded from a field action with its checks, which were of one place on one day.
    """
    if checked and WHERE_AND_WHEN & set(changed):
        return no(
            "This was recorded from a field action, whose checks were for this place on this day: neither is changed."
            " Record what was done elsewhere or on another day as an action of its own."
        )
    if not changed:
        return no("Nothing was changed, so there is nothing to correct.")
    if non_fugitive:
        return no("A non-fugitive arrest was counted as it was verified, and neither is changed afterwards.")
    return yes() if reason.strip() else no(SAY_REASON)


def may_redate(type: str, *, later: bool, supervises: bool) -> Verdict:
    """Say whether a check may be dated to a later day: that makes it verify anew, so a supervisor does it."""
    if later and not supervises and type in RESULTS:
        return no(
            "A check that is moved to a later day counts as a fresh one. Ask a supervisor to correct the day, or"
            " record the check of that day as an action of its own."
        )
    return yes()


def one_matter(*, lead_case: int | None, case: int | None) -> Verdict:
    """Say whether a lead and a case belong together, where an action names both."""
    if lead_case is None or case is None or lead_case == case:
        return yes()
    return no("The lead is about another case. Choose a lead of this case.")


def may_arrest(status: CaseStatus, *, lead_status: LeadStatus | None = None) -> Verdict:
    """Say, before anything is filled in, whether the arrest of a case's subject can be recorded."""
    return first_no(
        case_rules.may_arrest(status),
        no("This lead is closed. Record the arrest on the case, or re-open the lead first.")
        if lead_status == LeadStatus.CLOSED
        else yes(),
    )


def arrest_fits(arrested_on: date, *, basis_on: date, today: date, lead_fits: bool = True) -> Verdict:
    """Say whether the day of an arrest can be right, and whether its lead is one of the case."""
    return first_no(
        dated_in_time(arrested_on, today=today),
        case_rules.may_arrest(CaseStatus.OPEN, custody_on=arrested_on, basis_on=basis_on),
        yes() if lead_fits else no("The lead is about another case. Choose a lead of this case."),
    )


def has_a_place(line_1: str, city: str, state: str) -> Verdict:
    """Say whether the place of an arrest is complete."""
    return first_no(
        yes() if line_1.strip() else no(SAY_STREET),
        yes() if city.strip() else no(SAY_CITY),
        yes() if state in STATES else no("Give the state of the arrest by its two letters, such as TX."),
    )


def verified(
    check_system: str, verification: str, verified_on: date | None, *, arrested_on: date, today: date
) -> Verdict:
    """Say whether identity and status were verified before a non-fugitive arrest is counted (PIA-0-10)."""
    if check_system not in CheckSystem.values or not verification.strip() or verified_on is None:
        return no(SAY_VERIFIED)
    return first_no(
        dated_in_time(arrested_on, today=today),
        no("The verification lies in the future. Give the day on which it was done.")
        if verified_on > today
        else yes(),
        no("The verification lies before the arrest. Correct one of the dates.")
        if verified_on < arrested_on
        else yes(),
    )


def no_live_case(case: str) -> Verdict:
    """Say whether the person is no fugitive here; `case` names the live case under the A-Number, if any."""
    return (
        no(f"A case is open under this A-Number ({case}). Record the arrest on that case.") if case else yes()
    )
