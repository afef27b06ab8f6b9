"""A roster of 100,000 rows with planted truth against all subjects stored: time, precision, recall, share in review."""

from __future__ import annotations

import csv
import io
import os
import resource
import time
from collections import Counter
from dataclasses import replace
from random import Random

from fcms.accounts.models import User
from fcms.database import vault
from fcms.exchange import actions
from fcms.exchange.linkage.models import Linking, Match
from fcms.exchange.linkage.zones import Zone
from fcms.exchange.models import Intake
from fcms.exchange.sources.facility_roster.layout import ROSTER
from fcms.subjects.models import ANumber, Identifier, Subject

from . import origins, relatives
from .roster import Inmate, Person, needed, roster

ROWS = int(os.environ.get("FCMS_BENCH_LINKED", "100000"))
TARGETS = {"precision": 0.995, "recall": 0.97, "in review": 0.20}


def run() -> None:
    """Measure and print."""
    by = User.objects.get(username="hq.supervisor")
    relatives.ready(by)
    rng = Random(f"roster {Intake.objects.count()}")
    made = roster(rng, _subjects(rng), ROWS)
    started = time.perf_counter()
    took: dict[str, float] = {}

    def report(step: str, done: int, total: int) -> None:
        if step not in took:
            took[step] = time.perf_counter() - started

    intake = actions.receive(_file(made), by=by, kind="facility-roster", producer="Bench")
    intake = actions.stage(intake, by=by, report=report)
    whole = time.perf_counter() - started
    linked = whole - min(at for step, at in took.items() if step.startswith("linking"))
    print(
        f"roster of {ROWS:,} rows against {Subject.objects.count():,} subjects: received, staged and checked in"
        f" {whole - linked:.1f} s, linked in {linked:.1f} s (to be less than 300)"
    )
    _used()
    _judge(intake, made)
    started = time.perf_counter()
    actions.accept_all_clean(intake, by=by)
    print(f"  all of the proposed zone confirmed in {time.perf_counter() - started:.1f} s")


def _used() -> None:
    here, child = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(
        f"  most memory: {child.ru_maxrss // 1024} MB in the linkage process, {here.ru_maxrss // 1024} MB here;"
        f" processor time of the linkage process {child.ru_utime + child.ru_stime:.0f} s"
    )


def _subjects(rng: Random) -> list[Person]:
    """As many subjects as the roster needs, with their sealed numbers, which a facility knows."""
    known = Subject.objects.filter(withdrawn_at=None, merged_into=None, anumbers__primary=True).exclude(
        birth_on=""
    )
    ids = list(known.order_by("pk").values_list("pk", flat=True))
    chosen = known.filter(pk__in=rng.sample(ids, needed(ROWS))).order_by("pk")
    columns = ("family_name", "given_name", "middle_name", "sex", "birth_on")
    found = {
        pk: (slot, Person(number, *values))
        for pk, slot, number, *values in chosen.values_list("pk", "key_slot", "anumbers__number", *columns)
    }
    numbers = Identifier.objects.filter(kind__in=("FBI", "SID"), withdrawn_at=None, subject__in=list(found))
    for subject, kind, sealed in numbers.order_by("pk").values_list("subject_id", "kind", "sealed"):
        slot, person = found[subject]
        plain = vault.subjects.unseal(slot, sealed, context=f"subject.{kind}")
        found[subject] = slot, replace(person, **{kind.lower(): plain})
    return [person for _, person in found.values()]


def _file(made: list[Inmate]) -> io.BytesIO:
    out = io.StringIO()
    writer = csv.DictWriter(out, [column.name for column in ROSTER.columns], restval="")
    writer.writeheader()
    for number, inmate in enumerate(made, 1):
        person = inmate.person
        writer.writerow(
            {
                "facility_name": "Sample State Prison",
                "facility_kind": "STATE",
                "facility_state": "TX",
                "inmate_number": f"B{number}",
                "family_name": person.family,
                "given_name": person.given,
                "middle_name": person.middle,
                "birth_date": person.birth,
                "sex": person.sex,
                "fbi_number": person.fbi,
                "sid": person.sid,
                "a_number": inmate.a_number,
                "booked_on": "2026-11-01",
            }
        )
    return io.BytesIO(out.getvalue().encode())


def _judge(intake: Intake, made: list[Inmate]) -> None:
    """Compare what was found with what was planted."""
    truth = dict(ANumber.objects.filter(withdrawn_at=None).values_list("number", "subject_id").iterator())
    zones: dict[int, str] = {}
    found: dict[int, set[int]] = {}
    for row, subject, zone in Match.objects.filter(intake=intake).values_list("row", "subject_id", "zone"):
        found.setdefault(row, set()).add(subject)
        zones[row] = Zone.PROPOSED if Zone.PROPOSED in (zone, zones.get(row)) else Zone.REVIEW
    wrong: Counter[str] = Counter()
    proposed = right = there = hit = 0
    by_origin = []
    for row, inmate in enumerate(made, 1):
        who = truth.get(inmate.truth)
        there += who is not None
        hit += who in found.get(row, ())
        is_proposed, is_found = zones.get(row) == Zone.PROPOSED, who in found.get(row, ())
        group = origins.group_of(inmate.person.family, inmate.person.given)
        missed = who is not None and not is_found
        by_origin.append((group, is_proposed, is_proposed and is_found, missed))
        if is_proposed:
            proposed += 1
            right += who in found[row]
            if who not in found[row]:
                wrong[inmate.planted] += 1
    linking = Linking.objects.get(intake=intake)
    review = sum(zone == Zone.REVIEW for zone in zones.values())
    figures = {"precision": right / proposed, "recall": hit / there, "in review": review / len(made)}
    for name, figure in figures.items():
        least = "at most" if name == "in review" else "at least"
        print(f"  {name} {figure:.4f} (to be {least} {TARGETS[name]})")
    print(
        f"  {proposed:,} proposed, {review:,} to be reviewed, {linking.none:,} nobody; {there:,} rows are about a"
        f" subject, {right:,} of them proposed; wrongly proposed: {dict(wrong.most_common())}"
    )
    print("  by what the name on the row sounds like, told by a country of the group:")
    for line in origins.told(by_origin):
        print(f"    {line}")
