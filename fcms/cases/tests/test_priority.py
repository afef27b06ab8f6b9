"""The priority of a case: points on the listed grounds alone."""

from __future__ import annotations

import pytest

from fcms.cases.priority import queries
from fcms.subjects import actions as subjects
from fcms.subjects.origin import officer_origin
from fcms.subjects.tests.make import make_officer

from .make import make_case

pytestmark = pytest.mark.django_db


def points(case) -> int:
    return queries.score_of(case.pk).points


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("36B", 40),
        ("3601", 40),
        ("3699", 40),
        ("13A", 40),
        ("23C", 20),
        ("90D", 20),
        ("", 20),
        ("30D", 0),
        ("0301", 0),
    ],
)
def test_a_conviction_counts_on_its_ground(code: str, expected: int):
    case = make_case()
    assert points(case) == 0
    by = make_officer("DAL", role="supervisor")
    said = {"offense_code": code, "summary": "As convicted.", "convicted_on": "2004-03", "jurisdiction": "US"}
    subjects.add_conviction(case.subject, by=by, origin=officer_origin(by), **said)
    assert points(case) == expected
