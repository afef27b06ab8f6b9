"""The list of open claims, the page of one, and the form of each of its steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from fcms.accounts.permissions import Permission
from fcms.cases import permissions as case_permissions
from fcms.cases import queries as case_queries
from fcms.cases.corrections import queries as corrections
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.lib.purpose import purpose_for, refuse_beyond_reach

from . import actions, forms, permissions, queries, rules
from .lifecycle import TONES, ClaimStatus, Outcome


@require(Permission.ACTIVITIES_READ)
@require_GET
def claims(request: HttpRequest) -> HttpResponse:
    """List the open claims of the person's office, the longest waiting first."""
    user: Any = request.user
    form = forms.Filters(request.GET)
    listing = queries.listing(user, request.GET.dict(), form.chosen)
    showed(request, record="cases.citizenshipclaim", results=len(listing.page))
    context = {"form": form, "page": listing.page, "total": listing.total, "most": queries.COUNTED}
    rows = queries.lines(listing.page)
    return render(request, "cases/claims.html", {**context, "rows": rows, "national": user.reads_all_offices})


def _read(request: HttpRequest, number: str) -> tuple[Any, str]:
    """The case, read within reach or with a purpose: whoever reads a case may also raise a claim on it."""
    case = case_queries.case_named(number)
    record = f"cases.case:{case.pk}"
    user: Any = request.user
    purpose = purpose_for(request, record, case_queries.within_reach(user, case))
    showed(request, record=record, purpose=purpose)
    return case, purpose


def _held(request: HttpRequest, number: str) -> Any:
    """The case, where the person's office holds it."""
    case = case_queries.case_named(number)
    refuse_beyond_reach(case_permissions.holds(request.user, case))  # type: ignore[arg-type]
    showed(request, record=f"cases.case:{case.pk}")
    return case


@require(Permission.ACTIVITIES_READ)
@require_GET
def claim(request: HttpRequest, number: str, claim: int) -> HttpResponse:
    """Show a claim with every step it took, what comes next, and who has to be told."""
    case, purpose = _read(request, number)
    user: Any = request.user
    found = queries.claim_of(case, claim)
    verdicts = permissions.verdicts(found, queries.standing_to(user, case.subject_id, reads=True), user)
    context = {
        "case": case,
        "purpose": purpose,
        "claim": found,
        "tone": TONES[ClaimStatus(found.status)],
        "a_number": queries.a_number_of(case.subject),
        "indicia": queries.indicia_of(found),
        "steps": queries.steps_of(found),
        "next": rules.next_step(ClaimStatus(found.status)),
        "acts": [(act, verdicts[act.name]) for act in ACTS],
        "corrections": corrections.of_subject(case.subject_id) if not found.is_open else [],
        "tells": user.may(Permission.TELL_CORRECTIONS),
    }
    return render(request, "cases/claim.html", context)


# --- the steps


@dataclass(frozen=True, slots=True)
class Act:
    """A step as its page shows it: the button, what will happen, what was done."""

    name: str
    address: str
    label: str
    consequence: str
    done: str
    form: type[django_forms.Form]
    do: Callable[..., Any]


ASK = Act(
    "ask",
    "cases:ask-counsel",
    "Ask counsel",
    "The claim waits for counsel's advice. It holds until a supervisor has decided.",
    "Counsel is asked.",
    forms.AskForm,
    actions.ask_counsel,
)
ADVISE = Act(
    "advise",
    "cases:advise-claim",
    "Advise",
    "Your advice goes to a supervisor of the office that holds the case, who decides.",
    "Your advice is kept. A supervisor decides now.",
    forms.AdviseForm,
    actions.advise,
)
DECIDE = Act(
    "decide",
    "cases:decide-claim",
    "Decide",
    "One of the three must be chosen. What you decide and why is kept for good.",
    "The claim is decided.",
    forms.DecideForm,
    actions.decide,
)
TAKE_BACK = Act(
    "take-back",
    "cases:take-back-claim",
    "Take the decision back",
    "The claim goes to counsel again and holds. The case stays closed until somebody re-opens it. Recipients who were"
    " told are listed to be told of this.",
    "The decision is taken back. The claim is with counsel again.",
    forms.TakeBackForm,
    actions.take_back_decision,
)
ACTS = (ASK, ADVISE, DECIDE, TAKE_BACK)


def _perform(request: HttpRequest, case: Any, key: int, act: Act) -> HttpResponse:
    """Ask for what the step needs, then take it."""
    user: Any = request.user
    found = queries.claim_of(case, key)
    who = queries.standing_to(user, case.subject_id, reads=True)
    permissions.verdicts(found, who, user)[act.name].or_refuse()
    form = act.form(request.POST or None)
    if request.method == "POST" and (form.is_valid() or not form.fields):
        act.do(found, by=user, **form.cleaned_data)
        messages.success(request, _said(act, form.cleaned_data, case, found))
        return redirect("cases:claim", case.number, found.pk)
    context = {
        "case": case,
        "claim": found,
        "tone": TONES[ClaimStatus(found.status)],
        "act": act,
        "form": form,
    }
    context["indicia"] = queries.indicia_of(found)
    return render(request, "cases/claim_act.html", context, status=422 if form.is_bound else 200)


def _said(act: Act, given: dict[str, Any], case: Any, claim: Any) -> str:
    """What was done, in words; that somebody is a citizen says what follows from it."""
    if given.get("outcome") != Outcome.CITIZEN:
        return act.done
    left = sum(not one.end for one in corrections.of_subject(case.subject_id))
    closed = "The case is closed." if case_queries.case_named(case.number).closed_at else act.done
    if not left:
        return f"{closed} No recipient has to be told."
    where = f"{reverse('cases:claim', args=[case.number, claim.pk])}#corrections"
    told = "1 recipient has to be told." if left == 1 else f"{left:,} recipients have to be told."
    return format_html('{} <a class="usa-link" href="{}">{}</a>', closed, where, told)


@require(permissions.RAISE)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def raise_claim(request: HttpRequest, number: str) -> HttpResponse:
    """Raise a claim; whoever reads the case may, with a purpose also from another office."""
    case, purpose = _read(request, number)
    user: Any = request.user
    queries.may_raise(user, case.subject).or_refuse()
    form = forms.RaiseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.raise_claim(case.subject, by=user, **form.cleaned_data)
        messages.success(request, "The claim is raised and holds from now on. Ask counsel next.")
        return redirect("cases:claim", case.number, made.pk)
    context = {"case": case, "purpose": purpose, "form": form}
    return render(request, "cases/claim_raise.html", context, status=422 if form.is_bound else 200)


@require(permissions.RAISE)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def ask_counsel(request: HttpRequest, number: str, claim: int) -> HttpResponse:
    """Ask counsel about a claim."""
    case, _purpose = _read(request, number)
    return _perform(request, case, claim, ASK)


@require(permissions.ADVISE)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def advise(request: HttpRequest, number: str, claim: int) -> HttpResponse:
    """Give counsel's advice."""
    return _perform(request, _held(request, number), claim, ADVISE)


@require(permissions.DECIDE)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def decide(request: HttpRequest, number: str, claim: int) -> HttpResponse:
    """Decide a claim after counsel's advice."""
    return _perform(request, _held(request, number), claim, DECIDE)


@require(permissions.TAKE_BACK)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def take_back(request: HttpRequest, number: str, claim: int) -> HttpResponse:
    """Take back that somebody was found to be a citizen."""
    return _perform(request, _held(request, number), claim, TAKE_BACK)
