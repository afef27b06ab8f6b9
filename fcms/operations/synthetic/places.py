"""Where people live: streets that do not exist on ZIP codes that do, as often as people live there."""

from __future__ import annotations

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from random import Random
from typing import NamedTuple

from fcms.accounts.models import User
from fcms.offices.models import Office, OfficeKind, ZipRoute
from fcms.offices.queries import current_edition

# Residents of states and territories in thousands, census of 2010 (a public fact).
RESIDENTS = dict(
    zip(
        *[
            iter(
                "CA 37254 TX 25146 NY 19378 FL 18801 IL 12831 PA 12702 OH 11537 MI 9884 GA 9688 NC 9535 NJ 8792 VA 8001"
                " WA 6725 MA 6548 IN 6484 AZ 6392 TN 6346 MO 5989 MD 5774 WI 5687 MN 5304 CO 5029 AL 4780 SC 4625"
                " LA 4533 KY 4339 OR 3831 OK 3751 PR 3726 CT 3574 IA 3046 MS 2967 AR 2916 KS 2853 UT 2764 NV 2701"
                " NM 2059 WV 1853 NE 1826 ID 1568 HI 1360 ME 1328 NH 1316 RI 1053 MT 989 DE 898 SD 814 AK 710"
                " ND 673 VT 626 DC 602 WY 564 GU 159 VI 106 MP 54".split()
            )
        ]
        * 2,
        strict=True,
    )
)


class Place(NamedTuple):
    """A ZIP code with its city and state, and the office and team that its leads go to (None: the queue)."""

    zip: str
    city: str
    state: str
    rule: str
    office_id: int | None
    team_id: int | None


class Officer(NamedTuple):
    """A demonstration user as an action signs with one."""

    id: int
    name: str
    title: str
    office_id: int
    team_id: int | None


@dataclass
class Places:
    """What is read from the database once: ZIP codes by how many live there, offices, and who works in them."""

    all: list[Place]
    routed: list[Place]
    post_boxes: list[Place]
    sure: list[float]
    unknown: list[str]
    edition: int | None
    codes: dict[int, str]
    dockets: dict[int, list[int]]
    officers: dict[int, list[Officer]]
    supervisors: dict[int, Officer]
    analyst: Officer

    def choose(self, rng: Random) -> Place:
        """A place, as often as people live there."""
        return self.routed[min(bisect(self.sure, rng.random() * self.sure[-1]), len(self.routed) - 1)]

    @cached_property
    def by_prefix(self) -> dict[str, list[Place]]:
        """Places by the first three digits of their ZIP code."""
        found: dict[str, list[Place]] = defaultdict(list)
        for place in self.routed:
            found[place.zip[:3]].append(place)
        return found

    @cached_property
    def by_zip(self) -> dict[str, Place]:
        """Every ZIP code of the directory."""
        return {place.zip: place for place in self.all}

    def near(self, rng: Random, place: Place) -> Place:
        """A place close to `place` and, mostly, of the same office."""
        return rng.choice(self.by_prefix[place.zip[:3]])

    def moved(self, rng: Random, place: Place) -> Place:
        """Where somebody from `place` may be next: close by, or anywhere."""
        return self.near(rng, place) if rng.random() < 0.8 else self.choose(rng)


def street(rng: Random) -> tuple[str, str]:
    """A house number and a street that no letter carrier finds, and sometimes a unit."""
    unit = f"APT {rng.randrange(1, 60)}" if rng.random() < 0.25 else ""
    return f"{rng.randrange(100, 10_000)} SAMPLE WAY", unit


def known_places() -> Places:
    """Read the places from the directory in use, and the demonstration's users."""
    routes = list(
        ZipRoute.objects.order_by("zip").values_list("zip", "city", "state", "rule", "office_id", "team_id")
    )
    places = [Place(*route) for route in routes]
    routed = [place for place in places if place.office_id and place.city and place.state in RESIDENTS]
    zips = {place.zip for place in places}
    offices = list(Office.objects.order_by("code"))
    officers, supervisors, analyst = _people({o.pk for o in offices if o.kind == OfficeKind.FIELD})
    return Places(
        all=places,
        routed=routed,
        post_boxes=[place for place in places if place.rule == "PO_BOX" and place.city],
        sure=_sure(routed),
        unknown=[text for text in (f"{n:05}" for n in range(1, 500)) if text not in zips],
        edition=current_edition(),
        codes={office.pk: office.code for office in offices},
        dockets={
            office.pk: [office.pk, *(sub.pk for sub in offices if sub.parent_id == office.pk)]
            for office in offices
            if office.kind == OfficeKind.FIELD
        },
        officers=officers,
        supervisors=supervisors,
        analyst=analyst,
    )


def _sure(routed: Sequence[Place]) -> list[float]:
    """Running sums of weights: a state's residents, spread so that cities with many ZIP codes get more of them."""
    cities = Counter((place.state, place.city) for place in routed)
    raw = [cities[place.state, place.city] ** 0.7 for place in routed]
    states: Counter[str] = Counter()
    for place, share in zip(routed, raw, strict=True):
        states[place.state] += share  # type: ignore[assignment]
    weighed = (
        int(RESIDENTS[place.state]) * share / states[place.state]
        for place, share in zip(routed, raw, strict=True)
    )
    return list(accumulate(weighed))


def _people(fields: set[int]) -> tuple[dict[int, list[Officer]], dict[int, Officer], Officer]:
    officers: dict[int, list[Officer]] = defaultdict(list)
    supervisors: dict[int, Officer] = {}
    analyst = None
    users = User.objects.filter(is_active=True).select_related("office").order_by("username")
    for user in users:
        office = user.office.field_office_id
        one = Officer(user.pk, user.name, user.position_title, office, user.team_id)
        if user.role == "officer" and office in fields:
            officers[office].append(one)
        elif user.role == "supervisor" and office in fields:
            supervisors.setdefault(office, one)
        elif user.role == "hq_analyst":
            analyst = analyst or one
    if analyst is None or fields - officers.keys() or fields - supervisors.keys():
        raise LookupError("The users of the demonstration are missing: prepare the home first.")
    return officers, supervisors, analyst
