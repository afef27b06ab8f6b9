"""What section 1 promises: the characterization of the information."""

from __future__ import annotations

from .promise import Kind, Promise

PROMISES = (
    Promise(
        "PIA-1.1-1",
        Kind.DATA,
        "biographical: name, aliases, place and date of birth, SSN, A-Number, sex, gang affiliations, "
        "possible US addresses",
        (
            "Name, aliases, place and date of birth, Social Security number (SSN), Alien Number "
            "(A-Number), sex, gang affiliations (if any) and possible U.S. addresses.",
        ),
    ),
    Promise(
        "PIA-1.1-2",
        Kind.DATA,
        "immigration history: last entry (date, place, class), removal charges, prior apprehension dates, "
        "removal case category, docket office, TECS number, custody date",
        (
            "Date of last known U.S. entry, place of last U.S. entry, removal charges, entry class, prior "
            "DHS apprehension date(s), removal case category, docket case office, Treasury Enforcement "
            "Communications System (TECS) Number (if any), and ICE custody date.",
        ),
    ),
    Promise(
        "PIA-1.1-3",
        Kind.DATA,
        "criminal history: FBI number, FIN, SID, mug shots, convictions (summary and date)",
        (
            "FBI number, Fingerprint Identification Number (FIN), mug shots, State Identification (SID) "
            "number, summary of conviction(s), and conviction date(s).",
        ),
    ),
    Promise(
        "PIA-1.1-4",
        Kind.CONTROL,
        "non-fugitive arrest: A-Number, date and location of arrest and what the statistics need "
        "(arresting office, criminal or not, removal date); no name, no link to a person, never updated "
        "for a change of status",
        (
            "This information is limited to the A-Number and date and location of the arrest.",
            "The non-fugitive alien information is not updated to reflect a change in immigration status, "
            "i.e., change from non-fugitive alien to fugitive alien or from non-fugitive alien to a U.S. "
            "citizen.",
        ),
    ),
    Promise(
        "PIA-1.1-5",
        Kind.DATA,
        "activity: type of action, officer's name, title and office, location, operation name, arrest "
        "address and date, notes",
        (
            "type of action (e.g., arrest, surveillance, etc.); name, title, and field office of the "
            "officer; action location; operation name (if any); address of location where and date when a "
            "fugitive or illegal alien is arrested; any notes that the officer inputs regarding the case",
        ),
    ),
    Promise(
        "PIA-1.1-6",
        Kind.DATA,
        "lead: lead number, source (agency, officer), office point of contact, referral, notes, "
        "addresses, systems checks",
        (
            "lead number; information about the source of the lead (agency, officer name, etc.); DRO "
            "Field Office point of contact and other information on referral of the lead to the field; "
            "and lead notes, which vary but generally contain information concerning possible addresses "
            "for the fugitive alien and systems checks performed by DRO Officers.",
        ),
    ),
    Promise(
        "PIA-1.1-7",
        Kind.FUNCTION,
        "Leads Report: per field office and period, total leads, leads closed, per cent closed",
        (
            "Leads Reports provide the number of total leads, the number of leads closed, and the "
            "percentage of leads closed for every field office during a designated period of time.",
        ),
    ),
    Promise(
        "PIA-1.1-8",
        Kind.FUNCTION,
        "Enforcement Activity Report: per field office and period, fugitive and non-fugitive arrests "
        "(criminal, non-criminal) and removals",
        (
            "Total Fugitive and Non-Fugitive Enforcement Activity Reports provide the number of fugitive",
            "(criminal and non-criminal) and non-fugitive (criminal and non-criminal) arrests and the "
            "number of fugitive and non-fugitive removals for each Field Office during a designated time "
            "period.",
        ),
    ),
    Promise(
        "PIA-1.1-9",
        Kind.CONTROL,
        "reports contain no PII",
        ("These reports do not contain PII and are used for statistical purposes only.",),
    ),
    Promise(
        "PIA-1.2-1",
        Kind.CONTROL,
        "every fact knows its source: system or officer, file and row, date",
        (
            "The specific sources of the information collected, used, disseminated and maintained in FCMS "
            "are as follows:",
            "FCMS also specifically identifies the source of the address leads for reference purposes.",
        ),
    ),
    Promise(
        "PIA-1.3-1",
        Kind.FUNCTION,
        "uses custody data to find subjects already incarcerated, and benefit data to find those with "
        "legal status",
        (
            "Custody information is used to determine if any aliens with outstanding removal orders are "
            "already incarcerated.",
            "Immigration benefit data is used to help remove cases from the fugitive backlog",
        ),
    ),
    Promise(
        "PIA-1.3-2",
        Kind.FUNCTION,
        "uses immigration history to show how likely it is that a subject is still in the country, with "
        "the reasons",
        (
            "Immigration case history information is used to determine the likelihood of whether the "
            "fugitive alien remains in the country or has already left the country.",
        ),
    ),
    Promise(
        "PIA-1.3-3",
        Kind.FUNCTION,
        "refreshes city, county and state by ZIP code each month from the postal City State product, and "
        "re-checks stored addresses against it",
        (
            "Address data from the U.S. Postal Service is used to update city, county and state "
            "information by zip code on a monthly basis.",
            "address data tables within FCMS are routinely updated to accurately report city place names "
            "by zip code",
        ),
    ),
    Promise(
        "PIA-1.4-1",
        Kind.FUNCTION,
        "has a person review and edit an extract before it is applied",
        ("data extracts that are manually reviewed and edited to reduce inaccurate or corrupted data",),
    ),
    Promise(
        "PIA-1.4-2",
        Kind.FUNCTION,
        "lets officers update case data by hand as they learn it through arrest and custody, beside what "
        "extracts bring",
        (
            "DRO Officers manually update the case data as they gather information through the arrest "
            "process and ICE custody events",
        ),
    ),
    Promise(
        "PIA-1.5-1",
        Kind.CONTROL,
        "validates every field on entry (SSN nine digits, and issuable outside demonstration, dates in "
        "range, coded values from lists) and tells the user what to correct; nothing invalid is saved",
        (
            "field-level validation is used to ensure appropriate data is entered into specialized fields "
            "(e.g., Social Security number fields must contain nine numerical digits, and a date field "
            "must be formatted as a date and fall within a certain date range)",
            "If an error exists, the user is prompted to correct it.",
        ),
    ),
    Promise(
        "PIA-1.5-2",
        Kind.FUNCTION,
        "generates key values itself (lead number, case number, timestamps, officer, office)",
        ("System defaults ensure when actions are taken, key values are automatically generated and saved.",),
    ),
    Promise(
        "PIA-1.5-3",
        Kind.FUNCTION,
        "audits each imported batch by written rules: finds conflicting data, ranks the validity of "
        "addresses and leads, flags anomalies; and runs the rules again regularly over everything stored",
        (
            "electronic batch audits of FCMS information occur when data extracts from other DHS systems "
            "are imported into FCMS",
            "a set of business rules and system logic that assist in identifying conflicting data, "
            "ranking the validity of addresses and leads, and checking for anomalies",
            "These checks are performed regularly",
        ),
    ),
    Promise(
        "PIA-1.5-4",
        Kind.CONTROL,
        "does not let a team act at an address before a recorded check that the person is still a fugitive",
        (
            "he or she may run checks of EID, to verify that the individual is a fugitive before "
            "performing surveillance at the location",
        ),
    ),
    Promise(
        "PIA-1.7-1",
        Kind.CONTROL,
        "collects nothing beyond the inventory of 1.1",
        (
            "ICE collects only a limited amount of information necessary to locate, arrest, and remove "
            "fugitive aliens in the most efficient manner.",
        ),
    ),
    Promise(
        "PIA-1.7-2",
        Kind.FUNCTION,
        "weighs commercial data: several vendors, their relevance scores, agreement with other sources",
        (
            "multiple commercial sources deemed credible and effective are used to increase the "
            "probability in identifying valid and credible address matches",
            "provide results to ICE with a relevance score to help identify the most useful matches",
            "ICE assesses these results against other available information to identify workable leads",
        ),
    ),
)
