"""The ledger as a page shows it: one line beside an address, and the whole of one address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.http import Http404

from fcms.accounts.models import User
from fcms.activities.models import Activity, ActivityType, AddressRecord, DoNotReturn, VisitOutcome
from fcms.activities.rules import RESULTS
from fcms.cases.models import Case
from fcms.cases.queries import cases_for
from fcms.leads.models import Lead
from fcms.leads.permissions import within_reach as lead_within_reach
from fcms.lib.numbers import tidy
from fcms.subjects.models import Address

from . import permissions, policy, queries
from .doors import Door, doors
from .queries import Pair, Verification

MOST = 200
"""As many visits and checks the page of an address shows, the newest."""
SHOWN = (ActivityType.VISIT, ActivityType.ARREST, ActivityType.ADDRESS_CHECK, ActivityType.SURVEILLANCE)


# --- one line


@dataclass(frozen=True, slots=True)
class Line:
    """What the ledger says of an address in a line; `mark` is in force for the subject who is asked about."""

    number: str
    visits: int
    last_on: date | None
    found: str
    mark: DoNotReturn | None

    @property
    def times(self) -> str:
        """How often it was visited, whomever for."""
        return {0: "", 1: "visited once", 2: "visited twice"}.get(self.visits, f"visited {self.visits} times")

    @property
    def why(self) -> str:
        """Why it is to be left alone."""
        return label_of(self.mark.reason) if self.mark else ""


def lines(pairs: Iterable[Pair], on: date) -> dict[Pair, Line]:
    """One line for each address and subject of which the ledger has something, in a fixed number of queries."""
    given = [pair for pair in pairs if pair[0]]
    known = doors(key for key, _ in given)
    records = queries.records_at(list(known), known)
    marks = queries.marks_of(given, on, known)
    visits = _visits_at({key for record in records for key in known[record].keys})
    found = {}
    for key, subject in given:
        if key in records:
            mine = sorted((one for at in known[key].keys for one in visits.get(at, ())), reverse=True)
            last_on, _, words = mine[0] if mine else (None, 0, "")
            found[key, subject] = Line(
                records[key].number, len(mine), last_on, words, marks.get((key, subject))
            )
    return found


def _visits_at(keys: set[str]) -> dict[str, list[tuple[date, int, str]]]:
    """Day, key and outcome of the visits and arrests at these addresses."""
    rows = Activity.objects.filter(
        address_key__in=keys, type__in=(ActivityType.VISIT, ActivityType.ARREST)
    ).order_by()
    found: dict[str, list[tuple[date, int, str]]] = {}
    for at, day, key, outcome in rows.values_list("address_key", "acted_on", "pk", "visit_outcome"):
        words = VisitOutcome(outcome).label.lower() if outcome else "arrested there"
        found.setdefault(at, []).append((day, key, words))
    return found


def label_of(reason: str) -> str:
    """A reason in words; a code that policy no longer has, as it is."""
    known = policy.table().reasons.get(reason)
    return known.label if known else reason


# --- the page of one address


@dataclass(frozen=True, slots=True)
class About:
    """Whom an entry is about, as far as the reader may read it: the case, or the lead, or that it is another's."""

    case: Case | None = None
    lead: Lead | None = None

    @property
    def hidden(self) -> bool:
        """Whether it is about somebody whose record the reader may not open."""
        return self.case is None and self.lead is None


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that was done at an address: no note, no name but that of a subject whom the reader may read."""

    on: date
    what: str
    outcome: str
    tone: str
    office: str
    about: About


@dataclass(frozen=True, slots=True)
class MarkLine:
    """A mark as the page shows it."""

    mark: DoNotReturn
    label: str
    in_force: bool
    about: About | None


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the ledger says of an address to this reader."""

    record: AddressRecord
    line: str
    in_force: list[MarkLine]
    marks: list[MarkLine]
    entries: list[Entry]
    more: bool
    verified: list[tuple[About, Verification]]
    leads: dict[str, int]
    needs_unit: bool


def address_numbered(number: str) -> AddressRecord:
    """The record with this number, whoever may see it: ask `permissions.within_reach` before showing it."""
    found = AddressRecord.objects.filter(number=tidy(number)).first()
    if found is None:
        raise Http404("There is no address with this number in the ledger.")
    return found


def mark_numbered(record: AddressRecord, key: int) -> DoNotReturn:
    """A mark of an address, or `Http404`."""
    found = DoNotReturn.objects.filter(address=record, pk=key).select_related("address", "office").first()
    if found is None:
        raise Http404("This address has no such mark.")
    return found


