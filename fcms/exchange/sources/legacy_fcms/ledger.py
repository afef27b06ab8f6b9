"""Writes down what became of every record, and what an earlier dump of the same system brought already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection

from fcms.database.bulk import copy_rows
from fcms.exchange.intake import bundle, sealed
from fcms.exchange.models import Intake
from fcms.exchange.takeover.models import Dumped, Outcome, TakenOver

from .accepted import Row
from .layout import ENCOUNTERS
from .places import SYSTEM

_COLUMNS = tuple("intake_id file row system key outcome record record_id number differs reason".split())
_THE_REST = """
insert into exchange_takenover (intake_id, file, row, system, key, outcome, record, number, reason)
select s.intake_id, s.file, s.row, %(system)s, '', 'REFUSED', '', '', left(case
         when s.decision = 'REJECTED' then 'Rejected in the review: ' || s.reason
         when f.rule is not null and s.state in ('ERROR', 'REPEATED') then f.rule || ': ' || f.message
         else 'Nobody accepted this row.' end, 300)
from exchange_stagedrow s
left join (
  select distinct on (file, row) file, row, rule, message from exchange_finding
  where intake_id = %(intake)s and severity = 'ERROR' order by file, row, id
) f on f.file = s.file and f.row = s.row
where s.intake_id = %(intake)s
  and not exists (select from exchange_takenover t
                  where t.intake_id = s.intake_id and t.file = s.file and t.row = s.row)
"""
_FORGET = """
update exchange_stagedrow set cells = '{}', canonical = array_fill(null::text, array[%(width)s]), edits = null
where intake_id = %(intake)s and file = %(file)s
"""


class Known(NamedTuple):
    """A record that is here already: its key, its number, and whether this very dump brought it."""

    record_id: int
    number: str
    now: bool


def known_of(system: str, file: str, keys: Iterable[str], *, now: int = 0) -> dict[str, Known]:
    """What records of a system's file with these keys are here already; `now` is the dump being taken over."""
    found = TakenOver.objects.filter(system=system, file=file, key__in=set(keys) - {""})
    lines = found.exclude(outcome=Outcome.REFUSED).order_by("id")
    return {
        line.key: Known(line.record_id or 0, line.number, line.intake_id == now)
        for line in lines.only("key", "record_id", "number", "intake_id")
    }


@dataclass
class Ledger:
    """The accounting of one dump, kept row by row as it is applied."""

    intake: Intake
    lines: list[tuple[Any, ...]] = field(default_factory=list)

    @property
    def system(self) -> str:
        """The system whose keys these are."""
        return self.intake.producer or SYSTEM

    def taken_over(
        self, row: Row, record: str, record_id: int, number: str, *, key: str = "", note: str = ""
    ) -> None:
        """A record became one of its own here."""
        self._line(row, key, Outcome.TAKEN_OVER, record, record_id, number, False, note)

    def merged(
        self,
        row: Row,
        record: str,
        record_id: int,
        number: str,
        *,
        key: str = "",
        note: str = "",
        differs: bool = False,
    ) -> None:
        """A record is one that is here already; `differs` where it says something else, which `note` says."""
        self._line(row, key, Outcome.MERGED, record, record_id, number, differs, note)

    def refused(self, row: Row, why: str) -> None:
        """A record was left out."""
        self._line(row, "", Outcome.REFUSED, "", None, "", False, why)

    def counted(self, row: Row, *, new: bool) -> None:
        """A non-fugitive arrest was counted, or was counted before; no record is named (PIA-1.1-4)."""
        self._line(row, "", Outcome.TAKEN_OVER if new else Outcome.MERGED, "", None, "", False, "")

    def _line(self, row: Row, key: str, *said: Any) -> None:
        *most, note = said
        self.lines.append((self.intake.pk, row.file, row.number, self.system, key[:64], *most, note[:300]))

    def flush(self) -> None:
        """Write what was put down since the last time."""
        copy_rows("exchange_takenover", _COLUMNS, self.lines)
        self.lines.clear()

    def known(self, file: str, keys: Iterable[str]) -> dict[str, Known]:
        """What records of a file with these keys are here already, by key; the latest where there are several."""
        self.flush()
        return known_of(self.system, file, keys, now=self.intake.pk)

    def users(self) -> dict[str, int]:
        """The users that this system named, by user name there: their keys here."""
        self.flush()
        found = TakenOver.objects.filter(system=self.system, file="users.csv").exclude(key="")
        lines = found.exclude(record_id=None).order_by("id").values_list("key", "record_id")
        return {key: record_id or 0 for key, record_id in lines}

    def close(self) -> None:
        """Say of every other record why it was left out, and how many records the dump said it holds."""
        self.flush()
        given: dict[str, Any] = {"intake": self.intake.pk, "system": self.system}
        with connection.cursor() as cursor:
            cursor.execute(_THE_REST, given)
        with sealed.opened(self.intake) as stream, bundle.opened(stream) as archive:
            listed = bundle.read_manifest(archive).files
        Dumped.objects.bulk_create(Dumped(intake=self.intake, file=one.name, rows=one.rows) for one in listed)

    def forget_non_fugitives(self) -> None:
        """Blank the staged rows of persons who are no fugitives: they are counted, and no A-Number is kept."""
        given: dict[str, Any] = {"intake": self.intake.pk, "file": ENCOUNTERS.name}
        given["width"] = len(ENCOUNTERS.columns)
        with connection.cursor() as cursor:
            cursor.execute(_FORGET, given)
