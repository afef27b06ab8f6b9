"""The pages of a subject: its tabs, the forms that change it, its sealed numbers and photographs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fcms.accounts.permissions import Permission
from fcms.lib.access import require
from fcms.lib.identifiers import fbi_number_doubt
from fcms.lib.looks import showed
from fcms.lib.purpose import purpose_for, refuse_beyond_reach
from fcms.lib.verdict import Verdict

from . import actions, forms, queries, rules
from .conflicts import queries as conflicts
from .merging import queries as merging
from .origin import officer_origin
from .words import fact_words

TAB_LABELS = {
    "who": "Who",
    "addresses": "Addresses",
    "immigration": "Immigration history",
    "criminal": "Criminal history",
    "sources": "Sources",
    "history": "History",
}
PART_HEADINGS = {"who": "Correct who the subject is", "immigration": "Correct the immigration history"}
ADDING: dict[str, tuple[str, Any]] = {
    "a-number": ("Add an A-Number", actions.add_a_number),
    "alias": ("Add a name", actions.add_alias),
    "address": ("Add an address", actions.add_address),
    "identifier": ("Add a number", actions.add_identifier),
    "charge": ("Add a removal charge", actions.add_charge),
    "apprehension": ("Add an apprehension", actions.add_apprehension),
    "conviction": ("Add a conviction", actions.add_conviction),
    "photograph": ("Add a photograph", actions.add_photograph),
}
"""What may be added: the heading of its form and the action."""


@require(Permission.ACTIVITIES_READ)
@require_GET
def subject(request: HttpRequest, number: str, tab: str = "who") -> HttpResponse:
    """One tab of a subject's page."""
    found = _found(number)
    within = queries.within_reach(request.user, found)  # type: ignore[arg-type]
    _opened(request, found, within)
    return _tab(request, found, tab, within)


