"""What keeps the promises that cases answer for."""

from __future__ import annotations

from fcms.pia.keepers import Keeper

from .claims.keepers import KEEPERS as CLAIMS

KEEPERS = [
    Keeper(
        "PIA-0-1",
        "rule",
        "fcms.cases.lifecycle.CaseLife",
        "The whole life of a case as one table: which moves lead from which states to which.",
    ),
    Keeper(
        "PIA-0-1",
        "trigger",
        "cases_case_life",
        "The database refuses a change of a case's status that is not a move of its life, whoever asks for it.",
    ),
    Keeper(
        "PIA-0-1",
        "policy",
        "policy/case_categories.toml",
        "A case opens only from the case categories that mean fugitive or failure to report.",
    ),
    Keeper(
        "PIA-0-1",
        "policy",
        "policy/evidence.toml",
        "What each end of a case rests on, field by field; no end rests on having found nothing.",
    ),
    Keeper(
        "PIA-0-1",
        "rule",
        "fcms.cases.balance.tallies.faults",
        "Every month and office is counted from the steps and from where they leave the cases, which must agree.",
    ),
    Keeper(
        "PIA-0-3",
        "rule",
        "fcms.cases.proposals.actions.decide_proposal",
        "News that somebody left, gained status, is in custody or died moves a case only once a supervisor of the "
        "office that holds it has accepted it, with the evidence kept on the step.",
    ),
    Keeper(
        "PIA-0-3",
        "trigger",
        "cases_proposal_decided_once",
        "News about a case stays as it was proposed, and is decided once.",
    ),
    Keeper(
        "PIA-0-3",
        "database constraint",
        "cases_proposal_decided_says_who",
        "Accepted and refused news name who decided and when; refused, lapsed and withdrawn news say why.",
    ),
    Keeper(
        "PIA-1.3-1",
        "rule",
        "fcms.cases.proposals.actions.propose_set",
        "What custody and benefit data say of a subject is put before the office that holds the case.",
    ),
    Keeper(
        "PIA-0-4",
        "policy",
        "policy/priority.toml",
        "The written system as an auditor reads it: four grounds, their points, what a review of a gang rests on.",
    ),
    Keeper(
        "PIA-0-4",
        "rule",
        "fcms.lib.priority.system",
        "The grounds are closed in the code: the program does not start with a fifth, or without one of the four.",
    ),
    Keeper(
        "PIA-0-4",
        "rule",
        "fcms.cases.priority.actions.score",
        "One database function scores one case and all cases; PostgreSQL keeps which columns it reads, and a test "
        "compares them with the list of grounds.",
    ),
    *(
        Keeper(
            "PIA-0-4",
            "database privilege",
            f"fcms_app may not {privilege} {table}",
            "No score and no change of one is written but by the function that computes it from the listed grounds.",
        )
        for table in ("cases_casepriority", "cases_prioritychange")
        for privilege in ("INSERT", "UPDATE", "DELETE")
    ),
    Keeper(
        "PIA-0-9",
        "rule",
        "fcms.cases.actions.arrest",
        "The case goes into custody together with its subject, in one transaction, on a named source's word.",
    ),
    Keeper(
        "PIA-1.1-8",
        "rule",
        "fcms.cases.tallies.enforcement",
        "Removals are counted on their own day at the office that held the case, as long as they stand.",
    ),
    Keeper(
        "PIA-1.1-9",
        "database privilege",
        "fcms_counts may not SELECT cases_case",
        "The role that counts cannot read a case; it reads a view of steps that names no case and no person.",
    ),
    Keeper(
        "PIA-1.3-2",
        "rule",
        "fcms.cases.likelihood.rules.reasons",
        "What speaks for and against that somebody is still in the country, each reason with its day and source: never "
        "a number, and nothing but its card on the case reads it.",
    ),
    Keeper(
        "PIA-1.4-2",
        "rule",
        "fcms.cases.actions",
        "Each change of a case that an officer learns of has its verb, with a step and a statement that say who.",
    ),
    Keeper(
        "PIA-1.5-2",
        "rule",
        "fcms.database.defaults.NextNumber",
        "The database draws the number of a case from its series, with a check digit.",
    ),
    Keeper(
        "PIA-1.5-2",
        "trigger",
        "cases_case_life",
        "The number of a case is given once; the database refuses another.",
    ),
    Keeper(
        "PIA-2.2-1",
        "rule",
        "fcms.cases.queries.narrowed",
        "The list of cases narrows by field office, and by the sub-office where the docket lies.",
    ),
    Keeper(
        "PIA-3.1-1",
        "rule",
        "fcms.cases.evidence.rules.may_rest_on",
        "A case is closed, removed, released, re-opened or goes cold only with what policy names as its evidence.",
    ),
    Keeper(
        "PIA-3.1-1",
        "rule",
        "fcms.cases.transfers.actions.accept",
        "A case goes to another office only once that office has accepted it; the answer is kept with its reason.",
    ),
    Keeper(
        "PIA-3.1-1",
        "trigger",
        "cases_transfer_decided_once",
        "A transfer stays as it was proposed, and is decided once.",
    ),
    Keeper(
        "PIA-3.1-1",
        "database constraint",
        "cases_transfer_decided_says_who",
        "A transfer that was accepted, refused or withdrawn says who decided and when; a refusal says why.",
    ),
    Keeper(
        "PIA-3.1-1",
        "policy",
        "policy/rules.toml",
        "The nightly rule R-CASE-STEPS opens a finding on a case whose steps do not follow from each other.",
    ),
    Keeper(
        "PIA-3.1-1",
        "trigger",
        "cases_case_has_its_step",
        "No case changes its state or office without a step that says so, by the end of the same transaction.",
    ),
    Keeper(
        "PIA-3.1-1",
        "database privilege",
        "fcms_app may not UPDATE cases_casestep",
        "A step is added and never edited.",
    ),
    Keeper(
        "PIA-3.1-1",
        "database privilege",
        "fcms_app may not DELETE cases_casestep",
        "A step is added and never taken away by the program.",
    ),
    *CLAIMS,
]
