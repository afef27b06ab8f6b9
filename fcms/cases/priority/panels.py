"""What priorities put on the page of a case: the points in its head, and beside its steps why."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fcms.lib.panels import furnish
from fcms.subjects.gangs.queries import reviews_of

from . import queries


@furnish("case.head")
def in_the_head(request: HttpRequest, case: Any) -> SafeString | None:
    """The points and their grounds in one line."""
    score = queries.priority_of(case)
    return render_to_string("cases/_priority_line.html", {"score": score}, request) if score else None


@furnish("case.aside", order=20)
def on_case(request: HttpRequest, case: Any) -> SafeString | None:
    """The points ground by ground, what was reviewed of a gang, and every change."""
    score = queries.priority_of(case)
    if score is None:
        return None
    reviews = reviews_of([case.subject_id]).get(case.subject_id, [])
    context = {
        "case": case,
        "score": score,
        "changes": queries.changes_of(case.pk),
        "reviews": [one for one in reviews if not one.review.end],
    }
    return render_to_string("cases/_priority.html", context, request)
