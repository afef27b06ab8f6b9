"""`fcms intake`: the review without the browser."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tqdm import tqdm

from fcms.exchange import actions, queries, sources
from fcms.exchange.deciding.actions import decide_by_rule
from fcms.exchange.lifecycle import STANDING, Decision, Status
from fcms.exchange.linkage import queries as linkage
from fcms.exchange.models import Intake
from fcms.exchange.takeover import queries as takeover
from fcms.exchange.undoing.blockers import stands_on
from fcms.lib.dates import parse_date
from fcms.lib.malformed import Malformed
from fcms.lib.verdict import Refused

from .cli import tell
from .persons import acting_person
from .prepare import prepare


class Bar:
    """A progress bar in the terminal, one a step; silent where nobody looks."""

    def __init__(self) -> None:
        self.bar: tqdm[Any] | None = None
        self.step = ""

    def __call__(self, step: str, done: int, total: int) -> None:
        if step != self.step or self.bar is None:
            self.close()
            self.step = step
            self.bar = tqdm(desc=step, total=total or None, unit=" rows", disable=None, leave=False)
        self.bar.update(done - self.bar.n)

    def close(self) -> None:
        """End the bar of the step."""
        if self.bar is not None:
            self.bar.close()


def load(options: argparse.Namespace) -> None:
    """Stage a file, run the rules, apply nothing."""
    prepare(tell)
    by = acting_person(options.by)
    as_of = None
    if options.as_of:
        try:
            as_of = parse_date(options.as_of)
        except Malformed as problem:
            raise Refused(f"--as-of: {problem.sentence}") from None
    path = Path(options.file)
    if not path.is_file():
        raise Refused("There is no such file. Check the path.")
    with path.open("rb") as stream:
        intake = actions.receive(stream, by=by, kind=options.kind, producer=options.producer, as_of=as_of)
    bar = Bar()
    intake = actions.stage(intake, by=by, report=bar)
    bar.close()
    _print_intake(intake, options.json)


def show(options: argparse.Namespace) -> None:
    """Show rows, findings and decisions of an intake."""
    prepare(tell)
    _print_intake(_named(options.number), options.json, decisions=True)


def decide(options: argparse.Namespace) -> None:
    """Accept or reject rows."""
    prepare(tell)
    by = acting_person(options.by)
    intake = _named(options.number)
    before = queries.counts_of(intake)
    rule = options.accept_rule or options.reject_rule
    if options.accept_all_clean:
        actions.accept_all_clean(intake, by=by)
    elif rule:
        decision = Decision.ACCEPTED if options.accept_rule else Decision.REJECTED
        decide_by_rule(intake, by=by, rule=rule, decision=decision, reason=options.reason)
    else:
        decision = Decision.ACCEPTED if options.accept else Decision.REJECTED
        for file, rows in _rows(intake, options.accept or options.reject).items():
            actions.decide(intake, by=by, file=file, rows=rows, decision=decision, reason=options.reason)
    _print_intake(_named(options.number), options.json, decisions=True, before=before)


def apply(options: argparse.Namespace) -> None:
    """Make facts of the accepted rows, all of them or none."""
    prepare(tell)
    by = acting_person(options.by)
    bar = Bar()
    intake = actions.apply(_named(options.number), by=by, report=bar)
    bar.close()
    _print_intake(intake, options.json, decisions=True)


def undo(options: argparse.Namespace) -> None:
    """Take back what an applied extract brought, all of it or nothing; where something stands on it, say what."""
    prepare(tell)
    by = acting_person(options.by)
    intake = _named(options.number)
    if intake.status in STANDING and (standing := stands_on(intake)):
        for one in standing:
            tell(f"  {one.sentence}")
    bar = Bar()
    intake = actions.undo(intake, by=by, reason=options.reason, report=bar)
    bar.close()
    _print_intake(intake, options.json, decisions=True)


def _named(number: str) -> Intake:
    found = queries.intake_named(number)
    if found is None:
        raise Refused(f"There is no intake {number[:30]}. `fcms intake load` prints the number of each.")
    return found


def _rows(intake: Intake, given: list[str]) -> dict[str, list[int]]:
    main = sources.kind_named(intake.kind).main.name
    found: dict[str, list[int]] = {}
    for one in given:
        file, _, row = one.rpartition(":")
        if not row.isdecimal():
            raise Refused(
                "Name rows by their numbers, such as 418, or addresses.csv:12 in another file of a bundle."
            )
        found.setdefault(file or main, []).append(int(row))
    return found


def _print_intake(
    intake: Intake, as_json: bool, *, decisions: bool = False, before: queries.Counts | None = None
) -> None:
    counts = queries.counts_of(intake)
    if as_json:
        print(json.dumps({**_json(intake, counts), **({"before": _decided(before)} if before else {})}))
        return
    print(
        f"Intake {intake.number} · {intake.kind} · {intake.producer or 'producer not said'} · as of {intake.as_of}"
    )
    print(
        f"{intake.get_status_display()}: {intake.rows:,} rows, {counts.clean:,} clean ({counts.warnings:,} of them"
        f" with warnings), {counts.errors:,} with errors, {counts.repeated:,} repeated."
    )
    rules = Counter(queries.findings_of(intake).values_list("rule", "severity"))
    for (rule, severity), number in sorted(rules.items()):
        print(f"  {rule:<18}{severity.lower():<9}{number:>8,}")
    if before:
        print(
            f"Before: accepted {before.accepted:,}, rejected {before.rejected:,}, waiting {before.waiting:,}."
        )
    if decisions:
        print(f"Accepted {counts.accepted:,}, rejected {counts.rejected:,}, waiting {counts.waiting:,}.")
        for what, number in (intake.result or {}).items():
            print(f"  {what}: {number:,}")
    if intake.status == Status.UNDONE:
        print(f"Undone {intake.undone_at:%Y-%m-%d %H:%M} UTC, because: {intake.undo_reason}")
        for what, number in intake.undo_result.items():
            print(f"  {what}: {number:,}")
    _print_takeover(intake)


def _decided(counts: queries.Counts) -> dict[str, int]:
    return {"accepted": counts.accepted, "rejected": counts.rejected, "waiting": counts.waiting}


def _json(intake: Intake, counts: queries.Counts) -> dict[str, Any]:
    findings = queries.findings_of(intake).values(
        "rule", "severity", "file", "row", "column", "message", "value_class"
    )
    return {
        "number": intake.number,
        "kind": intake.kind,
        "status": intake.status,
        "rows": intake.rows,
        "clean": counts.clean,
        "warnings": counts.warnings,
        "errors": counts.errors,
        "repeated": counts.repeated,
        **_decided(counts),
        "result": intake.result,
        "undo_reason": intake.undo_reason,
        "undo_result": intake.undo_result,
        **_takeover(intake),
        **_linked(intake),
        "findings": list(findings),
    }


def _linked(intake: Intake) -> dict[str, Any]:
    """Whom the rows are about, where they were compared with the subjects: by zone, and each candidate by number."""
    linking = linkage.linking_of(intake)
    if linking is None:
        return {}
    zones = {name: getattr(linking, name) for name in ("rows", "proposed", "review", "none", "forgotten")}
    return {"linkage": {**zones, "candidates": linkage.candidates_in_short(intake)}}


def _takeover(intake: Intake) -> dict[str, Any]:
    """The accounting of an applied takeover, file by file and together."""
    found = takeover.accounts(intake)
    if not found:
        return {}
    files = [asdict(one) | {"adds_up": one.adds_up} for one in found]
    total = takeover.total(found)
    return {"takeover": {"files": files, "adds_up": total.adds_up and all(one.adds_up for one in found)}}


def _print_takeover(intake: Intake) -> None:
    found = takeover.accounts(intake)
    if not found:
        return
    print(f"{'file':<28}{'in the dump':>12}{'taken over':>12}{'merged':>9}{'refused':>9}  adds up")
    for one in [*found, takeover.total(found)]:
        counts = f"{one.in_dump:>12,}{one.taken_over:>12,}{one.merged:>9,}{one.refused:>9,}"
        print(f"{one.file or 'together':<28}{counts}  {'yes' if one.adds_up else 'NO'}")
