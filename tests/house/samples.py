"""A sample of every record that has a page, made by the real actions; a new page without one fails a test."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from fcms.accounts.models import User
from fcms.activities.gates import actions as gates
from fcms.activities.ledger.actions import mark_place
from fcms.activities.models import Activity, DoNotReturn, FieldAction, GateOverride
from fcms.activities.tests.field import plan as plan_field
from fcms.activities.tests.make import Work, make_activity, make_work
from fcms.audit.events import Event
from fcms.cases.lifecycle import Road
from fcms.cases.models import Case, CaseTransfer, CitizenshipClaim, Clearance, Proposal
from fcms.cases.proposals.actions import propose
from fcms.cases.tests.make import make_case, offer
from fcms.cases.tests.make_claims import advised, cleared, decided, disclosed
from fcms.disclosures.models import CorrectionOwed
from fcms.exchange import actions as exchange
from fcms.exchange.models import Intake, StandingFinding
from fcms.exchange.standing import actions as standing
from fcms.leads.tests.make import make_team_officer
from fcms.lib.actor import Job, acting
from fcms.offices.tests.make import make_offices
from fcms.subjects import actions as subjects
from fcms.subjects.merging import actions as merging
from fcms.subjects.models import Conflict, GangReview, Identifier, Merge, Photograph, SourceKind, Subject
from fcms.subjects.origin import Origin, officer_origin
from fcms.subjects.tests.make import make_conflict, make_gang_review, make_officer, make_subject

LEADS_CSV = (
    "source_reference,source_kind,received_on,line_1,city,state,zip\r\n"
    "T-1,TIP,2026-11-20,100 SAMPLE WAY,Dallas,TX,75201\r\n"
)


@dataclass(frozen=True, slots=True)
class Held:
    """A case of Dallas on which a claim is open and an action cleared, and a correction owed for another one."""

    case: Case
    claim: CitizenshipClaim
    clearance: Clearance
    owed: CorrectionOwed


@dataclass(frozen=True, slots=True)
class World:
    """One record of each kind, all of Dallas, and the people who look at them."""

    work: Work
    activity: Activity
    identifier: Identifier
    photograph: Photograph
    conflict: Conflict
    gang: GangReview
    merge: Merge
    stranger: Subject
    intake: Intake
    news: Proposal
    finding: StandingFinding
    mark: DoNotReturn
    overridden: GateOverride
    coming: CaseTransfer
    going: CaseTransfer
    held: Held
    field_action: FieldAction
    people: dict[tuple[str, str], User]

    def person(self, role: str, office: str = "DAL") -> User:
        """Somebody in a role, at headquarters where the role is bound to no office."""
        where = office if role in OFFICE_ROLES else "HQ"
        if (role, where) not in self.people:
            self.people[role, where] = make_officer(where, role)
        return self.people[role, where]


OFFICE_ROLES = ("officer", "supervisor", "director")


def make_world(home: str) -> World:
    """Make the world; extracts are kept below `home`."""
    make_offices()
    officer = make_team_officer("DAL")
    work = make_work(officer)
    origin = officer_origin(officer)
    picture = io.BytesIO()
    Image.new("RGB", (40, 60), "grey").save(picture, "JPEG")
    analyst = make_officer("HQ", "hq_analyst")
    with override_settings(FCMS_HOME=home):
        file = io.BytesIO(LEADS_CSV.encode())
        intake = exchange.receive(
            file,
            by=analyst,
            kind="government-leads",
            producer="Samples",
            as_of=date(2026, 11, 21),
        )
        intake = exchange.stage(intake, by=analyst)
    return World(
        work=work,
        activity=make_activity(work),
        identifier=subjects.add_identifier(
            work.subject, by=officer, origin=origin, kind="SSN", number="900-01-0001"
        ),
        photograph=subjects.add_photograph(
            work.subject, by=officer, origin=origin, image=picture.getvalue(), taken_on="2004-05-06"
        ),
        conflict=make_conflict(work.subject, officer),
        gang=make_gang_review(work.subject, make_officer("DAL", "supervisor")),
        merge=merging.merge(
            work.subject, make_subject(by=officer), by=make_officer("HQ", "hq_supervisor"), reason="Sample."
        ),
        stranger=make_subject(by=officer),
        intake=intake,
        news=_news(work),
        finding=_finding(officer),
        mark=_mark(work),
        overridden=_overridden(work),
        coming=offer(make_case(office="HOU"), "DAL"),
        going=offer(make_case(), "HOU"),
        held=_held(),
        field_action=plan_field(work),
        people={("officer", "DAL"): officer, ("hq_analyst", "HQ"): analyst},
    )


def _mark(work: Work) -> DoNotReturn:
    until = timezone.localdate() + timedelta(days=30)
    return mark_place(work.lead.address_key, by=work.officer, reason="COMPLAINT", until=until)


def _overridden(work: Work) -> GateOverride:
    supervisor = make_officer("DAL", "supervisor")
    until = timezone.localdate() + timedelta(days=1)
    given = {"by": supervisor, "reason": "Counsel looked today.", "until": until}
    return gates.override(work.case, None, "G-APPEAL-RECENT", **given)


def _held() -> Held:
    case, other = make_case(confidential_1367=True), make_case()
    disclosed(other.subject)
    decided("CITIZEN", other)
    return Held(case, advised(case), cleared(case), CorrectionOwed.objects.get())


def _finding(officer: User) -> StandingFinding:
    born = {"birth_on": "1971-01-01"}
    doubtful = make_subject(by=officer, a_number="A900888001", family_name="Doubtful", **born)
    standing.run(report=lambda step, done, total: None)
    return StandingFinding.objects.get(subject=doubtful)


def _news(work: Work) -> Proposal:
    found = propose(
        work.case,
        by=Job("tests"),
        road=Road.LEFT_THE_COUNTRY,
        effective_on=date(2026, 11, 20),
        summary="Left by air.",
        evidence=[("Port", "DFW")],
        origin=Origin(SourceKind.GOVERNMENT, "Samples", date(2026, 11, 21)),
    )
    assert found is not None
    return found


def browser_of(person: User) -> Client:
    """A browser with somebody signed in; a fault of the server answers instead of failing the test."""
    client = Client(raise_request_exception=False)
    with acting(Job("tests"), Event.SIGNED_IN):
        client.force_login(person)
    return client


# --- which record each address shows


@dataclass(frozen=True, slots=True)
class Sample:
    """The record that an address is tried with. `query` names it where the path does not.

    `otherwise` says why a person of another office is not asked for a purpose here; the test holds it to that.
    """

    parts: Callable[[World], dict[str, Any]] = lambda _world: {}
    query: Callable[[World], str] = lambda _world: ""
    otherwise: str = ""
    status: int = field(default=403)

    def address(self, name: str, world: World) -> str:
        """The address of this world's record."""
        return reverse(name, kwargs=self.parts(world)) + self.query(world)


