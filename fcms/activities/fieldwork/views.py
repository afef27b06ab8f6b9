"""The list of field work, one action, and what can be done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_GET, require_http_methods

from fcms.accounts.permissions import Permission
from fcms.activities import actions as recording
from fcms.activities import queries as activities
from fcms.activities.gates.queries import kind_of
from fcms.activities.rules import is_late, one_matter
from fcms.lib.access import require
from fcms.lib.gatepolicy import locations
from fcms.lib.looks import showed
from fcms.lib.paging import page_of
from fcms.lib.purpose import purpose_for, refuse_beyond_reach

from . import actions, forms, permissions, planning, queries, rules

BOTH = ["GET", "POST"]


def _user(request: HttpRequest) -> Any:
    return request.user


@require(Permission.ACTIVITIES_READ)
@require_GET
def field_work(request: HttpRequest) -> HttpResponse:
    """List field work: mine, my team's, my office's; a day, a state, an operation with how it stands."""
    user = _user(request)
    national = user.reads_all_offices
    asked = request.GET if request.GET else QueryDict(_first_asked(user))
    offices = activities.narrowing_choices(user, "")["offices"]
    form = forms.Filters(asked, offices=offices, team=bool(user.team_id))
    chosen = form.chosen
    found = queries.of_filters(queries.actions_for(user), chosen, user)
    page = page_of(found, asked, sorts=queries.SORTS, default="day")
    rows = queries.rows_of(list(page))
    showed(request, record="activities.fieldaction", results=len(rows))
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "national": national,
        "operation": chosen.get("operation", ""),
        "summed": queries.summed(rows),
        "operations": queries.operations_of(user),
    }
    return render(request, "activities/field_list.html", context)


def _first_asked(user: Any) -> str:
    """What the list shows first: what still stands, of the person's own where they go out themselves."""
    goes = (
        user.may(permissions.PLAN) and not user.reads_all_offices and not user.may(permissions.ASSIGN_OTHERS)
    )
    return "status=standing&whose=mine" if goes else "status=standing"


@require(permissions.PLAN)
@require_http_methods(BOTH)
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a field action on the case or the lead that the address names."""
    user = _user(request)
    matter = activities.matter_of(request.GET.get("lead", ""), request.GET.get("case", ""))
    if not matter.asked:
        raise Http404("Field work is planned from the page of a case or of a lead.")
    permissions.refuse_elsewhere(user, matter.lead, matter.case)
    permissions.may_plan(user, case=matter.case, lead=matter.lead).or_refuse()
    case: Any = matter.case
    one_matter(lead_case=matter.lead.case_id if matter.lead else None, case=case.pk).or_refuse()
    showed(request, record=f"cases.case:{case.pk}")
    places = queries.places_of(case, user, matter.lead if request.GET.get("lead") else None)
    offered = {one.where.key: one for one in planning.offered(case, user, places)}
    form = forms.PlanForm(
        request.POST or None,
        places=[(key, one.words) for key, one in offered.items()],
        known=[one.known for one in offered.values()],
        refusals=lambda values: planning.refusals(case, user, offered[values["where"]], values),
        initial=_first_plan(user, places, from_lead=bool(request.GET.get("lead"))),
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        planned = actions.plan(case, by=user, **{**values, "where": offered[values["where"]].where})
        messages.success(request, f"Field action {planned.number} is planned.")
        return redirect("activities:field-action", planned.number)
    back = (
        resolve_url("leads:lead", matter.lead.number)
        if request.GET.get("lead") and matter.lead
        else (resolve_url("cases:case", case.number))
    )
    context = {"form": form, "matter": matter, "places": places, "cancel": back}
    return render(request, "activities/field_plan.html", context, status=422 if form.is_bound else 200)


def _first_plan(user: Any, places: list[queries.Where], *, from_lead: bool) -> dict[str, Any]:
    sure = len(places) == 1 or (from_lead and places and places[0].lead is not None)
    only = {"where": places[0].key} if sure else {}
    today = permissions.today_of(permissions.office_of(user))
    return {"planned_on": today, "kind": "VISIT", **only}


# --- one action


def _opened(request: HttpRequest, number: str) -> tuple[Any, str]:
    """The action, read within reach or with a purpose, and put down in the access log."""
    action = queries.action_named(number)
    record = f"activities.fieldaction:{action.pk}"
    purpose = purpose_for(request, record, permissions.within_reach(_user(request), action))
    showed(request, record=record, purpose=purpose)
    return action, purpose


@require(Permission.ACTIVITIES_READ)
@require_GET
def field_action(request: HttpRequest, number: str) -> HttpResponse:
    """Show a field action: may we act, who, where, when, what next, what happened."""
    action, purpose = _opened(request, number)
    user = _user(request)
    strip = queries.strip_of(action) if action.stands else None
    context = {
        "action": action,
        "purpose": purpose,
        "strip": strip,
        "lines": queries.lines_of(user, action, strip),
        "kind": locations().kinds.get(kind_of(queries.place_of(action)), ""),
        "record": queries.ledger_of(action),
        "acts": permissions.acts(user, action, ready=strip is not None and not strip.shut),
        "steps": queries.steps_of(action),
        "recorded": queries.recorded_from(action),
    }
    return render(request, "activities/field_action.html", context)


def _to_change(request: HttpRequest, number: str) -> Any:
    """The action, of the person's own office: one of another is not changed from here."""
    action = queries.action_named(number)
    refuse_beyond_reach(permissions.within_reach(_user(request), action))
    showed(request, record=f"activities.fieldaction:{action.pk}")
    return action


