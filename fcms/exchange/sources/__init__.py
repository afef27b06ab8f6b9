"""The kinds of extract that come in, a folder a partner, each with the same parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fcms.exchange.layout import Kind
from fcms.lib.verdict import Refused

from .eid_daily.layout import EID_DAILY
from .government_leads.layout import GOVERNMENT_LEADS

if TYPE_CHECKING:
    from fcms.accounts.models import User
    from fcms.exchange.models import Intake, StagedRow

KINDS: dict[str, Kind] = {kind.code: kind for kind in (EID_DAILY, GOVERNMENT_LEADS)}

Apply = Callable[["Intake", "User", Callable[[str, int, int], None]], dict[str, Any]]
Trace = Callable[["Intake", "list[StagedRow]"], dict[tuple[str, int], str]]


def kind_named(code: str) -> Kind:
    """The kind with this code, or a refusal that names those there are."""
    if code not in KINDS:
        raise Refused(f"There is no kind of extract by that name. Use one of {', '.join(KINDS)}.")
    return KINDS[code]


def applier(kind: str) -> Apply:
    """What applying an intake of this kind does."""
    from .eid_daily.apply import apply as apply_eid_daily
    from .government_leads.apply import apply as apply_government_leads

    return {EID_DAILY.code: apply_eid_daily, GOVERNMENT_LEADS.code: apply_government_leads}[kind]


def tracer(kind: str) -> Trace:
    """What tells which record each of some applied rows of this kind became: its number by file and row."""
    from .eid_daily.trace import became as became_of_eid_daily
    from .government_leads.trace import became as became_of_government_leads

    return {EID_DAILY.code: became_of_eid_daily, GOVERNMENT_LEADS.code: became_of_government_leads}[kind]
