"""What may be counted as a non-fugitive arrest. Pure: values in, a verdict out."""

from __future__ import annotations

from datetime import date

from fcms.lib.identifiers import STATES, Malformed
from fcms.lib.identifiers import a_number as tidy_a_number
from fcms.lib.verdict import Verdict, first_no, no, yes

EARLIEST = date(2003, 1, 1)
"""The year in which the programme began; no team arrested anyone before it."""


def well_formed(a_number: str, *, city: str, state: str) -> Verdict:
    """Say whether the A-Number and the place are fit to be kept."""
    return first_no(
        _is_a_number(a_number),
        no("Give the city where the arrest was made.") if not city.strip() else yes(),
        no("Give the state of the arrest by its two letters, such as TX.") if state not in STATES else yes(),
    )


def dated_in_time(arrested_on: date, *, today: date) -> Verdict:
    """Say whether the day of arrest can be right; `today` is the office's own."""
    if arrested_on > today:
        return no("The arrest lies in the future. Give the day on which it was made.")
    if arrested_on < EARLIEST:
        return no(f"The arrest lies before the programme began in {EARLIEST.year}. Check the year.")
    return yes()


def removed_in_time(removed_on: date, *, today: date) -> Verdict:
    """Say whether the day of removal can be right."""
    return (
        no("The removal lies in the future. Record it once it has taken place.")
        if removed_on > today
        else yes()
    )


def _is_a_number(text: str) -> Verdict:
    try:
        return yes() if tidy_a_number(text) == text else no("The A-Number is not in the form that is kept.")
    except Malformed as problem:
        return no(problem.sentence)
