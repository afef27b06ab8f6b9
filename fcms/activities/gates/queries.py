"""What the gates are asked of, gathered in a fixed number of questions for one case and place or for many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, Q
from django.http import Http404
from django.utils import timezone

from fcms.activities.ledger import doors, policy
from fcms.activities.ledger import queries as ledger
from fcms.activities.models import (
    Activity,
    ActivityType,
    AddressRecord,
    CheckSystem,
    DoNotReturn,
    FieldAction,
    GateOverride,
    PlaceKind,
)
from fcms.cases.claims.queries import open_claims
from fcms.cases.clearances.queries import in_force as clearances_in_force
from fcms.cases.conflicting.queries import Disagreement, open_conflicts
from fcms.cases.models import Case, CaseReview, Clearance
from fcms.cases.reviews.queries import last_reviews
from fcms.leads.models import Lead
from fcms.leads.queries import lead_named
from fcms.lib.dates import local_day
from fcms.lib.gatepolicy import NEVER, gates
from fcms.lib.numbers import tidy
from fcms.subjects.conflicts.queries import taken_back
from fcms.subjects.models import Address, SourceKind, Statement
from fcms.subjects.words import words_of

from . import rules
from .addresses import addresses_of_many, linked
from .facts import Answer, At, Check, Facts, Mark, OverrideFact, Place, Review, Verified

Pair = tuple[Case, Place | None]
STAYS = ("stay_kind", "stay_until")


# --- what is asked


def place_of(lead: Lead, kind: str = "") -> Place | None:
    """The address of a lead that is linked to a subject; None where it gives no address or is about nobody known."""
    if not lead.address_key or lead.subject_id is None:
        return None
    street = f"{lead.line_1} {lead.line_2}".strip()
    town = f"{lead.city} {lead.state} {lead.zip}".strip()
    line = ", ".join(part for part in (street, town) if part)
    return Place(lead.address_key, line, kind, lead.pk, lead.subject_id)


def today_at(case: Case, now: datetime | None = None) -> date:
    """The day it is at the office that holds a case."""
    return local_day(now or timezone.now(), case.office.time_zone)


def answers(case: Case, place: Place | None, *, now: datetime, day: date) -> list[Answer]:
    """Every gate of a case, and of a place where there is one, in the order of the policy."""
    return answers_of_many([(case, place)], now=now, day=day)[0]


def answers_of_many(pairs: Sequence[Pair], *, now: datetime, day: date) -> list[list[Answer]]:
    """The same for many, in the order given, in as many questions as for one."""
    addresses = addresses_of_many(pairs)
    return [
        [linked(answer, pair, address) for answer in rules.answers(facts)]
        for pair, facts, address in zip(pairs, facts_of(pairs, now=now, day=day), addresses, strict=True)
    ]


def answer_of(case: Case, place: Place | None, gate: str, *, now: datetime, day: date) -> Answer | None:
    """One gate's answer as it stands; None where the gate is not asked of this case and place now."""
    return next((one for one in answers(case, place, now=now, day=day) if one.code == gate), None)


# --- the facts


@dataclass(frozen=True, slots=True)
class _Known:
    """What was gathered for many cases and places at once."""

    checks: dict[int, list[Check]]
    reviews: dict[int, dict[str, CaseReview]]
    claims: Collection[int]
    conflicts: dict[int, list[Disagreement]]
    cleared: dict[int, Clearance]
    spoken: set[int]
    overrides: dict[tuple[int, str], dict[str, OverrideFact]]
    places: dict[Place, At]


def facts_of(pairs: Sequence[Pair], *, now: datetime, day: date) -> list[Facts]:
    """What each case and place is asked of, in the order given; cases and subjects are read afresh."""
    cases = Case.objects.select_related("subject", "office").in_bulk({case.pk for case, _ in pairs})
    subjects = {case.subject_id for case in cases.values()}
    known = _Known(
        checks=_checks(cases.keys()),
        reviews=last_reviews(cases.keys()),
        claims=open_claims(subjects).keys(),
        conflicts=open_conflicts(subjects),
        cleared=clearances_in_force(subjects, day),
        spoken=_spoken_of_stays(subjects),
        overrides=_overrides(cases.keys(), day),
        places=_places([place for _, place in pairs if place is not None], day),
    )
    return [_facts(cases[case.pk], place, known, now=now, day=day) for case, place in pairs]


