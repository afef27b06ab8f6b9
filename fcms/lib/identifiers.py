"""The form of every identifier and coded value: accepted as people write it, kept in one way.

Each function takes text and returns the canonical text, or raises `Malformed` with a sentence that says what
to correct and describes the value without repeating it. Empty text is malformed: unknown is the caller's case.
"""

from __future__ import annotations

import re
from enum import Enum

from .malformed import Malformed, value_class

__all__ = [
    "Malformed",
    "Profile",
    "a_number",
    "case_category",
    "fbi_number",
    "fbi_number_doubt",
    "fin",
    "ina_charge",
    "offence_code",
    "show_a_number",
    "show_ina_charge",
    "show_ssn",
    "sid",
    "ssn",
    "tecs_number",
    "telephone",
    "value_class",
    "zip5",
]


class Profile(Enum):
    """Whose identifiers may be kept: impossible ones for demonstration, those of real persons in production."""

    SYNTHETIC = "synthetic"
    PRODUCTION = "production"


# --- A-Number

_A_NUMBER = re.compile(r"A?[-\s#]*([0-9]{1,3}[-\s]?[0-9]{3}[-\s]?[0-9]{3}|[0-9]{7,9})", re.IGNORECASE)


def a_number(text: str) -> str:
    """An A-Number as `A` and nine digits: `A900-123-456`, `a# 900123456` and `12-345-678` are accepted."""
    match = _A_NUMBER.fullmatch(text.strip())
    digits = re.sub(r"[^0-9]", "", match[1]) if match else ""
    if not digits:
        raise Malformed(
            f"An A-Number is the letter A and seven to nine digits, such as A900-123-456; this value has"
            f" {value_class(text.strip())}."
        )
    if not int(digits):
        raise Malformed("An A-Number is never all zeros. Enter the number from the file.")
    return "A" + digits.zfill(9)


def show_a_number(canonical: str) -> str:
    """A canonical A-Number as the screen shows it: `A900-123-456`."""
    return f"{canonical[:4]}-{canonical[4:7]}-{canonical[7:]}"


# --- Social Security number

_SSN = re.compile(r"([0-9]{3})[- ]?([0-9]{2})[- ]?([0-9]{4})")
_SSN_PUBLISHED = {"078051120", "219099999"}


def ssn(text: str, profile: Profile) -> str:
    """A Social Security number as nine digits; which ones may be kept depends on the profile.

    Production keeps only numbers that can have been issued, demonstration only those that cannot: 9xx with
    the group 01 to 49.
    """
    match = _SSN.fullmatch(text.strip())
    if match is None:
        raise Malformed(
            "A Social Security number has nine digits, such as 900-12-3456; this value has"
            f" {value_class(text.strip())}."
        )
    area, group, serial = match.groups()
    digits = area + group + serial
    if profile is Profile.PRODUCTION:
        _refuse_never_issued(area, group, serial)
    else:
        _refuse_real(area, group, serial)
    return digits


def _never_issued(area: str, group: str, serial: str) -> str:
    if area in ("000", "666"):
        return f"No Social Security number begins with {area}"
    if area[0] == "9":
        return "No Social Security number begins with 9"
    if group == "00":
        return "No Social Security number has 00 in the middle"
    if serial == "0000":
        return "No Social Security number ends in 0000"
    if area + group + serial in _SSN_PUBLISHED:
        return "This number was printed in advertisements and belongs to nobody"
    return ""


def _refuse_never_issued(area: str, group: str, serial: str) -> None:
    if reason := _never_issued(area, group, serial):
        raise Malformed(f"{reason}. Check the number against the document, or leave it out.")


def _refuse_real(area: str, group: str, serial: str) -> None:
    if not _never_issued(area, group, serial):
        raise Malformed(
            "This Social Security number could belong to a real person, and this demonstration keeps only"
            " invented ones: begin with 9 and take a middle part from 01 to 49."
        )
    if area[0] != "9" or not 1 <= int(group) <= 49 or serial == "0000":
        raise Malformed(
            "This is not an invented Social Security number as the demonstration takes them: it begins with 9,"
            " its middle part is 01 to 49 and its end is not 0000."
        )


