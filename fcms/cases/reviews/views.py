"""The form in which a look into the A-file or at an appeal is put down."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from fcms.accounts.permissions import Permission
from fcms.cases import queries as case_queries
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.lib.purpose import refuse_beyond_reach

from . import actions, forms, queries


@require(Permission.HOLD)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Put down that the A-file or the state of an appeal was looked at."""
    case = case_queries.case_named(number)
    user: Any = request.user
    refuse_beyond_reach(case_queries.within_reach(user, case))
    showed(request, record=f"cases.case:{case.pk}")
    queries.may_record(user, case).or_refuse()
    today = timezone.localdate()
    initial = {"what": request.GET.get("what", ""), "reviewed_on": today}
    answering = partial(queries.may_answer, user, case)
    form = forms.ReviewForm(request.POST or None, initial=initial, today=today, may_answer=answering)
    if request.method == "POST" and form.is_valid():
        made = actions.record(case, by=user, **form.cleaned_data)
        messages.success(request, f"Kept: {made.get_what_display()}, {made.get_finding_display().lower()}.")
        return redirect("cases:case", case.number)
    context = {"case": case, "form": form, "bars": queries.bars_before(user, case)}
    return render(request, "cases/review.html", context, status=422 if form.is_bound else 200)
