"""Accepted rows bring subjects in or up to date, and open the cases that their category calls for."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from fcms.accounts.models import User
from fcms.cases.bulk import PastCase, PastStep
from fcms.cases.bulk import enter_set as open_cases
from fcms.cases.claims.actions import raise_claims_of
from fcms.cases.conflicting.actions import open_found
from fcms.cases.models import Case
from fcms.cases.proposals.actions import propose_set
from fcms.cases.proposals.queries import live_cases_of
from fcms.cases.rules import basis_of_category, may_open, may_open_on
from fcms.database import vault
from fcms.encounters.actions import note_removal
from fcms.exchange.actions import accepted_rows
from fcms.exchange.intake import bundle, pictures, sealed
from fcms.exchange.intake.staging import Report
from fcms.exchange.models import Intake
from fcms.lib.dates import local_day
from fcms.lib.malformed import Malformed
from fcms.lib.verdict import Refused
from fcms.offices.models import Office
from fcms.subjects import actions as subjects
from fcms.subjects.bulk import NewFact, NewSubject, add_facts, enter_set
from fcms.subjects.conflicts.queries import opened_by, settled_columns
from fcms.subjects.models import ANumber, Photograph, Subject
from fcms.subjects.photographs import re_encode
from fcms.subjects.queries import as_said

from .accepted import FACT_OF, Batch, Row, batches, rows_of
from .news import news_of

CONFIRMED_BY_THE_OFFICE = ("custody_status", "custody_on", "removed_on", "died_on")
"""What the office that holds a live case confirms: kept as said, never put in force by an extract."""
LIVE = ("OPEN", "COLD", "IN_CUSTODY")


def apply(intake: Intake, by: User, report: Report) -> dict[str, Any]:
    """Make facts of the accepted rows; return counts of what came of them."""
    total = accepted_rows(intake).count()
    with ExitStack() as stack:
        work = Work(intake, by, stack)
        rows = 0
        for batch in batches(intake):
            work.enter(batch)
            work.statements.clear()
            rows += sum(map(len, batch.values()))
            report("entering subjects", rows, total)
        work.count_removals()
    work.done["conflicts with what a person settled"] = opened_by(intake.number)
    return dict(work.done)


@dataclass
class Work:
    """What applying one extract carries along."""

    intake: Intake
    by: User
    stack: ExitStack
    done: Counter[str] = field(default_factory=Counter)
    statements: dict[int, int] = field(default_factory=dict)

    @cached_property
    def offices(self) -> dict[str, Office]:
        """All offices by code."""
        return {office.code: office for office in Office.objects.select_related("parent")}

    @cached_property
    def archive(self) -> zipfile.ZipFile:
        """The bundle as received, opened once."""
        stream = self.stack.enter_context(sealed.opened(self.intake))
        return self.stack.enter_context(bundle.opened(stream))

    def enter(self, batch: Batch) -> None:
        """Enter or bring up to date the persons of a batch, with all that its rows say of them."""
        held = _held({row.owner for rows in batch.values() for row in rows})
        new = [row for row in batch["subjects.csv"] if row.owner not in held]
        self._bring_up_to_date([(held[row.owner], row) for row in batch["subjects.csv"] if row.owner in held])
        held |= self._enter_new(new)
        self._add_facts(batch, held)
        for row in batch["photographs.csv"]:
            if self._has_subject(row, held):
                self._photograph(held[row.owner], row)
        self._open_cases({row.owner: held[row.owner] for row in batch["subjects.csv"]}.values())
        self._raise_claims({held[row.owner].pk for row in batch["subjects.csv"] if _claims(row)})

    def count_removals(self) -> None:
        """Put down the removals of persons who were no fugitives, where their arrest was counted here."""
        for row in rows_of(self.intake, "non_fugitive_removals.csv"):
            day = date.fromisoformat(row.cells["removed_on"])
            found = note_removal(by=self.by, a_number=row.owner, removed_on=day, intake=self.intake.number)
            self.done["non-fugitive removals counted" if found else "non-fugitive removals not counted"] += 1

    def _enter_new(self, rows: list[Row]) -> dict[str, Subject]:
        if not rows:
            return {}
        entered = enter_set([self._new_subject(row) for row in rows], by=self.by)
        self.done["subjects entered"] += len(rows)
        self.statements.update({one.subject_id: one.statement_id for one in entered})
        found = Subject.objects.in_bulk([one.subject_id for one in entered])
        return {row.owner: found[one.subject_id] for row, one in zip(rows, entered, strict=True)}

    def _new_subject(self, row: Row) -> NewSubject:
        said = row.said()
        values = {name: value for name, value in said.items() if name != "docket_office"}
        if "docket_office" in said:
            values["docket_office_id"] = self.offices[said["docket_office"]].pk
        if "case_category" in values:
            values["case_category_on"] = self.intake.as_of
        return NewSubject(
            row.owner, row.origin(self.intake), values, said, identifiers=row.identifiers(self.intake)
        )

    def _bring_up_to_date(self, said: list[tuple[Subject, Row]]) -> None:
        live = live_cases_of({subject.pk for subject, _ in said})
        settled = settled_columns([subject.pk for subject, _ in said])
        numbers, news = [], []
        for subject, row in said:
            case = live.get(subject.pk)
            heard = self._correct(subject, row, worked=case is not None, settled=settled[subject.pk])
            if case is not None and heard:
                news.append(news_of(case, row.said(), heard, row.origin(self.intake)))
            numbers += [
                NewFact(
                    subject.pk,
                    subject.key_slot,
                    "identifier",
                    {"kind": kind, "number": plain},
                    row.origin(self.intake),
                )
                for kind, plain in row.identifiers(self.intake).items()
            ]
        self._count_facts(numbers)
        self.done.update(propose_set([one for one in news if one], by=self.by))
        if contradicted := open_found([subject.pk for subject, _ in said], by=self.by):
            self.done["conflicts between sources"] += contradicted

    def _correct(self, subject: Subject, row: Row, *, worked: bool, settled: set[str]) -> dict[str, Any]:
        """Put in force what an extract may; return what the office that holds the case confirms first."""
        said, heard = row.said(), dict[str, Any]()
        for name in CONFIRMED_BY_THE_OFFICE if worked else ():
            if name in said and said[name] != as_said(getattr(subject, name)):
                heard[name] = said.pop(name)
        origin = row.origin(self.intake)
        try:
            subjects.correct_subject(
                subject, by=self.by, origin=origin, values=said, heard=heard, settled=settled
            )
        except Refused as refusal:
            raise Refused(f"{row.file}, row {row.number}: {refusal.sentence} Nothing was applied.") from None
        self.done["custody news for the office to confirm"] += bool(heard)
        self.done["subjects updated"] += 1
        return heard

    def _add_facts(self, batch: Batch, held: dict[str, Subject]) -> None:
        facts = []
        for file, what in FACT_OF.items():
            for row in batch[file]:
                if self._has_subject(row, held):
                    subject = held[row.owner]
                    facts.append(
                        NewFact(subject.pk, subject.key_slot, what, row.fact(), row.origin(self.intake))
                    )
        self._count_facts(facts)

    def _count_facts(self, facts: list[NewFact]) -> None:
        if facts:
            added = add_facts(facts, by=self.by)
            self.done["facts added"] += added
            self.done["facts already held"] += len(facts) - added

    def _has_subject(self, row: Row, held: dict[str, Subject]) -> bool:
        if row.owner in held:
            return True
        self.done["rows left out because their subject was not accepted"] += 1
        return False

    def _photograph(self, subject: Subject, row: Row) -> None:
        try:
            image = pictures.picture(self.archive, row.cells["file"])
            drawn = re_encode(image)
        except Malformed:
            self.done["photographs that cannot be read"] += 1
            return
        # Sealed under the key of whom it was entered for, who may have been merged into this subject since.
        kept = Photograph.objects.filter(subject=subject, withdrawn_at=None)
        for photograph in kept.select_related("statement__subject").order_by("id"):
            slot = photograph.statement.subject.key_slot
            if vault.subjects.unseal_bytes(slot, photograph.sealed, context="subject.photograph") == drawn:
                origin = row.origin(self.intake)
                subjects.say_again(photograph, by=self.by, origin=origin, what="photograph")
                self.done["photographs already held"] += 1
                return
        subjects.add_photograph(
            subject,
            by=self.by,
            origin=row.origin(self.intake),
            image=image,
            taken_on=row.cells["taken_on"],
        )
        self.done["photographs added"] += 1

    def _open_cases(self, named: Iterable[Subject]) -> None:
        """Open a case where the category calls for one and none was; a protected or pending category opens none."""
        ids = [subject.pk for subject in named]
        had = Exists(Case.objects.filter(subject=OuterRef("pk"), taken_back_at=None))
        fresh = Subject.objects.filter(~had, pk__in=ids).select_related("docket_office__parent")
        cases = [case for subject in fresh.order_by("pk") if (case := self._new_case(subject)) is not None]
        if cases:
            open_cases(cases, by=self.by)
            self.done["cases opened"] += len(cases)
        ended = Subject.objects.filter(had, pk__in=ids).exclude(cases__status__in=LIVE)
        self.done["subjects whose case has ended"] += ended.count()

    def _raise_claims(self, named: set[int]) -> None:
        """Raise the claims to citizenship that the rows tell of, where a live case could be acted on (PIA 0-3)."""
        if named:
            day = self.intake.as_of
            note = f"{self.intake.producer or 'EID'} says so as of {day.day} {day:%b %Y}."
            self.done["claims to citizenship raised"] += raise_claims_of(
                self.intake.number, named, by=self.by, note=note
            )

    def _new_case(self, subject: Subject) -> PastCase | None:
        basis = basis_of_category(subject.case_category)
        basis_on = subject.final_order_on if basis == "FINAL_ORDER" else subject.failed_to_report_on
        if basis is None or basis_on is None or subject.custody_status != "AT_LARGE":
            return None
        docket = subject.docket_office
        if docket is None:
            self.done["cases waiting for a docket office"] += 1
            return None
        holder, now = docket.parent or docket, timezone.now()
        today = local_day(now, holder.time_zone)
        allowed = may_open(subject.case_category, basis=basis, died=subject.died_on is not None)
        if not (allowed and may_open_on(basis_on, today, today)):
            self.done["cases not opened"] += 1
            return None
        step = PastStep("OPENED", "OPEN", "", holder.pk, today, now, by_id=self.by.pk)
        said = self.statements.get(subject.pk) or subject.statements.latest("id").pk
        return PastCase(subject.pk, said, holder.pk, "OPEN", basis, basis_on, now, today, now, steps=[step])


def _claims(row: Row) -> bool:
    return row.said().get("citizenship_claim") is True


def _held(owners: set[str]) -> dict[str, Subject]:
    numbers = ANumber.objects.filter(number__in=owners, withdrawn_at=None).select_related("subject")
    return {held.number: held.subject for held in numbers}
