"""The ledger of one address, and the forms that mark it and lift a mark."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from fcms.accounts.permissions import Permission
from fcms.activities import permissions as activity_permissions
from fcms.activities import queries as activity_queries
from fcms.activities.rules import one_matter
from fcms.cases.queries import case_named
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.lib.purpose import purpose_for, refuse_beyond_reach

from . import actions, forms, permissions, places, reading


def _user(request: HttpRequest) -> Any:
    return request.user


@require(Permission.ACTIVITIES_READ)
@require_GET
def address(request: HttpRequest, number: str) -> HttpResponse:
    """Show what was found at an address, for whomever, and whether it is to be left alone."""
    user, found = _user(request), reading.address_numbered(number)
    record = f"activities.addressrecord:{found.pk}"
    purpose = purpose_for(request, record, permissions.within_reach(user, found))
    showed(request, record=record, purpose=purpose)
    page = reading.page_of(found, user)
    context = {
        "page": page,
        "record": found,
        "purpose": purpose,
        "may_mark": permissions.may_mark(user, found),
        "may_lift": permissions.may_lift(user, page.in_force[0].mark) if page.in_force else None,
    }
    return render(request, "activities/address.html", context)


@require(Permission.ACTIVITIES_UPDATE)
@require_http_methods(["GET", "POST"])
def mark(request: HttpRequest, number: str) -> HttpResponse:
    """Mark an address of the ledger to be left alone, or prolong a mark."""
    user, found = _user(request), reading.address_numbered(number)
    refuse_beyond_reach(permissions.within_reach(user, found))
    showed(request, record=f"activities.addressrecord:{found.pk}")
    today = permissions.today_of(user)
    form = forms.MarkForm(request.POST or None, today=today, cases=reading.case_choices(found, user))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        case = case_named(given["case"]) if given.get("case") else None
        made = actions.mark(
            address=found,
            by=user,
            reason=given["reason"],
            until=given["until"],
            words=given["words"],
            subject=case.subject if case else None,
        )
        return _marked(request, made)
    return _form(request, form, heading=f"Mark address {found.number}", record=found)


@require(Permission.ACTIVITIES_UPDATE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Mark an address of a lead or a case that the ledger may not know yet."""
    user = _user(request)
    matter = activity_queries.matter_of(request.GET.get("lead", ""), request.GET.get("case", ""))
    refuse_beyond_reach(activity_permissions.reaches(user, lead=matter.lead, case=matter.case))
    if matter.lead:
        showed(request, record=f"leads.lead:{matter.lead.pk}")
    if matter.case:
        showed(request, record=f"cases.case:{matter.case.pk}")
    one_matter(
        lead_case=matter.lead.case_id if matter.lead else None, case=matter.case.pk if matter.case else None
    ).or_refuse()
    offered = places.places_of(matter.lead, matter.case)
    choices = [(one.code, one.words) for one in offered]
    form = forms.MarkForm(
        request.POST or None,
        today=permissions.today_of(user),
        places=choices,
        about_one=matter.subject is not None,
        initial={"place": choices[0][0] if choices else ""},
    )
    if request.method == "POST" and choices and form.is_valid():
        given = form.cleaned_data
        key = next(one.key for one in offered if one.code == given["place"])
        made = actions.mark_place(
            key,
            by=user,
            reason=given["reason"],
            until=given["until"],
            words=given["words"],
            subject=matter.subject,
        )
        return _marked(request, made)
    return _form(request, form, heading="Mark an address", matter=matter, nowhere=not choices)


@require(Permission.ACTIVITIES_UPDATE)
@require_http_methods(["GET", "POST"])
def lift(request: HttpRequest, number: str, mark: int) -> HttpResponse:
    """Lift a mark before it ends, with a reason."""
    user, found = _user(request), reading.address_numbered(number)
    refuse_beyond_reach(permissions.within_reach(user, found))
    one = reading.mark_numbered(found, mark)
    permissions.may_lift(user, one).or_refuse()
    showed(request, record=f"activities.addressrecord:{found.pk}")
    form = forms.LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.lift(one, by=user, reason=form.cleaned_data["reason"])
        messages.success(request, "The mark was lifted. It stays in the ledger with your reason.")
        return redirect("addresses:address", found.number)
    return _form(request, form, heading=f"Lift a mark of address {found.number}", record=found, lifting=one)


def _marked(request: HttpRequest, made: Any) -> HttpResponse:
    until = made.until
    messages.success(request, f"Marked: do not return until {until.day} {until:%b %Y}.")
    return redirect("addresses:address", made.address.number)


def _form(request: HttpRequest, form: Any, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    if lifting := context.pop("lifting", None):
        context |= {"lifting": lifting, "label": reading.label_of(lifting.reason)}
    return render(request, "activities/address_form.html", {"form": form, **context}, status=status)
