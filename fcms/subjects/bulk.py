"""Entering many subjects at once: what `actions.enter_subject` does, by COPY. Values are checked beforehand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone

from fcms.audit.events import Event
from fcms.database import vault
from fcms.database.bulk import copy_rows, next_ids, next_values
from fcms.lib.action import action
from fcms.lib.actor import Actor

from .addresses import address_key
from .names import name_keys, shown
from .origin import Origin

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
        ("id", "key_slot", *COLUMNS, "entered_at", "changed_at"),
        (
            (e.subject_id, e.slot, *(p.values.get(name, EMPTY[name]) for name in COLUMNS), now, now)
            for p, e in pairs
        ),
    )
    _copy_statements(pairs, by, now)
    copy_rows(
        "subjects_anumber",
        ("subject_id", "statement_id", "number", "primary"),
        ((e.subject_id, e.statement_id, p.a_number, True) for p, e in pairs),
    )
    _copy_names(pairs)
    _copy_facts(pairs)
    return entered


def _copy_statements(pairs: list[tuple[NewSubject, Entered]], by: Actor, now: datetime) -> None:
    person = by.pk if isinstance(by, Model) else None
    copy_rows(
        "subjects_statement",
        (
            "id",
            "subject_id",
            "source",
            "system",
            "intake",
            "file",
            "row",
            "as_of",
            "recorded_at",
            "recorded_by_id",
            "said",
        ),
        (
            (
                e.statement_id,
                e.subject_id,
                p.origin.source,
                p.origin.system,
                p.origin.intake,
                p.origin.file,
                p.origin.row,
                p.origin.as_of,
                now,
                person,
                json.dumps({**p.said, "a_number": p.a_number}),
            )
            for p, e in pairs
        ),
    )


def _copy_names(pairs: list[tuple[NewSubject, Entered]]) -> None:
    keys: list[tuple[Any, ...]] = []
    aliases: list[tuple[Any, ...]] = []
    ids = iter(next_ids("subjects_alias", sum(len(p.aliases) for p, _ in pairs)))
    for person, entered in pairs:
        own = [person.values.get(part, "") for part in ("family_name", "given_name", "middle_name")]
        keys.append((entered.subject_id, None, shown(*own), _array(name_keys(*own))))
        for alias in person.aliases:
            alias_id = next(ids)
            parts = [alias.get(part, "") for part in ("family_name", "given_name", "middle_name")]
            aliases.append((alias_id, entered.subject_id, entered.statement_id, alias["kind"], *parts))
            keys.append((entered.subject_id, alias_id, shown(*parts), _array(name_keys(*parts))))
    copy_rows(
        "subjects_alias",
        ("id", "subject_id", "statement_id", "kind", "family_name", "given_name", "middle_name"),
        aliases,
    )
    copy_rows("subjects_namekeys", ("subject_id", "alias_id", "name", "keys"), keys)


def _array(keys: list[str]) -> str:
    """Keys as PostgreSQL writes an array: they are letters, digits and colons, so quotation marks are enough."""
    return '{"' + '","'.join(keys) + '"}' if keys else "{}"


def _copy_facts(pairs: list[tuple[NewSubject, Entered]]) -> None:
    seal, blind = vault.subjects.seal, vault.blind
    copy_rows(
        "subjects_identifier",
        ("subject_id", "statement_id", "kind", "sealed", "blind"),
        (
            (
                e.subject_id,
                e.statement_id,
                kind,
                seal(e.slot, plain, context=f"subject.{kind}"),
                blind(kind, plain),
            )
            for p, e in pairs
            for kind, plain in p.identifiers.items()
        ),
    )
    copy_rows(
        "subjects_address",
        (
            "subject_id",
            "statement_id",
            "line_1",
            "line_2",
            "city",
            "state",
            "zip",
            "provided_by_subject",
            "seen_on",
            "key",
        ),
        (
            (
                e.subject_id,
                e.statement_id,
                *(a.get(part, "") for part in ("line_1", "line_2", "city", "state", "zip")),
                a.get("provided_by_subject", False),
                a.get("seen_on"),
                address_key(a["line_1"], a.get("line_2", ""), a.get("zip", "")),
            )
            for p, e in pairs
            for a in p.addresses
        ),
    )
    copy_rows(
        "subjects_removalcharge",
        ("subject_id", "statement_id", "charge"),
        ((e.subject_id, e.statement_id, charge) for p, e in pairs for charge in p.charges),
    )
    copy_rows(
        "subjects_apprehension",
        ("subject_id", "statement_id", "apprehended_on"),
        ((e.subject_id, e.statement_id, day) for p, e in pairs for day in p.apprehensions),
    )
    copy_rows(
        "subjects_conviction",
        ("subject_id", "statement_id", "offense_code", "summary", "convicted_on", "jurisdiction"),
        (
            (
                e.subject_id,
                e.statement_id,
                c.get("offense_code", ""),
                c.get("summary", ""),
                c.get("convicted_on", ""),
                c.get("jurisdiction") or "US",
            )
            for p, e in pairs
            for c in p.convictions
        ),
    )
