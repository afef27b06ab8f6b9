"""How each value of a subject is read: what a person or an extract wrote in, the value to keep out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fcms.lib import identifiers, policyfiles
from fcms.lib.dates import check_range, parse_date, parse_partial
from fcms.lib.identifiers import Malformed, Profile
from fcms.lib.verdict import Verdict, no, yes


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a value is measured by: the latest day that any office has reached, and whose numbers may be kept."""

    today: date
    profile: Profile


Read = Callable[[str, Bounds], Any]


@dataclass(frozen=True, slots=True)
class Reader:
    """How one value is read, its name in the sentence that asks for it, and what stands for unknown."""

    what: str
    read: Read
    empty: Any = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """The values as they are kept, and for each value that cannot be kept the sentence that says why."""

    kept: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        """Yes, or the first fault."""
        return no(next(iter(self.faults.values()))) if self.faults else yes()


def read(readers: Mapping[str, Reader], values: Mapping[str, Any], bounds: Bounds) -> Reading:
    """Read `values` by `readers`; empty text and None are unknown, a name without a reader is a fault."""
    found = Reading()
    for name, value in values.items():
        reader = readers.get(name)
        if reader is None:
            found.faults[name] = f"There is no place to keep {name.replace('_', ' ')}. Leave it out."
            continue
        try:
            found.kept[name] = _one(reader, value, bounds)
        except Malformed as problem:
            found.faults[name] = problem.sentence
    return found


def missing(readers: Mapping[str, Reader], values: Mapping[str, Any]) -> dict[str, str]:
    """The required values that `values` does not have, each with the sentence that asks for it."""
    return {
        name: f"Give the {reader.what}."
        for name, reader in readers.items()
        if reader.required and values.get(name) in (None, "")
    }


def _one(reader: Reader, value: Any, bounds: Bounds) -> Any:
    if isinstance(value, date):
        value = value.isoformat()
    if value is True or value is False:
        value = "Y" if value else "N"
    text = "" if value is None else str(value).strip()
    if not text:
        if reader.required:
            raise Malformed(f"Give the {reader.what}.")
        return reader.empty
    return reader.read(text, bounds)