def show_ssn(canonical: str) -> str:
    """Nine digits as the screen shows them to those who may see them: `900-12-3456`."""
    return f"{canonical[:3]}-{canonical[3:5]}-{canonical[5:]}"


# --- FBI number, FIN, SID, TECS number

_FBI = re.compile(r"[0-9A-Z]{1,9}")
_FBI_OLD = re.compile(r"[1-9][0-9]{0,6}|[1-9][0-9]{0,5}[A-HJ-Z][0-9]{0,2}|[1-9][0-9]{0,5}[A-Z]{2}[0-9]{1,2}")
_FBI_SIGNS = "0123456789ACDEFHJKLMNPRTVWX"
_FBI_WEIGHTS = (2, 4, 5, 7, 8, 10, 11, 13)
_FBI_LOOKALIKE = str.maketrans("BGIOQSUYZ", "8C1005VV2")
_FBI_INVENTED = re.compile(r"SYN[0-9]{6}")


def _spaced_out(text: str) -> str:
    return re.sub(r"[-\s]", "", text).upper()


def fbi_number(text: str) -> str:
    """An FBI number (UCN) as one to nine capital letters and digits."""
    value = _spaced_out(text)
    if not _FBI.fullmatch(value):
        raise Malformed(
            f"An FBI number has one to nine letters and digits; this value has {value_class(text.strip())}."
        )
    return value


def fbi_number_doubt(canonical: str) -> str:
    """A sentence of warning if an FBI number fits no form in use, else nothing. It stops nothing."""
    known = _FBI_OLD.fullmatch(canonical) or _FBI_INVENTED.fullmatch(canonical)
    if known or _fbi_check_character_fits(canonical):
        return ""
    return "The check character of this FBI number does not fit. Compare it with the record it came from."


def _fbi_check_character_fits(canonical: str) -> bool:
    value = canonical.translate(_FBI_LOOKALIKE)
    if len(value) != 9 or any(sign not in _FBI_SIGNS for sign in value):
        return False
    total = sum(weight * _FBI_SIGNS.index(sign) for weight, sign in zip(_FBI_WEIGHTS, value[:8], strict=True))
    return _FBI_SIGNS[total % 27] == value[8]


def fin(text: str) -> str:
    """A Fingerprint Identification Number as one to twelve digits."""
    value = _spaced_out(text)
    if not re.fullmatch(r"[0-9]{1,12}", value):
        raise Malformed(
            f"A Fingerprint Identification Number has up to twelve digits; this value has"
            f" {value_class(text.strip())}."
        )
    return value


_POSTAL = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH"
    " OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS FM GU MH MP PR PW VI AA AE AP"
)
STATES = frozenset(_POSTAL.split())
"""The two letters of states, territories and military post, as the postal service writes them."""

_SID_STATES = STATES | {"NB", "XX"}
"""With the letters that crime records use for Nebraska, and `XX`, the state of invented persons."""


def state(text: str) -> str:
    """A state or territory as its two postal letters."""
    value = text.strip().upper()
    if value not in STATES:
        raise Malformed("Give the state by its two letters, such as TX.")
    return value


def sid(text: str) -> str:
    """A State Identification number as the two letters of the state and one to eight letters and digits."""
    value = _spaced_out(text)
    if not re.fullmatch(r"[A-Z]{2}[A-Z0-9]{1,8}", value):
        raise Malformed(
            "A State Identification number is the two letters of the state and up to eight letters and digits,"
            f" such as TX01234567; this value has {value_class(text.strip())}."
        )
    if value[:2] not in _SID_STATES:
        raise Malformed("A State Identification number begins with the two letters of a state, such as TX.")
    return value


def tecs_number(text: str) -> str:
    """A TECS number as one to twenty capital letters and digits."""
    value = _spaced_out(text)
    if not re.fullmatch(r"[A-Z0-9]{1,20}", value):
        raise Malformed(
            f"A TECS number has up to twenty letters and digits; this value has {value_class(text.strip())}."
        )
    return value


# --- ZIP code, telephone


