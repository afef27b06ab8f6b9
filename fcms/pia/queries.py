"""What the public pages of the assessment show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .assessment import Part, parts
from .datum import ADDITIONS, Datum
from .promises import CHAPTERS
from .reference import STATE_WORDS, places
from .witness import State, Testimony, witness

TONES = {State.KEPT: "good", State.PEOPLE: "active", State.NOT_BUILT: "neutral"}


@dataclass(frozen=True, slots=True)
class Row:
    """A promise as a page shows it."""

    testimony: Testimony
    words: str
    tone: str

    @property
    def sentence(self) -> str:
        """The promise in our words, as a sentence."""
        text = self.testimony.promise.text
        return f"{text[:1].upper()}{text[1:]}."


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of the assessment with its promises."""

    number: str
    title: str
    rows: tuple[Row, ...]

    @property
    def heading(self) -> str:
        """Number and title, as "3 Retention"."""
        return self.title if self.number == "0" else f"{self.number} {self.title}"

    @property
    def anchor(self) -> str:
        """Where the section begins in the full text."""
        return "overview" if self.number == "0" else f"section-{self.number}"


def chapters() -> list[Chapter]:
    """Every section that promises something."""
    rows = [_row(each) for each in witness().testimonies]
    return [
        Chapter(number, title, tuple(row for row in rows if row.testimony.promise.chapter == number))
        for number, title in CHAPTERS.items()
    ]


def counts() -> dict[str, int]:
    """How many promises are kept, kept by people, and not yet built."""
    seen = witness().testimonies
    return {state.value: sum(each.state is state for each in seen) for state in State} | {"all": len(seen)}


def promise(promise_id: str) -> Row | None:
    """One promise by its ID, or nothing."""
    return next((_row(each) for each in witness().testimonies if each.promise.id == promise_id), None)


def place_in_text(row: Row) -> str:
    """The anchor in the full text of the section that a promise comes from."""
    section = row.testimony.promise.section
    return "overview" if section == "0" else f"section-{section}"


def text() -> tuple[Part, ...]:
    """The full text in titled parts."""
    return parts()


def inventory() -> Iterator[tuple[str, bool, list[tuple[Datum, list[str]]]]]:
    """The inventory by heading: the heading, whether it holds additions, its items with where each is kept."""
    kept = places()
    for heading in dict.fromkeys(datum.heading for datum in Datum):
        items = [(datum, kept[datum]) for datum in Datum if datum.heading == heading]
        yield heading, heading == ADDITIONS, items


def _row(each: Testimony) -> Row:
    return Row(each, STATE_WORDS[each.state], TONES[each.state])
