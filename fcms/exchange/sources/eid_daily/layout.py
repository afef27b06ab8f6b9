"""The layout of `eid-daily` (`formats.md` 2) and what its rows must hold."""

from __future__ import annotations

from fcms.exchange.intake import cleaners as c
from fcms.exchange.intake.conflicts import mass_address
from fcms.exchange.intake.rowchecks import birthday_flaws
from fcms.exchange.layout import Column, FileLayout, Flaw, Kind
from fcms.exchange.sources.government_leads.checks import ADDRESS_CHECKS
from fcms.lib import policyfiles

from . import checks

LATER_THAN_BIRTH = (
    *("last_entry_date", "final_order_date", "failed_to_report_on", "custody_date", "removed_date"),
    "deceased_date",
)
OWNER = Column("a_number", c.a_number, required=True)


def check_subject(row: dict[str, str | None]) -> list[Flaw]:
    """What of one subject's row does not fit together."""
    birth = row["birth_date"]
    flaws = birthday_flaws(birth)
    for later in LATER_THAN_BIRTH:
        then = row[later]
        if birth and then and birth[: len(then)] > then[: len(birth)]:
            flaws.append(Flaw("R-ORDER", later, "This lies before the birth date. Correct one of them."))
    if row["custody_status"] == "REMOVED" and not row["removed_date"]:
        flaws.append(Flaw("R-REQUIRED", "removed_date", "A removal needs its date. Fill it in."))
    if row["custody_status"] in ("ICE_CUSTODY", "OTHER_CUSTODY") and not row["custody_date"]:
        flaws.append(Flaw("R-REQUIRED", "custody_date", "Custody needs the date since when. Fill it in."))
    if row["stay_until"] and not row["stay_kind"]:
        flaws.append(Flaw("R-REQUIRED", "stay_kind", "Say which stay of removal ends on that day."))
    return flaws + _order_flaws(row) + _basis_flaws(row)


def _order_flaws(row: dict[str, str | None]) -> list[Flaw]:
    """Dates that seldom follow each other so: someone may enter or be removed again, so it is a warning."""
    flaws = []
    order, entry, removed = row["final_order_date"], row["last_entry_date"], row["removed_date"]
    if order and entry and entry > order[: len(entry)]:
        flaws.append(
            Flaw(
                "R-ENTRY-AFTER-ORDER",
                "last_entry_date",
                "The last entry lies after the final order. Compare both.",
            )
        )
    if order and removed and removed < order:
        flaws.append(
            Flaw("R-REMOVED-EARLY", "removed_date", "The removal lies before the final order. Compare both.")
        )
    return flaws


def check_address(row: dict[str, str | None]) -> list[Flaw]:
    """An address can be found: it has its ZIP code, or at least its city."""
    if row["line_1"] and not row["zip"] and not row["city"]:
        return [Flaw("R-REQUIRED", "zip", "Give the ZIP code, or at least the city.", "nothing")]
    return []


def check_conviction(row: dict[str, str | None]) -> list[Flaw]:
    """A conviction says what for."""
    if not row["offense_code"] and not row["summary"]:
        return [
            Flaw(
                "R-REQUIRED", "summary", "Give the offense code, or say in words what it was for.", "nothing"
            )
        ]
    return []


def _basis_flaws(row: dict[str, str | None]) -> list[Flaw]:
    known = policyfiles.case_categories().get(row["case_category"] or "")
    if not row["case_category"]:
        return []
    if known is None:
        return [
            Flaw(
                "R-CODE", "case_category", "This category is not in the list of case categories. Correct it."
            )
        ]
    if not known.opens:
        return [
            Flaw("R-CATEGORY-OPENS", "case_category", f"{known.code} ({known.meaning}) opens no case."[:300])
        ]
    dated = "final_order_date" if known.opens == "FINAL_ORDER" else "failed_to_report_on"
    if not row[dated]:
        return [Flaw("R-CATEGORY-BASIS", dated, f"Category {known.code} needs this date. Fill it in.")]
    return []


