"""The vocabulary of the audit trail: what can happen to a record, in the past tense."""

from __future__ import annotations

from enum import StrEnum


class Event(StrEnum):
    """The name of a change, as the history tab and the audit trail say it."""

    # offices
    OFFICES_LOADED = "offices loaded"
    ZIP_DIRECTORY_LOADED = "ZIP directory loaded"
    ZIP_DIRECTORY_WITHDRAWN = "ZIP directory taken back"
    ROUTES_COMPUTED = "ZIP routes computed"
    # accounts
    USER_ADDED = "user added"
    USER_CHANGED = "user changed"
    USER_DISABLED = "user disabled"
    USER_ENABLED = "user enabled"
    PASSWORD_SET = "password set"  # noqa: S105 - the name of an event
    SIGNED_IN = "signed in"
    # subjects
    SUBJECT_ENTERED = "subject entered"
    SUBJECT_CORRECTED = "subject corrected"
    ALIAS_ADDED = "alias added"
    A_NUMBER_ADDED = "A-Number added"
    IDENTIFIER_ADDED = "identifier added"
    IDENTIFIER_WITHDRAWN = "identifier withdrawn"
    ADDRESS_ADDED = "address added"
    CHARGE_ADDED = "removal charge added"
    APPREHENSION_ADDED = "apprehension added"
    CONVICTION_ADDED = "conviction added"
    PHOTOGRAPH_ADDED = "photograph added"
    FACTS_ADDED = "facts added"
    FACT_WITHDRAWN = "fact withdrawn"
    # cases
    CASE_OPENED = "case opened"
    CASE_WENT_COLD = "case went cold"
    CASE_REVIVED = "case revived"
    CASE_TRANSFERRED = "case transferred"
    CASE_TAKEN_INTO_CUSTODY = "taken into custody"
    CASE_CUSTODY_CORRECTED = "date of custody corrected"
    CASE_RELEASED = "released from custody"
    CASE_REMOVED = "removed from the United States"
    CASE_CLOSED = "case closed"
    CASE_TAKEN_BACK = "case taken back"
    CASE_REOPENED = "case re-opened"
    # leads
    LEAD_RECEIVED = "lead received"
    LEAD_ROUTED = "lead routed"
    LEAD_ACCEPTED = "lead accepted"
    LEAD_ASSIGNED = "lead assigned"
    LEAD_TRANSFERRED = "lead transferred"
    LEAD_CORRECTED = "lead corrected"
    LEAD_LINKED = "lead linked"
    LEAD_NOTED = "note added"
    LEAD_CLOSED = "lead closed"
    LEAD_TAKEN_BACK = "lead taken back"
    LEAD_REOPENED = "lead re-opened"
    TRANSFERS_PROPOSED = "transfers of leads proposed"
    TRANSFER_ACCEPTED = "proposed transfer accepted"
    TRANSFER_DECLINED = "proposed transfer declined"
    # activities and encounters
    ACTIVITY_RECORDED = "activity recorded"
    ACTIVITY_CORRECTED = "activity corrected"
    ARREST_RECORDED = "arrest recorded"
    NON_FUGITIVE_ARREST_COUNTED = "non-fugitive arrest counted"
    NON_FUGITIVE_REMOVAL_COUNTED = "non-fugitive removal counted"
    # exchange
    INTAKE_RECEIVED = "extract received"
    INTAKE_STAGED = "extract staged"
    INTAKE_REFUSED = "extract refused"
    INTAKE_ROW_EDITED = "row edited"
    INTAKE_ROWS_DECIDED = "rows decided"
    INTAKE_APPLY_ASKED = "application of the extract asked for"
    INTAKE_GIVEN_BACK = "extract given back for review"
    INTAKE_APPLIED = "extract applied"
    INTAKE_UNDO_ASKED = "undo of the extract asked for"
    INTAKE_KEPT = "extract kept as applied"
    INTAKE_UNDONE = "extract undone"
    DISCLOSURE_RECORDED = "disclosure recorded"
    # reports and operations
    REPORT_ISSUED = "report issued"
    SYNTHETIC_LOADED = "synthetic people loaded"
