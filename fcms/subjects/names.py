"""Names as people write them: folded, split into parts, keyed by spelling, by sound and by one letter off."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from jellyfish import soundex
from metaphone import doublemetaphone
from rapidfuzz.distance import OSA, JaroWinkler

PARTICLES = frozenset(
    "A AL BIN BINT D DA DAS DE DEL DELA DELLA DER DES DI DO DOS DU EL E IBN LA LAS LE LI LO LOS MC SAN SANTA SAO"
    " TEN TER VAN VON Y ZU".split()
)
"""Small words between the parts of a name: kept with it, too common to search by."""
SUFFIXES = frozenset(("JR", "SR", "II", "III", "IV"))
MOST_PARTS = 6
"""A search by more parts than this looks for the longest ones."""
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_JOINED = str.maketrans("", "", "'’`´ʼ‘.")


def fold(text: str) -> str:
    """Write a name without accents, in capitals: `Peña-Núñez` becomes `PENA-NUNEZ`."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).upper()


@lru_cache(maxsize=4096)
def parts_of(name: str) -> tuple[str, ...]:
    """Split a name into its folded parts; apostrophes join (`O'Brien` is one part), all else divides."""
    folded = fold(name).translate(_JOINED)
    return tuple("".join(sign if sign.isalnum() else " " for sign in folded).split())


def _one_off(part: str) -> set[str]:
    return {part[:i] + part[i + 1 :] for i in range(len(part))} if len(part) > 3 else set()


@lru_cache(maxsize=65536)
def part_keys(part: str) -> tuple[str, ...]:
    """The keys of one part: itself, its Soundex (`s:`), its Double Metaphones (`m:`), one letter left out (`d:`)."""
    if part in PARTICLES:
        return (part,)
    keys = {part, f"d:{part}", *(f"d:{short}" for short in _one_off(part))}
    if part.isascii() and part.isalpha():
        keys.add(f"s:{soundex(part)}")
        keys.update(f"m:{sound}" for sound in doublemetaphone(part) if sound)
    return tuple(sorted(keys))


def name_keys(family_name: str, given_name: str = "", middle_name: str = "") -> list[str]:
    """All keys of a name, sorted and each once; kept beside the name to find it by."""
    parts = parts_of(f"{family_name} {given_name} {middle_name}")
    return sorted({key for part in parts for key in part_keys(part)})


def shown(family_name: str, given_name: str = "", middle_name: str = "") -> str:
    """The name as a list shows it: `Family, Given Middle`."""
    given = " ".join(filter(None, (given_name, middle_name)))
    return f"{family_name}, {given}" if given else family_name


def searched_parts(words: str) -> list[str]:
    """The parts of what was typed that are worth looking up, each once, the longest of too many."""
    parts = list(dict.fromkeys(parts_of(words)))
    telling = [part for part in parts if part not in PARTICLES and part not in SUFFIXES] or parts
    return sorted(telling, key=len, reverse=True)[:MOST_PARTS] if len(telling) > MOST_PARTS else telling


def pairs(parts: list[str]) -> list[tuple[str, ...]]:
    """Which parts must be found together: every pair of them, or the one there is."""
    return list(combinations(parts, 2)) if len(parts) > 1 else [tuple(parts)] if parts else []


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a name is to what was typed (0 to 1), and in words, why it matched."""

    score: float
    why: tuple[str, ...]


SAME = "same name"
ORDER = "names swapped"
LETTER = "one letter off"
SWAPPED = "two letters swapped"
SPELLING = "similar spelling"
SOUND = "sounds alike"
PART = "part of the name"


def likeness(typed: tuple[str, ...], name: str, *, family_first: bool = False) -> Likeness:
    """Compare what was typed with a name (`Family, Given`), part by part, in any order.

    `family_first` says that the family name was typed first, with a comma after it.
    """
    own = [part for part in parts_of(name) if part not in SUFFIXES]
    free = list(range(len(own)))
    places: list[int] = []
    why: list[str] = []
    total = 0.0
    for part in sorted(typed, key=len, reverse=True):
        if not free:
            break
        best = max(free, key=lambda place: JaroWinkler.similarity(part, own[place]))
        score, reason = _compare(part, own[best])
        if score < 0.6:
            continue
        total += score
        free.remove(best)
        places.append(best)
        if reason and reason not in why:
            why.append(reason)
    asked = max(len(typed), 1)
    left = len([place for place in free if own[place] not in PARTICLES])
    missed = asked - len(places)
    score = total / asked - 0.02 * min(left, 3)
    if not why and not missed:
        why.append(PART if left else SAME if _in_order(typed, own, family_first) else ORDER)
    elif missed:
        why.append(PART)
    return Likeness(max(score, 0.0), tuple(why))


def _in_order(typed: tuple[str, ...], own: list[str], family_first: bool) -> bool:
    """Whether the parts stand as in the record (family first) or, without a comma, as people say them."""
    mine = [part for part in own if part not in PARTICLES]
    asked = [part for part in typed if part not in PARTICLES]
    turns = (0,) if family_first else (0, 1, 2)
    return any(asked == mine[turn:] + mine[:turn] for turn in turns) or len(mine) < 2


def _compare(typed: str, own: str) -> tuple[float, str]:
    if typed == own:
        return 1.0, ""
    distance = OSA.distance(typed, own, score_cutoff=2)
    if distance == 1:
        swapped = len(typed) == len(own) and sorted(typed) == sorted(own)
        return 0.93, SWAPPED if swapped else LETTER
    score = JaroWinkler.similarity(typed, own)
    if len(typed) > 2 and own.startswith(typed):
        return max(score, 0.85), PART
    if set(part_keys(typed)) & {key for key in part_keys(own) if key[:2] in ("s:", "m:")}:
        return min(max(score, 0.7), 0.9), SOUND
    return min(score, 0.88), SPELLING