SUBJECTS = FileLayout(
    "subjects.csv",
    (
        OWNER,
        Column("family_name", c.name, required=True),
        Column("given_name", c.name),
        Column("middle_name", c.name),
        Column("suffix", c.text(10)),
        Column("sex", c.listed(("M", "F", "X", "U"))),
        Column("birth_date", c.past_partial),
        Column("birth_place", c.text(120)),
        Column("ssn", c.ssn, sealed="SSN"),
        Column("fbi_number", c.fbi_number, sealed="FBI"),
        Column("fin", c.fin, sealed="FIN"),
        Column("sid", c.sid, sealed="SID"),
        Column("tecs_number", c.tecs_number, sealed="TECS"),
        Column("gang_affiliation", c.text(120)),
        Column("last_entry_date", c.past_partial),
        Column("last_entry_place", c.text(120)),
        Column("entry_class", c.text(10)),
        Column("case_category", c.case_category),
        Column("docket_office", c.text(12)),
        Column("order_kind", c.listed(("REMOVAL", "DEPORTATION", "EXCLUSION"))),
        Column("final_order_date", c.past_date),
        Column("failed_to_report_on", c.past_date),
        Column("custody_status", c.listed(("AT_LARGE", "ICE_CUSTODY", "OTHER_CUSTODY", "REMOVED"))),
        Column("custody_date", c.past_date),
        Column("removed_date", c.past_date),
        Column("stay_kind", c.text(40)),
        Column("stay_until", c.any_date),
        Column("citizenship_claim", c.yes_no),
        Column("confidential_1367", c.yes_no),
        Column("deceased_date", c.past_date),
    ),
    row_check=check_subject,
    set_checks=checks.SUBJECT_CHECKS,
)
ALIASES = FileLayout(
    "aliases.csv",
    (
        OWNER,
        Column("kind", c.listed(("AKA", "ALIAS", "FKA", "MONIKER")), required=True),
        Column("family_name", c.name, required=True),
        Column("given_name", c.name),
        Column("middle_name", c.name),
    ),
    set_checks=checks.OWNED,
)
ADDRESSES = FileLayout(
    "addresses.csv",
    (
        OWNER,
        Column("line_1", c.text(100), required=True),
        Column("line_2", c.text(60)),
        Column("city", c.text(60)),
        Column("state", c.state),
        Column("zip", c.zip5),
        Column("provided_by_subject", c.yes_no),
        Column("as_of", c.past_date),
    ),
    row_check=check_address,
    set_checks=(*checks.OWNED, *ADDRESS_CHECKS, mass_address("a_number")),
)
CHARGES = FileLayout(
    "charges.csv", (OWNER, Column("charge", c.charge, required=True)), set_checks=checks.OWNED
)
APPREHENSIONS = FileLayout(
    "apprehensions.csv",
    (OWNER, Column("apprehended_on", c.past_date, required=True)),
    set_checks=checks.APPREHENSIONS,
)
CONVICTIONS = FileLayout(
    "convictions.csv",
    (
        OWNER,
        Column("offense_code", c.offense_code),
        Column("summary", c.text(300)),
        Column("convicted_on", c.past_partial),
        Column("jurisdiction", c.listed(("US", "FOREIGN"))),
    ),
    row_check=check_conviction,
    set_checks=checks.CONVICTIONS,
)
PHOTOGRAPHS = FileLayout(
    "photographs.csv",
    (OWNER, Column("taken_on", c.past_date), Column("file", c.text(120), required=True)),
    set_checks=checks.OWNED,
    picture="file",
)
NON_FUGITIVE_REMOVALS = FileLayout(
    "non_fugitive_removals.csv", (OWNER, Column("removed_on", c.past_date, required=True))
)

EID_DAILY = Kind(
    "eid-daily",
    "Daily extract of EID",
    "EID",
    (
        SUBJECTS,
        ALIASES,
        ADDRESSES,
        CHARGES,
        APPREHENSIONS,
        CONVICTIONS,
        PHOTOGRAPHS,
        NON_FUGITIVE_REMOVALS,
    ),
    "Each accepted subject is entered or brought up to date; a category that means fugitive or failure to report "
    "opens a case at its docket office.",
)