def _facts(case: Case, place: Place | None, known: _Known, *, now: datetime, day: date) -> Facts:
    subject, contested = case.subject, known.conflicts.get(case.subject_id, [])
    clearance, here = known.cleared.get(subject.pk), place.key if place else ""
    reviews = known.reviews.get(case.pk, {}).items()
    return Facts(
        now=now,
        day=day,
        zone=case.office.time_zone,
        status=case.status,
        died=subject.died_on is not None,
        custody=subject.custody_status,
        category=subject.case_category,
        category_on=subject.case_category_on,
        checks=tuple(known.checks.get(case.pk, ())),
        stay=str(words_of("stay_kind", subject.stay_kind)),
        stay_until=subject.stay_until,
        stay_spoken=bool(subject.stay_kind) or subject.pk in known.spoken,
        stay_contested=any(one.column in STAYS for one in contested),
        claim=bool(subject.citizenship_claim) or subject.pk in known.claims,
        confidential=bool(subject.confidential_1367),
        clearance=clearance.allows if clearance else "",
        cleared_by=clearance.given_by_id if clearance else None,
        reviews={what: Review(one.finding, one.reviewed_on, one.reviewed_by.name) for what, one in reviews},
        conflicts=tuple(one.sentence for one in contested),
        at=known.places[place] if place is not None else None,
        overrides=known.overrides.get((case.pk, here), known.overrides.get((case.pk, ""), {})),
    )


def _checks(cases: Collection[int]) -> dict[int, list[Check]]:
    """The records checks on each case, and those on a lead of it that was not linked to it when it was checked."""
    about = Q(case__in=cases) | Q(case=None, lead__case__in=cases)
    rows = Activity.objects.filter(about, type=ActivityType.RECORDS_CHECK).order_by("id")
    found: dict[int, list[Check]] = defaultdict(list)
    for row in rows.select_related("officer__office", "lead"):
        since, latest = counts_from(row.acted_on, row.recorded_at, row.officer.office.time_zone)
        check = Check(
            since=since,
            latest=latest,
            result=row.check_result,
            by=row.officer_name,
            system=CheckSystem(row.check_system).label,
            eid=row.check_system == CheckSystem.EID,
            named=row.case_id is not None and row.recorded_by_id is not None,
        )
        case = row.case_id or (row.lead.case_id if row.lead else None)
        if case is not None:
            found[case].append(check)
    return found


def counts_from(acted_on: date, recorded_at: datetime, zone: str) -> tuple[datetime, datetime]:
    """From when a check counts, and the last moment it can be of: an action has a day and no hour.

    Recorded on its own day, it is of the moment it was recorded. Recorded later, it is of any moment of its day: the
    first is taken where it opens, the last where it shuts. Nothing is of a moment after it was recorded.
    """
    if acted_on >= local_day(recorded_at, zone):
        return recorded_at, recorded_at
    begins = datetime.combine(acted_on, time.min, ZoneInfo(zone))
    return begins, min(begins + timedelta(days=1), recorded_at)


def _spoken_of_stays(subjects: Collection[int]) -> set[int]:
    """The subjects of whom a source that knows of stays has said anything: EID, or anyone who named the stay."""
    said = Statement.objects.filter(subject__in=subjects).filter(
        ~Exists(taken_back()), Q(source=SourceKind.EID) | Q(said__has_key="stay_kind")
    )
    return set(said.order_by().values_list("subject_id", flat=True).distinct())


def _overrides(cases: Collection[int], day: date) -> dict[tuple[int, str], dict[str, OverrideFact]]:
    """The overrides in force by case and place; those of a place hold beside those of the case.

    One holds only while the office that gave it has the case; the rules ask whether the gate still says the same.
    """
    rows = GateOverride.objects.filter(case__in=cases, withdrawn_at=None, until__gte=day)
    rows = rows.filter(office=F("case__office"))
    found: dict[tuple[int, str], dict[str, OverrideFact]] = defaultdict(dict)
    for row in rows.select_related("given_by").order_by("id"):
        given = OverrideFact(
            *(row.pk, row.given_by_id, row.given_by.name, row.reason, row.until, row.sentence, row.given_at)
        )
        found[row.case_id, row.place_key][row.gate] = given
    for (case, key), given_here in list(found.items()):
        if key:
            found[case, key] = {**found.get((case, ""), {}), **given_here}
    return found


def _places(places: Iterable[Place], day: date) -> dict[Place, At]:
    """What is known of each place."""
    asked = sorted(set(places), key=lambda one: (one.key, one.subject_id, one.kind, one.lead_id or 0))
    if not asked:
        return {}
    pairs = [(one.key, one.subject_id) for one in asked]
    found_doors = doors.doors(one.key for one in asked)
    verified = ledger.verifications(pairs, day, known=found_doors)
    marks = ledger.marks_of(pairs, day, known=found_doors)
    newest = _newest(pairs, found_doors, day) if marks else {}
    kinds = _kinds({key for door in found_doors.values() for key in door.keys})
    found = {}
    for one in asked:
        door, pair = found_doors[one.key], (one.key, one.subject_id)
        word, mark = verified.get(pair), marks.get(pair)
        said = max((kinds[key] for key in door.keys if key in kinds), default=(0, ""))
        found[one] = At(
            kind=one.kind or said[1],
            verified=Verified(word.on, word.source) if word else None,
            needs_unit=door.needs_unit,
            has_unit=door.has_unit,
            mark=Mark(_reason(mark), mark.until, newest[pair], mark.address.number) if mark else None,
        )
    return found


