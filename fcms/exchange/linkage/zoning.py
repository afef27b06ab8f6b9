"""From weights to zones: which candidate is proposed, which a person must look at. No Django here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb

from .model import NOTHING
from .policy import Figures

SAME_NAME = {
    "family": ("same", "reordered", "dropped", "spelled", "close"),
    "given": ("same", "among", "initial", "spelled", "close", NOTHING),
}
SAME_BIRTH = ("same", "month", "year", "swapped", "digit")
FULL_BIRTH = ("same", "swapped", "digit")
"""Whom likeness alone proposes agrees in a date that is known to the day."""
STRONG = ("a_number", "fbi", "sid")

_VERDICTS = """
create or replace table judged as
with levels as (select *, {names} from best),
told as (
  select *, identifier in {strong} as strong,
         family in {families} and given in {givens} as same_name,
         birth in {births} as same_birth,
         birth in {births} and family <> 'different' and given = 'different' as sibling,
         family in {families} and given in {givens} and birth = 'far' as generation
  from levels
), sure as (
  select *, case
      when strong then (same_name or same_birth) and not sibling and not generation
      else score >= {propose} and same_name and birth in {full} and given <> '{nothing}' end as fit
  from told where strong or score >= {review}
), ranked as (
  select *, count(*) filter (fit) over (partition by row) as fits,
         row_number() over (partition by row order by fit desc, strong desc, score desc, subject) as place,
         lead(score) over (partition by row order by fit desc, strong desc, score desc, subject) as next_score,
         lead(strong) over (partition by row order by fit desc, strong desc, score desc, subject) as next_strong
  from sure
), first_choice as (
  select *, place = 1 and fit and fits = 1
      and (next_score is null or (strong and not next_strong) or score - next_score >= {margin}) as alone
  from ranked
)
select *, alone and count(*) filter (alone) over (partition by subject) = 1 as proposed,
       bool_or(alone) over (partition by row) as row_has_one,
       count(*) filter (alone) over (partition by subject) as claims
from first_choice
"""
_CHOSEN = """
select row, subject, alias, score, proposed, strong, {names}, {weights}
from (select *, row_number() over (partition by row order by proposed desc, strong desc, score desc, subject) as n
      from judged where proposed or not exists
        (select 1 from judged j where j.row = judged.row and j.proposed))
where n <= {candidates} order by row, n
"""


def _tuple(words: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{word}'" for word in words) + ")"


def _level_name(name: str, levels: list[str]) -> str:
    whens = " ".join(f"when {number} then '{level}'" for number, level in enumerate(levels))
    return f"case gamma_{name} {whens} else '{NOTHING}' end as {name}"


def candidates(
    con: duckdb.DuckDBPyConnection, figures: Figures, levels: dict[str, list[str]]
) -> Iterator[dict[str, Any]]:
    """Each row's proposed subject, or those to be reviewed; one row never has two proposed, nor a subject two rows."""
    con.execute(
        _VERDICTS.format(
            names=", ".join(_level_name(name, of) for name, of in levels.items()),
            strong=_tuple(STRONG),
            families=_tuple(SAME_NAME["family"]),
            givens=_tuple(SAME_NAME["given"]),
            births=_tuple(SAME_BIRTH),
            full=_tuple(FULL_BIRTH),
            nothing=NOTHING,
            propose=figures.propose,
            review=figures.review,
            margin=figures.margin,
        )
    )
    names = [one.name for one in figures.comparisons]
    found = con.execute(
        _CHOSEN.format(
            names=", ".join(names),
            weights=", ".join(f"weight_{name}" for name in names),
            candidates=figures.candidates,
        )
    )
    while rows := found.fetchmany(2_000):
        for row, subject, alias, score, proposed, strong, *told in rows:
            said = zip(figures.comparisons, told[: len(names)], told[len(names) :], strict=True)
            yield {
                "row": row,
                "subject": subject,
                "zone": "PROPOSED" if proposed else "REVIEW",
                "method": "IDENTIFIER" if strong else "LIKENESS",
                "score": round(score, 1),
                "evidence": [
                    {
                        "what": comparison.name,
                        "name": comparison.words,
                        "words": comparison.level(level).words,
                        "weight": round(weight, 1),
                    }
                    for comparison, level, weight in said
                    if level != NOTHING
                ]
                + (
                    [{"what": "alias", "name": "Compared with", "words": "an alias", "weight": 0.0}]
                    if alias
                    else []
                ),
            }
