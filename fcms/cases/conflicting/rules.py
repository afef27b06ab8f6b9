"""When do two sources contradict each other? Pure: what each system said, in; the disagreements, out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fcms.subjects.codes import SourceKind

COLUMNS = (
    *("case_category", "order_kind", "final_order_on", "failed_to_report_on"),
    *("stay_kind", "stay_until", "citizenship_claim", "confidential_1367"),
    *("custody_status", "removed_on", "died_on"),
)
"""What a gate asks before anyone acts."""

NEWS = ("custody_status", "removed_on", "died_on")
"""What the office that holds a case confirms as news: an extract's word on it waits there, and not as a conflict."""

PROTECTING = ("citizenship_claim", "confidential_1367")
"""Flags that protect a person; a yes does not grow stale because another system says no later."""

FRESH_DAYS = 30
"""For how many days a word counts against a newer one of the source that answers for it."""


@dataclass(frozen=True, slots=True)
class Word:
    """One value that a system gave of one column, when it last did so, and the key of that statement."""

    source: str
    system: str
    value: str
    as_of: date
    statement: int

    @property
    def who(self) -> tuple[str, str]:
        """The system that speaks."""
        return (self.source, self.system)


def disagreeing(column: str, words: Iterable[Word]) -> tuple[Word, Word] | None:
    """The newest word on a column and the one of another system that contradicts it; None where all is well.

    A later word of a system replaces its earlier one, and what a system left empty is no word. What the newer
    system had said as well, when the other spoke or since, and then changed, is news and no contradiction.
    Neither is an older word that the source which answers for these values, EID, has replaced by a newer one,
    once the older is more than `FRESH_DAYS` older; a flag that protects stands whatever its age.
    """
    said = list(words)
    last = sorted(_last_of_each(said), key=_age, reverse=True)
    if len(last) < 2:
        return None
    newest = last[0]
    for other in last[1:]:
        if (
            other.value != newest.value
            and _counts(column, other, newest)
            and not _followed(said, newest, other)
        ):
            return newest, other
    return None


def _last_of_each(words: Sequence[Word]) -> list[Word]:
    last: dict[tuple[str, str], Word] = {}
    for word in sorted(words, key=lambda one: one.statement):
        last[word.who] = word
    return list(last.values())


def _age(word: Word) -> tuple[date, int]:
    return (word.as_of, word.statement)


def _counts(column: str, older: Word, newer: Word) -> bool:
    """Whether an older word still counts against a newer one."""
    if column in PROTECTING and older.value == "true":
        return True
    if older.source == SourceKind.EID:
        return True  # nobody's newer word replaces what EID says
    return older.as_of >= newer.as_of - timedelta(days=FRESH_DAYS)


def _followed(words: Sequence[Word], newer: Word, older: Word) -> bool:
    """Whether the newer system said the same as the older one, when that spoke or since, and has changed its word."""
    return any(
        word.who == newer.who and word.value == older.value and word.as_of >= older.as_of for word in words
    )
