"""What the overview of the assessment promises."""

from __future__ import annotations

from .promise import Kind, Promise

PROMISES = (
    Promise(
        "PIA-0-1",
        Kind.FUNCTION,
        "tracks every fugitive case from its basis (a final order, or a failure to report after notice) "
        "to its end: open, in custody, removed, closed (with a reason), transferred, re-opened",
        (
            "processes, tracks, and stores information about aliens who fail to leave the United States "
            "after receiving a final order of removal, deportation or exclusion, or who failed to report "
            "to ICE after receiving notice to do so (i.e., fugitive aliens)",
            "DRO Officers use FCMS to track fugitive aliens actively being sought for arrest and removal "
            "from the United States.",
        ),
    ),
    Promise(
        "PIA-0-2",
        Kind.FUNCTION,
        "takes in, numbers, tracks and manages leads, from any source, until each is closed with an outcome",
        (
            "FCMS is also used to identify, track, and manage “leads” (i.e., tips or other information) "
            "that may help locate fugitive aliens.",
        ),
    ),
    Promise(
        "PIA-0-3",
        Kind.FUNCTION,
        "finds the cases that are no longer fugitive (left the country on their own, gained legal status, "
        "already in custody somewhere) and takes them off the backlog, after a person has confirmed it",
        (
            "the program also seeks to identify aliens who are no longer fugitives because they have left "
            "the country voluntarily, successfully adjusted their immigration status, or are currently "
            "incarcerated somewhere in the United States",
        ),
    ),
    Promise(
        "PIA-0-4",
        Kind.FUNCTION,
        "scores the priority of a case by an established, written system (threats to national security "
        "and community safety first: transnational gang members, child sex offenders, violent "
        "convictions; then other criminal history, PIA 1.3), shows why, and never uses any other ground",
        (
            "Based on an established priority scoring system, the Fugitive Operations Teams prioritize "
            "enforcement efforts on fugitive aliens who pose a threat to national security and community "
            "safety such as members of transnational street gangs, child sex offenders, and aliens with "
            "prior convictions for violent crimes.",
        ),
    ),
    Promise(
        "PIA-0-5",
        Kind.FUNCTION,
        "lets field and headquarters officers enter a lead by hand, record by record",
        (
            "These leads are entered manually into FCMS on a record-by-record basis by DRO Headquarters "
            "and Field Officers",
        ),
    ),
    Promise(
        "PIA-0-6",
        Kind.FUNCTION,
        "lets headquarters staff upload leads from extracts of government and commercial systems",
        (
            "uploaded from extracts of other DHS, government and commercial systems by DRO Headquarters "
            "Officers",
        ),
    ),
    Promise(
        "PIA-0-7",
        Kind.FUNCTION,
        "assigns a lead by the ZIP code of its address to the team that has jurisdiction there, or by hand",
        (
            "The new leads are either assigned manually by",
            "sent by FCMS based on zip code of the address provided by the alien to the Fugitive "
            "Operations Teams with official jurisdiction to investigate",
        ),
    ),
    Promise(
        "PIA-0-8",
        Kind.FUNCTION,
        "records what a team did to follow up each lead",
        (
            "update FCMS with information about what actions they are taking to follow up on fugitive "
            "alien leads",
        ),
    ),
    Promise(
        "PIA-0-9",
        Kind.FUNCTION,
        "documents an arrest and, with it, sets the subject's status to in custody",
        (
            "Once a fugitive is arrested, DRO Officers document the arrest information and update the "
            "fugitive alien’s status in FCMS to reflect that the fugitive is in custody.",
        ),
    ),
    Promise(
        "PIA-0-10",
        Kind.FUNCTION,
        "counts non-fugitive arrests for statistics only (A-Number, date, place), after identity and "
        "status were verified",
        (
            "verified through information in federal databases, interviews, and fingerprint checks prior "
            "to entering the encounter as an arrest of an illegal alien in FCMS",
            "FCMS information about non-fugitive arrests is used solely for the purpose of reporting "
            "arrest statistics",
        ),
    ),
    Promise(
        "PIA-0-11",
        Kind.FUNCTION,
        "takes the daily extract of the enforcement database (EID): opens new fugitive cases from it and "
        "updates biographical, immigration and criminal history",
        (
            "FCMS also receives information from other DHS systems such as ICE’s Enforcement Integrated "
            "Database which may be used to update fugitive alien information in FCMS.",
            "This information is collected through a daily extract from EID.",
        ),
    ),
    Promise(
        "PIA-0-12",
        Kind.DATA,
        "keeps of its users no more than name, position title, work location and office telephone, beside "
        "what access control itself needs",
        (
            "FCMS also maintains a limited amount of information about DRO users, such as names, position "
            "titles, geographical work location and office telephone numbers.",
        ),
    ),
    Promise(
        "PIA-0-13",
        Kind.FUNCTION,
        "has three menus: Leads, Activities, Users; what a person sees of them follows that person's "
        "permissions",
        ("FCMS is comprised of three major user interfaces: Leads, Activities, and User Menus.",),
    ),
    Promise(
        "PIA-0-14",
        Kind.CONTROL,
        "is closed to everyone not assigned to the programme",
        (
            "User access to FCMS is limited to DRO employees on Fugitive Operations Teams and those "
            "assigned to work for or oversee the National Fugitive Operations Program.",
        ),
    ),
    Promise(
        "PIA-0-15",
        Kind.FUNCTION,
        "takes over the data of the version before it, with a reconciliation that accounts for every record",
        ("The information stored in the current version of FCMS will transfer to the new version of FCMS.",),
    ),
)
