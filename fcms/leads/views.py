"""The queues of leads, the page of one, and what can be done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fcms.accounts.permissions import Permission
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.lib.paging import page_of
from fcms.lib.purpose import purpose_for, refuse_beyond_reach

from . import actions, choices, fields, forms, queries, rules

BOTH = ["GET", "POST"]


@require(Permission.LEADS_READ)
@require_GET
def list_leads(request: HttpRequest, queue: str = "") -> HttpResponse:
    """Show one queue; filters, sorting and page stand in the address."""
    user = _user(request)
    queues = queries.queues_of(user)
    code = queue if queue in {one.code for one in queues} else queries.default_queue(user)
    form = _filter(user, code, request)
    rows = queries.listed(user, code, form.narrowing())
    newest_first = code == "closed"
    page = page_of(
        rows, request.GET.dict(), sorts=queries.SORTS, default="waiting" if newest_first else "-waiting"
    )
    showed(request, record="leads.lead", results=len(page))
    counts = queries.counts_of(user)
    if code == "unrouted":
        queries.say_why(page.rows)
    context = {
        "queue": next(one for one in queues if one.code == code),
        "queues": [(one, counts.get(one.code), one.code == code) for one in queues],
        "sentence": queries.sentence(user, counts),
        "national": user.reads_all_offices,
        "form": form,
        "page": page,
        "total": queries.total_of(rows),
        "acts": _acts_on_several(user, code),
        "may_enter": queries.may_enter(user),
        "unrouted": code == "unrouted",
        "closed": newest_first,
        "narrowed": bool(form.narrowing() != queries.Narrowing()),
    }
    return render(request, "leads/list.html", context)


def _filter(user: Any, code: str, request: HttpRequest) -> forms.FilterForm:
    national = user.reads_all_offices
    office = None if national else choices.field_office(user)
    without = {"closed": ["status", "waiting"], "unrouted": ["status", "team", "officer", "office"]}.get(
        code, []
    )
    if code in ("mine", "working", "accept", "team", "others"):
        without = [*without, "team", *([] if code in ("team", "others") else ["officer"])]
    return forms.FilterForm(
        request.GET,
        offices=choices.office_choices() if national else (),
        teams=choices.team_choices(office),
        officers=choices.officer_choices(office),
        without=without,
    )


def _acts_on_several(user: Any, code: str) -> list[tuple[str, str]]:
    """What the person may do with several leads of a queue at once, as (name, word)."""
    if code == "closed" or not user.may(Permission.LEADS_UPDATE):
        return []
    if code == "unrouted":
        return [("route", "Route"), ("close", "Close")]
    acts = [] if user.reads_all_offices else [("accept", "Accept")]
    if user.may(Permission.ASSIGN) and not user.reads_all_offices:
        acts.append(("assign", "Assign"))
    if user.may(Permission.LEADS_FULL):
        acts.append(("transfer", "Transfer"))
    return [*acts, ("close", "Close")]


@require(Permission.LEADS_UPDATE)
@require_http_methods(BOTH)
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a lead by hand; it is numbered, linked and routed as it is saved."""
    user = _user(request)
    queries.may_enter(user).or_refuse()
    today = timezone.localdate().isoformat()
    form = forms.LeadForm(
        request.POST or None, initial={"received_on": today, "source_kind": "OFFICER_DEVELOPED"}
    )
    if request.method == "POST" and form.is_valid() and _stated(request, form):
        lead = actions.receive(by=user, values=form.cleaned_data)
        messages.success(request, f"Lead {lead.number} was received. {queries.whereto(lead)}")
        return (
            redirect("leads:lead", lead.number)
            if queries.within_reach(user, lead)
            else redirect("leads:list")
        )
    context = {"form": form, "lead": None, "where": queries.whereabouts(request.POST.get("zip", ""))}
    return render(request, "leads/form.html", context, status=422 if form.errors else 200)