@require(Permission.ACTIVITIES_READ)
@require_POST
def reveal(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Show a sealed number, once, on the page it stands on; that it was shown is recorded before it is."""
    found = _found(number)
    within = queries.within_reach(request.user, found)  # type: ignore[arg-type]
    purpose = purpose_for(request, f"subjects.subject:{found.pk}", within)
    identifier = _fact(found, "identifier", key)
    showed(request, record=f"subjects.identifier:{key}", purpose=purpose, kind="REVEAL")
    return _tab(request, found, "who", within, shown={key: queries.revealed(identifier)})


@require(Permission.ACTIVITIES_READ)
@require_GET
def photograph(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """A photograph, only to those who may open the subject, each time recorded."""
    found = _found(number)
    within = queries.within_reach(request.user, found)  # type: ignore[arg-type]
    purpose = purpose_for(request, f"subjects.subject:{found.pk}", within)
    picture = queries.picture(_fact(found, "photograph", key))
    showed(request, record=f"subjects.photograph:{key}", purpose=purpose)
    return HttpResponse(picture, content_type="image/jpeg", headers={"Content-Disposition": "inline"})


@require(Permission.ACTIVITIES_UPDATE)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def new(request: HttpRequest) -> HttpResponse:
    """Enter a subject by hand."""
    form = forms.NewSubjectForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if value and name != "number"}
        entered = actions.enter_subject(
            by=request.user,  # type: ignore[arg-type]
            origin=officer_origin(request.user),  # type: ignore[arg-type]
            a_number=form.cleaned_data["number"],
            values=values,
        )
        messages.success(request, f"Subject {entered.number} was entered.")
        return redirect("subjects:subject", number=entered.number)
    context = {
        "form": form,
        "heading": "Enter a subject",
        "submit": "Enter the subject",
        "subject": None,
        "about": "",
        "danger": False,
        "cancel": reverse("subjects:search"),
    }
    return render(request, "subjects/form.html", context, status=422 if form.errors else 200)


@require(Permission.ACTIVITIES_UPDATE)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def edit(request: HttpRequest, number: str, part: str) -> HttpResponse:
    """Correct one part of a subject by hand (PIA-1.4-2)."""
    found = _own(request, number)
    clears = request.user.may(Permission.CLEAR_1367)  # type: ignore[union-attr]
    form = forms.PartForm(part, found, _posted(request), clears=clears)
    if request.method == "POST" and form.is_valid():
        if values := form.changed():
            origin = officer_origin(request.user)  # type: ignore[arg-type]
            actions.correct_subject(found, by=request.user, origin=origin, values=values)  # type: ignore[arg-type]
            messages.success(request, "The subject was corrected.")
        else:
            messages.info(request, "Nothing was different, so nothing was changed.")
        return _back(found, part)
    return _form(request, found, form, PART_HEADINGS[part], "Save", part)


@require(Permission.ACTIVITIES_UPDATE)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def add(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Add a name, a number, an address, a charge, an apprehension, a conviction or a photograph."""
    found = _own(request, number)
    heading, verb = ADDING[kind]
    form = forms.FACT_FORMS[kind](_posted(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        if kind == "photograph":
            values["image"] = values["image"].read()
        verb(found, by=request.user, origin=officer_origin(request.user), **values)  # type: ignore[arg-type]
        if values.get("kind") == "FBI" and (doubt := fbi_number_doubt(str(values["number"]).upper())):
            messages.warning(request, doubt)
        messages.success(request, "It was added.")
        return _back(found, queries.TAB_OF[kind])
    return _form(request, found, form, heading, "Add", queries.TAB_OF[kind])


@require(Permission.ACTIVITIES_UPDATE)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, number: str, kind: str, key: int) -> HttpResponse:
    """Take a fact out of force, with the reason."""
    found = _own(request, number)
    fact = _fact(found, kind, key)
    form = forms.WithdrawForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        actions.withdraw(fact, by=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        messages.success(request, "The entry was withdrawn. It stays in the record, with your reason.")
        return _back(found, queries.TAB_OF[kind])
    return _form(
        request,
        found,
        form,
        "Withdraw an entry",
        "Withdraw",
        queries.TAB_OF[kind],
        fact_words(kind, fact),
    )


# --- what the views share


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _found(number: str) -> Any:
    found = queries.subject_numbered(number)
    if found is None:
        raise Http404("There is no subject of that number.")
    return found


def _own(request: HttpRequest, number: str) -> Any:
    """The subject to be changed: only as one of the person's own office."""
    found = _found(number)
    refuse_beyond_reach(queries.holds(request.user, found))  # type: ignore[arg-type]
    rules.may_change(stands=merging.stands(found)).or_refuse()
    showed(request, record=f"subjects.subject:{found.pk}")
    return found


def _fact(found: Any, kind: str, key: int) -> Any:
    fact = queries.fact_of(found, kind, key)
    if fact is None:
        raise Http404("There is no such entry.")
    return fact


def _opened(request: HttpRequest, found: Any, within: bool) -> None:
    record = f"subjects.subject:{found.pk}"
    showed(request, record=record, purpose=purpose_for(request, record, within))


def _address(found: Any, tab: str) -> str:
    if tab == "who":
        return reverse("subjects:subject", args=[found.number])
    return reverse("subjects:tab", args=[found.number, tab])


def _back(found: Any, tab: str) -> HttpResponse:
    return redirect(_address(found, tab))


def _tab(
    request: HttpRequest, found: Any, tab: str, within: bool, shown: dict[int, str] | None = None
) -> HttpResponse:
    change: Verdict = rules.may_change(
        stands=merging.stands(found),
        within=within and queries.holds(request.user, found),  # type: ignore[arg-type]
        permitted=request.user.may(Permission.ACTIVITIES_UPDATE),  # type: ignore[union-attr]
    )
    context = {
        "page": queries.page_of(found, tab, shown=shown or {}),
        "subject": found,
        "tab": tab,
        "tabs": [(label, _address(found, name), name == tab) for name, label in TAB_LABELS.items()],
        "change": change,
        "conflicts": conflicts.of_subject(found),
        "may_settle": conflicts.may_settle(request.user, found),  # type: ignore[arg-type]
        "merged": merging.merge_away(found),
        "merges": merging.merges_of(found),
        "may_merge": merging.may_merge(request.user, found),  # type: ignore[arg-type]
    }
    return render(request, f"subjects/{tab}.html", context)


def _form(
    request: HttpRequest, found: Any, form: Any, heading: str, submit: str, tab: str, about: str = ""
) -> HttpResponse:
    context = {
        "subject": found,
        "form": form,
        "heading": heading,
        "submit": submit,
        "tab": tab,
        "about": about,
        "danger": submit == "Withdraw",
        "cancel": _address(found, tab),
    }
    return render(request, "subjects/form.html", context, status=422 if form.errors else 200)
