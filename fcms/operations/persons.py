"""Who acts from the shell (`house.md` 6.10)."""

from __future__ import annotations

from django.conf import settings

from fcms.accounts.models import User
from fcms.accounts.queries import user_named
from fcms.lib.verdict import Refused


def acting_person(username: str) -> User:
    """The person named by `--by`, which only a demonstration believes."""
    if not settings.DEMONSTRATION:
        raise Refused("--by is for demonstration only. Here a person signs in: do this on the web pages.")
    user = user_named(username)
    if user is None or not user.is_active:
        raise Refused(
            f"There is no active user {username[:40]}. The demonstration users are printed by make run."
        )
    return user
