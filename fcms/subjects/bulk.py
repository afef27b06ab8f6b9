"""Entering many subjects at once: what `actions.enter_subject` does, by COPY. Values are checked beforehand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone

from fcms.audit.events import Event
from fcms.database import vault
from fcms.database.bulk import copy_rows, next_ids, next_numbers, next_values
from fcms.lib.action import action
from fcms.lib.actor import Actor

from . import finders
from .addresses import address_key
from .models import Address, Alias, Apprehension, Conviction, Fact, Identifier, RemovalCharge
from .names import name_keys, shown
from .origin import Origin

NAME = ("family_name", "given_name", "middle_name")
COLUMNS = (
    "family_name",
    "given_name",
    "middle_name",
    "suffix",
    "sex",
    "birth_on",
    "birth_place",
    "gang_affiliation",
    "last_entry_on",
    "last_entry_place",
    "entry_class",
    "case_category",
    "case_category_on",
    "docket_office_id",
    "order_kind",
    "final_order_on",
    "failed_to_report_on",
    "custody_status",
    "custody_on",
    "removed_on",
    "stay_kind",
    "stay_until",
    "citizenship_claim",
    "confidential_1367",
    "died_on",
)
EMPTY: dict[str, Any] = {
    **dict.fromkeys(COLUMNS, ""),
    **dict.fromkeys(
        (
            "case_category_on",
            "docket_office_id",
            "final_order_on",
            "failed_to_report_on",
            "custody_on",
            "removed_on",
            "stay_until",
            "citizenship_claim",
            "confidential_1367",
            "died_on",
        )
    ),
    "sex": "U",
    "custody_status": "AT_LARGE",
}


@dataclass(slots=True)
class NewSubject:
    """A person to be entered: canonical values by column, and the facts beside them."""

    a_number: str
    origin: Origin
    values: dict[str, Any]
    said: dict[str, Any] = field(default_factory=dict)
    aliases: list[dict[str, str]] = field(default_factory=list)
    addresses: list[dict[str, Any]] = field(default_factory=list)
    identifiers: dict[str, str] = field(default_factory=dict)
    charges: list[str] = field(default_factory=list)
    apprehensions: list[str] = field(default_factory=list)
    convictions: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Entered:
    """Where a new subject went: its id, its key's slot and its first statement."""

    subject_id: int
    slot: int
    statement_id: int


@action(Event.SUBJECT_ENTERED)
def enter_set(people: Sequence[NewSubject], *, by: Actor) -> list[Entered]:
    """Enter people in one go and return where each went, in the same order."""
    now = timezone.now()
    slots = next_values("subjects_key_slot", len(people))
    vault.subjects.open_each(slots)
    entered = [
        Entered(*ids)
        for ids in zip(
            next_ids("subjects_subject", len(people)),
            slots,
            next_ids("subjects_statement", len(people)),
            strict=True,
        )
    ]
    pairs = list(zip(people, entered, strict=True))
    copy_rows(
        "subjects_subject",
        ("id", "number", "key_slot", *COLUMNS, "entered_at", "changed_at"),
        (
            (e.subject_id, number, e.slot, *(p.values.get(name, EMPTY[name]) for name in COLUMNS), now, now)
            for number, (p, e) in zip(next_numbers("S", "subjects_number", len(pairs)), pairs, strict=True)
        ),
    )
    _copy_statements(
        ((e.statement_id, e.subject_id, p.origin, {**p.said, "a_number": p.a_number}) for p, e in pairs),
        by,
        now,
    )
    copy_rows(
        "subjects_anumber",
        ("subject_id", "statement_id", "number", "primary"),
        ((e.subject_id, e.statement_id, p.a_number, True) for p, e in pairs),
    )
    _copy_names(pairs)
    _copy_facts_of(pairs)
    return entered


_STATEMENT = (
    *("id", "subject_id", "source", "system", "intake", "file", "row", "as_of"),
    *("recorded_at", "recorded_by_id", "said"),
)


def _copy_statements(
    statements: Iterable[tuple[int, int, Origin, Mapping[str, Any]]], by: Actor, now: datetime
) -> None:
    person = by.pk if isinstance(by, Model) else None
    copy_rows(
        "subjects_statement",
        _STATEMENT,
        (
            (
                key,
                subject,
                o.source,
                o.system,
                o.intake,
                o.file,
                o.row,
                o.as_of,
                now,
                person,
                json.dumps(said),
            )
            for key, subject, o, said in statements
        ),
    )


