"""One rule, three voices: the action enforces it, the screen shows it, the test quotes it."""

from __future__ import annotations

from dataclasses import dataclass


class Refused(Exception):
    """An act that a rule forbids. `sentence` says why and what to do; it names no person."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a rule: whether it may happen and, if not, one sentence with its remedy."""

    allowed: bool
    sentence: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def or_refuse(self) -> None:
        """Raise `Refused` with the sentence unless the act is allowed."""
        if not self.allowed:
            raise Refused(self.sentence)


_YES = Verdict(True)


def yes() -> Verdict:
    """It may happen."""
    return _YES


def no(sentence: str) -> Verdict:
    """It may not happen, because of `sentence` (a full sentence, with the next step)."""
    return Verdict(False, sentence)


def first_no(*verdicts: Verdict) -> Verdict:
    """Return the first refusal among `verdicts`, or yes."""
    return next((verdict for verdict in verdicts if not verdict), _YES)