HEADQUARTERS = "Extracts come in at headquarters; no role that is bound to an office holds the permission."
ADMINISTRATORS = "Accounts are changed by administrators, who are bound to no office."


def _subject(**more: Any) -> Sample:
    return Sample(lambda world: {"number": world.work.subject.number, **_given(more, world)})


def _held_case(otherwise: str = "", **more: Any) -> Sample:
    return Sample(
        lambda world: {"number": world.held.case.number, **_given(more, world)}, otherwise=otherwise
    )


def _claim(otherwise: str = "") -> Sample:
    return _held_case(otherwise, claim=lambda world: world.held.claim.pk)


def _merging(**more: Any) -> Sample:
    return Sample(
        lambda world: {"number": world.work.subject.number, **_given(more, world)},
        otherwise="Subjects are merged at headquarters; no role that is bound to an office holds the right.",
    )


def _given(more: dict[str, Any], world: World) -> dict[str, Any]:
    return {name: value(world) if callable(value) else value for name, value in more.items()}


def _case() -> Sample:
    return Sample(lambda world: {"number": world.work.case.number})


def _transfer(which: Callable[[World], CaseTransfer]) -> Sample:
    return Sample(lambda world: {"number": which(world).case.number, "transfer": which(world).pk})


def _address(**more: Any) -> Sample:
    return Sample(lambda world: {"number": world.mark.address.number, **_given(more, world)})


def _field() -> Sample:
    return Sample(lambda world: {"number": world.field_action.number})


def _lead() -> Sample:
    return Sample(lambda world: {"number": world.work.lead.number})


def _intake(**more: Any) -> Sample:
    return Sample(lambda world: {"number": world.intake.number, **more}, otherwise=HEADQUARTERS)


def _account(otherwise: str, status: int = 403, **more: Any) -> Sample:
    return Sample(
        lambda world: {"username": world.person("officer").username, **more},
        otherwise=otherwise,
        status=status,
    )


