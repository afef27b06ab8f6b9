"""What the latest looks into the A-file and at appeals said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from fcms.cases.models import CaseReview


def last_reviews(case_ids: Collection[int]) -> dict[int, dict[str, CaseReview]]:
    """The latest look of each kind (`A_FILE`, `APPEAL`), by case; a case or kind without one is left out."""
    latest = (
        CaseReview.objects.filter(case__in=case_ids)
        .order_by("case_id", "what", "-reviewed_on", "-id")
        .distinct("case_id", "what")
    )
    found: dict[int, dict[str, CaseReview]] = defaultdict(dict)
    for review in latest.select_related("reviewed_by"):
        found[review.case_id][review.what] = review
    return dict(found)