@require(Permission.LEADS_READ)
@require_GET
def show_zip(request: HttpRequest) -> HttpResponse:
    """Say where a ZIP code lies and which team gets a lead there, while it is typed."""
    where = queries.whereabouts(request.GET.get("zip", ""))
    return render(
        request, "leads/_zip.html", {"where": where, "typed": bool(request.GET.get("zip", "").strip())}
    )


@require(Permission.LEADS_READ)
@require_GET
def show_lead(request: HttpRequest, number: str) -> HttpResponse:
    """Show everything about a lead in the order an officer asks."""
    user = _user(request)
    lead, purpose = _opened(request, number)
    context = {
        "lead": lead,
        "purpose": purpose,
        "holder": queries.holder(lead),
        "days": queries.days_waiting(lead),
        "overdue": queries.is_overdue(lead),
        "where": queries.whereabouts(lead.zip, lead.city, lead.state),
        "written": queries.standard_of(lead),
        "route_sentence": queries.route_sentence(lead),
        "elsewhere": queries.belongs_elsewhere(lead),
        "may": queries.verdicts_on(user, lead),
        "story": queries.story_of(lead),
        "note_form": forms.NoteForm(),
    }
    return render(request, "leads/lead.html", context)


@require(Permission.LEADS_READ)
@require_GET
def show_history(request: HttpRequest, number: str) -> HttpResponse:
    """Show who changed which field of a lead, and when."""
    lead, purpose = _opened(request, number)
    lines = queries.history_of_lead(lead)
    return render(request, "leads/history.html", {"lead": lead, "purpose": purpose, "lines": lines})


# --- what can be done with one lead


@require(Permission.LEADS_UPDATE)
@require_POST
def accept(request: HttpRequest, number: str) -> HttpResponse:
    """Take a lead into work under one's own name."""
    lead = _own(request, number)
    return _done(request, actions.accept(lead, by=_user(request)), "You accepted the lead.")


@require(Permission.LEADS_UPDATE)
@require_http_methods(BOTH)
def assign(request: HttpRequest, number: str) -> HttpResponse:
    """Give a lead to an officer of the office that holds it, or take it oneself."""
    user, lead = _user(request), _own(request, number, "assign")
    offered = choices.officer_choices(lead.office)
    if not user.may(Permission.ASSIGN):
        offered = [choice for choice in offered if choice[0] == str(user.pk)]
    form = forms.AssignForm(request.POST or None, choices=offered)
    if request.method == "POST" and form.is_valid():
        officer: Any = choices.officer_in(lead.office, form.cleaned_data["officer"])
        return _done(request, actions.assign(lead, by=user, officer=officer), f"{officer} has the lead now.")
    return _asked(request, lead, form, "Assign", "Assign the lead")


@require(Permission.LEADS_FULL)
@require_http_methods(BOTH)
def transfer(request: HttpRequest, number: str) -> HttpResponse:
    """Hand a lead over to another office or team."""
    lead = _own(request, number, "transfer")
    form = forms.TransferForm(request.POST or None, choices=choices.destinations())
    if request.method == "POST" and form.is_valid():
        to, note = form.cleaned_data["to"], form.cleaned_data["note"]
        moved = actions.transfer(lead, by=_user(request), note=note, **_where_to(to))
        return _done(request, moved, f"The lead was transferred to {queries.holder(moved)}.")
    return _asked(request, lead, form, "Transfer", "Transfer the lead")


@require(Permission.LEADS_UPDATE)
@require_http_methods(BOTH)
def route(request: HttpRequest, number: str) -> HttpResponse:
    """Send a lead that no office holds to one, by hand."""
    user, lead = _user(request), _own(request, number, "route")
    only = None if user.reads_all_offices else choices.field_office(user)
    form = forms.RouteForm(request.POST or None, choices=choices.destinations(only))
    if request.method == "POST" and form.is_valid():
        to, note = form.cleaned_data["to"], form.cleaned_data["note"]
        routed = actions.route(lead, by=user, note=note, **_where_to(to))
        return _done(request, routed, f"The lead was sent to {queries.holder(routed)}.")
    return _asked(request, lead, form, "Route by hand", "Send the lead", lede=queries.route_sentence(lead))


