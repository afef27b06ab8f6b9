"""What keeps the promises that claims to citizenship, clearances, reviews and corrections answer for."""

from __future__ import annotations

from fcms.pia.keepers import Keeper

KEEPERS = [
    Keeper(
        "PIA-0-3",
        "rule",
        "fcms.cases.claims.lifecycle.ClaimLife",
        "The whole life of a claim to citizenship: it holds from the moment it is raised until it is decided.",
    ),
    Keeper(
        "PIA-0-3",
        "policy",
        "policy/claims.toml",
        "What points to citizenship without anybody claiming it is a list that an auditor reads.",
    ),
    Keeper(
        "PIA-0-3",
        "trigger",
        "cases_claim_life",
        "The database refuses a change of a claim's state that is not a move of its life: nothing skips counsel.",
    ),
    Keeper(
        "PIA-0-3",
        "trigger",
        "cases_claim_has_its_step",
        "No claim changes its state without a step that says who, by the end of the same transaction.",
    ),
    Keeper(
        "PIA-0-3",
        "database constraint",
        "cases_claim_status_says_who_and_why",
        "An asked, advised or decided claim says by whom, when, with which outcome and why.",
    ),
    Keeper(
        "PIA-0-3",
        "database constraint",
        "cases_claim_not_decided_by_its_adviser",
        "Whoever gave counsel's advice does not decide.",
    ),
    Keeper(
        "PIA-0-3",
        "database constraint",
        "cases_claimstep_not_decided_by_the_adviser",
        "Nor does the adviser send a claim back to counsel: every decision is another person's.",
    ),
    Keeper(
        "PIA-0-3",
        "database constraint",
        "cases_claim_one_open_each",
        "A subject has one open claim, so that freeing it leaves no other one unseen.",
    ),
    Keeper(
        "PIA-0-3",
        "trigger",
        "cases_citizen_has_no_case",
        "Nobody is found to be a citizen while a case on them is live.",
    ),
    Keeper(
        "PIA-0-3",
        "trigger",
        "cases_no_case_of_a_citizen",
        "No case is opened on somebody who was found to be a citizen.",
    ),
    Keeper(
        "PIA-0-3",
        "trigger",
        "cases_no_case_of_a_citizen_again",
        "No case of somebody who was found to be a citizen is opened again.",
    ),
    Keeper(
        "PIA-0-3",
        "database privilege",
        "fcms_app may not UPDATE note of cases_citizenshipclaim",
        "What a claim rests on stays as it was raised.",
    ),
    Keeper(
        "PIA-0-3",
        "database privilege",
        "fcms_app may not UPDATE cases_citizenshipclaimstep",
        "A step of a claim is added and never edited.",
    ),
    Keeper(
        "PIA-1.5-4",
        "rule",
        "fcms.cases.clearances.queries.in_force",
        "Action on a person whom 8 USC 1367 protects is cleared by a named director, for a time that policy bounds.",
    ),
    Keeper(
        "PIA-1.5-4",
        "database constraint",
        "cases_clearance_says_what_why_and_when",
        "A clearance says what it allows, why, and from when until when.",
    ),
    Keeper(
        "PIA-1.5-4",
        "database privilege",
        "fcms_app may not UPDATE until_on of cases_clearance",
        "A clearance is not lengthened; another one is given.",
    ),
    Keeper(
        "PIA-1.5-4",
        "database privilege",
        "fcms_app may not UPDATE cases_casereview",
        "A look into the A-file or at an appeal is added and never edited.",
    ),
    Keeper(
        "PIA-7.2-1",
        "rule",
        "fcms.disclosures.corrections.actions.owe",
        "Every earlier recipient of what was corrected is listed, until somebody has recorded that they were told.",
    ),
    Keeper(
        "PIA-7.2-1",
        "database privilege",
        "fcms_app may not UPDATE disclosures_correctionowed",
        "That a recipient has to be told is added and never edited.",
    ),
]
