"""What keeps the promises about extracts that come in."""

from __future__ import annotations

from fcms.pia.keepers import Keeper

from .linkage.keepers import KEEPERS as LINKAGE
from .sources.keepers import KEEPERS as PARTNERS

KEEPERS = [
    Keeper(
        "PIA-0-6",
        "rule",
        "fcms.exchange.actions.receive",
        "Extracts of EID and of other government systems come in by one door, are sealed, and become facts only "
        "when they are applied.",
    ),
    Keeper(
        "PIA-0-6",
        "database constraint",
        "exchange_intake_same_file_once",
        "The same file comes in once, unless it was refused.",
    ),
    Keeper(
        "PIA-0-6",
        "database constraint",
        "exchange_intake_sequence_once",
        "An extract of a numbered series comes in once, in its order.",
    ),
    Keeper(
        "PIA-0-6",
        "rule",
        "fcms.exchange.inbox.actions.look_in",
        "What partners drop in the watched folder comes in by the same door, once, and waits for a person.",
    ),
    Keeper(
        "PIA-0-6",
        "database constraint",
        "exchange_intake_received_by_someone",
        "An extract names the person who loaded it, or says that it came by itself.",
    ),
    Keeper(
        "PIA-0-6",
        "database constraint",
        "exchange_arrival_once",
        "A file that lies in the watched folder is one arrival.",
    ),
    Keeper(
        "PIA-0-6",
        "policy",
        "policy/extracts.toml",
        "Which extracts come every day, and by when: one that has not come is shown to headquarters.",
    ),
    Keeper(
        "PIA-1.2-1",
        "database constraint",
        "exchange_row_once",
        "A row is told by its extract, its file and its number, and every fact made of it says these.",
    ),
    Keeper(
        "PIA-1.4-1",
        "rule",
        "fcms.exchange.permissions.must",
        "The program itself takes extracts in and reads them; only a person with the right decides and applies.",
    ),
    Keeper(
        "PIA-1.4-1",
        "rule",
        "fcms.exchange.rules.may_apply",
        "An extract is applied once, and only the rows that a person accepted.",
    ),
    Keeper(
        "PIA-1.4-1",
        "database constraint",
        "exchange_row_decided_by_someone",
        "A decision about a row names the person who made it.",
    ),
    Keeper(
        "PIA-1.4-1",
        "database constraint",
        "exchange_row_rejected_says_why",
        "A rejected row says why.",
    ),
    Keeper(
        "PIA-1.4-1",
        "database constraint",
        "exchange_intake_applied_says_who",
        "An applied extract says who applied it and when.",
    ),
    Keeper(
        "PIA-1.4-1",
        "rule",
        "fcms.exchange.rules.may_undo_beneath",
        "An applied extract is taken back whole, and only while nothing later stands on it.",
    ),
    Keeper(
        "PIA-1.4-1",
        "database constraint",
        "exchange_intake_undone_says_who",
        "An undone extract says who undid it and when.",
    ),
    Keeper(
        "PIA-1.4-1",
        "database constraint",
        "exchange_intake_undone_says_why",
        "An undone extract says why.",
    ),
    Keeper(
        "PIA-1.5-3",
        "policy",
        "policy/rules.toml",
        "The rules that are asked of each extract and, every night, of everything stored.",
    ),
    Keeper(
        "PIA-1.5-3",
        "rule",
        "fcms.exchange.standing.actions.run",
        "Every night the rules are asked of everything stored; what they doubt is opened for the office that holds it.",
    ),
    Keeper(
        "PIA-1.5-3",
        "database constraint",
        "exchange_standing_opened_once",
        "What is doubted stands once while it is so, also after a person settled it.",
    ),
    Keeper(
        "PIA-1.5-3",
        "database constraint",
        "exchange_standing_settled_says_how",
        "A finding that a person settled says who, when and why.",
    ),
    Keeper(
        "PIA-1.3-3",
        "rule",
        "fcms.exchange.standing.rules.all_rules",
        "Stored addresses are compared every night with the ZIP directory in use.",
    ),
    Keeper(
        "PIA-1.5-1",
        "policy",
        "policy/rules.toml",
        "The rules of checking, each with its severity; an error keeps a row out until a person has corrected it.",
    ),
    Keeper(
        "PIA-1.5-1",
        "database constraint",
        "exchange_row_no_error_accepted",
        "A row with an error cannot be accepted, whoever tries.",
    ),
    Keeper(
        "PIA-0-15",
        "rule",
        "fcms.exchange.takeover.queries.accounts",
        "What became of the records of the version before is counted file by file, beside what its manifest counts.",
    ),
    Keeper(
        "PIA-0-15",
        "database constraint",
        "exchange_takenover_once",
        "A record of the version before is accounted for once.",
    ),
    Keeper(
        "PIA-0-15",
        "database constraint",
        "exchange_takenover_says_into_what",
        "A record of the version before that was taken over or merged names the record that it is now.",
    ),
    Keeper(
        "PIA-0-15",
        "database constraint",
        "exchange_takenover_refused_says_why",
        "A record of the version before that was refused says why.",
    ),
    Keeper(
        "PIA-0-15",
        "database privilege",
        "fcms_app may not UPDATE exchange_takenover",
        "The accounting of a takeover is written once and never changed.",
    ),
    Keeper(
        "PIA-0-15",
        "policy",
        "policy/legacy.toml",
        "What each word of the version before is here stands in a list; a word that stands in none is a finding.",
    ),
    *LINKAGE,
    *PARTNERS,
]
