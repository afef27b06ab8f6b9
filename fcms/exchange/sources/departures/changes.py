"""What applying each row would put before the office that holds the case."""

from __future__ import annotations

from fcms.exchange.changes import Changes
from fcms.exchange.models import Intake, StagedRow
from fcms.exchange.sources.proposing import would_change

from .apply import news_of
from .layout import DEPARTURES_FILE


def changes(intake: Intake, rows: list[StagedRow]) -> Changes:
    """What each of `rows` would change, old beside new."""
    return would_change(intake, rows, layout=DEPARTURES_FILE, news_of=news_of)
