"""Which lead each applied answer became."""

from __future__ import annotations

from fcms.exchange.sources.government_leads.trace import became

__all__ = ["became"]
