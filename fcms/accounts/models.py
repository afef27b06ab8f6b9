"""The people who use the program, and no more about them than PIA 0-12 allows."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from fcms.lib import policyfiles
from fcms.offices.models import Office, Team
from fcms.pia.datum import Datum

from .permissions import Permission, holds

PLAIN_NAME = r"^[a-z0-9][a-z0-9._-]*$"
"""What a user name looks like."""


class UserManager(BaseUserManager["User"]):
    """Reads users; they are made by `actions.add_user`."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who may sign in: name, position, office, telephone, and what access control needs."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    position_title = models.CharField("position title", max_length=120)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="users")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="members")
    telephone = models.CharField("office telephone", max_length=20, blank=True)
    role = models.CharField(max_length=30)
    is_active = models.BooleanField(default=True)
    added_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    objects = UserManager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(username__regex=PLAIN_NAME),
                name="accounts_user_username_plain",
                violation_error_message="Use small letters, digits, dots and dashes for a user name.",
            ),
        ]

    class Privacy:
        personal = {
            "name": Datum.USER_NAME,
            "position_title": Datum.USER_TITLE,
            "office": Datum.USER_LOCATION,
            "team": Datum.USER_LOCATION,
            "telephone": Datum.USER_TELEPHONE,
            "username": Datum.USERNAME,
        }
        plain = {"password", "role", "is_active", "last_login", "added_at"}

    def __str__(self) -> str:
        return self.name

    @property
    def actor_key(self) -> str:
        return f"user:{self.pk}"

    @property
    def initials(self) -> str:
        return "".join(part[0] for part in self.name.split()[:3]).upper()

    @property
    def policy(self) -> policyfiles.Role:
        """The role's row in `policy/roles.toml`."""
        return policyfiles.roles()[self.role]

    @property
    def reads_all_offices(self) -> bool:
        """Whether the role's reach is national (headquarters) rather than one office."""
        return self.policy.reach == "national"

    def may(self, permission: Permission | str) -> bool:
        """Say whether this person's role includes `permission`; nobody inactive may do anything."""
        return self.is_active and holds(dict(self.policy.levels), frozenset(self.policy.rights), permission)
