"""The list of cases, the page of one, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from fcms.accounts.permissions import Permission
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.lib.purpose import purpose_for, refuse_beyond_reach

from . import actions, forms, permissions, queries, rules
from .lifecycle import Basis
from .proposals.permissions import may_decide_on
from .proposals.queries import news_of
from .transfers import actions as transferring
from .transfers.permissions import may_decide as may_answer
from .transfers.permissions import may_withdraw
from .transfers.queries import of_case


@require(Permission.ACTIVITIES_READ)
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """List the cases within reach; filters, sorting and page stand in the address."""
    user: Any = request.user
    national = user.reads_all_offices
    form = forms.Filters(request.GET, own="" if national else _code(user))
    listing = queries.listing(user, form.chosen, request.GET.dict())
    showed(request, record="cases.case", results=len(listing.page))
    context = {"form": form, "page": listing.page, "total": listing.total, "most": queries.COUNTED}
    return render(request, "cases/list.html", {**context, "national": national})


def _code(user: Any) -> str:
    return str(user.office.code).partition("-")[0]


def _opened(request: HttpRequest, number: str) -> tuple[Any, str]:
    """The case, read within reach or with a purpose, and put down in the access log."""
    case = queries.case_named(number)
    record = f"cases.case:{case.pk}"
    purpose = purpose_for(request, record, queries.within_reach(_user(request), case))
    showed(request, record=record, purpose=purpose)
    return case, purpose


def _user(request: HttpRequest) -> Any:
    return request.user


@require(Permission.ACTIVITIES_READ)
@require_GET
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show everything about a case in the order an officer asks."""
    found, purpose = _opened(request, number)
    user = _user(request)
    transfers = of_case(found)
    context = {
        "case": found,
        "purpose": purpose,
        "a_number": queries.a_number_of(found.subject),
        "acts": _acts(user, found, transfers),
        "may_change": rules.may_change(permissions.standing(user, found)),
        "addresses": queries.addresses_of(found.subject),
        "basis_source": queries.source_of(found.statement),
        "steps": queries.steps_of(found),
        "known": queries.known_of(found.subject),
        "news": news_of(found),
        "past_transfers": [one for one in transfers if one.status != "WAITING"],
        "waiting": _waiting(user, transfers),
        "may_decide": may_decide_on(user, found),
    }
    return render(request, "cases/case.html", context)


def _waiting(user: Any, transfers: list[Any]) -> dict[str, Any] | None:
    """The transfer that waits, and whether this person answers it or takes it back."""
    found = next((one for one in transfers if one.status == "WAITING"), None)
    if found is None:
        return None
    return {"one": found, "may_answer": may_answer(user, found), "may_withdraw": may_withdraw(user, found)}


@require(Permission.ACTIVITIES_READ)
@require_GET
def history(request: HttpRequest, number: str) -> HttpResponse:
    """Show who changed which field of a case, and when."""
    found, purpose = _opened(request, number)
    context = {"case": found, "purpose": purpose, "lines": queries.history(found)}
    return render(request, "cases/history.html", context)


# --- the moves


@dataclass(frozen=True, slots=True)
class Act:
    """A move as its page shows it: the button, the question, what will happen, what was done."""

    name: str
    label: str
    consequence: str
    done: str
    form: type[django_forms.Form]
    do: Callable[..., Any]
    danger: bool = False
    primary: bool = False


GO_COLD = Act(
    "go-cold",
    "Go cold",
    "The case leaves the active list. It stays in the backlog and can be revived at any time.",
    "went cold",
    forms.GoColdForm,
    actions.go_cold,
)
REVIVE = Act(
    "revive",
    "Revive",
    "The case comes back to the active list.",
    "is open again",
    forms.ReviveForm,
    actions.revive,
)
RELEASE = Act(
    "release",
    "Record the release",
    "The case is open again and the subject is recorded as at large.",
    "is open again, its subject released",
    forms.ReleaseForm,
    actions.release,
)
REMOVE = Act(
    "remove",
    "Record the removal",
    "The case ends, and the subject is recorded as removed from the United States. It counts as a removal of the"
    " office that holds the case.",
    "ended with the removal of its subject",
    forms.RemoveForm,
    actions.remove,
    primary=True,
)
CLOSE = Act(
    "close",
    "Close",
    "The case leaves the backlog for the reason you give. It can be re-opened.",
    "is closed",
    forms.CloseForm,
    actions.close,
    danger=True,
)
REOPEN = Act(
    "reopen",
    "Re-open",
    "What ended the case did not hold: it is open again, and its removal, if there was one, no longer counts. If the"
    " person was removed and came back, leave this case as it is and open a new one.",
    "is open again",
    forms.ReopenForm,
    actions.reopen,
)
TRANSFER = Act(
    "transfer",
    "Transfer",
    "The office that you name is asked to take the case over.",
    "is offered to another office",
    forms.TransferForm,
    transferring.propose,
)
ACTS = (REVIVE, RELEASE, REMOVE, GO_COLD, CLOSE, REOPEN, TRANSFER)


