"""What sections 4 to 7 promise: sharing, notice, access, redress and correction."""

from __future__ import annotations

from .promise import Kind, Promise

PROMISES = (
    Promise(
        "PIA-4.1-1",
        Kind.CONTROL,
        "shares no PII inside the department; only statistics leave that way",
        ("ICE does not share FCMS data that contains PII with other DHS components and offices.",),
    ),
    Promise(
        "PIA-5.1-1",
        Kind.FUNCTION,
        "records each ad hoc disclosure: what, to whom, when, how, why, by whom, and that the officer "
        "found it reasonable and appropriate",
        (
            "ICE also shares FCMS data on an ad hoc basis with individuals and entities during the course "
            "of fugitive alien investigations to help locate the alien.",
            "only when a DRO Officer deems the disclosure reasonable and appropriate for the purposes of "
            "locating and arresting fugitive aliens",
        ),
    ),
    Promise(
        "PIA-5.1-2",
        Kind.CONTROL,
        "never shares non-fugitive data",
        ("ICE does not share information pertaining to non-fugitive aliens.",),
    ),
    Promise(
        "PIA-5.3-1",
        Kind.CONTROL,
        "extracts leave encrypted, over an encrypted channel, and only the fields the vendor needs",
        (
            "shared in batch extracts delivered through encrypted electronic transfer",
            "Appropriate security measures have been taken during electronic transmission of FCMS data, "
            "including encryption and use of secure Internet connections.",
        ),
    ),
    Promise(
        "PIA-5.4-1",
        Kind.CONTROL,
        "a vendor gets data only while its contract (no resale, no other use) is in force",
        (
            "Contracts with the commercial aggregators prevent them from sharing or selling FCMS data to "
            "any third party, or using the data for any purpose other than providing search results to "
            "ICE.",
        ),
    ),
    Promise(
        "PIA-6.1-1",
        Kind.FUNCTION,
        "carries the notice (this assessment and the SORN) where users and the public can read it",
        ("This PIA provides notice of the existence of the system.",),
    ),
    Promise(
        "PIA-7.1-1",
        Kind.FUNCTION,
        "handles an individual's access request: find the records, decide exemptions, produce the "
        "package, keep the record of it",
        (
            "Individuals may request access to records about them in FCMS",
            "All or some of the requested information may be exempt from access pursuant to the Privacy Act",
        ),
    ),
    Promise(
        "PIA-7.2-1",
        Kind.FUNCTION,
        "handles a correction request: what is disputed, decision and reason, the correction made or the "
        "statement of disagreement attached",
        (
            "they may seek correction of any incorrect information in the system by submitting a request "
            "to correct the data",
        ),
    ),
    Promise(
        "PIA-7.4-1",
        Kind.FUNCTION,
        "keeps a correction when the next extract says otherwise (it becomes a conflict, not an "
        "overwrite) and refers the person to the owner of the source",
        (
            "It is the primary responsibility of the original source data owners to maintain accurate "
            "information and provide a means for individuals to access and correct inaccurate records.",
        ),
    ),
)
