"""What keeps the promises about what partners send."""

from __future__ import annotations

from fcms.pia.keepers import Keeper

KEEPERS = [
    Keeper(
        "PIA-0-11",
        "rule",
        "fcms.exchange.sources.eid_daily.apply.apply",
        "Accepted rows of the daily extract enter subjects, bring those held up to date, and open cases.",
    ),
    Keeper(
        "PIA-0-11",
        "policy",
        "policy/case_categories.toml",
        "Only a category that means fugitive or failure to report opens a case.",
    ),
    Keeper(
        "PIA-0-3",
        "rule",
        "fcms.exchange.sources.proposing.propose_confirmed",
        "A row of a roster, a benefit or a departure becomes news of a case only where a person confirmed its subject.",
    ),
    Keeper(
        "PIA-1.3-1",
        "rule",
        "fcms.exchange.sources.proposing.propose_confirmed",
        "Rosters and benefits are compared with the subjects, and what a person confirmed is put before the office.",
    ),
    Keeper(
        "PIA-1.3-1",
        "rule",
        "fcms.exchange.sources.facility_roster.apply.apply",
        "The facility's own numbers are kept only while a roster is under review.",
    ),
    Keeper(
        "PIA-0-6",
        "database privilege",
        "fcms_app may not UPDATE exchange_batchtoken",
        "A token stands for the subject and the vendor that it was issued for, and for nobody else afterwards.",
    ),
    Keeper(
        "PIA-1.7-2",
        "database constraint",
        "leads_vendoranswer_score",
        "A vendor's relevance score is kept with its lead, between 0 and 100.",
    ),
    Keeper(
        "PIA-1.7-2",
        "rule",
        "fcms.exchange.batches.queries.weighed",
        "A commercial lead shows its score beside the other vendors and sources that give the same address.",
    ),
    Keeper(
        "PIA-1.3-3",
        "rule",
        "fcms.exchange.sources.city_state.read.rows",
        "The monthly directory of the Postal Service is read in its own layout; a file that is cut, displaced or far"
        " smaller than the one in force is refused.",
    ),
    Keeper(
        "PIA-1.3-3",
        "rule",
        "fcms.exchange.sources.city_state.recheck.recheck",
        "Stored addresses are compared with each new edition, and what differs is kept.",
    ),
    Keeper(
        "PIA-1.3-3",
        "policy",
        "policy/directory.toml",
        "When a monthly directory is refused, and when a missing one is noticed.",
    ),
]
