"""What the gates are asked of: the place, and everything known that can open or shut one. Plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from fcms.lib.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody would act: the key and line of the address, its kind by `policy/locations.toml`.

    `kind` "" asks what was last said of the place. `lead_id` is the lead that gives the address, None where the
    subject's own record or the officer does.
    """

    key: str
    line: str
    kind: str
    lead_id: int | None
    subject_id: int


@dataclass(frozen=True, slots=True)
class OverrideFact:
    """An override in force: which one, who gave it, why, until when, and on what: the gate's sentence at that time."""

    id: int
    by_id: int
    by: str
    reason: str
    until: date
    sentence: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What one gate says: open or shut with a sentence, what remedies it, who may override it, who did.

    `verdict` is what counts: it is also yes where an override is in force, and `override` says which.
    `detail` is the sentence to show: what a yes rests on, or why not. `overridable` names the right that may
    override it now, "" for nobody. `remedy` names what would open it, `remedy_url` is where that is done,
    `override_url` where it is overridden. `opened_by` is who alone decided that it is open (a key), if anybody did.
    """

    code: str
    label: str
    verdict: Verdict
    detail: str
    remedy: str = ""
    remedy_url: str = ""
    remedy_label: str = ""
    overridable: str = ""
    override_url: str = ""
    override: OverrideFact | None = None
    opened_by: int | None = None

    @property
    def state(self) -> str:
        """OPEN, OVERRIDDEN or SHUT."""
        if not self.verdict:
            return "SHUT"
        return "OVERRIDDEN" if self.override else "OPEN"


@dataclass(frozen=True, slots=True)
class Check:
    """A records check: from when it counts and the last moment it can be of, what it found, where, and who asked.

    An action has a day and no hour. Recorded on its own day it counts from when it was recorded. Recorded later it
    counts from the beginning of its day as a yes (`since`) and until the end of it as a no (`latest`): whichever is
    worse. `named`: recorded by a person, on this very case.
    """

    since: datetime
    latest: datetime
    result: str
    by: str
    system: str
    eid: bool
    named: bool


@dataclass(frozen=True, slots=True)
class Review:
    """The last review of one kind: what it found (`NO_BAR`, `BAR`, `UNKNOWN`), when and by whom."""

    finding: str
    on: date
    by: str


@dataclass(frozen=True, slots=True)
class Verified:
    """The last confirmation of the address by a source that is not commercial."""

    on: date
    source: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A do-not-return mark in force: why, and until when; `newest` is when the last of all in force there was set."""

    reason: str
    until: date
    newest: datetime
    number: str = ""


@dataclass(frozen=True, slots=True)
class At:
    """What is known of the place; `kind` is "" while nobody has said what stands there."""

    kind: str = ""
    verified: Verified | None = None
    needs_unit: bool = False
    has_unit: bool = False
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the gates of one case, and of one place where there is one, are asked of.

    `zone` is the time zone of the office that holds the case, `overrides` those in force by gate.
    """

    now: datetime
    day: date
    zone: str
    status: str = "OPEN"
    died: bool = False
    custody: str = "AT_LARGE"
    category: str = ""
    category_on: date | None = None
    checks: tuple[Check, ...] = ()
    stay: str = ""
    stay_until: date | None = None
    stay_spoken: bool = True
    stay_contested: bool = False
    claim: bool = False
    confidential: bool = False
    clearance: str = ""
    cleared_by: int | None = None
    reviews: dict[str, Review] = field(default_factory=dict)
    conflicts: tuple[str, ...] = ()
    at: At | None = None
    overrides: dict[str, OverrideFact] = field(default_factory=dict)
