"""What a person may see of the people who use the program."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from .models import User
from .permissions import Permission


def users_for(user: User) -> QuerySet[User]:
    """The accounts this person may read: all for those who manage or audit them, else their own office's."""
    found = User.objects.select_related("office", "team").order_by("name", "id")
    if user.may(Permission.MANAGE_ACCOUNTS) or user.reads_all_offices:
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


def names_by_actor(actors: set[str]) -> dict[str, str]:
    """Names for actor keys `user:17`, for the history tab."""
    ids = {int(key.removeprefix("user:")): key for key in actors if key.startswith("user:")}
    return {
        ids[user.pk]: f"{user.name}, {user.position_title}"
        for user in User.objects.filter(pk__in=ids).only("id", "name", "position_title")
    }
