"""Lays before a supervisor what sources contradict each other on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from fcms.accounts.permissions import Permission
from fcms.cases import queries as cases
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.lib.purpose import refuse_beyond_reach

from . import actions, queries


@require(Permission.SETTLE)
@require_POST
def lay(request: HttpRequest, number: str, column: str) -> HttpResponse:
    """Open the conflict on one value, and go on to where it is settled."""
    user: Any = request.user
    case = cases.case_named(number)
    refuse_beyond_reach(queries.settles(user, case))
    showed(request, record=f"cases.case:{case.pk}")
    conflict = actions.lay_before(case, by=user, column=column)
    return redirect("subjects:settle", number=case.subject.number, key=conflict.pk)
