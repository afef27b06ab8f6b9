"""What a person is told of cases: news that waits for a decision."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from fcms.accounts.models import User
from fcms.lib.notices import Kind, Notice, tells

from .lifecycle import Road
from .proposals.permissions import DECIDE
from .proposals.queries import waiting_for

NEWS = Kind(
    "case-news", "News to decide", "piece of news would close a case", "pieces of news would close cases"
)


@tells(NEWS, order=30)
def news(user: User, most: int) -> Iterator[Notice]:
    """The news that waits for the person's office, for those who decide it."""
    if not user.may(DECIDE) or user.reads_all_offices:
        return
    rows = waiting_for(user).order_by("-proposed_at", "-pk")
    for key, at, number, road in rows.values_list("pk", "proposed_at", "case__number", "road")[:most]:
        sentence = f"News of case {number} waits for a decision: {Road(road).label.lower()}."
        yield Notice(f"news {key}", sentence, at, reverse("cases:decide-news", args=[number, key]))
