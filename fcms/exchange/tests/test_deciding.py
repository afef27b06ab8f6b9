"""What is sent to the decisions of a review by no page of ours: refused, and never a fault of the program."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from fcms.accounts.models import User
from fcms.exchange.models import StagedRow

from .make import LEAD, leads, load

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["rows/", "leads.csv/1/decide/"])
def test_a_decision_that_is_none_is_refused(
    analyst: User, signed_in: Callable[[User], Client], address: str
) -> None:
    intake = load(leads(LEAD), by=analyst)
    sent = {"decision": "ANYTHING", "chosen": "leads.csv:1"}
    assert signed_in(analyst).post(f"/intakes/{intake.number}/{address}", sent).status_code == 400
    assert StagedRow.objects.get(intake=intake).decision == ""


def test_a_row_is_named_by_a_number_that_can_be_read(
    analyst: User, signed_in: Callable[[User], Client]
) -> None:
    intake = load(leads(LEAD), by=analyst)
    sent = {"decision": "ACCEPTED", "chosen": "leads.csv:²"}
    assert signed_in(analyst).post(f"/intakes/{intake.number}/rows/", sent).status_code == 302
    assert StagedRow.objects.get(intake=intake).decision == ""
