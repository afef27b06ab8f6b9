"""Ended at any statement, by SIGKILL or by the database, an extract is applied whole or not at all; done again, the
result is that of a run that nothing disturbed.

FCMS_KILLS=all ends the runs at every point instead of a sample.
"""

from __future__ import annotations

import io
import os
import random
import signal
from collections.abc import Callable
from functools import cache

import pytest
from django.core.management import call_command

from fcms.accounts.models import User
from fcms.cases.tests.make import make_case
from fcms.exchange import actions
from fcms.exchange.lifecycle import Status
from fcms.exchange.linkage import actions as linkage
from fcms.exchange.linkage import feed
from fcms.exchange.linkage.queries import to_be_linked
from fcms.exchange.models import Intake, StagedRow
from fcms.lib.verdict import Refused
from fcms.subjects.models import ANumber
from fcms.subjects.tests.make import make_officer

from . import legacy
from .killing import CUT, DONE, Step, run, sigkill, terminate
from .make import eid, jpeg, leads, table
from .state import State, differing, state

pytestmark = pytest.mark.django_db(transaction=True)
SAMPLE, LAST = 12, 5
"""Points of each run at which it is ended: by chance, and at its end."""
WAYS = {"the process is killed": sigkill, "the connection is ended": terminate}


@cache
def many_leads() -> bytes:
    """Rows good, doubtful, wrong and repeated."""
    odd: list[dict[str, str]] = [
        {"zip": "x"},
        {"birth_date": "1971"},
        {"source_reference": "R-3"},
        {"zip": ""},
    ]
    return leads(*({} for _ in range(30)), *odd)


@cache
def people() -> bytes:
    """Persons with facts of every kind, one of them wrong."""
    known = [{"a_number": f"A90080000{n}", "ssn": f"901-45-678{n}"} for n in range(5)]
    first = {"a_number": known[0]["a_number"]}
    return eid(
        *known,
        {"a_number": "A900800009", "birth_date": "soon"},
        aliases=[{**first, "kind": "AKA", "family_name": "Sample", "given_name": "Ana"}],
        addresses=[{**one, "line_1": "1 SAMPLE WAY", "city": "Dallas", "state": "TX"} for one in [first]],
        charges=[{**first, "charge": "237a1A"}],
        apprehensions=[{**first, "apprehended_on": "2003-02-01"}],
        convictions=[{**first, "convicted_on": "2002", "summary": "Sample", "jurisdiction": "US"}],
        photographs=[{**first, "taken_on": "2005-01-01", "file": "p/1.jpg"}],
        pictures={"p/1.jpg": jpeg()},
    )


@cache
def old_system() -> bytes:
    """A dump with a record in every file, one row of them wrong."""
    rows: dict[str, list[dict[str, str]]] = {name: [{}] for name in legacy.SAMPLES}
    rows["cases"] += [{"legacy_case_number": "OLD-2", "a_number": "A900700002", "sex": "?"}]
    return legacy.dump(**rows)


NEWS = {
    "a_number": "A900700001",
    "family_name": "Okonjo",
    "given_name": "Marisol",
    "birth_date": "1971-03-04",
}
"""Who has a case here; the others of a roster are nobody."""


def said_of(**more: str) -> Callable[[], bytes]:
    """Rows about the person of a case and about others, one of them wrong."""
    others = [
        {"a_number": f"A9007001{n:02}", "family_name": f"Sample{letter}"} for n, letter in enumerate("abcd")
    ]
    rows = [NEWS, *others, {"birth_date": "soon"}]
    return lambda: table(({**NEWS, **more, **row} for row in rows), {**NEWS, **more})


EXTRACTS: dict[str, Callable[[], bytes]] = {
    "government-leads": many_leads,
    "eid-daily": people,
    "legacy-fcms": old_system,
    "facility-roster": said_of(facility_name="Sample Jail", inmate_number="N1", booked_on="2009-11-01"),
    "benefits": said_of(benefit_class="USC", granted_on="2009-10-01", document_reference="N-1"),
    "departures": said_of(departed_on="2009-10-01", port="DFW", evidence="I94"),
}
"""A small extract of each kind; a new kind is one line here.

Two are left out: tokens of vendors are drawn anew in each run, and a ZIP directory outlasts the emptied tables.
"""
ABOUT_PERSONS = ("facility-roster", "benefits", "departures")


BOTH_WAYS = ("government-leads", "eid-daily")
"""The steps of the other kinds are these, their apply apart: each of them is ended in one of the ways, in turn."""
RUNS = [(kind, way) for kind in BOTH_WAYS for way in WAYS] + [
    (kind, list(WAYS)[place % 2]) for place, kind in enumerate(EXTRACTS) if kind not in BOTH_WAYS
]


