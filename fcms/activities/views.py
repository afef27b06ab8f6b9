"""The list of what was done, one activity, and the forms that record and correct."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from fcms.accounts.permissions import Permission
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.lib.paging import page_of
from fcms.lib.purpose import purpose_for, refuse_beyond_reach

from . import actions, forms, permissions, queries, rules
from .fieldwork.permissions import may_record as may_record_from
from .fieldwork.queries import PARTS, under_way_named
from .ledger.places import places_of, said_where


def _user(request: HttpRequest) -> Any:
    return request.user


def _form_page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, f"activities/{template}.html", {"form": form, **context}, status=status)


@require(Permission.ACTIVITIES_READ)
@require_GET
def activities(request: HttpRequest) -> HttpResponse:
    """List what the teams within reach did, newest first; filters and page stand in the address."""
    user = _user(request)
    choices = queries.narrowing_choices(user, request.GET.get("office", ""))
    form = forms.Filters(request.GET, **choices)
    rows = queries.activities_for(user, **form.chosen)
    page = page_of(rows, request.GET, sorts=queries.SORTS, default="-date")
    showed(request, record="activities.activity", results=len(page))
    context = {
        "form": form,
        "page": page,
        "national": user.reads_all_offices,
        "office": user.office.parent or user.office,
        "may_record": user.may(Permission.ACTIVITIES_UPDATE),
        "filtered": bool(form.chosen),
    }
    return render(request, "activities/list.html", context)


@require(Permission.ACTIVITIES_READ)
@require_GET
def activity(request: HttpRequest, number: int) -> HttpResponse:
    """Show one activity with its history."""
    user = _user(request)
    found = queries.activity_numbered(number)
    record = f"activities.activity:{found.pk}"
    purpose = purpose_for(request, record, permissions.within_reach(user, found))
    showed(request, record=record, purpose=purpose)
    context = {
        "activity": found,
        "purpose": purpose,
        "may_correct": permissions.may_correct(user, found),
        "lines": queries.history_of_activity(found),
    }
    return render(request, "activities/activity.html", context)


@require(Permission.ACTIVITIES_UPDATE)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Correct an activity, with a reason."""
    user = _user(request)
    found = queries.activity_numbered(number)
    refuse_beyond_reach(permissions.of_own_office(user, found))
    permissions.may_correct(user, found).or_refuse()
    showed(request, record=f"activities.activity:{found.pk}")
    form = forms.CorrectForm(request.POST, type=found.type) if request.POST else forms.CorrectForm.of(found)
    if form.is_bound and form.is_valid():
        values = dict(form.cleaned_data)
        actions.correct_activity(found, by=user, reason=values.pop("reason"), values=values)
        messages.success(request, "The activity was corrected. What it said before stays in its history.")
        return redirect("activities:activity", found.pk)
    return _form_page(request, "correct", form, activity=found)


# --- recording


@dataclass(frozen=True, slots=True)
class What:
    """One of the forms that record: its word in the tabs, its heading, its form, the type it always has."""

    tab: str
    heading: str
    form: type[forms.Recorded]
    type: str = ""


WHATS = {
    "check": What("Check", "Record a check", forms.CheckForm),
    "visit": What("Visit", "Record a visit", forms.VisitForm, forms.VISIT),
    "other": What("Other action", "Record an action", forms.OtherForm),
}


