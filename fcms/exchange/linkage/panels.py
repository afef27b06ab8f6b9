"""What linkage puts on the pages of others: the page of an intake, and the page that links a lead."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fcms.lib.looks import showed
from fcms.lib.panels import furnish
from fcms.subjects import reach

from . import queries


@furnish("intake.aside")
def subjects_of_rows(request: HttpRequest, intake: Any) -> SafeString | None:
    """How many rows are surely, perhaps or not about a subject."""
    if not queries.links(intake):
        return None
    linking = queries.linking_of(intake)
    if linking is None and queries.links_afterwards(intake) and not queries.due(intake):
        return None
    zones = queries.counts_of(linking) if linking else []
    context = {"intake": intake, "linking": linking, "zones": zones}
    return render_to_string("exchange/_links.html", context, request)


@furnish("lead.link")
def subjects_of_lead(request: HttpRequest, lead: Any) -> SafeString | None:
    """The subjects whom a lead without an A-Number may be about, with the evidence for each."""
    candidates = queries.candidates_of_lead(lead)
    if not candidates or lead.subject_id:
        return None
    user: Any = request.user
    within = reach.within(user, [one.match.subject_id for one in candidates])
    lines = []
    for candidate in candidates:
        subject = candidate.match.subject_id
        lines.append({"candidate": candidate, "within": subject in within, "beyond": subject not in within})
        if subject in within:
            showed(request, record=f"subjects.subject:{subject}")
    return render_to_string("exchange/_of_lead.html", {"lead": lead, "lines": lines}, request)