# --- the ways of reading

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’`,-])*")


def words(most: int, what: str) -> Read:
    """Plain text of at most `most` signs, on one line."""

    def read_words(text: str, _bounds: Bounds) -> str:
        plain = " ".join(_CONTROL.sub(" ", text).split())
        if len(plain) > most:
            raise Malformed(f"The {what} may have at most {most} characters. Shorten it.")
        return plain

    return read_words


def name(most: int, what: str) -> Read:
    """A name: letters, with spaces, hyphens, apostrophes and points between them."""
    plain_words = words(most, what)

    def read_name(text: str, bounds: Bounds) -> str:
        plain: str = plain_words(text, bounds)
        if not _NAME.fullmatch(plain):
            raise Malformed(
                f"The {what} has signs that no name has. Use letters, spaces, hyphens and apostrophes."
            )
        return plain

    return read_name


def code(what: str, values: Callable[[], object]) -> Read:
    """One value of a list."""

    def read_code(text: str, _bounds: Bounds) -> str:
        value = text.upper()
        if value not in values():  # type: ignore[operator]
            raise Malformed(f"The {what} is not one of the list. Choose a value of the list.")
        return value

    return read_code


def _list(listed: str) -> Callable[[], object]:
    return lambda: policyfiles.codes()[listed].values


def past_day(what: str) -> Read:
    """A full date that lies in no office's future."""

    def read_day(text: str, bounds: Bounds) -> date:
        day = parse_date(text)
        check_range(day, latest=bounds.today, what=f"The {what}")
        return day

    return read_day


def past_partial(what: str) -> Read:
    """A date of which the day or the month may be unknown, and which lies in no office's future."""

    def read_partial(text: str, bounds: Bounds) -> str:
        partial = parse_partial(text)
        check_range(partial, latest=bounds.today, what=f"The {what}")
        return str(partial)

    return read_partial


def _any_day(text: str, _bounds: Bounds) -> date:
    day = parse_date(text)
    check_range(day, latest=date(2100, 1, 1), what="The end of the stay")
    return day


def _flag(text: str, _bounds: Bounds) -> bool:
    if text.upper() not in ("Y", "N"):
        raise Malformed("Say Y for yes or N for no, or leave it empty where it is not known.")
    return text.upper() == "Y"


def _formed(read_form: Callable[[str], str]) -> Read:
    return lambda text, _bounds: read_form(text)


def _category(text: str, _bounds: Bounds) -> str:
    value = identifiers.case_category(text)
    if value not in policyfiles.case_categories():
        raise Malformed("This case category is not in the list of categories. Choose one, such as 5B.")
    return value


def _offence(text: str, _bounds: Bounds) -> str:
    value = identifiers.offence_code(text)
    if policyfiles.offence(value) is None:
        raise Malformed(
            "This offense code is not in the list. Look it up, or leave it out and write a summary."
        )
    return value


# --- what is read

SUBJECT: Mapping[str, Reader] = {
    "family_name": Reader("family name", name(80, "family name"), required=True),
    "given_name": Reader("given name", name(80, "given name")),
    "middle_name": Reader("middle name", name(80, "middle name")),
    "suffix": Reader("suffix", name(10, "suffix")),
    "sex": Reader("sex", code("sex", _list("sexes")), empty="U"),
    "birth_on": Reader("date of birth", past_partial("date of birth")),
    "birth_place": Reader("place of birth", words(120, "place of birth")),
    "gang_affiliation": Reader("gang affiliation", words(120, "gang affiliation")),
    "last_entry_on": Reader("date of last entry", past_partial("date of last entry")),
    "last_entry_place": Reader("place of last entry", words(120, "place of last entry")),
    "entry_class": Reader("entry class", code("entry class", _list("entry_classes"))),
    "case_category": Reader("case category", _category),
    "case_category_on": Reader("day of the case category", past_day("day of the case category"), empty=None),
    "docket_office": Reader("docket office", words(8, "docket office"), empty=None),
    "order_kind": Reader("kind of order", code("kind of order", _list("order_kinds"))),
    "final_order_on": Reader("date of the final order", past_day("date of the final order"), empty=None),
    "failed_to_report_on": Reader(
        "day of the failure to report", past_day("day of the failure to report"), empty=None
    ),
    "custody_status": Reader("custody", code("custody", _list("custody_statuses")), empty="AT_LARGE"),
    "custody_on": Reader("custody date", past_day("custody date"), empty=None),
    "removed_on": Reader("date of removal", past_day("date of removal"), empty=None),
    "stay_kind": Reader("stay of removal", code("stay of removal", _list("stay_kinds"))),
    "stay_until": Reader("end of the stay", _any_day, empty=None),
    "citizenship_claim": Reader("claim of citizenship", _flag, empty=None),
    "confidential_1367": Reader("protection under 8 USC 1367", _flag, empty=None),
    "died_on": Reader("date of death", past_day("date of death"), empty=None),
}
ALIAS: Mapping[str, Reader] = {
    "kind": Reader("kind of alias", code("kind of alias", _list("alias_kinds")), empty="AKA"),
    "family_name": Reader("family name or moniker", name(80, "family name"), required=True),
    "given_name": Reader("given name", name(80, "given name")),
    "middle_name": Reader("middle name", name(80, "middle name")),
}
ADDRESS: Mapping[str, Reader] = {
    "line_1": Reader("street address", words(100, "street address"), required=True),
    "line_2": Reader("unit", words(60, "unit")),
    "city": Reader("city", words(60, "city")),
    "state": Reader("state", _formed(identifiers.state)),
    "zip": Reader("ZIP code", _formed(identifiers.zip5)),
    "provided_by_subject": Reader("who gave the address", _flag, empty=False),
    "seen_on": Reader("day the address was seen", past_day("day the address was seen"), empty=None),
}
CHARGE: Mapping[str, Reader] = {
    "charge": Reader("removal charge", _formed(identifiers.ina_charge), required=True)
}
APPREHENSION: Mapping[str, Reader] = {
    "apprehended_on": Reader("day of the apprehension", past_day("day of the apprehension"), required=True)
}
CONVICTION: Mapping[str, Reader] = {
    "offense_code": Reader("offense code", _offence),
    "summary": Reader("summary", words(300, "summary")),
    "convicted_on": Reader("date of conviction", past_partial("date of conviction")),
    "jurisdiction": Reader("jurisdiction", code("jurisdiction", lambda: ("US", "FOREIGN")), empty="US"),
}
PHOTOGRAPH: Mapping[str, Reader] = {
    "taken_on": Reader("day the photograph was taken", past_day("day the photograph was taken"), empty=None)
}
A_NUMBER: Mapping[str, Reader] = {"number": Reader("A-Number", _formed(identifiers.a_number), required=True)}
NUMBERS: Mapping[str, Read] = {
    "SSN": lambda text, bounds: identifiers.ssn(text, bounds.profile),
    "FBI": _formed(identifiers.fbi_number),
    "FIN": _formed(identifiers.fin),
    "SID": _formed(identifiers.sid),
    "TECS": _formed(identifiers.tecs_number),
}
"""How a sensitive number of each kind is read."""
