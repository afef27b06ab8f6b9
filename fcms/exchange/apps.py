from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "fcms.exchange"
    label = "exchange"

    def ready(self) -> None:
        from fcms.leads import finders
        from fcms.lib.policyfiles import MORE

        from . import (
            notices,  # noqa: F401 - tells people of its records
            panels,  # noqa: F401 - puts them on the first page
        )
        from .batches import panels as batches  # noqa: F401 - puts a vendor's word on the page of its lead
        from .directory import panels as directory  # noqa: F401 - as above
        from .inbox import panels as inbox_panels  # noqa: F401 - puts them on the first page
        from .inbox.expected import expected
        from .linkage import panels as linkage  # noqa: F401 - as above
        from .linkage.actions import lead_linked
        from .linkage.policy import figures
        from .rulebook import rules
        from .sources.city_state.policy import limits
        from .sources.legacy_fcms.codes import words
        from .standing import panels as standing  # noqa: F401 - as above
        from .takeover import panels as takeover  # noqa: F401 - as above

        MORE += [expected, figures, rules, limits, words]
        finders.LINKED.append(lead_linked)
