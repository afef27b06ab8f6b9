"""What keeps the promises about activities and arrests."""

from __future__ import annotations

from fcms.pia.keepers import Keeper

KEEPERS = [
    Keeper(
        "PIA-0-8",
        "rule",
        "fcms.activities.rules.says_enough",
        "An action on a lead says what was done, what was asked and what was found, from closed lists.",
    ),
    Keeper(
        "PIA-0-8",
        "database constraint",
        "activities_check_says_what",
        "A records check without its system and its result cannot be stored; nor a visit without its outcome.",
    ),
    Keeper(
        "PIA-0-9",
        "rule",
        "fcms.activities.actions.record_arrest",
        "Recording an arrest takes the case into custody and closes its lead in the same transaction.",
    ),
    Keeper(
        "PIA-0-10",
        "database constraint",
        "activities_arrest_of_a_case_or_verified",
        "An arrest without a case is stored only with the system asked, the way and the day of verification.",
    ),
    Keeper(
        "PIA-0-10",
        "rule",
        "fcms.activities.rules.verified",
        "A non-fugitive arrest is counted only after identity and status were verified.",
    ),
    Keeper(
        "PIA-1.1-5",
        "classification",
        "activities.Activity",
        "An activity keeps the type of action, the officer's name, title and office, the place, the operation, notes.",
    ),
    Keeper(
        "PIA-1.1-5",
        "classification",
        "activities.Arrest",
        "An arrest keeps its address and date.",
    ),
    Keeper(
        "PIA-1.1-8",
        "rule",
        "fcms.activities.tallies.enforcement",
        "Fugitive arrests are counted by arresting office, criminal or not as of the day of arrest.",
    ),
    Keeper(
        "PIA-1.5-4",
        "trigger",
        "activities_field_gates_open",
        "Nobody is assigned to an address, starts for it or enters an operation but on an open reading of its gates.",
    ),
    Keeper(
        "PIA-1.5-4",
        "trigger",
        "activities_field_status_checked",
        "Nobody goes without a check of EID that says still a fugitive: on the case, by name, within the hours.",
    ),
    Keeper(
        "PIA-1.5-4",
        "database constraint",
        "activities_field_goes_on_a_check",
        "What is assigned, under way or done names its officer, its reading and the check behind it.",
    ),
    Keeper(
        "PIA-1.5-4",
        "trigger",
        "activities_checked_was_under_way",
        "An activity is recorded as done with its checks only from a field action that started through its gates.",
    ),
    Keeper(
        "PIA-1.5-4",
        "database constraint",
        "activities_gated_says_how",
        "A visit, a surveillance or an arrest says how its gates stood: open, overridden, shut or taken over.",
    ),
    Keeper(
        "PIA-1.5-4",
        "database constraint",
        "activities_checked_has_its_action",
        "One with its checks names its field action and its reading, and one without them what was read meanwhile.",
    ),
    Keeper(
        "PIA-1.5-4",
        "trigger",
        "activities_field_life",
        "A field action begins as planned and moves only along its life, so that no gate is passed by.",
    ),
    Keeper(
        "PIA-1.5-4",
        "rule",
        "fcms.activities.gates.rules.answers",
        "Every gate is asked, and answered in a sentence: a check of EID by name within the hours set is one of them.",
    ),
    Keeper(
        "PIA-1.5-4",
        "policy",
        "policy/gates.toml",
        "How old each answer may be and who may override it; nobody the status check, or the program does not start.",
    ),
    Keeper(
        "PIA-1.5-4",
        "policy",
        "policy/locations.toml",
        "At which kinds of place action takes an approval, by day, each entry with what it rests on.",
    ),
    Keeper(
        "PIA-1.5-4",
        "database constraint",
        "activities_status_check_never_overridden",
        "The database stores no override of the status check, whoever gives it.",
    ),
    Keeper(
        "PIA-1.5-4",
        "database constraint",
        "activities_gatereading_has_its_check",
        "No reading of the gates is open unless the status check in it was open of itself.",
    ),
    Keeper(
        "PIA-1.5-4",
        "database constraint",
        "activities_gatereading_open_as_answered",
        "A reading of the gates is open exactly when none of its answers is shut.",
    ),
    Keeper(
        "PIA-1.5-4",
        "trigger",
        "activities_gateoverride_stands",
        "An override stays as it was given, with its reason and its end; it can only be withdrawn, once.",
    ),
    Keeper(
        "PIA-1.5-4",
        "database privilege",
        "fcms_app may not UPDATE activities_gatereading",
        "What the gates said before somebody acted is never edited.",
    ),
    Keeper(
        "PIA-1.5-3",
        "rule",
        "fcms.activities.gates.rules._conflict",
        "While sources disagree on what a gate rests on, the gate stays shut until somebody settles it.",
    ),
    Keeper(
        "PIA-1.5-4",
        "database constraint",
        "activities_mark_expires",
        "A mark that an address is to be left alone ends, at the latest after as many days as policy allowed.",
    ),
    Keeper(
        "PIA-1.5-4",
        "rule",
        "fcms.activities.ledger.queries.verifications",
        "An address counts as verified by sources that are not commercial alone, and not after it was contradicted.",
    ),
]
