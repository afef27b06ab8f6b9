"""What keeps the promises about non-fugitive arrests."""

from __future__ import annotations

from fcms.pia.keepers import Keeper

_UNREADABLE = "fcms_app may not SELECT a_number of encounters_statisticalarrest"

KEEPERS = [
    Keeper(
        "PIA-0-10",
        "database constraint",
        "encounters_arrest_has_a_place",
        "A non-fugitive arrest is counted with its A-Number, date and place, or not at all.",
    ),
    Keeper(
        "PIA-1.1-4",
        "classification",
        "encounters.StatisticalArrest",
        "The table has no name and no key to a person: A-Number, date, place, office, criminal or not, removal.",
    ),
    Keeper(
        "PIA-1.1-4",
        "trigger",
        "encounters_unchanging",
        "Nobody changes a non-fugitive arrest, the database's owner included; a removal date is entered once, and goes "
        "only when the extract that told of it is undone.",
    ),
    Keeper(
        "PIA-1.1-4",
        "database privilege",
        "fcms_app may not DELETE encounters_statisticalarrest",
        "The program cannot delete a non-fugitive arrest.",
    ),
    Keeper(
        "PIA-2.1-4",
        "database privilege",
        _UNREADABLE,
        "The program can enter the A-Number of a non-fugitive but never read it or look one up.",
    ),
    Keeper(
        "PIA-2.1-4",
        "database privilege",
        "fcms_counts may not SELECT encounters_statisticalarrest",
        "Reports count through a view that has no A-Number, and cannot read the table behind it.",
    ),
    Keeper(
        "PIA-1.1-8",
        "rule",
        "fcms.encounters.tallies.enforcement",
        "Non-fugitive arrests and removals are counted by office, two rows of a person within a day as one arrest.",
    ),
]