@require(Permission.LEADS_UPDATE)
@require_http_methods(BOTH)
def close(request: HttpRequest, number: str) -> HttpResponse:
    """Say what came of a lead, and close it."""
    lead = _own(request, number, "close")
    form = forms.CloseForm(request.POST or None, choices=choices.outcome_choices([lead]))
    if request.method == "POST" and form.is_valid():
        return _done(
            request, actions.close(lead, by=_user(request), **form.cleaned_data), "The lead was closed."
        )
    lede = "If the subject was arrested, record the arrest instead: that closes the lead by itself."
    return _asked(request, lead, form, "Close", "Close the lead", lede=lede)


@require(Permission.LEADS_UPDATE)
@require_http_methods(BOTH)
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    """Open a closed lead again."""
    lead = _own(request, number, "reopen")
    form: Any = forms.ReopenForm(request.POST or None)
    if lead.office is None:
        form = forms.ReopenIntoForm(request.POST or None, choices=choices.destinations())
    if request.method == "POST" and form.is_valid():
        office = _where_to(form.cleaned_data.get("to", ""))["office"]
        opened = actions.reopen(lead, by=_user(request), note=form.cleaned_data["note"], office=office)
        return _done(request, opened, "The lead is open again and waits to be accepted.")
    return _asked(request, lead, form, "Re-open", "Re-open the lead")


@require(Permission.LEADS_UPDATE)
@require_http_methods(BOTH)
def note(request: HttpRequest, number: str) -> HttpResponse:
    """Sign and date a remark on a lead."""
    lead = _own(request, number, "note")
    form = forms.NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.note(lead, by=_user(request), **form.cleaned_data)
        return _done(request, lead, "The note was added.")
    return _asked(request, lead, form, "Add a note", "Add the note")


@require(Permission.LEADS_UPDATE)
@require_http_methods(BOTH)
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """Correct what a lead says."""
    lead = _own(request, number, "correct")
    standing = {name: getattr(lead, name) for name in fields.LEAD}
    form = forms.LeadForm(request.POST or None, initial=standing, standing=standing)
    if request.method == "POST" and form.is_valid() and _stated(request, form):
        corrected = actions.correct(lead, by=_user(request), values=form.cleaned_data)
        moved = f" {queries.whereto(corrected)}" if corrected.status != lead.status else ""
        return _done(request, corrected, f"The lead was corrected.{moved}")
    where = queries.whereabouts(request.POST.get("zip", lead.zip))
    context = {"form": form, "lead": lead, "where": where}
    return render(request, "leads/form.html", context, status=422 if form.errors else 200)


@require(Permission.LEADS_UPDATE)
@require_http_methods(BOTH)
def link(request: HttpRequest, number: str) -> HttpResponse:
    """Say which subject a lead is about: found by its A-Number, looked at, then confirmed."""
    lead = _own(request, number, "link")
    form = forms.LinkForm(request.POST or None, initial={"a_number": lead.a_number})
    subject = None
    if request.method == "POST" and form.is_valid() and _stated(request, form):
        subject = queries.subject_known_as(form.cleaned_data["a_number"])
        if subject is None:
            form.add_error("a_number", "No subject has this A-Number. Check it, or enter the subject first.")
        elif request.POST.get("confirmed") == subject.number:
            return _done(
                request, actions.link(lead, by=_user(request), subject=subject), "The lead was linked."
            )
    if subject is not None:
        showed(request, record=f"subjects.subject:{subject.pk}")
    context = {"lead": lead, "form": form, "subject": subject, "case": queries.live_case_of(subject)}
    context["differences"] = queries.differences(lead, subject)
    return render(request, "leads/link.html", context, status=422 if form.errors else 200)