def _copy_names(pairs: list[tuple[NewSubject, Entered]]) -> None:
    copy_rows(
        "subjects_namekeys",
        ("subject_id", "name", "keys"),
        (
            (entered.subject_id, shown(*parts), name_keys(*parts))
            for person, entered in pairs
            for parts in [_parts(person.values)]
        ),
    )


def _parts(values: Mapping[str, Any]) -> list[str]:
    return [values.get(part) or "" for part in NAME]


# --- facts, of new subjects and of those already held


@dataclass(slots=True)
class NewFact:
    """A fact about a subject already held: what it is (a key of `FACTS`), canonical values, and its own source."""

    subject_id: int
    slot: int
    what: str
    values: dict[str, Any]
    origin: Origin


@dataclass(frozen=True, slots=True)
class FactTable:
    """Where facts of one sort go: columns, by which of them two facts are the same, and how one becomes a row."""

    table: str
    model: type[Fact]
    columns: tuple[str, ...]
    same: tuple[str, ...]
    row: Callable[[int, Mapping[str, Any]], tuple[Any, ...]]


def _alias(slot: int, values: Mapping[str, Any]) -> tuple[Any, ...]:
    return (values["kind"], *_parts(values))


def _address(slot: int, values: Mapping[str, Any]) -> tuple[Any, ...]:
    parts = [values.get(part) or "" for part in ("line_1", "line_2", "city", "state", "zip")]
    key = address_key(parts[0], parts[1], parts[4])
    return (*parts, values.get("provided_by_subject") or False, values.get("seen_on"), key)


def _conviction(slot: int, values: Mapping[str, Any]) -> tuple[Any, ...]:
    told = [values.get(part) or "" for part in ("offense_code", "summary", "convicted_on")]
    return (*told, values.get("jurisdiction") or "US")


def _identifier(slot: int, values: Mapping[str, Any]) -> tuple[Any, ...]:
    kind, plain = values["kind"], values["number"]
    return (kind, vault.subjects.seal(slot, plain, context=f"subject.{kind}"), vault.blind(kind, plain))


_CONVICTION = ("offense_code", "summary", "convicted_on", "jurisdiction")
_ADDRESS = ("line_1", "line_2", "city", "state", "zip", "provided_by_subject", "seen_on", "key")
FACTS = {
    "alias": FactTable("subjects_alias", Alias, ("kind", *NAME), ("kind", *NAME), _alias),
    "address": FactTable("subjects_address", Address, _ADDRESS, ("key",), _address),
    "removal_charge": FactTable(
        "subjects_removalcharge", RemovalCharge, ("charge",), ("charge",), lambda slot, v: (v["charge"],)
    ),
    "apprehension": FactTable(
        "subjects_apprehension",
        Apprehension,
        ("apprehended_on",),
        ("apprehended_on",),
        lambda slot, v: (v["apprehended_on"],),
    ),
    "conviction": FactTable("subjects_conviction", Conviction, _CONVICTION, _CONVICTION, _conviction),
    "identifier": FactTable(
        "subjects_identifier", Identifier, ("kind", "sealed", "blind"), ("kind", "blind"), _identifier
    ),
}
"""The sorts of facts, by the name under which a statement says one."""


@action(Event.FACTS_ADDED)
def add_facts(facts: Sequence[NewFact], *, by: Actor) -> int:
    """Add facts to subjects already held, each with a statement of its own; return how many were new.

    A fact is entered once: one that comes twice is passed over, and of one that is on record already it is kept
    that this source says so too (an `Echo`).
    """
    return sum(add_each(facts, by=by))


@action(Event.FACTS_ADDED)
def add_each(facts: Sequence[NewFact], *, by: Actor) -> list[bool]:
    """Add facts as `add_facts` does and say of each, in the same order, whether it was new."""
    new = [False] * len(facts)
    fresh: dict[str, list[tuple[NewFact, tuple[Any, ...]]]] = {}
    for what, table in FACTS.items():
        mine = [(at, fact) for at, fact in enumerate(facts) if fact.what == what]
        known = _held(table, {fact.subject_id for _, fact in mine}) if mine else {}
        again: list[tuple[NewFact, tuple[Any, ...], int]] = []
        for at, fact in mine:
            row = table.row(fact.slot, fact.values)
            same = _same(table, fact.subject_id, row)
            if same not in known:
                new[at] = True
                fresh.setdefault(what, []).append((fact, row))
            elif known[same]:
                again.append((fact, row, known[same]))
            known[same] = 0
        _copy_echoes(what, again, by)
    added = [pair for pairs in fresh.values() for pair in pairs]
    ids = iter(next_ids("subjects_statement", len(added)))
    for what, pairs in fresh.items():
        statements = [next(ids) for _ in pairs]
        _copy_statements_of_facts(what, pairs, statements, by)
        _copy_facts(
            what,
            [
                (fact.subject_id, statement, row)
                for (fact, row), statement in zip(pairs, statements, strict=True)
            ],
        )
    finders.tell_of_set({fact.subject_id for fact, _ in added})
    return new


