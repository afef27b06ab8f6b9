"""The inventory of data: what section 1.1 of the assessment lists, and a closed list of additions with reasons.

Every personal field of every model names one of these members in its `class Privacy`. What is not here
may not be kept (PIA-1.7-1); a new member is a change of the assessment and needs a decision record.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the inventory: its name in plain words, the promise that lists it, its heading."""

    words: str
    promise: str
    heading: str
    addition_because: str = ""


BIOGRAPHICAL = "Fugitive: biographical"
IMMIGRATION = "Fugitive: immigration case history"
CRIMINAL = "Fugitive: criminal history"
NON_FUGITIVE = "Non-fugitive arrest"
ACTIVITY = "Activity"
LEAD = "Lead"
USER = "User"
SYSTEM = "Made by the system"
ADDITIONS = "Additions"


def _added(words: str, promise: str, because: str) -> Item:
    return Item(words, promise, ADDITIONS, because)


class Datum(Enum):
    """One kind of personal data that the system may keep."""

    NAME = Item("Name", "PIA-1.1-1", BIOGRAPHICAL)
    ALIAS = Item("Aliases", "PIA-1.1-1", BIOGRAPHICAL)
    BIRTH_DATE = Item("Date of birth", "PIA-1.1-1", BIOGRAPHICAL)
    BIRTH_PLACE = Item("Place of birth", "PIA-1.1-1", BIOGRAPHICAL)
    SSN = Item("Social Security number", "PIA-1.1-1", BIOGRAPHICAL)
    A_NUMBER = Item("Alien Number (A-Number)", "PIA-1.1-1", BIOGRAPHICAL)
    SEX = Item("Sex", "PIA-1.1-1", BIOGRAPHICAL)
    GANG = Item("Gang affiliations, if any", "PIA-1.1-1", BIOGRAPHICAL)
    ADDRESS = Item("Possible U.S. addresses", "PIA-1.1-1", BIOGRAPHICAL)

    ENTRY_DATE = Item("Date of last known U.S. entry", "PIA-1.1-2", IMMIGRATION)
    ENTRY_PLACE = Item("Place of last U.S. entry", "PIA-1.1-2", IMMIGRATION)
    ENTRY_CLASS = Item("Entry class", "PIA-1.1-2", IMMIGRATION)
    REMOVAL_CHARGE = Item("Removal charges", "PIA-1.1-2", IMMIGRATION)
    APPREHENSION_DATE = Item("Prior DHS apprehension dates", "PIA-1.1-2", IMMIGRATION)
    CASE_CATEGORY = Item("Removal case category", "PIA-1.1-2", IMMIGRATION)
    DOCKET_OFFICE = Item("Docket case office", "PIA-1.1-2", IMMIGRATION)
    TECS_NUMBER = Item("Treasury Enforcement Communications System (TECS) number", "PIA-1.1-2", IMMIGRATION)
    CUSTODY_DATE = Item("ICE custody date", "PIA-1.1-2", IMMIGRATION)

    FBI_NUMBER = Item("FBI number", "PIA-1.1-3", CRIMINAL)
    FIN = Item("Fingerprint Identification Number (FIN)", "PIA-1.1-3", CRIMINAL)
    SID = Item("State Identification (SID) number", "PIA-1.1-3", CRIMINAL)
    PHOTOGRAPH = Item("Photograph (mug shot)", "PIA-1.1-3", CRIMINAL)
    CONVICTION_SUMMARY = Item("Summary of a conviction", "PIA-1.1-3", CRIMINAL)
    CONVICTION_DATE = Item("Conviction date", "PIA-1.1-3", CRIMINAL)

    NON_FUGITIVE_A_NUMBER = Item("A-Number of a non-fugitive arrested", "PIA-1.1-4", NON_FUGITIVE)
    NON_FUGITIVE_ARREST_DATE = Item("Date of a non-fugitive arrest", "PIA-1.1-4", NON_FUGITIVE)
    NON_FUGITIVE_ARREST_PLACE = Item("Location of a non-fugitive arrest", "PIA-1.1-4", NON_FUGITIVE)

    ACTIVITY_TYPE = Item("Type of action", "PIA-1.1-5", ACTIVITY)
    OFFICER = Item("Name, title and field office of the officer", "PIA-1.1-5", ACTIVITY)
    ACTIVITY_PLACE = Item("Location of the action", "PIA-1.1-5", ACTIVITY)
    OPERATION_NAME = Item("Operation name, if any", "PIA-1.1-5", ACTIVITY)
    ARREST_ADDRESS = Item("Address where a person was arrested", "PIA-1.1-5", ACTIVITY)
    ARREST_DATE = Item("Date of an arrest", "PIA-1.1-5", ACTIVITY)
    ACTIVITY_NOTES = Item("Notes of the officer on a case or an action", "PIA-1.1-5", ACTIVITY)

    LEAD_NUMBER = Item("Lead number", "PIA-1.1-6", LEAD)
    LEAD_SOURCE = Item("Source of a lead (agency, officer)", "PIA-1.1-6", LEAD)
    LEAD_CONTACT = Item("Field office point of contact for a lead", "PIA-1.1-6", LEAD)
    LEAD_REFERRAL = Item("Referral of a lead to the field", "PIA-1.1-6", LEAD)
    LEAD_NOTES = Item("Lead notes", "PIA-1.1-6", LEAD)
    LEAD_ADDRESS = Item("Possible address that a lead gives", "PIA-1.1-6", LEAD)
    LEAD_CHECKS = Item("Systems checks performed on a lead", "PIA-1.1-6", LEAD)

    USER_NAME = Item("Name of a user", "PIA-0-12", USER)
    USER_TITLE = Item("Position title of a user", "PIA-0-12", USER)
    USER_LOCATION = Item("Work location of a user", "PIA-0-12", USER)
    USER_TELEPHONE = Item("Office telephone of a user", "PIA-0-12", USER)

    RECORD_KEY = Item("Key values that the system generates", "PIA-1.5-2", SYSTEM)

    ORDER_AND_STAY = _added(
        "Final order and stay of removal",
        "PIA-0-1",
        "A case rests on a final order. Without the order and any stay of it, nobody can tell whether the person"
        " is a fugitive.",
    )
    FAILURE_TO_REPORT = _added(
        "Failure to report after notice",
        "PIA-0-1",
        "The assessment names it as the other basis of a case, so the case must be able to say so.",
    )
    CITIZENSHIP_CLAIM = _added(
        "Claim of U.S. citizenship",
        "PIA-0-3",
        "A claim stops action until counsel has looked at it; unrecorded, it protects no one.",
    )
    CONFIDENTIALITY_FLAG = _added(
        "Protection under 8 U.S.C. 1367",
        "PIA-0-3",
        "The law forbids disclosure about these persons and acting on some sources, so the record must be marked.",
    )
    DEATH = _added(
        "Date of death",
        "PIA-0-3",
        "A dead person is no longer a fugitive; the case must close and the record must leave in time.",
    )
    INMATE_NUMBER = _added(
        "Facility and inmate number, while an extract is under review",
        "PIA-1.3-1",
        "Facilities that know no A-Number identify inmates by it; it is kept only while the row is staged.",
    )
    PLAN_CONTACT = _added(
        "Contacts named in an Operations Plan",
        "PIA-2.1-1",
        "A plan must name the contacts for the team, local police and emergency services.",
    )
    USER_EMAIL = _added(
        "Work e-mail of a user",
        "PIA-8.1-1",
        "Notices about an account, its access and the work that waits must reach the person.",
    )
    CRIMINAL_AT_ARREST = _added(
        "Whether a person arrested was criminal at the time of arrest",
        "PIA-1.1-8",
        "The enforcement report divides arrests by it, and a non-fugitive arrest has no record to read it from.",
    )
    NON_FUGITIVE_REMOVAL_DATE = _added(
        "Date a non-fugitive was removed",
        "PIA-3.2-5",
        "The report counts these removals, and the ten years of retention run from the later of arrest and removal.",
    )
    SOURCE_STATEMENT = _added(
        "What a source said, word for word",
        "PIA-1.2-1",
        "A fact can be checked and corrected only if what its source said, and where, is kept beside it.",
    )
    DISCLOSURE_RECIPIENT = _added(
        "To whom something was disclosed, and where",
        "PIA-5.1-1",
        "An accounting of disclosures names each recipient and address (5 USC 552a(c)).",
    )
    USERNAME = _added(
        "Sign-in name of a user and what access control needs",
        "PIA-0-12",
        "Access control must recognise the person who signs in and hold them to what they did.",
    )

    @property
    def words(self) -> str:
        """The item in plain words, as the inventory prints it."""
        return self.value.words

    @property
    def promise(self) -> str:
        """The ID of the promise under which the item is kept."""
        return self.value.promise

    @property
    def heading(self) -> str:
        """The heading of the inventory under which the item stands."""
        return self.value.heading

    @property
    def addition_because(self) -> str:
        """Why the item was added to the assessment's list; empty for an item of the list itself."""
        return self.value.addition_because
