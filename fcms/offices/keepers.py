"""What keeps the promises that offices answer for."""

from __future__ import annotations

from fcms.pia.keepers import Keeper

KEEPERS = [
    Keeper(
        "PIA-0-7",
        "policy",
        "policy/offices.toml",
        "The areas of the 24 field offices and the ZIP codes of their teams, as an auditor reads them.",
    ),
    Keeper(
        "PIA-0-7",
        "rule",
        "fcms.offices.rules.route",
        "A ZIP code goes to the one office that answers for its place; what is doubtful waits for a person.",
    ),
    Keeper(
        "PIA-0-7",
        "database constraint",
        "offices_jurisdiction_one_office",
        "No state and no county can belong to two offices at once.",
    ),
    Keeper(
        "PIA-0-7",
        "database constraint",
        "offices_ziproute_goes_where_its_rule_says",
        "A ZIP code has an office and a team exactly if the rule that decided it names them.",
    ),
    Keeper(
        "PIA-1.5-1",
        "rule",
        "fcms.lib.identifiers.ssn",
        "A Social Security number has nine digits and, outside demonstration, is one that can be issued.",
    ),
    Keeper(
        "PIA-1.5-1",
        "policy",
        "policy/codes.toml",
        "A coded value is one of a closed list.",
    ),
    Keeper(
        "PIA-0-1",
        "policy",
        "policy/case_categories.toml",
        "A case opens only from the categories that mean fugitive or failure to report.",
    ),
    Keeper(
        "PIA-1.1-3",
        "policy",
        "policy/offences.toml",
        "An offense is known by its code or its group.",
    ),
    Keeper(
        "PIA-1.1-8",
        "policy",
        "policy/offences.toml",
        "An immigration offense makes nobody criminal by itself.",
    ),
    Keeper(
        "PIA-2.4-1",
        "policy",
        "policy/roles.toml",
        "A role has the reach and the rights that its duties need, and no more.",
    ),
    Keeper(
        "PIA-8.1-2",
        "policy",
        "policy/roles.toml",
        "A role has one of four levels on each menu.",
    ),
    Keeper(
        "PIA-8.1-3",
        "policy",
        "policy/roles.toml",
        "Who keeps accounts and offices reads no case.",
    ),
    Keeper(
        "PIA-1.3-3",
        "database constraint",
        "offices_zipedition_of_intake_once",
        "A monthly directory becomes an edition once.",
    ),
    Keeper(
        "PIA-1.3-3",
        "database constraint",
        "offices_zipedition_postal_has_its_intake",
        "An edition that is of a month names the intake that brought it.",
    ),
    Keeper(
        "PIA-1.3-3",
        "database constraint",
        "offices_placedoubt_once",
        "What stored addresses have otherwise is noted once for each edition and place.",
    ),
]
