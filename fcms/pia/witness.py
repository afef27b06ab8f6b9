"""The witness: joins promises, keepers and proofs, and says of each promise whether it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from fcms.lib.policytable import read

from .keepers import Keeper, declared
from .promises import BY_ID, PROMISES, Promise
from .proofs import Proof, proofs
from .verify import verify_named_keepers


class State(Enum):
    """Whether a promise is kept."""

    KEPT = "kept"
    PEOPLE = "people"
    NOT_BUILT = "not_built"


@dataclass(frozen=True, slots=True)
class Testimony:
    """A promise with what keeps it and what proves it. `kept_since` is empty until it is declared kept."""

    promise: Promise
    keepers: tuple[Keeper, ...]
    proofs: tuple[Proof, ...]
    kept_since: str

    @property
    def state(self) -> State:
        """Kept only if it is declared kept and has both a keeper and a proof."""
        if self.promise.kept_by == "people":
            return State.PEOPLE
        if self.kept_since and self.keepers and self.proofs:
            return State.KEPT
        return State.NOT_BUILT

    @property
    def begun(self) -> bool:
        """Whether parts of a promise that is not kept yet are there."""
        return self.state is State.NOT_BUILT and bool(self.keepers or self.proofs)

    @property
    def problem(self) -> str:
        """What is wrong with it, in a sentence; empty if nothing is."""
        name = self.promise.id
        if self.promise.kept_by == "people":
            return ""
        if self.kept_since and not (self.keepers and self.proofs):
            lost = " and ".join(
                words for words, have in (("keeper", self.keepers), ("proof", self.proofs)) if not have
            )
            return f"{name} is declared kept since {self.kept_since} but has no {lost}."
        if self.keepers and not self.proofs:
            return f"{name} has a keeper ({self.keepers[0].name}) but no proof: mark a test with it."
        if self.proofs and not self.keepers:
            return (
                f"{name} has a proof ({self.proofs[0]}) but no keeper: declare what keeps it in a keepers.py."
            )
        return ""


@dataclass(frozen=True, slots=True)
class Witness:
    """Everything the witness saw."""

    testimonies: tuple[Testimony, ...]
    problems: tuple[str, ...]


@cache
def kept_since() -> Mapping[str, str]:
    """The release since which each promise is kept, from `policy/promises.toml`."""
    file = read("promises.toml")
    table = file.table("kept_since")
    releases = {promise: table.text(promise, form=r"\d+\.\d+\.\d+") for promise in table.keys()}  # noqa: SIM118
    for promise in releases:
        if promise not in BY_ID:
            raise table.fail(promise, "is not a promise of the assessment.")
    file.done()
    return releases


def join(keepers: Iterable[Keeper], found: Iterable[Proof], releases: Mapping[str, str]) -> Witness:
    """Join what is given; a keeper or proof of a promise that does not exist is a problem."""
    keepers, found = tuple(keepers), tuple(found)
    testimonies = tuple(
        Testimony(
            promise,
            tuple(keeper for keeper in keepers if keeper.promise == promise.id),
            tuple(proof for proof in found if proof.promise == promise.id),
            releases.get(promise.id, ""),
        )
        for promise in PROMISES
    )
    cited = [*((one.promise, one.name) for one in keepers), *((one.promise, str(one)) for one in found)]
    orphans = [
        f"{promise} is not a promise of the assessment, but {name} cites it."
        for promise, name in cited
        if promise not in BY_ID
    ]
    return Witness(testimonies, (*orphans, *(each.problem for each in testimonies if each.problem)))


def witness() -> Witness:
    """Join what the project holds now."""
    return join(declared(), proofs(), kept_since())


def problems() -> list[str]:
    """Everything that keeps `make check` from passing: orphans, halves, and keepers that name nothing."""
    return [*witness().problems, *verify_named_keepers()]


def promises_json() -> dict[str, Any]:
    """The document that `fcms promises --json` prints."""
    return {
        "promises": [
            {
                "id": each.promise.id,
                "text": each.promise.text,
                "state": each.state.value,
                "keepers": [
                    {"kind": keeper.kind, "name": keeper.name, "sentence": keeper.sentence}
                    for keeper in each.keepers
                ],
                "proofs": [str(proof) for proof in each.proofs],
                "section": each.promise.section,
                "quotations": list(each.promise.quotations),
                "kept_since": each.kept_since,
            }
            for each in witness().testimonies
        ]
    }


def promises_text() -> str:
    """What `fcms promises` prints for people: one line for each promise, and the count of each state."""
    words = {State.KEPT: "kept", State.PEOPLE: "by people", State.NOT_BUILT: "not built"}
    seen = witness().testimonies
    lines = [
        f"{each.promise.id:<11} {words[each.state]:<10} {len(each.keepers):>2} keepers {len(each.proofs):>3} proofs"
        f"  {each.promise.text}"
        for each in seen
    ]
    counts = ", ".join(f"{sum(each.state is state for each in seen)} {word}" for state, word in words.items())
    return "\n".join([*lines, f"{len(seen)} promises: {counts}."])
