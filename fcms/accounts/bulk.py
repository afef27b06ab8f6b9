"""Entering many people at once who used a system before: they stand in the records and cannot sign in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from fcms.audit.events import Event
from fcms.lib.action import action
from fcms.lib.actor import Actor

from . import rules
from .models import User


@dataclass(frozen=True, slots=True)
class PastUser:
    """A person who used the version before: what `User` says of one."""

    username: str
    name: str
    position_title: str
    office_id: int
    telephone: str = ""


@action(Event.USER_ADDED)
def enter_set(people: Sequence[PastUser], *, by: Actor, role: str) -> list[int]:
    """Enter people who cannot sign in: disabled, without a password. An administrator grants access later.

    User names are free and in small letters. Returns their ids, in the same order.
    """
    rules.may_take_over(by).or_refuse()
    rules.may_hold(role).or_refuse()
    users = [
        User(
            username=one.username,
            name=one.name,
            position_title=one.position_title,
            office_id=one.office_id,
            telephone=one.telephone,
            role=role,
            is_active=False,
            password=make_password(None),
        )
        for one in people
    ]
    return [user.pk for user in User.objects.bulk_create(users, batch_size=1_000)]
