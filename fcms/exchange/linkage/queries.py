"""What a person may see of candidates, and what was confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from fcms.exchange import sources
from fcms.exchange.lifecycle import Status
from fcms.exchange.models import Intake, StagedRow
from fcms.leads.models import Lead
from fcms.lib.verdict import Verdict, yes
from fcms.subjects.models import ANumber, Subject

from . import rules
from .models import Linking, Match, MatchStep
from .zones import Choice, Zone


def confirmed(intake: Intake) -> dict[tuple[str, int], int]:
    """The subject (its id) that a person confirmed for each row, by file and row number."""
    found = Match.objects.filter(intake=intake, decision=Choice.CONFIRMED).order_by()
    return {(file, row): subject for file, row, subject in found.values_list("file", "row", "subject_id")}


def linking_of(intake: Intake) -> Linking | None:
    """When the rows were compared with the subjects, and with what outcome."""
    return Linking.objects.filter(intake=intake).first()


def links(intake: Intake) -> bool:
    """Whether the rows of this kind are linked at all."""
    return bool(sources.kind_named(intake.kind).links)


def links_afterwards(intake: Intake) -> bool:
    """Whether its rows are linked once they have become records."""
    return any(one.afterwards for one in sources.kind_named(intake.kind).links.values())


def may_be_applied(intake: Intake) -> Verdict:
    """Whether the rows were compared with the subjects, where that must come first."""
    if not links(intake) or links_afterwards(intake):
        return yes()
    linking = linking_of(intake)
    return rules.may_be_applied(linked=linking is not None, stale=linking is not None and linking.stale)


def due(intake: Intake) -> bool:
    """Whether the rows of an intake wait to be compared with the subjects."""
    if not links(intake) or intake.status != (Status.APPLIED if links_afterwards(intake) else Status.REVIEW):
        return False
    linking = linking_of(intake)
    return linking is None or linking.stale


def to_be_linked() -> list[int]:
    """The intakes whose rows wait to be compared with the subjects, the oldest first."""
    linked = [kind.code for kind in sources.KINDS.values() if kind.links]
    found = Intake.objects.filter(kind__in=linked, status__in=(Status.REVIEW, Status.APPLIED)).filter(
        Q(linking=None) | Q(linking__stale=True)
    )
    return [intake.pk for intake in found.order_by("pk") if due(intake)]


def may_decide(intake: Intake) -> Verdict:
    """Whether candidates of this intake may be decided now."""
    return rules.may_decide(Status(intake.status), afterwards=links_afterwards(intake))


def stands_on(match: Match) -> str:
    """What stands on a confirmed candidate, as a sentence; "" for nothing."""
    if match.decision != Choice.CONFIRMED or match.intake.status != Status.APPLIED:
        return ""
    lead = Lead.objects.filter(intake=match.intake.number, file=match.file, row=match.row).first()
    if lead is not None:
        return f"Lead {lead.number} is linked by it. Link the lead to the right subject instead."
    return "The extract was applied with it. Undo the extract first."


def rows_by_zone(intake: Intake) -> dict[str, int]:
    """How many rows have a proposed candidate, and how many only such as are to be reviewed."""
    rows = Match.objects.filter(intake=intake).order_by().values("file", "row")
    counted = rows.annotate(proposed=Count("pk", filter=Q(zone=Zone.PROPOSED)))
    proposed = counted.filter(proposed__gt=0).count()
    return {Zone.PROPOSED: proposed, Zone.REVIEW: counted.count() - proposed}


@dataclass(frozen=True, slots=True)
class ZoneCount:
    """A zone, how many rows are in it, and how many of these wait, are confirmed, or are about nobody here."""

    zone: str
    label: str
    rows: int
    waiting: int
    confirmed: int
    rejected: int


_BY_ZONE = """
select case when proposed then 'PROPOSED' else 'REVIEW' end, count(*), count(*) filter (where open and not yes),
       count(*) filter (where yes), count(*) filter (where not open and not yes)
