"""What keeps the promises about leads."""

from __future__ import annotations

from fcms.pia.keepers import Keeper

KEEPERS = [
    Keeper(
        "PIA-0-2",
        "trigger",
        "leads_lead_life",
        "A lead moves only along its life, from new to closed, and its number stays.",
    ),
    Keeper(
        "PIA-0-2",
        "database constraint",
        "leads_lead_closed_says_what",
        "A closed lead says what came of it, when and by whom; an open one does not.",
    ),
    Keeper(
        "PIA-0-2",
        "trigger",
        "leads_lead_has_its_step",
        "Every change of state or holder of a lead is kept as a step.",
    ),
    Keeper(
        "PIA-0-5",
        "rule",
        "fcms.leads.actions.receive",
        "Whoever may change leads, in the field or at headquarters, enters one by hand.",
    ),
    Keeper(
        "PIA-0-7",
        "database constraint",
        "leads_lead_routed_has_an_office",
        "A lead that is routed or worked has an office that holds it.",
    ),
    Keeper(
        "PIA-0-7",
        "rule",
        "fcms.leads.rules.may_route",
        "What no ZIP code routes is sent to its office by a person, by hand.",
    ),
    Keeper(
        "PIA-1.1-6",
        "classification",
        "leads.Lead",
        "A lead keeps its number, source, contact, referral, notes and address, and nothing else of a person.",
    ),
    Keeper(
        "PIA-1.1-7",
        "rule",
        "fcms.leads.tallies.leads",
        "Received and closed leads are counted at the office that held them when the period ended.",
    ),
    Keeper(
        "PIA-1.1-9",
        "database privilege",
        "fcms_counts may not SELECT leads_lead",
        "The role that counts cannot read a lead.",
    ),
    Keeper(
        "PIA-1.5-1",
        "rule",
        "fcms.leads.fields.lead_values",
        "Every value of a lead is read by the rule of its field, and what does not fit is refused with a sentence.",
    ),
    Keeper(
        "PIA-1.5-2",
        "trigger",
        "leads_lead_life",
        "The number of a lead comes from the database and is never changed.",
    ),
    Keeper(
        "PIA-1.3-3",
        "rule",
        "fcms.leads.proposals.actions.accept",
        "A lead whose ZIP code went to another office moves only when a person of the office that holds it accepts.",
    ),
    Keeper(
        "PIA-1.3-3",
        "database constraint",
        "leads_transferproposal_decided_by_someone",
        "A proposed transfer that was decided says by whom and when.",
    ),
    Keeper(
        "PIA-1.3-3",
        "database constraint",
        "leads_transferproposal_declined_says_why",
        "A proposed transfer that was declined says why.",
    ),
    Keeper(
        "PIA-1.3-3",
        "database constraint",
        "leads_transferproposal_one_open",
        "A lead has one proposed transfer at a time.",
    ),
    Keeper(
        "PIA-1.5-3",
        "policy",
        "policy/ranking.toml",
        "The points of every part of a score, as an auditor reads them.",
    ),
    Keeper(
        "PIA-1.5-3",
        "rule",
        "fcms.lib.ranking.score",
        "Leads and addresses are ranked by a sum of parts, kept and shown; crimes, nationality and gangs have none.",
    ),
    Keeper(
        "PIA-1.7-2",
        "policy",
        "policy/ranking.toml",
        "What a vendor's score weighs against what other sources say, and which resellers count as one source.",
    ),
    Keeper(
        "PIA-1.7-2",
        "rule",
        "fcms.lib.ranking.score",
        "A vendor's score counts by its place among that vendor's scores, beside what is known here.",
    ),
]
