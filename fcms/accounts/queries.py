"""What a person may see of the people who use the program."""

from __future__ import annotations

from django.db.models import QuerySet

from .models import User
from .permissions import Permission


def users_for(user: User) -> QuerySet[User]:
    """The accounts this person may read: all for those who manage or audit them, else their own office's."""
    found = User.objects.select_related("office", "team").order_by("name", "id")
    if user.may(Permission.MANAGE_ACCOUNTS) or user.reads_all_offices:
        return found
    return found.filter(office=user.office)


def user_named(username: str) -> User | None:
    """The account with this user name, active or not."""
    return User.objects.select_related("office", "team").filter(username=username.strip().lower()).first()


def officers_of(office_id: int) -> QuerySet[User]:
    """Active people of an office who may be given a lead."""
    return User.objects.filter(
        office_id=office_id, is_active=True, role__in=("officer", "supervisor", "director")
    ).order_by("name")


def names_by_actor(actors: set[str]) -> dict[str, str]:
    """Names for actor keys `user:17`, for the history tab."""
    ids = {int(key.removeprefix("user:")): key for key in actors if key.startswith("user:")}
    return {
        ids[user.pk]: f"{user.name}, {user.position_title}"
        for user in User.objects.filter(pk__in=ids).only("id", "name", "position_title")
    }
