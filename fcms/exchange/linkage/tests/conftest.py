from __future__ import annotations

from fcms.exchange.tests.conftest import analyst, home, signed_in

__all__ = ["analyst", "home", "signed_in"]