@require(Permission.ACTIVITIES_UPDATE)
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Record a check, a visit or another action, on a lead, a case or neither."""
    user = _user(request)
    matter = _matter(request)
    about = bool(matter.asked)
    name = request.GET.get("what", "check") if about else "other"
    what = WHATS.get(name, WHATS["check"])
    initial = {
        "acted_on": timezone.localdate(),
        "location": matter.location if name == "visit" else "",
        "type": _kind(request),
        "check_system": request.GET.get("system", ""),
    }
    extra = {"about": about} if what.form is forms.OtherForm else {}
    officers = queries.officer_choices(user)
    offered = [] if matter.lead else places_of(None, matter.case)
    form = what.form(
        request.POST or None,
        initial=initial,
        officers=officers,
        places=[(one.code, one.words) for one in offered],
        **extra,
    )
    if request.method == "POST" and form.is_valid():
        values = {"type": what.type, **form.cleaned_data}
        values |= said_where(values.pop("place", ""), values["type"], offered)
        officer = queries.officer_with(values.pop("officer", ""))
        done = actions.record_activity(by=user, lead=matter.lead, case=matter.case, officer=officer, **values)
        messages.success(
            request, f"{done.get_type_display()} recorded{', marked as entered late' if done.late else ''}."
        )
        return redirect(_back(matter, done.pk))
    context = {"matter": matter, "what": what, "here": name, "whats": WHATS.items(), "cancel": _back(matter)}
    return _form_page(request, "record", form, **context)


def _kind(request: HttpRequest) -> str:
    return "ADDRESS_CHECK" if request.GET.get("of") == "address" else "RECORDS_CHECK"


def _matter(request: HttpRequest) -> queries.Matter:
    """What the address of the form names, within reach: a record of another office is not written on from here."""
    matter = queries.matter_of(request.GET.get("lead", ""), request.GET.get("case", ""))
    refuse_beyond_reach(permissions.reaches(_user(request), lead=matter.lead, case=matter.case))
    if matter.lead:
        showed(request, record=f"leads.lead:{matter.lead.pk}")
    if matter.case:
        showed(request, record=f"cases.case:{matter.case.pk}")
    return matter


def _back(matter: queries.Matter, done: int | None = None) -> str:
    """The page of the lead or case; of the new activity where there is neither."""
    if matter.lead:
        return resolve_url("leads:lead", matter.lead.number)
    if matter.case:
        return resolve_url("cases:case", matter.case.number)
    return resolve_url("activities:activity", done) if done else resolve_url("activities:list")


@require(Permission.ACTIVITIES_UPDATE)
@require_http_methods(["GET", "POST"])
def arrest(request: HttpRequest) -> HttpResponse:
    """Record the arrest of a case's subject: asked first, then shown with what it does, then done."""
    user = _user(request)
    matter = _matter(request)
    permissions.may_arrest(user, case=matter.case, lead=matter.lead).or_refuse()
    case: Any = matter.case
    under_way = _under_way(request, case)
    initial = {"acted_on": timezone.localdate(), **matter.address}
    if under_way is not None:
        initial |= {name: getattr(under_way, name) for name in PARTS} | {"acted_on": under_way.planned_on}
    form = forms.ArrestForm(
        request.POST or None,
        initial=initial,
        basis_on=case.basis_on,
        leads=[] if matter.lead else queries.lead_choices(case, user),
        officers=queries.officer_choices(user) if under_way is None else [],
    )
    context = {"matter": matter, "cancel": _back(matter)}
    if request.method != "POST" or "back" in request.POST or not form.is_valid():
        return _form_page(request, "arrest", form, **context)
    values = dict(form.cleaned_data)
    officer = under_way.officer if under_way else queries.officer_with(values.pop("officer", ""))
    number = values.pop("lead", "")
    lead = queries.matter_of(number, "").lead if number else matter.lead
    if "confirmed" not in request.POST:
        lines = queries.consequences(case, lead, values["acted_on"], officer or user)
        return render(request, "activities/arrest_confirm.html", {"form": form, "lines": lines, **context})
    done = actions.record_arrest(
        by=user,
        case=case,
        lead=lead,
        officer=officer,
        arrested_on=values.pop("acted_on"),
        field_action=under_way,
        **values,
    )
    messages.success(
        request,
        f"Arrest recorded. Case {done.case.number} is in custody{f', lead {lead.number} is closed' if lead else ''}.",
    )
    return redirect(_back(queries.Matter(lead, case)))


def _under_way(request: HttpRequest, case: Any) -> Any:
    """The field action of this case that an arrest is recorded from, where the address names one."""
    found = under_way_named(request.GET.get("field", ""))
    if found is not None:
        rules.one_matter(lead_case=found.case_id, case=case.pk).or_refuse()
        may_record_from(_user(request), found).or_refuse()
    return found


@require(Permission.ACTIVITIES_UPDATE)
@sensitive_post_parameters("a_number")
@require_http_methods(["GET", "POST"])
def non_fugitive(request: HttpRequest) -> HttpResponse:
    """Count the arrest of a person who was no fugitive, once identity and status were verified."""
    user = _user(request)
    today = timezone.localdate()
    form = forms.NonFugitiveForm(request.POST or None, initial={"verified_on": today, "arrested_on": today})
    if request.method == "POST" and form.is_valid():
        verdict = rules.no_live_case(queries.live_case_of(form.cleaned_data["a_number"]))
        if verdict:
            done = actions.count_non_fugitive_arrest(by=user, **form.cleaned_data)
            messages.success(
                request,
                "Recorded. The person's A-Number was counted and cannot be looked up; arrests of one person within"
                " a day count once.",
            )
            return redirect("activities:activity", done.pk)
        form.add_error("a_number", verdict.sentence)
    return _form_page(request, "non_fugitive", form)
