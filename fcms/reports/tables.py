"""A report as a table: tallies in, one row an office and a total out. Nothing here can name a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from fcms.activities import tallies as activities
from fcms.activities.fieldwork import tallies as fieldwork
from fcms.activities.gates import tallies as gates
from fcms.cases import tallies as cases
from fcms.cases.balance import tallies as balance
from fcms.encounters import tallies as encounters
from fcms.leads import tallies as leads
from fcms.lib.verdict import Refused, Verdict, no, yes
from fcms.offices.queries import field_office_of, office_names

from .definitions import DEFINITIONS, Definition, Figure

UNROUTED, TOTAL = "UNROUTED", "TOTAL"
Value = str | int | Decimal | None
Numbers = Mapping[int | None, Mapping[str, int]]


@dataclass(frozen=True)
class Report:
    """A report over a period, stamped with the version of its definition."""

    definition: Definition
    since: date
    until: date
    rows: list[dict[str, Value]]

    @property
    def offices(self) -> list[dict[str, Value]]:
        """The rows of the offices; by month, those of the last one."""
        last = self.rows[-1].get("month")
        return [row for row in self.rows if row["office_code"] != TOTAL and row.get("month") == last]

    @property
    def parts(self) -> list[tuple[str, list[str], list[tuple[dict[str, Value], list[tuple[str, Value]]]]]]:
        """The tables of its page: caption, headings, and of each row what names it and its figures by heading."""
        tables = []
        for caption, figures in self.definition.shown:
            said = [figure for figure in figures if figure not in self.left_out]
            rows = [(row, [(figure.heading, row[figure.name]) for figure in said]) for row in self.rows]
            tables.append((caption, [figure.heading for figure in said], rows))
        return tables

    @property
    def left_out(self) -> list[Figure]:
        """The columns that its page does without: one of many kinds, and nothing in it."""
        kinds = [figure for figure in self.definition.figures if figure.kinds]
        return [figure for figure in kinds if not any(row[figure.name] for row in self.rows)]

    @property
    def broad(self) -> bool:
        """Whether its chart stands below it, because a table needs the whole width."""
        return any(len(headings) > 8 for _, headings, _ in self.parts)

    @property
    def total(self) -> dict[str, Value]:
        """The last row."""
        return self.rows[-1]


def may_span(since: date, until: date) -> Verdict:
    """A period ends no earlier than it begins."""
    if since > until:
        return no("The period ends before it begins. Turn the two dates around.")
    return yes()


def report(code: str, since: date, until: date, office: str = "") -> Report:
    """Count a report by its code over a period, for all field offices or for one by its code."""
    may_span(since, until).or_refuse()
    definition = DEFINITIONS[code]
    chosen = None
    if office:
        chosen = field_office_of(office)
        if chosen is None:
            raise Refused(f"There is no office {office[:12]}. Use the code of a field office, such as DAL.")
    only = chosen.pk if chosen else None
    if definition.by_month:
        return Report(definition, since, until, _by_month(definition, since, until, only))
    rows = _rows(definition, COUNTS[code](since, until), only, office_names())
    return Report(definition, since, until, rows)


def _enforcement(since: date, until: date) -> Numbers:
    found: dict[int | None, dict[str, int]] = {}
    for tally in (activities, encounters, cases):
        for office, numbers in tally.enforcement(since, until).items():
            found.setdefault(office, {}).update(numbers)
    return found


def _overrides(since: date, until: date) -> Numbers:
    given, visits = gates.overrides(since, until), fieldwork.checked(since, until)
    return {office: {**given.get(office, {}), **visits.get(office, {})} for office in {*given, *visits}}


COUNTS: dict[str, Callable[[date, date], Numbers]] = {
    "leads": leads.leads,
    "enforcement": _enforcement,
    "overrides": _overrides,
}
"""What counts each report."""


def _by_month(definition: Definition, since: date, until: date, only: int | None) -> list[dict[str, Value]]:
    """The rows of each month with its total, the oldest month first."""
    months: dict[date, dict[int | None, Mapping[str, int]]] = {}
    for one in balance.backlog(since, until):
        months.setdefault(one.month, {})[one.office_id] = one.figures
    months, offices = months or {until.replace(day=1): {}}, office_names()
    return [
        {"month": f"{month:%Y-%m}", **row}
        for month, numbers in sorted(months.items())
        for row in _rows(definition, numbers, only, offices)
    ]


def _rows(
    definition: Definition, numbers: Numbers, only: int | None, offices: Mapping[int, tuple[str, str, bool]]
) -> list[dict[str, Value]]:
    counted = [figure.name for figure in definition.figures if figure.name != "percent_closed"]
    rows: list[dict[str, Value]] = []
    for key, (code, name, field) in offices.items():
        if only == key or (only is None and (field or key in numbers)):
            rows.append(_row(definition, counted, code, name, numbers.get(key, {})))
    if only is None and None in numbers:
        rows.append(_row(definition, counted, UNROUTED, "Not routed", numbers[None]))
    sums = {name: sum(int(row[name] or 0) for row in rows) for name in counted}  # type: ignore[call-overload]
    return [*rows, _row(definition, counted, TOTAL, "Total", sums)]


def _row(
    definition: Definition, counted: list[str], code: str, name: str, numbers: Mapping[str, int]
) -> dict[str, Value]:
    row: dict[str, Value] = {"office_code": code, "office": name}
    row |= {figure: numbers.get(figure, 0) for figure in counted}
    if "percent_closed" in definition.columns:
        row["percent_closed"] = percent(
            numbers.get("received_and_closed", 0), numbers.get("leads_received", 0)
        )
    return row


def percent(part: int, whole: int) -> Decimal | None:
    """100 × part ÷ whole to one decimal, halves up; None when there is no whole."""
    if not whole:
        return None
    return (Decimal(100 * part) / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)
