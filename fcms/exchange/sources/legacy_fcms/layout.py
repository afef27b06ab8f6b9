"""The layout of `legacy-fcms` (`formats.md` 2) and what its rows must hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace

from fcms.accounts.models import PLAIN_NAME
from fcms.exchange.intake import cleaners as c
from fcms.exchange.layout import Column, FileLayout, Kind
from fcms.exchange.sources.eid_daily import layout as eid
from fcms.exchange.sources.government_leads.checks import ADDRESS_CHECKS
from fcms.lib.malformed import Malformed

from . import checks, rows
from .codes import tidy, words


def of_legacy(section: str, listed: Callable[[], Collection[str]], *, ours: bool) -> Callable[[str], str]:
    """A word of the version before: one of a list of `policy/legacy.toml`; `ours` turns it into our code."""

    def clean(cell: str) -> str:
        word = tidy(cell)
        found = listed()
        if word not in found:
            raise Malformed(rows.unknown(section))
        return found[word] if ours else word  # type: ignore[index]

    return clean


def username(cell: str) -> str:
    """A user name in small letters, without blanks."""
    name = c.text(60)(cell).lower()
    if not re.fullmatch(PLAIN_NAME, name):
        raise Malformed("A user name has small letters, digits, dots and dashes, such as dal.officer.")
    return name


CASE_NUMBER = Column("legacy_case_number", c.text(40))
USERS = FileLayout(
    "users.csv",
    (
        Column("username", username, required=True),
        Column("name", c.text(120), required=True),
        Column("title", c.text(120)),
        Column("office", c.text(12), required=True),
        Column("phone", c.text(20)),
        Column("role", c.text(40)),
    ),
    set_checks=checks.USER_CHECKS,
)
CASES = FileLayout(
    "cases.csv",
    (
        *eid.SUBJECTS.columns,
        Column("legacy_case_number", c.text(40), required=True),
        Column("status", c.listed(("OPEN", "IN_CUSTODY", "REMOVED", "CLOSED")), required=True),
        Column("opened_on", c.past_date),
        Column("closed_on", c.past_date),
        Column("closure_reason", of_legacy("closure", lambda: words().closure, ours=True)),
    ),
    row_check=rows.check_case,
    set_checks=checks.CASE_CHECKS,
)
BESIDE = tuple(
    replace(
        layout,
        set_checks=(
            checks.NO_SUBJECT,
            checks.HANGS_ON_A_PERSON,
            *(ADDRESS_CHECKS if layout.name == "addresses.csv" else ()),
        ),
    )
    for layout in (eid.ALIASES, eid.ADDRESSES, eid.CHARGES, eid.APPREHENSIONS, eid.CONVICTIONS)
)
STEPS = FileLayout(
    "case_steps.csv",
    (
        Column("legacy_case_number", c.text(40), required=True),
        Column("step", c.listed(("CLOSED", "TRANSFERRED", "REOPENED")), required=True),
        Column("stepped_on", c.past_date, required=True),
        Column("from_office", c.text(12)),
        Column("to_office", c.text(12)),
        Column("reason", c.text(300)),
    ),
    row_check=rows.check_step,
    set_checks=checks.STEP_CHECKS,
)
LEADS = FileLayout(
    "leads.csv",
    (
        Column("legacy_lead_number", c.text(60), required=True),
        CASE_NUMBER,
        Column("source_agency", c.text(120)),
        Column("source_officer", c.text(120)),
        Column("received_on", c.past_date, required=True),
        Column("line_1", c.text(100)),
        Column("line_2", c.text(60)),
        Column("city", c.text(60)),
        Column("state", c.state),
        Column("zip", c.zip5),
        Column("office", c.text(12)),
        Column("status", c.listed(("OPEN", "CLOSED")), required=True),
        Column("closed_on", c.past_date),
        Column("outcome", of_legacy("outcome", lambda: words().outcome, ours=True)),
        Column("notes", c.text(4000)),
    ),
    row_check=rows.check_lead,
    set_checks=(*checks.LEAD_CHECKS, *ADDRESS_CHECKS),
)
ACTIVITIES = FileLayout(
    "activities.csv",
    (
        CASE_NUMBER,
        Column("legacy_lead_number", c.text(60)),
        Column("action_type", of_legacy("action", lambda: words().action, ours=False), required=True),
        Column("acted_on", c.past_date, required=True),
        Column("officer", c.text(120)),
        Column("office", c.text(12)),
        Column("location", c.text(200)),
        Column("operation_name", c.text(80)),
        Column("notes", c.text(4000)),
    ),
    row_check=rows.check_activity,
    set_checks=checks.ACTIVITY_CHECKS,
)
ENCOUNTERS = FileLayout(
    "non_fugitive_arrests.csv",
    (
        Column("a_number", c.a_number, required=True),
        Column("arrested_on", c.past_date, required=True),
        Column("city", c.text(60), required=True),
        Column("state", c.state, required=True),
        Column("office", c.text(12), required=True),
        Column("criminal", c.yes_no, required=True),
        Column("removed_on", c.past_date),
    ),
    row_check=rows.check_encounter,
    set_checks=(checks.office_of("office"),),
)

LEGACY_FCMS = Kind(
    "legacy-fcms",
    "The version before this one",
    "LEGACY",
    (CASES, USERS, *BESIDE, STEPS, LEADS, ACTIVITIES, ENCOUNTERS),
    "Everything the version before held becomes records here, once: users who cannot sign in yet, subjects, cases "
    "with their past steps, leads, activities, and non-fugitive arrests as counts. What is known here already is "
    "merged, and every row is accounted for.",
)
