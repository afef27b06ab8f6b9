"""What a promise is: its name, our words, the assessment's own words, and who keeps it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Literal

ID = re.compile(r"PIA-(?P<section>\d(?:\.\d)?)-\d+")


class Kind(Enum):
    """What sort of thing is promised."""

    DATA = "Data kept"
    FUNCTION = "Function"
    CONTROL = "Control"


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise of the assessment.

    `text` says it in our words, after "the system"; each of `quotations` stands word for word in the
    assessment, white space aside. `kept_by` is "people" where no program can keep it.
    """

    id: str
    kind: Kind
    text: str
    quotations: tuple[str, ...]
    kept_by: Literal["program", "people"] = "program"

    @property
    def section(self) -> str:
        """The section of the assessment, as "1.5"; "0" is its overview."""
        found = ID.fullmatch(self.id)
        if found is None:
            raise ValueError(f"{self.id} is not the ID of a promise, such as PIA-1.5-3.")
        return found["section"]

    @property
    def chapter(self) -> str:
        """The first part of the section: "1" for "1.5"."""
        return self.section.partition(".")[0]
