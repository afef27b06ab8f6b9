"""What activities put on the pages of others: a lead, a case, the first page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from fcms.accounts.permissions import Permission
from fcms.cases.claims.queries import is_citizen
from fcms.lib.panels import furnish

from . import permissions, queries
from .fieldwork import permissions as field_permissions
from .fieldwork import queries as field_queries


def _addresses(asked: str) -> dict[str, str]:
    new = f"{reverse('activities:new')}?{asked}&what="
    return {
        "check_url": f"{new}check",
        "visit_url": f"{new}visit",
        "other_url": f"{new}other",
        "arrest_url": f"{reverse('activities:arrest')}?{asked}",
    }


@furnish("lead.actions")
def on_lead(request: HttpRequest, lead: Any) -> SafeString | None:
    """The buttons that record on a lead; the arrest with the rule's sentence where it is not possible."""
    user: Any = request.user
    if not permissions.may_record(user, lead=lead):
        return None
    working, checked = lead.status == "WORKING", queries.last_status_check(lead) is not None
    asked = queries.Matter(lead, None).asked
    plan_next = working and lead.case is not None and field_queries.check_stands(lead.case)
    checked = checked and not plan_next
    context = {
        **_addresses(asked),
        "plan_url": f"{reverse('activities:field-plan')}?{asked}" if lead.case else "",
        "may_plan": field_permissions.may_plan(user, case=lead.case, lead=lead),
        "plan_next": plan_next,
        "may_arrest": permissions.may_arrest(user, case=lead.case, lead=lead),
        "check_first": working and not checked and not plan_next,
        "visit_next": working and checked,
    }
    return render_to_string("activities/_lead_actions.html", context, request)


@furnish("lead.done")
def done_on_lead(request: HttpRequest, lead: Any) -> SafeString | None:
    """The last status check, and everything that was done on a lead."""
    user: Any = request.user
    if not user.may(Permission.ACTIVITIES_READ):
        return None
    may = permissions.may_record(user, lead=lead)
    context = {
        "check": queries.last_status_check(lead),
        "done": queries.done_on_lead(lead),
        "closed": lead.status == "CLOSED",
        "record_url": _addresses(queries.Matter(lead, None).asked)["check_url"] if may else "",
    }
    return render_to_string("activities/_lead_done.html", context, request)


@furnish("case.actions", order=10)
def on_case(request: HttpRequest, case: Any) -> SafeString | None:
    """The buttons that record on a case; none on the ended case of a citizen."""
    user: Any = request.user
    if not permissions.may_record(user, case=case) or _over(case):
        return None
    asked = queries.Matter(None, case).asked
    worked = case.status in ("OPEN", "COLD")
    plan_next = worked and field_queries.check_stands(case)
    context = {
        **_addresses(asked),
        "plan_url": f"{reverse('activities:field-plan')}?{asked}",
        "may_plan": field_permissions.may_plan(user, case=case),
        "plan_next": plan_next,
        "may_arrest": permissions.may_arrest(user, case=case),
        "check_first": worked and not plan_next,
    }
    return render_to_string("activities/_case_actions.html", context, request)


@furnish("case.timeline", order=10)
def done_on_case(request: HttpRequest, case: Any) -> SafeString | None:
    """Everything that was tried on a case and its leads."""
    user: Any = request.user
    if not user.may(Permission.ACTIVITIES_READ):
        return None
    may = permissions.may_record(user, case=case)
    context = {
        "done": queries.done_on_case(case),
        "record_url": _addresses(queries.Matter(None, case).asked)["check_url"]
        if may and case.is_live
        else "",
    }
    return render_to_string("activities/_case_done.html", context, request)


def _over(case: Any) -> bool:
    """Whether the case has ended and its subject is a citizen: nothing is done on it any more."""
    return not case.is_live and (case.closure_reason == "CITIZEN" or is_citizen(case.subject_id))


@furnish("home", order=30)
def my_last(request: HttpRequest, user: Any) -> SafeString | None:
    """What the person recorded last."""
    if not user.may(Permission.ACTIVITIES_UPDATE):
        return None
    return render_to_string("activities/_home.html", {"done": queries.last_of(user)}, request)