def zip5(text: str) -> str:
    """The five digits of a ZIP code, as text with its leading zeros; ZIP+4 is accepted and shortened."""
    match = re.fullmatch(r"([0-9]{5})(?:[-\s]?[0-9]{4})?", text.strip())
    if match:
        return match[1]
    hint = ""
    if re.fullmatch(r"[0-9]{3,4}", text.strip()):
        hint = " Zeros at its front may have been lost, as in 02108."
    raise Malformed(
        f"A ZIP code has five digits, or nine with a hyphen; this value has {value_class(text.strip())}.{hint}"
    )


_TELEPHONE = re.compile(
    r"(?:(?:\+?1[-. ]?)?\(?([2-9][0-9]{2})\)?[-. ]*)?([2-9][0-9]{2})[-. ]?([0-9]{4})"
    r"(?:\s*(?:x|ext\.?|extension)\s*([0-9]{1,6}))?",
    re.IGNORECASE,
)


def telephone(text: str) -> str:
    """A telephone number in the United States as `214-555-0123`, with ` x12` where there is an extension.

    Without its area code it stays without: `555-0123`.
    """
    match = _TELEPHONE.fullmatch(text.strip())
    if match is None:
        raise Malformed(
            "A telephone number has ten digits, or seven without the area code, such as 214-555-0123; this value has"
            f" {value_class(text.strip())}."
        )
    area, exchange, line, extension = match.groups()
    number = "-".join(part for part in (area, exchange, line) if part)
    return f"{number} x{extension}" if extension else number


# --- codes of law

_INA_SECTION = re.compile(r"(212|215|235|237|238|241|242|246)(?=[a-z])")
_INA_LEVELS = tuple(
    re.compile(form)
    for form in (
        r"[a-z]",
        r"[0-9]{1,3}",
        r"[A-Z]",
        r"viii|vii|vi|iv|ix|v|iii|ii|i|x",
        r"VII|VI|IV|V|III|II|I",
        r"[a-z]+",
    )
)


def _ina_parts(compact: str) -> list[str] | None:
    section = _INA_SECTION.match(compact)
    if section is None:
        return None
    parts, at = [section[1]], section.end()
    for level in _INA_LEVELS:
        found = level.match(compact, at)
        if found is None:
            break
        parts.append(str(int(found[0])) if found[0].isdigit() else found[0])
        at = found.end()
    return parts if at == len(compact) else None


def ina_charge(text: str) -> str:
    """A removal charge in the notation of EID: `INA 237(a)(2)(A)(iii)` and `237a02Aiii` become `237a2Aiii`."""
    compact = re.sub(r"^INA|[\s().§]", "", text.strip().removeprefix("INA"))
    parts = _ina_parts(compact)
    if parts is None:
        raise Malformed(
            "A removal charge is a section of the Immigration and Nationality Act, such as 237a2Aiii or"
            f" INA 237(a)(2)(A)(iii); this value has {value_class(text.strip())}."
        )
    return "".join(parts)


def show_ina_charge(canonical: str) -> str:
    """A charge as the screen shows it: `237a2Aiii` is `INA 237(a)(2)(A)(iii)`."""
    section, *levels = _ina_parts(canonical) or [canonical]
    return f"INA {section}" + "".join(f"({level})" for level in levels)


def case_category(text: str) -> str:
    """A removal case category by its form: one or two digits and perhaps a letter, or `H`."""
    value = text.strip().upper()
    if not re.fullmatch(r"[0-9]{1,2}[A-Z]?|H", value):
        raise Malformed(
            f"A case category is one or two digits and perhaps a letter, such as 5B; this value has"
            f" {value_class(text.strip())}."
        )
    return value


def offence_code(text: str) -> str:
    """An offence code by its form: NCIC (four digits, or two digits and two letters) or NIBRS (three signs)."""
    value = text.strip().upper()
    if not re.fullmatch(r"[0-9]{4}|[0-9]{2}[A-Z]{2}|[0-9]{2}[0-9A-Z]", value):
        raise Malformed(
            "An offense code is an NCIC code, such as 1305, or an NIBRS code, such as 13A; this value has"
            f" {value_class(text.strip())}."
        )
    return value
