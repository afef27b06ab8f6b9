"""The generated page of the written system: its grounds, the offenses under each, what a review rests on."""

from __future__ import annotations

from fcms.lib import policyfiles
from fcms.lib.policyfiles import Offence
from fcms.lib.priority import GROUNDS, ground_of, system
from fcms.lib.reference import document, table

PAGE = """# Priority of a case

Version {version} of `policy/priority.toml`, the written system of {promises}. Points of the grounds that hold are
added; each ground counts once; a conviction counts on the first ground that it fits. What is not in this table cannot
change a score. It orders cases for people to read, and nothing acts on it.

{grounds}

Only convictions in force count: not one that was withdrawn, never an arrest, an apprehension or a charge, and never an
immigration offense. A conviction abroad {abroad}.

## A gang affiliation

What a source says of a gang counts nothing by itself. It counts while a supervisor's review of it holds: the source,
at least two of these factors, and a day, at most {years} years ahead, until which it holds.

{factors}

## Offenses

The ground of each code of `policy/offences.toml`. An NCIC code without a row of its own falls under its first two
digits; one that is not in the list, or no code at all, is another conviction.

{codes}
"""


@document("docs/reference/priority.md")
def priority() -> str:
    """How the priority of a case is scored."""
    written = system()
    grounds = [[one.label, f"+{one.points}", one.about] for one in written.grounds.values()]
    factors = [[f"`{code}`", label] for code, label in written.factors.items()]
    return PAGE.format(
        version=written.version,
        promises=" ".join(written.promises),
        grounds=table(["Ground", "Points", "When it holds"], grounds),
        abroad="counts as one here" if written.foreign_convictions else "does not count",
        years=written.longest_years,
        factors=table(["Factor", "What it means"], factors),
        codes=table(["Ground", "Codes"], _codes()),
    )


def _codes() -> list[list[str]]:
    by_ground: dict[str, list[Offence]] = {}
    for offence in policyfiles.offences().values():
        by_ground.setdefault(ground_of(offence), []).append(offence)
    labels = {code: system().grounds[code].label for code in GROUNDS[1:]}
    labels["none"] = "None (immigration offense)"
    return [
        [label, ", ".join(f"{one.code} {one.name}" for one in by_ground.get(code, []))]
        for code, label in labels.items()
    ]
