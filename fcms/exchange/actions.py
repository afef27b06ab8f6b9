"""The life of an intake: received, staged, decided, applied. The only room here that writes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.audit.events import Event
from fcms.database import vault
from fcms.database.sealedfile import SealedReader, SealedWriter
from fcms.lib.action import action
from fcms.lib.verdict import Refused, no, yes

from . import rules, sources
from .intake import bundle, setchecks, staging
from .intake.checking import check_row
from .lifecycle import Decision, IntakeLife, RowState, Status
from .models import Finding, Intake, StagedRow

LOCKS = 7_203_119
"""The first half of the advisory locks of intakes; the second is the intake's id."""
CLEAN = (RowState.CLEAN, RowState.WARNING)


def _must(by: User, permission: Permission, doing: str) -> None:
    allowed = (
        yes() if by.may(permission) else no(f"Your role does not include {doing} extracts. Ask headquarters.")
    )
    allowed.or_refuse()


# --- receiving


def sealed_path(intake: Intake) -> Path:
    """Where the sealed file of an intake lies until it is applied or refused; the name says nothing of it."""
    return Path(settings.FCMS_HOME) / "intakes" / f"{intake.number}.sealed"


def open_sealed(intake: Intake) -> SealedReader:
    """The file as received, decrypted as it is read."""
    return SealedReader(sealed_path(intake), vault.intakes, intake.key_slot)


def receive(
    stream: IO[bytes],
    *,
    by: User,
    kind: str,
    producer: str = "",
    as_of: datetime.date | None = None,
) -> Intake:
    """Take in a file: refuse what is no extract of `kind` or came before, seal it, and give it a number."""
    _must(by, Permission.INTAKE_LOAD, "loading")
    known = sources.kind_named(kind)
    manifest = _look_inside(stream, known.code)
    stream.seek(0)
    hashed = bundle.Hashed(stream)
    while hashed.read(1 << 20):
        pass
    return _receive(
        by=by,
        stream=stream,
        content=hashed.sha256.hexdigest(),
        size=hashed.read_bytes,
        kind=known.code,
        producer=(manifest.producer if manifest else "") or producer,
        extract_id=manifest.extract_id if manifest else "",
        sequence=manifest.sequence if manifest else None,
        as_of=as_of or (manifest.as_of if manifest else None) or timezone.localdate(),
    )


def _look_inside(stream: IO[bytes], kind: str) -> bundle.Manifest | None:
    if not bundle.is_bundle(stream):
        if len(sources.KINDS[kind].files) > 1:
            raise Refused(
                f"An extract of kind {kind} comes as a bundle: a ZIP with manifest.json and its CSV files."
            )
        return None
    with bundle.opened(stream) as archive:
        manifest = bundle.read_manifest(archive)
    if manifest.kind != kind:
        raise Refused(
            f"The manifest says the kind is {manifest.kind[:40]}, not {kind}. Choose the right kind."
        )
    return manifest


@action(Event.INTAKE_RECEIVED)
def _receive(*, by: User, stream: IO[bytes], content: str, size: int, **values: Any) -> Intake:
    if not size:
        raise Refused("The file is empty. Send it again with its header row.")
    earlier = Intake.objects.exclude(status=Status.REFUSED).filter(content=content).first()
    if earlier is not None and earlier.status in (Status.RECEIVED, Status.STAGING):
        return earlier  # its reading was cut short; it is taken up again
    if earlier is not None:
        raise Refused(f"This file was loaded already, as intake {earlier.number}. Nothing was loaded again.")
    last = _last_sequence(values["kind"], values["producer"]) if values["sequence"] is not None else None
    rules.may_follow(values["sequence"], last).or_refuse()
    try:
        intake = Intake.objects.create(
            content=content, size=size, received_at=timezone.now(), received_by=by, **values
        )
    except IntegrityError:
        raise Refused(
            "This file is being loaded already by somebody else. Nothing was loaded again."
        ) from None
    vault.intakes.open_slots(intake.key_slot, 1)
    stream.seek(0)
    path = sealed_path(intake)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with SealedWriter(path, vault.intakes, intake.key_slot) as sealed:
        while chunk := stream.read(1 << 20):
            sealed.write(chunk)
    return intake


