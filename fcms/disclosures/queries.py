"""The accounting of one subject."""

from __future__ import annotations

from django.db.models import QuerySet

from .models import Disclosure


def accounting_of(subject_number: str) -> QuerySet[Disclosure]:
    """Everything that left about a subject, newest first."""
    return Disclosure.objects.filter(subject_number=subject_number)