def _acts(user: Any, found: Any, transfers: list[Any]) -> list[dict[str, Any]]:
    """The moves for the buttons of the page, each with the rule's answer."""
    offered = next((one.to_office.name for one in transfers if one.status == "WAITING"), "")
    verdicts = permissions.verdicts(user, found, offered=offered, **queries.bars_to_opening(found))
    return [{"act": act, "address": f"cases:{act.name}", "verdict": verdicts[act.name]} for act in ACTS]


def _perform(request: HttpRequest, number: str, act: Act, **initial: Any) -> HttpResponse:
    """Ask for what the move needs, then make it."""
    found, user = _to_move(request, number, act), _user(request)
    form = act.form(request.POST or None, initial={**_initial(), **initial})
    if request.method == "POST" and form.is_valid():
        moved = act.do(found, by=user, **_values(form))
        messages.success(request, f"Case {moved.number} {act.done}.")
        return redirect(
            "cases:case" if permissions.holds(user, moved) else "cases:list", *_where(user, moved)
        )
    status = 422 if form.is_bound else 200
    return render(request, "cases/act.html", {"case": found, "act": act, "form": form}, status=status)


def _to_move(request: HttpRequest, number: str, act: Act) -> Any:
    """The case, where this person may make the move now."""
    found = queries.case_named(number)
    user = _user(request)
    refuse_beyond_reach(permissions.holds(user, found))
    showed(request, record=f"cases.case:{found.pk}")
    permissions.verdicts(user, found, **queries.bars_to_opening(found))[act.name].or_refuse()
    return found


def _where(user: Any, moved: Any) -> list[str]:
    return [moved.number] if permissions.holds(user, moved) else []


def _initial() -> dict[str, Any]:
    today = timezone.localdate()
    return {"released_on": today, "removed_on": today}


def _values(form: django_forms.Form) -> dict[str, Any]:
    values = dict(form.cleaned_data)
    if "office" in values:
        values["office"] = queries.office_of(values["office"])
    return values


@require(Permission.ACTIVITIES_UPDATE)
@require_http_methods(["GET", "POST"])
def go_cold(request: HttpRequest, number: str) -> HttpResponse:
    """Take a case off the active list."""
    return _perform(request, number, GO_COLD)


@require(Permission.ACTIVITIES_UPDATE)
@require_http_methods(["GET", "POST"])
def revive(request: HttpRequest, number: str) -> HttpResponse:
    """Bring a cold case back."""
    return _perform(request, number, REVIVE)


@require(Permission.ACTIVITIES_UPDATE)
@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, number: str) -> HttpResponse:
    """Record that the subject was let go."""
    return _perform(request, number, RELEASE)


@require(Permission.ACTIVITIES_UPDATE)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, number: str) -> HttpResponse:
    """Record that the subject was removed from the United States."""
    return _perform(request, number, REMOVE)


@require(Permission.ACTIVITIES_UPDATE)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, number: str) -> HttpResponse:
    """Close a case: first why, then what shows it."""
    asked = forms.ReasonForm(request.GET or None)
    if request.method == "POST" or asked.is_valid():
        return _perform(request, number, CLOSE, reason=asked.data.get("reason", ""))
    context = {"case": _to_move(request, number, CLOSE), "act": CLOSE, "form": asked}
    return render(request, "cases/close_reason.html", context, status=422 if asked.is_bound else 200)


@require(Permission.ACTIVITIES_UPDATE)
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    """Open an ended case again."""
    return _perform(request, number, REOPEN)


# --- opening by hand


@require(Permission.ACTIVITIES_UPDATE)
@require_http_methods(["GET", "POST"])
def open_by_hand(request: HttpRequest, subject: str) -> HttpResponse:
    """Open a case on a subject from the subject's case category."""
    person = queries.subject_numbered(subject)
    if person is None:
        raise Http404("There is no subject with this number.")
    user = _user(request)
    refuse_beyond_reach(queries.reaches_subject(user, person))
    office = queries.opening_office(user, person)
    queries.may_open(user, person).or_refuse()
    showed(request, record=f"subjects.subject:{person.pk}")
    basis = rules.basis_of_category(person.case_category)
    since = person.final_order_on if basis == Basis.FINAL_ORDER else person.failed_to_report_on
    form = forms.OpenForm(request.POST or None, initial={"basis_on": since})
    if request.method == "POST" and form.is_valid():
        opened = actions.open_by_hand(person, by=user, office=office, **form.cleaned_data)
        messages.success(request, f"Case {opened.number} is open.")
        return redirect("cases:case", opened.number)
    status = 422 if form.is_bound else 200
    context = {"subject": person, "office": office, "basis": basis, "form": form}
    return render(request, "cases/open.html", context, status=status)
