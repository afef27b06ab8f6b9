"""What a person may see of the people who use the program."""

from __future__ import annotations

import re

from django.db.models import Q, QuerySet

from fcms.lib import policyfiles

from .models import PLAIN_NAME, User
from .permissions import Permission, holds


def users_for(user: User) -> QuerySet[User]:
    """The accounts this person may read: all for those whose role is bound to no office, else their own office's."""
    found = User.objects.select_related("office", "team").order_by("name", "id")
    if user.policy.reach != "office":
        return found
    mine = user.office.field_office_id
    return found.filter(Q(office_id=mine) | Q(office__parent_id=mine))


def narrowed(users: QuerySet[User], *, q: str = "", office: str = "", role: str = "") -> QuerySet[User]:
    """Those of `users` whose name or user name holds `q`, of an office, in a role."""
    if q:
        users = users.filter(Q(name__icontains=q) | Q(username__icontains=q))
    if office:
        users = users.filter(office__code=office)
    if role:
        users = users.filter(role=role)
    return users


def user_named(username: str) -> User | None:
    """The account with this user name, active or not."""
    typed = username.strip().lower()
    if not re.fullmatch(PLAIN_NAME, typed):
        return None
    return User.objects.select_related("office", "team").filter(username=typed).first()


def is_taken(username: str) -> bool:
    """Whether an account, active or not, has this user name."""
    return user_named(username) is not None


def officers_of(office_id: int) -> QuerySet[User]:
    """Active people of a field office and its sub-offices who may be given a lead."""
    here = Q(office_id=office_id) | Q(office__parent_id=office_id)
    return User.objects.filter(here, is_active=True, role__in=roles_that_work_leads()).order_by("name", "id")


def roles_that_work_leads() -> list[str]:
    """The roles of a field office that may change leads, by `policy/roles.toml`."""
    return [
        code
        for code, role in policyfiles.roles().items()
        if role.reach == "office"
        and holds(dict(role.levels), frozenset(role.rights), Permission.LEADS_UPDATE)
    ]


PERSON_COLUMNS = (
    *("by_id", "officer_id", "closed_by_id", "entered_by_id", "recorded_by_id", "applied_by_id"),
    *("received_by_id", "accepts_clean_by_id", "decided_by_id", "edited_by_id"),
)
"""The columns that hold the key of a user, so that a history can name the person."""


def names_by_key(keys: set[int]) -> dict[int, str]:
    """Names for keys of users."""
    return dict(User.objects.filter(pk__in=keys).values_list("pk", "name"))


def names_by_actor(actors: set[str]) -> dict[str, str]:
    """Names for actor keys `user:17`, for the history tab."""
    ids = {int(key.removeprefix("user:")): key for key in actors if key.startswith("user:")}
    return {
        ids[user.pk]: f"{user.name}, {user.position_title}"
        for user in User.objects.filter(pk__in=ids).only("id", "name", "position_title")
    }


def numbers() -> dict[str, int]:
    """How many accounts are active, disabled, and active without ever having signed in."""
    active = User.objects.filter(is_active=True)
    return {
        "active": active.count(),
        "disabled": User.objects.filter(is_active=False).count(),
        "never": active.filter(last_login=None).count(),
    }
