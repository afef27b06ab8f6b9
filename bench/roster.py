"""A roster with planted truth: who of it is which subject, and the lookalikes that make it hard. All invented."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from fcms.operations.synthetic import names
from fcms.subjects.names import fold


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as EID or a clerk writes them; `key` is the A-Number of a subject, "" of somebody who is none."""

    key: str
    family: str
    given: str
    middle: str
    sex: str
    birth: str
    fbi: str = ""
    sid: str = ""
    ssn: str = ""


@dataclass(frozen=True, slots=True)
class Inmate:
    """A row of the roster, the A-Number of the subject it truly is ("" for nobody here), and what was planted."""

    person: Person
    a_number: str
    truth: str
    planted: str


TRUE_SHARE = 0.60
"""Of the rows, how many are about a subject; the others are relatives and strangers."""
LOOKALIKES = 0.12
"""Of all rows: unlisted twins, fathers, sons and namesakes of subjects."""


def sibling(rng: Random, person: Person, key: str) -> Person:
    """A twin: the same family name and birth date, another given name of the same place."""
    origin = names.choose(rng)
    given = names.given(rng, origin, person.sex)
    while fold(given) == fold(person.given):
        given = names.given(rng, names.choose(rng), person.sex)
    return replace(person, key=key, given=given, middle="", fbi="", sid="", ssn="")


def namesake(rng: Random, person: Person, key: str) -> Person:
    """A father or a son of exactly the same name, 18 to 40 years apart."""
    born, apart = int(person.birth[:4]), rng.randint(18, 40)
    year = born + apart if born + apart <= 2006 and rng.random() < 0.5 else born - apart
    day = date(year, 1, 1) + timedelta(days=rng.randrange(1, 364))
    return replace(person, key=key, birth=day.isoformat(), fbi="", sid="", ssn="")


def stranger(rng: Random) -> Person:
    """Somebody else, of the same places and names as the subjects."""
    origin = names.choose(rng)
    sex = "M" if rng.random() < 0.8 else "F"
    born = date(1945, 1, 2) + timedelta(days=int(rng.betavariate(2.5, 3) * 58 * 365))
    middle = names.given(rng, origin, sex) if rng.random() < 0.25 else ""
    birth = f"{born.year}-01-01" if rng.random() < 0.03 else born.isoformat()
    return Person("", names.family(rng, origin), names.given(rng, origin, sex), middle, sex, birth)


# --- as a clerk of the facility writes them


def written(rng: Random, person: Person) -> Person:
    """The person with the errors of a booking desk, each by its own chance."""
    family, given, middle = person.family, person.given, person.middle
    if rng.random() < 0.6:
        family, given, middle = fold(family), fold(given), fold(middle)
    parts = family.split()
    if len(parts) > 1:
        chance = rng.random()
        family = (
            parts[0] if chance < 0.20 else parts[1] if chance < 0.25 else
            f"{parts[1]} {parts[0]}" if chance < 0.28 else f"{parts[0]}-{parts[1]}" if chance < 0.33 else family
        )  # fmt: skip
    family = _transliterated(rng, family) if rng.random() < 0.05 else family
    given = _transliterated(rng, given) if rng.random() < 0.04 else given
    if rng.random() < 0.05:
        family = names.misspelt(rng, family) if len(family) > 3 else family
    if rng.random() < 0.03:
        given = names.misspelt(rng, given) if len(given) > 3 else given
    if middle and rng.random() < 0.03:
        given, middle = middle, given
    if rng.random() < 0.5:
        middle = middle[:1] if rng.random() < 0.4 else ""
    if rng.random() < 0.015:
        given = given[:1]
    if rng.random() < 0.02:
        family, given = given, family
    sex = person.sex if rng.random() > 0.005 else "U"
    return replace(
        person, family=family, given=given, middle=middle, sex=sex, birth=_dated(rng, person.birth)
    )


_ANOTHER_WAY = (
    *(("y", "i"), ("i", "y"), ("ph", "f"), ("f", "ph"), ("h", ""), ("ou", "u"), ("v", "w"), ("z", "s")),
    *(("c", "k"), ("qu", "k"), ("j", "y"), ("ll", "l"), ("ee", "i"), ("ñ", "n"), ("k", "c")),
)


def _transliterated(rng: Random, name: str) -> str:
    upper = name.isupper()
    ways = [(a, b) for a, b in _ANOTHER_WAY if a in name.lower()[1:]]
    if not ways:
        return name
    a, b = rng.choice(ways)
    changed = name[0] + name[1:].lower().replace(a, b, 1)
    return changed.upper() if upper else changed.title()


def _dated(rng: Random, birth: str) -> str:
    """The birth date as the desk has it: mostly right, else partial, a default, swapped or mistyped."""
    chance = rng.random()
    if chance < 0.01:
        return ""
    if len(birth) < 10 or birth.endswith("-01-01"):
        return birth if chance < 0.7 else birth[:4] if chance < 0.85 else f"{birth[:4]}-01-01"
    year, month, day = birth.split("-")
    if chance < 0.03:
        return f"{year}-01-01"
    if chance < 0.04:
        return year if chance < 0.035 else f"{year}-{month}"
    if chance < 0.05 and int(day) <= 12:
        return f"{year}-{day}-{month}"
    if chance < 0.065:
        return f"{year}-{month}-{min(max(int(day) + rng.choice((-1, 1, 3)), 1), 28):02}"
    if chance < 0.075:
        return f"{int(year) + rng.choice((-1, 1, 10, -10))}-{month}-{min(int(day), 28):02}"
    if chance < 0.08:
        return f"{year}-{rng.randrange(1, 13):02}-{min(int(day), 28):02}"
    return birth


# --- the roster


def needed(rows: int) -> int:
    """How many subjects a roster of so many rows is made from."""
    return int(rows * (TRUE_SHARE + LOOKALIKES))


def roster(rng: Random, subjects: list[Person], rows: int) -> list[Inmate]:
    """So many rows: subjects as a desk writes them, lookalikes of other subjects, and strangers."""
    chosen = rng.sample(subjects, needed(rows))
    there = int(rows * TRUE_SHARE)
    made = [_of_subject(rng, person) for person in chosen[:there]]
    for person in chosen[there:]:
        made.append(_lookalike(rng, person))
    while len(made) < rows:
        made.append(Inmate(written(rng, stranger(rng)), "", "", "stranger"))
    rng.shuffle(made)
    return made


def _of_subject(rng: Random, person: Person) -> Inmate:
    desk = written(rng, person)
    fbi = person.fbi if rng.random() < 0.5 else ""
    sid = person.sid if rng.random() < 0.4 else ""
    a_number = person.key if rng.random() < 0.12 else ""
    return Inmate(replace(desk, fbi=fbi, sid=sid), a_number, person.key, "subject")


def _lookalike(rng: Random, person: Person) -> Inmate:
    """A twin, a father or son, or somebody who gives a subject's number; none of them is that subject."""
    chance = rng.random()
    if chance < 0.40:
        return Inmate(written(rng, sibling(rng, person, "")), "", "", "unlisted twin")
    if chance < 0.80:
        return Inmate(written(rng, namesake(rng, person, "")), "", "", "unlisted father or son")
    if chance < 0.88 and person.fbi:
        borrowed = replace(written(rng, stranger(rng)), fbi=person.fbi)
        return Inmate(borrowed, "", "", "borrowed number")
    if chance < 0.94:
        other = namesake(rng, person, "")
        return Inmate(written(rng, other), person.key, "", "father or son under the other's A-Number")
    return Inmate(written(rng, sibling(rng, person, "")), person.key, "", "twin under the other's A-Number")
