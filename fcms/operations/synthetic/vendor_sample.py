"""Sample answers of a commercial vendor, under tokens that are issued for them to subjects that are stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

from fcms.exchange.batches.actions import issue_tokens
from fcms.leads.models import VendorAnswer
from fcms.lib.actor import Job
from fcms.subjects.models import Subject

from . import stored
from .places import Places, street
from .sheets import Around, Fault, Planter, Row, Sheet, Truth, bad_address, of_any_line, put

VENDOR = "Sample Data Inc"
MOST_ANSWERS = 4
"""So many addresses at most come for one subject."""
LATE = 20
"""So many subjects stand in the batch whose day has passed."""


class VendorSample:
    """Makes clean answers: a few addresses a subject, in the vendor's order, the best first."""

    def __init__(self, rows: int, seed: int, places: Places, today: date, *, planted: bool) -> None:
        self.seed, self.places, self.today = seed, places, today
        self.rng = Random(f"{seed}:vendor-results")
        self.zips: dict[str, str] = {}
        batch = _fresh_batch(seed)
        self.tokens = self._issued(batch, stored.with_live_case(seed)[: max(rows, 1)])
        self.late = self.ended = list[str]()
        if planted:
            past = today - timedelta(days=10)
            some = stored.with_live_case(seed)[:LATE]
            self.late = self._issued(f"{batch}-LATE", some, answers_until=past)
            self.ended = self._issued(batch, stored.without_live_case(seed)[:LATE])
        self.answers = self._answers()

    def _issued(self, batch: str, known: list[stored.Known], **until: date) -> list[str]:
        numbers = [one.a_number for one in known]
        held = Subject.objects.filter(anumbers__number__in=numbers, anumbers__withdrawn_at=None)
        by_number = dict(held.values_list("anumbers__number", "pk"))
        people = Subject.objects.in_bulk(list(by_number.values()))
        wanted = [(one, people[by_number[one.a_number]]) for one in known if one.a_number in by_number]
        tokens = issue_tokens(
            [subject for _, subject in wanted], vendor=VENDOR, batch=batch, by=Job("synthetic data"), **until
        )
        self.zips |= {token.token: one.zip for token, (one, _) in zip(tokens, wanted, strict=True)}
        return [token.token for token in tokens]

    def _answers(self) -> Iterator[tuple[str, int, float]]:
        """Token, rank and score of each answer; under tokens of nobody where nobody is stored."""
        number = 0
        while True:
            around, at = divmod(number, len(self.tokens)) if self.tokens else (0, 0)
            token = self.tokens[at] if self.tokens else self.stranger()
            score = 60 + self.rng.random() * 40
            for rank in range(1, self.rng.randrange(1, MOST_ANSWERS + 1) + 1):
                yield token, around * MOST_ANSWERS + rank, score
                score *= 0.5 + self.rng.random() * 0.4
            number += 1

    def row(self, fault: Fault | None) -> Row:
        """The clean answer at a place, under the token that the fault to be planted needs."""
        token, rank, score = next(self.answers)
        if fault and fault.needs == "late":
            token, rank = self.late[self.rng.randrange(len(self.late))], self.rng.randrange(100, 9_000)
        elif fault and fault.needs == "ended":
            token, rank = self.ended[self.rng.randrange(len(self.ended))], self.rng.randrange(100, 9_000)
        home = self.places.by_zip.get(self.zips.get(token, ""))
        known = home is not None and home.office_id
        place = self.places.moved(self.rng, home) if home and known else self.places.choose(self.rng)
        line_1, line_2 = street(self.rng)
        last_seen = self.today - timedelta(days=self.rng.randrange(5, 400))
        return {
            "batch_token": token,
            "vendor": VENDOR,
            "rank": str(rank),
            "relevance_score": f"{score:.1f}",
            "line_1": line_1,
            "line_2": line_2,
            "city": place.city,
            "state": place.state,
            "zip": place.zip,
            "first_seen": (last_seen - timedelta(days=self.rng.randrange(900))).isoformat(),
            "last_seen": last_seen.isoformat(),
        }

    def stranger(self) -> str:
        """A token that nobody was given."""
        return f"{self.rng.getrandbits(128):032x}"


def _fresh_batch(seed: int) -> str:
    """The label of a batch of this seed that was not answered yet; its tokens are issued once."""
    number = 1
    while VendorAnswer.objects.filter(batch=f"SAMPLE-{seed}-{number}").exists():
        number += 1
    return f"SAMPLE-{seed}-{number}"


def _unknown(row: Row, around: Around) -> None:
    row["batch_token"] = around.stranger()


def _same_rank(row: Row, around: Around) -> None:
    row["batch_token"], row["rank"] = around.earlier["batch_token"], around.earlier["rank"]


def _same_address(row: Row, around: Around) -> None:
    for name in ("batch_token", "line_1", "line_2", "city", "state", "zip"):
        row[name] = around.earlier[name]


def _seen_backwards(row: Row, around: Around) -> None:
    row["first_seen"], row["last_seen"] = row["last_seen"], "2001-02-03"


def _faults(sample: VendorSample) -> list[Fault]:
    there = {"late": bool(sample.late), "ended": bool(sample.ended), "issued": bool(sample.tokens)}
    ahead = (sample.today + timedelta(days=40)).isoformat()
    listed = (
        Fault("R-TOKEN-UNKNOWN", "batch_token", "issued to nobody", _unknown),
        Fault("R-TOKEN-UNKNOWN", "batch_token", "nothing", put("batch_token", "")),
        Fault("R-TOKEN-VENDOR", "vendor", "of another vendor", put("vendor", "Other Sample"), needs="issued"),
        Fault("R-ANSWER-LATE", "batch_token", "after its day", needs="late"),
        Fault("R-NO-CASE", "batch_token", "of a case that has ended", needs="ended"),
        Fault("R-SCORE", "relevance_score", "above 100", put("relevance_score", "101")),
        Fault("R-SCORE", "relevance_score", "in words", put("relevance_score", "high")),
        Fault("R-FORM", "rank", "in words", put("rank", "first")),
        Fault("R-RANK", "rank", "the rank of an earlier row", _same_rank),
        Fault("R-REPEATED", "line_1", "the address of an earlier row", _same_address),
        Fault("R-ORDER", "last_seen", "before first seen", _seen_backwards),
        Fault("R-DATE", "last_seen", "in the future", put("last_seen", ahead)),
        Fault("R-ZIP-MISSING", "zip", "nothing", put("zip", "")),
        Fault("R-FORMULA", "city", "a formula", put("city", "=SUM(A1:A9)")),
        *bad_address(),
        *of_any_line("last_seen"),
    )
    return [fault for fault in listed if there.get(fault.needs, True)]


def write(
    sheet_of: Callable[[Planter], Sheet],
    *,
    rows: int,
    seed: int,
    places: Places,
    today: date,
    truth: Truth | None,
    report: Callable[[int], object],
) -> Sheet:
    """Write `rows` answers into the sheet that `sheet_of` makes for a planter; their tokens are issued first."""
    sample = VendorSample(rows, seed, places, today, planted=truth is not None)
    planter = Planter(_faults(sample) if truth else [], rows, sample.rng)
    sheet = sheet_of(planter)
    around = Around(sample.rng, places, sample.stranger)
    for _ in range(rows):
        fault = planter.next()
        sheet.add(sample.row(fault), around, fault)
        report(1)
    return sheet
