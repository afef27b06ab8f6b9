"""How many cases have which points: numbers by office and version of the written system, nothing of a person."""

from __future__ import annotations

from fcms.database.counting import counted
from fcms.lib.priority import system

_VERSIONS = "select distinct version from counts.cases_priorities where version <= %(most)s order by version"
_POINTS = """
    select office_id, points, sum(cases)::int as cases
    from counts.cases_priorities
    where version = %(version)s and status in ('OPEN', 'COLD')
    group by office_id, points
"""


def versions() -> list[int]:
    """The versions of the written system under which cases of today's backlog were scored, the oldest first."""
    return [row["version"] for row in counted(_VERSIONS, {"most": 32_767})]


def distribution(version: int) -> dict[int, dict[int, int]]:
    """How many cases of today's backlog have a score in each band, by the key of the office that holds them.

    A band is named by the points where it begins. What counts is the score that a case had last under the version.
    """
    found: dict[int, dict[int, int]] = {}
    for row in counted(_POINTS, {"version": version}):
        bands = found.setdefault(row["office_id"], {})
        band = system().band_of(row["points"])
        bands[band] = bands.get(band, 0) + row["cases"]
    return found
