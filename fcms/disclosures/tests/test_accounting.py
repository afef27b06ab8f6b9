"""The accounting is complete, attributed and never changed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from fcms.audit.models import Change
from fcms.disclosures.actions import Leaving, account_for
from fcms.disclosures.models import Disclosure, Method
from fcms.disclosures.queries import accounting_of
from fcms.lib.actor import Job, acting
from fcms.lib.verdict import Refused

pytestmark = pytest.mark.django_db
DOOR = Job("a door")


def leaving(**other: Any) -> Leaving:
    given: dict[str, Any] = {
        "nature": "last known address",
        "fields": ["name", "address"],
        "method": Method.ORAL,
        "purpose": "to locate the subject",
        "authority": "routine use",
        "recipient": "Example County Sheriff",
        "recipient_address": "1 Sample Way, Dallas TX 75201",
    }
    return Leaving(**{**given, **other})


def test_every_subject_gets_a_row_that_says_what_left_to_whom_and_why() -> None:
    account_for(["S26-000001-1", "S26-000002-9"], leaving(), by=DOOR, found_proper=True)
    row = accounting_of("S26-000002-9").get()
    assert (row.recipient, row.purpose, row.fields) == (
        "Example County Sheriff",
        "to locate the subject",
        ["name", "address"],
    )
    assert row.officer == "job:a door"
    assert Change.objects.filter(table="disclosures_disclosure", rows=2).exists()


@pytest.mark.parametrize("lacking", ["nature", "purpose", "authority", "recipient", "recipient_address"])
def test_an_incomplete_accounting_is_refused(lacking: str) -> None:
    with pytest.raises(Refused, match="Say what leaves"):
        account_for(["S26-000001-1"], leaving(**{lacking: " "}), by=DOOR, found_proper=True)
    assert not Disclosure.objects.exists()


def test_without_the_officers_finding_nothing_leaves() -> None:
    with pytest.raises(Refused, match="reasonable and appropriate"):
        account_for(["S26-000001-1"], leaving(), by=DOOR, found_proper=False)


@pytest.mark.parametrize(
    "statement", ["update disclosures_disclosure set purpose = 'x'", "delete from disclosures_disclosure"]
)
def test_the_accounting_cannot_be_changed_or_deleted(statement: str) -> None:
    account_for(["S26-000001-1"], leaving(), by=DOOR, found_proper=True)
    with (
        acting(DOOR, "test"),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        cursor.execute(statement)
