"""What a person may see of a subject, every value with the source that it is in force by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.audit.queries import HistoryLine, history_of
from fcms.database import vault
from fcms.lib.identifiers import show_ssn

from . import reach, rules
from .models import (
    Address,
    Alias,
    ANumber,
    Apprehension,
    Conviction,
    Fact,
    Identifier,
    IdentifierKind,
    Photograph,
    RemovalCharge,
    SourceKind,
    Statement,
    Subject,
)
from .words import day_words, fact_words, label_of, said_in_words, words_of

FACTS: dict[str, type[Any]] = {
    "a-number": ANumber,
    "alias": Alias,
    "identifier": Identifier,
    "address": Address,
    "charge": RemovalCharge,
    "apprehension": Apprehension,
    "conviction": Conviction,
    "photograph": Photograph,
}
"""The kinds of facts, as the addresses of the pages name them."""

TABS: dict[str, tuple[str, ...]] = {
    "who": ("a-number", "alias", "identifier"),
    "addresses": ("address",),
    "immigration": ("charge", "apprehension"),
    "criminal": ("conviction", "photograph"),
}
"""Which facts stand under which tab of a subject's page."""

PARTS: dict[str, tuple[str, ...]] = {
    "who": (
        *("family_name", "given_name", "middle_name", "suffix", "sex", "birth_on", "birth_place"),
        *("gang_affiliation", "citizenship_claim", "confidential_1367", "died_on"),
    ),
    "immigration": (
        *("case_category", "case_category_on", "docket_office", "order_kind", "final_order_on"),
        *("failed_to_report_on", "stay_kind", "stay_until", "custody_status", "custody_on", "removed_on"),
        *("last_entry_on", "last_entry_place", "entry_class"),
    ),
}
"""Which of the subject's own columns stand under which tab, and are edited together."""

SPARING = frozenset(
    (
        *("middle_name", "suffix", "died_on", "case_category_on", "failed_to_report_on"),
        *("stay_kind", "stay_until", "custody_on", "removed_on"),
    )
)
"""Columns that are shown only where there is something to show."""

TAB_OF = {kind: tab for tab, kinds in TABS.items() for kind in kinds}


@dataclass(frozen=True, slots=True)
class Source:
    """Who said it, in a word, and in full where and when it was said."""

    words: str
    where: str


NOWHERE = Source("", "")
"""The source of a value that nobody gave."""


@dataclass(frozen=True, slots=True)
class Line:
    """One value of a subject in force: its name, the value in words, whether it is a date, its source."""

    name: str
    label: str
    value: Any
    is_date: bool
    source: Source


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact beside the subject's own columns, in words, with its source; `value` is None while sealed."""

    id: int
    kind: str
    fact: Any
    words: str
    source: Source
    withdrawn: bool
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One statement of a source: when it came in, from where, and what it said, in words."""

    at: datetime
    source: Source
    said: list[tuple[str, Any]]


@dataclass(slots=True)
class SubjectPage:
    """What one tab of a subject's page shows."""

    subject: Subject
    a_numbers: list[str]
    lines: list[Line] = field(default_factory=list)
    facts: dict[str, list[FactLine]] = field(default_factory=dict)
    statements: list[Told] = field(default_factory=list)
    more_statements: bool = False
    history: list[HistoryLine] = field(default_factory=list)


# --- finding one


def subject_numbered(number: str) -> Subject | None:
    """The subject with a human number, such as `S26-000001-4`."""
    return Subject.objects.select_related("docket_office").filter(number=number.strip().upper()).first()


def url_of(_user: User, number: str) -> str | None:
    """The address of the subject with a human number, for the search by number."""
    return reverse("subjects:subject", args=[number]) if subject_numbered(number) else None


def subject_by_a_number(a_number: str) -> Subject | None:
    """The subject to whom a canonical A-Number (`A900123456`) belongs."""
    found = ANumber.objects.filter(number=a_number, withdrawn_at=None).select_related("subject").first()
    return found.subject if found else None


def a_number_of(subject: Subject) -> str:
    """The primary A-Number of a subject, canonical; "" without one."""
    found = ANumber.objects.filter(subject=subject, primary=True, withdrawn_at=None)
    return found.values_list("number", flat=True).first() or ""


def fact_of(subject: Subject, kind: str, key: int) -> Fact | None:
    """One fact of a subject, in force or withdrawn."""
    model = FACTS.get(kind)
    found: Fact | None = model.objects.filter(subject=subject, pk=key).first() if model else None
    return found


def criminal_on(subject: Subject, day: date) -> bool:
    """Say whether the subject was convicted by `day` of anything but an immigration offense (PIA-1.1-8).

    A conviction whose date is not fully known counts from the last day that it may mean, or from the day on which
    a source spoke of it, whichever is earlier.
    """
    found = Conviction.objects.filter(subject=subject, withdrawn_at=None).select_related("statement")
    return any(
        rules.makes_criminal(conviction.offense_code)
        and rules.convicted_by(conviction.convicted_on, conviction.statement.as_of) <= day
        for conviction in found.order_by("id")
    )


def within_reach(user: User, subject: Subject) -> bool:
    """Say whether the person opens the subject without a purpose: one of the own office, or with an open lead there."""
    return reach.within_reach(user, subject)


def holds(user: User, subject: Subject) -> bool:
    """Say whether the subject is the person's own office's to change (or the person's role reads all offices)."""
    return reach.holds(user, subject)


# --- the page