def _asked(request: HttpRequest, action: Any, form: Any, **words: str) -> HttpResponse:
    status = 422 if form is not None and form.is_bound else 200
    context = {"action": action, "form": form, **words}
    return render(request, "activities/field_act.html", context, status=status)


@require(permissions.PLAN)
@require_http_methods(BOTH)
def assign(request: HttpRequest, number: str) -> HttpResponse:
    """Take a planned action, or give it to an officer."""
    user, action = _user(request), _to_change(request, number)
    permissions.may_assign(user, action).or_refuse()
    officers = activities.officer_choices(user) if user.may(permissions.ASSIGN_OTHERS) else []
    form = forms.AssignForm(request.POST or None, officers=officers) if officers else None
    if request.method == "POST" and (form is None or form.is_valid()):
        officer = activities.officer_with(form.cleaned_data["officer"]) if form else None
        done = actions.assign(action, by=user, officer=officer)
        messages.success(
            request, f"Assigned to {done.officer.name if done.officer else ''}. Every gate stood open."
        )
        return redirect("activities:field-action", number)
    sentence = "Every gate is asked once more, and the answers are kept."
    return _asked(request, action, form, heading="Assign", sentence=sentence, submit="Assign")


@require(permissions.PLAN)
@require_http_methods(BOTH)
def start(request: HttpRequest, number: str) -> HttpResponse:
    """Start an assigned action on its day."""
    action = _to_change(request, number)
    if request.method == "POST":
        actions.start(action, by=_user(request))
        messages.success(request, "Started. Every gate stood open. Record what came of it from this page.")
        return redirect("activities:field-action", number)
    permissions.may_start(_user(request), action).or_refuse()
    sentence = "Every gate is asked once more, and the answers are kept."
    return _asked(request, action, None, heading="Start", sentence=sentence, submit="Start")


@require(permissions.PLAN)
@require_http_methods(BOTH)
def replan(request: HttpRequest, number: str) -> HttpResponse:
    """Plan it for another day, or free it for somebody else."""
    user, action = _user(request), _to_change(request, number)
    permissions.may_replan(user, action, held=queries.held(action.case.subject_id)).or_refuse()
    today = permissions.today_of(action.office)
    form = forms.ReplanForm(request.POST or None, initial={"planned_on": max(action.planned_on, today)})
    if request.method == "POST" and form.is_valid():
        actions.replan(action, by=user, **form.cleaned_data)
        messages.success(request, "Planned anew. It is assigned through its gates again.")
        return redirect("activities:field-action", number)
    sentence = "It is nobody's then, until it is assigned through its gates again."
    return _asked(request, action, form, heading="Plan anew", sentence=sentence, submit="Plan anew")


@require(permissions.PLAN)
@require_http_methods(BOTH)
def join(request: HttpRequest, number: str) -> HttpResponse:
    """Enter it into an operation."""
    user, action = _user(request), _to_change(request, number)
    permissions.may_join(user, action).or_refuse()
    form = forms.JoinForm(request.POST or None, initial={"name": action.operation_name})
    if request.method == "POST" and form.is_valid():
        done = actions.enter_operation(action, by=user, **form.cleaned_data)
        messages.success(request, f"It is part of operation {done.operation_name}.")
        return redirect("activities:field-action", number)
    sentence = "Every gate must stand open. An operation is all field actions of one name and one office."
    return _asked(request, action, form, heading="Enter an operation", sentence=sentence, submit="Enter it")


@require(permissions.PLAN)
@require_http_methods(BOTH)
def call_off(request: HttpRequest, number: str) -> HttpResponse:
    """End it without its being done, with the reason."""
    user, action = _user(request), _to_change(request, number)
    permissions.may_call_off(user, action).or_refuse()
    form = forms.CallOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.call_off(action, by=user, **form.cleaned_data)
        messages.success(request, "Called off. It stays to be read.")
        return redirect("activities:field-action", number)
    sentence = "It ends here and stays to be read. Another one can be planned for the same address."
    return _asked(request, action, form, heading="Call off", sentence=sentence, submit="Call it off")


@require(permissions.PLAN)
@require_http_methods(BOTH)
def record(request: HttpRequest, number: str) -> HttpResponse:
    """Record what came of an action under way; an arrest has its own form."""
    user, action = _user(request), _to_change(request, number)
    permissions.may_record(user, action).or_refuse()
    type = "SURVEILLANCE" if action.kind == "SURVEILLANCE" else "VISIT"
    form = forms.RecordForm(request.POST or None, type=type)
    if request.method == "POST" and form.is_valid():
        done = recording.record_activity(
            by=user, type=type, acted_on=action.planned_on, field_action=action, **form.cleaned_data
        )
        said = f"{done.get_type_display()} recorded: {done.get_gates_display().lower()}."
        messages.success(request, said + queries.marked_by(done))
        return redirect("activities:field-action", number)
    heading = "Record the surveillance" if type == "SURVEILLANCE" else "Record the visit"
    late = is_late(action.planned_on, today=permissions.today_of(action.office))
    return _asked(request, action, form, heading=heading, sentence=rules.LATE if late else "", submit=heading)
