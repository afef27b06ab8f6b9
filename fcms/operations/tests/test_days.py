"""The last days of a demonstration: every room of the case and its gates has something to show."""

from __future__ import annotations

import pytest

from fcms.activities.gates.models import GateOverride
from fcms.activities.ledger.models import DoNotReturn
from fcms.activities.lifecycle import FieldStatus
from fcms.activities.models import FieldAction
from fcms.cases.claims.lifecycle import ClaimStatus
from fcms.cases.lifecycle import Step, TransferStatus
from fcms.cases.models import CaseReview, CaseStep, CaseTransfer, CitizenshipClaim, Clearance
from fcms.operations.synthesis import load_population
from fcms.operations.synthetic import days
from fcms.operations.synthetic.days import STORIES, live_through
from fcms.subjects.models import Conflict, GangReview

pytestmark = pytest.mark.usefixtures("home")


def test_offices_live_through_everything_once_by_real_actions(monkeypatch):
    monkeypatch.setattr(days, "GUIDE", "")  # the office with the most cases has enough for every story
    load_population(subjects=700, leads=600, seed=5)
    done = live_through(1)
    assert set(done) == set(STORIES)
    assert live_through(1) == {}
    assert set(FieldAction.objects.order_by().values_list("status", flat=True)) == set(FieldStatus.values)
    claims = set(CitizenshipClaim.objects.order_by().values_list("status", flat=True))
    assert claims >= {ClaimStatus.RAISED, ClaimStatus.WITH_COUNSEL, ClaimStatus.ADVISED, ClaimStatus.DECIDED}
    operations = FieldAction.objects.exclude(operation_name="").order_by()
    assert operations.values_list("operation_name", flat=True).distinct().count() == 2
    waiting = CaseTransfer.objects.filter(status=TransferStatus.WAITING)
    assert waiting.exists()
    for told in (GateOverride, DoNotReturn, CaseReview, Clearance, GangReview, Conflict):
        assert told.objects.exists(), told
    assert CaseStep.objects.filter(step=Step.STOPPED).exists()
