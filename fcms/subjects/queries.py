"""What a person may see of a subject, every value with the source that it is in force by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.db.models import Q
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
    Conflict,
    Conviction,
    Echo,
    Fact,
    GangReview,
    Identifier,
    IdentifierKind,
    Merge,
    Photograph,
    RemovalCharge,
    Retraction,
    StandardAddress,
    Statement,
    Subject,
)
from .provenance.queries import (
    NOWHERE,
    Line,
    Source,
    as_said,
    lines_of,
    source_of,
    standing_statements,
    statements_of,
)
from .retraction.queries import later_than
from .standard import FLAGS, Standard, standardise
from .words import fact_words, label_of, said_in_words, words_of

# What the storeys above read through this room.
__all__ = ["NOWHERE", "as_said", "label_of", "later_than", "standing_statements", "words_of"]

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

SAID_AS = {"charge": "removal_charge", "a-number": "a_number"}
"""The kinds of facts that a statement names otherwise."""

TAB_OF = {kind: tab for tab, kinds in TABS.items() for kind in kinds}


@dataclass(frozen=True, slots=True)
class Written:
    """The standard writing of an address, "" where it could not be taken apart, and what is to be said of it."""

    line: str
    notes: list[str]


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
    standard: Written | None = None
    also: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """One statement of a source: when it came in, from where, and what it said, in words."""

    at: datetime
    source: Source
    said: list[tuple[str, Any]]
    heard: tuple[str, ...] = ()
    retracted: bool = False
    of: str = ""


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
        page.statements = together(told[:statements], subject)
        page.lines = [
            line for line in lines_of(subject, (*PARTS["who"], *PARTS["immigration"])) if line.reason
        ]
        page.more_statements = len(told) > statements
    if tab == "history":
        # The first A-Number is entered with its subject: one line says both.
        entered = ("subjects_anumber", Event.SUBJECT_ENTERED)
        lines = history_of(records_of(subject))
        page.history = [line for line in lines if (line.table, line.event) != entered]
    return page


def together(statements: Iterable[Statement], subject: Subject) -> list[Told]:
    """Statements in words; what one source said in one moment, row by row or fact by fact, stands together."""
    told: list[Told] = []
    for statement in statements:
        source, said = source_of(statement), said_in_words(statement.said)
        before = told[-1] if told else None
        heard = tuple(label_of(name) for name in statement.heard)
        joins = before and before.source == source and before.heard == heard
        if before and joins and before.at - statement.recorded_at < timedelta(seconds=5):
            before.said[:0] = said
        else:
            of = statement.subject.number if statement.subject_id != subject.pk else ""
            retracted = bool(getattr(statement, "retracted", False))
            told.append(Told(statement.recorded_at, source, said, heard, retracted, of))
    return told


def facts_of(subject: Subject, kind: str, shown: Mapping[int, str] = MappingProxyType({})) -> list[FactLine]:
    """The facts of one kind, those in force first; what is sealed stays sealed."""
    rows = FACTS[kind].objects.filter(subject=subject).select_related("statement__recorded_by")
    if kind == "photograph":
        rows = rows.defer("sealed")
    ordered = sorted(rows.order_by("id"), key=lambda fact: fact.withdrawn_at is not None)
    written = standards_of((fact.key, fact.line_1, fact.line_2) for fact in ordered if kind == "address")
    said = _sources_of_facts(kind, ordered)
    return [
        FactLine(
            id=fact.pk,
            kind=kind,
            fact=fact,
            words=fact_words(kind, fact),
            source=source_of(said[fact.pk][0]),
            also=also_said(said[fact.pk]),
            withdrawn=fact.withdrawn_at is not None,
            value=shown.get(fact.pk) if kind == "identifier" else None,
            standard=written.get(fact.key) if kind == "address" else None,
        )
        for fact in ordered
    ]


def also_said(statements: list[Statement]) -> tuple[Source, ...]:
    """The other sources of a fact, each once, with where it said so last."""
    last = {(one.source, one.system): one for one in statements}
    last.pop((statements[0].source, statements[0].system))
    return tuple(source_of(one) for one in last.values())


def _sources_of_facts(kind: str, facts: Iterable[Fact]) -> dict[int, list[Statement]]:
    """Who says each fact, the first that still counts first; a later source that says it again is an echo."""
    said = {fact.pk: [fact.statement] for fact in facts}
    echoes = Echo.objects.filter(what=SAID_AS.get(kind, kind), fact__in=said).order_by("id")
    for echo in echoes.select_related("statement__recorded_by"):
        said[echo.fact].append(echo.statement)
    intakes = {statement.intake for statements in said.values() for statement in statements}
    gone = set(Retraction.objects.filter(intake__in=intakes).order_by().values_list("intake", flat=True))
    return {
        key: [one for one in statements if one.intake not in gone] or statements[:1]
        for key, statements in said.items()
    }


def standards_of(addresses: Iterable[tuple[str, str, str]]) -> dict[str, Written]:
    """The standard writing of addresses, given as (key, line 1, line 2), by their keys.

    One that the worker has not come to yet is worked out for the page alone.
    """
    given = {key: lines for key, *lines in addresses}
    kept = StandardAddress.objects.in_bulk(list(given)) if given else {}
    found: dict[str, StandardAddress | Standard] = {
        key: kept.get(key) or standardise(*lines) for key, lines in given.items()
    }
    return {key: Written(one.line, [FLAGS[flag] for flag in one.flags]) for key, one in found.items()}


def records_of(subject: Subject) -> list[tuple[str, int]]:
    """The subject's own row and those of its facts, as the audit trail names them."""
    records = [("subjects_subject", subject.pk)]
    models: list[type[Any]] = [*FACTS.values(), GangReview]
    for model in models:
        keys = model.objects.filter(subject=subject).order_by("id").values_list("pk", flat=True)
        records += [(model._meta.db_table, key) for key in keys]
    conflicts = Conflict.objects.filter(subject=subject).order_by("id").values_list("pk", flat=True)
    merges = Merge.objects.filter(Q(kept=subject) | Q(other=subject)).order_by("id")
    for key, other in merges.values_list("pk", "other_id"):
        records += [("subjects_merge", key), ("subjects_subject", other)]
    return list(dict.fromkeys(records + [("subjects_conflict", key) for key in conflicts]))


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