from (select bool_or(zone = 'PROPOSED') as proposed, bool_or(decision = 'CONFIRMED') as yes,
             bool_or(decision = '') as open
      from exchange_match where intake_id = %s group by file, row) of_row
group by 1
"""


def counts_of(linking: Linking) -> list[ZoneCount]:
    """The rows by zone; the zones add up to the rows compared that are still there, and each to its decisions."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_ZONE, [linking.intake_id])
        found = {zone: counted for zone, *counted in cursor.fetchall()}
    counts = [ZoneCount(zone.value, zone.label, *found.get(zone.value, (0, 0, 0, 0))) for zone in Zone]
    nobody = max(linking.rows - linking.forgotten - sum(one.rows for one in counts), 0)
    return [*counts, ZoneCount("NONE", "No match", nobody, 0, 0, nobody)]


def rows_in(intake: Intake, linking: Linking, *, zone: str = "", decision: str = "") -> QuerySet[StagedRow]:
    """The rows that were compared, narrowed by zone and by what was decided."""
    of_row = Match.objects.filter(intake=intake, file=OuterRef("file"), row=OuterRef("row"))
    proposed, yes = of_row.filter(zone=Zone.PROPOSED), of_row.filter(decision=Choice.CONFIRMED)
    waiting = of_row.filter(decision="")
    found = StagedRow.objects.filter(intake=intake, file__in=linking.files, state__in=("CLEAN", "WARNING"))
    if zone == Zone.PROPOSED:
        found = found.filter(Exists(proposed))
    elif zone == Zone.REVIEW:
        found = found.filter(Exists(of_row), ~Exists(proposed))
    elif zone == "NONE":
        found = found.filter(~Exists(of_row))
    if decision == "WAITING":
        found = found.filter(~Exists(yes), Exists(waiting))
    elif decision == Choice.CONFIRMED:
        found = found.filter(Exists(yes))
    elif decision == Choice.REJECTED:
        found = found.filter(Exists(of_row), ~Exists(yes), ~Exists(waiting))
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """A row in the list: what it says of the person, and its best candidate."""

    staged: StagedRow
    words: str
    best: Match | None
    others: int


def lines_of(intake: Intake, rows: Iterable[StagedRow]) -> list[Line]:
    """Sum up a page of rows with their candidates."""
    listed = list(rows)
    by_row: dict[tuple[str, int], list[Match]] = {}
    found = Match.objects.filter(intake=intake, row__in=[row.row for row in listed])
    for match in found.select_related("subject", "decided_by").order_by("-score", "pk"):
        by_row.setdefault((match.file, match.row), []).append(match)
    lines = []
    for staged in listed:
        of = sorted(
            by_row.get((staged.file, staged.row), []), key=lambda one: one.decision != Choice.CONFIRMED
        )
        lines.append(Line(staged, _words(intake, staged), of[0] if of else None, max(len(of) - 1, 0)))
    return lines


def _words(intake: Intake, staged: StagedRow) -> str:
    said = said_by(intake, staged)
    name = ", ".join(filter(None, (said["family"], said["given"])))
    return " · ".join(filter(None, (name, said["birth"])))


COLUMNS = {
    "family": "family_name",
    "given": "given_name",
    "middle": "middle_name",
    "birth": "birth_date",
    "sex": "sex",
    "identifier": "a_number",
}
"""Which column of the row each comparison reads."""


def said_by(intake: Intake, staged: StagedRow) -> dict[str, str]:
    """What a row says of the person, by what is compared; sensitive numbers are not shown."""
    kind = sources.kind_named(intake.kind)
    layout, of = kind.file(staged.file), kind.links.get(staged.file)
    if layout is None or of is None:
        return dict.fromkeys(COLUMNS, "")
    return {
        what: (staged.canonical[layout.index[name]] or "") if (name := getattr(of, column)) else ""
        for what, column in COLUMNS.items()
    }


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison side by side: what the row says, what is held, what that weighs and why."""

    name: str
    said: str
    held: str
    words: str
    weight: float | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A subject whom a row may be about, with everything that speaks for and against it."""

    match: Match
    a_number: str
    compared: list[Compared]
    steps: list[MatchStep]


