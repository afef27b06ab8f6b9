"""What sections 8 and 9 promise: technical access, security and technology."""

from __future__ import annotations

from .promise import Kind, Promise

PROMISES = (
    Promise(
        "PIA-8.1-1",
        Kind.FUNCTION,
        "access request: supervisor certifies, administrator grants; the record is kept",
        (
            "A DRO employee who seeks access to FCMS must obtain a supervisor’s certification that access "
            "is appropriate and related to that individual’s duties. A user request form is completed and "
            "signed by the supervisor.",
        ),
    ),
    Promise(
        "PIA-8.1-2",
        Kind.CONTROL,
        "the Leads and Activities menus, each none, read-only, read/add/update or full, from "
        "predetermined roles (the Users menu and reports the same way)",
        (
            "The FCMS user roles and access are directly tied to the user interfaces within the "
            "application: Lead Access and Activity Access Menus. The available permissions allow users to "
            "have read-only, read/add/update, or full access, depending on their position and duties.",
        ),
    ),
    Promise(
        "PIA-8.1-3",
        Kind.CONTROL,
        "administrators are few; what they can change is limited and audited",
        (
            "There are a limited number of employees that have system administrator roles and their "
            "ability to change data is limited and audited.",
        ),
    ),
    Promise(
        "PIA-8.2-1",
        Kind.CONTROL,
        "contractors only with a completed background investigation and a need",
        (
            "Contractors are only granted access to the system when it is necessary for them to "
            "accomplish an agency function related to FCMS. All contractors must successfully complete a "
            "background investigation before they will be provided FCMS access privileges.",
        ),
    ),
    Promise(
        "PIA-8.3-1",
        Kind.CONTROL,
        "annual privacy and security training, training on handling sensitive information, and training "
        "on this system, all current, or no access; a user guide that explains the security mechanisms too",
        (
            "complete annual mandatory privacy and security training and training on Securely Handling "
            "ICE Sensitive but Unclassified (SBU)/For Official Use Only (FOUO) Information",
            "system users receive training on appropriate uses of FCMS",
            "The FCMS User Guide also provides instructions relating to the operations and the security "
            "mechanisms built within the FCMS application.",
        ),
    ),
    Promise(
        "PIA-8.4-1",
        Kind.FUNCTION,
        "tracks its authority to operate and warns before it runs out",
        (
            "FCMS completed the Certification and Accreditation process and received a three-year "
            "Authority to Operate (ATO) on June 29, 2007.",
        ),
    ),
    Promise(
        "PIA-8.5-1",
        Kind.CONTROL,
        "authenticates at the network and the database, encrypts the network",
        (
            "User authentication at the network and database levels and network encryption prevent "
            "unauthorized access to FCMS data.",
        ),
    ),
    Promise(
        "PIA-8.5-2",
        Kind.CONTROL,
        "locks an idle screen, disables an idle account",
        (
            "Workstations are configured to deactivate the user’s screen after inactivity and to "
            "deactivate a user id after an appropriate level of inactivity.",
        ),
    ),
    Promise(
        "PIA-8.5-3",
        Kind.CONTROL,
        "records logons, logoffs and failed logons; failed ones are reviewed periodically",
        (
            "Audit records and user authentication (logons and logoffs) are captured by the operating "
            "system. All failed logon attempt are recorded in an audit log and periodically reviewed.",
        ),
    ),
    Promise(
        "PIA-8.5-4",
        Kind.CONTROL,
        "the application's audit trail is enough to reconstruct events",
        (
            "audit trail provides adequately detailed information to facilitate reconstruction of events "
            "if compromise or malfunctions occur",
        ),
    ),
    Promise(
        "PIA-8.5-5",
        Kind.CONTROL,
        "the audit trail is protected from unauthorised reading, change and destruction, also by those it "
        "is about",
        (
            "The audit trail is protected from actions such as unauthorized access, modification, and "
            "destruction that would negate its forensic value.",
        ),
    ),
    Promise(
        "PIA-8.5-6",
        Kind.FUNCTION,
        "automated tools help administrators to monitor, analyse and report suspicious activity",
        (
            "This process includes automated tools to assist the administrators in their monitoring, "
            "analysis, and reporting and is consistently followed.",
        ),
    ),
    Promise(
        "PIA-9.3-1",
        Kind.CONTROL,
        "employs no technology that raises privacy concerns: no face recognition, no location tracking, "
        "no scraping, no prediction of behaviour",
        ("FCMS does not employ technology that raises privacy concerns.",),
    ),
)
