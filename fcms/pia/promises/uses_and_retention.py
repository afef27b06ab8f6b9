"""What sections 2 and 3 promise: uses and retention."""

from __future__ import annotations

from .promise import Kind, Promise

PROMISES = (
    Promise(
        "PIA-2.1-1",
        Kind.FUNCTION,
        "Operations Plans: scope of the effort, teams, contacts for team, local police and emergency "
        "services; printed",
        (
            "the creation of Operations Plans, which describe scope of fugitive alien arrest efforts and "
            "points of contact for the Fugitive Operations Teams, local police, and emergency services "
            "personnel",
        ),
    ),
    Promise(
        "PIA-2.1-2",
        Kind.FUNCTION,
        "Reports of Investigation: leads, field research, outcome, in writing; printed",
        (
            "documenting Reports of Investigation, which summarize in writing the officer",
            "activity including leads, field research and outcome (e.g., arrest)",
        ),
    ),
    Promise(
        "PIA-2.1-3",
        Kind.FUNCTION,
        "statistics for management, budget, Congress, auditors, media",
        (
            "FCMS information is used to generate statistical reports for management, budgeting, "
            "reporting and planning purposes within ICE.",
            "responding to requests from external parties like Congress, auditors, and the media for "
            "information about the National Fugitive Operations Program",
        ),
    ),
    Promise(
        "PIA-2.1-4",
        Kind.CONTROL,
        "non-fugitive arrests serve statistics and nothing else",
        (
            "Information stored in FCMS about arrests of non-fugitive aliens is used only for statistical "
            "reporting purposes.",
        ),
    ),
    Promise(
        "PIA-2.2-1",
        Kind.FUNCTION,
        "ad hoc search by biographical data, and by field office or sub-office",
        (
            "tools that permit users to perform ad hoc queries to search for cases based on biographical "
            "information of the alien or by DRO Field Office or sub-office",
        ),
    ),
    Promise(
        "PIA-2.3-1",
        Kind.FUNCTION,
        "sends batches to, and takes results from, more than one commercial aggregator; queries one ad "
        "hoc; keeps which vendor each address came from",
        (
            "ICE uses more than one aggregator service to increase the probability of identifying valid "
            "and credible address matches for fugitive aliens.",
            "ICE sends fugitive alien information to the commercial aggregators in batch extracts via "
            "email and/or initiates ad hoc searches over a secure Internet connection.",
            "FCMS also specifically identifies the source of the address leads for reference purposes.",
        ),
    ),
    Promise(
        "PIA-2.4-1",
        Kind.CONTROL,
        "least privilege by role, roles given by position and supervisor",
        (
            "FCMS users are assigned access roles that are pre-designated by their position and their "
            "supervisor. Only minimum access is provided using role-based privileges to ensure system "
            "integrity.",
        ),
    ),
    Promise(
        "PIA-2.4-2",
        Kind.FUNCTION,
        "registers suspected misuse and incidents, what was decided and whom it concerned",
        (
            "Individuals who are found to have accessed or used the FCMS data in an unauthorized manner "
            "will be disciplined in accordance with ICE policy.",
        ),
    ),
    Promise(
        "PIA-3.1-1",
        Kind.DATA,
        "keeps case closures, transfers and re-openings, and every user transaction that adds or changes "
        "data",
        (
            "case management information related to fugitive alien cases, such as case closure, transfer, "
            "and re-opening actions",
            "The database also retains user transactions to add, update, and change data within the system.",
        ),
    ),
    Promise(
        "PIA-3.2-1",
        Kind.CONTROL,
        "arrested and removed: destroyed 10 years after removal",
        (
            "Fugitive alien records are proposed to be destroyed ten (10) years after the person has been "
            "arrested and removed from the United States.",
        ),
    ),
    Promise(
        "PIA-3.2-2",
        Kind.CONTROL,
        "criminal history, not arrested and removed: kept 75 years from the creation of the record",
        (
            "The information on criminal fugitive aliens that have not been arrested and removed would be "
            "retained for 75 years from the creation of the record",
        ),
    ),
    Promise(
        "PIA-3.2-3",
        Kind.CONTROL,
        "not arrested and removed, no criminal history in the United States: destroyed 10 years after the "
        "subject turns 70",
        (
            "the information regarding a fugitive alien that has not been arrested and removed would be "
            "destroyed ten (10) years after the alien reaches 70 years of age, provided the alien does "
            "not have a criminal history in the United States",
        ),
    ),
    Promise(
        "PIA-3.2-4",
        Kind.CONTROL,
        "legal status obtained: destroyed 10 years after",
        (
            "The information regarding a fugitive alien that has obtained legal status would be destroyed "
            "ten (10) years after obtaining legal status.",
        ),
    ),
    Promise(
        "PIA-3.2-5",
        Kind.CONTROL,
        "non-fugitive: destroyed 10 years after arrest or removal, whichever is later",
        (
            "A non-fugitive alien’s information would be destroyed ten (10) years after arrest and/or "
            "removal from the United States, whichever is later.",
        ),
    ),
    Promise(
        "PIA-3.2-6",
        Kind.CONTROL,
        "audit logs 90 days, backups 30 days, reports 10 years or until no longer needed (each a setting, "
        "with these as defaults)",
        (
            "Audit logs are proposed to be kept for 90 days and back up tapes for 30 days. FCMS reports "
            "would be destroyed after ten (10) years or when no longer needed for administrative, legal, "
            "audit, or other operations purposes.",
        ),
    ),
)