FIELD_PAGES = "action assign start replan join call-off record".split()
CASE_PAGES = "case history go-cold revive release remove close reopen transfer".split()
LEAD_PAGES = "lead history accept assign transfer route close reopen note correct link".split()
INTAKE_PAGES = "intake progress decide-rows accept-all-clean apply refuse undo".split()
SAMPLES: dict[str, Sample] = {
    "subjects:subject": _subject(),
    "subjects:tab": _subject(tab="criminal"),
    "subjects:edit": _subject(part="who"),
    "subjects:add": _subject(kind="alias"),
    "subjects:withdraw": _subject(kind="identifier", key=lambda world: world.identifier.pk),
    "subjects:reveal": _subject(key=lambda world: world.identifier.pk),
    "subjects:photograph": _subject(key=lambda world: world.photograph.pk),
    "subjects:settle": _subject(key=lambda world: world.conflict.pk),
    "subjects:gang-review": _subject(),
    **{f"subjects:gang-{page}": _subject(key=lambda world: world.gang.pk) for page in ("renew", "withdraw")},
    "subjects:merge": _merging(),
    "subjects:compare": _merging(other=lambda world: world.stranger.number),
    "subjects:unmerge": _merging(key=lambda world: world.merge.pk),
    "cases:open": Sample(lambda world: {"subject": world.work.subject.number}),
    **{f"cases:{page}": _case() for page in CASE_PAGES},
    "cases:lay-conflict": Sample(lambda world: {"number": world.work.case.number, "column": "case_category"}),
    "cases:decide-transfer": _transfer(lambda world: world.coming),
    "cases:withdraw-transfer": _transfer(lambda world: world.going),
    "cases:raise-claim": _held_case(),
    **{f"cases:{page}": _claim() for page in ("claim", "ask-counsel", "decide-claim", "take-back-claim")},
    "cases:advise-claim": _claim("Counsel advises, who is bound to no office."),
    "cases:give-clearance": _held_case(),
    "cases:withdraw-clearance": _held_case(key=lambda world: world.held.clearance.pk),
    "cases:tell-correction": Sample(lambda world: {"key": world.held.owed.pk}),
    "cases:review": _held_case(),
    "cases:decide-news": Sample(lambda world: {"number": world.work.case.number, "news": world.news.pk}),
    **{f"leads:{page}": _lead() for page in LEAD_PAGES},
    "activities:override": Sample(
        lambda world: {"number": world.work.case.number, "gate": "G-A-FILE-RECENT"},
    ),
    "activities:override-given": Sample(
        lambda world: {"number": world.work.case.number, "key": world.overridden.pk}
    ),
    "activities:place-kind": Sample(
        lambda world: {"number": world.work.case.number}, lambda world: f"?lead={world.work.lead.number}"
    ),
    "activities:field-plan": Sample(query=lambda world: f"?case={world.work.case.number}"),
    **{f"activities:field-{page}": _field() for page in FIELD_PAGES},
    "activities:activity": Sample(lambda world: {"number": world.activity.pk}),
    "activities:correct": Sample(lambda world: {"number": world.activity.pk}),
    "activities:new": Sample(query=lambda world: f"?lead={world.work.lead.number}"),
    **{f"addresses:{page}": _address() for page in ("address", "mark")},
    "addresses:lift": _address(mark=lambda world: world.mark.pk),
    "addresses:new": Sample(query=lambda world: f"?lead={world.work.lead.number}"),
    "activities:arrest": Sample(query=lambda world: f"?case={world.work.case.number}"),
    **{f"exchange:{page}": _intake() for page in INTAKE_PAGES},
    "exchange:by-rule": _intake(rule="R-UNLINKED"),
    "exchange:takeover": _intake(),
    "exchange:difference": _intake(),
    "exchange:takeover-file": _intake(file="cases.csv"),
    **{f"exchange:{page}": _intake(file="leads.csv", row=1) for page in ("row", "edit-row", "decide-row")},
    **{f"exchange:{page}": _intake() for page in ("matches", "link-progress", "link-again")},
    **{f"exchange:{page}": _intake(file="leads.csv", row=1) for page in ("match", "decide-match")},
    **{
        f"findings:{page}": Sample(lambda world: {"key": world.finding.pk})
        for page in ("finding", "take", "settle")
    },
    "accounts:user": _account(
        "An account of another office is not found, so that there is nothing to ask.", 404
    ),
    "accounts:change": _account(ADMINISTRATORS),
    "accounts:switch": _account(ADMINISTRATORS, verb="disable"),
}
"""The record that each address names, by the address's name."""

NO_RECORDS: dict[str, tuple[dict[str, str], str]] = {
    "pia:promise": ({"promise_id": "PIA-0-2"}, "a promise of the assessment, which everyone may read"),
    "web:gallery-page": ({"page": "confirm"}, "a page of made-up values"),
    "reports:show": ({"code": "leads"}, "a report, which holds counts and nobody"),
    "reports:download": ({"code": "leads", "form": "csv"}, "a report, which holds counts and nobody"),
    "leads:queue": ({"queue": "closed"}, "a list, which holds what lies within reach"),
}
"""Addresses whose parameters name no record: the values to try them with, and what they name."""
