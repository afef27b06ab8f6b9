"""Two officers who count the same arrest at the same moment count it once."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from fcms.encounters.models import StatisticalArrest
from fcms.subjects.tests.make import make_officer

from .make import count_arrest


@pytest.mark.django_db(transaction=True)
def test_the_second_waits_for_the_first_and_is_not_counted_again() -> None:
    first, second = make_officer("DAL"), make_officer("DAL")
    answers: list[bool] = []

    def count_too() -> None:
        answers.append(count_arrest(second))
        connection.close()

    with transaction.atomic():
        assert count_arrest(first)
        other = threading.Thread(target=count_too)
        other.start()
        other.join(timeout=0.5)
        assert answers == []  # waits
    other.join(timeout=20)
    assert answers == [False]
    assert StatisticalArrest.objects.values_list("id", flat=True).count() == 1