def _last_sequence(kind: str, producer: str) -> int | None:
    return (
        Intake.objects.exclude(status=Status.REFUSED)
        .filter(kind=kind, producer=producer, sequence__isnull=False)
        .order_by("-sequence")
        .values_list("sequence", flat=True)
        .first()
    )


# --- staging


def stage(intake: Intake, *, by: User, report: staging.Report = lambda step, done, total: None) -> Intake:
    """Read the sealed file into staged rows and check them. Killed, it starts again from the beginning."""
    kind = sources.kind_named(intake.kind)
    with alone(intake):
        intake = _start_staging(intake, by=by)
        try:
            with open_sealed(intake) as stream:
                rows = staging.stage_stream(
                    intake.pk, intake.key_slot, kind, stream, report, transaction.atomic
                )
            return _finish_staging(intake, by=by, rows=rows, report=report)
        except Refused as refusal:
            refuse(intake, by=by, reason=refusal.sentence)
            raise


@contextmanager
def alone(intake: Intake) -> Iterator[None]:
    """Keep two processes from reading the same extract; a killed one lets go with its connection."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [LOCKS, intake.pk])
        if not cursor.fetchone()[0]:
            raise Refused("This extract is being read already. Wait until that is done.")
        try:
            yield
        finally:
            cursor.execute("select pg_advisory_unlock(%s, %s)", [LOCKS, intake.pk])


@action(Event.INTAKE_RECEIVED)
def _start_staging(intake: Intake, *, by: User) -> Intake:
    rules.may_stage(Status(intake.status)).or_refuse()
    StagedRow.objects.filter(intake=intake)._raw_delete(using="default")
    Finding.objects.filter(intake=intake)._raw_delete(using="default")
    intake.status = Status.STAGING
    intake.save(update_fields=["status"])
    return intake


@action(Event.INTAKE_STAGED)
def _finish_staging(intake: Intake, *, by: User, rows: int, report: staging.Report) -> Intake:
    kind = sources.kind_named(intake.kind)
    files = set(StagedRow.objects.filter(intake=intake).order_by().values_list("file", flat=True).distinct())
    setchecks.run(intake.pk, kind, files, report)
    intake.status = Status.REVIEW
    intake.rows = rows
    intake.staged_at = timezone.now()
    intake.save(update_fields=["status", "rows", "staged_at"])
    return intake


@action(Event.INTAKE_REFUSED)
def refuse(intake: Intake, *, by: User, reason: str) -> Intake:
    """Refuse a whole extract: its rows and its file go, the reason stays, and the same file may come again."""
    rules.may_refuse(Status(intake.status), reason).or_refuse()
    StagedRow.objects.filter(intake=intake)._raw_delete(using="default")
    intake.status = Status.REFUSED
    intake.refusal = reason
    intake.save(update_fields=["status", "refusal"])
    transaction.on_commit(lambda: _forget(intake))
    return intake


def _forget(intake: Intake) -> None:
    sealed_path(intake).unlink(missing_ok=True)


# --- deciding


@action(Event.INTAKE_ROWS_DECIDED)
def accept_all_clean(intake: Intake, *, by: User) -> Intake:
    """Accept every row without an error that nobody decided singly; one decision, put down once."""
    _must(by, Permission.INTAKE_REVIEW, "reviewing")
    rules.may_decide(Status(intake.status)).or_refuse()
    intake.accepts_clean = True
    intake.accepts_clean_by = by
    intake.save(update_fields=["accepts_clean", "accepts_clean_by"])
    return intake


@action(Event.INTAKE_ROWS_DECIDED)
def decide(
    intake: Intake, *, by: User, file: str, rows: Iterable[int], decision: Decision, reason: str = ""
) -> int:
    """Accept, reject (with a reason) or take back the decision of single rows; return how many."""
    _must(by, Permission.INTAKE_REVIEW, "reviewing")
    rules.may_decide(Status(intake.status)).or_refuse()
    if decision == Decision.REJECTED:
        rules.may_reject(reason).or_refuse()
    wanted = set(rows)
    chosen = list(StagedRow.objects.select_for_update().filter(intake=intake, file=file, row__in=wanted))
    if len(chosen) != len(wanted):
        raise Refused(
            f"{file} has no row by one of these numbers. Rows are counted from 1, after the header."
        )
    if decision == Decision.ACCEPTED:
        for row in chosen:
            rules.may_accept(RowState(row.state)).or_refuse()
    return StagedRow.objects.filter(pk__in=[row.pk for row in chosen]).update(
        decision=decision,
        decided_by=by if decision else None,
        reason=reason if decision == Decision.REJECTED else "",
    )


@action(Event.INTAKE_ROW_EDITED)
def edit_row(intake: Intake, *, by: User, file: str, row: int, cells: dict[str, str]) -> StagedRow:
    """Correct cells of a row and check it again; what was received stays beside what was changed."""
    _must(by, Permission.INTAKE_REVIEW, "reviewing")
    rules.may_decide(Status(intake.status)).or_refuse()
    layout = sources.kind_named(intake.kind).file(file)
    staged = StagedRow.objects.select_for_update().filter(intake=intake, file=file, row=row).first()
    if layout is None or staged is None:
        raise Refused("There is no such row in this extract.")
    seal = staging.sealer(intake.key_slot)
    edits = dict(staged.edits or {})
    for column in layout.columns:
        if column.name in cells:
            text = cells[column.name].strip()
            edits[column.name] = seal(column, text) if column.sealed and text else text
    plain = []
    for column, received in zip(layout.columns, staged.cells, strict=True):
        text = edits.get(column.name, received)
        plain.append(
            staging.unsealed(intake.key_slot, column.sealed, text) if column.sealed and text else text
        )
    checked = check_row(layout, plain, seal, [])
    staged.clean, staged.state, staged.edits = checked.clean, checked.state, edits
    staged.edited_by, staged.edited_at = by, timezone.now()
    staged.decision, staged.decided_by, staged.reason = "", None, ""
    staged.save()
    Finding.objects.filter(intake=intake, file=file, row=row)._raw_delete(using="default")
    staging.save_findings(intake.pk, file, [(row, flaw) for flaw in checked.flaws])
    setchecks.run_for_row(intake.pk, layout, row)
    staged.refresh_from_db()
    return staged


# --- applying


@action(Event.INTAKE_APPLY_ASKED)
def ask_to_apply(intake: Intake, *, by: User) -> Intake:
    """Ask the worker to apply the accepted rows; the same person is named as the one who applied them."""
    _must(by, Permission.INTAKE_APPLY, "applying")
    rules.may_apply(Status(intake.status), int(accepted_rows(intake).exists())).or_refuse()
    intake.status = Status.APPLYING
    intake.save(update_fields=["status"])
    return intake


@action(Event.INTAKE_GIVEN_BACK)
def give_back(intake: Intake, *, by: User, reason: str) -> Intake:
    """Put an extract whose application was refused back under review; nothing of it was applied."""
    if IntakeLife.give_back.allows(Status(intake.status)):
        intake.status = Status.REVIEW
        intake.save(update_fields=["status"])
    return intake


def accepted_sql(intake: Intake) -> str:
    """The condition on a staged row that says a person accepted it."""
    single = "decision = 'ACCEPTED'"
    return (
        f"({single} or (decision = '' and state in ('CLEAN', 'WARNING')))" if intake.accepts_clean else single
    )


def accepted_rows(intake: Intake) -> Any:
    """The staged rows that a person accepted, singly or as clean."""
    singly = StagedRow.objects.filter(intake=intake, decision=Decision.ACCEPTED)
    if not intake.accepts_clean:
        return singly
    return singly | StagedRow.objects.filter(intake=intake, decision=Decision.WAITING, state__in=CLEAN)


@action(Event.INTAKE_APPLIED)
def apply(intake: Intake, *, by: User, report: staging.Report = lambda step, done, total: None) -> Intake:
    """Make facts of the accepted rows, in one transaction: all of them, or none."""
    _must(by, Permission.INTAKE_APPLY, "applying")
    rules.may_apply(Status(intake.status), int(accepted_rows(intake).exists())).or_refuse()
    result = sources.applier(intake.kind)(intake, by, report)
    intake.status = Status.APPLIED
    intake.applied_at = timezone.now()
    intake.applied_by = by
    intake.result = result
    intake.save(update_fields=["status", "applied_at", "applied_by", "result"])
    transaction.on_commit(lambda: _forget(intake))
    return intake
