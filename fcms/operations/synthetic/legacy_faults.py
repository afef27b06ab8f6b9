"""What goes wrong in a dump of the version before, file by file, each fault with the rule that must find it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from .eid_sample import faults_beside
from .sheets import Around, Fault, Row, bad_address, of_any_line, put

CLOSURES = {
    "LEFT_THE_COUNTRY": "DEPARTED",
    "IN_CUSTODY_ELSEWHERE": "INCARCERATED",
    "LEGAL_STATUS": "ADJUSTED",
    "CITIZEN": "USC",
    "ORDER_NOT_IN_FORCE": "ORDER_VACATED",
    "DIED": "DECEASED",
    "ENTERED_IN_ERROR": "ERROR",
}
"""How the version before said why a case was closed."""
OUTCOMES = ("BAD_ADDRESS", "BAD_ADDRESS", "NOT_HOME", "MOVED", "INSUFFICIENT", "DUP")
VISITS = ("VISIT", "VISIT_NOT_THERE", "VISIT_MOVED", "VISIT_VACANT", "VISIT_NO_ANSWER")
_EMPTY_CASE = ("closed_on", "closure_reason", "custody_date", "removed_date")


def plain_case(row: Row) -> Row:
    """The case as a live one: what is wrong with it is only what is planted."""
    return row | dict.fromkeys(_EMPTY_CASE, "") | {"status": "OPEN", "custody_status": "AT_LARGE"}


def plain_lead(row: Row) -> Row:
    """The lead as an open one."""
    return row | {"status": "OPEN", "closed_on": "", "outcome": ""}


def _day_after(row: Row, column: str, days: int) -> str:
    return (date.fromisoformat(row[column]) + timedelta(days=days)).isoformat()


# --- cases


def _same_number(row: Row, around: Around) -> None:
    row["legacy_case_number"] = around.earlier["legacy_case_number"]


def _live_twice(row: Row, around: Around) -> None:
    row["a_number"] = around.last["live"]["a_number"]


def _closed(**more: str) -> dict[str, str]:
    return {"status": "CLOSED", "closure_reason": "DEPARTED", **more}


Change = Callable[[Row, Around], None]


def _becomes(**cells: str) -> Change:
    def change(row: Row, around: Around) -> None:
        row |= cells

    return change


def _closed_before(row: Row, around: Around) -> None:
    row |= _closed(closed_on=_day_after(row, "opened_on", -3))


def _closed_without_a_reason_of_ours(row: Row, around: Around) -> None:
    row |= _closed(closed_on=row["opened_on"], closure_reason="GONE FISHING")


def _open_with_an_end(row: Row, around: Around) -> None:
    row["closed_on"] = row["opened_on"]


def _removed_without_custody(row: Row, around: Around) -> None:
    row |= {"status": "REMOVED", "custody_status": "REMOVED", "removed_date": row["opened_on"]}


def _no_basis(row: Row, around: Around) -> None:
    row |= {"case_category": "", "final_order_date": "", "failed_to_report_on": ""}


def _another_sex(row: Row, around: Around) -> None:
    row["sex"] = "F" if row["sex"] == "M" else "M"


def _another_birthday(row: Row, around: Around) -> None:
    row["birth_date"] = f"{int(row['birth_date'][:4]) - 2}-06-15"


def _case_faults(tomorrow: str, *, known: bool) -> list[Fault]:
    found = [
        Fault("R-REQUIRED", "a_number", "nothing", put("a_number", "")),
        Fault("R-REQUIRED", "family_name", "nothing", put("family_name", "")),
        Fault("R-REQUIRED", "legacy_case_number", "nothing", put("legacy_case_number", "")),
        Fault("R-REQUIRED", "docket_office", "nothing", put("docket_office", "")),
        Fault("R-REPEATED", "legacy_case_number", "the number of an earlier case", _same_number),
        Fault("R-A-NUMBER", "a_number", "letters", put("a_number", "A90012X456")),
        Fault("R-SSN", "ssn", "eight digits", put("ssn", "90001234")),
        Fault("R-CODE", "status", "not in the list", put("status", "SLEEPING")),
        Fault("R-OFFICE", "docket_office", "no office", put("docket_office", "QQQ")),
        Fault("R-DATE", "opened_on", "30 February", put("opened_on", "2004-02-30")),
        Fault("R-DATE", "opened_on", "in the future", put("opened_on", tomorrow)),
        Fault("R-ORDER", "closed_on", "before the opening", _closed_before),
        Fault("R-REQUIRED", "closed_on", "a closing without its day", _becomes(**_closed(closed_on=""))),
        Fault(
            "R-REQUIRED",
            "custody_date",
            "custody without its day",
            _becomes(status="IN_CUSTODY", custody_status="AT_LARGE"),
        ),
        Fault("R-LEGACY-CODE", "closure_reason", "in no list", _closed_without_a_reason_of_ours),
        Fault("R-LEGACY-STATUS", "closed_on", "open, with a day of closing", _open_with_an_end),
        Fault("R-LEGACY-CATEGORY", "case_category", "live, opens no case", put("case_category", "5C")),
        Fault("R-LEGACY-OPENED", "opened_on", "nothing", put("opened_on", "")),
        Fault("R-LEGACY-CUSTODY", "custody_date", "removed, without custody", _removed_without_custody),
        Fault("R-LEGACY-LIVE", "status", "a second live case of a person", _live_twice, needs="live"),
        Fault("R-CATEGORY-BASIS", "final_order_date", "no basis", _no_basis),
        Fault("R-FORM", "given_name", "signs in a name", put("given_name", "S@mple")),
        *of_any_line("closure_reason"),
    ]
    conflicts = [
        Fault("R-NAME-TWO", "family_name", "another name", put("family_name", "Othername"), needs="known"),
        Fault("R-DOB-TWO", "birth_date", "another birthday", _another_birthday, needs="known"),
        Fault("R-SEX-TWO", "sex", "another sex", _another_sex, needs="known"),
    ]
    return found + (conflicts if known else [])


# --- what hangs on cases


def _reopened(row: Row, around: Around) -> None:
    row |= {"step": "REOPENED", "from_office": "", "to_office": ""}


def _closed_step(row: Row, around: Around) -> None:
    row |= {"step": "CLOSED", "from_office": "", "to_office": "", "reason": "GONE FISHING"}


def _step_faults(tomorrow: str) -> list[Fault]:
    return [
        Fault("R-LEGACY-REF", "legacy_case_number", "of no case", put("legacy_case_number", "NO-SUCH-CASE")),
        Fault("R-LEGACY-STEP", "step", "re-opened, never closed", _reopened),
        Fault("R-LEGACY-STEP", "step", "before the opening", put("stepped_on", "1971-03-04")),
        Fault("R-LEGACY-CODE", "reason", "in no list", _closed_step),
        Fault("R-CODE", "step", "not in the list", put("step", "SLEPT")),
        Fault("R-DATE", "stepped_on", "in the future", put("stepped_on", tomorrow)),
        Fault("R-REQUIRED", "to_office", "nothing", put("to_office", "")),
        Fault("R-OFFICE", "to_office", "no office", put("to_office", "QQQ")),
    ]


def _same_lead(row: Row, around: Around) -> None:
    row["legacy_lead_number"] = around.earlier["legacy_lead_number"]


def _lead_closed_before(row: Row, around: Around) -> None:
    row |= {"status": "CLOSED", "outcome": "MOVED", "closed_on": _day_after(row, "received_on", -2)}


def _lead_without_outcome(row: Row, around: Around) -> None:
    row |= {"status": "CLOSED", "outcome": "GONE FISHING", "closed_on": row["received_on"]}


def _nowhere(row: Row, around: Around) -> None:
    row |= {"office": "", "zip": ""}


def _lead_faults() -> list[Fault]:
    return [
        Fault("R-REQUIRED", "legacy_lead_number", "nothing", put("legacy_lead_number", "")),
        Fault("R-REPEATED", "legacy_lead_number", "the number of an earlier lead", _same_lead),
        Fault("R-LEGACY-REF", "legacy_case_number", "of no case", put("legacy_case_number", "NO-SUCH-CASE")),
        Fault("R-UNLINKED", "legacy_case_number", "nothing", put("legacy_case_number", "")),
        Fault("R-CODE", "status", "not in the list", put("status", "SLEEPING")),
        Fault("R-DATE", "received_on", "30 February", put("received_on", "2004-02-30")),
        Fault("R-ORDER", "closed_on", "before it was received", _lead_closed_before),
        Fault(
            "R-REQUIRED", "closed_on", "a closing without its day", _becomes(status="CLOSED", outcome="DUP")
        ),
        Fault("R-LEGACY-CODE", "outcome", "in no list", _lead_without_outcome),
        Fault("R-LEGACY-STATUS", "outcome", "open, with an outcome", put("outcome", "DUP")),
        Fault("R-OFFICE", "office", "no office", put("office", "QQQ")),
        Fault("R-ZIP-MISSING", "zip", "neither office nor ZIP code", _nowhere),
        *bad_address(),
    ]


def _again(row: Row, around: Around) -> None:
    row |= around.earlier


def _arrest(location: str) -> Change:
    return _becomes(action_type="ARREST", location=location)


def _activity_faults() -> list[Fault]:
    nobody = _becomes(
        action_type="ARREST",
        location="1 SAMPLE WAY, DALLAS, TX",
        legacy_case_number="",
        legacy_lead_number="",
    )
    return [
        Fault("R-LEGACY-REF", "legacy_case_number", "of no case", put("legacy_case_number", "NO-SUCH-CASE")),
        Fault("R-LEGACY-REF", "legacy_lead_number", "of no lead", put("legacy_lead_number", "NO-SUCH-LEAD")),
        Fault("R-LEGACY-CODE", "action_type", "in no list", put("action_type", "YOGA")),
        Fault("R-LEGACY-OFFICER", "officer", "no user", put("officer", "Nobody Known")),
        Fault("R-LEGACY-PLACE", "location", "no place", _arrest("at home")),
        Fault("R-LEGACY-TWICE", "", "an earlier action once more", _again),
        Fault("R-REQUIRED", "legacy_case_number", "an arrest of nobody", nobody),
        Fault("R-DATE", "acted_on", "month 13", put("acted_on", "2011-13-01")),
        Fault("R-OFFICE", "office", "no office", put("office", "QQQ")),
        Fault("R-FORMULA", "notes", "a formula", put("notes", "=SUM(A1:A9)")),
    ]


def _same_user(row: Row, around: Around) -> None:
    row["username"] = around.earlier["username"]


def _user_faults() -> list[Fault]:
    return [
        Fault("R-REQUIRED", "name", "nothing", put("name", "")),
        Fault("R-REPEATED", "username", "the user name of an earlier row", _same_user),
        Fault("R-OFFICE", "office", "no office", put("office", "QQQ")),
        Fault("R-FORM", "username", "blanks", put("username", "Jo Sample")),
        Fault("R-LEGACY-USER", "username", "of another person here", put("username", "admin")),
    ]


def _removed_before(row: Row, around: Around) -> None:
    row["removed_on"] = _day_after(row, "arrested_on", -2)


def _encounter_faults() -> list[Fault]:
    return [
        Fault("R-A-NUMBER", "a_number", "too short", put("a_number", "A905")),
        Fault("R-REQUIRED", "city", "nothing", put("city", "")),
        Fault("R-CODE", "criminal", "neither Y nor N", put("criminal", "MAYBE")),
        Fault("R-ORDER", "removed_on", "before the arrest", _removed_before),
        Fault("R-OFFICE", "office", "no office", put("office", "QQQ")),
    ]


OF_EID = ("R-ORDER", "R-MASS-ADDRESS")
"""Rules that compare what is beside a subject with `subjects.csv`, which only EID has."""


def faults_of(tomorrow: str, *, known: bool) -> dict[str, list[Fault]]:
    """The faults of every file, by name; conflicts with what is stored only if anybody is."""
    beside = {
        name: [fault for fault in faults if fault.rule not in OF_EID]
        for name, faults in faults_beside(tomorrow).items()
    }
    facts = ("aliases.csv", "addresses.csv", "charges.csv", "apprehensions.csv", "convictions.csv")
    return {
        "cases.csv": _case_faults(tomorrow, known=known),
        "users.csv": _user_faults(),
        **{name: beside[name] for name in facts},
        "case_steps.csv": _step_faults(tomorrow),
        "leads.csv": _lead_faults(),
        "activities.csv": _activity_faults(),
        "non_fugitive_arrests.csv": _encounter_faults(),
    }
