"""Brings an FCMS_HOME, empty or not, to the point where it can be used."""

from __future__ import annotations

import secrets as random
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.hashers import make_password

from fcms.accounts.models import User
from fcms.database import roles, secrets
from fcms.lib.actor import Job
from fcms.offices.actions import load_reference, load_zip_directory, recompute_routes
from fcms.offices.models import ZipEdition, ZipRoute

from .cast import people

Tell = Callable[[str], None]
SETTING_UP = Job("setting up")


def prepare(tell: Tell) -> None:
    """Database, tables, codes, offices, ZIP directory and, in demonstration, its users; does only what is missing."""
    started = time.monotonic()
    roles.migrate(tell=tell)
    load_reference(by=SETTING_UP)
    if not ZipEdition.objects.exists():
        tell("Loading the national ZIP directory …")
        load_zip_directory(by=SETTING_UP)
    if not ZipRoute.objects.exists():
        recompute_routes(by=SETTING_UP)
    if settings.DEMONSTRATION:
        add_demonstration_users(tell)
    took = time.monotonic() - started
    if took > 5:
        tell(f"Ready after {took:.0f} s.")


def demonstration_password() -> str:
    """The one password of all demonstration users of this home: made once, kept readable by its owner alone."""
    return secrets.secret(settings.FCMS_HOME, "demonstration", make=readable_password)


def readable_password() -> str:
    """Three groups of letters, easy to type: `tuvab-kosir-melun`."""
    consonants, vowels = "bdfghklmnprstvz", "aeiou"

    def group() -> str:
        return "".join(random.choice(consonants if n % 2 == 0 else vowels) for n in range(5))

    return "-".join(group() for _ in range(3))


def add_demonstration_users(tell: Tell) -> None:
    """Add the synthetic users of every office, all with one password; none is changed that is there."""
    from fcms.accounts.actions import add_user

    there = set(User.objects.values_list("username", flat=True))
    missing = [person for person in people() if person["username"] not in there]
    if not missing:
        return
    tell("Adding the demonstration users …")
    encoded = make_password(demonstration_password())
    for person in missing:
        add_user(by=SETTING_UP, encoded_password=encoded, **person)