def page_of(record: AddressRecord, user: User) -> Page:
    """The whole ledger of an address, as this person may read it."""
    door, today = doors([record.key])[record.key], permissions.today_of(user)
    done = list(
        Activity.objects.filter(address_key__in=door.keys, type__in=SHOWN)
        .select_related("office", "lead__subject", "case", "lead__case")
        .order_by("-acted_on", "-id")[: MOST + 1]
    )
    leads = Lead.objects.filter(address_key__in=door.keys)
    readable = _Readable(user, door, done)
    marks = [_mark_line(one, today, readable) for one in _marks(door)]
    return Page(
        record=record,
        line=_line(record, door),
        in_force=[one for one in marks if one.in_force],
        marks=marks,
        entries=[_entry(one, readable) for one in done[:MOST]],
        more=len(done) > MOST,
        verified=_verified(record, readable, today),
        leads=leads.aggregate(
            total=Count("pk"),
            open=Count("pk", filter=~Q(status="CLOSED")),
            subjects=Count("subject", distinct=True),
        ),
        needs_unit=door.needs_unit and not door.has_unit,
    )


class _Readable:
    """The cases at an address that a person reads, by their key and by their subject."""

    def __init__(self, user: User, door: Door, done: list[Activity]) -> None:
        self.user = user
        self.subjects = _subjects_at(door)
        named = {one.case_id for one in done} | {one.lead.case_id for one in done if one.lead}
        known = Case.objects.filter(Q(pk__in=named - {None}) | Q(subject__in=self.subjects)).order_by()
        keys = list(known.values_list("pk", flat=True))
        cases = cases_for(user).filter(pk__in=keys).select_related("subject", "office").order_by("pk")
        self.cases = {case.pk: case for case in cases}
        self.of_subject = {case.subject_id: case for case in self.cases.values()}

    def about(self, activity: Activity) -> About:
        case_id = activity.case_id or (activity.lead.case_id if activity.lead else None)
        if case_id is not None:
            return About(case=self.cases.get(case_id))
        if activity.lead is not None and lead_within_reach(self.user, activity.lead):
            return About(lead=activity.lead)
        return About()


def _subjects_at(door: Door) -> set[int]:
    """The subjects (by key) whom a lead or a source puts at a door."""
    leads = Lead.objects.filter(address_key__in=door.keys, subject__isnull=False).order_by()
    known = Address.objects.filter(key__in=door.keys, withdrawn_at=None).order_by()
    return {
        *leads.values_list("subject", flat=True)[:MOST],
        *known.values_list("subject", flat=True)[:MOST],
    }


def _line(record: AddressRecord, door: Door) -> str:
    """The address in its standard writing, with its town."""
    _, comma, town = record.line.partition(", ")
    return f"{door.line}{comma}{town}" if door.line else record.line


def _entry(activity: Activity, readable: _Readable) -> Entry:
    words = {
        ActivityType.VISIT: activity.get_visit_outcome_display(),
        ActivityType.ARREST: "Arrested there",
    }.get(ActivityType(activity.type), "")
    if activity.type in RESULTS:
        words = activity.finding
    return Entry(
        activity.acted_on,
        activity.get_type_display(),
        words,
        activity.tone,
        activity.office.name,
        readable.about(activity),
    )


def _marks(door: Door) -> list[DoNotReturn]:
    rows = DoNotReturn.objects.filter(address__key__in=door.keys)
    return list(rows.select_related("office", "set_by", "lifted_by", "address").order_by("-set_on", "-id"))


def _mark_line(mark: DoNotReturn, today: date, readable: _Readable) -> MarkLine:
    about = About(case=readable.of_subject.get(mark.subject_id)) if mark.subject_id else None
    return MarkLine(mark, label_of(mark.reason), mark.lifted_at is None and mark.until >= today, about)


def _verified(record: AddressRecord, readable: _Readable, today: date) -> list[tuple[About, Verification]]:
    """For whom the address is verified, the latest first; those beyond the reader's reach without their name."""
    found = queries.verifications([(record.key, one) for one in readable.subjects], today)
    said: list[tuple[About, Verification]] = [
        (About(case=readable.of_subject.get(subject)), one) for (_, subject), one in found.items()
    ]
    return sorted(said, key=lambda pair: (pair[1].on, not pair[0].hidden), reverse=True)


# --- what the form that marks asks


def case_choices(record: AddressRecord, user: User) -> list[tuple[str, str]]:
    """The cases at an address that the person reads, for a mark that is about one subject: number, and in words."""
    found = _Readable(user, doors([record.key])[record.key], [])
    return [(case.number, f"{case.number}, {case.subject.full_name}") for case in found.cases.values()]
