"""The page of the reference that prints the model of record linkage."""

from __future__ import annotations

from fcms.lib.reference import document, table

from .policy import figures


@document("docs/reference/linkage.md")
def linkage() -> str:
    """Every comparison with its levels and what each weighs."""
    of = figures()
    parts = [
        "# Record linkage",
        "How a row of a roster, of benefits, of departures or of leads is compared with the subjects held "
        "(`policy/linkage.toml`, PIA-1.3-1). A weight is in bits: +1 doubles the odds that it is the same person. "
        "Where a name is weighed by how rare it is, the table shows the weight of a name of ordinary frequency.",
        f"Proposed from {of.propose:+} with agreeing name and full date and {of.margin} ahead of the next candidate; "
        f"to be reviewed from {of.review:+}; before anything is compared, the odds are {of.expected} to the number of "
        f"subjects. Rows about nobody here are deleted {of.keep_days} days after the decision.",
    ]
    for one in of.comparisons:
        rows = [
            [level.words, f"{level.weight:+.1f}", "by the name" if level.frequency else ""]
            for level in one.levels
        ]
        parts += [f"## {one.words}", table(["outcome", "weight", "rarity"], rows)]
    return "\n\n".join(parts)
