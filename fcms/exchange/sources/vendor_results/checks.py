"""Checks of a vendor's answers over the whole file and against what was asked, in SQL."""

from __future__ import annotations

from fcms.exchange.sources.government_leads.checks import ADDRESS_CHECKS

SET_CHECKS = ADDRESS_CHECKS
