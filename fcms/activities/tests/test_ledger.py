"""The ledger of addresses: what visits found there, which are to be left alone, what verifies one."""

from __future__ import annotations

from datetime import date

import pytest

from fcms.activities.ledger import queries

from .make import Work, make_activity

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 4)


def test_a_check_that_is_not_commercial_verifies_the_address_of_its_subject(work: Work):
    pair = (work.lead.address_key, work.subject.pk)
    assert queries.verifications([pair], DAY) == {}
    make_activity(work, "ADDRESS_CHECK", check_system="COMMERCIAL")
    assert queries.verifications([pair], DAY) == {}
    make_activity(work, "ADDRESS_CHECK", check_system="STATE")
    found = queries.verifications([pair], DAY)[pair]
    assert (found.on, found.source) == (DAY, "address check in State records")
    assert queries.marks([pair[0]], DAY) == {}
