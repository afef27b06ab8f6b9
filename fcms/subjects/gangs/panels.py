"""What reviews of gang affiliations put on pages: of the subject, and the first page of whoever reviews."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fcms.accounts.permissions import Permission
from fcms.lib.panels import furnish
from fcms.lib.priority import system

from . import queries

COUNTED = 1000


@furnish("subject.who", order=20)
def on_subject(request: HttpRequest, subject: Any) -> SafeString | None:
    """What is said of a gang, what was reviewed, and whether it counts."""
    reviews = queries.reviews_of([subject.pk]).get(subject.pk, [])
    if not reviews and not subject.gang_affiliation:
        return None
    user: Any = request.user
    context = {"subject": subject, "reviews": reviews, "may_review": queries.may_review(user, subject)}
    return render_to_string("subjects/_gangs.html", context, request)


@furnish("home", order=47)
def lapsing(request: HttpRequest, user: Any) -> SafeString | None:
    """How many reviews of gang affiliations lapse soon with my office."""
    if not user.may(Permission.GANG_REVIEW):
        return None
    waiting = queries.lapsing(user).order_by()[: COUNTED + 1].count()
    if not waiting:
        return None
    context = {"waiting": min(waiting, COUNTED), "more": waiting > COUNTED, "days": system().remind_days}
    return render_to_string("subjects/_gangs_home.html", context, request)
