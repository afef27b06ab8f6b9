"""Accepted rows bring subjects in or up to date, and open the cases that their category calls for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from fcms.accounts.models import User
from fcms.cases.actions import open_case
from fcms.cases.rules import basis_of_category
from fcms.encounters.actions import note_removal
from fcms.exchange import actions
from fcms.exchange.intake.staging import Report, unsealed
from fcms.exchange.models import Intake, StagedRow
from fcms.lib.verdict import Refused
from fcms.offices.models import Office
from fcms.subjects import actions as subjects
from fcms.subjects.bulk import NewSubject, enter_set
from fcms.subjects.models import ANumber, SourceKind, Subject
from fcms.subjects.origin import Origin

from .layout import EID_DAILY

CHUNK = 2_000
COLUMN_OF = {
    "family_name": "family_name",
    "given_name": "given_name",
    "middle_name": "middle_name",
    "suffix": "suffix",
    "sex": "sex",
    "birth_date": "birth_on",
    "birth_place": "birth_place",
    "gang_affiliation": "gang_affiliation",
    "last_entry_date": "last_entry_on",
    "last_entry_place": "last_entry_place",
    "entry_class": "entry_class",
    "case_category": "case_category",
    "docket_office": "docket_office",
    "order_kind": "order_kind",
    "final_order_date": "final_order_on",
    "failed_to_report_on": "failed_to_report_on",
    "custody_status": "custody_status",
    "custody_date": "custody_on",
    "removed_date": "removed_on",
    "stay_kind": "stay_kind",
    "stay_until": "stay_until",
    "citizenship_claim": "citizenship_claim",
    "confidential_1367": "confidential_1367",
    "deceased_date": "died_on",
}
IDENTIFIERS = {"ssn": "SSN", "fbi_number": "FBI", "fin": "FIN", "sid": "SID", "tecs_number": "TECS"}
"""Which sealed column is which kind of identifier."""
FLAGS = ("citizenship_claim", "confidential_1367")

Rows = dict[str, list[dict[str, Any]]]


def apply(intake: Intake, by: User, report: Report) -> dict[str, Any]:
    """Make facts of the accepted rows; return counts of what came of them."""
    done: Counter[str] = Counter()
    facts = {layout.name: _by_subject(intake, layout.name) for layout in EID_DAILY.files[1:]}
    offices = {office.code: office for office in Office.objects.select_related("parent")}
    total = actions.accepted_rows(intake).filter(file="subjects.csv").count()
    for chunk in _chunks(intake):
        known = {
            held.number: held.subject
            for held in ANumber.objects.filter(
                number__in=[row["a_number"] for row in chunk], withdrawn_at=None
            ).select_related("subject")
        }
        _enter_new(intake, [row for row in chunk if row["a_number"] not in known], facts, offices, by, done)
        for row in chunk:
            if row["a_number"] in known:
                _bring_up_to_date(intake, known[row["a_number"]], row, facts, offices, by, done)
        report("entering subjects", done["subjects entered"] + done["subjects updated"], total)
    _facts_of_known(intake, facts, by, done)
    for owner, rows in facts["non_fugitive_removals.csv"].items():
        done["non-fugitive removals counted"] += sum(
            note_removal(by=by, a_number=owner, removed_on=row["removed_on"]) for row in rows
        )
    return dict(done)


# --- reading what was accepted


def _rows_of(intake: Intake, file: str) -> Iterator[dict[str, Any]]:
    layout = EID_DAILY.file(file)
    assert layout is not None  # noqa: S101 - files come from the layout itself
    names = [column.name for column in layout.columns]
    for staged in actions.accepted_rows(intake).filter(file=file).order_by("row").iterator(CHUNK):
        yield {**dict(zip(names, staged.clean, strict=True)), "row": staged.row, "staged": staged}


def _by_subject(intake: Intake, file: str) -> Rows:
    found: Rows = defaultdict(list)
    for row in _rows_of(intake, file):
        found[row["a_number"]].append(row)
    return found


def _chunks(intake: Intake) -> Iterator[list[dict[str, Any]]]:
    chunk: list[dict[str, Any]] = []
    for row in _rows_of(intake, "subjects.csv"):
        chunk.append(row)
        if len(chunk) >= CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _origin(intake: Intake, row: dict[str, Any], file: str) -> Origin:
    return Origin(SourceKind.EID, intake.producer or "EID", intake.as_of, intake.number, file, row["row"])


def _values(row: dict[str, Any]) -> dict[str, Any]:
    """What the row says, by column of a subject: only what it holds; what it leaves empty is unknown to EID."""
    said = {ours: row[theirs] for theirs, ours in COLUMN_OF.items() if row[theirs] is not None}
    for flag in FLAGS:
        if flag in said:
            said[flag] = said[flag] == "Y"
    return said


def _identifiers(intake: Intake, row: dict[str, Any]) -> dict[str, str]:
    return {
        kind: unsealed(intake.key_slot, kind, row[column])
        for column, kind in IDENTIFIERS.items()
        if row[column]
    }


# --- new subjects


def _enter_new(
    intake: Intake,
    rows: list[dict[str, Any]],
    facts: dict[str, Rows],
    offices: dict[str, Office],
    by: User,
    done: Counter[str],
) -> None:
    people = [_new_subject(intake, row, facts, offices) for row in rows]
    if not people:
        return
    entered = enter_set(people, by=by)
    done["subjects entered"] += len(people)
    found = Subject.objects.in_bulk([one.subject_id for one in entered])
    for row, one in zip(rows, entered, strict=True):
        subject = found[one.subject_id]
        _became(row, subject.number)
        for photograph in facts["photographs.csv"].pop(row["a_number"], ()):
            _photograph(intake, subject, photograph, by, done)
        for file in ("aliases.csv", "addresses.csv", "charges.csv", "apprehensions.csv", "convictions.csv"):
            for fact in facts[file].pop(row["a_number"], ()):
                _became(fact, subject.number)
                done["facts added"] += 1
        _open_case(intake, subject, row, offices, by, done)


def _new_subject(
    intake: Intake, row: dict[str, Any], facts: dict[str, Rows], offices: dict[str, Office]
) -> NewSubject:
    said = _values(row)
    values = dict(said)
    if "docket_office" in values:
        values["docket_office_id"] = offices[values.pop("docket_office").upper()].pk
    if "case_category" in values:
        values["case_category_on"] = intake.as_of
    owner = row["a_number"]
    return NewSubject(
        a_number=owner,
        origin=_origin(intake, row, "subjects.csv"),
        values=values,
        said=said,
        aliases=[
            _texts(r, "kind", "family_name", "given_name", "middle_name") for r in facts["aliases.csv"][owner]
        ],
        addresses=[_address(r) for r in facts["addresses.csv"][owner]],
        identifiers=_identifiers(intake, row),
        charges=list(dict.fromkeys(r["charge"] for r in facts["charges.csv"][owner])),
        apprehensions=list(dict.fromkeys(r["apprehended_on"] for r in facts["apprehensions.csv"][owner])),
        convictions=[_conviction(r) for r in facts["convictions.csv"][owner]],
    )


def _texts(row: dict[str, Any], *names: str) -> dict[str, str]:
    return {name: row[name] or "" for name in names}


def _address(row: dict[str, Any]) -> dict[str, Any]:
    return {
        **_texts(row, "line_1", "line_2", "city", "state", "zip"),
        "provided_by_subject": row["provided_by_subject"] == "Y",
        "seen_on": row["as_of"],
    }


def _conviction(row: dict[str, Any]) -> dict[str, str]:
    return {
        **_texts(row, "offense_code", "summary", "convicted_on"),
        "jurisdiction": row["jurisdiction"] or "US",
    }


def _became(row: dict[str, Any], number: str) -> None:
    StagedRow.objects.filter(pk=row["staged"].pk).update(became=number)


def _open_case(
    intake: Intake,
    subject: Subject,
    row: dict[str, Any],
    offices: dict[str, Office],
    by: User,
    done: Counter[str],
) -> None:
    """Open a case where the category calls for one and none is live; a protected or pending one opens none."""
    basis = basis_of_category(subject.case_category)
    dated = subject.final_order_on if basis == "FINAL_ORDER" else subject.failed_to_report_on
    office = offices.get((row["docket_office"] or "").upper())
    at_large = subject.custody_status == "AT_LARGE" and subject.died_on is None
    if basis is None or dated is None or not at_large:
        return
    if office is None:
        done["cases waiting for a docket office"] += 1
        return
    try:
        open_case(
            subject,
            by=by,
            office=office,
            basis=basis,
            basis_on=dated,
            statement=subject.statements.latest("id"),
        )
    except Refused:
        return
    done["cases opened"] += 1


# --- subjects already held


def _bring_up_to_date(
    intake: Intake,
    subject: Subject,
    row: dict[str, Any],
    facts: dict[str, Rows],
    offices: dict[str, Office],
    by: User,
    done: Counter[str],
) -> None:
    said = _values(row)
    live = subject.cases.filter(status__in=("OPEN", "COLD", "IN_CUSTODY")).exists()
    if live:
        # What EID says of custody, removal or death is confirmed by the office that holds the case, never taken over.
        for kept_back in ("custody_status", "custody_on", "removed_on", "died_on"):
            if said.pop(kept_back, None) is not None:
                done["custody news to confirm"] += kept_back == "custody_status"
    origin = _origin(intake, row, "subjects.csv")
    subject = subjects.correct_subject(subject, by=by, origin=origin, values=said)
    for kind, plain in _identifiers(intake, row).items():
        _if_new(
            lambda k=kind, p=plain: subjects.add_identifier(subject, by=by, origin=origin, kind=k, number=p)
        )
    done["subjects updated"] += 1
    _became(row, subject.number)
    if not live:
        _open_case(intake, subject, row, offices, by, done)


def _if_new(add: Any) -> bool:
    """Add a fact unless it is held already."""
    try:
        add()
    except Refused:
        return False
    return True


def _facts_of_known(intake: Intake, facts: dict[str, Rows], by: User, done: Counter[str]) -> None:
    owners = {owner for file, rows in facts.items() if file != "non_fugitive_removals.csv" for owner in rows}
    held = ANumber.objects.filter(number__in=owners, withdrawn_at=None).select_related("subject")
    for number in held:
        for file, add in _ADDERS.items():
            for row in facts[file].get(number.number, ()):
                origin = _origin(intake, row, file)
                added = _if_new(lambda s=number.subject, r=row, o=origin, a=add: a(s, r, by, o))
                done["facts added" if added else "facts already held"] += 1
                _became(row, number.subject.number)
        for row in facts["photographs.csv"].get(number.number, ()):
            _photograph(intake, number.subject, row, by, done)


_ADDERS = {
    "aliases.csv": lambda s, r, by, o: subjects.add_alias(
        s, by=by, origin=o, **_texts(r, "kind", "family_name", "given_name", "middle_name")
    ),
    "addresses.csv": lambda s, r, by, o: subjects.add_address(s, by=by, origin=o, **_address(r)),
    "charges.csv": lambda s, r, by, o: subjects.add_charge(s, by=by, origin=o, charge=r["charge"]),
    "apprehensions.csv": lambda s, r, by, o: subjects.add_apprehension(
        s, by=by, origin=o, apprehended_on=r["apprehended_on"]
    ),
    "convictions.csv": lambda s, r, by, o: subjects.add_conviction(s, by=by, origin=o, **_conviction(r)),
}


def _photograph(intake: Intake, subject: Subject, row: dict[str, Any], by: User, done: Counter[str]) -> None:
    from fcms.exchange.intake.pictures import picture

    image = picture(intake, row["file"])
    origin = _origin(intake, row, "photographs.csv")
    added = image is not None and _if_new(
        lambda: subjects.add_photograph(subject, by=by, origin=origin, image=image, taken_on=row["taken_on"])
    )
    done["photographs added" if added else "photographs left out"] += 1
    _became(row, subject.number)
