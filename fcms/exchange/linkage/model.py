"""The model of Fellegi and Sunter that Splink computes: what is compared, and when a level holds."""

from __future__ import annotations

from typing import Any

from .policy import Comparison, Figures

NOTHING = "nothing"
"""The level of a comparison that one side leaves empty: it weighs nothing."""

_FAMILY = {
    NOTHING: "family_l is null or family_r is null",
    "same": "family_l = family_r",
    "reordered": "len(fams_l) = len(fams_r) and list_has_all(fams_l, fams_r) and list_has_all(fams_r, fams_l)",
    "dropped": "list_has_all(fams_l, fams_r) or list_has_all(fams_r, fams_l)",
    "spelled": "fkey_l = fkey_r or list_has_all(fkeys_l, fkeys_r) or list_has_all(fkeys_r, fkeys_l)",
    "close": """jaro_winkler_similarity(family_l, family_r) >= 0.95
        or (length(fkey_l) > 4 and length(fkey_r) > 4 and damerau_levenshtein(fkey_l, fkey_r) <= 1)
        or (length(family1_l) > 4 and length(family1_r) > 4 and (len(fams_l) = 1 or len(fams_r) = 1)
            and damerau_levenshtein(family1_l, family1_r) <= 1)""",
    "overlap": "list_has_any(fkeys_l, fkeys_r)",
}
_GIVEN = {
    NOTHING: "given1_l is null or given1_r is null",
    "same": "given1_l = given1_r",
    "among": "list_contains(gives_l, given1_r) or list_contains(gives_r, given1_l)",
    "initial": "(length(given1_l) = 1 or length(given1_r) = 1) and left(given1_l, 1) = left(given1_r, 1)",
    "spelled": "gkey_l = gkey_r",
    "close": """jaro_winkler_similarity(given1_l, given1_r) >= 0.93
        or (length(given1_l) > 3 and length(given1_r) > 3 and damerau_levenshtein(given1_l, given1_r) <= 1)""",
}
_MIDDLE = {
    NOTHING: "middle1_l is null or middle1_r is null",
    "same": "middle1_l = middle1_r",
    "initial": "(length(middle1_l) = 1 or length(middle1_r) = 1) and left(middle1_l, 1) = left(middle1_r, 1)",
}
_PARTLY = "(born_month_l is null or born_month_r is null)"
_BIRTH = {
    NOTHING: "born_year_l is null or born_year_r is null",
    "same": "born_l = born_r",
    "month": """born_year_l = born_year_r and born_month_l = born_month_r
        and (born_day_l is null or born_day_r is null)""",
    "year": f"born_year_l = born_year_r and {_PARTLY}",
    "swapped": "born_year_l = born_year_r and born_month_l = born_day_r and born_day_l = born_month_r",
    "digit": """levenshtein(born_l, born_r) = 1
        or (born_year_l = born_year_r and damerau_levenshtein(born_l, born_r) = 1)""",
    "other_year": """born_month_l = born_month_r and born_day_l = born_day_r
        and abs(born_year_l - born_year_r) < 12""",
    "near": f"""(born_year_l = born_year_r and (born_month_l = born_month_r or born_day_l = born_day_r))
        or (abs(born_year_l - born_year_r) = 1 and {_PARTLY})""",
    "far": "abs(born_year_l - born_year_r) >= 12",
}
_SEX = {NOTHING: "sex_l is null or sex_r is null", "same": "sex_l = sex_r"}
_ORDER = {NOTHING: "variant_l is null", "written": "variant_l = variant_r"}


def _both(kind: str) -> str:
    return f"({kind}_l is not null and {kind}_r is not null)"


def _shared(kind: str) -> str:
    return f"coalesce(list_has_any({kind}_l, {kind}_r), false)"


_IDENTIFIER = {
    NOTHING: f"not ({_both('a')} or {_both('fbi')} or {_both('sid')})",
    "a_number": _shared("a"),
    "fbi": _shared("fbi"),
    "sid": _shared("sid"),
}
_SSN = {NOTHING: f"not {_both('ssn')}", "same": _shared("ssn")}

HOLDS: dict[str, dict[str, str]] = {
    "family": _FAMILY,
    "given": _GIVEN,
    "middle": _MIDDLE,
    "birth": _BIRTH,
    "sex": _SEX,
    "name_order": _ORDER,
    "identifier": _IDENTIFIER,
    "ssn": _SSN,
}
"""When each level holds, in SQL; the first that does counts. The last level of each comparison is all else."""
BORNE_BY = {"same": {"family": "family", "given": "given1"}, "dropped": {"family": "family1"}}
"""Where a level weighs a name by how often it is borne: the column that is counted, by level and comparison."""


def _levels(comparison: Comparison) -> list[dict[str, Any]]:
    holds = HOLDS[comparison.name]
    levels: list[dict[str, Any]] = [
        {"sql_condition": holds[NOTHING], "label_for_charts": NOTHING, "is_null_level": True}
    ]
    for level in comparison.levels:
        entry: dict[str, Any] = {
            "sql_condition": holds.get(level.name, "ELSE"),
            "label_for_charts": level.name,
            "m_probability": level.m,
            "u_probability": level.u,
        }
        if level.frequency:
            entry |= {
                "tf_adjustment_column": BORNE_BY[level.name][comparison.name],
                "tf_adjustment_weight": 1.0,
                "tf_minimum_u_value": 0.000_02,
                "disable_tf_exact_match_detection": True,
            }
        levels.append(entry)
    return levels


SMALLEST = 5_000
"""A small house is not the world: beside few subjects, people outside bear the same names all the same."""


def settings(figures: Figures, subjects: int) -> dict[str, Any]:
    """The model as Splink takes it, for a population of so many subjects."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": figures.expected / max(subjects, SMALLEST),
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
        "blocking_rules_to_generate_predictions": [],
        "additional_columns_to_retain": ["ref", "alias"],
        "comparisons": [
            {"output_column_name": comparison.name, "comparison_levels": _levels(comparison)}
            for comparison in figures.comparisons
        ],
    }


def gammas(figures: Figures) -> dict[str, list[str]]:
    """The names of the levels of each comparison by Splink's number for them (gamma 0 is the last, -1 nothing)."""
    return {
        comparison.name: [level.name for level in reversed(comparison.levels)]
        for comparison in figures.comparisons
    }
