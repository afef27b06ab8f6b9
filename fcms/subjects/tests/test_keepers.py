"""What keeps the promises about subjects is really there, in the code and in the database."""

from __future__ import annotations

import pytest
from django.db import connection

from fcms.pia.verify import verify_database_keepers, verify_named_keepers
from fcms.subjects.keepers import KEEPERS


@pytest.mark.django_db
def test_every_keeper_of_this_room_exists() -> None:
    assert verify_named_keepers(KEEPERS) == []
    assert verify_database_keepers(connection, KEEPERS) == []