def _copy_echoes(what: str, again: list[tuple[NewFact, tuple[Any, ...], int]], by: Actor) -> None:
    """Keep that a source said again what is on record, each time with a statement of its own."""
    statements = next_ids("subjects_statement", len(again))
    _copy_statements_of_facts(what, [(fact, row) for fact, row, _ in again], statements, by)
    copy_rows(
        "subjects_echo",
        ("what", "fact", "statement_id"),
        ((what, key, said) for (_fact, _row, key), said in zip(again, statements, strict=True)),
    )


def _held(table: FactTable, subjects: set[int]) -> dict[tuple[Any, ...], int]:
    standing = table.model._default_manager.filter(subject_id__in=subjects, withdrawn_at=None)
    return {
        tuple(_compared(value) for value in row[1:]): row[0]
        for row in standing.values_list("id", "subject_id", *table.same)
    }


def _same(table: FactTable, subject_id: int, row: tuple[Any, ...]) -> tuple[Any, ...]:
    return (subject_id, *(_compared(row[table.columns.index(name)]) for name in table.same))


def _compared(value: Any) -> Any:
    """A value as two writings of it are equal: dates as text, bytes as bytes."""
    if isinstance(value, date):
        return value.isoformat()
    return bytes(value) if isinstance(value, memoryview) else value


def _copy_statements_of_facts(
    what: str, pairs: list[tuple[NewFact, tuple[Any, ...]]], ids: list[int], by: Actor
) -> None:
    now = timezone.now()
    _copy_statements(
        (
            (key, fact.subject_id, fact.origin, _fact_said(what, fact.values))
            for key, (fact, _) in zip(ids, pairs, strict=True)
        ),
        by,
        now,
    )


def _fact_said(what: str, values: Mapping[str, Any]) -> dict[str, Any]:
    if what == "identifier":
        return {what: values["kind"]}
    return {
        what: {name: _compared(value) for name, value in values.items() if value not in ("", None, False)}
    }


def _copy_facts(what: str, rows: Iterable[tuple[int, int, tuple[Any, ...]]]) -> None:
    """COPY rows of (subject, statement, columns) of one sort; aliases bring their search keys along."""
    table = FACTS[what]
    columns = ("subject_id", "statement_id", *table.columns)
    if what != "alias":
        copy_rows(table.table, columns, ((subject, said, *row) for subject, said, row in rows))
        return
    aliases = list(rows)
    ids = next_ids(table.table, len(aliases))
    copy_rows(
        table.table,
        ("id", *columns),
        ((key, subject, said, *row) for key, (subject, said, row) in zip(ids, aliases, strict=True)),
    )
    copy_rows(
        "subjects_namekeys",
        ("subject_id", "alias_id", "name", "keys"),
        (
            (subject, key, shown(*row[1:]), name_keys(*row[1:]))
            for key, (subject, _, row) in zip(ids, aliases, strict=True)
        ),
    )


def _facts_of(person: NewSubject) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from (("alias", alias) for alias in person.aliases)
    yield from (("address", address) for address in person.addresses)
    yield from (("removal_charge", {"charge": charge}) for charge in person.charges)
    yield from (("apprehension", {"apprehended_on": day}) for day in person.apprehensions)
    yield from (("conviction", conviction) for conviction in person.convictions)
    yield from (("identifier", {"kind": kind, "number": plain}) for kind, plain in person.identifiers.items())


def _copy_facts_of(pairs: list[tuple[NewSubject, Entered]]) -> None:
    sorted_out: dict[str, list[tuple[int, int, tuple[Any, ...]]]] = {}
    for person, entered in pairs:
        for what, values in _facts_of(person):
            row = FACTS[what].row(entered.slot, values)
            sorted_out.setdefault(what, []).append((entered.subject_id, entered.statement_id, row))
    for what, rows in sorted_out.items():
        _copy_facts(what, rows)
