"""The one way a look is written down."""

from __future__ import annotations

from django.utils import timezone

from .models import Access, AccessKind


def record_access(
    *,
    actor: str,
    kind: AccessKind | str,
    view: str,
    record: str = "",
    results: int | None = None,
    purpose: str = "",
    query_digest: bytes | None = None,
    address: str | None = None,
) -> Access:
    """Write down one look, before what was looked at is shown.

    `actor` is an `actor_key` (`user:17`) or `unknown` for a failed sign-in; `record` names what was shown as
    `app.model:id`, `results` how many rows. If this fails the caller must not show the page.
    """
    return Access.objects.create(
        at=timezone.now(),
        actor=actor,
        kind=kind,
        view=view,
        record=record,
        results=results,
        purpose=purpose,
        query_digest=query_digest,
        address=address,
    )
