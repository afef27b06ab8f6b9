"""What keeps the promises about subjects is really there, in the code and in the database."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection

from fcms.lib.actor import Job, acting
from fcms.pia.verify import verify_database_keepers, verify_named_keepers
from fcms.subjects.keepers import KEEPERS


@pytest.mark.django_db
def test_every_keeper_of_this_room_exists() -> None:
    assert verify_named_keepers(KEEPERS) == []
    assert verify_database_keepers(connection, KEEPERS) == []


@pytest.mark.django_db
@pytest.mark.promise("PIA-1.2-1", "PIA-1.5-3")
@pytest.mark.parametrize("table", ["subjects_retraction", "subjects_echo", "subjects_mergemove"])
def test_the_program_rewrites_nothing_of_what_was_taken_back_said_again_or_moved(table: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), acting(Job("tests"), "a lie"):
        connection.cursor().execute(f"update {table} set id = id")
