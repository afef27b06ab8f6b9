"""The kinds of extract that come in, a folder a partner, each with the same parts."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any

from fcms.exchange.layout import Kind
from fcms.lib.verdict import Refused

from .benefits.layout import BENEFITS
from .city_state.layout import CITY_STATE
from .departures.layout import DEPARTURES
from .eid_daily.layout import EID_DAILY
from .facility_roster.layout import FACILITY_ROSTER
from .government_leads.layout import GOVERNMENT_LEADS
from .legacy_fcms.layout import LEGACY_FCMS
from .vendor_results.layout import VENDOR_RESULTS

if TYPE_CHECKING:
    from fcms.accounts.models import User
    from fcms.exchange.models import Intake, StagedRow

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        EID_DAILY,
        GOVERNMENT_LEADS,
        VENDOR_RESULTS,
        FACILITY_ROSTER,
        BENEFITS,
        DEPARTURES,
        LEGACY_FCMS,
        CITY_STATE,
    )
}

Apply = Callable[["Intake", "User", Callable[[str, int, int], None]], dict[str, Any]]
Trace = Callable[["Intake", "list[StagedRow]"], dict[tuple[str, int], str]]


def kind_named(code: str) -> Kind:
    """The kind with this code, or a refusal that names those there are."""
    if code not in KINDS:
        raise Refused(f"There is no kind of extract by that name. Use one of {', '.join(KINDS)}.")
    return KINDS[code]


def part(kind: str, name: str) -> ModuleType | None:
    """A part of a kind: the module `name` of its folder, or None where the kind has no such part."""
    module = f"{__name__}.{kind_named(kind).code.replace('-', '_')}.{name}"
    return import_module(module) if find_spec(module) else None


def applier(kind: str) -> Apply:
    """What applying an intake of this kind does."""
    found = part(kind, "apply")
    assert found is not None, f"{kind} has no apply.py"  # noqa: S101 - every kind has one
    apply: Apply = found.apply
    return apply


def tracer(kind: str) -> Trace:
    """What tells which record each of some applied rows of this kind became: its number by file and row."""
    found = part(kind, "trace")
    became: Trace = found.became if found else lambda intake, rows: {}
    return became
