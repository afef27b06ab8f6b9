"""What a person is told now: asked of every app's providers, each for a bounded number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Max

from fcms.accounts.models import User
from fcms.lib.notices import PROVIDERS, Kind, Notice

from .models import Digest, DigestSent, Seen

SHOWN = 50
"""How many notices of one kind that were not seen are shown and counted; above, it is said that there are more."""
FRESH = 30
"""For how many seconds the number in the frame of a page may be an old one."""


@dataclass(frozen=True, slots=True)
class Told:
    """The notices of one kind: those not seen yet, those seen and still so, and whether there are more."""

    kind: Kind
    new: list[Notice]
    seen: list[Notice]
    more: bool

    @property
    def counted(self) -> str:
        """How many are new, as a number, with a plus where there are more."""
        return f"{len(self.new):,}{'+' if self.more else ''}"


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything a person is told, kind by kind."""

    told: list[Told] = field(default_factory=list)

    @property
    def new(self) -> list[tuple[Kind, Notice]]:
        """The notices that were not seen yet."""
        return [(one.kind, notice) for one in self.told for notice in one.new]

    @property
    def seen(self) -> list[tuple[Kind, Notice]]:
        """The notices that were seen and are still so."""
        return [(one.kind, notice) for one in self.told for notice in one.seen]

    @property
    def cut(self) -> list[Kind]:
        """The kinds of which there are more than are shown."""
        return [one.kind for one in self.told if one.more]


def listing(user: User) -> Listing:
    """Ask every provider."""
    seen = seen_keys(user)
    found = []
    for provider in PROVIDERS:
        known = seen.get(provider.kind.code, set())
        rows = list(provider.read(user, SHOWN + len(known) + 1))
        new = [notice for notice in rows if notice.key not in known]
        old = [notice for notice in rows if notice.key in known]
        if rows:
            found.append(Told(provider.kind, new[:SHOWN], old[:SHOWN], len(new) > SHOWN))
    return Listing(found)


def seen_keys(user: User) -> dict[str, set[str]]:
    """The keys of the notices that the person has seen, by kind."""
    found: dict[str, set[str]] = defaultdict(set)
    for kind, key in Seen.objects.filter(user=user).values_list("kind", "key"):
        found[kind].add(key)
    return found


def counts(user: User) -> dict[Kind, tuple[int, bool]]:
    """How many notices of each kind were not seen yet, and whether there are more: numbers and nothing else."""
    return {one.kind: (len(one.new), one.more) for one in listing(user).told if one.new}


def number(user: User) -> str:
    """How many notices are new, for the frame of a page: kept for some seconds, and counted anew once any was seen."""
    marked = Seen.objects.filter(user=user).aggregate(last=Max("pk"), all=Count("pk"))
    key = f"notices:{user.pk}:{marked['last']}:{marked['all']}"
    found: str | None = cache.get(key)
    if found is None:
        found = in_all(counts(user).values())
        cache.set(key, found, FRESH)
    return found


def in_all(counted: Iterable[tuple[int, bool]]) -> str:
    """The sum of counts as a number, with a plus where there are more; empty for none."""
    counted = list(counted)
    total = sum(number for number, _more in counted)
    return f"{total:,}{'+' if any(more for _number, more in counted) else ''}" if total else ""


# --- the digest


def digest_of(user: User) -> Digest | None:
    """The person's wish for a digest, if there is one."""
    return Digest.objects.filter(user=user).first()


def last_sent(user: User) -> DigestSent | None:
    """The digest that the person was last sent, or failed to be."""
    return DigestSent.objects.filter(user=user, notices__gt=0).order_by("-day").first()


def wanted() -> list[Digest]:
    """The wishes of everybody who may still sign in."""
    found = Digest.objects.filter(user__is_active=True).select_related("user__office__parent", "user__team")
    return list(found.order_by("user_id"))


def had(day: date) -> set[int]:
    """The keys of the people whose digest of that day was claimed already."""
    return set(DigestSent.objects.filter(day=day).values_list("user_id", flat=True))


def domains() -> list[str]:
    """The domains of work addresses, as the installation was set up."""
    return list(settings.FCMS_MAIL_DOMAINS)


def form_values(digest: Digest | None) -> dict[str, Any]:
    """What the form of the digest holds before anything is typed."""
    return {"digest": "DAILY" if digest else "OFF", "address": digest.address if digest else ""}
