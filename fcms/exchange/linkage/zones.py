"""Where a candidate stands, and what a person said of it. No Django models: the linkage process reads this too."""

from __future__ import annotations

from django.db.models import TextChoices


class Zone(TextChoices):
    """How sure the evidence makes it. A row without a candidate is in none of them."""

    PROPOSED = "PROPOSED", "Proposed"
    REVIEW = "REVIEW", "To be reviewed"


class Method(TextChoices):
    """By what the candidate was found."""

    IDENTIFIER = "IDENTIFIER", "An identifier agrees"
    LIKENESS = "LIKENESS", "Names and dates are alike"


class Choice(TextChoices):
    """What a person decided of a candidate."""

    WAITING = "", "Waiting"
    CONFIRMED = "CONFIRMED", "Confirmed"
    REJECTED = "REJECTED", "Rejected"


class Said(TextChoices):
    """A step in the life of a candidate, never edited."""

    CONFIRMED = "CONFIRMED", "Confirmed"
    REJECTED = "REJECTED", "Rejected"
    TAKEN_BACK = "TAKEN_BACK", "Taken back"
