"""Numbers that nobody was or will be given (`domain.md` 8), each of them different for each place in the series."""

from __future__ import annotations

from hashlib import sha256
from random import Random

from fcms.lib.identifiers import fbi_number_doubt

FIRST, SPAN = 910_000_000, 89_999_999
"""A-Numbers lie between A910000000 and A999999999."""
NON_FUGITIVE, NON_FUGITIVES = 905_000_000, 4_999_999
"""Those of non-fugitives, who are never subjects, lie below."""
STRIDE, FBI_STRIDE = 48_611, 7_919
"""Primes: stepping by one of them meets every number of the span once before it meets any twice."""
_LOOKALIKE = str.maketrans("BGIOQSUYZ", "8C1005VV2")


def offset(seed: int, series: str) -> int:
    """Where a series begins for a seed."""
    return int.from_bytes(sha256(f"{seed} {series}".encode()).digest()[:6], "big")


def a_number(seed: int, index: int) -> str:
    """The A-Number of the person at `index`; no two persons of a seed share one."""
    return f"A{FIRST + (offset(seed, 'a') + index * STRIDE) % SPAN}"


def next_a_number(number: str) -> str:
    """The A-Number after this one, within the span."""
    return f"A{FIRST + (int(number[1:]) - FIRST + 1) % SPAN}"


def non_fugitive_a_number(seed: int, index: int) -> str:
    """The A-Number of somebody who was no fugitive."""
    return f"A{NON_FUGITIVE + (offset(seed, 'n') + index * STRIDE) % NON_FUGITIVES}"


def ssn(rng: Random) -> str:
    """Nine digits that are never issued: 9xx, then 01 to 49."""
    return f"9{rng.randrange(100):02}{rng.randrange(1, 50):02}{rng.randrange(1, 10_000):04}"


def fbi(seed: int, index: int) -> str:
    """`SYN` and six digits that fit no form of FBI number, not even read with look-alike letters."""
    at = offset(seed, "fbi") + index * FBI_STRIDE
    while True:
        number = f"SYN{at % 1_000_000:06}"
        if fbi_number_doubt(number.translate(_LOOKALIKE)):
            return number
        at += 1


def identifiers(rng: Random, seed: int, index: int, *, convicted: bool) -> dict[str, str]:
    """The sensitive numbers that are known of a person: of one convicted more than of others."""
    found = {}
    if rng.random() < 0.22:
        found["SSN"] = ssn(rng)
    if rng.random() < (0.85 if convicted else 0.18):
        found["FBI"] = fbi(seed, index)
    if rng.random() < 0.45:
        found["FIN"] = f"999{rng.randrange(10**9):09}"
    if rng.random() < (0.7 if convicted else 0.04):
        found["SID"] = f"XX{rng.randrange(10**7):07}"
    if rng.random() < 0.1:
        found["TECS"] = f"SYN{rng.randrange(10**8):08}"
    return found
