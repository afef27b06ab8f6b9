"""`migrate`, run as the role that owns the tables."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from fcms.database import roles


class Command(migrate.Command):
    """Django's own command; the roles and the database are made first where they are missing."""

    def execute(self, *args: Any, **options: Any) -> Any:
        """Check and migrate as the owner: the checks, too, ask the database what it is."""
        roles.prepare()
        with roles.as_owner():
            return super().execute(*args, **options)