def _stated(request: HttpRequest, form: Any) -> bool:
    """Whether the person named may be worked on: within reach, or under a purpose, which is recorded."""
    subject = queries.beyond_reach(_user(request), form.cleaned_data.get("a_number", ""))
    if subject is None:
        return True
    purpose = form.data.get("purpose", "").strip()
    verdict = rules.may_name_beyond_reach(purpose)
    if not verdict:
        form.add_error("purpose", verdict.sentence)
        return False
    showed(request, record=f"subjects.subject:{subject.pk}", purpose=purpose)
    return True


# --- several at once


@require(Permission.LEADS_UPDATE)
@require_POST
def several(request: HttpRequest) -> HttpResponse:
    """Do the same to every selected lead: ask what is needed, do it, and say of each what came of it."""
    user = _user(request)
    leads = queries.chosen(user, request.POST.getlist("chosen"))
    act = choices.several(request.POST.get("act", ""), leads, user).or_refused()
    form = _form_for(act.name, leads, user, request.POST if "confirmed" in request.POST else None)
    showed(request, record="leads.lead", results=len(leads))
    context = {"act": act, "leads": leads, "form": form}
    if form is not None and not form.is_valid():
        return render(request, "leads/several.html", context, status=422 if form.is_bound else 200)
    done = actions.each(leads, getattr(actions, act.name), by=user, **_given(act.name, form, leads))
    return render(
        request, "leads/several_done.html", {**context, "done": done, "count": sum(r.done for r in done)}
    )


def _form_for(act: str, leads: list[Any], user: Any, data: Any) -> Any:
    if act == "assign":
        return forms.AssignForm(data, choices=choices.officer_choices(leads[0].office))
    if act == "transfer":
        return forms.TransferForm(data, choices=choices.destinations())
    if act == "route":
        only = None if user.reads_all_offices else choices.field_office(user)
        return forms.RouteForm(data, choices=choices.destinations(only))
    return forms.CloseForm(data, choices=choices.outcome_choices(leads)) if act == "close" else None


def _given(act: str, form: Any, leads: list[Any]) -> dict[str, Any]:
    given = dict(form.cleaned_data) if form is not None else {}
    if "to" in given:
        given |= _where_to(given.pop("to"))
    if act == "assign":
        given["officer"] = choices.officer_in(leads[0].office, given["officer"])
    return given


# --- what these share


def _user(request: HttpRequest) -> Any:
    return request.user


def _where_to(chosen: str) -> dict[str, Any]:
    office, team = choices.destination(chosen)
    return {"office": office, "team": team} if team else {"office": office}


def _opened(request: HttpRequest, number: str) -> tuple[Any, str]:
    """The lead, read within reach or with a purpose, and put down in the access log."""
    lead = queries.lead_named(number)
    record = f"leads.lead:{lead.pk}"
    purpose = purpose_for(request, record, queries.within_reach(_user(request), lead))
    showed(request, record=record, purpose=purpose)
    return lead, purpose


def _own(request: HttpRequest, number: str, verb: str = "") -> Any:
    """The lead, for a change: within reach, and open to the verb as its rule says."""
    lead = queries.lead_named(number)
    refuse_beyond_reach(queries.within_reach(_user(request), lead))
    showed(request, record=f"leads.lead:{lead.pk}")
    if verb:
        queries.verdicts_on(_user(request), lead)[verb].or_refuse()
    return lead


def _done(request: HttpRequest, lead: Any, sentence: str) -> HttpResponse:
    """Say what was done and go back to the lead, or to the list if it has left one's reach."""
    messages.success(request, sentence)
    if queries.within_reach(_user(request), lead):
        return redirect("leads:lead", lead.number)
    return redirect("leads:list")


def _asked(
    request: HttpRequest, lead: Any, form: Any, heading: str, submit: str, lede: str = ""
) -> HttpResponse:
    context = {"lead": lead, "form": form, "heading": heading, "submit": submit, "lede": lede}
    return render(request, "leads/act.html", context, status=422 if form.errors else 200)
