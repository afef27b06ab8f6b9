"""What a migration may say about a table's rights. Each depends on `("database", "0001_grants")`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState

from .settings import APP


class Sql(Operation):
    """Run SQL, given as text or as the path of a file; `reverse` takes it back."""

    reduces_to_sql = True
    category = OperationCategory.SQL

    def __init__(self, sql: str | Path, reverse: str | Path | None = None) -> None:
        self.sql = sql
        self.reverse = reverse

    @property
    def reversible(self) -> bool:  # type: ignore[override]
        """Say whether this can be taken back."""
        return self.reverse is not None

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave Django's picture of the models as it is."""

    def database_forwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, before: ProjectState, after: ProjectState
    ) -> None:
        """Run it."""
        editor.execute(_text(self.sql), params=None)

    def database_backwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, before: ProjectState, after: ProjectState
    ) -> None:
        """Take it back."""
        if self.reverse is not None:
            editor.execute(_text(self.reverse), params=None)

    def describe(self) -> str:
        """Say what this does, for `migrate --plan`."""
        return f"Run {self.sql.name}" if isinstance(self.sql, Path) else "Run SQL"


class AllowDelete(Sql):
    """Let the restricted role delete rows of `table`: without this it cannot."""

    def __init__(self, table: str) -> None:
        name = f'"{table}"'
        super().__init__(f"grant delete on {name} to {APP}", f"revoke delete on {name} from {APP}")
        self.table = table

    def describe(self) -> str:
        """Say what this does, for `migrate --plan`."""
        return f"Let the program delete rows of {self.table}"


class AppendOnly(Sql):
    """Rows of `table` are added and never changed, by nobody; a released purge by the owner may remove them.

    The restricted role loses UPDATE and DELETE. Triggers bind the owner too; they let a DELETE through only in
    a transaction of the owner (or of the owner's SECURITY DEFINER functions) where `fcms.purge` is `on`.
    """

    def __init__(self, table: str) -> None:
        name = f'"{table}"'
        super().__init__(
            f"""
            revoke update, delete, truncate on {name} from {APP};
            create trigger fcms_append_only before update or delete on {name}
                for each row execute function fcms_append_only();
            create trigger fcms_no_truncate before truncate on {name}
                for each statement execute function fcms_append_only();
            """,
            f"""
            drop trigger fcms_append_only on {name};
            drop trigger fcms_no_truncate on {name};
            grant update on {name} to {APP};
            """,
        )
        self.table = table

    def describe(self) -> str:
        """Say what this does, for `migrate --plan`."""
        return f"Make {self.table} append-only"


def _text(sql: str | Path) -> str:
    return sql.read_text(encoding="utf-8") if isinstance(sql, Path) else sql