def candidates_of(intake: Intake, staged: StagedRow) -> list[Candidate]:
    """The candidates of a row with their evidence, the likeliest first."""
    matches = list(
        Match.objects.filter(intake=intake, file=staged.file, row=staged.row)
        .select_related("subject", "decided_by", "intake")
        .order_by("-score", "pk")
    )
    return _shown(matches, said_by(intake, staged))


def candidates_of_lead(lead: Lead) -> list[Candidate]:
    """The subjects whom a lead of an extract may be about, with the evidence; none were proposed for others."""
    if not lead.intake or lead.row is None:
        return []
    matches = list(
        Match.objects.filter(intake__number=lead.intake, file=lead.file, row=lead.row)
        .exclude(decision=Choice.REJECTED)
        .select_related("subject", "decided_by", "intake")
        .order_by("-score", "pk")
    )
    said = {"family": lead.family_name, "given": lead.given_name, "birth": lead.birth_on}
    return _shown(matches, {**dict.fromkeys(COLUMNS, ""), **said, "identifier": lead.a_number})


def _shown(matches: list[Match], said: dict[str, str]) -> list[Candidate]:
    ids = [match.subject_id for match in matches]
    numbers = dict(
        ANumber.objects.filter(subject__in=ids, primary=True, withdrawn_at=None).values_list(
            "subject_id", "number"
        )
    )
    steps: dict[int, list[MatchStep]] = {}
    for step in MatchStep.objects.filter(match__in=matches).select_related("by"):
        steps.setdefault(step.match_id, []).append(step)
    return [
        Candidate(
            match,
            numbers.get(match.subject_id, ""),
            _side_by_side(match, said, held_of(match.subject, numbers.get(match.subject_id, ""))),
            steps.get(match.pk, []),
        )
        for match in matches
    ]


def held_of(subject: Subject, a_number: str) -> dict[str, str]:
    """What is held of a subject, by what is compared."""
    return {
        "family": subject.family_name,
        "given": subject.given_name,
        "middle": subject.middle_name,
        "birth": subject.birth_on,
        "sex": subject.sex,
        "identifier": a_number,
    }


def _side_by_side(match: Match, said: dict[str, str], held: dict[str, str]) -> list[Compared]:
    told: dict[str, dict[str, Any]] = {one["what"]: one for one in match.evidence}
    lines = [
        Compared(one["name"], said.get(what, ""), held.get(what, ""), one["words"], one["weight"])
        for what, one in told.items()
        if what != "alias"
    ]
    if "alias" in told:
        lines.insert(0, Compared("Compared with", "", "", "an alias of the subject, which agrees best", None))
    return lines


def candidates_in_short(intake: Intake) -> list[dict[str, Any]]:
    """Each candidate by numbers that say nothing of a person: file, row, subject, zone, weight, decision."""
    found = Match.objects.filter(intake=intake).order_by("file", "row", "-score", "pk")
    columns = ("file", "row", "subject__number", "zone", "score", "decision")
    return [
        dict(zip(("file", "row", "subject", "zone", "weight", "decision"), values, strict=True))
        for values in found.values_list(*columns)
    ]


def neighbours(rows: QuerySet[StagedRow], staged: StagedRow) -> tuple[StagedRow | None, StagedRow | None]:
    """The row before and after this one in a list, for the keys j and k."""
    before = rows.filter(file=staged.file, row__lt=staged.row).order_by("-row").first()
    return before, rows.filter(file=staged.file, row__gt=staged.row).order_by("row").first()
