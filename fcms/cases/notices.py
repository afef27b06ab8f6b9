"""What a person is told of cases: news and transfers to decide, holds, claims that wait for their own step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.lib.notices import Kind, Notice, tells

from .claims import queries as claims
from .claims.lifecycle import ClaimStatus
from .lifecycle import Road, TransferStatus
from .models import CitizenshipClaim
from .proposals.permissions import DECIDE
from .proposals.queries import waiting_for
from .transfers import queries as transfers

HOLDS = Kind("hold", "Holds", "hold was raised in your office", "holds were raised in your office")
CLAIMS = Kind(
    "claim",
    "Claims that wait for me",
    "claim to citizenship waits for you",
    "claims to citizenship wait for you",
)
OFFERED = Kind(
    "case-offered",
    "Cases offered to us",
    "case is offered to your office",
    "cases are offered to your office",
)
ANSWERED = Kind(
    *("case-answered", "Answers to transfers that I proposed"),
    *("transfer that you proposed was answered", "transfers that you proposed were answered"),
)
NEWS = Kind(
    "case-news", "News to decide", "piece of news would close a case", "pieces of news would close cases"
)


@tells(HOLDS, order=5)
def holds(user: User, most: int) -> Iterator[Notice]:
    """The holds on cases of the person's own office, but for those that they raised themselves."""
    if user.policy.reach != "office":
        return
    rows = claims.shown(claims.waiting_for(user).exclude(raised_by=user)).order_by("-raised_at", "-pk")
    for line in claims.lines(rows[:most]):
        sentence = f"A hold was raised on case {line.number}: nobody acts on it until it is decided."
        yield Notice(f"claim {line.claim.pk}", sentence, line.claim.raised_at, _claim(line))


@tells(CLAIMS, order=6)
def claims_to_do(user: User, most: int) -> Iterator[Notice]:
    """The claims that wait for the person's own step: counsel's advice, or a supervisor's decision."""
    status = claims.mine_first(user)
    if not status:
        return
    asked = status == ClaimStatus.WITH_COUNSEL
    rows = claims.shown(claims.waiting_for(user, status)).order_by("-raised_at", "-pk")
    for line in claims.lines(rows[:most]):
        wanted = "your advice" if asked else "your decision: counsel has advised"
        since = _since(line.claim, asked)
        sentence = f"A claim to citizenship on case {line.number} waits for {wanted}."
        yield Notice(f"claim {line.claim.pk} {status} {since:%y%m%d%H%M%S}", sentence, since, _claim(line))


def _since(claim: CitizenshipClaim, asked: bool) -> datetime:
    return (claim.asked_at if asked else claim.advised_at) or claim.raised_at


def _claim(line: claims.Line) -> str:
    return line.url


@tells(OFFERED, order=20)
def offered(user: User, most: int) -> Iterator[Notice]:
    """The cases that another office would hand over, for those who accept them; headquarters has its list."""
    if user.policy.reach != "office":
        return
    rows = transfers.to_decide(user).order_by("-proposed_at", "-pk")
    for key, at, number, office in rows.values_list("pk", "proposed_at", "case__number", "from_office__name")[
        :most
    ]:
        sentence = f"{office} offers case {number} to your office."
        yield Notice(f"transfer {key}", sentence, at, reverse("cases:decide-transfer", args=[number, key]))


@tells(ANSWERED, order=25)
def answered(user: User, most: int) -> Iterator[Notice]:
    """What became of the transfers that the person proposed, for as long as that is news."""
    if not user.may(Permission.ACTIVITIES_READ):
        return
    columns = ("pk", "decided_at", "case__number", "to_office__name", "status")
    for key, at, number, office, status in transfers.answered_lately(user).values_list(*columns)[:most]:
        taken = status == TransferStatus.ACCEPTED
        sentence = (
            f"{office} took case {number} over."
            if taken
            else f"{office} did not take case {number}, and said why."
        )
        yield Notice(f"answer {key}", sentence, at, reverse("cases:case", args=[number]))


@tells(NEWS, order=30)
def news(user: User, most: int) -> Iterator[Notice]:
    """The news that waits for the person's office, for those who decide it."""
    if not user.may(DECIDE) or user.reads_all_offices:
        return
    rows = waiting_for(user).order_by("-proposed_at", "-pk")
    for key, at, number, road in rows.values_list("pk", "proposed_at", "case__number", "road")[:most]:
        sentence = f"News of case {number} waits for a decision: {Road(road).label.lower()}."
        yield Notice(f"news {key}", sentence, at, reverse("cases:decide-news", args=[number, key]))
