"""Reads a TOML file of `policy/` key by key, so that what is wrong is said by file, key and reason."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast

POLICY = Path(__file__).resolve().parents[2] / "policy"
PROMISE = re.compile(r"PIA-\d+(\.\d+)?-\d+")


class PolicyError(Exception):
    """A policy file that cannot be used: which file, which key, why."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"policy/{file}: {key}: {reason}")
        self.file, self.key, self.reason = file, key, reason


class Table:
    """A table of a policy file whose keys are read one by one; a key that nobody read is an error."""

    def __init__(self, file: str, key: str, values: object) -> None:
        if not isinstance(values, dict):
            raise PolicyError(file, key, "must be a table.")
        self.file, self.key = file, key
        self._values: dict[str, Any] = dict(values)

    def fail(self, key: str, reason: str) -> PolicyError:
        """The error to raise for `key` of this table."""
        return PolicyError(self.file, f"{self.key}.{key}" if self.key else key, reason)

    def _take(self, key: str, kind: type, words: str, default: object = None) -> Any:
        value = self._values.pop(key, default)
        if value is None:
            raise self.fail(key, "is missing.")
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.fail(key, f"must be {words}.")
        return value

    def text(self, key: str, *, form: str = "", among: Sequence[str] = (), default: str | None = None) -> str:
        """Read a text, of a form (a regular expression) or out of a list where one is given."""
        value = cast(str, self._take(key, str, "a text in quotes", default))
        if form and value != default and not re.fullmatch(form, value):
            raise self.fail(key, f"does not have the form {form}.")
        if among and value != default and value not in among:
            raise self.fail(key, f"must be one of {', '.join(among)}.")
        return value

    def texts(self, key: str, *, default: list[str] | None = None) -> tuple[str, ...]:
        """Read a list of texts, none of them twice."""
        values = cast(list[object], self._take(key, list, "a list of texts", default))
        texts = tuple(value for value in values if isinstance(value, str) and value)
        if len(texts) != len(values):
            raise self.fail(key, "must hold texts only.")
        if len(set(texts)) != len(texts):
            raise self.fail(key, "names something twice.")
        return texts

    def flag(self, key: str) -> bool:
        """Read a yes or no; missing is no."""
        return cast(bool, self._take(key, bool, "true or false", False))

    def number(self, key: str) -> int:
        """Read a whole number."""
        return cast(int, self._take(key, int, "a whole number"))

    def numbers(self, key: str) -> tuple[int, ...]:
        """Read a list of whole numbers."""
        values = cast(list[object], self._take(key, list, "a list of whole numbers"))
        numbers = tuple(one for one in values if isinstance(one, int) and not isinstance(one, bool))
        if len(numbers) != len(values) or not numbers:
            raise self.fail(key, "must hold whole numbers only, at least one.")
        return numbers

    def decimal(self, key: str) -> float:
        """Read a number with a decimal point."""
        return cast(float, self._take(key, float, "a number with a decimal point"))

    def day(self, key: str) -> date:
        """Read a date."""
        return cast(date, self._take(key, date, "a date, such as 2003-03-01"))

    def promises(self, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Read `promise`, the IDs that the entry serves (one, or several separated by spaces)."""
        ids = tuple(self.text("promise", default=" ".join(default) or None).split())
        if not ids or not all(PROMISE.fullmatch(one) for one in ids):
            raise self.fail("promise", "must name the promise it serves, such as PIA-0-7.")
        return ids

    def table(self, key: str, default: dict[str, Any] | None = None) -> Table:
        """Read a table within this one."""
        return Table(
            self.file, f"{self.key}.{key}" if self.key else key, self._take(key, dict, "a table", default)
        )

    def tables(self, key: str, *, optional: bool = False) -> Iterator[Table]:
        """Read a list of tables within this one, at least one of them unless `optional`."""
        values = cast(list[object], self._take(key, list, "a list of tables", [] if optional else None))
        if not values and not optional:
            raise self.fail(key, "is empty.")
        for place, value in enumerate(values, 1):
            yield Table(self.file, f"{self.key}.{key}[{place}]" if self.key else f"{key}[{place}]", value)

    def keys(self) -> tuple[str, ...]:
        """The keys not read yet."""
        return tuple(self._values)

    def done(self) -> None:
        """Raise a `PolicyError` for a key that nobody read: it would say something that is not so."""
        for key in self._values:
            raise self.fail(key, "is not a key that is known here.")


def read(file: str, folder: Path | None = None) -> Table:
    """Read `policy/<file>` as a table; raise `PolicyError` if it is missing or is not TOML."""
    try:
        return Table(file, "", tomllib.loads(((folder or POLICY) / file).read_text("utf-8")))
    except OSError:
        raise PolicyError(file, "the file", "cannot be read.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise PolicyError(file, "the file", f"is not well formed: {problem}.") from None


def refuse_twice(table: Table, key: str, values: Sequence[str]) -> None:
    """Raise a `PolicyError` if `values`, read under `key` of `table`, hold anything twice."""
    twice = sorted({value for value in values if values.count(value) > 1})
    if twice:
        raise table.fail(key, f"{', '.join(twice)} stands there twice.")
