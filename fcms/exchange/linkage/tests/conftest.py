from __future__ import annotations

from fcms.exchange.tests.conftest import analyst, home, offices, signed_in

__all__ = ["analyst", "home", "offices", "signed_in"]
