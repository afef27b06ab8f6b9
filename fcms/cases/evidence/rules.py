"""Is a step shown to be so? Pure: what was given in, a verdict or the lines to keep out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fcms.lib.verdict import Verdict, first_no, no, yes

from .needs import LONGEST, Field

NOT_ON_RECORD = "Not on record"
Line = tuple[str, str, str]
"""What a step keeps of its evidence: the field ("" for none of the policy), its label and what was given, in words."""


@dataclass(frozen=True, slots=True)
class Brought:
    """Evidence that came with accepted news, as it was shown to the supervisor who accepted it."""

    lines: tuple[Line, ...]


Given = Mapping[str, str | date | None] | Brought | None
"""What a step rests on: the policy's fields by name, or what accepted news brought along."""


def may_rest_on(fields: Sequence[Field], given: Given, *, today: date | None = None) -> Verdict:
    """Say whether what was given shows the step to be so; the sentence says what is missing."""
    if isinstance(given, Brought):
        return yes() if given.lines else no("Say what shows it. News without evidence moves no case.")
    values = given or {}
    unknown = [name for name in values if name not in {field.name for field in fields}]
    if unknown:
        return no(f"There is no evidence called {unknown[0]} for this step. Look at what the form asks.")
    return first_no(*(_holds(field, values.get(field.name), today) for field in fields))


def _holds(field: Field, value: str | date | None, today: date | None) -> Verdict:
    if value is None or value == "" or (isinstance(value, str) and not value.strip()):
        return yes() if field.optional else no(field.missing)
    if field.kind == "choice":
        return (
            yes() if value in field.choices else no(field.missing or f"Choose from the list: {field.label}.")
        )
    if field.kind == "date":
        if not isinstance(value, date):
            return no(f"Give a day: {field.label}.")
        late = today is not None and value > today
        return no(f"{field.label}: the day lies in the future. Correct it.") if late else yes()
    return no(f"{field.label}: use at most {LONGEST} signs.") if len(str(value)) > LONGEST else yes()


def kept(fields: Sequence[Field], given: Given) -> list[Line]:
    """The lines that the step keeps, in the words of the day; what was not given is left out."""
    if isinstance(given, Brought):
        return list(given.lines)
    values = given or {}
    return [
        (field.name, field.label, _words(field, value))
        for field in fields
        if (value := values.get(field.name)) not in (None, "")
    ]


def _words(field: Field, value: str | date | None) -> str:
    if isinstance(value, date):
        return in_words(value)
    return field.choices.get(str(value), str(value).strip())


def in_words(day: date) -> str:
    """A day as evidence shows it."""
    return f"{day.day} {day:%b %Y}"


def brought(
    fields: Sequence[Field],
    pairs: Sequence[Sequence[str]],
    *,
    reference: str,
    source: str,
    as_of: date,
    checked: str,
) -> Brought:
    """The evidence of accepted news: what answers a field of the policy under its name, everything else beside it."""
    said = {one[0]: one[1] for one in pairs}
    special = {"@reference": reference, "@source": source, "@as_of": in_words(as_of)}
    lines = []
    for field in fields:
        text = special.get(field.news, said.pop(field.news, "") if field.news else "")
        if text:
            lines.append((field.name, field.label, text))
    used = {field.news for field in fields}
    lines += [("", label, text) for label, text in said.items()]
    lines += [("", "Document", reference)] if reference and "@reference" not in used else []
    lines += [("", "Source", source)] if "@source" not in used else []
    lines += [("", "Checked", checked)] if checked else []
    left_open = unanswered(fields, Brought(tuple(lines)))
    lines += [("", NOT_ON_RECORD, says) for says in left_open]
    return Brought(tuple(lines))


def unanswered(fields: Sequence[Field], given: Brought) -> list[str]:
    """What the form by hand demands and accepted news left open, a sentence each: the step says so (record 28)."""
    answered = {name for name, _label, _text in given.lines}
    missing = [field for field in fields if not field.optional and field.name not in answered]
    return [field.absent or f"{field.label}: nothing was given." for field in missing]