def _newest(
    pairs: Iterable[tuple[str, int]], known: Mapping[str, doors.Door], day: date
) -> dict[tuple[str, int], datetime]:
    """When the newest of the marks in force was set, by address and subject: it may not be the one that is shown."""
    keys = {key for door in known.values() for key in door.keys}
    rows = DoNotReturn.objects.filter(address__key__in=keys, set_on__lte=day, until__gte=day, lifted_at=None)
    found: dict[tuple[str, int], datetime] = {}
    for key, whose, at in rows.order_by("set_at").values_list("address__key", "subject", "set_at"):
        for pair in pairs:
            if key in known[pair[0]].keys and whose in (None, pair[1]):
                found[pair] = at
    return found


def _reason(mark: Any) -> str:
    known = policy.table().reasons.get(mark.reason)
    label = known.label if known else mark.reason
    return label[:1].lower() + label[1:]


def _kinds(keys: Collection[str]) -> dict[str, tuple[int, str]]:
    """What was said last of each address: the kind of place, with the key of the row that says so."""
    rows = PlaceKind.objects.filter(key__in=keys).order_by("key", "-id").distinct("key")
    return {row.key: (row.pk, row.kind) for row in rows}


def kind_of(place: Place) -> str:
    """What kind of place it is: as given, else as said last; "" where nobody has said."""
    if place.kind:
        return place.kind
    return kind_said(place)


def kind_said(place: Place) -> str:
    """What was said last of the address, whatever kind it is asked as; "" where nobody has said."""
    door = doors.doors([place.key])[place.key]
    return max(_kinds(door.keys).values(), default=(0, ""))[1]


# --- what a page names


def place_named(case: Case, lead: str, place: str) -> Place | None:
    """The place that the address of a page names, by the number of a lead on the case or of an address's record.

    None where neither is given; `Http404` for a number of nothing, or of a lead or an address of another case.
    """
    if lead:
        found = lead_named(tidy(lead))
        where = place_of(found) if found and found.case_id == case.pk else None
        if where is None:
            raise Http404("This case has no lead with this number and an address.")
        return where
    if place:
        record = AddressRecord.objects.filter(number=tidy(place)).first()
        if record is None or not _is_of(case, record.key):
            raise Http404("This case has no address with this number.")
        return Place(record.key, record.line, "", None, case.subject_id)
    return None


def _is_of(case: Case, key: str) -> bool:
    """Whether an address is one of its subject's, of a lead on the case, or of field work planned on it."""
    keys = doors.doors([key])[key].keys
    return (
        Address.objects.filter(subject=case.subject_id, key__in=keys, withdrawn_at=None).exists()
        or Lead.objects.filter(case=case, address_key__in=keys).exists()
        or FieldAction.objects.filter(case=case, address_key__in=keys).exists()
    )


def override_numbered(case: Case, key: int) -> GateOverride:
    """One override of a case, or `Http404`."""
    rows = GateOverride.objects.select_related("given_by", "withdrawn_by", "case__office")
    found = rows.filter(case=case, pk=key).first()
    if found is None:
        raise Http404("This case has no such override.")
    return found


# --- what a page shows


def given_on(case: Case) -> list[GateOverride]:
    """Every override that was ever given on a case, the newest first."""
    rows = GateOverride.objects.filter(case=case).select_related("given_by", "withdrawn_by")
    return list(rows.order_by("-id")[:50])


@dataclass(frozen=True, slots=True)
class Strip:
    """The answers as a page shows them: what is shut, what somebody overrode, the status check, and the rest."""

    shut: list[Answer]
    overridden: list[Answer]
    check: Answer | None
    open: list[Answer]
    with_place: bool

    @property
    def sentence(self) -> str:
        """The answer to the question above the strip."""
        if self.shut:
            return f"Not yet: {_counted(len(self.shut))} shut."
        said = "Yes: every gate is open."
        if self.overridden:
            said = f"Yes, but {_counted(len(self.overridden))} open only because somebody overrode it."
        return said if self.with_place else f"{said} The gates of an address are asked where there is one."


def _counted(number: int) -> str:
    return "1 gate is" if number == 1 else f"{number} gates are"


def strip(case: Case, place: Place | None) -> Strip:
    """The gates of a case, and of a place where there is one, as they stand now."""
    now = timezone.now()
    found = answers(case, place, now=now, day=today_at(case, now))
    check = next((one for one in found if one.code == NEVER and one.verdict), None)
    return Strip(
        shut=[one for one in found if not one.verdict],
        overridden=[one for one in found if one.override],
        check=check,
        open=[one for one in found if one.verdict and not one.override and one is not check],
        with_place=place is not None,
    )


def label_of(gate: str) -> str:
    """The name of a gate as the strip says it; its code where policy names it no more."""
    known = gates().gates.get(gate)
    return known.label if known else gate
