"""What keeps the promises about whom a row is about."""

from __future__ import annotations

from fcms.pia.keepers import Keeper

KEEPERS = [
    Keeper(
        "PIA-1.3-1",
        "policy",
        "policy/linkage.toml",
        "How a row of a roster, of benefits, of departures or of leads is compared with the subjects, and how many "
        "days a row about nobody here is kept.",
    ),
    Keeper(
        "PIA-1.3-1",
        "rule",
        "fcms.exchange.linkage.actions.confirm",
        "Nobody is linked before a named person has confirmed it.",
    ),
    Keeper(
        "PIA-1.3-1",
        "rule",
        "fcms.exchange.linkage.actions.forget_nobody",
        "Rows about people who are nobody here are deleted the set days after the decision; the database works out "
        "their age itself, and their number stays.",
    ),
    Keeper(
        "PIA-1.3-1",
        "database constraint",
        "exchange_match_one_proposed_a_row",
        "One subject at most is proposed for a row.",
    ),
    Keeper(
        "PIA-1.3-1",
        "database constraint",
        "exchange_match_one_row_a_subject",
        "A subject is proposed for one row of a file at most; where there are more, a person looks at them.",
    ),
    Keeper(
        "PIA-1.3-1",
        "database constraint",
        "exchange_match_one_confirmed_a_row",
        "One subject at most is confirmed for a row.",
    ),
    Keeper(
        "PIA-1.3-1",
        "database constraint",
        "exchange_match_decided_by_someone",
        "A decision about whom a row is about names the person who made it.",
    ),
    Keeper(
        "PIA-1.3-1",
        "database constraint",
        "exchange_match_rejected_says_why",
        "A rejected candidate says why.",
    ),
    Keeper(
        "PIA-1.3-1",
        "database constraint",
        "exchange_linking_adds_up",
        "The rows of the zones add up to the rows that were compared.",
    ),
    Keeper(
        "PIA-0-3",
        "rule",
        "fcms.exchange.linkage.rules.may_confirm",
        "A row is about one person, and only a person who looked says which.",
    ),
]
