"""Key values that the database generates itself (PIA 1.5-2)."""

from __future__ import annotations

from django.db.models import BigIntegerField, CharField, Func


class NextNumber(Func):
    """The next human number of a series, such as `L26-004512-8` (Luhn check digit), drawn from `sequence`."""

    def __init__(self, prefix: str, sequence: str) -> None:
        super().__init__(output_field=CharField())
        self.prefix, self.sequence = prefix, sequence

    def as_sql(self, compiler, connection, **extra):  # type: ignore[no-untyped-def, override]
        sql = (
            f"fcms_number('{self.prefix}', extract(year from current_date)::int, nextval('{self.sequence}'))"
        )
        return sql, []

    def deconstruct(self):  # type: ignore[no-untyped-def]
        return f"{type(self).__module__}.{type(self).__qualname__}", [self.prefix, self.sequence], {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NextNumber) and other.deconstruct() == self.deconstruct()

    def __hash__(self) -> int:
        return hash((self.prefix, self.sequence))


class NextValue(Func):
    """The next value of a sequence, as for the slot of a subject's key."""

    def __init__(self, sequence: str) -> None:
        super().__init__(output_field=BigIntegerField())
        self.sequence = sequence

    def as_sql(self, compiler, connection, **extra):  # type: ignore[no-untyped-def, override]
        return f"nextval('{self.sequence}')", []

    def deconstruct(self):  # type: ignore[no-untyped-def]
        return f"{type(self).__module__}.{type(self).__qualname__}", [self.sequence], {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NextValue) and other.sequence == self.sequence

    def __hash__(self) -> int:
        return hash(self.sequence)
