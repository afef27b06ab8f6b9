"""Every keeper and every proof names a promise that exists, and every keeper names a thing that is there."""

from __future__ import annotations

import pytest
from django.db import connection

from fcms.pia.keepers import declared
from fcms.pia.promises import BY_ID
from fcms.pia.proofs import proofs
from fcms.pia.verify import verify_database_keepers, verify_named_keepers


def test_no_keeper_is_an_orphan():
    assert [keeper for keeper in declared() if keeper.promise not in BY_ID] == []


def test_no_proof_is_an_orphan():
    assert [str(proof) for proof in proofs() if proof.promise not in BY_ID] == []


def test_every_keeper_in_the_code_is_there():
    assert verify_named_keepers() == []


@pytest.mark.django_db
def test_every_keeper_in_the_database_is_there():
    assert verify_database_keepers(connection) == []
