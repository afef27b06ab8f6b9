"""What each answer would become: a lead on the subject of its token, with the team that gets it."""

from __future__ import annotations

from fcms.exchange.batches.models import BatchToken
from fcms.exchange.changes import Change, Changes, Effect
from fcms.exchange.models import Intake, StagedRow
from fcms.offices.queries import route_of

from .layout import RESULTS


def changes(intake: Intake, rows: list[StagedRow]) -> Changes:
    """What each of `rows` would become, by file and row; tokens are looked up for all together."""
    cells = {(row.file, row.row): dict(zip(RESULTS.index, row.canonical, strict=True)) for row in rows}
    tokens = BatchToken.objects.filter(token__in={said["batch_token"] for said in cells.values()})
    subjects = {one.token: one.subject for one in tokens.select_related("subject__merged_into")}
    found: Changes = {}
    for place, said in cells.items():
        subject = subjects.get(said["batch_token"] or "")
        if subject is None:
            found[place] = [Change("", "", "", "Nothing: nobody here has this token.", Effect.SAME)]
            continue
        route = route_of(said["zip"] or "")
        where = f"A lead for {route.office.name}." if route.office else "A lead that waits in Not routed."
        whom = (subject.merged_into or subject).number
        found[place] = [
            Change("", "", "", f"{where} It is verified before anyone acts on it.", Effect.NEW),
            Change("", "", "", f"On subject {whom}, whose token this is.", Effect.NEW),
        ]
    return found
