"""One box: a name in any order and spelling, a number, an identifier, an address; each hit says why it matched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from fcms.accounts.models import User
from fcms.database import vault
from fcms.lib import identifiers
from fcms.lib.identifiers import Malformed

from . import addresses, fields, finders, names, reach
from .actions import bounds
from .models import STANDING, Address, ANumber, Identifier, NameKeys, Subject

PAGE = 25
MOST = 200
"""More hits than this are not shown: the page asks to narrow the search."""
CANDIDATES = 2000
ALIKE = 0.62
_YEAR = re.compile(r"(?<!\S)((?:18|19|20)\d\d(?:-\d\d(?:-\d\d)?)?)(?!\S)")
_STREET = re.compile(r"\d+[A-Za-z]?(?:[-/]\d+)?\s+\S")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: the words of the box, and the office, year or date of birth and status to narrow by."""

    words: str = ""
    office: str = ""
    born: str = ""
    status: str = ""

    @property
    def digest(self) -> bytes:
        """A keyed digest of the question for the access log, which never keeps the words themselves."""
        told = "\0".join((names.fold(self.words), self.office, self.born, self.status))
        return bytes.fromhex(vault.keyed_digest("search", told))


@dataclass(frozen=True, slots=True)
class Hit:
    """A subject that matched, why, and as much of it as the person may see before opening it."""

    id: int
    score: float
    why: tuple[str, ...]
    number: str = ""
    name: str = ""
    detail: str = ""
    born: str = ""
    a_number: str = ""
    office: str = ""
    within: bool = False
    card: finders.Card | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits, how many there are in all, and whether more were left off than can be shown."""

    hits: list[Hit]
    total: int
    after: int
    too_many: bool
    sought: str


def search(user: User, asked: Asked, after: int = 0) -> Results:
    """Find subjects nationwide and furnish one page of hits, those after the subject with the key `after`."""
    asked = _with_birth(asked)
    sought, found = _found(asked)
    ranked = sorted(_standing(found), key=lambda hit: (-hit.score, hit.id))
    too_many, ranked = len(ranked) > MOST, ranked[:MOST]
    start = next((place + 1 for place, hit in enumerate(ranked) if hit.id == after), 0)
    page = ranked[start : start + PAGE]
    more = page[-1].id if start + PAGE < len(ranked) else 0
    return Results(_furnished(user, page), len(ranked), more, too_many, sought)


def _with_birth(asked: Asked) -> Asked:
    """Take a year or date of birth out of the words: `garcia 1971` asks for a Garcia born in 1971."""
    if asked.born or _STREET.match(asked.words.strip()):
        return asked
    born = _YEAR.search(asked.words)
    rest = _YEAR.sub(" ", asked.words).strip()
    return replace(asked, words=rest, born=born[1]) if born and re.search(r"[^\W\d_]", rest) else asked


def _found(asked: Asked) -> tuple[str, list[Hit]]:
    words = asked.words.strip()
    if not words:
        narrowed = _narrowed(Subject.objects.filter(STANDING), asked)
        rows = narrowed.values_list("pk", flat=True)[: MOST + 1]
        return "list", [Hit(id=pk, score=1 - place / 1000, why=()) for place, pk in enumerate(rows)]
    if any(sign.isdigit() for sign in words):
        exact = list(_by_a_number(words, asked)) + list(_by_identifier(words, asked))
        if exact:
            return "number", exact
        if re.fullmatch(r"\d{5}(-\d{4})?", words) or _STREET.match(words):
            return "address", list(_by_address(words, asked))
        return "number", []
    return "name", _by_name(words, asked)


def _standing(hits: list[Hit]) -> list[Hit]:
    """Leave out subjects that were taken back; one that was merged into another leads to that other."""
    gone = Subject.objects.filter(pk__in=[hit.id for hit in hits]).exclude(STANDING).order_by()
    became = dict(gone.values_list("pk", "merged_into"))
    best: dict[int, Hit] = {}
    for hit in hits:
        if hit.id in became:
            if (kept := became[hit.id]) is None:
                continue
            hit = replace(hit, id=kept, why=(*hit.why, "merged subject"))
        if hit.id not in best or best[hit.id].score < hit.score:
            best[hit.id] = hit
    return list(best.values())


def _narrowed(subjects: QuerySet[Subject], asked: Asked) -> QuerySet[Subject]:
    """Keep the subjects of an office, a status, a year of birth; ordered by name.

    One that was merged away is where the one is that was kept: it is that one which is found by its name.
    """
    condition = finders.narrowed_to(asked.office, asked.status)
    if condition is not None:
        matching = Subject.objects.filter(condition, merged_into=None).order_by()
        merged = Subject.objects.filter(merged_into__in=matching).order_by()
        subjects = subjects.filter(pk__in=matching.values("pk").union(merged.values("pk"), all=True))
    return subjects.filter(birth_on__startswith=asked.born) if asked.born else subjects


def _narrows(asked: Asked) -> bool:
    return bool(asked.office or asked.status or asked.born)


def _kept(asked: Asked, subjects: list[int]) -> set[int]:
    if not _narrows(asked):
        return set(subjects)
    return set(_narrowed(Subject.objects.filter(pk__in=subjects), asked).values_list("pk", flat=True))


# --- by number


def _by_a_number(words: str, asked: Asked) -> Iterator[Hit]:
    try:
        number = identifiers.a_number(words)
    except Malformed:
        return
    found = list(ANumber.objects.filter(number=number).values_list("subject_id", "withdrawn_at"))
    kept = _kept(asked, [subject for subject, _ in found])
    for subject, withdrawn_at in found:
        if subject in kept:
            yield Hit(
                subject,
                1.0 if withdrawn_at is None else 0.9,
                ("A-Number" if not withdrawn_at else "withdrawn A-Number",),
            )


def _by_identifier(words: str, asked: Asked) -> Iterator[Hit]:
    """Look a sensitive number up by its blind index: only the whole number finds anything."""
    limits, sought = bounds(), {}
    for kind, read in fields.NUMBERS.items():
        try:
            sought[kind] = vault.blind(kind, read(words, limits))
        except Malformed:
            continue
    found = Identifier.objects.filter(blind__in=sought.values(), withdrawn_at=None)
    rows = [
        (row.subject_id, row.get_kind_display()) for row in found.only("subject_id", "kind").order_by("id")
    ]
    kept = _kept(asked, [subject for subject, _ in rows])
    for subject, kind in dict(rows).items():
        if subject in kept:
            yield Hit(subject, 1.0, (kind,))


# --- by address


def _by_address(words: str, asked: Asked) -> Iterator[Hit]:
    street, zip_code = addresses.searched(words)
    found = Address.objects.filter(withdrawn_at=None)
    if zip_code:
        found = found.filter(zip=zip_code)
    if street:
        found = found.filter(line_1__istartswith=" ".join(street.split()[:2]))
    if _narrows(asked):
        found = found.filter(subject__in=_narrowed(Subject.objects.all(), asked).order_by().values("pk"))
    rows = found.order_by("subject_id").values_list("subject_id", "line_1", "line_2", "city", "state", "zip")
    best: dict[int, Hit] = {}
    for subject, line_1, *rest in rows[:CANDIDATES]:
        alike = fuzz.ratio(street, addresses.plain_line(line_1)) / 100 if street else 1.0
        if street and alike < 0.75 and not street.startswith(addresses.plain_line(line_1)):
            continue
        why = "address" if street else "ZIP code"
        hit = Hit(subject, max(alike, 0.75), (why,), detail=", ".join(filter(None, (line_1, *rest))))
        if subject not in best or best[subject].score < hit.score:
            best[subject] = hit
    yield from best.values()


# --- by name


def _by_name(words: str, asked: Asked) -> list[Hit]:
    parts = names.searched_parts(words)
    if not parts:
        return []
    candidates = _candidates(parts, asked)
    family_first = "," in words
    shortlist = _shortlist(parts, candidates)
    best: dict[int, Hit] = {}
    for subject, alias, name in shortlist:
        like = names.likeness(tuple(parts), name, family_first=family_first)
        if like.score < ALIKE:
            continue
        why = ("alias", *like.why) if alias else like.why
        hit = Hit(subject, like.score - (0.01 if alias else 0), why, detail=name if alias else "")
        if subject not in best or best[subject].score < hit.score:
            best[subject] = hit
    return list(best.values())


def _candidates(parts: list[str], asked: Asked) -> list[tuple[int, int | None, str]]:
    """Names that share a key with every part of a pair of parts, those that share most of them first."""
    keys = {part: list(names.part_keys(part)) for part in parts}
    together = Q(pk__in=[])
    for pair in names.pairs(parts):
        condition = Q()
        for part in pair:
            condition &= Q(keys__overlap=keys[part])
        together |= condition
    found = NameKeys.objects.filter(together)
    if _narrows(asked):
        found = found.filter(subject__in=_narrowed(Subject.objects.all(), asked).order_by().values("pk"))
    rank: Any = Value(0, output_field=IntegerField())
    for part in parts:
        rank += _one_if(Q(keys__overlap=keys[part])) + _one_if(Q(keys__contains=[part]))
    rows = found.order_by(rank.desc(), "pk").values_list("subject_id", "alias_id", "name")
    # A limit makes the planner walk the whole table, which for rare names takes seconds instead of milliseconds.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        listed: list[tuple[int, int | None, str]] = list(rows[:CANDIDATES])
        cursor.execute("set local enable_seqscan = on")
    return listed


def _one_if(condition: Q) -> Case:
    return Case(When(condition, then=1), default=0, output_field=IntegerField())


def _shortlist(
    parts: list[str], candidates: list[tuple[int, int | None, str]]
) -> list[tuple[int, int | None, str]]:
    """The candidates worth comparing part by part: nearest to some rotation of what was typed."""
    if len(candidates) <= 2 * MOST:
        return candidates
    folded: Mapping[int, str] = {
        place: " ".join(names.parts_of(name)) for place, (_subject, _alias, name) in enumerate(candidates)
    }
    chosen: set[int] = set()
    for turn in range(len(parts)):
        query = " ".join(parts[turn:] + parts[:turn])
        near = process.extract(query, folded, scorer=JaroWinkler.similarity, limit=MOST + 1)
        chosen.update(place for _name, _score, place in near)
    return [candidates[place] for place in sorted(chosen)]


# --- what a hit shows


def _furnished(user: User, page: list[Hit]) -> list[Hit]:
    """Give each hit what the person may see: beyond reach, the name and who holds the case, nothing more."""
    keys = [hit.id for hit in page]
    subjects = Subject.objects.select_related("docket_office").in_bulk(keys)
    reached = reach.within(user, keys)
    cards = finders.cards_of(user, keys)
    a_numbers = dict(
        ANumber.objects.filter(subject__in=keys, primary=True, withdrawn_at=None).values_list(
            "subject_id", "number"
        )
    )
    shown = []
    for hit in page:
        subject, near = subjects[hit.id], hit.id in reached
        shown.append(
            replace(
                hit,
                number=subject.number,
                name=subject.full_name,
                detail=hit.detail if near else "",
                born=subject.birth_on if near else "",
                a_number=a_numbers.get(hit.id, "") if near else "",
                office=_office_of(subject, cards.get(hit.id)),
                within=near,
                card=cards.get(hit.id),
            )
        )
    return shown


def _office_of(subject: Subject, card: finders.Card | None) -> str:
    """The office that holds the case or, without a case, the one of the docket."""
    if card is not None:
        return card.office
    return subject.docket_office.name if subject.docket_office else ""
