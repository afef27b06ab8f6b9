"""Which statement is in force, and why? Pure: what was said of one value, in; the reason for what stands, out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Voice:
    """What one statement said of one value, the newest statement having the highest `key`.

    `corrects`: an officer's correction, not the entry of the subject. `heard`: kept as said, not put in force.
    `own`: said of this subject, not of one that was merged into it.
    """

    key: int
    said: Any
    source: tuple[str, str]
    by_officer: bool = False
    corrects: bool = False
    heard: bool = False
    own: bool = True


@dataclass(frozen=True, slots=True)
class Settled:
    """A conflict on the value that a person settled, and what was kept."""

    kept: Any
    on: date
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Why a value is in force: the statement it rests on (None for nothing), the reason, and who says otherwise."""

    rests_on: int | None
    reason: str
    otherwise: tuple[int, ...] = ()


def standing(value: Any, voices: Sequence[Voice], settled: Settled | None = None) -> Standing:
    """Say why `value` is in force, by what was said of it (newest first) and the latest settlement, if any."""
    agreeing = [voice for voice in voices if same(voice.said, value)]
    otherwise = tuple(voice.key for voice in last_of_each(voices) if not same(voice.said, value))
    if not agreeing:
        return Standing(None, "no source that still counts says so" if otherwise else "", otherwise)
    rests = _rests_on(agreeing)
    return Standing(rests.key, _reason(rests, voices, value, settled, bool(otherwise)), otherwise)


def last_of_each(voices: Sequence[Voice]) -> list[Voice]:
    """What each source said last, the newest source first."""
    last: dict[tuple[str, str], Voice] = {}
    for voice in voices:
        last.setdefault(voice.source, voice)
    return list(last.values())


def same(one: Any, other: Any) -> bool:
    """Say whether two values of one column are the same; nothing and empty are."""
    return _plain(one) == _plain(other)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _rests_on(agreeing: Sequence[Voice]) -> Voice:
    """A correction before an extract that agrees with it; what was said of the subject itself before others."""
    return (
        next((voice for voice in agreeing if voice.corrects), None)
        or sorted(agreeing, key=lambda voice: (voice.heard, not voice.own))[0]
    )


def _reason(
    rests: Voice, voices: Sequence[Voice], value: Any, settled: Settled | None, disputed: bool
) -> str:
    if settled is not None and same(settled.kept, value):
        return f"settled on {settled.on.day} {settled.on:%b %Y} by {settled.by}: {settled.reason}"
    if not rests.own:
        return "said of the subject that was merged into this one"
    if rests.corrects:
        return "corrected by an officer"
    if rests.by_officer:
        return (
            "entered by an officer"
            if not disputed
            else "entered by an officer, and nothing newer is in force"
        )
    newer = [voice for voice in voices if voice.key > rests.key and not same(voice.said, value)]
    if newer and all(voice.heard for voice in newer):
        return "kept until a person decides on what was said since"
    if newer:
        return "kept when two subjects were merged" if any(not voice.own for voice in newer) else "kept"
    if disputed or any(not same(voice.said, value) for voice in voices):
        return "newest extract"
    return "all sources agree" if len({voice.source for voice in voices}) > 1 else "the only source"
