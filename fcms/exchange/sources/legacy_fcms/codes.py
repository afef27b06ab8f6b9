"""How the words of the version before become ours: `policy/legacy.toml`, a list for each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from fcms.activities.models import ActivityType, CheckResult, CheckSystem, VisitOutcome
from fcms.cases.lifecycle import ClosureReason
from fcms.leads.lifecycle import Outcome, SourceKind
from fcms.lib import policyfiles
from fcms.lib.policytable import Table, read

FILE = "legacy.toml"


@dataclass(frozen=True, slots=True)
class Act:
    """What an action of the version before is here: the type and what the type must say beside it."""

    type: str
    system: str = ""
    result: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of `policy/legacy.toml`, each by the word of the version before in capitals."""

    closure: Mapping[str, str]
    outcome: Mapping[str, str]
    action: Mapping[str, Act]
    source: Sequence[tuple[str, str]]
    other_source: str
    role: str

    def source_kind(self, agency: str) -> str:
        """Of which kind a lead's agency is."""
        name = agency.upper()
        return next(
            (kind for word, kind in self.source if re.search(rf"\b{re.escape(word)}", name)),
            self.other_source,
        )


@cache
def words() -> Words:
    """Read the lists. A bad file stops the start, naming file, key and reason."""
    file = read(FILE)
    file.promises()
    source, user = file.table("source"), file.table("user")
    found = Words(
        closure=_plain(file.table("closure"), ClosureReason.values),
        outcome=_plain(file.table("outcome"), Outcome.values),
        action=_actions(file.table("action")),
        source=_sources(source),
        other_source=source.text("other", among=SourceKind.values),
        role=user.text("role", among=tuple(policyfiles.roles())),
    )
    for table in (source, user, file):
        table.done()
    return found


def _plain(table: Table, ours: Sequence[str]) -> dict[str, str]:
    """A list from their word to ours; our own words stand for themselves."""
    return {one: one for one in ours} | {key: table.text(key, among=ours) for key in table.keys()}  # noqa: SIM118


def _actions(table: Table) -> dict[str, Act]:
    found = {}
    for key in table.keys():  # noqa: SIM118 - a Table is no dict
        row = table.table(key)
        act = Act(
            row.text("type", among=ActivityType.values),
            row.text("system", among=CheckSystem.values, default=""),
            row.text("result", among=CheckResult.values, default=""),
            row.text("found", among=VisitOutcome.values, default=""),
        )
        if act.type == ActivityType.VISIT and not act.found:
            raise row.fail("found", "is missing: a visit says what it found.")
        if act.type == ActivityType.RECORDS_CHECK and not (act.system and act.result):
            raise row.fail("system", "is missing, or result: a check says whom it asked and what came of it.")
        row.done()
        found[key] = act
    return found


def _sources(table: Table) -> list[tuple[str, str]]:
    pairs = []
    for one in table.texts("words"):
        word, _, kind = one.partition("=")
        if kind not in SourceKind.values:
            raise table.fail("words", f"{kind or one} is no kind of source.")
        pairs.append((word, kind))
    return pairs


def tidy(word: str) -> str:
    """A word of the version before as the lists have it: capitals, blanks and dashes as underscores."""
    return re.sub(r"[\s-]+", "_", word.strip()).upper()
