"""The page that decides all rows of one rule, with the counts before and after."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from fcms.accounts.permissions import Permission
from fcms.exchange import rules as of_intakes
from fcms.exchange.asked import intake_of, user_of
from fcms.exchange.lifecycle import Decision, Status
from fcms.exchange.rulebook import rules
from fcms.lib.access import require
from fcms.lib.looks import showed

from . import actions, queries


@require(Permission.INTAKE_REVIEW)
def by_rule(request: HttpRequest, number: str, rule: str) -> HttpResponse:
    """Show what accepting or rejecting the rows that break only one rule does to the counts, then do it."""
    intake = intake_of(number)
    of_intakes.may_decide(Status(intake.status)).or_refuse()
    if request.method == "POST":
        decision = _decision(request)
        reason = request.POST.get("reason", "")[:300]
        done = actions.decide_by_rule(
            intake, by=user_of(request), rule=rule, decision=decision, reason=reason
        )
        messages.success(request, f"{done:,} rows that break only {rule} are {decision.label.lower()} now.")
        return redirect("exchange:intake", number=number)
    found = queries.outlook(intake, rule)
    queries.rules.may_decide(rule, found.concerned).or_refuse()
    showed(request, record=f"exchange.intake:{intake.pk}", results=found.concerned)
    return render(
        request,
        "exchange/by_rule.html",
        {
            "intake": intake,
            "rule": rules()[rule],
            "outlook": found,
            "standings": found.standings(),
        },
    )


def _decision(request: HttpRequest) -> Decision:
    """What the button says; anything else was sent by no page of ours."""
    sent = request.POST.get("decision", "")
    if sent not in (Decision.ACCEPTED, Decision.REJECTED):
        raise BadRequest
    return Decision(sent)
