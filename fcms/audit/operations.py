"""Migration operations that put a table under the audit triggers."""

from __future__ import annotations

from django.db import migrations


class Watch(migrations.RunSQL):
    """Record every change of a table, and refuse one without an actor.

    `key` is the column that names a row (an integer), `quiet` columns whose values are never repeated
    in the trail (sealed bytes), `ignored` columns that are bookkeeping and no change of the record.
    """

    def __init__(
        self, table: str, key: str = "id", quiet: tuple[str, ...] = (), ignored: tuple[str, ...] = ()
    ) -> None:
        self.table, self.key, self.quiet, self.ignored = table, key, quiet, ignored
        super().__init__(
            f"select audit_watch('{table}', '{key}', '{','.join(quiet)}', '{','.join(ignored)}')",
            f"select audit_unwatch('{table}')",
        )

    def deconstruct(self):  # type: ignore[no-untyped-def]
        return (
            self.__class__.__qualname__,
            [self.table],
            {"key": self.key, "quiet": self.quiet, "ignored": self.ignored},
        )
