"""Where on the pages a gate is opened, settled or overridden: the link beside its sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.urls import reverse

from fcms.activities.ledger import queries as ledger
from fcms.cases.models import Case
from fcms.leads.models import Lead

from .facts import Answer, Place

Pair = tuple[Case, Place | None]


def addresses_of_many(pairs: Sequence[Pair]) -> list[str]:
    """How an address of a page names each place: `lead=L26-…`, `place=P26-…`, or "" where it has neither yet."""
    places = [place for _, place in pairs if place is not None]
    leads = {place.lead_id for place in places if place.lead_id is not None}
    numbers = dict(Lead.objects.filter(pk__in=leads).order_by().values_list("pk", "number")) if leads else {}
    bare = [place.key for place in places if place.lead_id is None]
    records = ledger.records_at(bare) if bare else {}

    def named(place: Place | None) -> str:
        if place is None:
            return ""
        if place.lead_id is not None:
            return f"lead={numbers[place.lead_id]}"
        return f"place={records[place.key].number}" if place.key in records else ""

    return [named(place) for _, place in pairs]


def linked(answer: Answer, pair: Pair, asked: str) -> Answer:
    """The answer with the links that its remedy and its override have; `asked` names the place."""
    case, place = pair
    found = answer
    name, _, number = answer.remedy.partition(":")
    if not answer.verdict and name in REMEDIES:
        label, url = REMEDIES[name](case, number or asked)
        found = replace(found, remedy_label=label, remedy_url=url)
    if answer.overridable and not answer.verdict and (place is None or asked):
        url = reverse("activities:override", args=[case.number, answer.code])
        found = replace(found, override_url=f"{url}?{asked}" if asked else url)
    return found


def _matter(case: Case, asked: str) -> str:
    return asked if asked.startswith("lead=") else f"case={case.number}"


def _status_check(case: Case, asked: str) -> tuple[str, str]:
    return (
        "Record a status check",
        f"{reverse('activities:new')}?{_matter(case, asked)}&what=check&system=EID",
    )


def _address_check(case: Case, asked: str) -> tuple[str, str]:
    return (
        "Record an address check",
        f"{reverse('activities:new')}?{_matter(case, asked)}&what=check&of=address",
    )


def _conflict(case: Case, asked: str) -> tuple[str, str]:
    return "Settle the conflict", f"{reverse('cases:case', args=[case.number])}#conflicts"


def _address(case: Case, asked: str) -> tuple[str, str]:
    kind, _, number = asked.partition("=")
    return ("Correct the address", reverse("leads:correct", args=[number])) if kind == "lead" else ("", "")


def _place_kind(case: Case, asked: str) -> tuple[str, str]:
    url = f"{reverse('activities:place-kind', args=[case.number])}?{asked}" if asked else ""
    return "Say what kind of place it is", url


def _review(what: str) -> Callable[[Case, str], tuple[str, str]]:
    def remedy(case: Case, asked: str) -> tuple[str, str]:
        return "Record a review", f"{reverse('cases:review', args=[case.number])}?what={what}"

    return remedy


def _claim(case: Case, asked: str) -> tuple[str, str]:
    return "See the claim", f"{reverse('cases:case', args=[case.number])}#claim"


def _ledger(case: Case, number: str) -> tuple[str, str]:
    return ("See the address", reverse("addresses:address", args=[number])) if number else ("", "")


def _clearance(case: Case, asked: str) -> tuple[str, str]:
    return "See clearances", f"{reverse('cases:case', args=[case.number])}#clearance"


REMEDIES: dict[str, Callable[[Case, str], tuple[str, str]]] = {
    "status-check": _status_check,
    "address-check": _address_check,
    "review-a-file": _review("A_FILE"),
    "review-appeal": _review("APPEAL"),
    "claim": _claim,
    "clearance": _clearance,
    "conflict": _conflict,
    "address": _address,
    "place-kind": _place_kind,
    "ledger": _ledger,
}
"""By the name that a rule gives the remedy: what the link says, and where it leads; `ledger:P26-…` names its own."""
