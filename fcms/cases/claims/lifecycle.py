"""The whole life of a claim to citizenship on one page (`domain.md` 6.1)."""

from __future__ import annotations

from django.db.models import TextChoices

from fcms.lib.lifecycle import move


class ClaimStatus(TextChoices):
    """Where a claim stands; all but the last two hold."""

    RAISED = "RAISED", "Raised"
    WITH_COUNSEL = "WITH_COUNSEL", "With counsel"
    ADVISED = "ADVISED", "Advised"
    DECIDED = "DECIDED", "Decided"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"


OPEN = (ClaimStatus.RAISED, ClaimStatus.WITH_COUNSEL, ClaimStatus.ADVISED)
"""States in which the claim holds: nobody acts on the subject."""


TONES = {
    ClaimStatus.RAISED: "waiting",
    ClaimStatus.WITH_COUNSEL: "active",
    ClaimStatus.ADVISED: "waiting",
    ClaimStatus.DECIDED: "neutral",
    ClaimStatus.WITHDRAWN: "neutral",
}
"""The colour in which a state is shown."""


class ClaimLife:
    """Which moves lead where. Evidence that is not conclusive sends the claim back to counsel, and it holds on."""

    ask = move(ClaimStatus.RAISED, to=ClaimStatus.WITH_COUNSEL)
    advise = move(ClaimStatus.WITH_COUNSEL, to=ClaimStatus.ADVISED)
    send_back = move(ClaimStatus.ADVISED, to=ClaimStatus.WITH_COUNSEL)
    decide = move(ClaimStatus.ADVISED, to=ClaimStatus.DECIDED)
    withdraw = move(*OPEN, to=ClaimStatus.WITHDRAWN)
    reopen = move(ClaimStatus.DECIDED, ClaimStatus.WITHDRAWN, to=ClaimStatus.WITH_COUNSEL)


class Trigger(TextChoices):
    """What the claim began with."""

    CLAIM = "CLAIM", "Somebody says so"
    INDICIA = "INDICIA", "Something points to it"


class Outcome(TextChoices):
    """What was found: one of three, always (`domain.md` 6.1)."""

    CITIZEN = "CITIZEN", "A citizen of the United States"
    PROBATIVE = "PROBATIVE", "Some evidence, not conclusive"
    NONE = "NONE", "No evidence of citizenship"


class ClaimStep(TextChoices):
    """What happened to a claim; each is kept for good."""

    RAISED = "RAISED", "Raised"
    ASKED = "ASKED", "Counsel asked"
    ADVISED = "ADVISED", "Counsel advised"
    DECIDED = "DECIDED", "Decided"
    REOPENED = "REOPENED", "Decision taken back"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"