@pytest.fixture(params=RUNS, ids=lambda run: f"{run[0]}, {run[1]}")
def extract(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[str, bytes]:
    """An extract of each kind, read in small chunks."""
    from fcms.exchange.intake import staging

    monkeypatch.setattr(staging, "CHUNK", 12)
    monkeypatch.setattr(staging, "LINES", 5)
    monkeypatch.setattr(feed, "compared", by_a_number)
    kind, _way = request.param
    if kind in ABOUT_PERSONS:
        make_case(office="DAL", a_number=NEWS["a_number"])
    return kind, EXTRACTS[kind]()


@pytest.fixture
def way(request: pytest.FixtureRequest) -> str:
    """In which way this run is ended."""
    return str(request.node.callspec.params["extract"][1])


def by_a_number(intake: Intake, report: object) -> tuple[list[tuple[str, int]], list[feed.Found]]:
    """Propose whoever has the A-Number of a row; the process that compares names has its own tests."""
    rows = StagedRow.objects.filter(intake=intake, state__in=("CLEAN", "WARNING")).order_by("row")
    held = dict(ANumber.objects.filter(withdrawn_at=None).values_list("number", "subject_id"))
    said = {"zone": "PROPOSED", "method": "IDENTIFIER", "score": 30.0, "evidence": []}
    places = [(row.file, row.row) for row in rows]
    known = [(row, number) for row in rows for number in row.canonical if number in held]
    return places, [feed.Found(row.file, row.row, {**said, "subject": held[number]}) for row, number in known]


def sampled(points: int, kind: str) -> list[int]:
    """Points to end a run at: the first and the last few, and others by chance, the same at each run."""
    if os.environ.get("FCMS_KILLS") == "all":
        return list(range(points))
    few = kind not in BOTH_WAYS
    others = random.Random(kind).sample(range(points), min(SAMPLE // 2 if few else SAMPLE, points))
    return sorted({0, *range(max(points - (3 if few else LAST), 0), points), *others})


def received(content: bytes, kind: str, by: User) -> Intake:
    return actions.receive(io.BytesIO(content), by=by, kind=kind)


def ready(content: bytes, kind: str, by: User) -> Intake:
    """An extract whose clean rows are accepted."""
    return actions.accept_all_clean(actions.stage(received(content, kind, by), by=by), by=by)


def load(content: bytes, kind: str, by: User) -> Step:
    """Receives and reads a file, as a step."""
    return lambda report: actions.stage(received(content, kind, by), by=by, report=report)


def apply(intake: Intake, by: User) -> Step:
    """Applies an extract, as a step."""
    return lambda report: actions.apply(intake, by=by, report=report)


def somebody() -> User:
    """Who loads and applies, of one name in each run: evidence says who confirmed it."""
    return make_officer("HQ", "hq_supervisor", name="Sample Officer")


def empty(kind: str) -> User:
    """Start from nothing but the offices and one person, and the case that the rows are about."""
    call_command("flush", verbosity=0, interactive=False)
    if kind in ABOUT_PERSONS:
        make_case(office="DAL", a_number=NEWS["a_number"])
    return somebody()


_UNDISTURBED: dict[tuple[str, str], tuple[int, State]] = {}


def undisturbed(step: str, kind: str, content: bytes) -> tuple[int, State]:
    """How many points a run has that nothing disturbs, and what it leaves; the tables are empty afterwards."""
    if (step, kind) not in _UNDISTURBED:
        by = somebody()
        todo = load(content, kind, by) if step == "load" else apply(ready(content, kind, by), by)
        status, points = run(todo)
        assert status == DONE
        _UNDISTURBED[step, kind] = points, state()
    return _UNDISTURBED[step, kind]


def was_ended(status: int, way: str) -> bool:
    """Whether the run was ended, in the way it should."""
    assert status in {DONE, -signal.SIGKILL if way == "the process is killed" else CUT}
    return status != DONE


@pytest.mark.promise("PIA-1.4-1")
def test_ended_while_it_is_applied_an_extract_was_never_applied_or_is_whole(
    extract: tuple[str, bytes], way: str
) -> None:
    kind, content = extract
    points, whole = undisturbed("apply", kind, content)
    by = empty(kind)
    intake = ready(content, kind, by)
    before, ends = state(), []
    for end in sampled(points, kind):
        was_ended(run(apply(intake, by), end=end, how=WAYS[way])[0], way)
        intake.refresh_from_db()
        if intake.status == Status.APPLIED:
            break
        assert differing(before, state()) == [], f"ended before point {end} of {points}"
        ends.append(end)
    if intake.status != Status.APPLIED:
        intake = actions.apply(intake, by=by)
    assert len(ends) >= (6 if kind in BOTH_WAYS else 3)
    assert [name for name in differing(whole, state()) if name != "files"] == []
    with pytest.raises(Refused, match="applied already"):
        actions.apply(intake, by=by)


@pytest.mark.promise("PIA-0-6")
def test_ended_again_and_again_while_it_is_loaded_an_extract_comes_out_as_if_nothing_had_been(
    extract: tuple[str, bytes], way: str
) -> None:
    kind, content = extract
    points, whole = undisturbed("load", kind, content)
    by = empty(kind)
    before, ends = state(), []
    for end in sampled(points, kind):
        ends.append(was_ended(run(load(content, kind, by), end=end, how=WAYS[way])[0], way))
        if not ends[-1] or Intake.objects.filter(status=Status.REVIEW).exists():
            break
        changed = differing(before, state())
        assert {name for name in changed if not name.startswith("exchange_")} <= {"files"}, end
    if not Intake.objects.filter(status=Status.REVIEW).exists():
        actions.stage(received(content, kind, by), by=by)
    for left in to_be_linked():  # as the worker does it
        linkage.propose(Intake.objects.get(pk=left), by=by)
    assert len(ends) >= (6 if kind in BOTH_WAYS else 3)
    assert [name for name in differing(whole, state()) if name != "files"] == []
    with pytest.raises(Refused, match="loaded already"):
        received(content, kind, by)
