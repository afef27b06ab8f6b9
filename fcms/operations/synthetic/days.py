"""The last days of a demonstration: what a few offices did about their cases, by real actions in their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from fcms.accounts.models import User
from fcms.activities.actions import record_activity
from fcms.activities.fieldwork import actions as field_work
from fcms.activities.fieldwork.queries import Where, places_of
from fcms.activities.gates import actions as gates
from fcms.activities.ledger.actions import mark_place
from fcms.activities.models import FieldAction
from fcms.cases.claims import actions as claims
from fcms.cases.clearances import actions as clearances
from fcms.cases.conflicting.actions import open_found
from fcms.cases.lifecycle import LIVE, Road, Status
from fcms.cases.models import Case
from fcms.cases.proposals.actions import propose
from fcms.cases.reviews import actions as reviews
from fcms.cases.transfers import actions as transfers
from fcms.lib import policyfiles
from fcms.lib.actor import Job
from fcms.lib.dates import local_day
from fcms.lib.verdict import Refused
from fcms.subjects.actions import correct_subject
from fcms.subjects.gangs import actions as gangs
from fcms.subjects.models import Address, SourceKind, Subject
from fcms.subjects.origin import Origin, officer_origin

from .people import GANGS

BY = Job("synthetic data")
OFFICES = 3
"""How many offices have lived through something: that of the user guide, and those with the most open cases."""
GUIDE = "DAL"
"""The office whose officers the user guide follows."""
OPERATIONS = ("OPERATION SAMPLE LANTERN", "OPERATION SAMPLE HARBOR")


@dataclass(slots=True)
class Desk:
    """One office: who acts there, and the cases that nothing stands against, each given out once."""

    today: date
    officer: User
    supervisor: User
    director: User
    counsel: User
    other: User
    cases: Iterator[Case]
    done: Counter[str] = field(default_factory=Counter)

    def next(self) -> Case:
        """The next case of the office."""
        return next(self.cases)

    def where(self, case: Case) -> Where:
        """Where the subject may be, as the officer chooses it."""
        return places_of(case, self.officer)[0]


def live_through(offices: int = OFFICES) -> Counter[str]:
    """Let the offices with the most cases live through their last days, once; return how much of what was done."""
    done: Counter[str] = Counter()
    if FieldAction.objects.exists():
        return done
    codes = _busiest()[: offices + 1]
    for code, other in zip(codes[:offices], [*codes[1:], *codes[:1]], strict=False):
        done += _lived_through(code, other)
    return done


def _lived_through(code: str, other: str) -> Counter[str]:
    """What an office lived through; a story for which no case is left, or that a rule refuses, is passed over."""
    desk = _desk(code, other)
    if desk is None:
        return Counter()
    for name, story in STORIES.items():
        with suppress(StopIteration, Refused):
            story(desk)
            desk.done[name] += 1
    return desk.done


def _busiest() -> list[str]:
    """Codes of the field offices: the one that the user guide shows, then the one with the most open cases."""
    held = Case.objects.filter(status=Status.OPEN).order_by()
    rows = held.values_list("office__code").annotate(n=Count("pk"))
    return [code for code, _ in sorted(rows, key=lambda row: (row[0] != GUIDE, -row[1], row[0]))]


def _desk(code: str, other: str) -> Desk | None:
    wanted = [f"{code.lower()}.{who}" for who in ("officer", "supervisor", "director")]
    named = {
        one.username: one
        for one in User.objects.select_related("office", "team").filter(
            username__in=[*wanted, "counsel", f"{other.lower()}.director"]
        )
    }
    people = [named.get(name) for name in (*wanted, "counsel", f"{other.lower()}.director")]
    if None in people:
        return None
    officer, supervisor, director, counsel, elsewhere = people
    assert officer and supervisor and director and counsel and elsewhere  # noqa: S101, PT018 - as asked above
    today = local_day(timezone.now(), officer.office.time_zone)
    return Desk(today, officer, supervisor, director, counsel, elsewhere, iter(_free_cases(code)))


def _free_cases(code: str) -> list[Case]:
    """Open cases of an office that nothing stands against, with an address, in the order of their numbers."""
    opens = [one.code for one in policyfiles.case_categories().values() if one.opens]
    address = Address.objects.filter(subject=OuterRef("subject"), withdrawn_at=None).exclude(line_1="")
    free = Case.objects.filter(
        Exists(address.exclude(line_1__startswith="PO BOX")),
        office__code=code,
        status=Status.OPEN,
        subject__case_category__in=opens,
        subject__stay_kind="",
        subject__gang_affiliation="",
        subject__custody_status="AT_LARGE",
    ).exclude(Q(subject__citizenship_claim=True) | Q(subject__confidential_1367=True))
    return list(free.select_related("subject", "office").order_by("pk")[:60])


# --- what makes a case ready


def checked(desk: Desk, case: Case, days: int = 0) -> None:
    """Ask EID by name whether the person is still a fugitive."""
    record_activity(
        by=desk.officer,
        type="RECORDS_CHECK",
        case=case,
        acted_on=desk.today - timedelta(days=days),
        check_system="EID",
        check_result="STILL_FUGITIVE",
    )


def reviewed(desk: Desk, case: Case) -> None:
    """Look into the A-file and at appeals."""
    for what, reference, days in (("A_FILE", "A-file, volume 1", 20), ("APPEAL", "EOIR case screen", 4)):
        reviews.record(
            case,
            by=desk.officer,
            what=what,
            finding="NO_BAR",
            reviewed_on=desk.today - timedelta(days=days),
            reference=reference,
        )


def confirmed(desk: Desk, case: Case, where: Where) -> None:
    """Have the address confirmed by state records."""
    record_activity(
        by=desk.officer,
        type="ADDRESS_CHECK",
        case=case,
        lead=where.lead,
        acted_on=desk.today - timedelta(days=2),
        address_key=where.address_key,
        location=", ".join(filter(None, (where.parts["line_1"], where.parts["line_2"], where.parts["city"]))),
        check_system="STATE",
        check_result="ADDRESS_CONFIRMED",
    )


def ready(desk: Desk) -> tuple[Case, Where]:
    """A case of which every gate stands open today."""
    case = desk.next()
    where = desk.where(case)
    checked(desk, case)
    reviewed(desk, case)
    confirmed(desk, case, where)
    return case, where


def planned(desk: Desk, case: Case, where: Where, days: int = 0, operation: str = "") -> FieldAction:
    """Plan a visit."""
    return field_work.plan(
        case,
        by=desk.officer,
        kind="VISIT",
        where=where,
        place_kind="RESIDENCE",
        planned_on=desk.today + timedelta(days=days),
        operation_name=operation,
    )


def assigned(desk: Desk, days: int = 0, operation: str = "") -> FieldAction:
    """A planned visit that the supervisor gave to the officer."""
    case, where = ready(desk)
    action = planned(desk, case, where, days, operation)
    return field_work.assign(action, by=desk.supervisor, officer=desk.officer)


# --- what offices live through


def under_way(desk: Desk) -> None:
    """A visit of today, begun."""
    field_work.start(assigned(desk, 0, OPERATIONS[0]), by=desk.officer)


def in_an_operation(desk: Desk) -> None:
    """Visits of tomorrow and the day after, in two operations."""
    assigned(desk, 1, OPERATIONS[0])
    assigned(desk, 2, OPERATIONS[1])


def only_planned(desk: Desk) -> None:
    """A visit whose gates are open and that nobody has, and one whose gates are shut."""
    case, where = ready(desk)
    planned(desk, case, where, 3)
    case = desk.next()
    planned(desk, case, desk.where(case), 5)


def found_a_stranger(desk: Desk) -> None:
    """A visit that met somebody who has nothing to do with it: the address is left alone from now on."""
    action = field_work.start(assigned(desk), by=desk.officer)
    record_activity(
        by=desk.officer,
        type="VISIT",
        acted_on=desk.today,
        field_action=action,
        visit_outcome="UNRELATED",
    )


def called_off(desk: Desk) -> None:
    """A visit that will not be made."""
    field_work.call_off(assigned(desk, 1), by=desk.supervisor, reason="The vehicle is needed elsewhere.")


def stopped_by_a_claim(desk: Desk) -> None:
    """A visit that a claim to citizenship stopped."""
    case = assigned(desk, 1, OPERATIONS[1]).case
    claims.raise_claim(
        case.subject, by=desk.officer, trigger="CLAIM", note="Said on the telephone to have a U.S. passport."
    )


def claim_with_counsel(desk: Desk) -> Any:
    """A claim on which counsel was asked."""
    claim = claims.raise_claim(
        desk.next().subject, by=desk.officer, trigger="CLAIM", note="A relative brought a birth certificate."
    )
    return claims.ask_counsel(claim, by=desk.officer)


def claim_advised(desk: Desk, advises: str = "PROBATIVE") -> Any:
    """A claim on which counsel has advised and a supervisor has to decide."""
    advice = "The certificate was read; the registry of the county was asked."
    return claims.advise(claim_with_counsel(desk), by=desk.counsel, advises=advises, advice=advice)


def claim_without_evidence(desk: Desk) -> None:
    """A claim that was decided: no evidence of citizenship."""
    reason = "The registry of the county has no such birth, as counsel advised."
    claims.decide(claim_advised(desk, "NONE"), by=desk.supervisor, outcome="NONE", reason=reason)


def found_to_be_a_citizen(desk: Desk) -> None:
    """A claim that was decided: a citizen, and the case is closed."""
    reason = "The registry of the county confirmed the birth, as counsel advised."
    claims.decide(claim_advised(desk, "CITIZEN"), by=desk.supervisor, outcome="CITIZEN", reason=reason)


def transfer_waits(desk: Desk) -> None:
    """A case that was offered to another office."""
    note = "The subject's last two addresses lie in your area."
    transfers.propose(desk.next(), by=desk.supervisor, office=desk.other.office, note=note)


def transfer_refused(desk: Desk) -> None:
    """A case that another office would not take, with its reason."""
    case = desk.next()
    transfer = transfers.propose(
        case, by=desk.supervisor, office=desk.other.office, note="A relative lives there."
    )
    transfers.refuse(case, by=desk.other, transfer=transfer, reason="The relative moved away last year.")


def protected_by_category(desk: Desk) -> None:
    """A case that its category stops."""
    case = desk.next()
    values = {"case_category": "5C"}
    correct_subject(case.subject, by=desk.supervisor, origin=officer_origin(desk.supervisor), values=values)


def sources_disagree(desk: Desk) -> None:
    """A case on whose order two systems contradict each other."""
    subject = desk.next().subject
    column = "final_order_on" if subject.final_order_on else "failed_to_report_on"
    day = getattr(subject, column) - timedelta(days=30)
    origin = Origin(
        SourceKind.GOVERNMENT, "EOIR", desk.today - timedelta(days=1), "SYNTH-EOIR", "orders.csv", subject.pk
    )
    correct_subject(subject, by=BY, origin=origin, values={column: day.isoformat()})
    open_found([subject.pk], by=BY)


def news_waits(desk: Desk) -> None:
    """News that the subject of a case is held elsewhere, for the office to decide."""
    day = desk.today - timedelta(days=1)
    case = desk.next()
    propose(
        case,
        by=BY,
        road=Road.IN_CUSTODY_ELSEWHERE,
        evidence=[("Facility", "Sample County Jail"), ("Booked", f"{day.day} {day:%b %Y}")],
        origin=Origin(SourceKind.GOVERNMENT, "Sample State DOC", day, "SYNTH-DOC", "roster.csv", case.pk),
        effective_on=day,
        summary=f"Booked at Sample County Jail on {day.day} {day:%b %Y}.",
    )


def residents_complained(desk: Desk) -> None:
    """An address that is left alone because its residents complained."""
    where = desk.where(desk.next())
    until = desk.today + timedelta(days=365)
    mark_place(where.address_key, by=desk.supervisor, reason="COMPLAINT", until=until)


def gate_overridden(desk: Desk) -> None:
    """A gate that a supervisor opened for a few days, with the reason."""
    case = desk.next()
    checked(desk, case, 1)
    gates.override(
        case,
        None,
        "G-A-FILE-RECENT",
        by=desk.supervisor,
        reason="The A-file is on its way from the records center; its index was read by telephone.",
        until=desk.today + timedelta(days=3),
    )


def check_lapsed(desk: Desk) -> None:
    """A case whose status check has lapsed."""
    case = desk.next()
    checked(desk, case, 5)
    reviewed(desk, case)


def cleared(desk: Desk) -> None:
    """A protected person on whom action was cleared, and one on whom it was not."""
    subject = _live(desk, confidential_1367=True)
    if subject is None:
        subject = desk.next().subject
        origin = officer_origin(desk.supervisor)
        subject = correct_subject(
            subject, by=desk.supervisor, origin=origin, values={"confidential_1367": True}
        )
    clearances.give(
        subject,
        by=desk.director,
        allows="A visit at the address that the person gave to ICE, resting on EID alone.",
        reason="Nothing that is acted on comes from the abuser.",
        from_on=desk.today,
        until_on=desk.today + timedelta(days=13),
    )


def gang_reviewed(desk: Desk) -> None:
    """Gang affiliations that were reviewed, one of them to be renewed soon."""
    found = Subject.objects.filter(
        cases__office=desk.supervisor.office, cases__status__in=LIVE, withdrawn_at=None, merged_into=None
    ).exclude(gang_affiliation="")
    said = list(found.order_by("pk")[:2]) or [_said_to_belong(desk)]
    for days, subject in zip((900, 40), said, strict=False):
        gangs.record(
            subject,
            by=desk.supervisor,
            statement=subject.statements.filter(said__has_key="gang_affiliation").first(),
            transnational=days > 365,
            basis=("COURT_FINDING", "PRISON_RECORD"),
            review_by=desk.today + timedelta(days=days),
        )


def _said_to_belong(desk: Desk) -> Subject:
    subject = desk.next().subject
    origin = Origin(
        SourceKind.GOVERNMENT, "Sample State DOC", desk.today, "SYNTH-DOC", "gangs.csv", subject.pk
    )
    return correct_subject(subject, by=BY, origin=origin, values={"gang_affiliation": GANGS[0]})


def _live(desk: Desk, **which: Any) -> Subject | None:
    held = Subject.objects.filter(cases__office=desk.director.office, cases__status__in=LIVE, **which)
    return held.filter(withdrawn_at=None, merged_into=None).order_by("pk").first()


STORIES: dict[str, Callable[[Desk], Any]] = {
    "field action under way": under_way,
    "field actions in operations": in_an_operation,
    "claim stopped a field action": stopped_by_a_claim,
    "transfer waits": transfer_waits,
    "claim advised": claim_advised,
    "sources disagree": sources_disagree,
    "news waits": news_waits,
    "visit found a stranger": found_a_stranger,
    "field actions planned": only_planned,
    "clearance given": cleared,
    "gang affiliations reviewed": gang_reviewed,
    "stopped by category": protected_by_category,
    "claim with counsel": claim_with_counsel,
    "found to be a citizen": found_to_be_a_citizen,
    "claim without evidence": claim_without_evidence,
    "residents complained": residents_complained,
    "gate overridden": gate_overridden,
    "transfer refused": transfer_refused,
    "field action called off": called_off,
    "status check lapsed": check_lapsed,
    "second transfer waits": transfer_waits,
}
"""What each office lives through, what matters most first: an office with few cases comes only so far."""
