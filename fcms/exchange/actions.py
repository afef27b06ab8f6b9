"""The life of an intake: received, staged, decided, applied. The only room here that writes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import partial
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.audit.events import Event
from fcms.database.vault import VaultError
from fcms.leads.tasks import rank_intake_soon
from fcms.lib.action import action
from fcms.lib.actor import Actor
from fcms.lib.verdict import Refused

from . import rules, sources
from .intake import bundle, counts, pictures, planning, sealed, setchecks
from .intake.checking import check_row, without_numbers
from .intake.locks import alone, one_of_its_kind
from .intake.staging import Report, Staging, save_findings, sealer, unsealed
from .layout import FileLayout
from .lifecycle import GONE, Decision, IntakeLife, RowState, Status
from .linkage import actions as linkage
from .linkage.queries import may_be_applied as linked
from .models import Finding, Intake, StagedRow
from .permissions import must, person
from .standing.tasks import standardise_soon
from .undoing.actions import ask_to_undo, keep, undo

CLEAN = (RowState.CLEAN, RowState.WARNING)


def quiet(step: str, done: int, total: int) -> None:
    """A report that tells nobody."""


# --- receiving


def receive(
    stream: IO[bytes],
    *,
    by: Actor,
    kind: str,
    producer: str = "",
    as_of: datetime.date | None = None,
) -> Intake:
    """Take in a file: refuse what is no extract of `kind` or came before, seal it, and give it a number.

    What is refused for what it holds is kept as a refused intake with the reason, so that its sender can be told.
    """
    must(by, Permission.INTAKE_LOAD, "loading")
    known = sources.kind_named(kind)
    content, size = bundle.measured(stream)
    if not size:
        raise Refused("The file is empty. Send it again with its header row.")
    given = {"content": content, "size": size, "kind": known.code}
    try:
        manifest = look_inside(stream, known.code) or bundle.Manifest(known.code)
    except Refused as refusal:
        day = as_of or timezone.localdate()
        _refuse_at_the_door(by=by, reason=refusal.sentence, producer=producer, as_of=day, **given)
        raise
    return _receive(
        by=by,
        stream=stream,
        producer=manifest.producer or producer,
        extract_id=manifest.extract_id,
        sequence=manifest.sequence,
        as_of=as_of or manifest.as_of or timezone.localdate(),
        **given,
    )


def look_inside(stream: IO[bytes], kind: str) -> bundle.Manifest | None:
    """What the sender says of the file; None for a bare CSV. Refuses what is no extract of `kind`."""
    reader = sources.KINDS[kind].reader
    if reader is not None:
        return reader.look(stream)
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
        bundle.refuse_strangers(manifest, archive, {layout.name for layout in sources.KINDS[kind].files})
    return manifest


@action(Event.INTAKE_REFUSED)
def _refuse_at_the_door(*, by: Actor, reason: str, **values: Any) -> Intake:
    return Intake.objects.create(status=Status.REFUSED, refusal=reason, **_loader(by), **values)


def _loader(by: Actor) -> dict[str, Any]:
    loader = person(by)
    return {"received_at": timezone.now(), "received_by": loader, "came_by_itself": loader is None}


@action(Event.INTAKE_RECEIVED)
def _receive(*, by: Actor, stream: IO[bytes], **values: Any) -> Intake:
    standing = Intake.objects.exclude(status__in=GONE)
    earlier = standing.filter(content=values["content"]).first()
    if earlier is not None and earlier.status in (Status.RECEIVED, Status.STAGING):
        return earlier  # its reading was cut short; it is taken up again
    if earlier is not None:
        raise Refused(f"This file was loaded already, as intake {earlier.number}. Nothing was loaded again.")
    if values["sequence"] is not None:
        same = standing.filter(kind=values["kind"], producer=values["producer"], sequence__isnull=False)
        last = same.order_by("-sequence").values_list("sequence", flat=True).first()
        given = {name: values[name] for name in ("kind", "producer", "sequence")}
        gap = (
            Intake.objects.filter(status=Status.UNDONE, **given).exists()
            and not same.filter(**given).exists()
        )
        rules.may_follow(values["sequence"], last, fills_gap=gap).or_refuse()
    try:
        intake = Intake.objects.create(**_loader(by), **values)
    except IntegrityError:
        raise Refused(
            "This file is being loaded already by somebody else. Nothing was loaded again."
        ) from None
    sealed.seal(intake, stream)
    return intake


# --- staging


def stage(intake: Intake, *, by: Actor, report: Report = quiet) -> Intake:
    """Read the sealed file into staged rows and check them. Killed, it starts again from the beginning."""
    must(by, Permission.INTAKE_LOAD, "loading")
    kind = sources.kind_named(intake.kind)
    with alone(intake.pk):
        intake = _start_staging(intake, by=by)
        try:
            with sealed.opened(intake) as stream:
                staging = Staging(intake.pk, intake.key_slot, kind, report, transaction.atomic)
                rows = staging.stream(stream)
            intake = _finish_staging(intake, by=by, rows=rows, report=report)
        except Refused as refusal:
            _refuse(intake, by=by, reason=refusal.sentence)
            raise
        except (VaultError, FileNotFoundError):
            reason = "What was kept of this file cannot be read any more. Load the file again."
            _refuse(intake, by=by, reason=reason)
            raise Refused(reason) from None
    if intake.status == Status.REFUSED:
        raise Refused("Somebody refused this extract while it was read. Nothing of it was kept.")
    linkage.propose_after_staging(intake, by=by, report=report)
    return intake


@action(Event.INTAKE_RECEIVED)
def _start_staging(intake: Intake, *, by: Actor) -> Intake:
    rules.may_stage(Status(intake.status)).or_refuse()
    _forget_rows(intake)
    intake.status = Status.STAGING
    intake.save(update_fields=["status"])
    return intake


@action(Event.INTAKE_STAGED)
def _finish_staging(intake: Intake, *, by: Actor, rows: int, report: Report) -> Intake:
    if not IntakeLife.staged.allows(Status(intake.status)):
        _forget_rows(intake)  # refused while it was read
        return intake
    kind = sources.kind_named(intake.kind)
    files = set(StagedRow.objects.filter(intake=intake).order_by().values_list("file", flat=True).distinct())
    planning.for_this_transaction(rows)
    setchecks.run(intake.pk, kind, files, report)
    counts.note(intake, kind, rows)
    intake.status = Status.REVIEW
    intake.rows = rows
    intake.staged_at = timezone.now()
    intake.save(update_fields=["status", "rows", "staged_at"])
    return intake


def _forget_rows(intake: Intake) -> None:
    StagedRow.objects.filter(intake=intake)._raw_delete(using="default")
    Finding.objects.filter(intake=intake)._raw_delete(using="default")


def refuse(intake: Intake, *, by: User, reason: str) -> Intake:
    """Refuse a whole extract: its rows and its file go, the reason stays, and the same file may come again."""
    must(by, Permission.INTAKE_REVIEW, "reviewing")
    return _refuse(intake, by=by, reason=reason)


@action(Event.INTAKE_REFUSED)
def _refuse(intake: Intake, *, by: Actor, reason: str) -> Intake:
    rules.may_refuse(Status(intake.status), reason).or_refuse()
    _forget_rows(intake)
    intake.status = Status.REFUSED
    intake.refusal = reason
    intake.save(update_fields=["status", "refusal"])
    transaction.on_commit(partial(sealed.forget, intake.number))
    return intake


# --- deciding


@action(Event.INTAKE_ROWS_DECIDED)
def accept_all_clean(intake: Intake, *, by: User) -> Intake:
    """Accept every row without an error that nobody decided singly; one decision, put down once."""
    must(by, Permission.INTAKE_REVIEW, "reviewing")
    rules.may_decide(Status(intake.status)).or_refuse()
    intake.accepts_clean = True
    intake.accepts_clean_by = by
    intake.save(update_fields=["accepts_clean", "accepts_clean_by"])
    linkage.confirm_proposed_with_rows(intake, by=by)
    return intake


@action(Event.INTAKE_ROWS_DECIDED)
def decide(
    intake: Intake, *, by: User, file: str, rows: Iterable[int], decision: Decision, reason: str = ""
) -> int:
    """Accept, reject (with a reason) or take back the decision of single rows; return how many."""
    must(by, Permission.INTAKE_REVIEW, "reviewing")
    rules.may_decide(Status(intake.status)).or_refuse()
    if decision == Decision.REJECTED:
        rules.may_reject(reason).or_refuse()
    wanted = set(rows)
    layout = sources.kind_named(intake.kind).file(file)
    found = StagedRow.objects.select_for_update().filter(intake=intake, file=file, row__in=wanted)
    chosen = dict(found.values_list("row", "state"))
    if layout is None or len(chosen) != len(wanted):
        raise Refused(
            "The file has no row by one of these numbers. Rows are counted from 1, after the header."
        )
    if decision == Decision.ACCEPTED:
        for state in chosen.values():
            rules.may_accept(RowState(state)).or_refuse()
    changed = StagedRow.objects.filter(intake=intake, file=file, row__in=wanted).update(
        decision=decision,
        decided_by=by if decision else None,
        reason=reason.strip() if decision == Decision.REJECTED else "",
    )
    planning.for_this_transaction(intake.rows)
    setchecks.run_for_decisions(intake.pk, layout, wanted)
    setchecks.run_beside(intake.pk, sources.kind_named(intake.kind), file)
    return changed


@action(Event.INTAKE_ROW_EDITED)
def edit_row(intake: Intake, *, by: User, file: str, row: int, cells: dict[str, str]) -> StagedRow:
    """Correct cells of a row and check it again; what was received stays beside what was changed."""
    must(by, Permission.INTAKE_REVIEW, "reviewing")
    rules.may_decide(Status(intake.status)).or_refuse()
    layout = sources.kind_named(intake.kind).file(file)
    staged = StagedRow.objects.select_for_update().filter(intake=intake, file=file, row=row).first()
    if layout is None or staged is None:
        raise Refused("There is no such row in this extract.")
    staged.cells, plain = staged.received, _with_edits(intake, layout, staged, cells)
    checked = check_row(layout, plain, sealer(intake.key_slot), [])
    if layout.picture:
        with sealed.opened(intake) as stream, bundle.opened(stream) as archive:
            checked.add(pictures.flaws(archive, layout.picture, plain[layout.index[layout.picture]]))
    staged.canonical, staged.state = checked.canonical, checked.state
    staged.edited_by, staged.edited_at = by, timezone.now()
    staged.decision, staged.decided_by, staged.reason = "", None, ""
    staged.save()
    Finding.objects.filter(intake=intake, file=file, row=row)._raw_delete(using="default")
    save_findings(intake.pk, file, [(row, flaw) for flaw in checked.flaws])
    planning.for_this_transaction(intake.rows)
    setchecks.run_for_row(intake.pk, layout, row, cells)
    setchecks.run_beside(intake.pk, sources.kind_named(intake.kind), file)
    linkage.row_changed(intake, by=by, file=file, row=row)
    staged.refresh_from_db()
    return staged


def _with_edits(intake: Intake, layout: FileLayout, staged: StagedRow, cells: dict[str, str]) -> list[str]:
    """Note the edits in the row, sealed where sensitive, and return all its cells in plain as they stand now."""
    seal = sealer(intake.key_slot)
    edits = dict(staged.edits or {})
    plain = []
    for column, received in zip(layout.columns, staged.received, strict=True):
        text = cells.get(column.name, "").strip()
        if column.name not in cells:
            kept = edits.get(column.name, received)
            text = unsealed(intake.key_slot, column.sealed, kept) if column.sealed and kept else kept
        elif column.sealed:
            edits[column.name] = seal(column, text) if text else ""
        else:
            edits[column.name] = without_numbers(text)
        plain.append(text)
    staged.edits = edits
    return plain


# --- applying


@action(Event.INTAKE_APPLY_ASKED)
def ask_to_apply(intake: Intake, *, by: User) -> Intake:
    """Ask the worker to apply the accepted rows; the same person is named as the one who applied them."""
    must(by, Permission.INTAKE_APPLY, "applying")
    rules.may_apply(Status(intake.status), int(accepted_rows(intake).exists())).or_refuse()
    linked(intake).or_refuse()
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


def apply(intake: Intake, *, by: User, report: Report = quiet) -> Intake:
    """Make facts of the accepted rows, in one transaction: all of them, or none."""
    with alone(intake.pk), one_of_its_kind(intake.kind):
        late = _check_again(intake, by=by)
        rules.may_apply_after_all(late).or_refuse()
        return _apply(intake, by=by, report=report)


@action(Event.INTAKE_APPLY_ASKED)
def _check_again(intake: Intake, *, by: User) -> int:
    """Mark accepted rows that were received from elsewhere since they were checked; return how many."""
    _may_apply(intake, by)
    planning.for_this_transaction(intake.rows)
    return setchecks.run_before_applying(intake.pk, sources.kind_named(intake.kind), accepted_sql(intake))


def _may_apply(intake: Intake, by: User) -> None:
    must(by, Permission.INTAKE_APPLY, "applying")
    rules.may_apply(Status(intake.status), int(accepted_rows(intake).exists())).or_refuse()
    linked(intake).or_refuse()


@action(Event.INTAKE_APPLIED)
def _apply(intake: Intake, *, by: User, report: Report) -> Intake:
    _may_apply(intake, by)
    result = sources.applier(intake.kind)(intake, by, report)
    intake.status = Status.APPLIED
    intake.applied_at = timezone.now()
    intake.applied_by = by
    intake.result = result
    intake.save(update_fields=["status", "applied_at", "applied_by", "result"])
    transaction.on_commit(partial(sealed.forget, intake.number))
    standardise_soon()
    rank_intake_soon(intake.number)
    return intake


__all__ = [
    "accept_all_clean", "accepted_rows", "accepted_sql", "apply", "ask_to_apply", "ask_to_undo", "decide", "edit_row",
    "give_back", "keep", "receive", "refuse", "stage", "undo",
]  # fmt: skip
