"""What a person may see of the people who use the program."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from .models import User


def users_for(user: User) -> QuerySet[User]:
    """The accounts this person may read: all for those whose role is bound to no office, else their own office's."""
    found = User.objects.select_related("office", "team").order_by("name", "id")
    if user.policy.reach != "office":
        return found
    return found.filter(office=user.office)


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
    return User.objects.select_related("office", "team").filter(username=username.strip().lower()).first()


def officers_of(office_id: int) -> QuerySet[User]:
    """Active people of a field office and its sub-offices who may be given a lead."""
    here = Q(office_id=office_id) | Q(office__parent_id=office_id)
    officers = User.objects.filter(here, is_active=True, role__in=("officer", "supervisor", "director"))
    return officers.order_by("name")


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
