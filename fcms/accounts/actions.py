"""Adding and changing the people who use the program; recording sign-ins."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import make_password

from fcms.audit.events import Event
from fcms.lib.action import action
from fcms.lib.actor import Actor
from fcms.lib.verdict import Refused

from . import rules
from .models import User

FIELDS = ("username", "name", "position_title", "office", "team", "telephone", "role")


@action(Event.USER_ADDED)
def add_user(*, by: Actor, password: str | None = None, encoded_password: str = "", **values: Any) -> User:
    """Add a person. `encoded_password` is an already hashed one, shared by the users of a demonstration."""
    rules.may_manage(by).or_refuse()
    rules.may_hold(values["role"]).or_refuse()
    user = User(**{name: values[name] for name in FIELDS if name in values})
    user.username = user.username.strip().lower()
    if User.objects.filter(username=user.username).exists():
        raise Refused("That user name is taken. Choose another one.")
    rules.fits(user.office, user.team).or_refuse()
    user.password = encoded_password or make_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    return user


@action(Event.USER_CHANGED)
def change_user(user: User, *, by: Actor, **values: Any) -> User:
    """Change a person's name, title, office, team, telephone or role."""
    rules.may_manage(by).or_refuse()
    rules.not_oneself(by, user, "role" in values and values["role"] != user.role).or_refuse()
    for name, value in values.items():
        if name in FIELDS and name != "username":
            setattr(user, name, value)
    rules.may_hold(user.role).or_refuse()
    rules.fits(user.office, user.team).or_refuse()
    user.full_clean(exclude=["password"])
    user.save()
    return user


@action(Event.USER_DISABLED)
def disable_user(user: User, *, by: Actor, reason: str) -> User:
    """Stop a person from signing in; sessions end with their next click, since every request asks."""
    rules.may_manage(by).or_refuse()
    rules.may_disable(by, user, reason).or_refuse()
    user.is_active = False
    user.save(update_fields=["is_active"])
    return user


@action(Event.USER_ENABLED)
def enable_user(user: User, *, by: Actor, reason: str) -> User:
    """Let a disabled person sign in again."""
    rules.may_manage(by).or_refuse()
    if user.is_active:
        raise Refused("This account is active already.")
    user.is_active = True
    user.save(update_fields=["is_active"])
    return user


@action(Event.PASSWORD_SET)
def set_password(user: User, *, by: Actor, password: str) -> User:
    """Give a person a new password: an administrator for others, anyone for themselves."""
    if by.actor_key != user.actor_key:
        rules.may_manage(by).or_refuse()
    user.set_password(password)
    user.save(update_fields=["password"])
    return user