def page_of(
    subject: Subject, tab: str, *, shown: Mapping[int, str] = MappingProxyType({}), statements: int = 50
) -> SubjectPage:
    """What the tab `who`, `addresses`, `immigration`, `criminal`, `sources` or `history` shows.

    `shown` are the sealed numbers, by key, that this one page shows open.
    """
    numbers = ANumber.objects.filter(subject=subject, withdrawn_at=None).order_by("-primary", "id")
    page = SubjectPage(subject, list(numbers.values_list("number", flat=True)))
    if tab in PARTS:
        page.lines = lines_of(subject, PARTS[tab])
    for kind in TABS.get(tab, ()):
        page.facts[kind.replace("-", "_")] = facts_of(subject, kind, shown)
    if tab == "sources":
        told = list(statements_of(subject)[: statements + 1])
        page.statements = together(told[:statements])
        page.more_statements = len(told) > statements
    if tab == "history":
        # The first A-Number is entered with its subject: one line says both.
        entered = ("subjects_anumber", Event.SUBJECT_ENTERED)
        lines = history_of(records_of(subject))
        page.history = [line for line in lines if (line.table, line.event) != entered]
    return page


def statements_of(subject: Subject) -> QuerySet[Statement]:
    """Everything that any source said of the subject, newest first."""
    return (
        Statement.objects.filter(subject=subject)
        .select_related("recorded_by")
        .order_by("-recorded_at", "-id")
    )


def lines_of(subject: Subject, columns: Iterable[str]) -> list[Line]:
    """Values in force in words, each with the newest statement that said so."""
    columns = tuple(
        name for name in columns if name not in SPARING or getattr(subject, name) not in ("", None)
    )
    sources = sources_in_force(subject, columns)
    return [
        Line(
            name=name,
            label=label_of(name),
            value=words_of(name, getattr(subject, name)),
            is_date=name.endswith(("_on", "_until")),
            source=source_of(sources[name]) if name in sources else NOWHERE,
        )
        for name in columns
    ]


def sources_in_force(subject: Subject, columns: Iterable[str]) -> dict[str, Statement]:
    """For each column that has a value, the newest statement that said this value (or else any value of it)."""
    wanted = {name: as_said(getattr(subject, name)) for name in columns}
    wanted = {name: value for name, value in wanted.items() if value not in ("", None)}
    said_so: dict[str, Statement] = {}
    said_otherwise: dict[str, Statement] = {}
    for statement in statements_of(subject).iterator(chunk_size=100):
        for name in wanted.keys() & statement.said.keys():
            if str(statement.said[name]) == str(wanted[name]):
                said_so.setdefault(name, statement)
            said_otherwise.setdefault(name, statement)
        if said_so.keys() == wanted.keys():
            break
    return {**said_otherwise, **said_so}


def as_said(value: Any) -> Any:
    """A value as a statement keeps it: a date as `YYYY-MM-DD`, an office by its code."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return getattr(value, "code", value)


def source_of(statement: Statement) -> Source:
    """Name the source of a statement, and say where and when it was said."""
    if statement.source == SourceKind.OFFICER and statement.recorded_by:
        words = statement.recorded_by.name
    else:
        words = statement.system or statement.get_source_display()
    named = statement.get_source_display()
    parts = [f"{named[:1].upper()}{named[1:]}", f"as of {day_words(statement.as_of)}"]
    if statement.intake:
        row = f", row {statement.row}" if statement.row is not None else ""
        parts.append(f"intake {statement.intake}{', ' + statement.file if statement.file else ''}{row}")
    if statement.recorded_by:
        parts.append(f"entered by {statement.recorded_by.name}, {statement.recorded_by.position_title}")
    return Source(words, "; ".join(parts))


def together(statements: Iterable[Statement]) -> list[Told]:
    """Statements in words; what one source said in one moment, row by row or fact by fact, stands together."""
    told: list[Told] = []
    for statement in statements:
        source, said = source_of(statement), said_in_words(statement.said)
        before = told[-1] if told else None
        if before and before.source == source and before.at - statement.recorded_at < timedelta(seconds=5):
            before.said[:0] = said
        else:
            told.append(Told(statement.recorded_at, source, said))
    return told


def facts_of(subject: Subject, kind: str, shown: Mapping[int, str] = MappingProxyType({})) -> list[FactLine]:
    """The facts of one kind, those in force first; what is sealed stays sealed."""
    rows = FACTS[kind].objects.filter(subject=subject).select_related("statement__recorded_by")
    if kind == "photograph":
        rows = rows.defer("sealed")
    ordered = sorted(rows.order_by("id"), key=lambda fact: fact.withdrawn_at is not None)
    return [
        FactLine(
            id=fact.pk,
            kind=kind,
            fact=fact,
            words=fact_words(kind, fact),
            source=source_of(fact.statement),
            withdrawn=fact.withdrawn_at is not None,
            value=shown.get(fact.pk) if kind == "identifier" else None,
        )
        for fact in ordered
    ]


def records_of(subject: Subject) -> list[tuple[str, int]]:
    """The subject's own row and those of its facts, as the audit trail names them."""
    records = [("subjects_subject", subject.pk)]
    for model in FACTS.values():
        keys = model.objects.filter(subject=subject).order_by("id").values_list("pk", flat=True)
        records += [(model._meta.db_table, key) for key in keys]
    return records


def revealed(identifier: Identifier) -> str:
    """The sensitive number itself, unsealed; the caller records the look before it is shown."""
    slot = identifier.statement.subject.key_slot
    plain = vault.subjects.unseal(slot, identifier.sealed, context=f"subject.{identifier.kind}")
    return show_ssn(plain) if identifier.kind == IdentifierKind.SSN else plain


def picture(photograph: Photograph) -> bytes:
    """The photograph itself (JPEG), unsealed; the caller records the look before it is shown."""
    return vault.subjects.unseal_bytes(
        photograph.statement.subject.key_slot, photograph.sealed, context="subject.photograph"
    )
